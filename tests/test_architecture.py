"""The rules of the house, kept by reading the code."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "fsr"
FILES = sorted(PACKAGE.rglob("*.py"))
COMMITTERS = {"db.py", "web/transaction.py", "jobs/worker.py"}
PARSERS = {"pdfminer", "pypdfium2", "PIL"}
PARSER_ROOMS = ("extraction/readers/", "sandbox/child.py")
ENGINES = ("extraction/", "money.py", "offers/catalogue.py", "offers/compare", "offers/reader", "offers/profiles",
           "notebook/checks", "notebook/diff.py", "notebook/merge.py", "cpe/fields.py", "cpe/methods.py", "cpe/rules/",
           "cpe/reading/", "sheets/reader/", "sheets/kinds.py", "sheets/teaching.py")


def rel(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every module named by an import of `path`, with its line; TYPE_CHECKING imports too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def breaches(files: list[Path], forbidden: set[str], advice: str) -> list[str]:
    return [f"{rel(path)}:{line} imports {name}: {advice}" for path in files for line, name in imports(path)
            if any(name == bad or name.startswith(f"{bad}.") for bad in forbidden)]


def named(*names: str) -> list[Path]:
    """Files of those names, and files of packages of those names (`views.py`, `views/cells.py`)."""
    return [path for path in FILES if path.stem in names or path.parent.name in names]


def test_imports_point_downwards() -> None:
    run = subprocess.run([Path(sys.executable).parent / "lint-imports", "--no-cache"], cwd=ROOT, capture_output=True,
                         text=True, check=False)
    assert run.returncode == 0, run.stdout


def test_views_and_apis_leave_the_database_to_services() -> None:
    advice = "move the query to queries.py, the change to service.py"
    found = breaches(named("views", "api"), {"sqlalchemy", "fsr.db"}, advice)
    assert not found, "\n".join(found)


def test_services_know_neither_request_nor_current_user() -> None:
    advice = "take the actor and the values as arguments"
    found = breaches(named("service"), {"flask.request", "flask.session", "flask.g", "flask_login"}, advice)
    assert not found, "\n".join(found)


def test_models_do_not_reach_up_to_services() -> None:
    files = named("models")
    found = [f"{rel(path)}:{line} imports {name}: let the service call the model" for path in files
             for line, name in imports(path) if name.startswith("fsr.") and name.split(".")[-1] == "service"]
    assert not found, "\n".join(found)


def test_engines_know_no_web_no_database_and_no_clock() -> None:
    files = [path for path in FILES if rel(path).startswith(ENGINES)]
    forbidden = {"flask", "sqlalchemy", "fsr.db", "fsr.clock", "flask_login"}
    found = breaches(files, forbidden, "engines are pure: pass values in")
    assert not found, "\n".join(found)


def test_only_the_limited_child_imports_parsers() -> None:
    files = [path for path in FILES if not rel(path).startswith(PARSER_ROOMS)]
    found = breaches(files, PARSERS, "call the sandbox: bytes of strangers are parsed in a limited child only")
    found += breaches([path for path in files if "sandbox/" not in rel(path)], {"fsr.extraction.readers"},
                      "call the sandbox: a reader runs in a limited child only")
    assert not found, "\n".join(found)


def test_the_running_web_process_has_loaded_no_parser() -> None:
    code = ("import sys; from fsr import create_app; create_app(); "
            f"print(sorted({PARSERS!r} & set(sys.modules)))")
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_nobody_commits_but_request_task_and_command() -> None:
    found = [f"{rel(path)}:{node.lineno} commits: only a request, a task and a command do, and apart()"
             for path in FILES if rel(path) not in COMMITTERS and path.stem != "cli"
             for node in ast.walk(ast.parse(path.read_text("utf-8")))
             if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
             and ast.unparse(node.func) != "re.commit"]
    assert not found, "\n".join(found)


def test_only_one_module_reads_the_clock() -> None:
    found = [f"{rel(path)}:{node.lineno} reads the clock: use fsr.clock.now()"
             for path in FILES if rel(path) != "clock.py"
             for node in ast.walk(ast.parse(path.read_text("utf-8")))
             if isinstance(node, ast.Call) and ast.unparse(node.func) in
             {"datetime.now", "datetime.utcnow", "datetime.datetime.now", "time.time", "date.today"}]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", FILES, ids=rel)
def test_a_file_says_what_it_is_for_and_stays_short(path: Path) -> None:
    text = path.read_text("utf-8")
    assert ast.get_docstring(ast.parse(text)), f"{rel(path)} has no docstring: say in one sentence what it is for"
    assert text.count("\n") <= 400, f"{rel(path)} is over 400 lines: split it by noun"


def test_functions_are_short_by_habit() -> None:
    sizes = sorted((node.end_lineno or 0) - node.lineno + 1 - len((ast.get_docstring(node) or "").splitlines())
                   for path in FILES for node in ast.walk(ast.parse(path.read_text("utf-8")))
                   if isinstance(node, ast.FunctionDef))
    assert sizes[len(sizes) // 2] < 10
    assert sizes[int(len(sizes) * 0.95)] <= 35
