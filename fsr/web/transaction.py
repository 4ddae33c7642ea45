"""One request, one transaction: committed when the answer is below 400, rolled back otherwise."""

from flask import Flask, Response, request

from fsr import db

READS = {"GET", "HEAD", "OPTIONS"}


def init_app(app: Flask) -> None:
    """Open, commit and roll back around each request of `app`."""
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_close)


def commit_before_waiting() -> None:
    """Commit now, because this request goes on to wait for work that it has just queued."""
    db.commit()


def _begin() -> None:
    db.set_reading(request.method in READS)


def _end(response: Response) -> Response:
    if response.status_code < 400:
        db.commit()
    else:
        db.db.session.rollback()
    return response


def _close(_error: BaseException | None) -> None:
    db.db.session.rollback()
    db.set_reading(False)
