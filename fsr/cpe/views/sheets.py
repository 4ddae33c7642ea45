"""The tracker's page, and verbs on a sheet as a whole: begin, rename, delete and take that back."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr.cpe.service import start
from fsr.cpe.urls import home
from fsr.cpe.views.blueprint import SHEET, bp
from fsr.cpe.views.page import badge, page_of
from fsr.errors import Invalid, NotFound
from fsr.sheets import access, queries
from fsr.sheets.access import Access
from fsr.sheets.models import Kind, Sheet
from fsr.sheets.service import sheets as service
from fsr.web.htmx import go_to
from fsr.web.i18n import gettext as _


def sheet_of(job_id: UUID | str, need: Access = Access.VIEW, *, deleted: bool = False) -> Sheet:
    """The CPE sheet, if the reader may do what is needed."""
    return access.get_sheet(job_id, current_user, need, kind=Kind.CPE, deleted=deleted)


@bp.get("/cpe")
def index() -> ResponseReturnValue:
    """Show the sheets and the one that is open; without one the newest opens."""
    asked = request.args.get("job_id", "")
    if asked:
        return render_template("cpe/index.html", page=page_of(sheet_of(asked)), badge=badge)
    newest = queries.listed(current_user, Kind.CPE, size=1).items
    if newest and "deleted" not in request.args and request.args.get("tab") != "sheets":
        return redirect(home(newest[0].sheet))
    return render_template("cpe/index.html", page=page_of(None, "sheets"), badge=badge)


@bp.post("/cpe/sheets")
def create() -> ResponseReturnValue:
    """Begin a sheet for the state that was chosen, and open it."""
    chosen = request.form.get("template_id", "")
    if not (chosen.isascii() and chosen.isdigit() and len(chosen) < 19):
        raise Invalid(_("Choose a state from the list."), template_id=_("Choose a state from the list."))
    sheet = start.create(current_user, int(chosen), request.form.get("name", ""))
    return go_to(home(sheet))


@bp.route(f"{SHEET}/rename", methods=["GET", "POST"])
def rename(job_id: UUID) -> ResponseReturnValue:
    """Call the sheet something else."""
    sheet = sheet_of(job_id, Access.EDIT)
    if request.method == "GET":
        return render_template("cpe/rename.html", sheet=sheet, back=home(sheet), name=sheet.name, errors={})
    name = request.form.get("name", "")
    try:
        service.rename(current_user, sheet, name)
    except Invalid as error:
        return render_template("cpe/rename.html", sheet=sheet, back=home(sheet), name=name, errors=error.fields), 422
    return go_to(home(sheet))


@bp.get(f"{SHEET}/delete")
def ask_delete(job_id: UUID) -> ResponseReturnValue:
    """Ask before deleting, where JavaScript does not do it with an undo."""
    sheet = sheet_of(job_id, Access.EDIT)
    return render_template("cpe/delete.html", sheet=sheet, back=home(sheet), line=queries.line_of(sheet))


@bp.post(f"{SHEET}/delete")
def delete(job_id: UUID) -> ResponseReturnValue:
    """Put the sheet away; the page offers to take it back."""
    sheet = sheet_of(job_id, Access.EDIT)
    service.delete(current_user, sheet)
    return go_to(url_for("cpe.index", deleted=sheet.id))


@bp.post(f"{SHEET}/restore")
def restore(job_id: UUID) -> ResponseReturnValue:
    """Take a deletion back."""
    sheet = sheet_of(job_id, Access.EDIT, deleted=True)
    service.restore(current_user, sheet)
    return go_to(home(sheet))


@bp.route(f"{SHEET}/erase", methods=["GET", "POST"])
def erase(job_id: UUID) -> ResponseReturnValue:
    """Remove a deleted sheet for good, once its name was typed."""
    sheet = sheet_of(job_id, Access.EDIT, deleted=True)
    if sheet.deleted_at is None:
        raise NotFound(_("Delete the sheet first; then it can be removed for good."))
    if request.method == "GET":
        return render_template("cpe/erase.html", sheet=sheet, errors={})
    if " ".join(request.form.get("name", "").split()) != sheet.name:
        errors = {"name": _("This is not the sheet's name. Type it as it is written above.")}
        return render_template("cpe/erase.html", sheet=sheet, errors=errors), 422
    start.erase(current_user, sheet)
    flash(_("The sheet is gone for good."))
    return go_to(url_for("cpe.index"))
