"""Trying a template on one document: what its fields would be, with the place of each; nothing of it is stored.

The document is received and read as any other.  Reading is the slow half, and happens in the background; the engine
then works on the kept reading, so that a changed field is tried again at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import Flask

from fsr import jobs
from fsr.auth.models import User
from fsr.db import db, release
from fsr.documents import desk
from fsr.documents import service as documents
from fsr.documents.models import Document
from fsr.errors import Unreadable
from fsr.extraction.found import Found
from fsr.jobs import Run
from fsr.jobs import service as queue
from fsr.jobs.models import Job
from fsr.sandbox.pool import Cancelled
from fsr.sheets.engines import engine_for
from fsr.sheets.fieldset import Field, options
from fsr.web.i18n import gettext as _

READ = "sheets.look"


@dataclass(frozen=True, slots=True)
class Record:
    """One row that the document would give: field name → what was found; a field that is not there is missing."""

    page: int | None
    values: Mapping[str, Found]


@dataclass(frozen=True, slots=True)
class Trial:
    """How far a trial is.

    job      that reads the document; None once it is read
    records  what the fields would be; empty while it is read
    error    why it cannot be read, "" when it can
    """

    document: Document
    job: Job | None = None
    records: Sequence[Record] = ()
    error: str = ""

    @property
    def is_reading(self) -> bool:
        """Whether there will be more to see."""
        return self.job is not None and not self.job.is_over


def init_app(app: Flask) -> None:
    """Let the background read documents for trials."""
    jobs.register(app, READ, read, lambda: _("Read a document to try a template"))


def begin(actor: User, filename: str, data: bytes) -> Document:
    """Receive the document, and have it read where nobody has.

    :raises TooLarge, Unreadable: it cannot be taken.
    """
    document = documents.receive(actor, filename, data)
    if not desk.is_read(desk.file_of(document)):
        queue.enqueue(READ, {"document_id": document.id}, actor=actor, subject=document.subject,
                      title=_("Reading %(name)s", name=document.filename), key=f"{READ}:{document.id}", priority=1)
    return document


def read(run: Run, document_id: int) -> dict[str, Any] | None:
    """Read a document, and keep the reading with its file."""
    document = db.session.get_one(Document, document_id)
    file = desk.file_of(document)
    release()

    def progress(done: int, total: int) -> None:
        run.progress(done, total, _("Reading page %(page)s of %(pages)s", page=min(done + 1, total), pages=total))

    try:
        reading = desk.read(file, progress=progress, cancelled=run.cancelled)
    except Cancelled:
        run.check()
        raise
    documents.note(db.session.get_one(Document, document_id), len(reading.pages), reading.notes)
    return {"document_id": document_id, "pages": len(reading.pages)}


def look(document: Document, fields: Sequence[Field], kind: str) -> Trial:
    """What these fields are in the document, as far as it is read.  Not for a transaction that wrote something."""
    file = desk.file_of(document)
    if not desk.is_read(file):
        job = _job_of(document)
        if job is None or not job.is_over:
            return Trial(document, job, error="" if job else _("This file was not read. Choose it again."))
        return Trial(document, job, error=job.error_message or _("This file was not read. Choose it again."))
    engine = engine_for(kind)
    release()  # the engine works in a child: no transaction waits for it
    try:
        answer = desk.extract(engine, file, {"fields": options(fields), "learned": [], "together": []}, priority=0)
    except Unreadable as error:
        return Trial(document, error=str(error))
    return Trial(document, None, [_record(one) for one in answer["records"]])


def _record(data: Mapping[str, Any]) -> Record:
    return Record(data.get("page"), {name: Found.from_data(found) for name, found in data["values"].items()})


def _job_of(document: Document) -> Job | None:
    """The newest job that read this document for a trial."""
    return db.session.scalar(
        sa.select(Job).where(Job.subject_kind == "document", Job.subject_id == str(document.id), Job.kind == READ)
        .order_by(Job.created_at.desc(), Job.id).limit(1))
