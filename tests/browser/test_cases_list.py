"""The list of cases in a real browser: search while typing, keys, the column beside the editor, a number to add."""

import json

import pytest
from flask import Flask
from playwright.sync_api import expect

from fsr.db import db
from fsr.notebook.models import Assignment, Page
from tests import factories
from tests.browser.checks import check_page, walk_by_keyboard
from tests.browser.conftest import Desk
from tests.browsers import Browser
from tests.notebook.conftest import acting


@pytest.fixture
def cases(app: Flask, ana: Browser, bob: Browser) -> str:
    """Four cases of Ana's, one of Bob's that he shares; the id of CASE-1."""
    with acting(app, bob) as user:
        theirs = factories.page(user, factories.case("BOB-1", title="מקרר"), "המשאבה נעצרת pump").id
    with acting(app, ana) as user:
        factories.page(user, factories.case("CASE-3", is_open=False), "Valve leaks")
        factories.page(user, factories.case("CASE-2"), "Fan is loud\nsince Monday")
        one = factories.case("CASE-1", title="Cold store")
        factories.page(user, one, "Sūknis un pump trips", "Replaced the seal")
        db.session.add(Assignment(case_id=one.id, user_id=user.id, assigned_by_id=user.id))
        factories.member(db.session.get_one(Page, theirs), user)
        return one.id


def test_the_list_stands_every_look(desk: Desk, ana: Browser, cases: str) -> None:
    page = desk.open("/cases", ana)
    expect(page.locator(".case-number")).to_have_text(["CASE-1", "CASE-2"])
    check_page(page)
    walk_by_keyboard(page)
    for address in ("/cases?q=pump", "/cases?tab=closed", "/cases?q=nothing", "/cases/add?number=NEW-1"):
        page.goto(desk.url + address)
        check_page(page, [(1280, "light"), (375, "dark")])


def test_a_search_swaps_the_rows_while_one_types_and_stands_in_the_address(
        desk: Desk, ana: Browser, cases: str) -> None:
    page = desk.open("/cases", ana)
    page.keyboard.press("/")
    page.keyboard.type("sukn")
    expect(page.locator(".case-number")).to_have_text(["CASE-1"])
    expect(page.locator("mark")).to_have_text(["Sūknis"])
    expect(page.locator("#status")).to_have_text("1 case found")
    expect(page.locator("#q")).to_be_focused()
    expect(page).to_have_url(desk.url + "/cases?q=sukn")
    page.locator("#q").fill("pump")
    expect(page.locator(".case-number")).to_have_text(["CASE-1", "BOB-1"])
    page.get_by_role("navigation", name="Which cases").get_by_role("link", name="Shared").click()
    expect(page.locator(".case-number")).to_have_text(["BOB-1"])
    page.locator("#q").fill("המשאבה")
    expect(page).to_have_url(desk.url + "/cases?q=%D7%94%D7%9E%D7%A9%D7%90%D7%91%D7%94&tab=shared")
    page.reload()
    expect(page.locator(".case-number")).to_have_text(["BOB-1"])
    expect(page.locator("#q")).to_have_value("המשאבה")
    page.go_back()
    expect(page.locator("#q")).to_have_value("pump")
    assert page.title()
    assert page.troubles == []


def test_rows_are_walked_with_j_and_k_and_opened_with_o(desk: Desk, ana: Browser, cases: str) -> None:
    page = desk.open("/cases", ana)
    for key, number in (("j", "CASE-1"), ("j", "CASE-2"), ("k", "CASE-1")):
        page.keyboard.press(key)
        expect(page.locator("[data-item]:focus .case-number")).to_have_text(number)
    page.keyboard.press("o")
    expect(page).to_have_url(desk.url + "/cases/CASE-1")


def test_beside_the_editor_the_list_searches_without_touching_the_address(
        desk: Desk, ana: Browser, cases: str) -> None:
    page = desk.open("/cases/CASE-1", ana)
    column = page.locator(".case-list")
    expect(column.locator("[aria-current] .case-number")).to_have_text("CASE-1")
    column.locator("#q").fill("fan")
    expect(column.locator(".case-number")).to_have_text(["CASE-2"])
    column.get_by_role("link", name="Closed", exact=True).click()
    expect(column.get_by_text("Nothing found")).to_be_visible()
    expect(page).to_have_url(desk.url + "/cases/CASE-1")
    phone = desk.open("/cases/CASE-1", ana, width=375)
    expect(phone.locator(".case-list")).to_be_hidden()


def test_text_that_waits_in_this_tab_is_marked(desk: Desk, ana: Browser, cases: str) -> None:
    page = desk.open("/cases", ana)
    expect(page.get_by_text("Not saved yet")).to_have_count(2)
    key = page.locator("[data-draft-of]").first.get_attribute("data-draft-of")
    assert key == f"draft|{ana.user_id}|{cases}|{ana.user_id}", "the name under which the editor keeps it"
    expect(page.get_by_text("Not saved yet").first).to_be_hidden()
    for halt, words in (("", "Not saved yet"), ("conflict", "Conflict")):
        page.evaluate("([key, note]) => sessionStorage.setItem(key, note)", [key, json.dumps({"halt": halt})])
        page.reload()
        expect(page.locator("[data-item]").first.get_by_text(words)).to_be_visible()
        expect(page.locator("[data-item]").nth(1).get_by_text(words)).to_be_hidden()


def test_a_number_is_looked_up_as_it_is_typed_and_a_new_one_created(desk: Desk, ana: Browser, cases: str) -> None:
    page = desk.open("/cases", ana)
    page.get_by_role("textbox", name="Case number").fill("CASE-2")
    expect(page.get_by_text("You have notes on this case.")).to_be_visible()
    page.get_by_role("textbox", name="Case number").fill("CASE")
    expect(page.locator(".known a")).to_have_count(3)
    page.get_by_role("textbox", name="Case number").fill("00012345")
    page.get_by_role("button", name="Create case 00012345").click()
    expect(page).to_have_url(desk.url + "/cases/00012345")
    assert page.troubles == []


def test_all_of_it_works_without_scripts(desk: Desk, ana: Browser, cases: str) -> None:
    page = desk.open("/cases", ana, javascript=False)
    page.get_by_role("searchbox", name="Search").fill("pump")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".case-number")).to_have_text(["CASE-1", "BOB-1"])
    page.get_by_role("link", name="Shared", exact=True).last.click()
    expect(page.locator(".case-number")).to_have_text(["BOB-1"])
    page.goto(desk.url + "/cases")
    page.get_by_role("textbox", name="Case number").fill("NEW-1")
    page.get_by_role("button", name="Open or add").click()
    page.get_by_role("button", name="Create case NEW-1").click()
    expect(page).to_have_url(desk.url + "/cases/NEW-1")
