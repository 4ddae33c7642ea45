"""The log as a page and as a file."""

from collections.abc import Iterator

from flask import Blueprint, Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr.audit import access, export, names, queries, service, words
from fsr.audit.forms import Filter
from fsr.errors import Invalid
from fsr.web.i18n import gettext as _
from fsr.web.i18n import zone

bp = Blueprint("audit", __name__, url_prefix="/audit")


@bp.get("")
def index() -> ResponseReturnValue:
    """Who did what to what, the newest first."""
    access.must_read(current_user)
    wanted = Filter(request.args)
    page = queries.page(wanted, zone()) if not wanted.errors else queries.Page([], None, None)
    return render_template(
        "audit/index.html", wanted=wanted, page=page, actions=list(names.Action), kinds=queries.kinds(),
        actors=words.actors(queries.actor_ids()), may_export=access.may_export(current_user),
    ), 422 if wanted.errors else 200


@bp.get("/export.csv")
def export_csv() -> ResponseReturnValue:
    """What the filter asks for, as a file; that it was taken is logged first."""
    access.must_export(current_user)
    wanted = Filter(request.args)
    if wanted.errors:
        raise Invalid(_("The filter cannot be understood."), **wanted.errors)
    service.record_export(current_user, wanted.raw)
    events = queries.everything(wanted, zone())
    body: Iterator[str] = stream_with_context(export.lines(events))
    return Response(body, mimetype="text/csv", headers={"Content-Disposition": "attachment; filename=audit.csv"})
