"""Begin a CPE sheet, and start reading what was uploaded to it."""

import sqlalchemy as sa

from fsr.audit import service as audit
from fsr.audit.names import Action
from fsr.auth.models import User
from fsr.db import db
from fsr.documents import service as documents
from fsr.documents.models import Document
from fsr.errors import Conflict
from fsr.sheets import access, fieldset
from fsr.sheets.models import Kind, Run, Sheet, SourceFile
from fsr.sheets.service import fields, runs, sheets, submit
from fsr.sheets.service.common import lock
from fsr.web.i18n import gettext as _


class NothingToRead(Conflict):
    """No file waits to be read."""


def create(actor: User, template_id: int, name: str = "", *, is_demo: bool = False) -> Sheet:
    """Begin a sheet for a state; without a name it is called by the state's.

    :raises NotFound: there is no such state that the actor may use.
    :raises Forbidden: an auditor only looks.
    """
    access.must_make(actor)
    template = access.get_template(template_id, actor, Kind.CPE)
    called = name.strip() or _("CPE Tracker - %(state)s", state=template.name)
    return sheets.create(actor, called, Kind.CPE, template.id, is_demo=is_demo)


def start(actor: User, sheet: Sheet) -> Run:
    """Read the files that were added since the last start, each by itself, with the state's columns of today.

    Of two who start at once the second finds nothing left to read.

    :raises NothingToRead: no file waits.
    :raises TooMany: too much of the owner's work waits already.
    """
    lock(sheet.id)
    run = runs.editable(sheet, actor)
    if not fields.readable(run):
        raise NothingToRead(_("No files uploaded. Please upload CPE certificates before starting."))
    template = run.template
    fields.take(actor, run, fieldset.of(template.fields if template else run.fields), None, template,
                _("CPE certificates for %(state)s", state=template.name) if template else None)
    return submit.submit(actor, run)



def erase(actor: User, sheet: Sheet) -> None:
    """Remove a deleted sheet for good, with the documents that nothing else uses.

    :raises Conflict: it is not deleted.
    """
    if sheet.deleted_at is None:
        raise Conflict(_("Delete the sheet first; then it can be removed for good."))
    audit.record(Action.CPE_SHEET_ERASED, sheet.subject, actor, name=sheet.name)
    discard(actor, sheet)


def discard(actor: User, sheet: Sheet) -> None:
    """Take the sheet out of the tables, and put away the documents that nothing else uses."""
    held = sa.select(SourceFile.document_id).join(Run).where(
        Run.job_id == sheet.id, SourceFile.document_id.is_not(None))
    papers = db.session.scalars(sa.select(Document).where(Document.id.in_(held), Document.deleted_at.is_(None))).all()
    submit.cancel_all(actor, sheet)
    db.session.flush()
    db.session.execute(sa.delete(Sheet).where(Sheet.id == sheet.id))
    for document in papers:
        if not _is_used(document):
            documents.delete(document, actor)
    db.session.flush()
    db.session.expire_all()


def _is_used(document: Document) -> bool:
    """Whether anything still points at the document: one person's equal files are one document, wherever they are."""
    links = [key.parent for table in db.metadata.tables.values() for key in table.foreign_keys
             if key.column is Document.__table__.c.id]
    return any(db.session.scalar(sa.select(sa.literal(1)).where(link == document.id).limit(1)) for link in links)
