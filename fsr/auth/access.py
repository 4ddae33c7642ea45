"""Who may do what with accounts.

Source of the matrix: the roles of seed 003's origin (`core/auth.py`).  There a
supervisor manages users too; here only those who stand below, since otherwise
one could promote oneself.
"""

from fsr.auth.models import ApiToken, Invite, Role, User, UserSession
from fsr.db import db
from fsr.errors import Forbidden, NotFound
from fsr.web.i18n import gettext as _

MANAGES: dict[Role, frozenset[Role]] = {
    Role.ADMIN: frozenset(Role),
    Role.SUPERVISOR: frozenset({Role.AGENT}),
    Role.AGENT: frozenset(),
    Role.AUDITOR: frozenset(),
}


def may_manage(actor: User) -> bool:
    """Whether the users page is open to `actor` at all."""
    return bool(MANAGES[actor.role])


def must_manage_people(actor: User) -> None:
    """Open the users page.

    :raises Forbidden: `actor` looks after nobody.
    """
    if not may_manage(actor):
        raise Forbidden(_("Only those who look after accounts may see this."))


def must_give(actor: User, role: Role) -> None:
    """Let `actor` give `role` to somebody.

    :raises Forbidden: it is above what the actor may give.
    """
    if role not in MANAGES[actor.role]:
        raise Forbidden(_("You may not give this role."))


def must_manage(actor: User, user: User) -> None:
    """Let `actor` change the account of `user`; one's own sessions are everybody's own business.

    :raises Forbidden: the account is not one that the actor looks after.
    """
    if user.role not in MANAGES[actor.role] and user.id != actor.id:
        raise Forbidden(_("You may not change this account."))


def get_user(user_id: int, actor: User) -> User:
    """The account, for somebody who looks after it.

    :raises NotFound: there is none, or it is not the actor's business.
    """
    user = db.session.get(User, user_id)
    if user is None or user.role not in MANAGES[actor.role]:
        raise NotFound(_("There is no such account."))
    return user


def get_invite(invite_id: int, actor: User) -> Invite:
    """The invite, for somebody who may give its role.

    :raises NotFound: there is none, or it is not the actor's business.
    """
    invite = db.session.get(Invite, invite_id)
    if invite is None or invite.role not in MANAGES[actor.role]:
        raise NotFound(_("There is no such invitation."))
    return invite


def get_own_session(session_id: int, actor: User) -> UserSession:
    """One of the actor's own sessions.

    :raises NotFound: there is none, or it is another's.
    """
    found = db.session.get(UserSession, session_id)
    if found is None or found.user_id != actor.id:
        raise NotFound(_("This session has ended already."))
    return found


def get_own_token(token_id: int, actor: User) -> ApiToken:
    """One of the actor's own tokens.

    :raises NotFound: there is none, or it is another's.
    """
    found = db.session.get(ApiToken, token_id)
    if found is None or found.user_id != actor.id:
        raise NotFound(_("There is no such token."))
    return found


def must_be_admin(actor: User) -> None:
    """Open what is for administrators only.

    :raises Forbidden: `actor` is none.
    """
    if not actor.is_admin:
        raise Forbidden(_("Only administrators may see this."))
