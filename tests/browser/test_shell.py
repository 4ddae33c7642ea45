"""What app.js adds on every page: toasts, dialogs, keys, focus, dropped files, and when things go wrong."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.checks import check_page, violations

TOAST = "detail => document.body.dispatchEvent(new CustomEvent('toast', {detail, bubbles: true}))"
DROP = """names => {
  const files = new DataTransfer();
  for (const name of names) files.items.add(new File(['%PDF-1.7'], name, {type: 'application/pdf'}));
  const zone = document.querySelector('[data-dropzone]');
  for (const type of ['dragenter', 'dragover', 'drop'])
    zone.dispatchEvent(new DragEvent(type, {dataTransfer: files, bubbles: true, cancelable: true}));
}"""


def focused(page: Any) -> str:
    """The id, or else the words, of what has the focus."""
    return page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")


def test_a_toast_is_shown_and_told_once_to_readers(desk: Any, ana: Any) -> None:
    page = desk.open("/help", ana)
    page.evaluate(TOAST, {"message": "Saved", "kind": "ok"})
    page.get_by_role("status").filter(has_text="Saved").wait_for(state="attached")
    assert (page.locator(".toast").count(), page.get_by_role("alert").filter(has_text="Saved").count()) == (1, 0)


def test_at_most_three_toasts_are_shown_and_errors_stay_until_closed(desk: Any, ana: Any) -> None:
    page = desk.context(ana).new_page()
    page.clock.install()
    page.goto("/help")
    for number in range(5):
        page.evaluate(TOAST, {"message": f"Failed {number}", "kind": "error"})
    page.clock.run_for(60_000)
    assert page.locator(".toast p").all_text_contents() == ["Failed 2", "Failed 3", "Failed 4"]
    page.evaluate(TOAST, {"message": "Saved", "kind": "ok"})
    page.clock.run_for(60_000)
    assert "Saved" not in page.locator(".toasts").text_content()
    page.locator(".toast").first.get_by_role("button", name="Close").click()
    assert page.locator(".toast").count() == 1


def test_undo_in_a_toast_posts_with_the_csrf_token(desk: Any, ana: Any) -> None:
    page = desk.open("/help", ana)
    asked: list[Any] = []
    page.route("**/undo", lambda route: (asked.append(route.request), route.fulfill(status=204)))
    page.evaluate(TOAST, {"message": "Deleted", "kind": "ok", "undo": "/undo"})
    with page.expect_request("**/undo"):
        page.get_by_role("button", name="Undo").click()
    assert (asked[0].method, bool(asked[0].headers["x-csrftoken"]), page.locator(".toast").count()) == ("POST", True, 0)


def test_a_page_with_a_toast_and_an_open_dialog_stands_every_check(desk: Any, ana: Any) -> None:
    page = desk.open("/styleguide", ana)
    page.evaluate(TOAST, {"message": "Deleted", "kind": "error", "undo": "/undo"})
    assert violations(page) == []
    page.get_by_role("button", name="Open a dialog").click()
    check_page(page)


def test_a_dialog_holds_the_focus_and_gives_it_back(desk: Any, ana: Any) -> None:
    page = desk.open("/styleguide", ana)
    opener = page.get_by_role("button", name="Open a dialog")
    opener.focus()
    page.keyboard.press("Enter")
    inside = [focused(page)]
    for _ in range(4):
        page.keyboard.press("Tab")
        inside.append(page.evaluate("document.activeElement.matches('dialog *, body')"))
    page.keyboard.press("Escape")
    assert (inside, focused(page)) == (["Keep it", True, True, True, True], "Open a dialog")


def test_a_menu_closes_on_escape_and_gives_the_focus_back(desk: Any, ana: Any) -> None:
    page = desk.open("/help", ana)
    summary = page.locator("summary[aria-label='Your account']")
    summary.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Account").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert not page.get_by_role("link", name="Account").is_visible()
    assert page.evaluate("document.activeElement.localName") == "summary"


def test_open_menus_stand_every_check(desk: Any, ana: Any) -> None:
    page = desk.open("/help", ana)
    page.locator("summary[aria-label='Your account']").click()
    check_page(page)
    phone = desk.open("/help", ana, width=375)
    phone.get_by_text("Menu", exact=True).click()
    check_page(phone, [(375, "light"), (375, "dark")])


def test_single_keys_lead_to_places_but_not_from_fields(desk: Any, ana: Any) -> None:
    page = desk.open("/styleguide", ana)
    page.locator("#client").focus()
    page.keyboard.type("gh?/")
    assert (page.locator("#client").input_value(), page.locator("dialog[open]").count()) == ("gh?/", 0)
    assert page.url.endswith("/styleguide")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    assert focused(page) == "filter-q"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keyboard").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog", name="Keyboard").wait_for(state="hidden")
    page.keyboard.press("g")
    page.keyboard.press("h")
    page.wait_for_url("**/")


def test_files_dropped_fill_the_input_and_are_listed(desk: Any, ana: Any) -> None:
    page = desk.open("/styleguide", ana)
    page.evaluate(DROP, ["balta.pdf", "bta.pdf"])
    page.evaluate(DROP, ["ergo.pdf"])
    names = page.evaluate("[...document.querySelector('#files').files].map(file => file.name)")
    assert (names, page.locator("[data-file-list] bdi").all_text_contents()) == (
        ["balta.pdf", "bta.pdf", "ergo.pdf"], ["balta.pdf", "bta.pdf", "ergo.pdf"])


def test_a_lost_connection_is_said_and_the_same_thing_can_be_tried_again(desk: Any, ana: Any) -> None:
    page = desk.open("/help", ana)
    page.evaluate("""() => {
      const form = document.createElement('form');
      form.innerHTML = '<input id="typed" name="typed" value="kept"><button>Send</button>';
      form.setAttribute('hx-post', '/help'); form.setAttribute('hx-swap', 'none');
      document.querySelector('main').append(form); htmx.process(form);
    }""")
    page.context.set_offline(True)
    page.get_by_role("button", name="Send").click()
    page.get_by_role("alert").filter(has_text="No connection").wait_for(state="attached")
    assert page.locator("#typed").input_value() == "kept"
    page.context.set_offline(False)
    with page.expect_request(lambda request: request.method == "POST"):
        page.get_by_role("button", name="Try again").click()


def test_an_ended_session_opens_a_dialog_and_leaves_the_page_as_it_is(desk: Any, ana: Any) -> None:
    page = desk.open("/", ana)
    page.context.clear_cookies()
    page.evaluate("htmx.ajax('GET', '/', '#home')")
    box = page.get_by_role("dialog", name="You are signed out")
    box.wait_for()
    assert (box.get_by_role("link").get_attribute("href"), page.locator("#home").count()) == ("/sign-in", 1)
    assert violations(page) == []


def test_a_plain_form_is_sent_once_by_a_double_click(desk: Any, ana: Any) -> None:
    page = desk.open("/account", ana)
    page.route("**/account", lambda route: route.fulfill(status=204))
    page.evaluate("() => { sent = 0; addEventListener('submit', event => { sent += !event.defaultPrevented; }); }")
    page.locator("form[action='/account'] button").first.dblclick()
    assert page.evaluate("sent") == 1


@pytest.mark.parametrize("path", ["/", "/help", "/account"])
def test_without_javascript_every_place_can_be_reached(desk: Any, ana: Any, path: str) -> None:
    page = desk.open(path, ana, javascript=False, width=375)
    page.locator("summary", has_text="Menu").click()
    page.locator(".nav-menu").get_by_role("link", name="Compare").click()
    page.wait_for_url("**/compare")
    page.locator("summary[aria-label='Your account']").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in*")


def test_the_chosen_theme_wins_over_the_systems(desk: Any, ana: Any) -> None:
    page = desk.open("/account", ana, scheme="light")
    page.get_by_label("Colours").select_option("dark")
    page.locator("form[action='/account'] button").first.click()
    expect(page.locator("html")).to_have_css("background-color", "rgb(15, 20, 26)")


def test_nothing_moves_for_people_who_ask_for_that(desk: Any, ana: Any) -> None:
    page = desk.open("/styleguide", ana, reduced_motion="reduce")
    assert page.evaluate("document.getAnimations().length") == 0


def test_counts_in_the_navigation_follow_what_the_server_says(desk: Any, ana: Any) -> None:
    page = desk.open("/", ana)
    count = page.locator(".topbar .nav a[href='/activity'] .count")
    assert not count.is_visible()
    page.evaluate("""() => document.body.dispatchEvent(
      new CustomEvent('counts', {detail: {'/activity': 3}, bubbles: true}))""")
    assert (count.is_visible(), count.text_content()) == (True, "3")
    page.evaluate("htmx.ajax('GET', '/', '#home')")
    count.wait_for(state="hidden")
