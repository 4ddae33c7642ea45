"""The only ways to a sheet and what belongs to it: load and authorise in one step.

A sheet belongs to its owner.  Administrators may do all that owners may, auditors may look; for everybody else, also
for colleagues, it does not exist.
"""

from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from fsr.auth.models import Role, User
from fsr.db import db
from fsr.documents.models import Document
from fsr.errors import Forbidden, NotFound
from fsr.sheets.models import Kind, Run, Sheet, SourceFile, Task, Template
from fsr.web.i18n import gettext as _

LOOKERS = (Role.ADMIN, Role.AUDITOR)
"""Roles that see everybody's sheets."""


class Access(StrEnum):
    """What somebody needs a sheet for."""

    VIEW = "view"
    EDIT = "edit"


def sees(user: User, owner_id: int | None) -> bool:
    """Whether `user` may see what `owner_id` owns."""
    return user.id == owner_id or user.role in LOOKERS


def may_edit(user: User, sheet: Sheet) -> bool:
    """Whether `user` may change the sheet."""
    return user.id == sheet.owner_id or user.is_admin


def may_make(user: User) -> bool:
    """Whether `user` may begin sheets of their own; auditors only look."""
    return user.role is not Role.AUDITOR


def must_make(user: User) -> None:
    """Let `user` begin a sheet.

    :raises Forbidden: an auditor only looks.
    """
    if not may_make(user):
        raise Forbidden(_("Auditors may look at sheets, not make them."))


def get_sheet(
    job_id: str | UUID, user: User, need: Access = Access.VIEW, *, kind: Kind | None = None, deleted: bool = False,
) -> Sheet:
    """The sheet, if `user` may do what the caller needs.

    :param kind: only one of this type; None for any.
    :param deleted: also one that was deleted, to restore it.
    :raises NotFound: there is none, or the user may not know that there is one.
    :raises Forbidden: the user may see it, but not `need`.
    """
    found = db.session.get(Sheet, str(job_id))
    if found is None or (found.deleted_at and not deleted) or not sees(user, found.owner_id) \
            or (kind and found.job_type != kind):
        raise NotFound(_("There is no such sheet."))
    if need is Access.EDIT and not may_edit(user, found):
        raise Forbidden(_("You may look at this sheet, but not change it."))
    return found


def get_run(sheet: Sheet, run_id: str | UUID | None = None) -> Run:
    """That run of the sheet; without an id its latest.

    :raises NotFound: the sheet has no such run.
    """
    mine = sa.select(Run).where(Run.job_id == sheet.id)
    found = db.session.scalar(
        mine.order_by(Run.created_at.desc(), Run.set_index.desc()).limit(1) if run_id is None
        else mine.where(Run.id == str(run_id)))
    if found is None:
        raise NotFound(_("This sheet has no such run."))
    return found


def get_file(sheet: Sheet, file_id: str | UUID, *, deleted: bool = False) -> SourceFile:
    """That file of any run of the sheet; `deleted`: also a removed one, to restore it.

    :raises NotFound: the sheet has no such file.
    """
    found = db.session.scalar(
        sa.select(SourceFile).join(Run).where(SourceFile.id == str(file_id), Run.job_id == sheet.id)
        .options(joinedload(SourceFile.run)))
    if found is None or (found.deleted_at and not deleted):
        raise NotFound(_("This sheet has no such file."))
    return found


def get_task(sheet: Sheet, task_id: str | UUID) -> Task:
    """That task of any run of the sheet.

    :raises NotFound: the sheet has no such task.
    """
    found = db.session.scalar(
        sa.select(Task).join(Run).where(Task.id == str(task_id), Run.job_id == sheet.id)
        .options(joinedload(Task.run)))
    if found is None:
        raise NotFound(_("This sheet has no such task."))
    return found


def get_template(template_id: int, user: User, kind: Kind | None = None, *, deleted: bool = False) -> Template:
    """A template that `user` may use: a public one, or their own.

    :param kind: only one of this type; None for any.
    :param deleted: also one that was deleted, to restore it.
    :raises NotFound: there is none, or it is not the user's business.
    """
    found = db.session.get(Template, template_id) if 0 < template_id < 2**63 else None
    if found is None or (found.deleted_at and not deleted) or not (found.is_public or sees(user, found.owner_id)) \
            or (kind and found.template_type != kind):
        raise NotFound(_("There is no such template."))
    return found


def may_view_document(document: Document, user: User) -> bool:
    """Whether `user` may see the document because it is a file of a sheet that they may see."""
    owners = db.session.scalars(
        sa.select(Sheet.owner_id).join(Run).join(SourceFile).where(
            SourceFile.document_id == document.id, Sheet.deleted_at.is_(None)).distinct())
    return any(sees(user, owner_id) for owner_id in owners)
