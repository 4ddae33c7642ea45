"""Verbs on a sheet as a whole."""

from datetime import timedelta

import sqlalchemy as sa

from fsr import clock
from fsr.audit import service as audit
from fsr.audit.names import Action
from fsr.auth.models import User
from fsr.db import db
from fsr.sheets.access import get_template, must_make
from fsr.sheets.models import Kind, Sheet
from fsr.sheets.service import runs, submit
from fsr.sheets.service.common import name_of, touch

KEPT_DAYS = 30
"""A deleted sheet can be restored so long; then it is purged for good."""


def create(
    actor: User, name: str, kind: Kind = Kind.EXTRACTION, template_id: int | None = None, *, is_demo: bool = False,
) -> Sheet:
    """Begin a sheet, with its first run, which takes the fields of the template where one is given.

    :raises Forbidden: an auditor only looks.
    :raises Invalid: no name, or too long a one.
    :raises NotFound: there is no such template of this kind that the actor may use.
    """
    must_make(actor)
    template = get_template(template_id, actor, kind) if template_id is not None else None
    sheet = Sheet(name=name_of(name), owner_id=actor.id, job_type=kind, is_demo=is_demo)
    db.session.add(sheet)
    db.session.flush()
    audit.record(Action.SHEET_CREATED, sheet.subject, actor, kind=kind, template=template_id)
    runs.begin(actor, sheet, template)
    return sheet


def rename(actor: User, sheet: Sheet, name: str) -> None:
    """Call the sheet something else.

    :raises Invalid: no name, or too long a one.
    """
    new = name_of(name)
    if new != sheet.name:
        audit.record(Action.SHEET_EDITED, sheet.subject, actor, fields=["name"])
        sheet.name = new
        touch(sheet.id)


def delete(actor: User, sheet: Sheet) -> None:
    """Put the sheet away; it can be restored for `KEPT_DAYS`.  What is still being read is stopped."""
    if sheet.deleted_at is None:
        submit.cancel_all(actor, sheet)
        sheet.deleted_at = clock.now()
        touch(sheet.id)
        audit.record(Action.SHEET_DELETED, sheet.subject, actor)


def restore(actor: User, sheet: Sheet) -> None:
    """Take a deletion back; what was stopped by it can be read again, file by file."""
    if sheet.deleted_at is not None:
        sheet.deleted_at = None
        touch(sheet.id)
        audit.record(Action.SHEET_RESTORED, sheet.subject, actor)


def purge() -> int:
    """Remove for good what was deleted longer than `KEPT_DAYS` ago; how many sheets.

    Their documents are left to the package of documents.
    """
    limit = clock.now() - timedelta(days=KEPT_DAYS)
    old = db.session.scalars(sa.select(Sheet.id).where(Sheet.deleted_at < limit)).all()
    if old:
        db.session.execute(sa.delete(Sheet).where(Sheet.id.in_(old)))
    return len(old)
