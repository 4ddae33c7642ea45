"""One number for everything that happens in one request: log lines, audit events and the error page."""

import logging
import secrets
from contextvars import ContextVar

from flask import Flask, Response

_current: ContextVar[str] = ContextVar("request_id", default="")


def init_app(app: Flask) -> None:
    """Number each request of `app`, and say its number in the answer and in every log line."""
    app.before_request(_begin)
    app.after_request(_tell)


def current() -> str:
    """The number of the request or job that this thread works for; "" outside."""
    return _current.get()


def set_current(number: str) -> None:
    """Work under `number` from now on; a job calls itself "job-12"."""
    _current.set(number)


class Filter(logging.Filter):
    """Give log lines a `request_id`."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: it only adds."""
        record.request_id = current() or "-"
        return True


def _begin() -> None:
    set_current(secrets.token_hex(8))


def _tell(response: Response) -> Response:
    response.headers["X-Request-Id"] = current()
    return response
