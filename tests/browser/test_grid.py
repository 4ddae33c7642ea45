"""The grid as people use it: by keyboard from the first row to the last, with the page of the document beside it."""

import re
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import expect

from fsr.extraction.found import State
from tests.browser.checks import check_page, walk_by_keyboard
from tests.sheets import grids

PAPER = Path(__file__).resolve().parent.parent / "samples" / "cpe" / "02_table_form.pdf"
PHONE = [(375, "light"), (375, "dark")]
SET = "(text) => { const data = new DataTransfer(); data.setData('text/plain', text); " \
      "document.activeElement.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true})); }"
COPIED = "() => { const data = new DataTransfer(); document.activeElement.dispatchEvent(new ClipboardEvent('copy', " \
         "{clipboardData: data, bubbles: true, cancelable: true})); return data.getData('text/plain'); }"


def at(page: Any) -> str:
    """The id of what has the focus."""
    return page.evaluate("document.activeElement.id")


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def shown(page: Any, row: int, column: int) -> Any:
    """What a cell of the table shows, counted from 1."""
    return page.locator(f"#grid-table tbody tr:nth-child({row}) > :nth-child({column + 1})")


def test_a_grid_is_checked_and_corrected_by_keyboard_alone(app: Flask, desk: Any, ana: Any) -> None:
    job, (first, second, *_rest) = grids.laid(
        app, ana, 102, PAPER.read_bytes(), **{"Course Title": grids.read(None),
                                              "CPE Hours": grids.read("3", State.GUESSED)})
    page = desk.open(f"/sheets/{job}/grid", ana)
    page.focus(f"#c{first}-1")
    assert page.locator("#grid-table a[tabindex='0']").count() == 1  # one tab stop

    page.keyboard.type("Ethics")  # typing begins a value; Enter keeps it and leads down
    press(page, "Enter")
    assert at(page) == f"c{second}-1"
    expect(shown(page, 1, 1)).to_have_class(re.compile("is-edited"))
    expect(page.locator("#grid-counts")).to_contain_text("1 cell to check")

    press(page, "n")  # the guess, with its place in the document
    page.wait_for_selector("#cell-editor rect.evidence-box", state="attached")
    assert (at(page), page.inner_text("#cell-editor blockquote")) == (f"c{first}-4", "3")
    picture = page.locator("#cell-editor .page-picture img")
    picture.evaluate("image => image.decode()")
    assert picture.evaluate("image => image.naturalWidth") > 500
    check_page(page)
    press(page, "Control+Enter")  # agreed
    expect(shown(page, 1, 4)).to_have_class(re.compile("is-confirmed"))
    expect(page.locator("#grid-counts")).to_contain_text("no doubtful values")
    assert at(page) == f"c{first}-4"

    press(page, "Control+z")  # taken back, twice
    expect(shown(page, 1, 4)).to_have_class(re.compile("is-guessed"))
    press(page, "Control+z")
    expect(shown(page, 1, 1)).to_have_class(re.compile("is-missing"))

    press(page, "Home", "ArrowRight", "Enter")  # what does not fit stays in its field, with a sentence
    assert at(page) == "cell-input"
    press(page, "Escape", "ArrowRight", "ArrowRight", "F2")
    page.keyboard.type("soon")
    press(page, "Tab")
    expect(shown(page, 1, 3)).to_contain_text("Type a date")
    page.wait_for_selector("td.is-editing input:focus")
    assert page.input_value("td.is-editing input") == "soon"
    press(page, "Control+a")
    page.keyboard.type("4/2/2026")
    press(page, "Enter")
    expect(shown(page, 1, 3)).to_have_text(re.compile("04/02/2026"))

    _blocks(page, first)
    _ends(page)
    assert page.troubles == []


def _blocks(page: Any, first: int) -> None:
    """A block is copied, pasted elsewhere, cleared and taken back."""
    page.focus(f"#c{first}-1")
    press(page, "ArrowDown", "Shift+ArrowDown", "Shift+ArrowRight")
    assert page.locator("td.is-selected").count() == 4
    assert page.evaluate(COPIED) == "Course 2\tInstitute\nCourse 3\tInstitute"
    press(page, "ArrowDown", "ArrowLeft")
    page.evaluate(SET, "One\tSponsor one\nTwo\tSponsor two\n")
    expect(shown(page, 5, 2)).to_contain_text("Sponsor two")
    expect(page.locator(".toast").last).to_contain_text("4 cells changed")
    press(page, "Delete")
    expect(shown(page, 4, 1)).to_contain_text("nothing")
    press(page, "Control+z")
    expect(shown(page, 4, 1)).to_contain_text("One")
    press(page, "Control+z", "Shift+ArrowDown")  # nobody waits for an answer
    page.click("#grid-selection [data-do=remove]")
    expect(shown(page, 4, 1)).to_contain_text("Course 6")
    page.locator(".toast").last.get_by_text("Undo").click()
    expect(shown(page, 4, 1)).to_have_text("Course 4")


def _ends(page: Any) -> None:
    """On to the rows after, to the very last one, and back."""
    page.wait_for_selector("#grid-table tbody a:focus")
    press(page, "Control+End", "ArrowDown")
    expect(page.locator("#grid-table tbody tr")).to_have_count(2)
    page.wait_for_selector("#grid-table tbody a:focus")
    press(page, "Control+End")
    assert page.inner_text("#grid-table tbody tr:last-child th") == "cert00102.pdf"
    press(page, "Home", "ArrowRight", "ArrowUp", "ArrowUp")
    expect(page.locator("#grid-table tbody tr")).to_have_count(100)
    assert "before=" in page.url


def test_the_grid_stands_on_a_phone_in_both_schemes_and_every_page_of_it_without_scripts(
    app: Flask, desk: Any, ana: Any,
) -> None:
    job, (first, *_rest) = grids.laid(app, ana, 3, **{"CPE Hours": grids.read("3", State.GUESSED)})
    page = desk.open(f"/sheets/{job}/grid?optional=1", ana, width=375)
    check_page(page)
    walk_by_keyboard(page)
    page.click(f"#c{first}-4")
    page.wait_for_selector("td.is-selected, #c1-4:focus, #cell-editor")
    check_page(page, PHONE)

    _stays_where_the_reader_is(page)

    plain = desk.open(f"/sheets/{job}/grid", ana, javascript=False)
    plain.click(f"#c{first}-4")
    plain.fill("#value", "4,5")
    plain.click("button.primary")
    assert plain.locator(f"#c{first}-4 [data-value]").inner_text() == "4.5"
    plain.click(f"#c{first}-0")
    plain.fill("#f1", "Another course")
    plain.click("button.primary")
    assert plain.locator(f"#c{first}-1 [data-value]").inner_text() == "Another course"
    plain.click("text=Add row")
    plain.fill("#f1", "By hand")
    plain.click("button.primary")
    assert "(manual)" in plain.inner_text("#grid-table")
    plain.click("#grid-undo")
    assert "(manual)" not in plain.inner_text("#grid-table")


def _stays_where_the_reader_is(page: Any) -> None:
    """Rows that come by themselves take no focus from elsewhere."""
    page.keyboard.press("Escape")
    page.evaluate("() => { document.querySelector('.brand').focus(); document.activeElement.blur(); scrollTo(0, 0); }")
    page.evaluate("document.getElementById('grid-table').dataset.old = 1")
    page.evaluate("document.dispatchEvent(new CustomEvent('grid-stale'))")
    page.wait_for_selector("#grid-table[role=grid]:not([data-old])")
    assert page.evaluate("document.activeElement.localName") == "body"
