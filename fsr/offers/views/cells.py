"""One value of the matrix: its editor with the page beside it, and what a person makes of it."""

import json

from flask import make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr import clock
from fsr.errors import Conflict, Invalid
from fsr.offers import access
from fsr.offers.access import Access
from fsr.offers.forms import CellForm
from fsr.offers.models import Offer
from fsr.offers.service import comparisons, values
from fsr.offers.views.blueprint import bp
from fsr.offers.views.editing import Edit
from fsr.offers.views.page import page_of
from fsr.web.htmx import trigger, wants_fragment
from fsr.web.i18n import gettext as _

URL = "/compare/<int:comparison_id>/cells/<code>/<int:offer_id>"


@bp.get(URL)
def cell(comparison_id: int, code: str, offer_id: int) -> ResponseReturnValue:
    """Show one value with the page it was read on."""
    offer = access.get_offer_of(comparison_id, offer_id, current_user)
    return _editor(Edit(page_of(offer.comparison), offer, access.must_be_row(code)))


@bp.post(URL)
def change_cell(comparison_id: int, code: str, offer_id: int) -> ResponseReturnValue:
    """Save, confirm, reset or undo one value."""
    offer = access.get_offer_of(comparison_id, offer_id, current_user, Access.EDIT)
    form = CellForm.parse(request.form)
    try:
        _change(offer, access.must_be_row(code), form)
    except Invalid as error:
        form.errors = error.fields or {"value": str(error)}
        return _editor(Edit(page_of(offer.comparison), offer, code, form), 422)
    except Conflict as error:
        return _editor(Edit(page_of(offer.comparison), offer, code, form, conflict=str(error)), 409)
    return _saved(Edit(page_of(offer.comparison), offer, code, saved=clock.now()))


def _change(offer: Offer, code: str, form: CellForm) -> None:
    if form.errors:
        raise Invalid(form.errors["value"], **form.errors)
    if form.action == "confirm":
        values.confirm_value(offer, code, current_user, why=form.why, version=form.version)
    elif form.action == "reset":
        values.reset_value(offer, code, current_user, version=form.version)
    elif form.action == "undo":
        values.undo_value(offer, code, current_user, version=form.version)
    elif form.action in {"best", "not-best", "by-rule"}:
        _judge(offer, code, form.action)
    else:
        typed = form.typed if form.picked is None else _alternative(offer, code, form.picked)
        values.edit_value(offer, code, typed, current_user, why=form.why, version=form.version)


def _judge(offer: Offer, code: str, action: str) -> None:
    others = Edit(page_of(offer.comparison), offer, code).others_best
    best = {"best": [*others, offer.id], "not-best": others}
    comparisons.set_best(offer.comparison, code, best.get(action), current_user)


def _alternative(offer: Offer, code: str, number: int) -> str:
    found = Edit(page_of(offer.comparison), offer, code).cell.alternatives
    if number >= len(found):
        raise Conflict(_("This was read anew meanwhile. Choose again."))
    return found[number]


def _editor(edit: Edit, status: int = 200) -> ResponseReturnValue:
    template = "offers/_editor.html" if wants_fragment() else "offers/cell.html"
    return render_template(template, edit=edit, page=edit.page), status


def _saved(edit: Edit) -> ResponseReturnValue:
    """Swap the editor, the row and the counts, and send the focus back to the cell."""
    if not wants_fragment():
        return redirect(edit.page_url, 303)
    whole = edit.code == "premium_total"  # stands in the head too, and may be what columns are ordered by
    rows = edit.page.rows(edit.code)
    response = make_response(
        render_template("offers/_saved.html", edit=edit, page=edit.page, whole=whole, groups=rows))
    response.headers["HX-Trigger-After-Settle"] = json.dumps({"cell-saved": {"key": edit.cell.key}})
    return trigger(response, announce={"message": _("Saved: %(row)s, %(column)s, %(value)s", row=edit.row_name,
                                                    column=edit.column.title, value=edit.now)})
