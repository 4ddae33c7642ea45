"""Filed line items: read below the notes, corrected, and the last one taken back into the box."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr.errors import Conflict, Invalid, NotFound, Refusal
from fsr.notebook.forms import version_of
from fsr.notebook.models import Level, LineItem, Page
from fsr.notebook.service import items
from fsr.notebook.service.items import ItemChanged
from fsr.notebook.views.blueprint import bp
from fsr.notebook.views.case import URL
from fsr.notebook.views.head import Head, head_of
from fsr.web.errors import status_of
from fsr.web.htmx import fragment_or_page, go_to, wants_fragment
from fsr.web.i18n import gettext as _

ITEM = f"{URL}/items/<int:number>"


@bp.get(ITEM)
def item(case: str, number: int) -> ResponseReturnValue:
    """Show one filed line item."""
    head = head_of(case)
    return _item(head, items.get_item(_page(head), number))


@bp.post(ITEM)
def edit_item(case: str, number: int) -> ResponseReturnValue:
    """Correct a filed line item; 409 with both texts where somebody else did meanwhile."""
    head, text = head_of(case, Level.WRITE), request.form.get("text", "")
    page = _page(head)
    try:
        saved = items.edit_line_item(current_user, page, number, text, version_of(request.form.get("version")))
    except (Conflict, Invalid) as error:
        return _item(head, items.get_item(page, number), text, error)
    return _item(head, saved) if wants_fragment() else redirect(f"{head.url()}#item-{number}", 303)


@bp.post(f"{URL}/items/take-back")
def take_back(case: str) -> ResponseReturnValue:
    """Put the line item that was filed last back into the box."""
    head = head_of(case, Level.WRITE)
    try:
        items.take_back(current_user, _page(head))
    except Conflict as error:
        flash(str(error), "bad")
    return go_to(head.url())


def _page(head: Head) -> Page:
    if head.page is None:
        raise NotFound(_("There is no such line item."))
    return head.page


def _item(head: Head, one: LineItem, typed: str | None = None, error: Refusal | None = None) -> ResponseReturnValue:
    """One line item; with what was typed, where that was refused.

    Saved over a correction by somebody else, it says so: whoever saves the form again has seen theirs.
    """
    return fragment_or_page("notebook/_item.html", "notebook/item.html", status_of(error) if error else 200, head=head,
                            case=head.case, item=one, typed=typed, error=error, changed=isinstance(error, ItemChanged))
