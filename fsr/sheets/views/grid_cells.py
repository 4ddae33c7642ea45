"""One cell of the grid: its editor with the page beside it, and what a person makes of it.

A cell is changed in its place (`inline`), in the editor beside the grid, or, without JavaScript, on the editor's page.
"""

from uuid import UUID

from flask import make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr import clock
from fsr.errors import Conflict, Invalid
from fsr.sheets.access import Access
from fsr.sheets.grid.editing import CellEdit, get_row
from fsr.sheets.models import Row
from fsr.sheets.service import cells
from fsr.sheets.views.grid import bp, focused, page_of, run_of
from fsr.web.htmx import trigger, wants_fragment
from fsr.web.i18n import gettext as _

URL = "/cells/<int:row_id>"


@bp.get(URL)
def cell(job_id: UUID, row_id: int) -> ResponseReturnValue:
    """Show one value with the page it was read on; `?inline=1` as it stands in the grid."""
    run = run_of(job_id)
    return _answer(CellEdit(page_of(run), get_row(run.series_id, row_id), request.args.get("field", "")))


@bp.post(URL)
def change_cell(job_id: UUID, row_id: int) -> ResponseReturnValue:
    """Save, confirm or reset one value."""
    run, name, typed = run_of(job_id, Access.EDIT), request.args.get("field", ""), request.form.get("value", "")
    row = get_row(run.series_id, row_id)
    try:
        _change(row, name, typed)
    except Invalid as error:
        return _answer(CellEdit(page_of(run), row, name, typed, error=error.fields.get("value", str(error))), 422)
    except Conflict as error:
        return _answer(CellEdit(page_of(run), row, name, typed, conflict=str(error)), 409)
    return _saved(CellEdit(page_of(run), get_row(run.series_id, row_id), name, saved=clock.now()))


def _change(row: Row, name: str, typed: str) -> None:
    version = request.form.get("version", type=int)
    action = request.form.get("action", "save")
    if action == "confirm":
        cells.confirm(current_user, row, name, version)
    elif action == "reset":
        cells.reset(current_user, row, name, version)
    else:
        cells.edit(current_user, row, name, action.removeprefix("pick:") if "pick:" in action else typed, version)


def _answer(edit: CellEdit, status: int = 200) -> ResponseReturnValue:
    if not wants_fragment():
        return render_template("sheets/grid/cell.html", edit=edit, grid=edit.page), status
    fragment = "_inline.html" if request.values.get("inline") else "_editor.html"
    return render_template(f"sheets/grid/{fragment}", edit=edit, grid=edit.page), status


def _saved(edit: CellEdit) -> ResponseReturnValue:
    """Swap what was used to change the cell, the cell, and the counts."""
    if not wants_fragment():
        return redirect(edit.home, 303)
    inline = bool(request.form.get("inline"))
    response = make_response(render_template("sheets/grid/_saved.html", edit=edit, grid=edit.page, inline=inline))
    said = _("Saved: %(field)s, %(value)s", field=edit.name, value=edit.cell.text or _("nothing"))
    trigger(response, announce={"message": said}, **{"grid-changed": {}})
    return response if inline else focused(response, edit.cell.key)
