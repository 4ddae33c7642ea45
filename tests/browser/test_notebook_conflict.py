"""Two people wrote in the same place: both see it, both texts can be reached, and one of them decides."""

from typing import Any

import pytest
from flask import Flask

from tests.browser.checks import check_page, walk_by_keyboard
from tests.browser.writing import NOTES, PATH, add, elsewhere, ever_kept, held, kept, lay, pause, saved, says, turn

START = "Pump stopped.\nCause unknown.\nOrdered a seal.\n"
MINE = "Pump stopped.\nCause: worn seal.\nOrdered a seal.\n"
THEIRS = "Pump stopped at 10:40.\nCause: blocked filter.\nOrdered a seal.\n"
RESULT = "#result_fsr_notes"


def in_conflict(desk: Any, app: Flask, ana: Any, bob: Any) -> tuple[Any, int]:
    """Ana's editor, told of a conflict with what Bob wrote on her page; and the page's id."""
    page_id = lay(app, ana, notes=START, bob=bob)
    page = desk.open(PATH, ana, clock=True)
    elsewhere(app, bob, page_id, THEIRS)
    page.fill(NOTES, MINE)
    pause(page)
    says(page, "Changed by Bob, review")
    return page, page_id


def review(page: Any) -> None:
    """Go and look at both texts."""
    page.get_by_role("button", name="Review both").click()
    page.locator("form#conflict").wait_for()


def test_the_second_writer_is_told_keeps_the_text_and_can_go_on_typing(
        desk: Any, app: Flask, ana: Any, bob: Any) -> None:
    page, page_id = in_conflict(desk, app, ana, bob)
    add(page, "More.")
    pause(page)
    assert (kept(app, page_id), page.input_value(NOTES), "More." in held(page)) == (THEIRS, f"{MINE}More.", True)
    check_page(page)


def test_both_sides_and_what_they_started_from_stand_beside_each_other(
        desk: Any, app: Flask, ana: Any, bob: Any) -> None:
    page, _page_id = in_conflict(desk, app, ana, bob)
    review(page)
    sides = [side.text_content() for side in page.locator(".side .text").all()]
    headings = page.locator(".side h3").all_text_contents()
    assert (sides, headings) == ([MINE, START, THEIRS], ["Yours", "Before", "Theirs: Bob"])
    result = page.input_value(RESULT)
    assert all(words in result for words in ("at 10:40", "worn seal", "blocked filter", "Ordered a seal"))
    assert page.locator("section.card", has_text="Nothing to choose here").count() == 1
    check_page(page)
    assert walk_by_keyboard(page)


@pytest.mark.parametrize(("button", "result"), [("Keep mine", MINE), ("Use theirs", THEIRS), ("", "Written anew.")])
def test_each_choice_is_saved_and_what_was_left_out_is_kept(
        desk: Any, app: Flask, ana: Any, bob: Any, button: str, result: str) -> None:
    page, page_id = in_conflict(desk, app, ana, bob)
    review(page)
    if button:
        page.get_by_role("button", name=button).click()
    else:
        page.fill(RESULT, result)
    page.get_by_role("button", name="Save result").click()
    page.wait_for_url(f"**{PATH}*")
    saved(page)
    versions = ever_kept(app, page_id)
    assert (page.input_value(NOTES), kept(app, page_id), held(page)) == (result, result, None)
    assert {START, MINE, THEIRS, result} == set(versions)


def test_who_types_both_has_both(desk: Any, app: Flask, ana: Any, bob: Any) -> None:
    page, page_id = in_conflict(desk, app, ana, bob)
    review(page)
    both = page.input_value(RESULT)
    page.get_by_role("button", name="Use theirs").click()
    page.get_by_role("button", name="Both").click()
    assert page.input_value(RESULT) == both
    page.get_by_role("button", name="Save result").click()
    saved(page)
    assert kept(app, page_id) == both


def test_a_page_that_changes_once_more_is_asked_about_once_more(desk: Any, app: Flask, ana: Any, bob: Any) -> None:
    page, page_id = in_conflict(desk, app, ana, bob)
    review(page)
    elsewhere(app, bob, page_id, "Pump stopped.\nCause: no oil.\nOrdered a seal.\n")
    page.get_by_role("button", name="Keep mine").click()
    page.get_by_role("button", name="Save result").click()
    page.get_by_text("Bob changed the page once more while you were choosing.").wait_for()
    assert "no oil" in page.locator(".side .text").last.text_content()
    page.get_by_role("button", name="Keep mine").click()
    page.get_by_role("button", name="Save result").click()
    saved(page)
    assert (kept(app, page_id), held(page)) == (MINE, None)


def test_a_case_that_closes_during_the_choice_keeps_both_texts_on_the_page(
        desk: Any, app: Flask, ana: Any, bob: Any) -> None:
    page, page_id = in_conflict(desk, app, ana, bob)
    review(page)
    turn(app, page_id, is_open=False)
    page.fill(RESULT, "Written anew.")
    page.get_by_role("button", name="Save result").click()
    page.get_by_text("This case is closed.").wait_for()
    sides = [side.text_content() for side in page.locator(".side .text").all()]
    assert (sides, page.input_value(RESULT), kept(app, page_id)) == ([MINE, START, THEIRS], "Written anew.", THEIRS)


def test_without_javascript_a_page_is_read_and_saved_and_a_conflict_resolved(
        desk: Any, app: Flask, ana: Any, bob: Any) -> None:
    page_id = lay(app, ana, notes=START, bob=bob)
    page = desk.open(PATH, ana, javascript=False)
    page.fill(NOTES, f"{START}Tested.\n")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("rev 2").wait_for()
    assert kept(app, page_id) == f"{START}Tested.\n"
    elsewhere(app, bob, page_id, THEIRS)
    page.fill(NOTES, MINE)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Keep mine").click()
    page.get_by_text("rev 4").wait_for()
    assert (kept(app, page_id), page.input_value(NOTES)) == (MINE, MINE)


def test_without_javascript_the_text_for_a_closed_case_is_on_the_page(desk: Any, app: Flask, ana: Any) -> None:
    page_id = lay(app, ana)
    page = desk.open(PATH, ana, javascript=False)
    turn(app, page_id, is_open=False)
    page.fill(NOTES, "Too late?")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("What you typed was not saved.").wait_for()
    assert page.get_by_label("Not saved: FSR notes").input_value() == "Too late?"
