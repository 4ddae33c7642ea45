"""A browser for tests: keeps cookies and sends the CSRF token as our pages do."""

from typing import Any

from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from werkzeug.test import TestResponse

CHANGES = {"POST", "PUT", "PATCH", "DELETE"}


class Browser(FlaskClient):
    """A test client with `user_id`, 0 while nobody is signed in.

    `send_csrf = False` makes it behave as a form of another site would.
    """

    user_id = 0
    send_csrf = True

    def remember(self, secret: str, user_id: int) -> None:
        """Hold the cookie of a session, as after signing in."""
        self.user_id = user_id
        with self.session_transaction() as cookie:
            cookie["_user_id"] = secret

    def open(self, *args: Any, headers: Any = None, **kwargs: Any) -> TestResponse:
        """Send a request; changes carry the token of this browser's cookie."""
        given = dict(headers or {})
        if kwargs.get("method") in CHANGES and self.send_csrf and "Authorization" not in given:
            given.setdefault("X-CSRFToken", self._csrf())
        return super().open(*args, headers=given, **kwargs)

    def _csrf(self) -> str:
        with self.application.test_request_context(), self.session_transaction() as cookie:
            from flask import session

            if "csrf_token" in cookie:
                session["csrf_token"] = cookie["csrf_token"]
            token = generate_csrf()
            cookie["csrf_token"] = session["csrf_token"]
        return token
