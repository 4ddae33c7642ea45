"""The verbs: ask for work, stop it, try it again, wait for it."""

import time
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from fsr import clock
from fsr.audit.names import Action
from fsr.audit.service import record
from fsr.auth.models import User
from fsr.db import db, on_commit, reading, release
from fsr.errors import Conflict, TooMany
from fsr.jobs import ledger
from fsr.jobs.models import OVER, Job, Status, is_active
from fsr.jobs.registry import registry
from fsr.subjects import Subject
from fsr.web.i18n import gettext as _
from fsr.web.i18n import language

LOOK_SECONDS = 0.25
"""How often `wait_for` looks for ends that other processes wrote."""


def enqueue(
    kind: str, payload: dict[str, Any], *, actor: User | None, subject: Subject | None = None, title: str,
    key: str | None = None, priority: int = 0, run_after: datetime | None = None, max_attempts: int = 3,
    facts: dict[str, Any] | None = None,
) -> Job:
    """Ask for work, in the caller's transaction; it starts once that is committed.

    :param payload: the task's keyword arguments: ids, not contents; JSON values.
    :param actor: whose job it is; None for the house's own.
    :param key: names the work; while a job of the same key is active, that one is returned instead.
    :param facts: what the API shows as `metadata`, beside owner and subject.
    :raises TooMany: too many jobs of the actor wait already.
    :raises KeyError: no package registered `kind`; a defect of ours.
    """
    registry().kinds[kind]
    if actor is not None:
        _refuse_heaps(actor)
    values = {
        "kind": kind, "payload": payload, "title": title, "user_id": actor.id if actor else None,
        "subject_kind": subject.kind if subject else None, "subject_id": subject.id if subject else None,
        "facts": facts or {}, "language": language(), "idempotency_key": key, "priority": priority,
        "max_attempts": max_attempts, "run_after": run_after or clock.now(),
    }
    job, is_new = _insert(values)
    if is_new:
        record(Action.JOB_ENQUEUED, job.as_subject, actor, kind=kind, about=str(subject) if subject else None)
    return job


def cancel(job: Job, actor: User) -> None:
    """Stop `job`: a waiting one at once, a running one when its task next looks; asking twice does no harm.

    :raises Conflict: it is over already.
    """
    if job.status == Status.CANCELLED or job.is_cancelling:
        return
    if _move(job, Status.PENDING, "cancelled", status=Status.CANCELLED, completed_at=clock.now()):
        ledger.follow(db.session.connection(), job.kind, job.id, job.payload)
    elif not _move(job, Status.RUNNING, "cancelling", cancel_requested=True):
        raise Conflict(_("This job is over already."))
    record(Action.JOB_CANCELLED, job.as_subject, actor)
    on_commit(registry().bell.ended)
    on_commit(registry().bell.ring)


def retry(job: Job, actor: User) -> Job:
    """Try failed or cancelled work again, as a new job linked to the old; the second click gets the first's job.

    :raises Conflict: it did not fail, or its input is no longer kept.
    """
    if again := next_try(job):
        return again
    if job.status not in (Status.FAILED, Status.CANCELLED):
        raise Conflict(_("Only failed or cancelled work can be tried again."))
    if job.has_expired:
        raise Conflict(_("This is too old to be tried again: its input is no longer kept."))
    copied = ("kind", "payload", "title", "user_id", "subject_kind", "subject_id", "facts", "language",
              "idempotency_key", "priority", "max_attempts")
    again, is_new = _insert({name: getattr(job, name) for name in copied}
                            | {"retry_of_id": job.id, "run_after": clock.now()})
    if is_new:
        record(Action.JOB_RETRIED, job.as_subject, actor, retry=again.id)
    return again


def next_try(job: Job) -> Job | None:
    """The job by which `job` was tried again."""
    return db.session.scalar(sa.select(Job).where(Job.retry_of_id == job.id))


def wait_for(job_ids: Sequence[str], seconds: float) -> bool:
    """Wait until all these jobs are over, at most `seconds`; whether they are.

    No transaction is held meanwhile.

    :raises RuntimeError: the caller wrote something: commit first, nobody can see the jobs before.
    """
    release()
    bell, deadline, left = registry().bell, time.monotonic() + seconds, set(job_ids)
    with registry().courtesy.waiting():
        while True:
            since = bell.ends
            left -= _over(left)
            if not left or (seconds_left := deadline - time.monotonic()) <= 0:
                return not left
            bell.wait_for_end(since + len(left) - 1, min(seconds_left, LOOK_SECONDS))


def _over(job_ids: Iterable[str]) -> set[str]:
    with reading(), Session(db.engine) as session:
        return set(session.scalars(sa.select(Job.id).where(Job.id.in_(job_ids), Job.status.in_(OVER))))


def _refuse_heaps(actor: User) -> None:
    limit = current_app.config["FSR_JOB_USER_QUEUE"]
    waiting = db.session.scalar(
        sa.select(sa.func.count()).where(Job.user_id == actor.id, Job.status == Status.PENDING.value))
    if waiting is not None and waiting >= limit:
        raise TooMany(_("Too much of your work is waiting already. Let some of it end first."), 30)


def _insert(values: dict[str, Any]) -> tuple[Job, bool]:
    """Add a job, unless the unique key or the link to its first try says that it is there; whether it is new."""
    statement = ledger.insertion(db.engine.dialect.name, values)
    for _try in range(3):
        if (job_id := db.session.scalar(statement)) is not None:
            ledger.write_events(db.session.connection(), [(job_id, 0, "queued", "")])
            on_commit(partial(registry().announce, job_id))
            return db.session.get_one(Job, job_id), True
        if (job := _same(values)) is not None:
            return job, False
    raise Conflict(_("This work has just ended. Try again."))


def _same(values: dict[str, Any]) -> Job | None:
    """The job that stands in the way of one with `values`."""
    if key := values["idempotency_key"]:
        found = db.session.scalar(sa.select(Job).where(Job.idempotency_key == key, is_active))
        if found is not None:
            return found
    return db.session.scalar(sa.select(Job).where(Job.retry_of_id == values.get("retry_of_id", "")))


def _move(job: Job, was: Status, event: str, **values: Any) -> bool:
    """Change the row if it still is in state `was`; whether it was."""
    moved = db.session.execute(
        sa.update(Job).where(Job.id == job.id, Job.status == was.value).values(**values).returning(Job.id)
        .execution_options(synchronize_session=False)).scalar_one_or_none()
    if moved:
        ledger.write_events(db.session.connection(), [(job.id, job.attempt, event, "")])
        db.session.refresh(job)
    return moved is not None
