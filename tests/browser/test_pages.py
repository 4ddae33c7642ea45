"""Every page that needs no data: axe in four looks, reflow, keyboard, right to left.  Features add theirs."""

from typing import Any

import pytest
from flask import Flask

from fsr.auth.models import User
from fsr.db import commit, db
from tests.browser.checks import check_page, walk_by_keyboard

OPEN = ["/sign-in"]
SIGNED_IN = ["/", "/help", "/account", "/styleguide", "/no-such-page", "/compare", "/compare/new", "/activity",
             "/shared", "/templates", "/templates/labels"]
ADMIN = ["/admin", "/admin/system", "/audit"]


@pytest.mark.parametrize("path", OPEN)
def test_a_page_open_to_all_stands_every_check(desk: Any, ana: Any, path: str) -> None:
    check_page(desk.open(path))


@pytest.mark.parametrize("path", SIGNED_IN)
def test_a_page_stands_every_check(desk: Any, ana: Any, path: str) -> None:
    check_page(desk.open(path, ana))


@pytest.mark.parametrize("path", ADMIN)
def test_an_administrators_page_stands_every_check(desk: Any, ada: Any, path: str) -> None:
    check_page(desk.open(path, ada))


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("path", SIGNED_IN)
def test_focus_is_seen_wherever_tab_leads(desk: Any, ana: Any, path: str, width: int) -> None:
    assert walk_by_keyboard(desk.open(path, ana, width=width))


@pytest.mark.parametrize("path", SIGNED_IN)
def test_a_page_right_to_left_stands_every_check(app: Flask, desk: Any, ana: Any, path: str) -> None:
    with app.app_context():
        db.session.get_one(User, ana.user_id).language = "he"
        commit()
    page = desk.open(path, ana)
    assert page.evaluate("document.dir") == "rtl"
    check_page(page, [(1280, "light"), (375, "light")])
