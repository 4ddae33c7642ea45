"""Courses that somebody plans to take, for the "if planned" figures."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import sqlalchemy as sa

from fsr import clock
from fsr.audit import service as audit
from fsr.audit.names import Action
from fsr.auth.models import User
from fsr.cpe.models import PlannedCourse
from fsr.cpe.service.licence import touch
from fsr.db import db
from fsr.errors import Conflict, NotFound
from fsr.sheets.models import Sheet
from fsr.web.i18n import gettext as _

MOST = 100
"""Planned courses of a sheet."""


@dataclass(frozen=True, slots=True)
class Course:
    """A course as somebody plans it."""

    title: str
    completed: date
    hours: Decimal
    field: str = ""
    method: str = ""


def get_planned(sheet: Sheet, course_id: int) -> PlannedCourse:
    """That planned course of the sheet.

    :raises NotFound: the sheet has none such.
    """
    found = db.session.get(PlannedCourse, course_id)
    if found is None or found.sheet_id != sheet.id or found.deleted_at:
        raise NotFound(_("There is no such planned course."))
    return found


def plan(actor: User, sheet: Sheet, course: Course) -> PlannedCourse:
    """Add a course.

    :raises Conflict: the sheet has too many.
    """
    if _count(sheet) >= MOST:
        raise Conflict(_("A sheet holds at most %(count)s planned courses. Remove one first.", count=MOST))
    made = PlannedCourse(sheet_id=sheet.id, title=course.title, completed=course.completed, hours=course.hours,
                         field=course.field, method=course.method)
    db.session.add(made)
    touch(sheet)
    audit.record(Action.CPE_COURSE_PLANNED, sheet.subject, actor, course=made.id, title=made.title,
                 hours=str(made.hours))
    return made


def choose(actor: User, sheet: Sheet, course: PlannedCourse, is_counted: bool) -> None:
    """Count the course in the figures, or leave it out."""
    if course.is_counted != is_counted:
        course.is_counted = is_counted
        touch(sheet)
        audit.record(Action.CPE_COURSE_CHOSEN, sheet.subject, actor, course=course.id, counted=is_counted)


def remove(actor: User, sheet: Sheet, course: PlannedCourse) -> None:
    """Take the course away."""
    course.deleted_at = clock.now()
    touch(sheet)
    audit.record(Action.CPE_COURSE_REMOVED, sheet.subject, actor, course=course.id)


def _count(sheet: Sheet) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(PlannedCourse).where(
        PlannedCourse.sheet_id == sheet.id, PlannedCourse.deleted_at.is_(None))) or 0
