"""The licence that a sheet is kept for."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr import clock
from fsr.cpe import licences, words
from fsr.cpe.forms import LicenceForm
from fsr.cpe.rules.model import RuleSet
from fsr.cpe.service import licence as service
from fsr.cpe.urls import home
from fsr.cpe.views.blueprint import SHEET, bp
from fsr.cpe.views.sheets import sheet_of
from fsr.errors import Conflict
from fsr.sheets.access import Access
from fsr.sheets.models import Sheet
from fsr.sheets.service import runs
from fsr.web import i18n
from fsr.web.htmx import go_to


@bp.route(f"{SHEET}/licence", methods=["GET", "POST"])
def licence(job_id: UUID) -> ResponseReturnValue:
    """Say when the licence is renewed, and what else its rules depend on."""
    sheet = sheet_of(job_id, Access.EDIT)
    known = licences.licence_of(sheet)
    rules = _rules(sheet)
    if request.method == "GET":
        return _form(sheet, LicenceForm.of(known), rules)
    form = LicenceForm.parse(request.form, rules)
    if form.errors:
        return _form(sheet, form, rules, 422)
    try:
        service.edit(current_user, sheet, form.wishes, form.version)
    except Conflict as error:
        form.errors[""], form.version = str(error), known.version
        return _form(sheet, form, rules, 409)
    return go_to(home(sheet))


def _rules(sheet: Sheet) -> RuleSet | None:
    template = runs.latest(sheet).template
    today = clock.now().astimezone(i18n.zone()).date()
    return licences.rules_of(template.name if template else "", licences.licence_of(sheet), today)


def _form(sheet: Sheet, form: LicenceForm, rules: RuleSet | None, status: int = 200) -> ResponseReturnValue:
    duties = [(duty, words.duty(duty), duty in form.duties) for duty in licences.duties_asked(rules)] if rules else []
    longer = [(rule.code, words.own(rule.name)) for rule in licences.longer_rules(rules)] if rules else []
    return render_template(
        "cpe/licence.html", sheet=sheet, back=home(sheet), form=form, rules=rules, duties=duties, longer=longer,
        asks_birth=rules is not None and licences.asks_birth(rules)), status
