"""`/api/jobs`: extraction jobs as a whole."""

from typing import Annotated, Any
from uuid import UUID

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr

from fsr import clock
from fsr.errors import Invalid
from fsr.sheets import queries
from fsr.sheets.access import Access, get_sheet, must_make
from fsr.sheets.api.asked import RUN, limit, part, sheet_and_run
from fsr.sheets.api.blueprint import bp
from fsr.sheets.api.shapes import JobDetails, JobList, JobMade, Message, job_details, job_line
from fsr.sheets.models import Kind, RunStatus
from fsr.sheets.service import runs, sheets
from fsr.web.api import describe, parse_body
from fsr.web.i18n import gettext as _

MOST, USUAL = 100, 50
ALL = "all"

Name = Annotated[StrictStr, Field(min_length=1, max_length=255)]


class JobBody(BaseModel):
    """A new job; without a name it is called by its day."""

    model_config = ConfigDict(extra="ignore")

    name: Name | None = None
    template_id: StrictInt | None = None
    job_type: Kind = Kind.EXTRACTION


class JobPatch(BaseModel):
    """What to change."""

    model_config = ConfigDict(extra="ignore")

    name: Name


@bp.post("")
@describe("Begin an extraction job", body=JobBody, answers={201: JobMade, 403: None, 404: None})
def create() -> ResponseReturnValue:
    """It has one run, to which files can be added."""
    return _create()


@bp.post("/initiate")
@describe("Begin an extraction job", body=JobBody, answers={201: JobMade, 403: None, 404: None})
def initiate() -> ResponseReturnValue:
    """The same as `POST /api/jobs`, under the name that the first clients know."""
    return _create()


def _create() -> ResponseReturnValue:
    must_make(current_user)
    body = parse_body(JobBody)
    name = body.name or _("Extraction of %(day)s", day=clock.now().date().isoformat())
    sheet = sheets.create(current_user, name, body.job_type, body.template_id)
    return jsonify(job_id=sheet.id, run_id=runs.latest(sheet).id, message=_("The job was made.")), 201


@bp.get("")
@describe("List your extraction jobs", answers={200: JobList, 422: None}, query={
    **part(MOST, USUAL), "q": {"type": "string"},
    "job_type": {"type": "string", "enum": [*(str(kind) for kind in Kind), ALL], "default": "extraction"},
    "status": {"type": "string", "enum": [str(status) for status in RunStatus]}})
def index() -> ResponseReturnValue:
    """CPE sheets are jobs too, and listed only when asked for."""
    kind, status = request.args.get("job_type", Kind.EXTRACTION), request.args.get("status", "")
    if kind not in (*Kind, ALL):
        raise Invalid(_("Choose a type from the list."), job_type=_("unknown"))
    if status and status not in tuple(RunStatus):
        raise Invalid(_("Choose a status from the list."), status=_("unknown"))
    most = limit(MOST, USUAL)
    page = queries.listed(current_user, None if kind == ALL else Kind(kind), text=request.args.get("q", ""),
                          status=status, after=request.args.get("after"), size=most)
    return jsonify(jobs=[job_line(one) for one in page.items], total=page.count, limit=most, next=page.after)


@bp.get("/<uuid:job_id>")
@describe("Look at a job", answers={200: JobDetails}, query=RUN)
def show(job_id: UUID) -> ResponseReturnValue:
    """`status`, fields and counts are those of the run asked for."""
    _sheet, run = sheet_and_run(job_id)
    return jsonify(job_details(run))


@bp.patch("/<uuid:job_id>")
@describe("Rename a job", body=JobPatch, answers={200: JobDetails})
def change(job_id: UUID) -> ResponseReturnValue:
    """Answer the job as it is now."""
    sheet = get_sheet(job_id, current_user, Access.EDIT)
    sheets.rename(current_user, sheet, parse_body(JobPatch).name)
    return jsonify(job_details(runs.latest(sheet)))


@bp.delete("/<uuid:job_id>")
@describe("Delete a job", answers={200: Message})
def delete(job_id: UUID) -> ResponseReturnValue:
    """What is being read is stopped.  It can be restored for 30 days."""
    sheets.delete(current_user, get_sheet(job_id, current_user, Access.EDIT))
    return _said(_("The job was deleted."))


@bp.post("/<uuid:job_id>/restore")
@describe("Take the deletion of a job back", answers={200: Message})
def restore(job_id: UUID) -> ResponseReturnValue:
    """A job that was not deleted stays as it is."""
    sheets.restore(current_user, get_sheet(job_id, current_user, Access.EDIT, deleted=True))
    return _said(_("The job was restored."))


def _said(message: str, **more: Any) -> ResponseReturnValue:
    return jsonify(message=message, **more)
