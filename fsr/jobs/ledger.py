"""What workers write about jobs: claims, leases and ends.  Nothing here commits.

Two rules make every job end exactly once.  *Claim*: one UPDATE turns a row
from pending to running, counts the attempt and gives it a new token; of two
workers one changes no row.  *Fence*: whatever is written for a running job
names that token, so a worker that was silent for longer than its lease, and
whose job was handed on, changes nothing any more.
"""

import secrets
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from fsr import clock
from fsr.db import Instant
from fsr.jobs.models import Job, Status, is_pending, is_running, job_events, jobs
from fsr.jobs.registry import registry
from fsr.jobs.run import Claim

CLAIMING = 0x6A6F6273
"""PostgreSQL's advisory lock ("jobs") that one claiming transaction holds at a time, so that two of them
cannot both find their owner one job below the limit.  It is taken last, so nobody waits for it in a circle."""

FREE = {"lease_owner": None, "lease_token": None, "lease_until": None}
"""The columns of a job that nobody holds."""

FOLLOWING = 10
"""The priority of a job that follows one that failed: somebody waits to be told."""

Line = tuple[str, int, str, str]
"""A line of a job's history: job id, attempt, kind of event, message."""


@dataclass(frozen=True, slots=True)
class End:
    """How an attempt ended.

    event   what the job's history says of it; `message` with it
    values  the columns to set, `status` among them
    """

    claim: Claim
    event: str
    values: dict[str, Any]
    message: str = ""

    @property
    def is_final(self) -> bool:
        """Whether the job is over with it."""
        return bool(self.values["status"] != Status.PENDING)


def insertion(dialect: str, values: dict[str, Any]) -> Any:
    """The statement that adds a job and returns its id; no row where its key is active or its first try was retried."""
    insert = (postgresql if dialect == "postgresql" else sqlite).insert(Job)
    return insert.values(id=str(uuid.uuid4()), **values).on_conflict_do_nothing().returning(Job.id)


def is_due(now: Any, kinds: Any) -> tuple[sa.ColumnElement[bool] | sa.TextClause, ...]:
    """The conditions of a job that may be taken now.

    The kind is compared as an expression: else SQLite reads every job of the kinds by their index, and sorts
    them, where the small index of what waits has them in order.
    """
    return is_pending, jobs.c.run_after <= now, jobs.c.kind.concat("").in_(kinds)


def claim(
    connection: sa.Connection, kinds: Iterable[str], owner: str, lease: timedelta, *, limit: int, count: int = 1,
    history: list[Line] | None = None,
) -> list[Claim]:
    """Take up to `count` due jobs of `kinds`, by priority and then age.

    What is read here cannot change before it is written: SQLite lets one writer in at a time, and on
    PostgreSQL the rows are locked, those that somebody just changes being passed over.

    :param limit: how many jobs of one owner may run at once; 0 for any number.
    :param history: takes the lines of the jobs' histories, for the caller to write; None: they are written here.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_one_claims)
    now = clock.now()
    taken = [Claim(token=secrets.token_hex(16), **row) for row in _due(connection, tuple(kinds), now, limit, count)]
    if taken:
        hold = {"at": now, "owner": owner, "until": now + lease}
        connection.execute(_take, [{"job": job.id, "token": job.token, **hold} for job in taken])
        _tell(connection, [(job.id, job.attempt, "started", "") for job in taken], history)
    return taken


_one_claims = sa.select(sa.func.pg_advisory_xact_lock(CLAIMING))

_take = (
    sa.update(jobs).where(jobs.c.id == sa.bindparam("job"), is_pending)
    .values(status=Status.RUNNING.value, attempt=jobs.c.attempt + 1, progress=0, progress_message=None,
            lease_owner=sa.bindparam("owner"), lease_token=sa.bindparam("token"), lease_until=sa.bindparam("until"),
            started_at=sa.func.coalesce(jobs.c.started_at, sa.bindparam("at", type_=Instant))))

_running = sa.select(jobs.c.user_id).where(is_running, jobs.c.lease_until.is_not(None))

_candidates = (
    sa.select(jobs.c.id, jobs.c.kind, jobs.c.payload, (jobs.c.attempt + 1).label("attempt"), jobs.c.max_attempts,
              jobs.c.user_id, jobs.c.language)
    .where(*is_due(sa.bindparam("at", type_=Instant), sa.bindparam("kinds", expanding=True)))
    .order_by(jobs.c.priority.desc(), jobs.c.run_after).limit(sa.bindparam("count")).with_for_update(skip_locked=True))

_others_candidates = _candidates.where(
    jobs.c.id.not_in(sa.bindparam("chosen", expanding=True)),
    sa.or_(jobs.c.user_id.is_(None), jobs.c.user_id.not_in(sa.bindparam("busy", expanding=True))))


def _due(
    connection: sa.Connection, kinds: tuple[str, ...], now: datetime, limit: int, count: int,
) -> Sequence[sa.RowMapping]:
    """The next `count` jobs due of owners with fewer than `limit` running, those chosen here included."""
    ask: dict[str, Any] = {"at": now, "kinds": kinds, "count": count}
    rows = connection.execute(_candidates, ask).mappings().all()
    if not limit or all(row["user_id"] is None for row in rows):
        return rows
    running = Counter(user for user in connection.scalars(_running) if user is not None)
    chosen = _within(limit, rows, running)
    while len(chosen) < count and len(rows) == ask["count"]:  # some were passed over, others may wait behind them
        busy = [user for user, number in running.items() if number >= limit]
        ask |= {"count": count - len(chosen), "busy": busy, "chosen": [row["id"] for row in chosen]}
        rows = connection.execute(_others_candidates, ask).mappings().all()
        chosen += _within(limit, rows, running)
    return chosen


def _within(limit: int, rows: Sequence[sa.RowMapping], running: Counter[int]) -> list[sa.RowMapping]:
    """Those of `rows` whose owners have fewer than `limit` running; from now on they count as running."""
    chosen = []
    for row in rows:
        user = row["user_id"]
        if user is None or running[user] < limit:
            chosen.append(row)
            running.update(() if user is None else (user,))
    return chosen


def finish(connection: sa.Connection, ends: Sequence[End], history: list[Line] | None = None) -> list[bool]:
    """Write how attempts ended; for each whether the lease was still ours and so the end counts.

    :param history: as for `claim`.
    """
    held = {row.id: row.lease_token for row in connection.execute(_held, {"ids": [end.claim.id for end in ends]})}
    kept = [held.get(end.claim.id) == end.claim.token for end in ends]
    counting = [end for end, counts in zip(ends, kept, strict=True) if counts]
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for end in counting:
        values = {**FREE, **end.values, "completed_at": clock.now() if end.is_final else None}
        groups.setdefault(tuple(values), []).append({"job": end.claim.id, **values})
    for names, rows in groups.items():
        connection.execute(_ending(names), rows)
    _tell(connection, [(end.claim.id, end.claim.attempt, end.event, end.message) for end in counting], history)
    for end in counting:
        if end.is_final and end.values["status"] != Status.COMPLETED:
            follow(connection, end.claim.kind, end.claim.id, end.claim.payload)
    return kept


_held = sa.select(jobs.c.id, jobs.c.lease_token).where(
    jobs.c.id.in_(sa.bindparam("ids", expanding=True)), is_running).with_for_update()


@lru_cache(maxsize=16)
def _ending(names: tuple[str, ...]) -> sa.Update:
    """The UPDATE that sets the columns `names` of one `job` that is known to be ours."""
    return sa.update(jobs).where(jobs.c.id == sa.bindparam("job")).values({name: sa.bindparam(name) for name in names})


def renew(connection: sa.Connection, tokens: dict[str, str], until: datetime) -> set[str]:
    """Prolong the leases of `tokens` (job id → token) to `until`; the ids of those still ours."""
    if not tokens:
        return set()
    rows = connection.execute(
        sa.update(jobs).where(Job.lease_token.in_(tokens.values()), is_running)
        .values(lease_until=until).returning(Job.id))
    return set(rows.scalars())


def asked_to_stop(connection: sa.Connection, tokens: dict[str, str]) -> dict[str, bool]:
    """Of the jobs of `tokens` (job id → token) that are still ours: whether their owner wants them to stop."""
    if not tokens:
        return {}
    rows = connection.execute(sa.select(Job.id, Job.cancel_requested).where(
        Job.id.in_(tokens), Job.lease_token.in_(tokens.values()), is_running))
    return {row.id: row.cancel_requested for row in rows}


def give_back(connection: sa.Connection, claims: Sequence[Claim]) -> None:
    """Put jobs that an orderly stop interrupts back into the queue, without counting the attempt."""
    ends = [End(job, "returned", {"status": Status.PENDING.value, "attempt": job.attempt - 1}) for job in claims]
    finish(connection, ends)


def follow(connection: sa.Connection, kind: str, ended_id: str, payload: dict[str, Any] | None) -> None:
    """Ask for the job that follows one of `kind` that failed or was cancelled, if its kind names one."""
    known = registry().kinds.get(kind)
    if known is None or not known.afterwards:
        return
    connection.execute(insertion(connection.dialect.name, {
        "kind": known.afterwards, "title": known.afterwards, "payload": {**(payload or {}), "ended_id": ended_id},
        "facts": {}, "language": "en", "priority": FOLLOWING, "idempotency_key": f"{known.afterwards}:{ended_id}"}))


def _tell(connection: sa.Connection, lines: list[Line], history: list[Line] | None) -> None:
    if history is None:
        write_events(connection, lines)
    else:
        history += lines


def write_events(connection: sa.Connection, lines: Sequence[Line]) -> None:
    """Add lines to the jobs' histories."""
    if lines:
        now = clock.now()
        connection.execute(sa.insert(job_events), [
            {"job_id": job, "at": now, "attempt": attempt, "kind": kind, "message": message}
            for job, attempt, kind, message in lines])


def backoff(attempt: int, base: float) -> timedelta:
    """How long to wait after the failed `attempt`: `base` seconds, then 4, 16, … times as long, at most an hour.

    A tenth more or less by chance, so that what failed together is not tried together.
    """
    seconds = min(base * 4 ** (attempt - 1), 3600.0)
    return timedelta(seconds=seconds * (0.9 + 0.2 * secrets.randbelow(1000) / 1000))
