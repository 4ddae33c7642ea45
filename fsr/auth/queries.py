"""What the pages of accounts show."""

import sqlalchemy as sa

from fsr import clock
from fsr.auth.access import MANAGES
from fsr.auth.models import ApiToken, Invite, Role, User
from fsr.db import db

LONGEST = 254
"""Characters of a search that count: no address is longer, and SQLite compares with no pattern above 50 kB."""


def active_user(email: str) -> User | None:
    """The active account with this address."""
    return db.session.scalar(sa.select(User).where(User.email == email.strip().casefold(), User.is_active))


def first_admin() -> User | None:
    """The administrator who has been there longest; commands without a user act for this one."""
    return db.session.scalar(sa.select(User).where(User.role == Role.ADMIN, User.is_active).order_by(User.id).limit(1))


def users_for(actor: User, search: str = "") -> list[User]:
    """The accounts that `actor` looks after, active ones first, by name; `search` in name or address."""
    query = sa.select(User).where(User.role.in_(MANAGES[actor.role]))
    if search:
        text = search.strip()[:LONGEST].lower()
        pattern = "%" + text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
        query = query.where(sa.or_(sa.func.lower(User.name).like(pattern, escape="\\"),
                                   User.email.like(pattern, escape="\\")))
    return list(db.session.scalars(query.order_by(User.is_active.desc(), sa.func.lower(User.name), User.id)))


def open_invites(actor: User) -> list[Invite]:
    """Invitations that still work and that `actor` could have made, the newest first."""
    return list(db.session.scalars(sa.select(Invite).where(
        Invite.accepted_at.is_(None), Invite.revoked_at.is_(None), Invite.expires_at > clock.now(),
        Invite.role.in_(MANAGES[actor.role])).order_by(Invite.id.desc())))


def tokens_of(user: User) -> list[ApiToken]:
    """The tokens of `user` that still work, the newest first."""
    return list(db.session.scalars(sa.select(ApiToken).where(
        ApiToken.user_id == user.id, ApiToken.revoked_at.is_(None)).order_by(ApiToken.id.desc())))
