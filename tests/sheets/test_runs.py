"""Runs: what is read into which, how they end, and what an append run costs."""

import threading
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from fsr.auth.models import User
from fsr.db import commit, db
from fsr.errors import Conflict, Forbidden, Invalid, NotFound
from fsr.jobs.models import Job
from fsr.jobs.worker import run_due
from fsr.sheets import queries
from fsr.sheets.fieldset import Field
from fsr.sheets.models import Kind, Mode, Row, Run, Sheet, SourceFile, Step, Task
from fsr.sheets.service import fields, files, runs, sheets, submit
from tests.browsers import Browser
from tests.sheets import desk


def counts(run: Run) -> tuple[str, int, int, int]:
    return run.status, run.tasks_total, run.tasks_completed, run.tasks_failed


def test_a_batch_is_read_into_rows(app: Flask, ana: Browser) -> None:
    run_id = desk.read(app, ana, desk.made(app, ana), [("2024/a.pdf", desk.sample(desk.FORM)),
                                                       ("b.pdf", desk.sample(desk.NANO))])
    with app.app_context():
        run, rows = desk.run_of(run_id), desk.rows_of(run_id)
        assert counts(run) == ("completed", 2, 2, 0)
        assert [row.path for row in rows] == ["2024/a.pdf", "b.pdf"]
        assert rows[0].values["Course Title"]
        assert rows[0].found["Course Title"]["box"]
        assert desk.tasks_of(run_id)[0].files[0].page_count == 1


def test_an_append_run_shows_the_rows_before_it_and_copies_none(app: Flask, ana: Browser) -> None:
    sheet = desk.made(app, ana)
    first = desk.read(app, ana, sheet, [("a.pdf", desk.sample(desk.FORM))])
    second = desk.read(app, ana, sheet, [("b.pdf", desk.sample(desk.NANO))])
    with app.app_context():
        assert [row.path for row in desk.rows_of(second)] == ["a.pdf", "b.pdf"]
        assert [row.path for row in desk.rows_of(first)] == ["a.pdf"]
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Row)) == 2
        assert [field.name for field in desk.run_of(second).fields] == [field.name for field in desk.FIELDS]


def test_a_run_whose_files_all_fail_has_failed_and_one_of_several_is_partial(app: Flask, ana: Browser) -> None:
    sheet = desk.made(app, ana)
    all_bad = desk.read(app, ana, sheet, [("a.pdf", desk.BROKEN)])
    some_bad = desk.read(app, ana, sheet, [("a.pdf", desk.sample(desk.FORM)), ("b.pdf", desk.BROKEN)])
    with app.app_context():
        assert counts(desk.run_of(all_bad)) == ("failed", 1, 0, 1)
        assert counts(desk.run_of(some_bad)) == ("partially_completed", 2, 1, 1)
        bad = desk.tasks_of(some_bad)[1]
        assert (bad.status, bad.error_message) == ("failed", "The PDF is damaged or incomplete; please send it again.")


def test_a_cpe_sheet_has_its_next_run_as_soon_as_one_ends(app: Flask, ana: Browser) -> None:
    sheet = desk.made(app, ana, Kind.CPE)
    first = desk.read(app, ana, sheet, [("a.pdf", desk.sample(desk.FORM))])
    with app.app_context():
        newest = runs.latest(db.session.get_one(Sheet, sheet))
        assert (newest.append_from_id, newest.is_editable, newest.set_index) == (first, True, 1)
        assert [field.name for field in newest.fields] == [field.name for field in desk.FIELDS]


def test_a_start_needs_files_and_fields_and_happens_once(app: Flask, ana: Browser) -> None:
    with desk.acting(app, ana) as actor:
        run = runs.latest(sheets.create(actor, "New"))
        with pytest.raises(Invalid, match="nothing to read"):
            submit.submit(actor, run)
        files.add(actor, run, [("a.pdf", desk.sample(desk.FORM))])
        fields.take(actor, run, desk.FIELDS)
        submit.submit(actor, run)
        assert submit.submit(actor, run) is run
        with pytest.raises(Conflict, match="started already"):
            files.add(actor, run, [("b.pdf", desk.sample(desk.NANO))])
        with pytest.raises(Conflict, match="started already"):
            fields.take(actor, run, desk.FIELDS)
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).where(Job.kind == submit.READ)) == 1


def test_two_who_ask_at_once_get_the_same_next_run(app: Flask, ana: Browser) -> None:
    sheet = desk.made(app, ana)
    desk.begun(app, ana, sheet, [("a.pdf", desk.sample(desk.FORM))])
    got, together = [], threading.Barrier(4)

    def ask() -> None:
        with app.app_context():
            together.wait(30)
            got.append(runs.editable(db.session.get_one(Sheet, sheet)).id)
            commit()

    askers = [threading.Thread(target=ask) for _number in range(4)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join(30)
    assert (len(got), len(set(got))) == (4, 1)


def test_a_stopped_run_keeps_what_was_read_and_its_files_can_be_read_later(app: Flask, ana: Browser) -> None:
    sheet = desk.made(app, ana)
    run_id = desk.begun(app, ana, sheet, [("a.pdf", desk.sample(desk.FORM)), ("b.pdf", desk.sample(desk.NANO))])
    with desk.acting(app, ana) as actor:
        submit.cancel(actor, desk.run_of(run_id))
    run_due(app)
    with app.app_context():
        assert counts(desk.run_of(run_id)) == ("cancelled", 0, 0, 0)
        assert {task.status for task in desk.tasks_of(run_id)} == {"cancelled"}
    with desk.acting(app, ana) as actor:
        submit.retry(actor, desk.tasks_of(run_id)[1])
        assert counts(desk.run_of(run_id)) == ("in_progress", 1, 0, 0)
    run_due(app)
    with app.app_context():
        assert counts(desk.run_of(run_id)) == ("completed", 1, 1, 0)
        assert [row.path for row in desk.rows_of(run_id)] == ["b.pdf"]


def test_a_failed_file_is_read_again_and_the_run_counts_it_anew(app: Flask, ana: Browser) -> None:
    sheet = desk.made(app, ana)
    run_id = desk.read(app, ana, sheet, [("a.pdf", desk.sample(desk.FORM)), ("b.pdf", desk.BROKEN)])
    with desk.acting(app, ana) as actor:
        task = desk.tasks_of(run_id)[1]
        submit.retry(actor, task)
        assert counts(desk.run_of(run_id)) == ("in_progress", 2, 1, 0)
        with pytest.raises(Conflict, match="still being read"):
            submit.retry(actor, task)
    run_due(app)
    with app.app_context():
        assert counts(desk.run_of(run_id)) == ("partially_completed", 2, 1, 1)


def test_folders_are_read_file_by_file_or_together_and_the_others_left_out(app: Flask, ana: Browser) -> None:
    sheet, form, nano = desk.made(app, ana), desk.sample(desk.FORM), desk.sample(desk.NANO)
    sent = [("one/a.pdf", form), ("both/b.pdf", desk.BROKEN), ("both/c.pdf", nano), ("not/d.pdf", form)]
    modes = {"one": Mode.INDIVIDUAL, "both": Mode.COMBINED, "none": Mode.COMBINED}
    run_id = desk.read(app, ana, sheet, sent, modes=modes)
    with app.app_context():
        together, alone = desk.tasks_of(run_id)
        assert [file.original_path for file in together.files] == ["both/b.pdf", "both/c.pdf"]
        assert (together.status, alone.status) == ("completed", "completed")
        assert [row.path for row in desk.rows_of(run_id)] == ["both/b.pdf, both/c.pdf", "one/a.pdf"]
        assert "damaged" in (together.files[0].error or "")


def test_files_that_come_after_the_fields_are_read_too(app: Flask, ana: Browser) -> None:
    with desk.acting(app, ana) as actor:
        run = runs.latest(sheets.create(actor, "Late"))
        files.add(actor, run, [("x/a.pdf", desk.sample(desk.FORM))])
        fields.take(actor, run, desk.FIELDS, {"x": Mode.COMBINED})
        files.add(actor, run, [("x/b.pdf", desk.sample(desk.NANO)), ("c.pdf", desk.sample(desk.LETTER))])
        assert [[file.original_path for file in task.files] for task in desk.tasks_of(run.id)] == [
            ["c.pdf"], ["x/a.pdf", "x/b.pdf"]]


def test_the_fields_of_a_run_are_checked_and_stay_as_they_were_taken(app: Flask, ana: Browser) -> None:
    with desk.acting(app, ana) as actor:
        run = runs.latest(sheets.create(actor, "Fields"))
        with pytest.raises(Invalid):
            fields.take(actor, run, [Field("Hours"), Field("hours")])
        fields.take(actor, run, desk.FIELDS, description="For the renewal")
        assert (run.config_step, run.description, run.template_id) == (Step.REVIEW, "For the renewal", None)


def test_a_deleted_sheet_stops_and_comes_back(app: Flask, ana: Browser) -> None:
    sheet_id = desk.made(app, ana)
    run_id = desk.begun(app, ana, sheet_id, [("a.pdf", desk.sample(desk.FORM))])
    with desk.acting(app, ana) as actor:
        sheets.delete(actor, db.session.get_one(Sheet, sheet_id))
    assert run_due(app) == 1  # what follows the job that was stopped
    assert ana.get(f"/api/jobs/{sheet_id}").status_code == 404
    with desk.acting(app, ana) as actor:
        sheets.restore(actor, db.session.get_one(Sheet, sheet_id))
        assert desk.run_of(run_id).status == "cancelled"
    assert ana.get(f"/api/jobs/{sheet_id}").status_code == 200


def test_auditors_make_no_sheets_and_templates_of_others_are_not_there(app: Flask, ana: Browser) -> None:
    with desk.acting(app, ana) as actor:
        with pytest.raises(NotFound):
            sheets.create(actor, "X", template_id=999999)
        actor.role = "auditor"  # type: ignore[assignment]  # as the column holds it
        db.session.flush()
        db.session.refresh(actor)
        with pytest.raises(Forbidden):
            sheets.create(actor, "X")
        db.session.rollback()


@pytest.fixture
def statements(app: Flask) -> Any:
    """The statements about sheets that the database was given; those of the queue depend on how busy the machine is."""
    given: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if any(table in statement for table in ("extraction_", "job_runs", "job_fields", "source_files")):
            given.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    yield given
    sa.event.remove(engine, "before_cursor_execute", note)


def filled(run: Run, count: int) -> None:
    """Put `count` read files with their rows into a run that has ended."""
    ids = [f"{run.id[:20]}-{number:06}" for number in range(count)]
    db.session.execute(sa.insert(SourceFile), [
        {"id": f"f{key}", "run_id": run.id, "original_filename": "x.pdf", "original_path": key} for key in ids])
    db.session.execute(sa.insert(Task), [{"id": f"t{key}", "run_id": run.id, "status": "completed"} for key in ids])
    db.session.execute(sa.insert(Row), [
        {"series_id": run.series_id, "set_index": run.set_index, "task_id": f"t{key}", "path": f"{key}.pdf"}
        for key in ids])
    run.tasks_total = run.tasks_completed = count


@pytest.mark.parametrize("kind", [Kind.EXTRACTION, Kind.CPE])
def test_an_append_costs_the_same_whatever_the_sheet_holds(
        app: Flask, ana: Browser, statements: list[str], kind: Kind) -> None:
    costs = []
    desk.read(app, ana, desk.made(app, ana), [("known.pdf", desk.sample(desk.NANO))])
    for held in (10, 1000):
        sheet_id = desk.made(app, ana, kind)
        desk.read(app, ana, sheet_id, [("first.pdf", desk.sample(desk.FORM))])
        with desk.acting(app, ana):
            filled(desk.run_of(db.session.scalars(
                sa.select(Run.id).where(Run.job_id == sheet_id, Run.config_step == "submitted")).one()), held)
        rows = _row_count(app)
        statements.clear()
        desk.read(app, ana, sheet_id, [(f"new{held}.pdf", desk.sample(desk.NANO))])
        costs.append((len(statements), _row_count(app) - rows))
    assert costs[0] == costs[1]
    assert costs[0][1] == 1


def _row_count(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(Row)) or 0


def test_a_list_of_sheets_takes_the_same_queries_for_one_and_for_many(
        app: Flask, ana: Browser, statements: list[str]) -> None:
    costs = []
    for _times in range(2):
        for _number in range(4):
            desk.made(app, ana)
        with app.app_context():
            user = db.session.get_one(User, ana.user_id)
            statements.clear()
            queries.listed(user, Kind.EXTRACTION)
            costs.append(len(statements))
    assert costs[0] == costs[1]
