"""What the tables of sheets hold, and refuse to hold."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from fsr.db import db
from fsr.sheets.models import (
    Export,
    Kind,
    Row,
    Run,
    RunField,
    RunStatus,
    Sheet,
    SourceFile,
    Step,
    Task,
    Template,
    TemplateField,
)
from tests import factories


@pytest.fixture
def sheet(app: Flask, password_hash: str) -> Iterator[Sheet]:
    with app.app_context():
        owner = factories.user(password_hash)
        db.session.flush()
        made = Sheet(name="California", owner_id=owner.id, job_type=Kind.CPE)
        db.session.add(made)
        db.session.flush()
        yield made


def run_of(sheet: Sheet, after: Run | None = None, **values: Any) -> Run:
    """A run; `after` is the one it appends to."""
    run = Run(id=f"run-{sheet.id[:8]}-{after.set_index + 1 if after else 0}", job_id=sheet.id, **values)
    run.series_id, run.set_index = (after.series_id, after.set_index + 1) if after else (run.id, 0)
    run.append_from_id = after.id if after else None
    db.session.add(run)
    db.session.flush()
    return run


def row_of(run: Run, path: str) -> Row:
    """A row read from one file of a run."""
    file = SourceFile(run_id=run.id, original_filename=path, original_path=path)
    task = Task(run_id=run.id, files=[file])
    db.session.add_all([file, task])
    db.session.flush()
    row = Row(series_id=run.series_id, set_index=run.set_index, task_id=task.id, path=path,
              values={"Course Title": path}, found={"Course Title": {"value": path}})
    db.session.add(row)
    db.session.flush()
    return row


def grid(run: Run) -> list[str]:
    """The paths of a run's rows in the order of the grid."""
    rows = sa.select(Row.path).where(Row.series_id == run.series_id, Row.set_index <= run.set_index)
    return list(db.session.scalars(rows.order_by(Row.set_index, Row.path, Row.id)))


def count(model: type[Any]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_an_append_run_shows_the_rows_before_it_without_storing_them_again(sheet: Sheet) -> None:
    first = run_of(sheet)
    row_of(first, "b.pdf")
    row_of(first, "a.pdf")
    second = run_of(sheet, first)
    row_of(second, "a-later.pdf")
    assert grid(first) == ["a.pdf", "b.pdf"]
    assert grid(second) == ["a.pdf", "b.pdf", "a-later.pdf"]
    assert count(Row) == 3


def test_only_one_run_can_continue_another(sheet: Sheet) -> None:
    first = run_of(sheet)
    run_of(sheet, first)
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(sa.insert(Run).values(
            id="twin", job_id=sheet.id, series_id="twin", set_index=0, append_from_id=first.id))
    db.session.rollback()


def test_a_series_has_no_set_twice(sheet: Sheet) -> None:
    first = run_of(sheet)
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(sa.insert(Run).values(id="twin", job_id=sheet.id, series_id=first.id, set_index=0))
    db.session.rollback()


def test_a_sheet_that_goes_takes_all_that_is_its_own(sheet: Sheet) -> None:
    template = Template(name="California", template_type=Kind.CPE, is_public=True, fields=[
        TemplateField(name="Course Title", data_type="text", position=1)])
    db.session.add(template)
    db.session.flush()
    first = run_of(sheet, template_id=template.id, template_version=template.version)
    db.session.add(RunField(run_id=first.id, name="Course Title", data_type="text", position=1))
    archive = SourceFile(run_id=first.id, original_filename="all.zip", original_path="all.zip")
    db.session.add(archive)
    db.session.flush()
    row_of(first, "all/a.pdf").task.files[0].parent_id = archive.id
    second = run_of(sheet, first)
    row_of(second, "b.pdf")
    db.session.add(Export(run_id=second.id, file_type="csv"))
    db.session.flush()
    db.session.execute(sa.delete(Sheet).where(Sheet.id == sheet.id))
    db.session.expire_all()
    assert [count(model) for model in (Run, RunField, SourceFile, Task, Row, Export)] == [0] * 6
    assert (count(Template), count(TemplateField)) == (1, 1)


def test_members_go_with_their_archive(sheet: Sheet) -> None:
    run = run_of(sheet)
    archive = SourceFile(run_id=run.id, original_filename="all.zip", original_path="all.zip")
    db.session.add(archive)
    db.session.flush()
    member = SourceFile(run_id=run.id, original_filename="a.pdf", original_path="all/a.pdf", parent_id=archive.id)
    db.session.add(member)
    db.session.flush()
    db.session.execute(sa.delete(SourceFile).where(SourceFile.id == archive.id))
    assert count(SourceFile) == 0


@pytest.mark.parametrize(("table", "column"), [
    ("templates", "template_type"), ("extraction_jobs", "job_type"), ("job_runs", "status"),
    ("job_runs", "config_step"), ("source_files", "status"), ("extraction_tasks", "status"),
    ("extraction_tasks", "processing_mode"),
])
def test_states_nobody_knows_are_refused(sheet: Sheet, table: str, column: str) -> None:
    row_of(run_of(sheet), "a.pdf")
    db.session.add(Template(name="Mine"))
    db.session.flush()
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(sa.text(f"UPDATE {table} SET {column} = 'odd'"))
    db.session.rollback()


def test_a_run_begins_editable_and_pending(sheet: Sheet) -> None:
    run = run_of(sheet)
    assert (run.config_step, run.status, run.is_editable) == (Step.UPLOAD, RunStatus.PENDING, True)
    run.config_step = Step.SUBMITTED
    assert not run.is_editable


def test_a_field_s_name_is_in_a_template_once(sheet: Sheet) -> None:
    db.session.add(Template(name="Twice", fields=[
        TemplateField(name="Course Title", data_type="text", position=n) for n in (1, 2)]))
    with pytest.raises(sa.exc.IntegrityError):
        db.session.flush()
    db.session.rollback()
