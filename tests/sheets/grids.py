"""Grids for tests: a sheet with rows that were read, without reading anything."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

from flask import Flask

from fsr.db import commit, db
from fsr.documents import service as documents
from fsr.documents.models import Document
from fsr.extraction.found import Found, State
from fsr.sheets import cells
from fsr.sheets.fieldset import Field, columns
from fsr.sheets.models import Kind, Row, Run, RunField, RunStatus, Sheet, SourceFile, Step, Task, TaskStatus
from tests.browsers import Browser

FIELDS = (
    Field("Course Title", "text", required=True), Field("Provider/Sponsor"), Field("Completion Date", "date_mdy"),
    Field("CPE Hours", "number"), Field("Location", optional=True),
)


def read(value: str | None, state: State = State.FOUND, **more: Any) -> dict[str, Any]:
    """What was read of a field, as a row keeps it."""
    if value is None:
        return Found("").to_data()
    return Found("", value, **{"text": value, "page": 1, "box": (0.1, 0.2, 0.3, 0.25), "confidence": 0.9,
                               "state": state, "label": "Label", **more}).to_data()


def record(number: int, **over: dict[str, Any]) -> dict[str, Any]:
    """The values of a certificate."""
    return {
        "Course Title": read(f"Course {number}"), "Provider/Sponsor": read("Institute"),
        "Completion Date": read(f"2026-03-{number % 28 + 1:02}"), "CPE Hours": read(str(number % 8 + 0.5)),
        "Location": read("Riga"), **over}


def sheet(owner: int, fields: Sequence[Field] = FIELDS, **values: Any) -> Run:
    """A sheet of the owner with one run that has ended."""
    made = Sheet(**{"name": "Certificates", "owner_id": owner, "job_type": Kind.EXTRACTION, **values})
    db.session.add(made)
    db.session.flush()
    return batch(made, fields)


def batch(of: Sheet, fields: Sequence[Field] = FIELDS, after: Run | None = None) -> Run:
    """A further run of the sheet, that has ended."""
    made = Run(job_id=of.id, series_id=after.series_id if after else "", set_index=after.set_index + 1 if after else 0,
               config_step=Step.SUBMITTED, status=RunStatus.COMPLETED, append_from_id=after.id if after else None)
    made.id = str(uuid4())
    made.series_id = made.series_id or made.id
    db.session.add(made)
    db.session.flush()
    db.session.add_all(RunField(run_id=made.id, **columns(one, at)) for at, one in enumerate(fields, 1))
    db.session.flush()
    return made


def rows(run: Run, records: Iterable[dict[str, Any]], first: int = 1, paper: bytes = b"") -> list[Row]:
    """A file, a task and a row for each of the records; `paper` is the document of all, without it there is none."""
    made = []
    for number, found in enumerate(records, first):
        path = f"cert{number:05}.pdf"
        document = _document(run.sheet, path, number, paper)
        file = SourceFile(run_id=run.id, original_filename=path, original_path=path, document_id=document.id)
        task = Task(run_id=run.id, status=TaskStatus.COMPLETED, files=[file],
                    facts={"sponsor": "Institute", "fingerprint": "f1"})
        db.session.add_all([file, task])
        db.session.flush()
        row = Row(series_id=run.series_id, set_index=run.set_index, task_id=task.id, path=path, page=1, found=found,
                  edits={})
        cells.settle(row, run.fields)
        db.session.add(row)
        made.append(row)
    db.session.flush()
    return made


def _document(of: Sheet, path: str, number: int, paper: bytes) -> Document:
    if paper:
        return documents.receive(of.owner, path, paper)
    made = Document(owner_id=of.owner_id, sha256=f"{number:064x}", filename=path, mime="application/pdf", size_bytes=1,
                    page_count=1, kind="pdf")
    db.session.add(made)
    db.session.flush()
    return made


def laid(app: Flask, who: Browser, count: int = 3, paper: bytes = b"", **over: dict[str, Any]) -> tuple[str, list[int]]:
    """The id of a sheet of that person with so many rows, and the ids of these; `over` for the first row."""
    with app.app_context():
        run = sheet(who.user_id)
        records = [record(number, **(over if number == 1 else {})) for number in range(1, count + 1)]
        made = rows(run, records, paper=paper)
        ids = [row.id for row in made]
        job_id = run.job_id
        commit()
    return job_id, ids
