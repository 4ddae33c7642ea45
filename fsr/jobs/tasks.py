"""The jobs package's own periodic work."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app

from fsr import clock
from fsr.db import db
from fsr.jobs.models import OVER, Job
from fsr.jobs.registry import every
from fsr.jobs.run import Run
from fsr.jobs.schedule import OURS
from fsr.web.i18n import gettext as _

PURGE_SECONDS = 3600.0
HOUSE_DAYS = 1
"""How long the house's own periodic jobs are remembered; each kind's last is always."""


def init_app(app: Flask) -> None:
    """Let `app` tidy up."""
    every(app, "jobs.purge", PURGE_SECONDS, purge, lambda: _("Tidying up finished jobs"))


def purge(_run: Run) -> dict[str, Any]:
    """Empty the input and result of jobs kept long enough (their row stays), and forget the house's own.

    The result counts the jobs `emptied` and `forgotten`.
    """
    return {"emptied": _empty(), "forgotten": _forget()}


def _empty() -> int:
    days = current_app.config["FSR_JOB_KEEP_DAYS"]
    old = Job.completed_at < clock.now() - timedelta(days=days), Job.expired_at.is_(None), Job.status.in_(OVER)
    emptied = db.session.scalars(sa.update(Job).where(*old).values(
        payload=None, result=None, error_detail=None, expired_at=clock.now()).returning(Job.id).execution_options(
            synchronize_session=False)).all()
    return len(emptied)


def _forget() -> int:
    """Delete the house's own jobs that ended a while ago, save each kind's last, by which the next is timed."""
    newest = sa.select(sa.func.max(Job.completed_at)).where(Job.idempotency_key.startswith(OURS)).group_by(Job.kind)
    old = (Job.idempotency_key.startswith(OURS), Job.completed_at < clock.now() - timedelta(days=HOUSE_DAYS),
           Job.completed_at.not_in(newest))
    forgotten = db.session.scalars(sa.delete(Job).where(*old).returning(Job.id).execution_options(
        synchronize_session=False)).all()
    return len(forgotten)
