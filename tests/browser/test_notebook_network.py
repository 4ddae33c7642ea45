"""Nothing typed is lost when the network, the server, the tab or the session goes: whatever happens, the text ends up
on the server or is still in the tab, and the page says which.
"""

import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from fsr.auth.models import UserSession
from fsr.db import commit, db
from fsr.notebook.models import PageVersion
from tests.browser.checks import violations
from tests.browser.conftest import Desk
from tests.browser.writing import (
    NOTES,
    PATH,
    TEXT,
    add,
    come,
    crash,
    elsewhere,
    ever_kept,
    held,
    hold,
    kept,
    lay,
    pause,
    poll,
    released,
    saved,
    says,
    turn,
)
from tests.factories import PASSWORD
from tests.notebook.test_kill import Server
from tests.waiting import until


@pytest.fixture
def page_id(app: Flask, ana: Any) -> int:
    """Ana's page, at its first version."""
    return lay(app, ana)


def retry(page: Any) -> None:
    """Let the time of one longest wait between two tries pass."""
    page.clock.run_for(40_000)


def test_offline_the_page_says_so_and_back_online_the_text_is_saved(
        desk: Any, app: Flask, ana: Any, page_id: int) -> None:
    page = desk.open(PATH, ana, clock=True)
    page.context.set_offline(True)
    add(page, "Typed in the cellar.")
    pause(page)
    says(page, "Not saved: offline. Kept in this tab")
    add(page, " And more.")
    page.clock.run_for(30_000)
    says(page, "Not saved: offline. Kept in this tab")
    page.context.set_offline(False)
    saved(page)
    pause(page)
    released(page)
    assert kept(app, page_id) == page.input_value(NOTES) == f"{TEXT}Typed in the cellar. And more."


def test_what_both_wrote_while_one_was_offline_is_all_there(desk: Any, app: Flask, ana: Any, page_id: int) -> None:
    page = desk.open(PATH, ana, clock=True)
    page.context.set_offline(True)
    add(page, "Offline.")
    pause(page)
    elsewhere(app, ana, page_id, f"From the phone.\n{TEXT}")
    page.context.set_offline(False)
    saved(page, 3)
    both = f"From the phone.\n{TEXT}Offline."
    assert (page.input_value(NOTES), kept(app, page_id)) == (both, both)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_server_that_fails_is_asked_again_and_gets_the_text_once(
        desk: Any, app: Flask, ana: Any, page_id: int, status: int) -> None:
    page = desk.open(PATH, ana, clock=True)
    names: list[str] = []

    def fail(route: Any) -> None:
        names.append(route.request.post_data.split('name="op_id"')[1].split()[0])
        if len(names) < 3:
            route.fulfill(status=status, headers={"Retry-After": "2"})
        else:
            route.continue_()

    page.route("**/save", fail)
    add(page, "Once.")
    pause(page)
    says(page, "Not saved: the server does not answer")
    retry(page)
    retry(page)
    saved(page, 2)
    assert (len(names), len(set(names)), ever_kept(app, page_id)) == (3, 1, [TEXT, f"{TEXT}Once."])


def test_an_answer_that_is_lost_is_asked_for_again_and_makes_no_second_version(
        desk: Any, app: Flask, ana: Any, page_id: int) -> None:
    page = desk.open(PATH, ana, clock=True)

    def lose(route: Any) -> None:
        route.fetch()
        route.abort()

    page.route("**/save", lose, times=1)
    add(page, "Arrived.")
    pause(page)
    says(page, "Not saved")
    add(page, " And more.")
    retry(page)
    saved(page, 3)
    assert ever_kept(app, page_id)[1:] == [f"{TEXT}Arrived.", f"{TEXT}Arrived. And more."]


def test_saves_that_arrive_twice_or_late_leave_what_is_in_the_box(
        desk: Any, app: Flask, ana: Any, page_id: int) -> None:
    page = desk.open(PATH, ana, clock=True)
    page.route("**/save", lambda route: (route.fetch(), route.continue_()))
    add(page, "Twice.")
    pause(page)
    saved(page, 2)
    page.unroute("**/save")
    late = hold(page)
    add(page, " Late.")
    pause(page)
    says(page, "Saving…")
    add(page, " Newer.")
    pause(page)
    page.route("**/save", lambda route: (late[0].fetch(), route.continue_()), times=1)
    late[0].continue_()
    saved(page, 4)
    assert kept(app, page_id) == page.input_value(NOTES) == f"{TEXT}Twice. Late. Newer."


def test_a_tab_that_is_closed_while_typing_has_saved_its_text(desk: Any, app: Flask, ana: Any, page_id: int) -> None:
    page = desk.open(PATH, ana, clock=True)
    page.on("dialog", lambda dialog: dialog.accept())
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 60)
    add(page, "The last words.")
    page.goto("about:blank")
    assert until(lambda: kept(app, page_id) == f"{TEXT}The last words.")


def test_a_tab_that_crashed_has_its_text_when_it_is_opened_again(desk: Any, app: Flask, ana: Any, page_id: int) -> None:
    page = desk.open(PATH, ana, clock=True)
    reopen = crash(page, desk, ana)
    add(page, "Before the crash.")
    again = reopen()
    saved(again, 2)
    assert (kept(app, page_id), held(again)) == (f"{TEXT}Before the crash.", None)


def test_a_restored_text_is_saved_though_another_script_is_still_on_its_way(
        desk: Any, app: Flask, ana: Any, page_id: int) -> None:
    page = desk.open(PATH, ana, clock=True)
    reopen = crash(page, desk, ana)
    add(page, "Before the crash.")
    again, late = reopen("**/js/papers.js*")
    says(again, "Not saved yet")
    again.clock.run_for(5000)
    late[0].continue_()
    saved(again, 2)
    assert kept(app, page_id) == f"{TEXT}Before the crash."


def test_a_restored_text_is_merged_with_what_came_meanwhile(desk: Any, app: Flask, ana: Any, page_id: int) -> None:
    page = desk.open(PATH, ana, clock=True)
    reopen = crash(page, desk, ana)
    add(page, "Here.")
    elsewhere(app, ana, page_id, f"There.\n{TEXT}")
    again = reopen()
    saved(again, 3)
    assert kept(app, page_id) == again.input_value(NOTES) == f"There.\n{TEXT}Here."


def test_the_text_of_a_server_that_went_back_in_time_is_compared_and_not_trusted(
        desk: Any, app: Flask, ana: Any, page_id: int) -> None:
    page = desk.open(PATH, ana, clock=True)
    reopen = crash(page, desk, ana)
    add(page, "Here.")
    with app.app_context():  # a backup was put back: the same version, another text
        for table in ("user_cases", "page_versions"):
            db.session.execute(db.text(f"UPDATE {table} SET fsr_notes = 'Another text.'"))
        commit()
    again = reopen()
    says(again, "Changed by Ana, review")
    assert (kept(app, page_id), again.input_value(NOTES)) == ("Another text.", f"{TEXT}Here.")


def test_after_ten_minutes_without_an_answer_a_bar_offers_to_copy_and_to_try_again(
        desk: Any, app: Flask, ana: Any, page_id: int) -> None:
    page = desk.open(PATH, ana, clock=True)
    page.route("**/save", lambda route: route.abort())
    add(page, "Kept.")
    pause(page)
    says(page, "Not saved")
    for _ in range(40):
        retry(page)
        if page.locator("#unsaved").is_visible():
            break
        says(page, "Not saved")
    assert violations(page) == []
    page.unroute("**/save")
    page.locator("#unsaved").get_by_role("button", name="Try again").click()
    saved(page, 2)
    assert (kept(app, page_id), page.locator("#unsaved").is_visible()) == (f"{TEXT}Kept.", False)


def test_a_case_that_closes_while_typing_is_told_at_once_and_goes_on_when_it_is_opened_again(
        desk: Any, app: Flask, ana: Any, page_id: int) -> None:
    page = desk.open(PATH, ana, clock=True)
    turn(app, page_id, is_open=False)
    add(page, "Too late?")
    pause(page)
    says(page, "Case closed")
    notice = page.get_by_role("alert").filter(has_text="closed while you were writing")
    assert (notice.is_visible(), kept(app, page_id), page.input_value(NOTES)) == (True, TEXT, f"{TEXT}Too late?")
    assert (page.locator(NOTES).is_editable(), violations(page)) == (False, [])
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert "Too late?" in download.value.path().read_text()
    turn(app, page_id, is_open=True)
    poll(page)
    saved(page, 2)
    assert (kept(app, page_id), notice.is_visible(), page.locator(NOTES).is_editable()) == (
        f"{TEXT}Too late?", False, True)


def test_the_unsaved_text_of_a_closed_case_is_on_the_page_after_a_reload(
        desk: Any, app: Flask, ana: Any, page_id: int) -> None:
    page = desk.open(PATH, ana, clock=True)
    page.on("dialog", lambda dialog: dialog.accept())
    turn(app, page_id, is_open=False)
    add(page, "Too late?")
    pause(page)
    says(page, "Case closed")
    page.reload()
    box = page.locator(".kept-draft textarea[name=fsr_notes]")
    assert (box.input_value(), page.locator(NOTES).count(), violations(page)) == (f"{TEXT}Too late?", 0, [])
    turn(app, page_id, is_open=True)
    page.reload()
    saved(page, 2)
    assert kept(app, page_id) == f"{TEXT}Too late?"


def test_a_clean_tab_turns_into_the_closed_page(desk: Any, app: Flask, ana: Any, page_id: int) -> None:
    page = desk.open(PATH, ana, clock=True)
    turn(app, page_id, is_open=False)
    poll(page)
    page.locator(".banner", has_text="nobody can change them").wait_for()
    assert (page.locator(NOTES).count(), "Replaced the seal." in page.inner_text(".written >> nth=1")) == (0, True)


def end_sessions(app: Flask, who: Any) -> None:
    """Sign somebody out everywhere, as an administrator can."""
    with app.app_context():
        db.session.query(UserSession).filter_by(user_id=who.user_id).delete()
        commit()


def sign_in(page: Any, name: str) -> None:
    """Sign in, in another tab of the same browser."""
    other = page.context.new_page()
    other.goto("/sign-in")
    other.fill("#email", f"{name}@example.com")
    other.fill("#password", PASSWORD)
    other.keyboard.press("Enter")
    other.wait_for_url("**/")


def test_a_session_that_ended_keeps_the_text_and_goes_on_after_sign_in(
        desk: Any, app: Flask, ana: Any, page_id: int) -> None:
    page = come(desk.open(PATH, ana, clock=True))
    end_sessions(app, ana)
    add(page, "Typed while signed out.")
    pause(page)
    says(page, "Not saved: signed out")
    dialog = page.get_by_role("dialog", name="You are signed out")
    assert (dialog.is_visible(), page.input_value(NOTES)) == (True, f"{TEXT}Typed while signed out.")
    sign_in(page, "ana")
    page.clock.run_for(5000)
    saved(page, 2)
    assert (kept(app, page_id), dialog.is_visible()) == (f"{TEXT}Typed while signed out.", False)


def test_a_text_is_never_saved_in_the_name_of_who_signed_in_after(
        desk: Any, app: Flask, ana: Any, bob: Any) -> None:
    page_id = lay(app, ana, bob=bob)
    page = come(desk.open(PATH, ana, clock=True))
    end_sessions(app, ana)
    add(page, "Ana's.")
    pause(page)
    says(page, "Not saved: signed out")
    sign_in(page, "bob")
    page.clock.run_for(5000)
    says(page, "Not saved: somebody else is signed in")
    page.get_by_role("dialog").get_by_text("Somebody else is signed in now").wait_for()
    page.clock.run_for(60_000)
    with app.app_context():
        authors = {row.author_id for row in db.session.query(PageVersion)}
    assert (authors, ever_kept(app, page_id)) == ({ana.user_id}, [TEXT])
    assert "Ana's." in held(page)


def test_without_javascript_the_text_of_an_ended_session_is_given_back_until_it_is_saved(
        desk: Any, app: Flask, ana: Any, page_id: int) -> None:
    page = desk.open(PATH, ana, javascript=False)
    end_sessions(app, ana)
    page.fill(NOTES, "Typed while signed out.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="You are signed out").first.wait_for()
    sign_in(page, "ana")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Not saved yet: you signed in anew. Save once more.").wait_for()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("rev 2").wait_for()
    assert kept(app, page_id) == page.input_value(NOTES) == "Typed while signed out."


def test_a_text_that_came_back_refused_is_kept_and_saved_with_the_next_word(
        desk: Any, app: Flask, ana: Any, page_id: int) -> None:
    page = desk.open(PATH, ana, clock=True)
    page.fill(NOTES, "")
    page.get_by_role("button", name="File and start line item 2").click()
    page.get_by_text("There is nothing to file yet").first.wait_for()
    assert held(page)
    page.fill(NOTES, "Something.")
    pause(page)
    released(page)
    assert kept(app, page_id) == "Something."


def test_a_word_typed_before_the_editor_has_woken_is_saved(desk: Any, app: Flask, ana: Any, page_id: int) -> None:
    page = desk.open("/help", ana, clock=True)
    late = hold(page, "**/js/notebook.js*")
    page.goto(PATH, wait_until="commit")
    page.locator(NOTES).press_sequentially("Early.")
    late[0].continue_()
    saved(page, 2)
    assert kept(app, page_id).count("Early.") == 1


@pytest.fixture
def killable(app: Flask, settings: dict[str, object], tmp_path: Path) -> Iterator[Server]:
    """The app in processes of its own."""
    server = Server(settings, tmp_path)
    assert until(lambda: answers(server))
    yield server
    server.end()


def answers(server: Server) -> bool:
    """Whether the server is up."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", server.port)):
        return True
    return False


def test_a_server_killed_in_the_middle_of_a_save_has_the_whole_text_when_it_is_back(
        killable: Server, chromium: Any, app: Flask, ana: Any, page_id: int) -> None:
    desk = Desk(f"http://127.0.0.1:{killable.port}", chromium)
    page = desk.open(PATH, ana, clock=True)
    for words in ("Before the first. ", "Before the second. "):
        add(page, words)
        pause(page)
        killable.end()
        add(page, "Typed while it was down. ")
        retry(page)
        says(page, "Not saved")
        killable.start()
        assert until(lambda: answers(killable))
        retry(page)
        released(page)
    whole = "Before the first. Typed while it was down. Before the second. Typed while it was down. "
    versions = ever_kept(app, page_id)
    assert (kept(app, page_id), page.input_value(NOTES)) == (f"{TEXT}{whole}", f"{TEXT}{whole}")
    assert len(versions) == len(set(versions))
    desk.contexts[0].close()
