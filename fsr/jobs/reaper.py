"""What becomes of jobs whose worker went silent."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fsr import clock
from fsr.db import db, reading
from fsr.jobs import ledger, presence
from fsr.jobs.models import Job, Status, is_running, jobs
from fsr.web.i18n import gettext as _
from fsr.web.i18n import speaking

RESCUED = 1
"""Added to the priority of a rescued job, so that it does not wait behind all that came after it."""


def expire_dead(home: Path) -> None:
    """End the leases of processes of this machine that died; what they held need not wait any longer."""
    holders = sa.select(Job.lease_owner).where(is_running, Job.lease_until >= clock.now()).distinct()
    with reading(), db.engine.begin() as connection:
        dead = [owner for owner in connection.scalars(holders) if owner and presence.is_dead(home, owner)]
    if not dead:
        return
    with db.engine.begin() as connection:
        connection.execute(sa.update(jobs).where(is_running, Job.lease_owner.in_(dead)).values(lease_until=clock.now()))
    for owner in dead:
        presence.forget(home, owner)


def has_lost() -> bool:
    """Whether some lease has run out; a look that keeps no writer waiting."""
    with reading(), Session(db.engine) as session:
        return session.scalar(sa.select(Job.id).where(*_lost()).limit(1)) is not None


def reap(connection: sa.Connection, base: float) -> int:
    """Queue again what silent workers held, or end it as failed after its last attempt; how many.

    A kill counts as an attempt, so that a file that kills every reader is not read for ever.

    :param base: the first backoff, seconds.
    """
    rows = connection.execute(
        sa.select(Job.id, Job.lease_token, Job.attempt, Job.max_attempts, Job.cancel_requested, Job.language,
                  Job.kind, Job.payload)
        .where(*_lost()).with_for_update(skip_locked=True)).all()
    return sum(_hand_on(connection, row, base) for row in rows)


def _lost() -> tuple[sa.ColumnElement[bool] | sa.TextClause, ...]:
    return is_running, Job.lease_until < clock.now()


def _hand_on(connection: sa.Connection, row: Any, base: float) -> int:
    over = row.cancel_requested or row.attempt >= row.max_attempts
    values: dict[str, Any] = _ended(row) if over else {
        "status": Status.PENDING.value, "run_after": clock.now() + ledger.backoff(row.attempt, base),
        "priority": Job.priority + RESCUED}
    fence = Job.id == row.id, Job.lease_token == row.lease_token, *_lost()
    moved = connection.execute(sa.update(jobs).where(*fence).values(**ledger.FREE, **values)).rowcount
    if moved:
        ledger.write_events(connection, [(row.id, row.attempt, "lost", "")])
        if over:
            message = values.get("error_message", "")
            ledger.write_events(connection, [(row.id, row.attempt, values["status"], message)])
            ledger.follow(connection, row.kind, row.id, row.payload)
    return moved


def _ended(row: Any) -> dict[str, Any]:
    values: dict[str, Any] = {"completed_at": clock.now()}
    if row.cancel_requested:
        return values | {"status": Status.CANCELLED.value}
    with speaking(row.language):
        sentence = _("The process that did this work ended before it was done, %(count)s times.", count=row.attempt)
    return values | {"status": Status.FAILED.value, "error_code": "worker_lost", "error_message": sentence}
