"""What tests of sheets share: sample files, a sheet, runs of it, and a look at what stands in the database."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask

from fsr.auth.models import User
from fsr.db import db
from fsr.jobs.worker import run_due
from fsr.sheets.fieldset import Field
from fsr.sheets.models import Kind, Row, Run, Sheet, Task
from fsr.sheets.service import fields, files, runs, sheets, submit

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
FORM, LETTER, NANO, SCAN = "02_table_form.pdf", "03_letter.pdf", "12_nano_learning.pdf", "07_scan.pdf"
BROKEN = b"%PDF-1.4\nnothing follows"
FIELDS = (Field("Course Title", "text", role="title"), Field("Hours", "number", role="hours"),
          Field("Completed", "date_mdy", role="completed"))


def sample(name: str) -> bytes:
    """A made-up certificate."""
    return (SAMPLES / "cpe" / name).read_bytes()


def zipped(members: dict[str, bytes]) -> bytes:
    """A ZIP archive of these members."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in members.items():
            archive.writestr(path, data)
    return made.getvalue()


@contextmanager
def acting(app: Flask, browser: Any) -> Iterator[User]:
    """The person of this browser, inside a transaction that is committed at the end: to call services directly."""
    with app.app_context():
        yield db.session.get_one(User, browser.user_id)
        db.session.commit()


def made(app: Flask, browser: Any, kind: Kind = Kind.EXTRACTION) -> str:
    """An empty sheet of the browser's person; its id."""
    with acting(app, browser) as actor:
        return sheets.create(actor, "Certificates", kind).id


def begun(app: Flask, browser: Any, sheet_id: str, sent: Sequence[tuple[str, bytes]], **take: Any) -> str:
    """A batch with these files, started but not yet read; the id of its run."""
    with acting(app, browser) as actor:
        run = runs.editable(db.session.get_one(Sheet, sheet_id))
        files.add(actor, run, sent)
        fields.take(actor, run, FIELDS, **take)
        submit.submit(actor, run)
        return run.id


def read(app: Flask, browser: Any, sheet_id: str, sent: Sequence[tuple[str, bytes]], **take: Any) -> str:
    """A batch with these files, read; the id of its run."""
    run_id = begun(app, browser, sheet_id, sent, **take)
    run_due(app)
    return run_id


def run_of(run_id: str) -> Run:
    """The run as it stands in the database."""
    return db.session.get_one(Run, run_id, populate_existing=True)


def tasks_of(run_id: str) -> list[Task]:
    """The tasks of a run, by the path of their first file."""
    found = db.session.scalars(sa.select(Task).where(Task.run_id == run_id).execution_options(populate_existing=True))
    return sorted(found, key=lambda task: task.files[0].original_path)


def rows_of(run_id: str) -> list[Row]:
    """The rows that a run shows, as the grid sorts them."""
    run = run_of(run_id)
    return list(db.session.scalars(
        sa.select(Row).where(Row.series_id == run.series_id, Row.set_index <= run.set_index, Row.deleted_at.is_(None))
        .order_by(Row.set_index, Row.path, Row.id).execution_options(populate_existing=True)))
