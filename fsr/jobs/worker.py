"""Do a job: call its task, and commit what it wrote together with its end."""

import os
import secrets
import socket

from flask import Flask

from fsr import db as database
from fsr.db import db
from fsr.jobs import ledger
from fsr.jobs.desk import Desk
from fsr.jobs.ends import completed, failed
from fsr.jobs.ledger import End
from fsr.jobs.registry import registry
from fsr.jobs.run import LeaseLost, Run
from fsr.web.i18n import speaking


def run_due(app: Flask) -> int:
    """Do everything that is due, in this thread, one job after the other; how many jobs.

    For tests and for commands; nothing renews the lease meanwhile.
    """
    desk, done = Desk(app, owner_name()), 0
    with app.app_context():
        claim = desk.exchange()
    while claim is not None:
        end = perform(app, Run(claim, watched=False))
        done += 1
        with app.app_context():
            claim = desk.exchange(end)
    return done


def owner_name() -> str:
    """Who holds a lease: host, process and a part that no other process ever had."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(4)}"


def perform(app: Flask, run: Run) -> End | None:
    """Do one job; its end, still to be written, or None where it was committed with what the task wrote."""
    claim = run.claim
    with app.app_context(), speaking(claim.language):
        try:
            result = registry().kinds[claim.kind].task(run, **claim.payload)
            end = completed(claim, result)
            return _commit(run, end) if _wrote() else end
        except (Exception, SystemExit) as error:  # whatever a task throws must end its job, not this thread
            return failed(run, error, app.config["FSR_JOB_BACKOFF"])


def _wrote() -> bool:
    """Whether the task left something to commit."""
    if not db.session.registry.has():
        return False
    session = db.session()
    return bool(session.new or session.dirty or session.deleted or session.info.get("wrote"))


def _commit(run: Run, end: End) -> End | None:
    """Commit what the task wrote together with its end, or neither: the lease may have been lost."""
    db.session.flush()
    if not ledger.finish(db.session.connection(), [end])[0]:
        raise LeaseLost(f"job {run.job_id}")
    database.commit()
    registry().bell.ended()
    return None
