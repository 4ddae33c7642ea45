"""What states and events of jobs are called, in the reader's language; filters for templates."""

from datetime import timedelta

from flask import Flask

from fsr.jobs.models import Job, JobEvent, Status
from fsr.jobs.queries import poll_seconds, version_of
from fsr.jobs.registry import label_of
from fsr.web.i18n import gettext as _


def init_app(app: Flask) -> None:
    """Give templates the words."""
    app.jinja_env.filters.update(job_state=state, job_event=event, job_kind=label_of, job_took=took,
                                 job_version=version_of, job_seconds=poll_seconds)


def state(job: Job) -> str:
    """The state of a job in a word or two."""
    if job.is_cancelling:
        return _("Cancelling…")
    if job.status == Status.PENDING and job.attempt:
        return _("Interrupted, will be tried again")
    return {
        Status.PENDING: _("Waiting"), Status.RUNNING: _("Running"), Status.COMPLETED: _("Done"),
        Status.FAILED: _("Failed"), Status.CANCELLED: _("Cancelled"),
    }[Status(job.status)]


def event(entry: JobEvent) -> str:
    """A line of a job's history in words."""
    known = {
        "queued": _("Queued"), "started": _("Started"), "again": _("Failed, will be tried again"),
        "returned": _("Put back, because the server stopped"), "lost": _("The process that did it went silent"),
        "cancelling": _("Asked to stop"), "cancelled": _("Cancelled"), "completed": _("Done"), "failed": _("Failed"),
    }
    return known.get(entry.kind, entry.kind)


def took(job: Job) -> str:
    """From its start to its end, minutes and seconds: `1:10`; "" where it has not both."""
    if job.started_at is None or job.completed_at is None:
        return ""
    seconds = (job.completed_at - job.started_at) // timedelta(seconds=1)
    return f"{seconds // 60}:{seconds % 60:02}"
