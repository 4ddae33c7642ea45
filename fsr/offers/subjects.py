"""What ledgers may know of comparisons, offers and learned labels."""

from typing import Any

from flask import Flask

from fsr import subjects
from fsr.db import db
from fsr.documents.access import add_viewer
from fsr.offers.access import may_view_document, sees
from fsr.offers.models import Comparison, LearnedLabel, Offer


def init_app(app: Flask) -> None:
    """Register the kinds, and let those who see a comparison see its documents."""
    subjects.register(app, subjects.Kind("comparison", _comparison_title, _comparison_url, _comparison_seen))
    subjects.register(app, subjects.Kind("offer", _offer_title, _offer_url, _offer_seen))
    subjects.register(app, subjects.Kind(
        "label", _label_title, lambda _id: "/templates/labels", lambda _id, _user: True))
    add_viewer(app, may_view_document)


def _comparison_title(key: str) -> str:
    found = db.session.get(Comparison, int(key))
    return f"KASKO · {found.name}" if found else ""


def _comparison_url(key: str) -> str | None:
    found = db.session.get(Comparison, int(key))
    return None if found is None or found.deleted_at else f"/compare/{found.id}"


def _comparison_seen(key: str, user: Any) -> bool:
    found = db.session.get(Comparison, int(key))
    return found is not None and sees(user, found.owner_id)


def _offer_title(key: str) -> str:
    found = db.session.get(Offer, int(key))
    return (found.title or found.insurer_name or found.filename) if found else ""


def _offer_url(key: str) -> str | None:
    found = db.session.get(Offer, int(key))
    return _comparison_url(str(found.comparison_id)) if found else None


def _offer_seen(key: str, user: Any) -> bool:
    found = db.session.get(Offer, int(key))
    return found is not None and _comparison_seen(str(found.comparison_id), user)


def _label_title(key: str) -> str:
    found = db.session.get(LearnedLabel, int(key))
    return found.label if found else ""
