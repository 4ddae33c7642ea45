"""The page of a case in every look: open, closed, somebody else's; by keyboard, right to left, on a phone, on paper."""

from typing import Any

import pytest
from flask import Flask

from fsr.auth.models import User
from fsr.db import commit, db
from tests.browser.checks import check_page, walk_by_keyboard
from tests.browser.writing import NOTES, PATH, TEXT, add, kept, lay, pause, poll, released, saved, turn


def speak(app: Flask, who: Any, language: str) -> None:
    """Let somebody read the app in another language."""
    with app.app_context():
        db.session.get_one(User, who.user_id).language = language
        commit()


def test_an_open_page_stands_every_check(desk: Any, app: Flask, ana: Any) -> None:
    lay(app, ana)
    page = desk.open(PATH, ana, clock=True)
    check_page(page)
    page.get_by_role("button", name="File and start line item 2").click()
    page.get_by_role("heading", name="Filed line items").wait_for()
    page.locator(".item summary").click()
    check_page(page)


@pytest.mark.parametrize("width", [1280, 375])
def test_focus_is_seen_wherever_tab_leads_on_a_page(desk: Any, app: Flask, ana: Any, width: int) -> None:
    lay(app, ana)
    page = desk.open(PATH, ana, width=width)
    page.locator("#attachments h2").wait_for()
    names = walk_by_keyboard(page)
    assert any("textarea" in name for name in names)
    assert any("Save" in name for name in names)


def test_a_closed_page_stands_every_check(desk: Any, app: Flask, ana: Any) -> None:
    turn(app, lay(app, ana), is_open=False)
    page = desk.open(PATH, ana, clock=True)
    page.get_by_text("nobody can change them").wait_for()
    check_page(page)


def test_a_readers_page_shows_the_texts_and_no_box(desk: Any, app: Flask, ana: Any, bob: Any) -> None:
    lay(app, ana, level="read", bob=bob)
    page = desk.open(f"{PATH}?by={ana.user_id}", bob, clock=True)
    assert (page.locator(NOTES).count(), page.get_by_text("Page of Ana").is_visible()) == (0, True)
    assert page.locator("[data-written=fsr_notes] .text").text_content() == TEXT
    check_page(page)


def test_a_page_right_to_left_stands_every_check(desk: Any, app: Flask, ana: Any) -> None:
    lay(app, ana, notes="המשאבה נעצרה אחרי 10 דקות.\nPart 4022-711 replaced.\n")
    speak(app, ana, "he")
    page = desk.open(PATH, ana, clock=True)
    assert page.evaluate("document.dir") == "rtl"
    check_page(page, [(1280, "light"), (375, "light")])


def test_the_status_line_stays_in_sight_of_a_long_text_on_a_phone(desk: Any, app: Flask, ana: Any) -> None:
    lay(app, ana, notes="One line more.\n" * 200)
    page = desk.open(PATH, ana, width=375, clock=True)
    page.locator(NOTES).evaluate("box => { box.focus(); scrollTo(0, document.body.scrollHeight / 2); }")
    bar = page.locator(".save-bar").bounding_box()
    assert bar["y"] + bar["height"] <= 740


def test_a_line_item_is_filed_with_what_was_just_typed_and_taken_back(desk: Any, app: Flask, ana: Any) -> None:
    page_id = lay(app, ana)
    page = desk.open(PATH, ana, clock=True)
    add(page, "Last words of the day.")
    page.get_by_role("button", name="File and start line item 2").click()
    page.get_by_role("heading", name="Filed line items").wait_for()
    released(page)
    assert (page.input_value(NOTES), kept(app, page_id)) == ("", "")
    add(page, "Day two.")
    pause(page)
    saved(page)
    page.fill(NOTES, "")
    page.get_by_role("button", name="Take line item 1 back").click()
    page.get_by_role("heading", name="Filed line items").wait_for(state="detached")
    assert page.input_value(NOTES) == f"{TEXT}Last words of the day."


def test_a_filed_line_item_is_corrected_where_it_stands(desk: Any, app: Flask, ana: Any) -> None:
    lay(app, ana)
    page = desk.open(PATH, ana, clock=True)
    page.get_by_role("button", name="File and start line item 2").click()
    page.locator(".item summary").click()
    page.get_by_role("textbox", name="Line item 1").fill("Corrected.")
    page.get_by_role("button", name="Save line item 1").click()
    page.locator(".item summary", has_text="changed").wait_for()
    page.reload()
    page.locator(".item summary").click()
    assert page.get_by_role("textbox", name="Line item 1").input_value() == "Corrected."


def test_a_tab_without_anything_unsaved_follows_a_page_that_was_filed_elsewhere(
        desk: Any, app: Flask, ana: Any) -> None:
    lay(app, ana)
    idle, busy = desk.open(PATH, ana, clock=True), desk.open(PATH, ana, clock=True)
    busy.get_by_role("button", name="File and start line item 2").click()
    busy.get_by_role("heading", name="Filed line items").wait_for()
    poll(idle)
    saved(idle, 2)
    assert idle.input_value(NOTES) == ""
