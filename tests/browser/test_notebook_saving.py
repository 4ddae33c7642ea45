"""The editor saves as one types: when, what, and what the page says of it."""

from typing import Any

import pytest
from flask import Flask

from tests.browser.writing import (
    NOTES,
    PATH,
    PROBLEM,
    TEXT,
    add,
    elsewhere,
    held,
    hold,
    kept,
    lay,
    pause,
    poll,
    saved,
    says,
)
from tests.waiting import until


@pytest.fixture
def page_id(app: Flask, ana: Any) -> int:
    """Ana's page, at its first version."""
    return lay(app, ana)


def count_saves(page: Any) -> list[Any]:
    """The saves that a page sends from now on."""
    sent: list[Any] = []
    page.on("request", lambda request: sent.append(request) if request.url.endswith("/save") else None)
    return sent


def test_what_is_typed_is_saved_after_a_pause_and_there_after_a_reload(
        desk: Any, app: Flask, ana: Any, page_id: int) -> None:
    page = desk.open(PATH, ana, clock=True)
    add(page, "Ordered a pump.")
    says(page, "Not saved yet")
    pause(page)
    saved(page, 2)
    says(page, "rev 2")
    assert kept(app, page_id) == f"{TEXT}Ordered a pump."
    page.reload()
    assert (page.input_value(NOTES), page.troubles) == (f"{TEXT}Ordered a pump.", [])


def test_a_page_is_begun_by_its_first_word_and_not_by_looking(
        desk: Any, app: Flask, ana: Any, bob: Any, page_id: int) -> None:
    page = desk.open(PATH, bob, clock=True)
    assert page.input_value(NOTES) == ""
    page.fill(NOTES, "Bob's own page.")
    pause(page)
    saved(page, 1)
    assert (kept(app, page_id), page.text_content("#fsr_notes-count [data-count]")) == (TEXT, "15 / 10,000")


def test_a_text_keeps_blanks_empty_lines_and_its_first_line_end(desk: Any, app: Flask, ana: Any, page_id: int) -> None:
    page = desk.open(PATH, ana, clock=True)
    text = "\n\n  two blanks, \ttab, עברית, ＝, 🛠️ \n\n\n"
    page.fill(NOTES, text)
    pause(page)
    saved(page, 2)
    assert kept(app, page_id) == text
    page.reload()
    assert page.input_value(NOTES) == text


def test_a_cleared_box_stays_cleared(desk: Any, app: Flask, ana: Any, page_id: int) -> None:
    page = desk.open(PATH, ana, clock=True)
    page.fill(NOTES, "")
    pause(page)
    saved(page, 2)
    page.reload()
    assert (page.input_value(NOTES), kept(app, page_id)) == ("", "")


def test_leaving_a_box_saves_at_once_and_so_does_the_key(desk: Any, app: Flask, ana: Any, page_id: int) -> None:
    page = desk.open(PATH, ana, clock=True)
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 60)
    page.fill(NOTES, "By leaving the box.")
    page.focus(PROBLEM)
    saved(page, 2)
    page.fill(PROBLEM, "By the key.")
    page.keyboard.press("Control+s")
    saved(page, 3)
    assert kept(app, page_id) == "By leaving the box."


def test_who_types_without_a_pause_is_saved_within_ten_seconds(desk: Any, app: Flask, ana: Any, page_id: int) -> None:
    page = desk.open(PATH, ana, clock=True)
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 60)
    for _ in range(10):
        assert kept(app, page_id) == TEXT
        add(page, "x")
        page.clock.run_for(1000)
    assert until(lambda: kept(app, page_id) == f"{TEXT}{'x' * 10}")


def test_nothing_is_sent_while_nothing_changed(desk: Any, ana: Any, page_id: int) -> None:
    page = desk.open(PATH, ana, clock=True)
    sent = count_saves(page)
    page.fill(NOTES, "x")
    page.fill(NOTES, TEXT)
    page.focus(PROBLEM)
    page.keyboard.press("Control+s")
    page.clock.run_for(90_000)
    poll(page)
    assert (sent, page.get_attribute("#save-status", "data-state")) == ([], "saved")


def test_an_idle_tab_never_overwrites_and_takes_over_what_another_device_wrote(
        desk: Any, app: Flask, ana: Any, page_id: int) -> None:
    idle, busy = desk.open(PATH, ana, clock=True), desk.open(PATH, ana, clock=True)
    sent = count_saves(idle)
    busy.fill(NOTES, "Newer.")
    pause(busy)
    saved(busy, 2)
    poll(idle)
    saved(idle, 2)
    idle.clock.run_for(60_000)
    assert (sent, idle.input_value(NOTES), kept(app, page_id)) == ([], "Newer.", "Newer.")


def test_a_colleagues_words_are_merged_round_the_caret(desk: Any, app: Flask, ana: Any, bob: Any) -> None:
    page_id = lay(app, ana, bob=bob)
    page = desk.open(PATH, ana, clock=True)
    elsewhere(app, bob, page_id, f"Bob came first.\n{TEXT}")
    add(page, "Ana went on.")
    pause(page)
    saved(page, 3)
    both = f"Bob came first.\n{TEXT}Ana went on."
    caret = page.evaluate("document.activeElement.selectionStart")
    assert (page.input_value(NOTES), kept(app, page_id), caret) == (both, both, len(both))
    page.keyboard.type(" And on.")
    pause(page)
    saved(page, 4)
    assert kept(app, page_id) == f"{both} And on."


def test_what_is_typed_while_a_merge_is_on_its_way_stays_and_so_does_the_colleagues(
        desk: Any, app: Flask, ana: Any, bob: Any) -> None:
    page_id = lay(app, ana, bob=bob)
    page = desk.open(PATH, ana, clock=True)
    elsewhere(app, bob, page_id, f"Bob came first.\n{TEXT}")
    on_the_way = hold(page)
    add(page, "Ana.")
    pause(page)
    says(page, "Saving…")
    add(page, " Typed meanwhile.")
    on_the_way[0].continue_()
    saved(page, 4)
    both = f"Bob came first.\n{TEXT}Ana. Typed meanwhile."
    assert (page.input_value(NOTES), kept(app, page_id)) == (both, both)


def test_a_slow_answer_for_one_case_never_shows_in_another(desk: Any, app: Flask, ana: Any, page_id: int) -> None:
    lay(app, ana, "CASE-2024-002", "The other case.\n")
    page = desk.open(PATH, ana, clock=True)
    slow = hold(page)
    page.fill(NOTES, "Of the first case.")
    pause(page)
    says(page, "Saving…")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/cases/CASE-2024-002")
    slow[0].abort()
    page.fill(NOTES, "Of the second case.")
    pause(page)
    saved(page, 2)
    assert page.input_value(NOTES) == "Of the second case."
    page.goto(PATH)
    assert page.input_value(NOTES) == "Of the first case."


def test_a_link_waits_for_the_save_and_does_not_ask(desk: Any, app: Flask, ana: Any, page_id: int) -> None:
    page = desk.open(PATH, ana, clock=True)
    asked: list[str] = []

    def answer(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.fill(NOTES, "Typed, and on to the history.")
    page.get_by_role("link", name="People").click()
    page.wait_for_url("**/people")
    assert (kept(app, page_id), asked) == ("Typed, and on to the history.", [])


def test_signing_out_saves_first(desk: Any, app: Flask, ana: Any, page_id: int) -> None:
    page = desk.open(PATH, ana, clock=True)
    page.fill(NOTES, "The last word of the day.")
    page.click("summary[aria-label='Your account']")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in*")
    assert (kept(app, page_id), held(page)) == ("The last word of the day.", None)


def test_counts_say_when_a_text_is_over_its_length_and_it_is_saved_all_the_same(
        desk: Any, app: Flask, ana: Any, page_id: int) -> None:
    page = desk.open(PATH, ana, clock=True)
    page.fill(PROBLEM, "x" * 1001)
    assert page.inner_text("#problem_statement-count").replace("\n", " ").endswith("· over the limit")
    pause(page)
    saved(page, 2)


def test_a_text_that_is_too_long_to_keep_is_refused_and_stays_in_the_box(
        desk: Any, app: Flask, ana: Any, page_id: int) -> None:
    page = desk.open(PATH, ana, clock=True)
    page.fill(NOTES, "x" * 200_001)
    pause(page)
    says(page, "Not saved:")
    assert (len(page.input_value(NOTES)), kept(app, page_id)) == (200_001, TEXT)
    page.fill(NOTES, "Shorter.")
    pause(page)
    saved(page, 2)


def test_who_else_is_here_is_said(desk: Any, app: Flask, ana: Any, bob: Any) -> None:
    lay(app, ana, bob=bob)
    mine = desk.open(PATH, ana, clock=True)
    theirs = desk.open(f"{PATH}?by={ana.user_id}", bob, clock=True)
    poll(theirs)
    poll(mine)
    mine.locator("#presence", has_text="Bob has this open").wait_for()
    theirs.fill(NOTES, "x")
    poll(theirs)
    poll(mine)
    mine.locator("#presence", has_text="Bob is writing").wait_for()
