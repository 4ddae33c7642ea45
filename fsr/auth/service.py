"""What people do with accounts: set up, sign in, join, change and leave.

Hashing a password is slow, so verbs that do it ask the database shortly, let
go of it (`release`), hash, and only then begin to write.
"""

import logging
import secrets
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from fsr import clock, demo
from fsr.audit import service as audit
from fsr.audit.names import Action
from fsr.auth import access, passwords, sessions, throttle
from fsr.auth.models import ApiToken, Invite, Role, User, UserSession, secret_hash
from fsr.auth.sessions import Limits, Origin
from fsr.auth.throttle import Rule
from fsr.config import kept_secret
from fsr.db import apart, db, on_commit, release
from fsr.errors import Conflict, Gone, Invalid, NotFound
from fsr.subjects import Subject
from fsr.web.i18n import gettext as _

log = logging.getLogger(__name__)

INVITE_LIFE = timedelta(days=7)
BY_BOTH = Rule("sign-in", free=5, longest=900)
BY_ACCOUNT = Rule("sign-in-account", free=20, longest=60)
BY_ADDRESS = Rule("sign-in-address", free=20, longest=900)
SET_UP_KEY = Rule("set-up", free=5, longest=900)
PASSWORD = Rule("password", free=5, longest=900)


def subject(user: User) -> Subject:
    """How ledgers point at `user`."""
    return Subject("user", str(user.id))


def plain_email(text: str) -> str:
    """An address as it is compared: case does not matter."""
    return text.strip().casefold()


# Set-up

def is_set_up() -> bool:
    """Whether an active administrator exists."""
    return db.session.scalar(sa.select(User.id).where(User.role == Role.ADMIN, User.is_active).limit(1)) is not None


def setup_key(home: Path) -> str:
    """The key that proves that whoever sets up can read this machine's log; made once, kept with mode 0600."""
    return kept_secret(home / "setup_key")


def announce_key(home: Path) -> None:
    """Print the set-up key in the log, once for each process."""
    if home not in _announced:
        _announced.add(home)
        log.warning("No administrator yet. Open /setup and give this set-up key: %s", setup_key(home))


_announced: set[Path] = set()


def set_up(key: str, person: User, password: str, home: Path, origin: Origin) -> User:
    """Make `person` the first administrator.

    The key works once: its file goes when the administrator is committed.

    :raises Invalid: the key is wrong, or the password weak.
    :raises Gone: somebody else was faster.
    :raises TooMany: too many wrong keys from this address.
    """
    throttle.take([(SET_UP_KEY, SET_UP_KEY.key(throttle.place(origin.address)))])
    if not secrets.compare_digest(key.strip().encode(), setup_key(home).encode()):
        wrong = _("This is not the set-up key. It is printed in the log of the server.")
        raise Invalid(wrong, key=wrong)
    passwords.check(password, person.email.partition("@")[0], person.name)
    person.password_hash = passwords.hashed(password)
    audit.lock()
    if is_set_up():
        raise Gone(_("fsr is set up already. Sign in."))
    person.role = Role.ADMIN
    _add(person)
    audit.record(Action.SET_UP, subject(person), person)
    on_commit(lambda: (home / "setup_key").unlink(missing_ok=True))
    return person


def load_demo(actor: User) -> int:
    """Make the demo data of all features, owned by `actor`; return how many things were made."""
    count = demo.load(actor)
    audit.record(Action.DEMO_LOADED, None, actor, count=count)
    return count


def remove_demo(actor: User) -> int:
    """Take the demo data of all features away; return how many things went."""
    count = demo.remove(actor)
    audit.record(Action.DEMO_REMOVED, None, actor, count=count)
    return count


def create_user(email: str, role: Role, password: str, actor: User | None, *, name: str = "",
                language: str = "en", timezone: str = "Europe/Riga") -> User:
    """Add a person with a password.  Slow: call it before anything is written.

    :raises Conflict: there is an account with this address.
    :raises Invalid: the password is weak, or the address is none.
    """
    email = plain_email(email)
    name = name.strip() or email.partition("@")[0]
    if not 3 <= len(email) <= 254 or "@" not in email.strip("@"):
        raise Invalid(_("This is not an e-mail address."), email=_("This is not an e-mail address."))
    passwords.check(password, email.partition("@")[0], name)
    kept = passwords.hashed(password)
    user = _add(User(email=email, name=name, role=role, password_hash=kept, language=language, timezone=timezone))
    audit.record(Action.USER_CREATED, subject(user), actor, role=role.value)
    return user


def _add(user: User) -> User:
    if _by_email(user.email):
        taken = _("There is an account with this e-mail address already.")
        raise Conflict(taken)
    db.session.add(user)
    db.session.flush()
    return user


def _by_email(email: str) -> User | None:
    return db.session.scalar(sa.select(User).where(User.email == plain_email(email)))


# Signing in and out

def sign_in(email: str, password: str, origin: Origin, limits: Limits, before: UserSession | None = None) -> str:
    """Start a session for whoever knows the password, and end the one `before`; return the secret for the cookie.

    :raises Invalid: in the same words and time whether the account, the password or its right to sign in is missing.
    :raises TooMany: after too many failures (`fsr.auth.throttle`).
    """
    email, place = plain_email(email), throttle.place(origin.address)
    both, account, address = (BY_BOTH.key(place, secret_hash(email)[:24]),
                              BY_ACCOUNT.key(secret_hash(email)[:24]), BY_ADDRESS.key(place))
    throttle.take([(BY_BOTH, both), (BY_ACCOUNT, account), (BY_ADDRESS, address)])
    user = _by_email(email)
    user_id, kept, active = (user.id, user.password_hash, user.is_active) if user else (None, None, False)
    release()
    if not passwords.matches(kept, password) or user is None or not active:
        _log_refusal(user_id, origin)
        raise Invalid(_("The e-mail address or the password is not right."))
    throttle.forgive([both, account], but_one=[(BY_ADDRESS, address)])
    if before is not None:
        sign_out(before, before.user)
    return start_session(user, origin, limits)


def start_session(user: User, origin: Origin, limits: Limits) -> str:
    """Sign `user` in, whose password was just given or chosen; return the secret for the cookie."""
    secret = sessions.start(user, origin, limits)
    audit.record(Action.SIGNED_IN, subject(user), user)
    return secret


def _log_refusal(user_id: int | None, origin: Origin) -> None:
    log.warning("sign-in refused for %s from %s", f"user {user_id}" if user_id else "an unknown account",
                origin.address)
    with apart() as session:
        audit.record(Action.SIGN_IN_FAILED, Subject("user", str(user_id)) if user_id else None, None, session=session)


def sign_out(session: UserSession, actor: User) -> None:
    """End one session; its own user does it by signing out."""
    audit.record(Action.SESSION_ENDED, Subject("user", str(session.user_id)), actor, session_id=session.id)
    db.session.execute(sa.delete(UserSession).where(UserSession.id == session.id))


def end_sessions(user: User, actor: User, but: UserSession | None = None) -> int:
    """End all sessions of `user`, except `but`; return how many."""
    access.must_manage(actor, user)
    count = sessions.end_all(user, but.id if but else None)
    audit.record(Action.SESSIONS_ENDED, subject(user), actor, count=count)
    return count


def confirm(session: UserSession, password: str) -> None:
    """Note that whoever uses this session knows the password now.

    :raises Invalid: it is the wrong one.
    """
    user_id = session.user_id
    _must_know(session.user, password)
    db.session.execute(
        sa.update(UserSession).where(UserSession.id == session.id).values(confirmed_at=clock.now()))
    audit.record(Action.CONFIRMED, Subject("user", str(user_id)), session.user)


def _must_know(user: User, password: str) -> None:
    kept, key = user.password_hash, PASSWORD.key(user.id)
    throttle.take([(PASSWORD, key)])
    if not passwords.matches(kept, password):
        wrong = _("This is not your password.")
        raise Invalid(wrong, current=wrong)
    throttle.forgive([key])


# One's own account

def edit_profile(user: User, **values: str) -> None:
    """Change name, language, timezone, theme or density."""
    changed = sorted(name for name, value in values.items() if getattr(user, name) != value)
    for name in changed:
        setattr(user, name, values[name])
    if changed:
        audit.record(Action.PROFILE_EDITED, subject(user), user, fields=changed)


def change_password(user: User, current: str, new: str, keep: UserSession | None) -> None:
    """Change the password and end all other sessions.

    :raises Invalid: `current` is wrong, or `new` is weak.
    """
    _must_know(user, current)
    passwords.check(new, user.email.partition("@")[0], user.name)
    user.password_hash = passwords.hashed(new)
    user.password_changed_at = clock.now()
    _end_links(user.email)
    count = sessions.end_all(user, keep.id if keep else None)
    audit.record(Action.PASSWORD_CHANGED, subject(user), user, sessions_ended=count)


def create_token(user: User, name: str, actor: User | None) -> tuple[ApiToken, str]:
    """Make a key for programs that act as `user`; the secret is returned once and kept nowhere."""
    secret = f"fsr_{secrets.token_urlsafe(32)}"
    token = ApiToken(user_id=user.id, name=name[:120], start=secret[:10], token_hash=secret_hash(secret))
    db.session.add(token)
    db.session.flush()
    audit.record(Action.TOKEN_CREATED, subject(user), actor, token_id=token.id)
    return token, secret


def revoke_token(token: ApiToken, actor: User) -> None:
    """End a token at once; a second time does nothing."""
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        audit.record(Action.TOKEN_REVOKED, Subject("user", str(token.user_id)), actor, token_id=token.id)


# Others' accounts

def invite(email: str, role: Role, actor: User) -> tuple[Invite, str]:
    """Invite somebody new; return the invite and the secret of its link, which is kept nowhere.

    :raises Conflict: there is an account with this address.
    """
    access.must_give(actor, role)
    if _by_email(email):
        raise Conflict(_("There is an account with this e-mail address already."))
    return _invite(plain_email(email), role, None, actor)


def invite_back(user: User, actor: User) -> tuple[Invite, str]:
    """Make a link by which `user`, who forgot the password, sets a new one."""
    access.must_manage(actor, user)
    return _invite(user.email, user.role, user, actor)


def _invite(email: str, role: Role, user: User | None, actor: User) -> tuple[Invite, str]:
    secret, now = secrets.token_urlsafe(32), clock.now()
    _end_links(email)
    made = Invite(email=email, role=role, token_hash=secret_hash(secret), user_id=user.id if user else None,
                  created_by_id=actor.id, expires_at=now + INVITE_LIFE)
    db.session.add(made)
    db.session.flush()
    audit.record(Action.USER_INVITED, Subject("invite", str(made.id)), actor, role=role.value, user_id=made.user_id)
    return made, secret


def _end_links(email: str) -> None:
    """Make all earlier links of an address useless."""
    db.session.execute(sa.update(Invite).where(
        Invite.email == email, Invite.accepted_at.is_(None), Invite.revoked_at.is_(None),
    ).values(revoked_at=clock.now()))


def _end_links_made_by(user: User, role: Role | None) -> None:
    """Make useless the links that `user` made and, having `role` now (None: no say at all), could not make any more."""
    may = access.MANAGES[role] if role else frozenset()
    db.session.execute(sa.update(Invite).where(
        Invite.created_by_id == user.id, Invite.role.not_in(may), Invite.accepted_at.is_(None),
        Invite.revoked_at.is_(None)).values(revoked_at=clock.now()))


def revoke_invite(invite: Invite, actor: User) -> None:
    """Make the link of `invite` useless."""
    access.must_give(actor, invite.role)
    if invite.revoked_at is None and invite.accepted_at is None:
        invite.revoked_at = clock.now()
        audit.record(Action.INVITE_REVOKED, Subject("invite", str(invite.id)), actor)


def open_invite(secret: str) -> Invite:
    """The invite of a link.

    :raises NotFound: there never was one.
    :raises Gone: it was used, revoked, or is too old.
    """
    found = db.session.scalar(sa.select(Invite).where(Invite.token_hash == secret_hash(secret)))
    if found is None:
        raise NotFound(_("There is no such invitation."))
    if found.accepted_at or found.revoked_at or found.expires_at <= clock.now():
        raise Gone(_("This invitation has ended. Ask your administrator for a new link."))
    return found


def invited(invite: Invite) -> User | None:
    """Whose forgotten password the invite is for; None when it is for somebody new."""
    return db.session.get(User, invite.user_id) if invite.user_id else None


def accept(secret: str, password: str, *, name: str, language: str, timezone: str) -> User:
    """Let the holder of a link set a password, and join if new.

    :raises Invalid: the password is weak.
    """
    about = open_invite(secret).email.partition("@")[0]
    release()
    passwords.check(password, about, name)
    kept = passwords.hashed(password)
    audit.lock()
    invite = open_invite(secret)
    user = invited(invite)
    if user is None:
        user = _add(User(email=invite.email, name=name, role=invite.role, password_hash=kept, language=language,
                         timezone=timezone))
    user.password_hash, user.password_changed_at, invite.accepted_at = kept, clock.now(), clock.now()
    sessions.end_all(user)
    audit.record(Action.USER_JOINED, subject(user), user, invite_id=invite.id)
    return user


def change_role(user: User, role: Role, actor: User) -> None:
    """Give `user` another role.

    Links for a new password end: whoever made one for an agent must not hold a key to an administrator.

    :raises Conflict: no administrator would be left.
    """
    access.must_manage(actor, user)
    access.must_give(actor, role)
    if user.role is Role.ADMIN and role is not Role.ADMIN:
        _must_leave_an_admin(user)
    audit.record(Action.ROLE_CHANGED, subject(user), actor, was=user.role.value, now=role.value)
    user.role = role
    _end_links(user.email)
    _end_links_made_by(user, role)


def deactivate(user: User, actor: User) -> None:
    """Take the right to sign in away, at once: sessions, tokens and links end, the invitations that `user` made too.

    :raises Conflict: no administrator would be left, or it is oneself.
    """
    access.must_manage(actor, user)
    if user.id == actor.id:
        raise Conflict(_("You cannot deactivate your own account."))
    if user.role is Role.ADMIN:
        _must_leave_an_admin(user)
    user.is_active = False
    _end_links(user.email)
    _end_links_made_by(user, None)
    db.session.execute(sa.update(ApiToken).where(ApiToken.user_id == user.id, ApiToken.revoked_at.is_(None))
                       .values(revoked_at=clock.now()))
    audit.record(Action.USER_DEACTIVATED, subject(user), actor, sessions_ended=sessions.end_all(user))


def reactivate(user: User, actor: User) -> None:
    """Let a deactivated person sign in again."""
    access.must_manage(actor, user)
    if not user.is_active:
        user.is_active = True
        audit.record(Action.USER_REACTIVATED, subject(user), actor)


def _must_leave_an_admin(leaving: User) -> None:
    """Two administrators who demote each other at once wait for each other here, so that one of them stays."""
    admins = db.session.scalars(sa.select(User.id).where(User.role == Role.ADMIN, User.is_active).with_for_update())
    if set(admins) <= {leaving.id}:
        raise Conflict(_("At least one administrator must stay."))
