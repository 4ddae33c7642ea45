"""What tests of the notebook start from: people as the database knows them, and a page of Ana's."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask

from fsr.auth.models import Role, User
from fsr.db import commit, db
from fsr.notebook.models import Case, Page, PageVersion
from tests import factories
from tests.browsers import Browser
from tests.conftest import signed_in

NUMBER = "CASE-2024-001"
PROBLEM, NOTES = "Pump trips after 10 minutes.", "Checked the filter.\nReplaced the seal.\n"


@contextmanager
def acting(app: Flask, browser: Browser) -> Iterator[User]:
    """The person of a browser, inside a transaction that is committed at the end, as a request's would be."""
    with app.app_context():
        yield db.session.get_one(User, browser.user_id)
        commit()


@pytest.fixture
def case_id(app: Flask, people: dict[str, Browser]) -> str:
    """CASE-2024-001: open, with nobody's page."""
    with app.app_context():
        made = factories.case(NUMBER).id
        commit()
    return made


@pytest.fixture
def page_id(app: Flask, ana: Browser, case_id: str) -> int:
    """Ana's page on CASE-2024-001, at its first version."""
    with acting(app, ana) as user:
        return factories.page(user, db.session.get_one(Case, case_id), PROBLEM, NOTES).id


@pytest.fixture
def auditor(app: Flask, password_hash: str) -> Browser:
    """Somebody who only looks."""
    with app.app_context():
        return signed_in(app, factories.user(password_hash, Role.AUDITOR, name="Aldis"))


@pytest.fixture
def supervisor(app: Flask, password_hash: str) -> Browser:
    """Somebody who looks after the registry, and has no page."""
    with app.app_context():
        return signed_in(app, factories.user(password_hash, Role.SUPERVISOR, name="Sanita"))


@pytest.fixture
def close(app: Flask) -> Callable[[str], None]:
    """Close a case, or open it again, behind everybody's back: `close(case_id)`, `close(case_id, is_open=True)`."""

    def change(case_id: str, is_open: bool = False) -> None:
        with app.app_context():
            db.session.get_one(Case, case_id).is_open = is_open
            commit()

    return change


def page_now(app: Flask, page_id: int) -> Page:
    """The page as the table has it now, with its case and author."""
    with app.app_context():
        page = db.session.get_one(Page, page_id)
        assert page.case.number
        assert page.user.name
        db.session.expunge_all()
    return page


def versions_of(app: Flask, page_id: int) -> list[PageVersion]:
    """Every version of a page, and every text set aside, as they came."""
    with app.app_context():
        found = list(db.session.query(PageVersion).filter_by(page_id=page_id).order_by(PageVersion.id))
        db.session.expunge_all()
    return found
