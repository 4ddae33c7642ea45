"""The audit pack of a sheet."""

from uuid import UUID

from flask import Response
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr.cpe import pack as packing
from fsr.cpe.views.blueprint import SHEET, bp
from fsr.cpe.views.sheets import sheet_of
from fsr.sheets.service import runs


@bp.get(f"{SHEET}/pack")
def pack(job_id: UUID) -> ResponseReturnValue:
    """All that a board asks for, as one ZIP."""
    run = runs.latest(sheet_of(job_id))
    made = packing.make(run)
    packing.told(current_user, run, made.rows)
    response = Response(made.parts(), mimetype=made.mime)
    response.content_length = made.size
    response.headers.set("Content-Disposition", "attachment", filename=made.name)
    return response
