"""Uploaded files and what was read from them.

Others call `service.receive`, `desk.read` / `desk.extract` / `desk.picture`,
`access.add_viewer`, `desk.add_engine` and `evidence.evidence_of`.
"""

from typing import Any

from flask import Flask, url_for


def init_app(app: Flask) -> None:
    """Add this package to `app`."""
    from fsr import health, subjects
    from fsr.documents import views
    from fsr.documents.health import children, files, tesseract

    app.register_blueprint(views.bp)
    subjects.register(app, subjects.Kind("document", _title, _page, _may_view))
    for check in (files, children, tesseract):
        health.register(app, check)


def _title(document_id: str) -> str:
    from fsr.db import db
    from fsr.documents.models import Document

    document = db.session.get(Document, int(document_id))
    return document.filename if document else ""


def _page(document_id: str) -> str | None:
    return url_for("documents.page", document_id=int(document_id), page=1)


def _may_view(document_id: str, user: Any) -> bool:
    from fsr.db import db
    from fsr.documents import access
    from fsr.documents.models import Document

    document = db.session.get(Document, int(document_id))
    return document is not None and access.may_view(document, user)
