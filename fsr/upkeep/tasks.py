"""Periodic work that belongs to no feature."""

from datetime import timedelta
from typing import Any

from flask import Flask, current_app

from fsr import jobs
from fsr.auth import sessions, throttle
from fsr.db import db
from fsr.jobs import Run
from fsr.web.i18n import gettext as _

DAY = 86400.0


def init_app(app: Flask) -> None:
    """Have the sweeping done daily."""
    jobs.every(app, "upkeep.sweep", DAY, sweep, lambda: _("Forgetting ended sessions and old failures"))


def sweep(_run: Run) -> dict[str, Any]:
    """Remove the rows of sessions that ended by themselves, and counts of failures that no rule remembers."""
    config = current_app.config
    limits = sessions.Limits(timedelta(minutes=config["FSR_SESSION_IDLE_MINUTES"]),
                             timedelta(hours=config["FSR_SESSION_HOURS"]))
    return {"sessions": sessions.forget_ended(limits), "throttles": throttle.forget_old(db.session())}
