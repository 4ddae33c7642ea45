"""What ledgers may know of cases and pages."""

from typing import Any

from flask import Flask

from fsr import subjects
from fsr.db import db
from fsr.notebook import access, urls
from fsr.notebook.models import Case, Page


def init_app(app: Flask) -> None:
    """Register the kinds."""
    subjects.register(app, subjects.Kind("case", _number, _case_url, lambda key, _user: _case(key) is not None))
    subjects.register(app, subjects.Kind("page", _page_title, _page_url, _page_seen))


def _case(key: str) -> Case | None:
    return db.session.get(Case, key)


def _number(key: str) -> str:
    found = _case(key)
    return found.number if found else ""


def _case_url(key: str) -> str | None:
    found = _case(key)
    return urls.case_url(found) if found else None


def _page(key: str) -> Page | None:
    return db.session.get(Page, int(key))


def _page_title(key: str) -> str:
    found = _page(key)
    return f"{found.case.number} · {found.user.name}" if found else ""


def _page_url(key: str) -> str | None:
    found = _page(key)
    return urls.page_url(found) if found else None


def _page_seen(key: str, user: Any) -> bool:
    found = _page(key)
    return found is not None and access.level_of(found, user) is not None
