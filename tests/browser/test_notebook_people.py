"""Closing a case, sharing a page and importing cases in a browser, with and without JavaScript."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import expect

from fsr.auth.models import User
from fsr.db import commit, db
from fsr.notebook.models import Case
from fsr.notebook.service import people
from tests import factories
from tests.browser.checks import check_page, walk_by_keyboard
from tests.notebook.conftest import acting

NUMBER = "CASE-2024-001"
BASE = f"/cases/{NUMBER}"


@pytest.fixture
def case_id(app: Flask, ana: Any, bob: Any) -> str:
    """A case with Ana's page, shared with Bob, and Bob's own."""
    with acting(app, ana) as user:
        case = factories.case(NUMBER, title="Pump trips")
        page = factories.page(user, case, "Pump trips after 10 minutes.", "Checked the filter.\nשסתום דולף")
        other = db.session.get_one(User, bob.user_id)
        factories.member(page, other, "write")
        factories.page(other, case, "Saw it too.", "")
        return case.id


@pytest.mark.parametrize("javascript", [True, False])
def test_a_case_is_closed_corrected_and_opened_again(desk: Any, ana: Any, case_id: str, javascript: bool) -> None:
    page = desk.open(f"{BASE}/close", ana, javascript=javascript)
    page.get_by_label("Symptom").fill("Pump trips")
    page.get_by_role("button", name="Close the case").click()
    expect(page.get_by_label("Symptom")).to_have_value("Pump trips")
    expect(page.locator("#fault-error")).to_be_visible()
    if javascript:
        check_page(page)
    page.get_by_label("Fault").fill("Filter plugged")
    page.get_by_label("Fix").fill("Filter replaced")
    page.get_by_role("button", name="Close the case").click()
    expect(page.get_by_text("The case is closed.")).to_be_visible()
    if javascript:
        check_page(page)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("The case is open again.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Correct the summary").click()
    page.get_by_label("Fix").fill("Filter and seal replaced")
    page.get_by_role("button", name="Save the summary").click()
    expect(page.locator("dd").filter(has_text="Filter and seal replaced")).to_be_visible()
    page.get_by_role("button", name="Open the case again").click()
    expect(page.get_by_text("The case is open again.")).to_be_visible()
    if javascript:
        check_page(page)


def test_who_closes_second_keeps_the_text_beside_the_firsts(desk: Any, ana: Any, bob: Any, case_id: str) -> None:
    mine, theirs = (desk.open(f"{BASE}/close", who) for who in (ana, bob))
    for page, fix in ((theirs, "Bob's fix"), (mine, "Ana's fix")):
        for name, text in (("Symptom", "s"), ("Fault", "f"), ("Fix", fix)):
            page.get_by_label(name).fill(text)
        page.get_by_role("button", name="Close the case").click()
        expect(page.locator("dd").filter(has_text="Bob's fix")).to_be_visible()
    expect(mine.get_by_label("Fix")).to_have_value("Ana's fix")
    check_page(mine)


def test_the_closing_text_waits_for_who_was_signed_out(desk: Any, ana: Any, case_id: str) -> None:
    page = desk.open(f"{BASE}/close", ana)
    page.get_by_label("Fix").fill("What was typed before the session ended")
    page.context.clear_cookies()
    page.get_by_role("button", name="Close the case").click()
    expect(page.get_by_role("dialog")).to_contain_text("You are signed out")
    page.get_by_role("button", name="Stay here").click()
    expect(page.get_by_label("Fix")).to_have_value("What was typed before the session ended")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_page_is_shared_and_a_case_given(desk: Any, ana: Any, mara: Any, case_id: str, javascript: bool) -> None:
    page = desk.open(f"{BASE}/people", ana, javascript=javascript)
    form = page.locator("form").filter(has=page.get_by_role("button", name="Share this page"))
    form.get_by_label("Name or e-mail").fill("nobody")
    form.get_by_role("button").click()
    expect(page.locator("#person-error")).to_contain_text("Nobody here is called")
    if javascript:
        check_page(page)
    form.get_by_label("Name or e-mail").fill("mara")
    form.get_by_role("button").click()
    expect(page.locator(f"#member-{mara.user_id}")).to_contain_text("Mara")
    page.locator(f"#member-{mara.user_id}").get_by_role("button", name="Remove").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(f"#member-{mara.user_id}")).to_contain_text("Mara")
    page.get_by_role("button", name="I look after it").click()
    expect(page.get_by_role("button", name="I look after it")).to_have_count(0)
    if javascript:
        check_page(page)
        walk_by_keyboard(page)


def test_everyones_notes_stand_side_by_side(desk: Any, bob: Any, case_id: str) -> None:
    page = desk.open(f"{BASE}/everyone", bob)
    expect(page.get_by_role("heading", name="Ana")).to_be_visible()
    expect(page.get_by_text("Saw it too.")).to_be_visible()
    check_page(page)


def test_an_administrator_opens_a_private_page_with_a_reason(desk: Any, ada: Any, ana: Any, case_id: str) -> None:
    page = desk.open(f"{BASE}/people", ada)
    row = page.locator(f"#page-{ana.user_id}")
    row.get_by_text("Open this page…").click()
    check_page(page)
    row.get_by_label("Why?").fill("Ana is ill")
    row.get_by_role("button", name="Log it and open").click()
    expect(page.get_by_text("Pump trips after 10 minutes.")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_file_of_cases_is_looked_at_and_then_imported(
        desk: Any, app: Flask, ada: Any, case_id: str, tmp_path: Path, javascript: bool) -> None:
    file = tmp_path / "cases.csv"
    file.write_text(f"case_number,is_open,title\n{NUMBER},no,\n00012345,yes,Stage noise\n1.23E+12,yes,\nX,what,\n")
    page = desk.open("/cases/import", ada, javascript=javascript)
    if javascript:
        check_page(page)
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_text("Choose a file.").first).to_be_visible()
    page.get_by_label("Choose a CSV file").set_input_files(str(file))
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_text("1 line cannot be read")).to_be_visible()
    expect(page.get_by_text("Did a spreadsheet shorten this number?")).to_be_visible()
    if javascript:
        check_page(page)
    page.get_by_role("button", name="Change 3 cases").click()
    if not javascript:
        expect(page.get_by_role("link", name="Import another file")).to_be_visible()
        for _look in range(200):
            if page.get_by_text("The file is in the registry.").count():
                break
            page.reload()
    expect(page.get_by_text("The file is in the registry.")).to_be_visible()
    expect(page.get_by_text("2 cases were added")).to_be_visible()
    if javascript:
        check_page(page)
    with app.app_context():
        assert db.session.get_one(Case, case_id).is_open is False
        commit()


def test_those_who_look_after_a_case_are_named_with_their_history(
        desk: Any, app: Flask, ana: Any, bob: Any, case_id: str) -> None:
    with acting(app, ana) as user:
        case = db.session.get_one(Case, case_id)
        people.assign(user, case, user)
        people.assign(user, case, db.session.get_one(User, bob.user_id))
    page = desk.open(f"{BASE}/people", bob, width=375)
    page.locator("li").filter(has_text="Ana").get_by_role("button", name="End").click()
    page.get_by_text("Earlier", exact=True).click()
    expect(page.locator("details li").filter(has_text="Ana")).to_be_visible()
    check_page(page)
