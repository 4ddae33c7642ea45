"""The tracker in a browser: from an empty page to a sheet that grows, is exported and deleted; keys, phones, axe."""

import csv
import re
from typing import Any

from playwright.sync_api import expect

from tests.browser.checks import check_page
from tests.browser.conftest import Desk
from tests.browsers import Browser
from tests.samples import sample

FIRST, SECOND = ("02_table_form", "03_letter"), ("12_nano_learning",)


def test_a_sheet_is_made_filled_appended_to_exported_and_deleted(desk: Desk, ana: Browser) -> None:
    page = desk.open("/cpe", ana)
    check_page(page, [(1280, "light"), (375, "dark")])
    page.get_by_role("button", name="Create sheet").click()
    page.wait_for_url(re.compile(r"job_id="))
    expect(page.locator("#start")).to_be_disabled()
    expect(page.locator("#start")).to_have_attribute("aria-describedby", "why-not")
    add(page, FIRST)
    check_page(page, [(1280, "light"), (375, "dark")])
    start(page, rows=2)
    add(page, SECOND)
    start(page, rows=3)
    follow(page)
    check_page(page)
    assert exported(page) == ["02_table_form.pdf", "03_letter.pdf", "12_nano_learning.pdf"]
    assert page.request.get("/api/jobs").json()["jobs"] == []
    delete(page)
    assert page.troubles == []


def add(page: Any, names: tuple[str, ...]) -> None:
    """Each file is sent by itself; the button counts them."""
    page.set_input_files("#certificates", [sample("cpe", name) for name in names])
    expect(page.locator("#start")).to_have_text(re.compile(rf"\({len(names)} new files?\)"))
    expect(page.locator("[data-sending]")).to_be_hidden()


def start(page: Any, rows: int) -> None:
    """One grid grows, and the page stops asking when all is read."""
    page.click("#start")
    expect(page.locator("#files:not([hx-get])")).to_be_attached()
    expect(page.locator("#grid-table tbody tr")).to_have_count(rows)


def follow(page: Any) -> None:
    """Say when the licence is renewed; then a bar leads to its rows, and Escape back to the bar."""
    page.get_by_role("link", name="Say when").click()
    page.fill("#renewal", "2026-06-30")
    page.get_by_role("button", name="Save").click()
    bar = page.locator("#bar-total-0")
    expect(bar).to_contain_text("/ 80 h")
    bar.click()
    expect(page.locator("#rule h2")).to_be_focused()
    expect(page.locator("#rule")).to_contain_text("16 CCR 87(a)")
    page.keyboard.press("Escape")
    expect(bar).to_be_focused()
    expect(page.locator("#rule > *")).to_have_count(0)


def exported(page: Any) -> list[str]:
    """The files named in the CSV's first column, after its heading."""
    page.get_by_text("Export", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    lines = list(csv.reader(download.value.path().read_text("utf-8-sig").splitlines()))
    assert lines[0][:3] == ["Source File Path(s)", "Course Title", "Provider/Sponsor"]
    return [line[0] for line in lines[1:]]


def delete(page: Any) -> None:
    """The sheet goes away at once, and comes back for whoever did not mean it."""
    for _time in ("by mistake", "meant"):
        page.locator("#summary details.menu summary").click()
        page.get_by_role("link", name="Delete this sheet…").click()
        page.get_by_text("The sheet was deleted.").wait_for()
        if _time == "by mistake":
            page.get_by_role("button", name="Undo").click()
            page.wait_for_url(re.compile(r"job_id="))
    assert page.request.get("/api/cpe/sheets").json()["total"] == 0


def test_the_list_is_resized_by_keys_and_pointer_and_the_width_is_kept(desk: Desk, ana: Browser) -> None:
    template = ana.get("/api/cpe/states").json["states"][0]["template_id"]
    ana.post("/api/cpe/sheets", json={"template_id": template})
    page = desk.open("/cpe", ana)
    splitter, side = page.locator("#cpe-splitter"), page.locator("#cpe-side")
    splitter.focus()
    before = side.bounding_box()["width"]
    page.keyboard.press("ArrowRight")
    expect(splitter).to_have_attribute("aria-valuenow", "22")
    assert side.bounding_box()["width"] > before
    page.keyboard.press("End")
    expect(splitter).to_have_attribute("aria-valuenow", "50")
    page.keyboard.press("Enter")
    expect(splitter).to_have_attribute("aria-valuenow", "0")
    expect(side).to_be_hidden()
    page.keyboard.press("Enter")
    at = splitter.bounding_box()
    page.mouse.move(at["x"] + at["width"] / 2, at["y"] + 100)
    page.mouse.down()
    page.mouse.move(400, at["y"] + 100)
    page.mouse.up()
    kept = splitter.get_attribute("aria-valuenow")
    assert 25 <= int(kept or 0) <= 35
    page.reload()
    expect(splitter).to_have_attribute("aria-valuenow", kept)
    phone(page)


def phone(page: Any) -> None:
    """One part at a time, each with an address of its own."""
    page.set_viewport_size({"width": 375, "height": 740})
    expect(page.locator("#upload")).to_be_visible()
    page.get_by_role("link", name="Grid", exact=True).click()
    expect(page.locator("#grid")).to_be_visible()
    expect(page.locator("#upload")).to_be_hidden()
    assert "tab=grid" in page.url
    page.get_by_role("link", name="All sheets").click()
    page.wait_for_url(re.compile("tab=sheets"))
    expect(page.locator("#cpe-side")).to_be_visible()
    expect(page.locator("#summary")).to_be_hidden()
    assert page.troubles == []
