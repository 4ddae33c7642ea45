"""Beside the editor in a real browser: history, check, snippets, a pasted screenshot, paper; without scripts too."""

import base64
import io
from typing import Any

import pypdf
import pytest
from flask import Flask
from playwright.sync_api import expect

from fsr.db import db
from fsr.notebook.models import Attachment, Page
from tests import factories
from tests.browser.checks import check_page
from tests.browsers import Browser
from tests.notebook.conftest import NOTES, NUMBER, PROBLEM, acting
from tests.notebook.test_attachments import attach, png
from tests.notebook.test_history import write

PASTE = """([selector, data, at]) => {
  const box = document.querySelector(selector), files = new DataTransfer();
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  files.items.add(new File([bytes], "image.png", { type: "image/png" }));
  box.focus();
  box.setSelectionRange(at, at);
  box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: files, bubbles: true, cancelable: true }));
}"""


def kept(app: Flask, page_id: int) -> tuple[str, str]:
    with app.app_context():
        page = db.session.get_one(Page, page_id)
        return page.problem_statement, page.fsr_notes


def until_kept(page: Any, app: Flask, page_id: int, part: str) -> None:
    """Wait for the status line, then look in the database."""
    expect(page.locator("#save-status")).to_contain_text("Saved")
    for _round in range(600):
        if part in kept(app, page_id)[1]:
            return
        page.wait_for_timeout(50)
    raise AssertionError(kept(app, page_id))


@pytest.fixture
def page_id(app: Flask, ana: Browser) -> int:
    """Ana's page on CASE-2024-001, at its first version."""
    with acting(app, ana) as user:
        return factories.page(user, factories.case(NUMBER), PROBLEM, NOTES).id


@pytest.fixture
def written(app: Flask, ana: Browser, page_id: int) -> int:
    """Ana's page with two versions and an attachment."""
    write(app, ana, page_id, NOTES.replace("seal", "pump, המשאבה"), 1)
    attach(ana, ("shot.png", png(200)))
    return page_id


@pytest.mark.parametrize("path", ["", "/history?from=1&to=2", "/check", "/attachments", "/snippets", "/text", "/print"])
def test_every_page_stands_every_check(desk: Any, ana: Browser, written: int, path: str) -> None:
    page = desk.open(f"/cases/{NUMBER}{path}", ana)
    if path == "":
        expect(page.locator("#attachments img")).to_be_visible()
    check_page(page, [(1280, "light"), (375, "dark")])


@pytest.mark.parametrize("path", ["/cases/snippets", "/cases/snippets/new?copy=report"])
def test_the_pages_of_snippets_stand_every_check(desk: Any, ana: Browser, path: str) -> None:
    check_page(desk.open(path, ana), [(1280, "dark"), (375, "light")])


def test_history_compares_restores_and_takes_it_back_without_javascript_too(
        app: Flask, desk: Any, ana: Browser, written: int) -> None:
    now = kept(app, written)
    for javascript in (True, False):
        page = desk.open(f"/cases/{NUMBER}/history?from=2&to=1", ana, javascript=javascript)
        expect(page.locator(".diff ins").first).to_contain_text("seal")
        page.get_by_role("button", name="Restore this text").click()
        expect(page.locator(".banner")).to_contain_text("Restored as rev")
        assert kept(app, written) == (PROBLEM, NOTES)
        page.get_by_role("button", name="Undo").click()
        page.wait_for_url("**restored=**")
        expect(page.locator(".banner")).to_contain_text("Restored as rev")
        assert kept(app, written) == now


def test_radio_buttons_compare_any_two_revisions(app: Flask, desk: Any, ana: Browser, written: int) -> None:
    ana.post(f"/cases/{NUMBER}/history/restore", data={"to": "1"})
    page = desk.open(f"/cases/{NUMBER}/history", ana)
    page.locator("input[name=from][value='2']").check()
    page.locator("input[name=to][value='3']").check()
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.locator("#changes-title + p")).to_contain_text("compared with rev 2")
    expect(page.locator(".diff del").first).to_contain_text("pump")


def test_the_check_asks_marks_the_words_in_the_box_and_touches_no_text(
        app: Flask, desk: Any, ana: Browser, page_id: int) -> None:
    page = desk.open(f"/cases/{NUMBER}", ana)
    page.locator("#problem_statement").fill("😀 Tool 4 stops sometimes. No idea why, it does.")
    page.locator("#check").get_by_role("button").click()
    expect(page.locator("#check")).to_contain_text("How often does it happen?")
    page.locator("#check q", has_text="stops").first.click()
    selected = "box => box.value.slice(box.selectionStart, box.selectionEnd)"
    assert page.locator("#problem_statement").evaluate(selected) == "stops"
    check_page(page, [(1280, "light")])


def test_the_check_works_without_javascript_and_the_text_is_saved_from_its_page(
        app: Flask, desk: Any, ana: Browser, page_id: int) -> None:
    page = desk.open(f"/cases/{NUMBER}", ana, javascript=False)
    page.locator("#problem_statement").fill("Tool 4 stops 3 times per shift since 2 September.")
    page.locator("#check").get_by_role("button").click()
    expect(page.locator("#check")).to_contain_text("/ 100")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(f"**/cases/{NUMBER}**")
    assert kept(app, page_id)[0] == "Tool 4 stops 3 times per shift since 2 September."


def test_a_snippet_goes_in_at_the_caret_and_is_saved(app: Flask, desk: Any, ana: Browser, page_id: int) -> None:
    ana.post("/cases/snippets/new", data={"kind": "snippet", "field": "", "name": "No parts", "text": "No parts used."})
    page = desk.open(f"/cases/{NUMBER}", ana)
    page.locator("#fsr_notes").evaluate("box => { box.focus(); box.setSelectionRange(8, 8); }")
    page.locator(".tool summary", has_text="Templates and snippets").click()
    page.get_by_role("button", name="No parts").click()
    expect(page.locator("#fsr_notes")).to_have_value(f"{NOTES[:8]}No parts used.{NOTES[8:]}")
    until_kept(page, app, page_id, "No parts used.")


def test_a_snippet_is_put_in_without_javascript(app: Flask, desk: Any, ana: Browser, page_id: int) -> None:
    page = desk.open(f"/cases/{NUMBER}", ana, javascript=False)
    page.get_by_role("link", name="Templates and snippets").click()
    page.get_by_role("button", name="Hand-over").click()
    expect(page.locator("#fsr_notes")).to_have_value(f"{kept(app, page_id)[1]}")
    assert f"Hand-over of {NUMBER}" in kept(app, page_id)[1]


def test_a_pasted_screenshot_is_attached_and_named_at_the_caret(
        app: Flask, desk: Any, ana: Browser, page_id: int) -> None:
    page = desk.open(f"/cases/{NUMBER}", ana)
    expect(page.locator("#attach")).to_be_visible()
    page.evaluate(PASTE, ["#fsr_notes", base64.b64encode(png(120)).decode(), len("Checked the filter.")])
    expect(page.locator("#attachments img")).to_be_visible()
    until_kept(page, app, page_id, "Checked the filter.[Attachment 1: screenshot-")
    with app.app_context():
        assert db.session.query(Attachment).one().page_id == page_id
    assert page.troubles == []


def test_an_attachment_is_removed_and_taken_back_by_the_toast(
        app: Flask, desk: Any, ana: Browser, written: int) -> None:
    page = desk.open(f"/cases/{NUMBER}", ana)
    page.locator("#attachments summary", has_text="Caption or remove").click()
    page.locator("#attachments").get_by_role("button", name="Remove").click()
    expect(page.locator("#attachments img")).to_have_count(0)
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator("#attachments img")).to_be_visible()


def test_files_are_attached_without_javascript(app: Flask, desk: Any, ana: Browser, page_id: int) -> None:
    page = desk.open(f"/cases/{NUMBER}", ana, javascript=False)
    page.get_by_role("link", name="Attachments").click()
    page.locator("input[type=file]").set_input_files({"name": "shot.png", "mimeType": "image/png", "buffer": png(9)})
    page.get_by_role("button", name="Attach", exact=True).click()
    expect(page.locator("#attachments li")).to_contain_text("shot.png")


def test_on_paper_it_is_a4_with_all_that_is_written(app: Flask, desk: Any, ana: Browser, written: int) -> None:
    page = desk.open(f"/cases/{NUMBER}/print", ana)
    page.wait_for_load_state("networkidle")
    paper = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, format="A4")))
    text = "".join(sheet.extract_text() for sheet in paper.pages)
    assert (abs(float(paper.pages[0].mediabox.width) - 595.3) < 1.5, len(paper.pages)) == (True, 1)
    assert PROBLEM in text
    assert "shot.png" in text
    assert "Back to the case" not in text


def test_the_text_is_copied_with_one_click(desk: Any, ana: Browser, page_id: int) -> None:
    context = desk.context(ana, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"/cases/{NUMBER}/text")
    page.locator("[data-copy]").click()
    expect(page.locator(".toast")).to_contain_text("Copied")
    assert PROBLEM in page.evaluate("navigator.clipboard.readText()")


def test_right_to_left_the_history_and_the_check_stand_every_check(
        app: Flask, desk: Any, ana: Browser, written: int) -> None:
    with acting(app, ana) as user:
        user.language = "he"
    for path in ("/history?from=1&to=2", "/check"):
        page = desk.open(f"/cases/{NUMBER}{path}", ana)
        assert page.locator("html").get_attribute("dir") == "rtl"
        check_page(page, [(1280, "light")])
