"""The home page: one list across all features, a checklist for newcomers, a poll that is cheap while all is still."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from fsr.home.queries import greeting
from fsr.web import shell
from fsr.web.shell import HomeRow, Step

HTMX = {"HX-Request": "true"}
ROW = HomeRow("needs", "LX1234", "/compare/1", "Check", note="2 cells to check", tone="warn", icon="triangle-alert")


@pytest.fixture
def lonely(app: Flask) -> Flask:
    """The app as if no feature had anything to say on the home page."""
    app.extensions["fsr.home"], app.extensions["fsr.steps"] = [], []
    return app


def test_home_lists_what_a_feature_says_needs_the_user_with_one_verb(lonely: Flask, ana: Any) -> None:
    shell.home_rows(lonely, lambda user: [ROW])
    text = ana.get("/").text
    assert ("2 cells to check" in text, 'href="/compare/1"' in text, "Needs you" in text) == (True, True, True)


def test_a_feature_is_asked_for_the_rows_of_the_user_who_looks(lonely: Flask, ana: Any, bob: Any) -> None:
    shell.home_rows(lonely, lambda user: [ROW] if user.id == ana.user_id else [])
    assert ("LX1234" in ana.get("/").text, "LX1234" in bob.get("/").text) == (True, False)


def test_a_section_lists_no_more_than_its_share(lonely: Flask, ana: Any) -> None:
    shell.home_rows(lonely, lambda user: [ROW] * 20)
    assert ana.get("/").text.count('href="/compare/1"') == 8


def test_a_poll_hears_204_while_nothing_changed_and_the_fragment_when_something_did(lonely: Flask, ana: Any) -> None:
    rows: list[HomeRow] = []
    shell.home_rows(lonely, lambda user: rows)
    address = re.search(r'hx-get="([^"]+)"', ana.get("/").text)
    assert address
    before = ana.get(address[1], headers=HTMX)
    rows.append(ROW)
    after = ana.get(address[1], headers=HTMX)
    assert (before.status_code, after.status_code) == (204, 200)
    assert ("<html" in after.text, "LX1234" in after.text) == (False, True)


def test_the_address_of_the_poll_is_a_whole_page_for_a_browser(lonely: Flask, ana: Any) -> None:
    address = re.search(r'hx-get="([^"]+)"', ana.get("/").text)
    assert address
    assert "<html" in ana.get(address[1]).text


def test_the_checklist_ticks_itself_and_leaves_when_all_is_done(lonely: Flask, ana: Any) -> None:
    done: set[int] = {1}
    shell.home_steps(lonely, lambda user: [Step(n, f"Step {n}", "", "/help", n in done) for n in (2, 1)])
    shown = ana.get("/").text
    done.add(2)
    assert (shown.index("Step 1") < shown.index("Step 2"), shown.count("(done)")) == (True, 1)
    assert "Step 1" not in ana.get("/").text


def test_an_empty_home_says_what_will_stand_there(lonely: Flask, ana: Any) -> None:
    assert "Nothing needs you" in ana.get("/").text


HOURS = [(4, "Good evening"), (5, "Good morning"), (12, "Good afternoon"), (18, "Good evening")]


@pytest.mark.parametrize(("hour", "words"), HOURS)
def test_the_greeting_follows_the_users_hour(app: Flask, hour: int, words: str) -> None:
    with app.test_request_context():
        assert greeting(datetime(2026, 11, 21, hour, tzinfo=UTC), "Anna Bērziņa") == f"{words}, Anna"


def test_help_lists_the_keys_of_the_places_one_may_go_to(ana: Any) -> None:
    text = ana.get("/help").text
    assert ("<kbd>?</kbd>" in text, "Go to: Home" in text) == (True, True)
