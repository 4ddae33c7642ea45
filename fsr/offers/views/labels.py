"""Learned labels: which printed words corrections taught, for seeing, editing and removing."""

from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr.errors import Conflict, Invalid
from fsr.offers import access, catalogue, queries
from fsr.offers.access import Access
from fsr.offers.forms import LabelForm
from fsr.offers.models import LearnedLabel
from fsr.offers.service.labels import edit_label, remove_label
from fsr.offers.views.blueprint import bp
from fsr.web.i18n import gettext as _
from fsr.web.i18n import language


@dataclass(frozen=True, slots=True)
class ShownLabel:
    """One line of the list."""

    id: int
    insurer: str
    label: str
    row: str
    at: datetime
    who: str
    used: int
    url: str
    may_edit: bool


@bp.get("/templates/labels")
def labels() -> ResponseReturnValue:
    """List what was learned."""
    return render_template("offers/labels.html", labels=[_shown(one) for one in queries.learned_labels()])


def _shown(one: LearnedLabel) -> ShownLabel:
    return ShownLabel(
        one.id, one.insurer, one.label, catalogue.BY_CODE[one.code].label(language()), one.created_at,
        one.created_by.name, one.used_count, url_for("offers.label", label_id=one.id),
        access.may_edit_label(current_user, one))


@bp.route("/templates/labels/<int:label_id>", methods=["GET", "POST"])
def label(label_id: int) -> ResponseReturnValue:
    """Change the words of a label, or the row they stand for."""
    one = access.get_label(label_id, current_user, Access.EDIT)
    if request.method == "GET":
        return _label_form(one, LabelForm(one.label, one.code))
    form = LabelForm.parse(request.form)
    if form.errors:
        return _label_form(one, form, 422)
    try:
        edit_label(one, current_user, text=form.label, code=form.code)
    except (Invalid, Conflict) as error:
        form.errors = getattr(error, "fields", {}) or {"label": str(error)}
        return _label_form(one, form, 422)
    return redirect(url_for("offers.labels"), 303)


def _label_form(one: LearnedLabel, form: LabelForm, status: int = 200) -> ResponseReturnValue:
    rows = [(row.code, row.label(language())) for row in catalogue.ROWS]
    return render_template("offers/label.html", label=one, form=form, rows=rows), status


@bp.post("/templates/labels/<int:label_id>/remove")
def forget_label(label_id: int) -> ResponseReturnValue:
    """Forget a label."""
    remove_label(access.get_label(label_id, current_user, Access.EDIT), current_user)
    flash(_("The label was removed."), "ok")
    return redirect(url_for("offers.labels"), 303)
