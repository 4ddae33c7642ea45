"""Hand a page out: have its pictures drawn, and log that it left the house."""

from contextlib import suppress

from fsr.audit.names import Action
from fsr.audit.service import record
from fsr.auth.models import User
from fsr.db import apart, release
from fsr.documents import desk
from fsr.errors import Unreadable
from fsr.notebook.export import docx
from fsr.notebook.export.sheet import Sheet
from fsr.notebook.models import Case
from fsr.subjects import Subject

MOST_PICTURES = 30
"""In one file; further attachments are named."""
WIDTH = 960
"""Pixels."""


def word(sheet: Sheet) -> bytes:
    """The sheet as DOCX.  Drawing takes a while, so it holds no transaction."""
    release()
    drawn: dict[int, bytes] = {}
    for one in sheet.pictures[:MOST_PICTURES]:
        with suppress(Unreadable):  # its name stands in the file all the same
            drawn[one.number] = desk.picture(one.file, 1, WIDTH)
    return docx.write(sheet, drawn)


def told_export(subject: Subject, case: Case, actor: User, form: str) -> None:
    """Log that a page left the house as a file; in a transaction of its own, because a GET only reads."""
    case_id = case.id
    with apart() as session:
        record(Action.PAGE_EXPORTED, subject, actor, session=session, case=case_id, form=form)
