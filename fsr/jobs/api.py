"""`/jobs`: the JSON of seed 004, with `metadata` as in its origin, `cancelled`, and verbs to stop and to try again."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from pydantic import BaseModel, Field

from fsr.jobs import queries, service
from fsr.jobs.access import get_job
from fsr.jobs.forms import ApiForm
from fsr.jobs.models import Job, Status
from fsr.web.api import describe

bp = Blueprint("jobs_api", __name__)


class JobAnswer(BaseModel):
    """A job; times are UTC with microseconds and no zone, as the first clients read them."""

    job_id: str
    job_type: str
    status: Status
    progress: int = Field(ge=0, le=100)
    progress_message: str | None
    result: dict[str, Any] | None
    error: str | None
    metadata: dict[str, Any]
    created_at: str
    started_at: str | None
    completed_at: str | None
    result_expired: bool = Field(description="It was kept long enough and is gone; the rest stays.")
    error_detail: str | None = Field(default=None, description="For admins only.")


class JobsAnswer(BaseModel):
    """One page of jobs, newest first; `count` of them. `next` is the `cursor` of the next page."""

    jobs: list[JobAnswer]
    count: int
    next: str | None


@bp.get("/jobs")
@describe("List your jobs, newest first; admins see everybody's", answers={200: JobsAnswer}, query={
    "status": {"type": "string", "enum": [status.value for status in Status]},
    "type": {"type": "string"}, "limit": {"type": "integer", "minimum": 1, "maximum": 500, "default": 100},
    "cursor": {"type": "string"}})
def index() -> ResponseReturnValue:
    """Answer at most `limit` jobs."""
    found, older = queries.listed(current_user, ApiForm.of(request.args))
    return jsonify(jobs=[as_json(job) for job in found], count=len(found), next=str(older) if older else None)


@bp.get("/jobs/<job_id>")
@describe("Look at a job", answers={200: JobAnswer})
def show(job_id: str) -> ResponseReturnValue:
    """Answer the job; one that is not yours is not found."""
    return jsonify(as_json(get_job(job_id, current_user)))


@bp.post("/jobs/<job_id>/cancel")
@describe("Stop a job: a waiting one at once, a running one soon", answers={200: JobAnswer, 409: None})
def cancel(job_id: str) -> ResponseReturnValue:
    """Stop it; asking twice does no harm."""
    job = get_job(job_id, current_user)
    service.cancel(job, current_user)
    return jsonify(as_json(job))


@bp.post("/jobs/<job_id>/retry")
@describe("Try a failed or cancelled job again", answers={202: JobAnswer, 409: None})
def retry(job_id: str) -> ResponseReturnValue:
    """Answer the new job; asking twice starts one."""
    return jsonify(as_json(service.retry(get_job(job_id, current_user), current_user))), 202


def as_json(job: Job) -> dict[str, Any]:
    """The job in the seed's words."""
    answer = {
        "job_id": job.id, "job_type": job.kind, "status": job.status, "progress": job.progress,
        "progress_message": job.progress_message, "result": job.result,
        "error": job.error_message if job.status == Status.FAILED else None, "metadata": _metadata(job),
        "created_at": _time(job.created_at), "started_at": _time(job.started_at),
        "completed_at": _time(job.completed_at), "result_expired": job.has_expired,
    }
    return answer | ({"error_detail": job.error_detail} if current_user.is_admin else {})


def _metadata(job: Job) -> dict[str, Any]:
    about: dict[str, Any] = {"user_id": job.user_id, "title": job.title, "attempt": job.attempt}
    if job.subject:
        about |= {"subject": str(job.subject)}
    if job.retry_of_id:
        about |= {"retry_of": job.retry_of_id}
    return about | job.facts


def _time(value: datetime | None) -> str | None:
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") if value else None
