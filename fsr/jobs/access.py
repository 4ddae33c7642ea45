"""Whose jobs are whose: one's own, and all for admins."""

from fsr.auth.models import User
from fsr.db import db
from fsr.errors import NotFound
from fsr.jobs.models import Job
from fsr.jobs.run import plain
from fsr.web.i18n import gettext as _


def may_see(job: Job, user: User) -> bool:
    """Whether `user` may see `job`, and so stop it or try it again."""
    return user.is_admin or (job.user_id is not None and job.user_id == user.id)


def get_job(job_id: str, user: User) -> Job:
    """The job, if `user` may see it.

    :raises NotFound: there is none, or the user may not know that there is one.
    """
    job = db.session.get(Job, plain(job_id))
    if job is None or not may_see(job, user):
        raise NotFound(_("Job not found"))
    return job
