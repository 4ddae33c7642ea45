"""One offer as a whole: name and insurer, its place, whether it is shown, chosen, read again or gone."""

from collections.abc import Callable

from flask import abort, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr.auth.models import User
from fsr.documents import service as documents
from fsr.errors import Invalid
from fsr.offers import access
from fsr.offers.access import Access
from fsr.offers.forms import ColumnForm
from fsr.offers.models import Offer
from fsr.offers.profiles import INSURERS
from fsr.offers.service import columns, comparisons, receiving
from fsr.offers.views.blueprint import bp
from fsr.offers.views.page import page_of
from fsr.offers.views.uploading import incoming
from fsr.web.htmx import go_to, toast, wants_fragment
from fsr.web.i18n import gettext as _

URL = "/compare/<int:comparison_id>/offers/<int:offer_id>"

VERBS: dict[str, Callable[[Offer, User], None]] = {
    "retry": receiving.read_again,
    "by-hand": columns.type_by_hand,
    "hide": lambda offer, actor: columns.hide(offer, True, actor),
    "show": lambda offer, actor: columns.hide(offer, False, actor),
    "choose": lambda offer, actor: columns.choose(offer, True, actor),
    "unchoose": lambda offer, actor: columns.choose(offer, False, actor),
    "earlier": lambda offer, actor: comparisons.move(offer, -1, actor),
    "later": lambda offer, actor: comparisons.move(offer, 1, actor),
    "remove": columns.remove_offer,
    "restore": columns.restore_offer,
}
"""What the menu of a column does, by the last word of its URL."""


@bp.get(URL)
def column(comparison_id: int, offer_id: int) -> ResponseReturnValue:
    """Show what can be said of the offer as a whole."""
    offer = access.get_offer_of(comparison_id, offer_id, current_user)
    given = offer.insurer_name if offer.insurer_given else ""
    return _column_form(offer, ColumnForm(offer.title, given or "", offer.variant or "", offer.comment))


@bp.post(URL)
def change_column(comparison_id: int, offer_id: int) -> ResponseReturnValue:
    """Save name, insurer, variant and comment."""
    offer = access.get_offer_of(comparison_id, offer_id, current_user, Access.EDIT)
    form = ColumnForm.parse(request.form)
    try:
        _change(offer, form)
    except Invalid as error:
        form.errors = error.fields
    if form.errors:
        return _column_form(offer, form, 422)
    page = page_of(offer.comparison)
    return go_to(page.url + page.view.query)


def _change(offer: Offer, form: ColumnForm) -> None:
    columns.rename(offer, form.title, current_user)
    columns.comment(offer, form.comment, current_user)
    if form.variant:
        columns.set_variant(offer, form.variant, current_user)
    columns.set_insurer(offer, form.insurer, current_user)


def _column_form(offer: Offer, form: ColumnForm, status: int = 200) -> ResponseReturnValue:
    page = page_of(offer.comparison)
    template = "offers/_column_form.html" if wants_fragment() else "offers/column.html"
    names = [insurer.name for insurer in INSURERS]
    return render_template(
        template, comparison=offer.comparison, column=page.column(offer.id), form=form, back=page.url, insurers=names,
        action=request.path, variants=[(name, name) for name in offer.variant_names], may_edit=page.may_edit), status


@bp.route(f"{URL}/newer", methods=["GET", "POST"])
def newer(comparison_id: int, offer_id: int) -> ResponseReturnValue:
    """Put a newer PDF into the place of this offer."""
    offer = access.get_offer_of(comparison_id, offer_id, current_user, Access.EDIT)
    page = page_of(offer.comparison)
    context = {"comparison": offer.comparison, "back": page.url, "action": request.path, "newer": True,
               "heading": _("Newer PDF for %(name)s", name=page.column(offer.id).title)}
    if request.method == "GET":
        return render_template("offers/_newer.html" if wants_fragment() else "offers/add.html", errors={}, **context)
    errors, refused = _replace(offer)
    if not errors and not refused:
        return go_to(page.url + page.view.query)
    template = "offers/_add.html" if wants_fragment() else "offers/add.html"
    return render_template(template, refused=refused, errors=errors, **context), 422


def _replace(offer: Offer) -> tuple[dict[str, str], tuple[receiving.Refused, ...]]:
    """Take the newer file in: errors of the form, and the file if it was refused."""
    files = incoming(request)[:1]
    try:
        documents.must_be_few(len(files))
        return {}, receiving.replace_offer(offer, files[0], current_user).errors
    except Invalid as error:
        return error.fields, ()


@bp.post(f"{URL}/<verb>")
def act(comparison_id: int, offer_id: int, verb: str) -> ResponseReturnValue:
    """Do what a column's menu says."""
    if verb not in VERBS:
        abort(404)
    offer = access.get_offer_of(comparison_id, offer_id, current_user, Access.EDIT, deleted=verb == "restore")
    VERBS[verb](offer, current_user)
    page = page_of(offer.comparison)
    restore = f"{page.url}/offers/{offer.id}/restore{page.view.query}"
    if not wants_fragment():
        query = page.view.query
        removed = f"{'&' if query else '?'}removed={offer.id}" if verb == "remove" else ""
        return redirect(f"{page.url}{query}{removed}", 303)
    if verb == "restore":
        return go_to(f"{page.url}{page.view.query}")  # asked from a message, which swaps nothing
    response = make_response(render_template("offers/_changed.html", page=page))
    return toast(response, _("The offer was removed."), undo=restore) if verb == "remove" else response
