"""Everybody's accounts, for those who look after them."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr.auth import access, guard, queries, service, sessions
from fsr.auth.access import MANAGES
from fsr.auth.forms import InviteForm, RoleForm
from fsr.auth.models import Role, User
from fsr.auth.views.blueprint import bp
from fsr.errors import Conflict
from fsr.web.htmx import go_to
from fsr.web.i18n import gettext as _


@bp.get("/admin")
def users() -> ResponseReturnValue:
    """The people and the open invitations."""
    return _users_page()


@bp.post("/admin/invites")
def invite() -> ResponseReturnValue:
    """Invite somebody; the link is shown this once."""
    access.must_manage_people(current_user)
    form = InviteForm(request.form)
    if form.ok:
        try:
            made, secret = service.invite(form.email, form.role, current_user)
            return _users_page(made=made, link=url_for("auth.join", token=secret, _external=True))
        except Conflict as error:
            form.errors["email"] = str(error)
    return _users_page(422, form=form)


@bp.post("/admin/invites/<int:invite_id>/revoke")
def revoke_invite(invite_id: int) -> ResponseReturnValue:
    """Make an invitation's link useless."""
    service.revoke_invite(access.get_invite(invite_id, current_user), current_user)
    flash(_("The link has ended."))
    return go_to(url_for("auth.users"))


@bp.get("/admin/users/<int:user_id>")
def user(user_id: int) -> ResponseReturnValue:
    """One account, and what can be done with it."""
    return _user_page(access.get_user(user_id, current_user))


@bp.post("/admin/users/<int:user_id>/role")
def change_role(user_id: int) -> ResponseReturnValue:
    """Give another role; asks for one's own password first, if that was long ago."""
    person = access.get_user(user_id, current_user)
    form = RoleForm(request.form)
    if not form.ok:
        return _user_page(person, 422, problem=form.errors["role"])
    if not sessions.is_fresh(guard.current_session()):
        return go_to(url_for("auth.confirm", next=url_for("auth.user", user_id=user_id)))
    try:
        service.change_role(person, form.role, current_user)
    except Conflict as error:
        return _user_page(person, 409, problem=str(error))
    flash(_("The role is changed."))
    return go_to(url_for("auth.user", user_id=user_id))


@bp.post("/admin/users/<int:user_id>/deactivate")
def deactivate(user_id: int) -> ResponseReturnValue:
    """Take the right to sign in away."""
    person = access.get_user(user_id, current_user)
    try:
        service.deactivate(person, current_user)
    except Conflict as error:
        return _user_page(person, 409, problem=str(error))
    flash(_("The account is deactivated: sessions and tokens have ended."))
    return go_to(url_for("auth.user", user_id=user_id))


@bp.post("/admin/users/<int:user_id>/reactivate")
def reactivate(user_id: int) -> ResponseReturnValue:
    """Give the right to sign in back."""
    service.reactivate(access.get_user(user_id, current_user), current_user)
    flash(_("The account is active again."))
    return go_to(url_for("auth.user", user_id=user_id))


@bp.post("/admin/users/<int:user_id>/end-sessions")
def end_sessions(user_id: int) -> ResponseReturnValue:
    """Sign somebody out everywhere."""
    service.end_sessions(access.get_user(user_id, current_user), current_user)
    flash(_("All sessions have ended."))
    return go_to(url_for("auth.user", user_id=user_id))


@bp.post("/admin/users/<int:user_id>/password-link")
def password_link(user_id: int) -> ResponseReturnValue:
    """Make a link by which somebody who forgot the password sets a new one; shown this once."""
    person = access.get_user(user_id, current_user)
    _, secret = service.invite_back(person, current_user)
    return _user_page(person, link=url_for("auth.join", token=secret, _external=True))


def _users_page(status: int = 200, form: InviteForm | None = None, **context: object) -> ResponseReturnValue:
    access.must_manage_people(current_user)
    search = request.args.get("q", "")
    return render_template(
        "auth/users.html", users=queries.users_for(current_user, search), search=search,
        invites=queries.open_invites(current_user), form=form or InviteForm(), roles=_roles(), **context), status


def _user_page(person: User, status: int = 200, **context: object) -> ResponseReturnValue:
    return render_template(
        "auth/user.html", person=person, roles=_roles(), sessions=sessions.of(person, guard.limits()),
        **context), status


def _roles() -> list[str]:
    """The roles that the user may give, the lowest first."""
    return [role.value for role in reversed(list(Role)) if role in MANAGES[current_user.role]]
