"""One's own account: profile, password, sessions, tokens."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr.auth import access, guard, queries, service, sessions
from fsr.auth.forms import AccountForm, ConfirmForm, Form, PasswordForm, TokenForm, safe_next
from fsr.auth.views.blueprint import bp
from fsr.errors import Invalid, TooMany
from fsr.web.htmx import go_to
from fsr.web.i18n import gettext as _


@bp.get("/account")
def account() -> ResponseReturnValue:
    """Everything about oneself on one page."""
    return _page()


@bp.post("/account")
def edit_account() -> ResponseReturnValue:
    """Change name, language, zone and looks."""
    form = AccountForm(request.form)
    if not form.ok:
        return _page(422, profile=form)
    service.edit_profile(current_user, **form.values)
    return _done(_("Your profile is saved."))


@bp.post("/account/password")
def change_password() -> ResponseReturnValue:
    """Change the password; other sessions end."""
    form = PasswordForm(request.form)
    if form.ok:
        try:
            service.change_password(current_user, form.current, form.password, guard.current_session())
            return _done(_("Your password is changed. All other sessions have ended."))
        except (Invalid, TooMany) as error:
            form.refuse(error)
    return _page(422, password=form)


@bp.post("/account/tokens")
def create_token() -> ResponseReturnValue:
    """Make a token and show it, this once."""
    form = TokenForm(request.form)
    if not form.ok:
        return _page(422, token=form)
    _, secret = service.create_token(current_user, form.name, current_user)
    return _page(secret=secret)


@bp.post("/account/tokens/<int:token_id>/revoke")
def revoke_token(token_id: int) -> ResponseReturnValue:
    """End one of one's own tokens."""
    service.revoke_token(access.get_own_token(token_id, current_user), current_user)
    return _done(_("The token has ended."))


@bp.post("/account/sessions/<int:session_id>/end")
def end_session(session_id: int) -> ResponseReturnValue:
    """End one of one's own sessions, this one included."""
    service.sign_out(access.get_own_session(session_id, current_user), current_user)
    return _done(_("The session has ended."))


@bp.post("/account/sessions/end-others")
def end_other_sessions() -> ResponseReturnValue:
    """End all of one's own sessions but this."""
    service.end_sessions(current_user, current_user, guard.current_session())
    return _done(_("All other sessions have ended."))


@bp.route("/account/confirm", methods=["GET", "POST"])
def confirm() -> ResponseReturnValue:
    """Ask for the password again before a dangerous change."""
    target = safe_next(request.values.get("next"))
    if request.method == "GET":
        return render_template("auth/confirm.html", form=ConfirmForm(), next=target)
    form = ConfirmForm(request.form)
    if form.ok:
        try:
            service.confirm(guard.current_session(), form.current)
            return redirect(target, 303)
        except (Invalid, TooMany) as error:
            form.refuse(error)
    return render_template("auth/confirm.html", form=form, next=target), 422


def _done(sentence: str) -> ResponseReturnValue:
    flash(sentence)
    return go_to(url_for("auth.account"))


def _page(status: int = 200, *, secret: str = "", **forms: Form) -> ResponseReturnValue:
    """The account page; `forms` are those just sent, the others are fresh."""
    shown: dict[str, Any] = {"profile": AccountForm(), "password": PasswordForm(), "token": TokenForm(), **forms}
    if "profile" not in forms:
        shown["profile"].raw = {name: getattr(current_user, name)
                                for name in ("name", "language", "timezone", "theme", "density")}
    return render_template(
        "auth/account.html", forms=shown, secret=secret, tokens=queries.tokens_of(current_user),
        sessions=sessions.of(current_user, guard.limits()), here=guard.current_session()), status
