"""Signed-in browsers and programs: each has a row, so that it can be listed, ended and outlive a restart.

The cookie holds 256 random bits (inside Flask's signed cookie), the table their
hash.  Who asks is read in a short transaction of its own, so that a request
which then does slow work holds no lock meanwhile.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from fsr import clock
from fsr.auth.models import ApiToken, User, UserSession, secret_hash
from fsr.db import apart, db, reading, release

TOUCH = timedelta(minutes=1)
FRESH = timedelta(minutes=15)
"""How long after giving the password a dangerous change is allowed without asking again."""


_SESSION = sa.select(UserSession).join(UserSession.user).options(contains_eager(UserSession.user)).where(
    UserSession.token_hash == sa.bindparam("hash"), UserSession.ends_at > sa.bindparam("now"),
    UserSession.last_seen_at > sa.bindparam("idle_since"), User.is_active)
_TOKEN = sa.select(ApiToken).join(ApiToken.user).options(contains_eager(ApiToken.user)).where(
    ApiToken.token_hash == sa.bindparam("hash"), ApiToken.revoked_at.is_(None), User.is_active)
"""Made once: every request asks one of these, and making such a statement takes as long as running it."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request comes from: `address` as the proxies say, `agent` as the browser says."""

    address: str
    agent: str


@dataclass(frozen=True, slots=True)
class Limits:
    """When a session ends: unused for `idle`, or in any case after `longest`."""

    idle: timedelta
    longest: timedelta


def start(user: User, origin: Origin, limits: Limits) -> str:
    """Sign `user` in from `origin`; return the secret for the cookie, which is kept nowhere else."""
    secret, now = secrets.token_urlsafe(32), clock.now()
    user.last_sign_in_at = now
    db.session.add(UserSession(
        user_id=user.id, token_hash=secret_hash(secret), created_at=now, last_seen_at=now, confirmed_at=now,
        ends_at=now + limits.longest, address=origin.address[:45], agent=origin.agent[:200]))
    user.session_token = secret
    return secret


def find(secret: str, limits: Limits) -> UserSession | None:
    """The living session of `secret`, its user loaded; None when it ended, or was never there."""
    now = clock.now()
    with reading():
        found: UserSession | None = db.session.scalar(
            _SESSION, {"hash": secret_hash(secret), "now": now, "idle_since": now - limits.idle})
    _release_keeping(found)
    if found and now - found.last_seen_at > TOUCH:
        with apart() as session:
            session.execute(sa.update(UserSession).where(UserSession.id == found.id).values(last_seen_at=now))
    return found


def find_token(secret: str) -> ApiToken | None:
    """The living API token of `secret`, its user loaded."""
    with reading():
        found: ApiToken | None = db.session.scalar(_TOKEN, {"hash": secret_hash(secret)})
    _release_keeping(found)
    now = clock.now()
    if found and (found.last_used_at is None or now - found.last_used_at > TOUCH):
        with apart() as session:
            session.execute(sa.update(ApiToken).where(ApiToken.id == found.id).values(last_used_at=now))
    return found


def is_fresh(session: UserSession | None) -> bool:
    """Whether the password was given so lately that it need not be asked again."""
    return session is not None and clock.now() - session.confirmed_at < FRESH


def of(user: User, limits: Limits) -> list[UserSession]:
    """The living sessions of `user`, the last used first."""
    now = clock.now()
    return list(db.session.scalars(sa.select(UserSession).where(
        UserSession.user_id == user.id, UserSession.ends_at > now, UserSession.last_seen_at > now - limits.idle,
    ).order_by(UserSession.last_seen_at.desc(), UserSession.id.desc())))


def end_all(user: User, but: int | None = None) -> int:
    """End every session of `user` except the one with the id `but`; return how many."""
    query = sa.delete(UserSession).where(UserSession.user_id == user.id)
    if but is not None:
        query = query.where(UserSession.id != but)
    return len(list(db.session.scalars(query.returning(UserSession.id))))


def forget_ended(limits: Limits) -> int:
    """Remove the rows of sessions that ended by themselves; return how many."""
    now = clock.now()
    query = sa.delete(UserSession).where(
        sa.or_(UserSession.ends_at <= now, UserSession.last_seen_at <= now - limits.idle))
    return len(list(db.session.scalars(query.returning(UserSession.id))))


def _release_keeping(found: UserSession | ApiToken | None) -> None:
    """End the reading transaction, but keep what was read usable: a rollback would make it be read again."""
    rows = [found, found.user] if found else []
    for row in rows:
        db.session.expunge(row)
    release()
    db.session.add_all(rows)
