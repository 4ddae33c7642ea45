"""The endpoints."""

from uuid import UUID

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr.cpe.api import shapes
from fsr.cpe.service import start as starting
from fsr.cpe.service.start import NothingToRead
from fsr.sheets import access, queries
from fsr.sheets.access import Access
from fsr.sheets.models import Kind, Sheet, Step
from fsr.sheets.queries import Listed
from fsr.sheets.service import runs
from fsr.sheets.service import sheets as service
from fsr.sheets.templates import choices
from fsr.web.api import describe, parse_body
from fsr.web.errors import error_body

bp = Blueprint("cpe_api", __name__, url_prefix="/api/cpe")

MOST = 100
"""Sheets of an answer."""
PAGE = {
    "limit": {"type": "integer", "minimum": 1, "maximum": MOST, "default": MOST},
    "after": {"type": "string", "description": "`next` of the page before."},
}


@bp.get("/states")
@describe("List the states that sheets can be made for", answers={200: shapes.States})
def states() -> ResponseReturnValue:
    """Answer with every state's template that you may use."""
    known = choices(current_user, Kind.CPE)
    return jsonify(states=[{"template_id": one.id, "name": one.name} for one in known])


@bp.get("/sheets")
@describe("List your CPE sheets, last active first", query=PAGE, answers={200: shapes.Sheets})
def sheets() -> ResponseReturnValue:
    """Answer with the user's own sheets."""
    asked = request.args.get("limit", "")
    size = min(max(int(asked), 1), MOST) if asked.isascii() and asked.isdigit() and len(asked) < 9 else MOST
    page = queries.listed(current_user, Kind.CPE, after=request.args.get("after"), size=size, mine=True)
    return jsonify(sheets=[_sheet(one) for one in page.items], total=page.count, next=page.after)


def _sheet(one: Listed) -> dict[str, object]:
    return shapes.Sheet(
        job_id=one.sheet.id, name=one.sheet.name, state_name=one.template or None, status=one.status,
        config_step=Step(one.run.config_step), created_at=one.sheet.created_at, latest_run_id=one.run.id,
    ).model_dump(mode="json")


@bp.post("/sheets")
@describe("Begin a CPE sheet for a state", body=shapes.SheetBody,
          answers={200: shapes.SheetMade, 403: None, 404: None, 422: None})
def create() -> ResponseReturnValue:
    """Answer with the sheet and the run to upload to."""
    body = parse_body(shapes.SheetBody)
    sheet = starting.create(current_user, body.template_id, body.name or "")
    return jsonify(job_id=sheet.id, run_id=runs.latest(sheet).id, message="CPE sheet created.")


@bp.delete("/sheets/<uuid:job_id>")
@describe("Delete a CPE sheet with its files and rows; its pages can take that back for 30 days",
          answers={200: shapes.Done, 403: None})
def delete(job_id: UUID) -> ResponseReturnValue:
    """Put the sheet away."""
    service.delete(current_user, _get(job_id))
    return jsonify(message="CPE sheet deleted.")


@bp.post("/sheets/<uuid:job_id>/start")
@describe("Read the certificates that were uploaded since the last start",
          answers={200: shapes.Started, 400: None, 403: None, 429: None})
def start(job_id: UUID) -> ResponseReturnValue:
    """Answer with the run that reads them; 400 where there is nothing to read."""
    try:
        run = starting.start(current_user, _get(job_id))
    except NothingToRead as error:
        return jsonify(error_body(str(error), {})), 400
    return jsonify(active_run_id=run.id, message="CPE extraction started.")


def _get(job_id: UUID) -> Sheet:
    return access.get_sheet(job_id, current_user, Access.EDIT, kind=Kind.CPE)
