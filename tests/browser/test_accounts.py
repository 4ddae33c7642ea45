"""Pages of accounts and of the log in a browser: set-up, joining, the account, other people, the log."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import expect

from fsr.auth import service
from tests.browser.checks import check_page, walk_by_keyboard
from tests.factories import PASSWORD

GOOD = "seven purple walruses"


def test_set_up_in_the_browser_ends_at_the_health_of_the_installation(desk: Any, app: Flask) -> None:
    page = desk.open("/")
    assert page.url.endswith("/setup")
    check_page(page)
    page.get_by_label("Set-up key").last.fill(service.setup_key(app.config["INSTANCE_DIR"]))
    page.get_by_label("E-mail").fill("root@example.com")
    page.get_by_label("Name").fill("Root")
    page.get_by_label("Password", exact=True).fill("too short")
    page.get_by_role("button", name="Create and enter").click()
    page.locator(".error-summary").wait_for()
    assert page.get_by_label("E-mail").input_value() == "root@example.com"
    check_page(page)
    page.get_by_label("Set-up key").last.fill(service.setup_key(app.config["INSTANCE_DIR"]))
    page.get_by_label("Password", exact=True).fill(GOOD)
    page.get_by_role("button", name="Create and enter").click()
    page.get_by_role("heading", name="fsr is ready").wait_for()
    check_page(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_somebody_invited_joins_and_signs_in_again(desk: Any, ada: Any, javascript: bool) -> None:
    page = desk.open("/admin", ada, javascript=javascript)
    page.get_by_label("E-mail", exact=True).fill("new@example.com")
    page.get_by_role("button", name="Make the link").click()
    link = page.locator("#invite-link").inner_text()
    guest = desk.open(re.sub("^https?://[^/]+", "", link), javascript=javascript)
    guest.get_by_label("Name").fill("New One")
    guest.get_by_label("Password", exact=True).fill(GOOD)
    guest.get_by_role("button", name="Save and enter").click()
    guest.wait_for_url(lambda url: "/join/" not in url)
    guest.goto("/account")
    assert guest.get_by_label("Name").input_value() == "New One"
    again = desk.open("/sign-in?next=/account", javascript=javascript)
    again.get_by_label("E-mail").fill("new@example.com")
    again.get_by_label("Password", exact=True).fill(GOOD)
    again.get_by_role("button", name="Sign in").click()
    again.get_by_role("heading", name="Account", level=1).wait_for()


def test_a_new_token_is_shown_once_and_the_page_stands_every_check(desk: Any, ana: Any) -> None:
    page = desk.open("/account", ana)
    page.get_by_label("What is it for?").fill("import")
    page.get_by_role("button", name="Make a token").click()
    assert page.locator("#new-token").inner_text().startswith("fsr_")
    check_page(page)
    page.goto("/account")
    assert page.locator("#new-token").count() == 0


@pytest.mark.parametrize("path", [
    "/admin/users/2", "/account/confirm", "/admin/system", "/audit?kind=user", "/audit?first=x"])
def test_pages_of_the_administrator_stand_every_check(desk: Any, ada: Any, ana: Any, path: str) -> None:
    page = desk.open(path, ada)
    if "first=x" in path:
        page.troubles.clear()  # the browser logs the 422 that was asked for
    check_page(page)
    assert walk_by_keyboard(page)


def test_the_wait_after_too_many_tries_counts_down_and_then_lets_in(
    desk: Any, ana: Any, still: Callable[..., Any],
) -> None:
    page = desk.open("/sign-in", clock=True)
    page.clock.pause_at(still() + timedelta(days=1))
    for _ in range(7):
        page.get_by_label("E-mail").fill("ana@example.com")
        page.get_by_label("Password", exact=True).fill("not the password")
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_load_state()
    expect(page.get_by_role("button", name="Sign in")).to_be_disabled()
    still(seconds=2)
    page.clock.run_for(2000)
    page.locator("main form button.primary:not([disabled])").wait_for()
    page.get_by_label("E-mail").fill("ana@example.com")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "sign-in" not in url)
