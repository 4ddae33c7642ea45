"""Write to the log, in the transaction of what is logged.

An event gets its number just before the commit, not where it is recorded: the
head row is locked last and for the shortest time, so two transactions that
touch the same rows in another order cannot wait for each other (PostgreSQL),
and a rolled-back change leaves neither an event nor a gap.  Price: an event
cannot be queried before the commit that makes it true.
"""

from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from fsr import clock
from fsr.audit.models import AuditEvent, AuditHead
from fsr.audit.names import Action
from fsr.db import apart, db, only_reading
from fsr.subjects import Subject
from fsr.web.request_id import current

WAITING = "audit_waiting"

_EVENTS, _HEAD = (AuditEvent.metadata.tables[model.__tablename__] for model in (AuditEvent, AuditHead))
_NEXT = sa.update(_HEAD).where(_HEAD.c.id == 1).values(seq=_HEAD.c.seq + sa.bindparam("count")).returning(_HEAD.c.seq)
_INSERT = sa.insert(_EVENTS)
"""Made once, and without the ORM, because every change of anything waits for these two."""


class Actor(Protocol):
    """Whoever does something: a `User`, seen from below."""

    @property
    def id(self) -> int:
        """The user's id."""


def record(
    action: Action, subject: Subject | None, actor: Actor | None, *,
    actor_kind: str = "user", session: Session | None = None, **details: Any,
) -> None:
    """Log `action`, to be committed with the change, or rolled back with it.

    :param actor: None where no user acts; `actor_kind` then says who ("system" or "share").
    :param session: the session of `apart()`, for facts that outlive a refusal.
    :param details: JSON values only; ids, codes, old and new values.
    :raises RuntimeError: inside a transaction that only reads: a GET logs through `apart()`.
    """
    session = session or db.session()
    if only_reading():
        raise RuntimeError("an event in a transaction that only reads: record it through apart()")
    if not session.in_transaction():
        session.begin()  # a rollback of a transaction that never began would be told to nobody
    entry = {
        "ts": clock.now(), "actor_id": actor.id if actor else None,
        "actor_kind": actor_kind if actor or actor_kind != "user" else "system", "action": Action(action).value,
        "subject_kind": subject.kind if subject else None, "subject_id": subject.id if subject else None,
        "details": details, "request_id": current(),
    }
    session.info.setdefault(WAITING, []).append((session.get_nested_transaction(), entry))
    session.info["wrote"] = True  # `release()` must not lose it


def record_export(actor: Actor, wanted: dict[str, str]) -> None:
    """Log that somebody took the log away, filtered by `wanted`; at once, since the download is a GET."""
    with apart() as session:
        record(Action.AUDIT_EXPORTED, None, actor, session=session, filter=wanted)


def lock() -> None:
    """Wait for every other writer of the log, and keep them waiting until this transaction ends.

    For verbs that must see what others did a moment ago: of two that set up,
    the second must find the first's administrator.
    """
    db.session.execute(sa.update(AuditHead).where(AuditHead.id == 1).values(seq=AuditHead.seq))


def _write(session: Session) -> None:
    if session.in_nested_transaction() or not (waiting := session.info.pop(WAITING, [])):
        return
    session.flush()
    count, connection = len(waiting), session.connection()
    last = connection.execute(_NEXT, {"count": count}).scalar_one()
    rows = [{"seq": last - count + number, **entry} for number, (_, entry) in enumerate(waiting, 1)]
    connection.execute(_INSERT, rows)


def _forget(session: Session, ended: SessionTransaction) -> None:
    """Drop what was recorded inside a savepoint, or a transaction, that was rolled back."""
    if not ended.nested:
        session.info.pop(WAITING, None)
    elif waiting := session.info.get(WAITING):
        session.info[WAITING] = [(nested, entry) for nested, entry in waiting if nested is not ended]


event.listen(Session, "before_commit", _write)
event.listen(Session, "after_soft_rollback", _forget)
