"""`/api/jobs/<id>/runs` and what is done with a run: its fields, its start, its progress."""

from typing import Annotated
from uuid import UUID

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr

from fsr.errors import Invalid
from fsr.sheets import fieldset, queries
from fsr.sheets.access import Access, get_run, get_sheet, get_task, get_template
from fsr.sheets.api.asked import RUN, limit, part, sheet_and_run
from fsr.sheets.api.blueprint import bp
from fsr.sheets.api.shapes import (
    Message,
    ProgressJson,
    RunDetails,
    RunJson,
    RunList,
    progress_json,
    run_details,
    run_json,
)
from fsr.sheets.api.templates import Fields, as_fields
from fsr.sheets.models import Kind, Mode, Run, Step
from fsr.sheets.service import fields, runs, submit
from fsr.web.api import describe, parse_body
from fsr.web.i18n import gettext as _

MOST, USUAL = 1000, 200


class RunBody(BaseModel):
    """A new run: `append_results` continues the rows of `clone_from_run_id`, whose fields it takes."""

    model_config = ConfigDict(extra="ignore")

    clone_from_run_id: UUID | None = None
    template_id: StrictInt | None = None
    append_results: StrictBool = False


class StepBody(BaseModel):
    """How far a run is prepared."""

    model_config = ConfigDict(extra="ignore")

    config_step: Step


class FieldsBody(BaseModel):
    """What a run reads: `fields`, or those of the template; folders that are not named in the modes are left out."""

    model_config = ConfigDict(extra="ignore")

    fields: Fields | None = None
    template_id: StrictInt | None = None
    processing_modes: dict[StrictStr, Mode] | None = Field(
        default=None, description="Folder → mode; \"/\" for files without one. Without it each file by itself.")
    description: Annotated[StrictStr, Field(max_length=2000)] | None = None


class RunMade(RunDetails):
    """A new run."""

    message: str


class RunChanged(RunJson):
    """A run after a verb."""

    message: str


@bp.get("/<uuid:job_id>/runs")
@describe("List the runs of a job", answers={200: RunList})
def run_list(job_id: UUID) -> ResponseReturnValue:
    """The newest first, at most 200."""
    return jsonify(runs=[run_json(run) for run in queries.runs(get_sheet(job_id, current_user))])


@bp.post("/<uuid:job_id>/runs")
@describe("Add a run", body=RunBody, answers={201: RunMade, 409: None})
def add_run(job_id: UUID) -> ResponseReturnValue:
    """An append run refers to the results before it; it copies none."""
    sheet = get_sheet(job_id, current_user, Access.EDIT)
    body = parse_body(RunBody)
    like = get_run(sheet, body.clone_from_run_id) if body.clone_from_run_id else None
    template = get_template(body.template_id, current_user, Kind(sheet.job_type)) if body.template_id else None
    run = runs.new_run(current_user, sheet, like, body.append_results, template)
    return jsonify(run_details(run) | {"message": _("The run was added.")}), 201


@bp.get("/<uuid:job_id>/runs/<uuid:run_id>")
@describe("Look at a run", answers={200: RunDetails})
def show_run(job_id: UUID, run_id: UUID) -> ResponseReturnValue:
    """Answer it with its fields."""
    return jsonify(run_details(get_run(get_sheet(job_id, current_user), run_id)))


@bp.get("/<uuid:job_id>/progress")
@describe("Look how far a run is", answers={200: ProgressJson}, query={**RUN, **part(MOST, USUAL)})
def progress(job_id: UUID) -> ResponseReturnValue:
    """Counts of all its tasks, and the tasks themselves in parts."""
    _sheet, run = sheet_and_run(job_id)
    found, after = queries.tasks(run, after=request.args.get("after"), size=limit(MOST, USUAL))
    return jsonify(job_id=run.job_id, run_id=run.id, next=after, **progress_json(queries.progress(run), found))


@bp.put("/<uuid:job_id>/config-step")
@describe("Say how far a run is prepared", body=StepBody, answers={200: RunChanged, 409: None}, query=RUN)
def config_step(job_id: UUID) -> ResponseReturnValue:
    """Remembered for whoever comes back; only `submit` takes the last step."""
    _sheet, run = sheet_and_run(job_id, Access.EDIT)
    runs.set_step(current_user, run, parse_body(StepBody).config_step)
    return _changed(run, _("The step was saved."))


@bp.put("/<uuid:job_id>/fields")
@describe("Say what a run reads", body=FieldsBody, answers={200: RunMade, 409: None}, query=RUN)
def put_fields(job_id: UUID) -> ResponseReturnValue:
    """Replaces the fields of the run and makes its tasks anew."""
    sheet, run = sheet_and_run(job_id, Access.EDIT)
    body = parse_body(FieldsBody)
    template = get_template(body.template_id, current_user, Kind(sheet.job_type)) if body.template_id else None
    if body.fields is not None:
        wanted = as_fields(body.fields)
    elif template is not None:
        wanted = list(fieldset.of(template.fields))
    else:
        raise Invalid(_("Choose a template, or add the fields to read."), fields=_("missing"))
    fields.take(current_user, run, wanted, body.processing_modes, template, body.description)
    return jsonify(run_details(run) | {"message": _("The fields were saved.")})


@bp.post("/<uuid:job_id>/submit")
@describe("Start a run", answers={200: RunChanged, 429: None}, query=RUN)
def start(job_id: UUID) -> ResponseReturnValue:
    """A run that was started already is answered as it is: nothing is read twice."""
    _sheet, run = sheet_and_run(job_id, Access.EDIT)
    return _changed(submit.submit(current_user, run), _("The run was started."))


@bp.put("/<uuid:job_id>/cancel")
@describe("Stop a run", answers={200: RunChanged, 409: None}, query=RUN)
def cancel(job_id: UUID) -> ResponseReturnValue:
    """What was read stays."""
    _sheet, run = sheet_and_run(job_id, Access.EDIT)
    submit.cancel(current_user, run)
    return _changed(run, _("The run was stopped."))


@bp.post("/<uuid:job_id>/tasks/<uuid:task_id>/retry")
@describe("Read the files of a task again", answers={202: Message, 409: None, 429: None})
def retry(job_id: UUID, task_id: UUID) -> ResponseReturnValue:
    """What people typed into its rows stays."""
    task = get_task(get_sheet(job_id, current_user, Access.EDIT), task_id)
    submit.retry(current_user, task)
    return jsonify(message=_("The file is read again.")), 202


def _changed(run: Run, message: str) -> ResponseReturnValue:
    return jsonify(run_json(run) | {"message": message})
