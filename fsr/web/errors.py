"""The one table from refusals to statuses, and how each looks in a page, a fragment and JSON."""

import logging
from typing import Any

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask.globals import request_ctx
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from fsr import db, errors
from fsr.web import htmx, request_id
from fsr.web.i18n import gettext as _
from fsr.web.scrub import loggable
from fsr.web.sentences import said

log = logging.getLogger(__name__)

STATUS: dict[type[errors.Refusal], int] = {
    errors.NotFound: 404, errors.Forbidden: 403, errors.Invalid: 422, errors.Conflict: 409, errors.Gone: 410,
    errors.TooMany: 429, errors.TooLarge: 413, errors.Unreadable: 415, errors.Busy: 503,
}
API_PATHS = ("/api/", "/casco/", "/jobs", "/shares", "/offers", "/extract/multiple-async", "/vapi/")


def init_app(app: Flask) -> None:
    """Answer every refusal and every surprise of `app` in words."""
    app.register_error_handler(errors.Refusal, refused)
    app.register_error_handler(errors.Busy, busy)
    app.register_error_handler(HTTPException, failed)
    app.register_error_handler(Exception, surprised)


def wants_json() -> bool:
    """Whether the JSON API was asked: by its blueprint, or by its path where none matched."""
    if request.blueprint:
        return request.blueprint.endswith("api")
    return request.path.startswith(API_PATHS)


def refused(error: errors.Refusal) -> ResponseReturnValue:
    """Answer an expected failure with its own sentence."""
    fields = getattr(error, "fields", {})
    response = answer(status_of(error), said(str(error)), fields)
    if isinstance(error, errors.TooMany):
        response.headers["Retry-After"] = str(error.seconds)
    return response


def busy(_error: Exception) -> ResponseReturnValue:
    """Answer that nothing was done because too many others write: the same again may do."""
    response = answer(503, _("Too many changes at once. Nothing was changed; try again in a moment."), {})
    response.headers["Retry-After"] = str(errors.Busy.seconds)
    return response


def status_of(error: errors.Refusal) -> int:
    """The status of a refusal; a package's own kind has that of the word it is made from."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def failed(error: HTTPException) -> ResponseReturnValue:
    """Answer what Flask itself refuses: unknown URL, wrong method, too large, no CSRF token."""
    if error.code is None or error.code < 400:
        return error.get_response()
    response = answer(error.code, sentence(error), {})
    if allow := error.get_response().headers.get("Allow"):
        response.headers["Allow"] = allow
    return response


def sentence(error: HTTPException) -> str:
    """What to tell the user of an HTTP error."""
    known = {
        400: _("This request cannot be understood. Reload the page and try again."),
        401: _("Sign in to go on."),
        403: _("You may not do this."),
        404: _("There is nothing here, or you may not see it."),
        405: _("This address does not answer that kind of request."),
        415: _("This kind of content is not accepted here."),
    }
    if isinstance(error, RequestEntityTooLarge):
        return _("This is too large. Send fewer or smaller files.")
    return known.get(error.code or 500) or _("This did not work.")


def surprised(error: Exception) -> ResponseReturnValue:
    """Log a defect of ours under the request's number, and tell the user only the number.

    What failed may have been the database: its transaction is over, and the page that says so begins another.
    """
    number = request_id.current()
    log.error("error %s in %s %s", number, request.method, loggable(request.path), exc_info=error)
    db.db.session.rollback()
    return answer(500, _("Something went wrong on our side. If it happens again, quote %(number)s.", number=number), {})


def answer(status: int, message: str, fields: dict[str, str]) -> Response:
    """The failure as JSON, as a toast that swaps nothing, or as a page."""
    if wants_json():
        return make_response(jsonify(error_body(message, fields)), status)
    if request_ctx.url_adapter is None:  # an impossible Host: no page of ours has an address there
        return make_response(message, status, {"Content-Type": "text/plain; charset=utf-8"})
    if htmx.wants_fragment():
        response = make_response(render_template("errors/_error.html", message=message, status=status), status)
        response.headers["HX-Reswap"] = "none"
        return htmx.toast(response, message, "error")
    return make_response(render_template("errors/error.html", message=message, status=status), status)


def error_body(message: str, fields: dict[str, str]) -> dict[str, Any]:
    """The API's one error shape; `detail` names the fields, as the older clients read it."""
    detail = [{"loc": [name], "msg": text} for name, text in fields.items()]
    return {"error": message, "detail": detail or message}
