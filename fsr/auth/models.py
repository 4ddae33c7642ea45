"""People, and what proves who they are.

Secrets are kept as SHA-256 only: they are 256 random bits, so a slow hash
would add nothing (ASVS 5.0 6.5.2); passwords are argon2id.
"""

import hashlib
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from flask_login import UserMixin
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fsr import clock
from fsr.db import Instant, Model, instant, pk


class Role(StrEnum):
    """What a user may do; the matrix is `fsr.auth.access.MATRIX`."""

    ADMIN = "admin"
    SUPERVISOR = "supervisor"
    AGENT = "agent"
    AUDITOR = "auditor"


role_column = sa.Enum(Role, native_enum=False, length=20, values_callable=lambda roles: [role.value for role in roles])


def secret_hash(secret: str) -> str:
    """How a random secret is kept: SHA-256, hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


class User(UserMixin, Model):
    """A person with an account; never deleted, because events and rows point here.

    email     lower case, the name to sign in with
    theme     "auto", "light" or "dark"
    density   "comfortable" or "compact"
    """

    __tablename__ = "users"
    __table_args__ = (sa.UniqueConstraint("email"),)

    id: Mapped[pk]
    email: Mapped[str] = mapped_column(sa.String(254))
    name: Mapped[str] = mapped_column(sa.String(120))
    role: Mapped[Role] = mapped_column(role_column)
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    password_changed_at: Mapped[instant] = mapped_column(default=clock.now)
    language: Mapped[str] = mapped_column(sa.String(8), default="en")
    timezone: Mapped[str] = mapped_column(sa.String(64), default="Europe/Riga")
    theme: Mapped[str] = mapped_column(sa.String(8), default="auto")
    density: Mapped[str] = mapped_column(sa.String(12), default="comfortable")
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[instant] = mapped_column(default=clock.now)
    last_sign_in_at: Mapped[datetime | None] = mapped_column(Instant)

    session_token = ""
    """The secret of the session just started; only in memory, for the cookie."""

    def get_id(self) -> str:
        """What flask-login keeps in the cookie: the session's secret, so that ending the session ends the cookie."""
        return self.session_token

    @property
    def is_admin(self) -> bool:
        """Whether this person looks after the accounts."""
        return self.role is Role.ADMIN


class UserSession(Model):
    """One signed-in browser.

    ends_at       used or not
    confirmed_at  when the password was last given in it
    """

    __tablename__ = "user_sessions"
    __table_args__ = (sa.UniqueConstraint("token_hash"),)

    id: Mapped[pk]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64))
    created_at: Mapped[instant]
    last_seen_at: Mapped[instant]
    ends_at: Mapped[instant]
    confirmed_at: Mapped[instant]
    address: Mapped[str] = mapped_column(sa.String(45))
    agent: Mapped[str] = mapped_column(sa.String(200))
    user: Mapped[User] = relationship()


class ApiToken(Model):
    """A key for programs, with its owner's rights; `start` is its first characters, to be recognised by."""

    __tablename__ = "api_tokens"
    __table_args__ = (sa.UniqueConstraint("token_hash"),)

    id: Mapped[pk]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    start: Mapped[str] = mapped_column(sa.String(12))
    token_hash: Mapped[str] = mapped_column(sa.String(64))
    created_at: Mapped[instant] = mapped_column(default=clock.now)
    last_used_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    user: Mapped[User] = relationship()


class Invite(Model):
    """A link by which one person sets a password, once: a new one joins, or (`user_id`) one who forgot it returns."""

    __tablename__ = "invites"
    __table_args__ = (sa.UniqueConstraint("token_hash"),)

    id: Mapped[pk]
    email: Mapped[str] = mapped_column(sa.String(254))
    role: Mapped[Role] = mapped_column(role_column)
    token_hash: Mapped[str] = mapped_column(sa.String(64))
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[instant] = mapped_column(default=clock.now)
    expires_at: Mapped[instant]
    accepted_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)


class Throttle(Model):
    """Failed tries under one key ("sign-in ana@example.com"); nothing is let through before `open_at`."""

    __tablename__ = "throttles"

    key: Mapped[str] = mapped_column(sa.String(160), primary_key=True)
    tries: Mapped[int]
    last_at: Mapped[instant] = mapped_column(index=True)
    open_at: Mapped[instant]
