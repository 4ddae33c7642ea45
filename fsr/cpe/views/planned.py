"""Planned courses: what if I took this one?"""

from uuid import UUID

from flask import make_response, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr.cpe import fields, licences
from fsr.cpe.forms import CourseForm
from fsr.cpe.methods import Method
from fsr.cpe.service import planned as service
from fsr.cpe.urls import home
from fsr.cpe.views.blueprint import SHEET, bp
from fsr.cpe.views.sheets import sheet_of
from fsr.sheets import access
from fsr.sheets.access import Access
from fsr.sheets.models import Sheet
from fsr.web.htmx import fragment_or_page, go_to, trigger, wants_fragment


@bp.get(f"{SHEET}/planned")
def planned(job_id: UUID) -> ResponseReturnValue:
    """The courses that are planned, and a form for another."""
    return _shown(sheet_of(job_id), CourseForm())


@bp.post(f"{SHEET}/planned")
def plan(job_id: UUID) -> ResponseReturnValue:
    """Plan a course."""
    sheet = sheet_of(job_id, Access.EDIT)
    form = CourseForm.parse(request.form)
    if form.course is None:
        return _shown(sheet, form, 422)
    service.plan(current_user, sheet, form.course)
    return _changed(sheet)


@bp.post(f"{SHEET}/planned/<int:course_id>")
def choose(job_id: UUID, course_id: int) -> ResponseReturnValue:
    """Count a planned course or leave it out, or remove it."""
    sheet = sheet_of(job_id, Access.EDIT)
    course = service.get_planned(sheet, course_id)
    if request.form.get("do") == "remove":
        service.remove(current_user, sheet, course)
    else:
        service.choose(current_user, sheet, course, bool(request.form.get("counted")))
    return _changed(sheet)


def _changed(sheet: Sheet) -> ResponseReturnValue:
    if not wants_fragment():
        return go_to(home(sheet))
    return trigger(make_response(_shown(sheet, CourseForm())), **{"bars-changed": {}})


def _shown(sheet: Sheet, form: CourseForm, status: int = 200) -> ResponseReturnValue:
    return fragment_or_page(
        "cpe/_planned.html", "cpe/planned.html", status, sheet=sheet, back=home(sheet), form=form,
        courses=licences.planned_of(sheet), may_edit=access.may_edit(current_user, sheet),
        fields=[one.name for one in fields.FIELDS], methods=[one.label for one in Method])
