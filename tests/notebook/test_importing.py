"""Files of cases: what they change, what they leave, what is reported; by page, command and folder."""

import io
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from fsr.audit.models import AuditEvent
from fsr.db import commit, db
from fsr.errors import Unreadable
from fsr.jobs.models import Job
from fsr.jobs.worker import run_due
from fsr.notebook import inbox, intake
from fsr.notebook.models import Case, Closing
from fsr.notebook.service import closing, importing
from fsr.notebook.service.importing import By
from tests import factories
from tests.notebook.conftest import NUMBER, acting

HEAD = "case_number,is_open,title\n"


def registry(app: Flask) -> dict[str, tuple[bool, str]]:
    with app.app_context():
        return {one.number: (one.is_open, one.title) for one in db.session.scalars(sa.select(Case))}


def actions(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(sa.select(AuditEvent.action).where(
            AuditEvent.action.startswith("notebook:case")).order_by(AuditEvent.seq)))


def brought(app: Flask, text: str, by: int | None = None) -> importing.Report:
    with app.app_context():
        report = importing.run(By(by) if by else None, io.BytesIO((HEAD + text).encode()))
        commit()
    return report


def test_a_file_adds_closes_reopens_and_retitles_and_says_so(app: Flask, ada: Any) -> None:
    with app.app_context():
        for number, is_open in (("A", True), ("B", False), ("C", True), ("D", True)):
            factories.case(number, is_open=is_open, title="old")
        commit()
    report = brought(app, "A,no,\nB,yes,\nC,yes,new\nD,yes,old\n00012345,yes,Noise\nZ,closed,\n", ada.user_id)
    assert dict(report.counts) == {"closed": 1, "reopened": 1, "retitled": 1, "unchanged": 1, "added": 2}
    assert registry(app) == {"A": (False, "old"), "B": (True, "old"), "C": (True, "new"), "D": (True, "old"),
                             "00012345": (True, "Noise"), "Z": (False, "")}
    assert sorted(actions(app)) == ["notebook:case:closed", "notebook:case:reopened", "notebook:cases:imported"]
    with app.app_context():
        closed = db.session.scalars(sa.select(Closing)).all()
        assert sorted((one.how, one.closed_by_id, one.symptom) for one in closed) == [("import", ada.user_id, "")] * 2


def test_the_same_file_again_changes_nothing(app: Flask) -> None:
    text = "A,yes,\nB,no,Title\n"
    brought(app, text)
    before = registry(app)
    assert dict(brought(app, text).counts) == {"unchanged": 2}
    assert registry(app) == before
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Closing)) == 1


def test_reopening_by_a_file_ends_the_closing_and_keeps_its_answers(
        app: Flask, ana: Any, case_id: str, page_id: int) -> None:
    with acting(app, ana) as user:
        closing.close(user, db.session.get_one(Case, case_id), closing.Summary("hot", "dirt", "cleaned"))
    brought(app, f"{NUMBER},yes,\n")
    with app.app_context():
        one = db.session.scalars(sa.select(Closing)).one()
        assert (one.fix, one.reopened_at is not None) == ("cleaned", True)


def test_a_title_left_out_takes_no_title_away(app: Flask) -> None:
    brought(app, "A,yes,Pump\n")
    brought(app, "A,no,\n")
    assert registry(app) == {"A": (False, "Pump")}


def test_bad_lines_are_named_and_the_others_done(app: Flask) -> None:
    report = brought(app, "A,yes,\n,yes,\nB,perhaps,\nC,no,\nA,no,\n")
    assert [one.line for one in report.bad] == [3, 4, 6]
    assert registry(app) == {"A": (True, ""), "C": (False, "")}


def test_a_file_that_is_none_changes_nothing(app: Flask) -> None:
    with app.app_context(), pytest.raises(Unreadable):
        importing.run(None, io.BytesIO(b"A,yes\nB,no\n"))
    assert registry(app) == {}


def test_chunks_are_short_transactions_and_the_numbers_add_up(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "CHUNK", 10)
    told: list[int] = []
    with app.app_context():
        text = HEAD + "".join(f"N{number:05},{'no' if number % 7 == 0 else 'yes'},\n" for number in range(95))
        report = importing.run(None, io.BytesIO(text.encode()), told.append)
        commit()
    assert (report.lines, dict(report.counts)) == (95, {"added": 95})
    assert told == [10, 20, 30, 40, 50, 60, 70, 80, 90, 95]
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Case).where(~Case.is_open)) == 14
    assert actions(app) == ["notebook:cases:imported"] * 10


def test_what_was_done_before_an_import_broke_stays_and_doing_it_again_does_the_rest(
        app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "CHUNK", 2)

    def breaks(lines: int) -> None:
        if lines == 4:
            raise KeyboardInterrupt

    file = io.BytesIO(f"{HEAD}A,yes,\nB,yes,\nC,yes,\nD,yes,\nE,yes,\n".encode())
    with app.app_context(), pytest.raises(KeyboardInterrupt):
        importing.run(None, file, breaks)
    assert sorted(registry(app)) == ["A", "B", "C", "D"]
    assert dict(brought(app, "A,yes,\nB,yes,\nC,yes,\nD,yes,\nE,yes,\n").counts) == {"unchanged": 4, "added": 1}


def sent(browser: Any, text: str, name: str = "cases.csv") -> Any:
    return browser.post("/cases/import", data={"file": (io.BytesIO(text.encode()), name)})


def test_the_page_shows_what_a_file_would_do_and_does_it_when_asked(app: Flask, ada: Any) -> None:
    with app.app_context():
        factories.case("A")
        commit()
    answer = sent(ada, f"{HEAD}A,no,\nB,yes,<b>Noise</b>\nC,perhaps,\n")
    assert answer.status_code == 303
    page = ada.get(answer.location)
    for words in ("1 case is added", "1 case is closed", "1 line cannot be read", "line 4", "&lt;b&gt;Noise",
                  "Change 2 cases"):
        assert words in page.text, words
    assert registry(app) == {"A": (True, "")}
    for _twice in range(2):
        assert ada.post(answer.location).status_code == 303
    assert "Waiting" in ada.get(answer.location).text
    assert run_due(app) >= 1
    assert registry(app) == {"A": (False, ""), "B": (True, "<b>Noise</b>")}
    page = ada.get(answer.location)
    for words in ("1 case was added", "1 case was closed", "1 line was not read", "line 4"):
        assert words in page.text, words
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Job).where(Job.kind == "cases.import")) == 1


@pytest.mark.parametrize("text", ["", "A,yes\n", "%PDF-1.7"])
def test_a_file_that_cannot_be_read_is_refused_in_words(ada: Any, text: str) -> None:
    answer = sent(ada, text)
    page = ada.get(answer.location)
    assert (page.status_code, "name the columns" in page.text) == (422, True)


def test_no_file_is_an_error_at_the_field(ada: Any) -> None:
    answer = ada.post("/cases/import", data={})
    assert (answer.status_code, "Choose a file." in answer.text) == (422, True)


def test_only_those_who_lead_import_and_only_their_own_uploads(
        app: Flask, ada: Any, ana: Any, supervisor: Any, auditor: Any) -> None:
    for browser in (ana, auditor):
        assert browser.get("/cases/import").status_code == 403
        assert sent(browser, f"{HEAD}A,yes,\n").status_code == 403
    address = sent(ada, f"{HEAD}A,yes,\n").location
    for strange in (address, "/cases/import/1-abc", "/cases/import/..%2f..%2fsecret_key", f"/cases/import/{'1' * 80}"):
        assert supervisor.get(strange).status_code == 404
        assert supervisor.post(strange).status_code == 404
    assert registry(app) == {}


def test_an_upload_is_forgotten_after_a_day(app: Flask, ada: Any) -> None:
    address = sent(ada, f"{HEAD}A,yes,\n").location
    with app.app_context():
        assert inbox.sweep() == 0
        place = inbox.path(address.rsplit("/", 1)[1], ada.user_id)
        os.utime(place, (time.time() - 90_000,) * 2)
        assert inbox.sweep() == 1
    assert "Choose the file again" in ada.get(address).text
    assert ada.post(address).status_code == 410


def test_the_command_imports_and_its_exit_tells_of_bad_lines(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_text(f"{HEAD}A,yes,\nB,no,\n")
    runner = app.test_cli_runner()
    for words in (["cases", "import"], ["fsr", "cases", "import"]):
        result = runner.invoke(args=[*words, str(file)])
        assert (result.exit_code, result.output.startswith("2 lines:")) == (0, True)
    assert registry(app) == {"A": (True, ""), "B": (False, "")}
    file.write_text(f"{HEAD}A,no,\nB,what,\n")
    result = runner.invoke(args=["cases", "import", str(file)])
    assert (result.exit_code, "line 3:" in result.output) == (1, True)
    file.write_text("nothing")
    result = runner.invoke(args=["cases", "import", str(file)])
    assert (result.exit_code, "name the columns" in result.output) == (1, True)


@pytest.fixture
def drop(app: Flask, tmp_path: Path) -> Callable[[str, str], Path]:
    """Drop a file into the folder that is looked through, long enough ago."""
    folder = tmp_path / "drop"
    folder.mkdir()
    app.config["FSR_CASE_SOURCE_DIR"] = str(folder)

    def write(name: str, text: str) -> Path:
        place = folder / name
        place.write_text(text)
        os.utime(place, (time.time() - 60,) * 2)
        return place

    return write


def test_dropped_files_are_imported_and_put_away_with_what_became_of_them(
        app: Flask, drop: Callable[[str, str], Path]) -> None:
    good, bad = drop("good.csv", f"{HEAD}A,no,\nB,huh,\n"), drop("BAD.CSV", "no table")
    drop("readme.txt", f"{HEAD}X,yes,\n")
    new = drop("new.csv", f"{HEAD}Y,yes,\n")
    os.utime(new)
    (good.parent / "link.csv").symlink_to("/etc/passwd")
    with app.app_context():
        assert intake.dropped(None) == {"done": 1, "failed": 1}  # type: ignore[arg-type]  # it needs no run
        commit()
    assert registry(app) == {"A": (False, "")}
    left = sorted(path.name for path in good.parent.iterdir() if not path.is_dir())
    assert (left, new.exists()) == (["link.csv", "new.csv", "readme.txt"], True)
    assert "line 3:" in (good.parent / "done" / "good.csv.txt").read_text()
    assert "name the columns" in (bad.parent / "failed" / "BAD.CSV.txt").read_text()


def test_a_second_file_of_the_same_name_does_not_replace_the_first(
        app: Flask, drop: Callable[[str, str], Path]) -> None:
    for number in ("A", "B"):
        place = drop("cases.csv", f"{HEAD}{number},yes,\n")
        with app.app_context():
            intake.dropped(None)  # type: ignore[arg-type]
            commit()
    assert len(list((place.parent / "done").glob("*.csv"))) == 2


def test_the_list_is_taken_away_safely_and_comes_back_in_unchanged(
        app: Flask, ana: Any, bob: Any, supervisor: Any, auditor: Any, page_id: int) -> None:
    with app.app_context():
        factories.case("=1+1", title="@SUM(A1)", is_open=False)
        factories.case("-17")
        factories.case("00012345")
        commit()
    answer = supervisor.get("/cases/export.csv")
    assert answer.headers["Content-Disposition"] == "attachment; filename=cases.csv"
    text = answer.data.decode("utf-8-sig")
    assert "'=1+1,no,'@SUM(A1)," in text
    assert "\r\n00012345,yes," in text
    before = registry(app)
    with app.app_context():
        report = importing.run(None, io.BytesIO(answer.data))
        commit()
    assert (dict(report.counts), report.bad) == ({"unchanged": 4}, [])
    assert registry(app) == before
    assert [line.split(",")[0] for line in ana.get("/cases/export.csv").text.splitlines()[1:]] == [NUMBER]
    assert len(bob.get("/cases/export.csv").text.splitlines()) == 1
    assert auditor.get("/cases/export.csv").status_code == 403
    assert actions(app).count("notebook:cases:exported") == 3
