"""The log: one line for each request, with its number, the time it took and no secret in it.

A program that embeds the app may have set logging up already; then only the
scrubbing and the request's number are added.
"""

import logging
import sys
import time

from flask import Flask, Response, g, request

from fsr.web import request_id
from fsr.web.scrub import Scrubber, loggable

FORMAT = "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"
ACCESS_LOGS = ("werkzeug", "gunicorn.access", "gunicorn.error")
"""Logs of the server below us that hold addresses; the last quotes requests that it cannot read."""

access = logging.getLogger("fsr.access")
ours = logging.getLogger("fsr")


def init_app(app: Flask) -> None:
    """Log what `app` does, at FSR_LOG_LEVEL."""
    ours.setLevel(app.config["FSR_LOG_LEVEL"].upper())
    if not ours.handlers and not logging.getLogger().handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter(FORMAT))
        handler.addFilter(request_id.Filter())
        ours.addHandler(handler)
        ours.propagate = False
    for name in ACCESS_LOGS:
        log = logging.getLogger(name)
        if not any(isinstance(each, Scrubber) for each in log.filters):
            log.addFilter(Scrubber())
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.began = time.perf_counter()


def _end(response: Response) -> Response:
    if request.endpoint != "static":
        took = (time.perf_counter() - g.get("began", time.perf_counter())) * 1000
        access.info("%s %s %s %.0f ms", request.method, loggable(request.path), response.status_code, took)
    return response
