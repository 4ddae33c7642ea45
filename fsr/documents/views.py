"""The original file, pictures of its pages, and a page with a box."""

import io

from flask import Blueprint, Response, request, send_file
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr.documents import access, desk, service
from fsr.documents.evidence import evidence_of
from fsr.documents.forms import PageQuery
from fsr.web import htmx

bp = Blueprint("documents", __name__, url_prefix="/documents")

CONFINED = "default-src 'none'; sandbox"


@bp.get("/<int:document_id>/file")
def original(document_id: int) -> ResponseReturnValue:
    """The original as it was uploaded: always a download, never shown inside our pages."""
    document = access.get_document(document_id, current_user)
    path, mime, name = service.store().path(document.sha256), document.mime, document.filename
    service.told_download(document, current_user)
    return _confined(send_file(path, mimetype=mime, as_attachment=True, download_name=name, etag=False, max_age=0))


@bp.get("/<int:document_id>/pages/<int:page>.png")
def picture(document_id: int, page: int) -> ResponseReturnValue:
    """A page's picture; `?width=` in pixels."""
    document = access.get_document(document_id, current_user)
    png = desk.picture(desk.file_of(document), page, PageQuery.of(request.args).width)
    return _confined(send_file(io.BytesIO(png), mimetype="image/png", etag=False, max_age=0))


@bp.get("/<int:document_id>/pages/<int:page>")
def page(document_id: int, page: int) -> ResponseReturnValue:
    """A page with a box on it; `?box=x0,y0,x1,y1`."""
    document = access.get_document(document_id, current_user)
    shown = evidence_of(document, page, PageQuery.of(request.args).box)
    return htmx.fragment_or_page("documents/_evidence.html", "documents/page.html", evidence=shown)


def _confined(response: Response) -> Response:
    """A stranger's bytes may do nothing in the browser that shows them."""
    response.headers["Content-Security-Policy"] = CONFINED
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response
