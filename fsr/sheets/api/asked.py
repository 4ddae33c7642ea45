"""What addresses of extraction jobs ask for: which run, and which part of a list."""

from uuid import UUID

from flask import request
from flask_login import current_user

from fsr.errors import Invalid
from fsr.sheets.access import Access, get_run, get_sheet
from fsr.sheets.models import Run, Sheet
from fsr.web.i18n import gettext as _

RUN = {"run_id": {"type": "string", "format": "uuid", "description": "Without it the newest run."}}
"""The query parameter that names a run."""


def part(most: int, usual: int) -> dict[str, dict[str, object]]:
    """The query parameters of a list."""
    return {"limit": {"type": "integer", "minimum": 1, "maximum": most, "default": usual}, "after": {"type": "string"}}


def sheet_and_run(job_id: UUID, need: Access = Access.VIEW) -> tuple[Sheet, Run]:
    """The job of the path and the run of the query.

    :raises NotFound: there is no such job of the user's, or it has no such run.
    """
    sheet = get_sheet(job_id, current_user, need)
    return sheet, get_run(sheet, request.args.get("run_id"))


def limit(most: int, usual: int) -> int:
    """How many are asked for.

    :raises Invalid: it is no number from 1 to `most`.
    """
    said = request.args.get("limit", str(usual))
    if not (said.isascii() and said.isdigit() and 1 <= int(said[:6]) <= most):
        raise Invalid(_("The limit is a number from 1 to %(most)s.", most=most), limit=said[:40])
    return int(said)
