"""The audit pack of a sheet."""

from uuid import UUID

from flask import Response
from flask.typing import ResponseReturnValue

from fsr.cpe.views.blueprint import SHEET, bp
from fsr.cpe.views.sheets import sheet_of


@bp.get(f"{SHEET}/pack")
def pack(job_id: UUID) -> ResponseReturnValue:
    """All that a board asks for, as one ZIP."""
    sheet_of(job_id)
    return Response(status=204)
