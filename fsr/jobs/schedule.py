"""Periodic work, through the same table: one waiting row for each periodic kind, made by whoever finds none."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import Flask

from fsr import clock
from fsr.db import db, reading
from fsr.jobs import ledger
from fsr.jobs.models import Job, is_active
from fsr.jobs.registry import registry

OURS = "every "
"""How the keys of the house's own periodic jobs begin."""


def plan(app: Flask) -> int:
    """See to it that each periodic kind has its next job; how many were missing.

    The next one is due a period after the last ended, or now if there was none.  Two processes
    that find the same gap make one job: its key is unique while it is active.
    """
    periods = registry(app).periods
    with reading(), db.engine.begin() as connection:
        active = set(connection.scalars(
            sa.select(Job.kind).where(Job.idempotency_key.in_([_key(kind) for kind in periods]), is_active)))
        missing = [kind for kind in periods if kind not in active]
        last = dict(connection.execute(
            sa.select(Job.kind, sa.func.max(Job.completed_at)).where(Job.kind.in_(missing)).group_by(Job.kind)).all()
        ) if missing else {}
    for kind in missing:
        ended = last.get(kind)
        _add(kind, ended + timedelta(seconds=periods[kind]) if ended else clock.now())
    return len(missing)


def _add(kind: str, due: datetime) -> None:
    """Add the next job of a periodic kind; tried once, because the next period is its next try."""
    values = {"kind": kind, "title": kind, "payload": {}, "facts": {}, "language": "en", "max_attempts": 1,
              "idempotency_key": _key(kind), "run_after": due}
    with db.engine.begin() as connection:
        connection.execute(ledger.insertion(connection.dialect.name, values))


def _key(kind: str) -> str:
    """The key that makes the next job of a periodic kind the only one."""
    return f"{OURS}{kind}"
