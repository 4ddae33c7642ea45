"""What ledgers may know of sheets."""

from typing import Any

from flask import Flask

from fsr import subjects
from fsr.db import db
from fsr.documents.access import add_viewer
from fsr.sheets.access import may_view_document, sees
from fsr.sheets.models import Kind, Sheet


def init_app(app: Flask) -> None:
    """Register the kind, and let those who see a sheet see its documents."""
    subjects.register(app, subjects.Kind("sheet", _title, _url, _may_view))
    add_viewer(app, may_view_document)


def _title(key: str) -> str:
    found = db.session.get(Sheet, key)
    return found.name if found else ""


def _url(key: str) -> str | None:
    found = db.session.get(Sheet, key)
    if found is None or found.deleted_at:
        return None
    return f"/cpe?job_id={found.id}" if found.job_type == Kind.CPE else f"/extract/{found.id}"


def _may_view(key: str, user: Any) -> bool:
    found = db.session.get(Sheet, key)
    return found is not None and sees(user, found.owner_id)
