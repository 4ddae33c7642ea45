"""Who asks, and whether anybody may: every endpoint is closed unless marked `public`.

The order of the checks is this file's `init_app`: set-up first, then who asks,
then the CSRF token, so that a stranger learns no more than "sign in".
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask, Response, current_app, g, jsonify, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user

from fsr.auth import service, sessions
from fsr.auth.models import User
from fsr.db import reading, release
from fsr.web import errors, htmx, security
from fsr.web.i18n import gettext as _
from fsr.web.public import is_public, public

log = logging.getLogger(__name__)
__all__ = ["current_session", "init_app", "is_public", "keep", "limits", "origin", "public"]

BEARER = "Bearer "
ANONYMOUS = {"home.healthz", "static"}
"""Endpoints that never ask who is there: nothing they answer depends on it, nor should they fail with the database."""
BEFORE_SET_UP = ANONYMOUS | {"auth.set_up"}


def init_app(app: Flask) -> None:
    """Guard every endpoint of `app`."""
    login = LoginManager(app)
    login.session_protection = None  # its mark of address and browser signs people out who change networks
    login.user_loader(_by_session)
    login.request_loader(_by_token)
    app.config.update(SESSION_PERMANENT=True, SESSION_REFRESH_EACH_REQUEST=False,
                      PERMANENT_SESSION_LIFETIME=timedelta(hours=app.config["FSR_SESSION_HOURS"]))
    for check in (_lead_to_set_up, _deny, security.check_csrf):
        app.before_request(check)


def limits() -> sessions.Limits:
    """When sessions end, as the settings say."""
    config = current_app.config
    return sessions.Limits(timedelta(minutes=config["FSR_SESSION_IDLE_MINUTES"]),
                           timedelta(hours=config["FSR_SESSION_HOURS"]))


def origin() -> sessions.Origin:
    """Where this request comes from."""
    return sessions.Origin(request.remote_addr or "", request.user_agent.string)


def current_session() -> Any:
    """The `UserSession` of this request; None when a token, or nobody, signed it."""
    return g.get("user_session")


def _by_session(secret: str) -> User | None:
    if _bearer() is not None or not g.get("may_ask"):
        return None  # a token speaks for itself: with both, the one that no other site can send counts
    g.user_session = found = sessions.find(secret, limits())
    return found.user if found else None


def _by_token(_request: Any) -> User | None:
    secret = _bearer() if request.blueprint != "auth" and g.get("may_ask") else None
    found = sessions.find_token(secret) if secret else None
    return found.user if found else None


def _bearer() -> str | None:
    header = request.headers.get("Authorization", "")
    return header[len(BEARER):].strip() if header.startswith(BEARER) else None


def _lead_to_set_up() -> ResponseReturnValue | None:
    if current_app.extensions.get("fsr.set_up") or request.endpoint in BEFORE_SET_UP or errors.wants_json():
        return None
    with reading():
        done = service.is_set_up()
    release()
    if done:
        current_app.extensions["fsr.set_up"] = True
        return None
    service.announce_key(current_app.config["INSTANCE_DIR"])
    return htmx.go_to(url_for("auth.set_up"))


def _deny() -> ResponseReturnValue | None:
    if request.endpoint in ANONYMOUS:
        return None
    known = _ask()
    view = current_app.view_functions.get(request.endpoint or "")
    if known or view is None or is_public(view):
        return None
    answer: Callable[[], ResponseReturnValue] = getattr(view, "when_signed_out", unauthenticated)
    return answer()


def _ask() -> bool:
    """Find out who asks, once: later it could be inside somebody's transaction, or on the page that says it failed."""
    g.may_ask = True
    try:
        return bool(current_user.is_authenticated)
    finally:
        g.may_ask = False


def unauthenticated() -> ResponseReturnValue:
    """Ask whoever this is to sign in: JSON and fragments by 401, pages by the sign-in form."""
    if errors.wants_json():
        response = jsonify(error="Not authenticated", detail=_("Sign in, or send a token: Authorization: Bearer …"))
        response.status_code = 401
        response.headers["WWW-Authenticate"] = 'Bearer realm="fsr"'
        return response
    if htmx.wants_fragment():
        return htmx.trigger(Response(status=401, headers={"HX-Reswap": "none"}), **{"session-expired": {}})
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("auth.sign_in", next=back if back != "/" else None), 302)


def keep(secret: str) -> None:
    """Put a new session into a new cookie: nothing of a visitor's cookie, its CSRF token included, is carried over."""
    session.clear()
    session["_user_id"] = secret
    session.permanent = True
