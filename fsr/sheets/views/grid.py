"""The grid of a sheet: its page, and what is done to many cells or rows at once.

Every answer to a change is the grid as it is now; a single cell has its own answers (`grid_cells`).
"""

import csv
import io
import json
from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr.errors import Conflict, Invalid
from fsr.sheets import grid
from fsr.sheets.access import Access, get_run, get_sheet
from fsr.sheets.grid import GridPage
from fsr.sheets.grid.editing import get_row
from fsr.sheets.grid.shown import say
from fsr.sheets.models import Row, Run
from fsr.sheets.service import cells
from fsr.sheets.service import rows as whole
from fsr.web.htmx import fragment_or_page, toast, trigger, wants_fragment
from fsr.web.i18n import gettext as _
from fsr.web.i18n import ngettext

bp = Blueprint("grid", __name__, url_prefix="/sheets/<uuid:job_id>/grid")
PASTED = 100_000
"""Longest block, in characters."""


def run_of(job_id: UUID, need: Access = Access.VIEW) -> Run:
    """The run that is looked at: the one asked for, else the latest.

    :raises NotFound: there is no such sheet or run, or it is not the reader's business.
    :raises Forbidden: the reader may look, but not change.
    """
    return get_run(get_sheet(job_id, current_user, need), request.args.get("run_id"))


def page_of(run: Run) -> GridPage:
    """The grid as the address asks for it."""
    return grid.shown(run, request.args, current_user)


@bp.get("")
def show(job_id: UUID) -> ResponseReturnValue:
    """Show the grid; 204 where the reader has it before them already."""
    page = page_of(run_of(job_id))
    if wants_fragment() and request.args.get("known") == page.known:
        return Response(status=204)
    response = make_response(fragment_or_page("sheets/grid/_body.html", "sheets/grid/page.html", grid=page))
    if wants_fragment() and "known" not in request.args:
        response.headers["HX-Push-Url"] = page.here(page.view.query(after=page.view.after, before=page.view.before))
    return response


def changed(run: Run, message: str = "", undo: int | None = None) -> ResponseReturnValue:
    """The grid after a change, with a word about it and a way to take it back."""
    page = page_of(run)
    if not wants_fragment():
        if message:
            flash(message, "ok")
        return redirect(page.here(page.view.query()), 303)
    response = trigger(make_response(render_template("sheets/grid/_body.html", grid=page)), **{"grid-changed": {}})
    back = url_for("grid.undo", job_id=run.job_id, change=undo) if undo else None
    return toast(response, message, undo=back) if message else response


@bp.post("/paste")
def paste(job_id: UUID) -> ResponseReturnValue:
    """Write a block over the cells from a given one on; an empty one clears them."""
    run = run_of(job_id, Access.EDIT)
    block = _block(request.form.get("block", ""))
    ids, names = _range(page_of(run), len(block), len(block[0]))
    done = cells.paste(current_user, run, ids, names, block)
    words = [ngettext("%(num)s cell changed", "%(num)s cells changed", done.cells)]
    if done.rows:
        words.append(ngettext("%(num)s row added", "%(num)s rows added", done.rows))
    return changed(run, ", ".join(words) + ".")


@bp.post("/confirm")
def confirm(job_id: UUID) -> ResponseReturnValue:
    """Agree with what was read in a block of cells."""
    run = run_of(job_id, Access.EDIT)
    ids, names = _range(page_of(run))
    count = cells.confirm_all(current_user, run, ids, names)
    return changed(run, ngettext("%(num)s cell confirmed.", "%(num)s cells confirmed.", count))


def _block(text: str) -> list[list[str]]:
    """Lines of cells as spreadsheets copy them: tabs between, quoted where a cell holds a line break."""
    if len(text) > PASTED:
        raise Invalid(_("Paste at most %(count)s characters at once.", count=PASTED))
    lines = list(csv.reader(io.StringIO(text, newline=None), delimiter="\t")) or [[""]]
    return [line or [""] for line in lines]


def _range(page: GridPage, height: int = 1, width: int = 1) -> tuple[list[int], list[str]]:
    """The rows and columns that a block covers: at least those that were marked, more if it is larger.

    The rows are those that the reader has before them, for a filter may leave one out as soon as it was mended.
    """
    names, at, ids = [column.field.name for column in page.columns], request.form.get("field", ""), _ids("row")
    if at not in names:
        raise Invalid(_("There is no such column."))
    if height > len(ids) and page.later:
        raise Invalid(_("There are only %(count)s rows left on this page. Paste fewer lines.", count=len(ids)))
    start = names.index(at)
    columns = names[start:start + max(_whole(request.form, "columns"), width)]
    return ids[:max(_whole(request.form, "rows"), height)], columns


def _ids(name: str) -> list[int]:
    """The ids of rows that a form names.

    :raises Invalid: there is none, or one that is no number.
    """
    said = request.form.getlist(name)
    if not said or not all(text.isascii() and text.isdigit() and len(text) <= 18 for text in said):
        raise Invalid(_("Say which rows."))
    return [int(text) for text in said]


def _whole(form: Mapping[str, str], name: str) -> int:
    """A whole number of a form, at least 1."""
    text = form.get(name, "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) <= 18 else 1


@bp.post("/undo")
def undo(job_id: UUID) -> ResponseReturnValue:
    """Take one's last change back, or the one that is named."""
    run = run_of(job_id, Access.EDIT)
    change = request.args.get("change", type=int)
    cells.undo(current_user, run.sheet, change)
    response = changed(run, _("Taken back."))
    if change and isinstance(response, Response):  # asked for by a message, which swaps nothing: tell the grid to ask
        return trigger(response, **{"grid-stale": {}})
    return response


@bp.post("/seen")
def seen(job_id: UUID) -> ResponseReturnValue:
    """Remember that the reader has seen all rows."""
    run = run_of(job_id)
    whole.seen(current_user, run)
    if wants_fragment() and request.form.get("quiet"):
        return Response(status=204)
    return changed(run)


@bp.route("/rows/new", methods=["GET", "POST"])
def add_row(job_id: UUID) -> ResponseReturnValue:
    """Add a row by hand."""
    run = run_of(job_id, Access.EDIT)
    page, errors, texts = page_of(run), dict[str, str](), _texts()
    if request.method == "POST":
        try:
            whole.add_row(current_user, run, {name: text for name, text in texts.items() if text.strip()})
            return changed(run, _("The row was added."))
        except Invalid as error:
            errors = error.fields or {"": str(error)}
    return _row_form(page, None, texts, errors, status=422 if errors else 200)


@bp.route("/rows/<int:row_id>", methods=["GET", "POST"])
def row(job_id: UUID, row_id: int) -> ResponseReturnValue:
    """Show a row as a form, and save it."""
    run = run_of(job_id, Access.EDIT if request.method == "POST" else Access.VIEW)
    found, page = get_row(run.series_id, row_id), page_of(run)
    texts = {field.name: say(field, found.values.get(field.name)) for field in page.fields}
    if request.method == "GET":
        return _row_form(page, found, texts, {})
    texts |= _texts()
    try:
        cells.save_row(current_user, found, texts, _whole(request.form, "version"))
    except Invalid as error:
        return _row_form(page, found, texts, error.fields, status=422)
    except Conflict as error:
        return _row_form(page, found, texts, {"": str(error)}, status=409)
    return changed(run, _("The row was saved."))


def _texts() -> dict[str, str]:
    """What was typed in the form of a row: field name -> text."""
    return {name.removeprefix("v:"): text for name, text in request.form.items() if name.startswith("v:")}


def _row_form(page: GridPage, found: Row | None, texts: Mapping[str, str], errors: Mapping[str, str], *,
              status: int = 200) -> ResponseReturnValue:
    return fragment_or_page("sheets/grid/_row_form.html", "sheets/grid/row.html", status, grid=page, row=found,
                            texts=texts, errors=errors)


@bp.post("/rows/remove")
def remove_rows(job_id: UUID) -> ResponseReturnValue:
    """Take the named rows out of the grid."""
    run, ids = run_of(job_id, Access.EDIT), _ids("id")
    change = whole.remove_rows(current_user, run, ids)
    return changed(run, ngettext("%(num)s row removed.", "%(num)s rows removed.", len(ids)), change.id)


def focused(response: Response, key: str) -> Response:
    """Send the focus to a cell once the answer is in the page."""
    response.headers["HX-Trigger-After-Settle"] = json.dumps({"cell-saved": {"key": key}})
    return response
