"""`/activity`: what is being done, what waits, what failed; pages that ask for news until there can be none."""

from urllib.parse import urlsplit

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr.jobs import queries, service
from fsr.jobs.access import get_job
from fsr.jobs.forms import ListForm
from fsr.jobs.models import Job
from fsr.subjects import kind_of
from fsr.web.htmx import STOP_POLLING, fragment_or_page, go_to, wants_fragment
from fsr.web.i18n import gettext as _

bp = Blueprint("jobs", __name__, url_prefix="/activity")


@bp.get("")
def index() -> ResponseReturnValue:
    """Show the list; its fragment answers 204 while nothing changed and 286 once nothing can."""
    form = ListForm.of(request.args)
    listing = queries.page(current_user, form)
    if wants_fragment() and form.seen == listing.version:
        return "", 204
    status = STOP_POLLING if wants_fragment() and not listing.is_active else 200
    return fragment_or_page("jobs/_jobs.html", "jobs/index.html", status, listing=listing, form=form)


@bp.get("/<job_id>")
def show(job_id: str) -> ResponseReturnValue:
    """Show one job; `?row=1` asks for its line alone, for lists and for pages of the thing it is about."""
    job = get_job(job_id, current_user)
    if wants_fragment() and request.args.get("seen") == queries.version_of(job):
        return "", 204
    fragment = "jobs/_job.html" if "row" in request.args else "jobs/_detail.html"
    status = STOP_POLLING if wants_fragment() and job.is_over else 200
    line = queries.line(job)
    history = queries.history(job) if fragment == "jobs/_detail.html" else []
    subject_url = kind_of(job.subject).url(job.subject.id) if job.subject and fragment == "jobs/_detail.html" else None
    return fragment_or_page(fragment, "jobs/job.html", status, line=line, job=job, history=history,
                            subject_url=subject_url)


@bp.post("/<job_id>/cancel")
def cancel(job_id: str) -> ResponseReturnValue:
    """Stop a job and go back to where the button was."""
    job = get_job(job_id, current_user)
    service.cancel(job, current_user)
    flash(_("Cancelling…") if job.is_cancelling else _("Cancelled."))
    return go_to(_back(job))


@bp.post("/<job_id>/retry")
def retry(job_id: str) -> ResponseReturnValue:
    """Try a job again and show the new one."""
    again = service.retry(get_job(job_id, current_user), current_user)
    flash(_("It is tried again."))
    return go_to(url_for(".show", job_id=again.id))


def _back(job: Job) -> str:
    """The page of ours where the button was, or the job's own."""
    came = urlsplit(request.referrer or "")
    if came.netloc != request.host or not came.path.startswith("/"):
        return url_for(".show", job_id=job.id)
    return f"{came.path}?{came.query}" if came.query else came.path
