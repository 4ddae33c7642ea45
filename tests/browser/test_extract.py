"""The walk of extraction: a template is made and tried, files are read, a value is corrected, and all leaves."""

import io
import re
from typing import Any

from openpyxl import load_workbook

from tests.browser.checks import check_page, walk_by_keyboard
from tests.sheets.papers import invoice

TWO = [(1280, "light"), (375, "dark")]
"""Looks of pages that are made of the same parts as the trial and the grid, which are looked at in all four."""
URL = re.compile(r"/extract/[0-9a-f-]{36}$")


def paper(name: str, *values: str) -> dict[str, Any]:
    """A file to be chosen."""
    return {"name": name, "mimeType": "application/pdf", "buffer": invoice(*values)}


def make_a_template(page: Any) -> None:
    """"Bills": the number first, under a label of its own, then the total."""
    page.fill("#name", "Bills")
    page.fill("[id='fields.0.name']", "Total")
    page.select_option("[id='fields.0.data_type']", "currency")
    page.click("button[value=add]")
    page.wait_for_selector("[id='fields.1.name']:focus")
    page.keyboard.type("Bill No")
    page.fill("[id='fields.1.synonyms']", "Invoice Number")
    page.click("button[value=up-1]")
    page.wait_for_selector("[id='fields.0.name'][value='Bill No']")
    check_page(page, TWO)
    walk_by_keyboard(page)
    page.click("#template-form .form-actions button.primary")
    page.wait_for_url(re.compile(r"/templates/\d+$"))


def try_it(page: Any) -> None:
    """See what a file gives, and that another value has another place."""
    page.set_input_files("#file", paper("one.pdf", "INV-1", "14/03/2026", "1,210.00"))
    page.click("aside form button:has-text('Test')")
    page.wait_for_selector("table.trial a")
    assert page.locator("table.trial td").all_inner_texts() == ["INV-1", "1210.00"]
    first = page.locator("#evidence rect").get_attribute("y")
    page.click("table.trial a:has-text('1210.00')")
    page.wait_for_function("was => document.querySelector('#evidence rect').getAttribute('y') !== was", arg=first)
    check_page(page)


def read_two_files(page: Any) -> None:
    """With the template, and a third that is none and goes away again."""
    page.click("text=Use it")
    page.set_input_files("#files", [paper("one.pdf", "INV-1", "14/03/2026", "1,210.00"),
                                    paper("two.pdf", "INV-2", "02/04/2026", "845.50")])
    check_page(page, TWO)
    page.click("text=Look first")
    page.wait_for_url(URL)
    page.set_input_files("#add-files", [{"name": "no.pdf", "mimeType": "application/pdf", "buffer": b"nothing"}])
    page.wait_for_selector("#files .field-error")
    page.click("#files li:has-text('no.pdf') button")
    page.wait_for_selector("#files li:has-text('no.pdf')", state="detached")
    check_page(page, TWO)
    page.click("#start button")
    page.wait_for_selector("#progress:not([hx-get])", state="attached")
    page.wait_for_selector("#grid td:has-text('INV-2')")
    check_page(page)


def correct_a_value(page: Any) -> None:
    """By the keyboard."""
    cell = page.locator("#grid td:has-text('845.50') a").first
    cell.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.type("850")
    page.keyboard.press("Enter")
    page.wait_for_selector("#grid td:has-text('850')")


def add_a_file(page: Any) -> None:
    """It becomes a further row."""
    page.click("text=Add more files")
    page.set_input_files("#add-files", paper("three.pdf", "INV-3", "05/04/2026", "99.00"))
    page.wait_for_selector("text=Start: 1 file")
    page.click("#start button")
    page.wait_for_selector("#grid td:has-text('INV-3')")


def test_a_template_is_made_tried_and_used_and_the_rows_leave_as_a_file(desk: Any, ana: Any) -> None:
    page = desk.open("/templates/new", ana)
    for step in (make_a_template, try_it, read_two_files, correct_a_value, add_a_file):
        step(page)
    page.click("#grid .grid-actions summary")
    with page.expect_download() as download:
        page.click("text=Excel (XLSX)")
    sheet = load_workbook(io.BytesIO(download.value.path().read_bytes())).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:3] == ["Source File Path(s)", "Bill No", "Total"]
    assert [row[:3] for row in rows[1:4]] == [
        ["one.pdf", "INV-1", 1210], ["two.pdf", "INV-2", 850], ["three.pdf", "INV-3", 99]]

    page.goto("/extract")
    assert page.locator("#jobs td.num").all_inner_texts() == ["3", "3"]
    check_page(page, TWO)
