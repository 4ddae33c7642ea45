"""Headers that keep a page to itself, and the CSRF check of every form and htmx post."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from fsr.errors import Forbidden
from fsr.web.i18n import gettext as _

csrf = CSRFProtect()
View = TypeVar("View", bound=Callable[..., Any])

SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
OWN_SITES = {"same-origin", "none"}
"""Values of Sec-Fetch-Site for our own pages and for an address typed by hand; other sites cannot forge it."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
"""Of every answer that does not say otherwise."""


def init_app(app: Flask) -> None:
    """Protect every answer of `app`."""
    if hops := app.config["FSR_TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, hops, hops, hops, hops)  # type: ignore[method-assign]  # Flask's documented way
    https = app.config["FSR_HTTPS"]
    app.config.update(
        SESSION_COOKIE_NAME="__Host-fsr" if https else "fsr", SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Lax", WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False, WTF_CSRF_CHECK_DEFAULT=False,
    )
    csrf.init_app(app)
    app.after_request(_add_headers)


def without_csrf(view: View) -> View:
    """Take changes through `view` without a CSRF token: it acts on a secret in its URL, never in the user's name.

    Not from another site's page all the same: a cookie may have opened the link's door.
    """
    view.is_without_csrf = True  # type: ignore[attr-defined]  # functions carry attributes
    return view


def check_csrf() -> None:
    """Refuse a change that another site may have sent in the user's name.

    `fsr.auth.guard` calls this after it knows who asks: a stranger is asked to
    sign in first.  A bearer token needs no check, because no other site can send it.

    :raises CSRFError: the token is missing or wrong (400).
    :raises Forbidden: the browser itself says that another site sent this.
    """
    if request.method in SAFE or request.headers.get("Authorization", "").startswith("Bearer "):
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in OWN_SITES:
        raise Forbidden(_("This was sent by another site. Nothing was changed."))
    if not getattr(current_app.view_functions.get(request.endpoint or ""), "is_without_csrf", False):
        csrf.protect()


def _add_headers(response: Response) -> Response:
    headers = response.headers
    said = {name.lower() for name, _value in headers}
    headers.extend((name, value) for name, value in HEADERS.items() if name.lower() not in said)
    if request.endpoint != "static" or response.status_code >= 400:
        headers["Cache-Control"] = "no-store"  # over the "no-cache" of sent files, which may stay on a disk
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    return response
