"""Links in a real browser: the recipient on a phone, on paper, right to left, without JavaScript; and the owner."""

import io
from typing import Any

import pypdf
import pytest
from flask import Flask
from playwright.sync_api import expect

from fsr.db import db
from fsr.offers.models import Offer
from tests.browser.checks import check_page, walk_by_keyboard
from tests.browsers import Browser
from tests.offers.desk import BALTA, BTA, GJENSIDIGE, compared
from tests.shares.making import link_of, share

PERSON = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"


@pytest.fixture
def shared(app: Flask, ana: Browser) -> tuple[int, str, int]:
    """A link to made-up offers with everything shown."""
    return share(app, ana, language="en", contact="Anna, +371 2000 0000", show_evidence=True, show_comments=True)


def test_the_recipients_page_stands_every_check(desk: Any, shared: tuple[int, str, int]) -> None:
    check_page(desk.open(f"/s/{shared[1]}"))


@pytest.mark.parametrize("path", ["", "/print", "/clauses/1/1", "?only=1&only=2&differences=1"])
def test_every_page_of_a_link_stands_every_check(desk: Any, shared: tuple[int, str, int], path: str) -> None:
    page = desk.open(f"/s/{shared[1]}{path}", javascript=path != "/print")
    if path != "/print":
        check_page(page, [(375, "light"), (1280, "dark")])
    expect(page.locator("h1")).to_be_visible()


def test_price_and_recommendation_are_seen_on_a_phone_without_scrolling(
        app: Flask, desk: Any, ana: Browser, shared: tuple[int, str, int]) -> None:
    with app.app_context():
        key = str(db.session.query(Offer).filter_by(insurer_name="ERGO").one().id)
    _, token, _ = share(app, ana, shared[2], language="en", recommended=key, reason="full cover, small deductible",
                        contact="Anna, +371 2000 0000")
    page = desk.open(f"/s/{token}", width=375)
    for text in ("ERGO", "€701.25", "full cover, small deductible", "Anna, +371 2000 0000"):
        box = page.get_by_text(text).first.bounding_box()
        assert box["y"] + box["height"] < 740, text


def test_on_a_phone_each_row_is_a_card_and_equal_rows_say_it_once(desk: Any, shared: tuple[int, str, int]) -> None:
    page = desk.open(f"/s/{shared[1]}", width=375)
    same, other = page.locator("#row-4 td:visible"), page.locator("#row-7 td:visible")
    assert (same.count(), other.count()) == (1, 3)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_comparing_two_and_differences_work_with_a_click_and_without_javascript(
        desk: Any, shared: tuple[int, str, int]) -> None:
    page = desk.open(f"/s/{shared[1]}")
    page.get_by_label("BTA", exact=True).first.uncheck()
    expect(page.locator("thead th")).to_have_count(3)
    page.get_by_label("Only differences").check()
    expect(page.locator("tbody tr:not(.group)")).to_have_count(4)
    plain = desk.open(f"/s/{shared[1]}", javascript=False)
    plain.get_by_label("Only differences").check()
    plain.get_by_role("button", name="Show", exact=True).click()
    expect(plain.locator("tbody tr:not(.group)")).to_have_count(6)


def test_an_answer_is_sent_without_javascript(app: Flask, desk: Any, shared: tuple[int, str, int]) -> None:
    page = desk.open(f"/s/{shared[1]}", javascript=False)
    page.locator("#reply").get_by_label("ERGO").check()
    page.get_by_label("Your name").fill("Jānis")
    page.get_by_role("button", name="Send my answer").click()
    expect(page.locator("#reply .banner")).to_contain_text("ERGO")
    assert link_of(app, shared[0]).reply_name == "Jānis"


def test_a_visit_counts_once_in_a_browser_and_the_owners_never(
        app: Flask, desk: Any, ana: Browser, shared: tuple[int, str, int]) -> None:
    context = desk.context(user_agent=PERSON)
    for _ in range(3):
        context.new_page().goto(f"/s/{shared[1]}")
    desk.open(f"/s/{shared[1]}", ana, user_agent=PERSON)
    assert link_of(app, shared[0]).views == 1


def test_a_passphrase_may_be_pasted_and_wrong_ones_must_wait(app: Flask, desk: Any, ana: Browser) -> None:
    _, token, _ = share(app, ana, language="en", passphrase="blue door 17")
    page = desk.open(f"/s/{token}", width=375)
    check_page(page, [(375, "light"), (375, "dark")])
    for _ in range(5):
        page.get_by_label("Passphrase", exact=True).fill("not this one")
        with page.expect_navigation():
            page.get_by_role("button", name="Open").click()
        expect(page.locator(".error-summary")).to_be_visible()
    page.get_by_label("Passphrase", exact=True).fill("blue door 17")
    page.get_by_role("button", name="Open").click()
    expect(page.locator(".error-summary")).to_contain_text("15 minutes")
    check_page(page, [(375, "light")])


def test_an_ended_and_an_unknown_link_stand_every_check(desk: Any, ana: Browser, shared: tuple[int, str, int]) -> None:
    ana.post("/shared/revoke", data={"id": shared[0]})
    for path, text in ((f"/s/{shared[1]}", "closed by the person"), ("/s/unknown", "does not lead anywhere")):
        page = desk.open(path, width=375)
        expect(page.locator("h1")).to_contain_text(text)
        check_page(page, [(375, "light"), (375, "dark")])


def test_on_paper_it_takes_two_pages_with_the_insurers_on_each(desk: Any, shared: tuple[int, str, int]) -> None:
    page = desk.open(f"/s/{shared[1]}/print", javascript=False)
    paper = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert (len(paper.pages) <= 2, round(paper.pages[0].mediabox.width)) == (True, 595)
    assert all(name in sheet.extract_text() for sheet in paper.pages for name in ("BALTA", "BTA", "ERGO"))


def test_right_to_left_stands_every_check_and_keeps_figures_whole(app: Flask, desk: Any, ana: Browser) -> None:
    _, token, _ = share(app, ana, language="he", show_evidence=True)
    page = desk.open(f"/s/{token}")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("[data-value]:not(bdi)").count() == 0
    check_page(page)


@pytest.mark.parametrize("width", [1280, 375])
def test_focus_is_seen_on_the_recipients_page(desk: Any, shared: tuple[int, str, int], width: int) -> None:
    assert walk_by_keyboard(desk.open(f"/s/{shared[1]}", width=width), most=60)


@pytest.mark.parametrize("path", ["/shared", "/shared?show=ended", "/shared/{share}", "/shared/{share}/preview",
                                  "/shared/new?subject=comparison:{comparison}"])
def test_the_owners_pages_stand_every_check(
        desk: Any, ana: Browser, shared: tuple[int, str, int], path: str) -> None:
    check_page(desk.open(path.format(share=shared[0], comparison=shared[2]), ana))


@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_dialog_to_the_clients_phone_with_the_clause_as_picture(
        app: Flask, desk: Any, ana: Browser, javascript: bool) -> None:
    number = compared(app, ana, [BALTA, BTA, GJENSIDIGE], ["", "", ""])
    owner = desk.open(f"/shared/new?subject=comparison:{number}", ana, javascript=javascript)
    owner.get_by_label("Language of the page").select_option("en")
    owner.get_by_role("button", name="Generate").click()
    passphrase = owner.get_by_label("Passphrase", exact=True).input_value()
    owner.get_by_role("button", name="Create the link").click()
    url = owner.locator("#share-url").inner_text()
    assert (owner.locator(".qr-box svg").count(), owner.locator("#share-passphrase").inner_text()) == (1, passphrase)
    phone = desk.open(url.replace("http://localhost", desk.url), width=375, javascript=javascript)
    phone.get_by_label("Passphrase", exact=True).fill(passphrase)
    phone.get_by_role("button", name="Open").click()
    phone.locator("#row-1 td a").first.click()
    picture = phone.locator(".page-picture img")
    expect(picture).to_be_visible()
    picture.evaluate("image => image.decode()")
    assert picture.evaluate("image => image.naturalWidth > 500")
    assert phone.locator("rect.evidence-box").count() == 1
    phone.get_by_role("link", name="Back to the comparison").click()
    expect(phone.locator("h1")).to_be_visible()
