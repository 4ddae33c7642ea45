"""Reads of the log: a page of it, all of it for an export, and whether it is whole."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from fsr.audit.forms import Filter
from fsr.audit.models import AuditEvent, AuditHead
from fsr.db import db, reading, release

PAGE, BATCH = 50, 1000
CLOCK_SLACK = timedelta(seconds=2)
"""How far the clock may go back between two events; two processes never agree to the millisecond."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some events, the newest first; `older` and `newer` are the seq to go on from, or None."""

    events: list[AuditEvent]
    older: int | None
    newer: int | None


@dataclass(slots=True)
class Report:
    """What `verify` found: the number of events, and one sentence for each fault."""

    count: int = 0
    faults: list[str] = field(default_factory=list)


def page(wanted: Filter, zone: ZoneInfo) -> Page:
    """The events that `wanted` asks for, paged by seq, so that new events never shift a page."""
    query = _narrow(sa.select(AuditEvent), wanted, zone)
    if wanted.after is not None:
        query = query.where(AuditEvent.seq > wanted.after).order_by(AuditEvent.seq)
        rows = list(db.session.scalars(query.limit(PAGE + 1)))
        events, more = rows[:PAGE][::-1], len(rows) > PAGE
        return Page(events, events[-1].seq if events else None, events[0].seq if more else None)
    if wanted.before is not None:
        query = query.where(AuditEvent.seq < wanted.before)
    rows = list(db.session.scalars(query.order_by(AuditEvent.seq.desc()).limit(PAGE + 1)))
    events = rows[:PAGE]
    newer = events[0].seq if events and wanted.before is not None else None
    return Page(events, events[-1].seq if len(rows) > PAGE else None, newer)


def everything(wanted: Filter, zone: ZoneInfo) -> Iterator[AuditEvent]:
    """All events that `wanted` asks for, the oldest first, a thousand in memory at a time.

    Each thousand is a short transaction of its own: a slow reader of the download holds nothing.
    """
    query, last = _narrow(sa.select(AuditEvent), wanted, zone).order_by(AuditEvent.seq).limit(BATCH), 0
    while True:
        with reading():
            events = list(db.session.scalars(query.where(AuditEvent.seq > last)))
        db.session.expunge_all()
        release()
        yield from events
        if len(events) < BATCH:
            return
        last = events[-1].seq


def _narrow(query: sa.Select[AuditEvent], wanted: Filter, zone: ZoneInfo) -> sa.Select[AuditEvent]:
    if wanted.actor is not None:
        query = query.where(AuditEvent.actor_id == wanted.actor)
    if wanted.action:
        query = query.where(AuditEvent.action == wanted.action)
    if wanted.kind:
        query = query.where(AuditEvent.subject_kind == wanted.kind)
    if wanted.subject:
        query = query.where(AuditEvent.subject_id == wanted.subject)
    if wanted.first:
        query = query.where(AuditEvent.ts >= datetime.combine(wanted.first, time(), zone).astimezone(UTC))
    if wanted.last:
        end = datetime.combine(wanted.last + timedelta(days=1), time(), zone)
        query = query.where(AuditEvent.ts < end.astimezone(UTC))
    return query


def kinds() -> list[str]:
    """The kinds of things that events are about, for the filter."""
    query = sa.select(AuditEvent.subject_kind).where(AuditEvent.subject_kind.is_not(None)).distinct()
    return sorted(kind for kind in db.session.scalars(query) if kind)


def actor_ids() -> list[int]:
    """The users who did something, for the filter."""
    query = sa.select(AuditEvent.actor_id).where(AuditEvent.actor_id.is_not(None)).distinct()
    return sorted(actor for actor in db.session.scalars(query) if actor is not None)


def verify() -> Report:
    """Whether the events are numbered 1…n without a gap, up to the head, and in the order of time."""
    report, before = Report(), None
    query = sa.select(AuditEvent.seq, AuditEvent.ts).order_by(AuditEvent.seq)
    with reading(), db.session.execute(query.execution_options(yield_per=10_000)) as rows:
        for expected, (seq, ts) in enumerate(rows, 1):
            if seq != expected:
                report.faults.append(f"GAP: event {expected} is missing; the next is {seq}.")
                return report
            if before is not None and before - ts > CLOCK_SLACK:
                report.faults.append(f"CLOCK: event {seq} is dated {before - ts} before the one that precedes it.")
            report.count, before = expected, ts
    head = db.session.scalar(sa.select(AuditHead.seq))
    if head != report.count:
        report.faults.append(f"TRUNCATED: the head says {head} events, there are {report.count}.")
    return report
