"""What the engines say is said to people in their own language."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from fsr.web.i18n import speaking
from fsr.web.sentences import SENTENCES, find, said

ROOT = Path(__file__).resolve().parents[2] / "fsr"
ENGINES = [path for folder in ("extraction", "sandbox", "offers/reader")
           for path in sorted((ROOT / folder).rglob("*.py"))]


def sentences(path: Path) -> Iterator[str]:
    """The sentences in the source that end with a full stop, without docstrings and errors meant for us."""
    tree = ast.parse(path.read_text())
    hidden = {id(inner) for node in ast.walk(tree) if _is_not_for_users(node) for inner in ast.walk(node)}
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        text = _text(node)
        if id(node) not in hidden | parts and text[:1].isupper() and text.endswith(".") and text.count(" ") > 1:
            yield text


def _is_not_for_users(node: ast.AST) -> bool:
    ours = isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and isinstance(node.exc.func, ast.Name) and (
        node.exc.func.id in {"RuntimeError", "ValueError", "TypeError"})
    return ours or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def _text(node: Any) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "7" for part in node.values)
    return ""


def test_every_sentence_of_the_engines_is_in_the_table() -> None:
    unknown = {text for path in ENGINES for text in sentences(path) if find(text) is None}
    assert unknown == set(), "add it to fsr/web/sentences.py, then translate it (`make catalogues`)"


def test_the_sources_are_really_read() -> None:
    assert sum(1 for path in ENGINES for _text in sentences(path)) > 15


@pytest.mark.parametrize("code", ["lv", "ru", "he"])
def test_a_sentence_is_said_in_the_language_of_the_answer_with_its_values(app: Flask, code: str) -> None:
    with app.test_request_context(), speaking(code):
        words = said("Too many pages (1,200; at most 1,000).")
        nested = said("This does not look like a CASCO offer: nothing was taken from it (seen 'CPE' on page 3).")
    assert ("1,200" in words, "1,000" in words, "Too many" in words) == (True, True, False)
    assert ("CPE" in nested, "3" in nested, "seen" in nested) == (True, True, False)


def test_what_is_not_in_the_table_stays_as_it_is(app: Flask) -> None:
    with app.test_request_context(), speaking("lv"):
        assert (said("Somebody's own words (%s)."), said(None)) == ("Somebody's own words (%s).", "")


def test_no_entry_of_the_table_swallows_another() -> None:
    assert [one for one in SENTENCES if (found := find(one)) is None or found[0] != one] == []
