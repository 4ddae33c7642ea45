"""`/api/jobs/<id>/results` and `/export`: what was read, a cell at a time to be changed, and the whole as a file."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from pydantic import BaseModel, ConfigDict, StrictBool, StrictFloat, StrictInt, StrictStr

from fsr.errors import Invalid
from fsr.sheets import export
from fsr.sheets.access import Access
from fsr.sheets.api.asked import RUN, limit, sheet_and_run
from fsr.sheets.api.blueprint import bp
from fsr.sheets.grid import results
from fsr.sheets.grid.editing import get_row
from fsr.sheets.grid.results import Results, RowJson
from fsr.sheets.service import cells
from fsr.sheets.service import rows as whole
from fsr.web.api import describe, parse_body
from fsr.web.i18n import gettext as _
from fsr.workbook import MIME

MOST, USUAL = 1000, 50
OPTIONAL = {"optional": {"type": "string", "enum": ["0", "1"],
                         "description": "1: with the columns that are shown only when asked for."}}
PAGE: dict[str, dict[str, Any]] = {
    "limit": {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
    "offset": {"type": "integer", "minimum": 0, "maximum": 10**9, "default": 0},
}


class CellBody(BaseModel):
    """A change of one cell: another value, or `action` "confirm" or "reset".

    `version` is that of the row as the client saw it; without it nothing is compared.
    """

    model_config = ConfigDict(extra="forbid")

    field: StrictStr
    value: StrictStr | StrictBool | StrictInt | StrictFloat | None = None
    action: StrictStr = "edit"
    version: StrictInt | None = None


class RowBody(BaseModel):
    """A row typed by hand: field name → value."""

    model_config = ConfigDict(extra="forbid")

    values: dict[str, StrictStr | StrictBool | StrictInt | StrictFloat | None]


@bp.get("/<uuid:job_id>/results")
@describe("The results of a run", answers={200: Results}, query={**RUN, **PAGE, **OPTIONAL})
def show_results(job_id: UUID) -> ResponseReturnValue:
    """One result a task, in the order of the grid; a row typed by hand is a result without a task."""
    _sheet, run = sheet_and_run(job_id)
    return jsonify(results.part(run, limit(MOST, USUAL), _offset(), optional=_optional()))


def _offset() -> int:
    said = request.args.get("offset", "0")
    if not (said.isascii() and said.isdigit() and len(said) <= 12):
        raise Invalid(_("The offset is a whole number."), offset=said[:40])
    return int(said)


def _optional() -> bool:
    return request.args.get("optional") == "1"


@bp.post("/<uuid:job_id>/results")
@describe("Add a row by hand", body=RowBody, answers={201: RowJson, 409: None}, query=RUN)
def add_result(job_id: UUID) -> ResponseReturnValue:
    """It stands in the batch of the run."""
    _sheet, run = sheet_and_run(job_id, Access.EDIT)
    body = parse_body(RowBody)
    row = whole.add_row(current_user, run, {name: _text(value) for name, value in body.values.items()})
    return jsonify(results.row_json(row)), 201


@bp.patch("/<uuid:job_id>/results/<int:row_id>")
@describe("Change a cell", body=CellBody, answers={200: RowJson, 409: None}, query=RUN)
def change_result(job_id: UUID, row_id: int) -> ResponseReturnValue:
    """What was read stays beside what is typed; a stale `version` answers 409."""
    _sheet, run = sheet_and_run(job_id, Access.EDIT)
    body, row = parse_body(CellBody), get_row(run.series_id, row_id)
    verbs = {"edit": lambda: cells.edit(current_user, row, body.field, _text(body.value), body.version),
             "confirm": lambda: cells.confirm(current_user, row, body.field, body.version),
             "reset": lambda: cells.reset(current_user, row, body.field, body.version)}
    if body.action not in verbs:
        raise Invalid(_("Say “edit”, “confirm” or “reset”."), action=body.action[:40])
    return jsonify(results.row_json(verbs[body.action]()))


def _text(value: str | bool | float | None) -> str:
    """A JSON value as people type it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


@bp.delete("/<uuid:job_id>/results/<int:row_id>")
@describe("Remove a row", answers={204: None}, query=RUN)
def remove_result(job_id: UUID, row_id: int) -> ResponseReturnValue:
    """The row can be brought back in the grid, by undo."""
    _sheet, run = sheet_and_run(job_id, Access.EDIT)
    whole.remove_rows(current_user, run, [row_id])
    return "", 204


@bp.get("/<uuid:job_id>/export/csv")
@describe("The whole grid as CSV", answers={200: "text/csv"}, query={**RUN, **OPTIONAL})
def export_csv(job_id: UUID) -> ResponseReturnValue:
    """Every row; dates in ISO form."""
    return _send(job_id, "csv")


@bp.get("/<uuid:job_id>/export/excel")
@describe("The whole grid as Excel", answers={200: MIME}, query={**RUN, **OPTIONAL})
def export_excel(job_id: UUID) -> ResponseReturnValue:
    """Every row with typed cells, a sheet of totals, and a sheet that says where each value was read."""
    return _send(job_id, "xlsx")


def _send(job_id: UUID, form: str) -> ResponseReturnValue:
    _sheet, run = sheet_and_run(job_id)
    made = (export.csv if form == "csv" else export.xlsx)(run, optional=_optional())
    export.told(current_user, run, form, made.rows)
    response = Response(made.parts(), mimetype=made.mime)
    response.content_length = made.size
    response.headers.set("Content-Disposition", "attachment", filename=made.name)
    response.call_on_close(made.file.close)
    return response
