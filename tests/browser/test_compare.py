"""The first walk: four PDFs become a matrix, a cell is corrected with the page beside it, and it leaves as a file."""

import io
import re
from typing import Any

import pypdfium2
import pytest
from flask import Flask
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.checks import check_page, walk_by_keyboard
from tests.offers import laid
from tests.samples import sample
from tests.waiting import until

FOUR = ("01_balta", "02_balcia", "05_gjensidige", "06_ergo")
OVER = "#poll:not([hx-get])"


def uploaded(desk: Any, who: Any, names: tuple[str, ...] = FOUR, **options: Any) -> Any:
    """The page of a new comparison of these samples, read."""
    page = desk.open("/compare/new", who, **options)
    page.set_input_files("#files", [sample("casco", name) for name in names])
    page.click("form button.primary")
    page.wait_for_url(re.compile(r"/compare/\d+$"))
    page.wait_for_selector(OVER, state="attached", timeout=60_000)
    return page


def focused(page: Any) -> str:
    return page.evaluate("document.activeElement.id")


def test_four_pdfs_become_a_matrix_that_is_corrected_and_leaves_as_a_file(desk: Any, ana: Any) -> None:
    page = uploaded(desk, ana)
    assert page.locator(".offer-name").all_inner_texts() == ["BALTA", "BALCIA", "Gjensidige", "ERGO"]
    assert "XY1042" in page.inner_text("h1")
    assert "XY1042" in page.title()
    assert page.locator("th[scope=row]").count() == 22
    assert page.inner_text("[id='premium_total-1'] bdi") == "€1,480.00"

    page.focus("[id='premium_total-1']")  # from here on by keyboard alone
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel #value:focus")
    picture = page.locator("#panel .page-picture img")
    picture.evaluate("image => image.decode()")
    assert picture.evaluate("image => image.naturalWidth") > 500
    assert page.locator("#panel rect.evidence-box").count() == 1
    page.keyboard.press("Control+A")
    page.keyboard.type("1 500,50")
    page.keyboard.press("Enter")
    page.wait_for_selector("[id='premium_total-2']:focus")
    assert page.inner_text("[id='premium_total-2']").split("\n")[0].startswith("€1,500.50")
    assert "read: €731.45" in page.inner_text("[id='premium_total-2']")
    assert "€1,500.50" in page.inner_text("#column-2")
    page.keyboard.press("Escape")
    assert page.locator("#panel #editor").count() == 0
    assert focused(page) == "premium_total-2"

    page.check("#show-hide-equal")
    page.wait_for_selector("[id='row-Bojājumi']", state="detached")
    page.wait_for_url("**/*show=hide-equal*")
    with page.expect_download() as download:
        page.click("a[download]")
    sheet = load_workbook(io.BytesIO(download.value.path().read_bytes())).worksheets[0]
    rows = {str(row[0].value): [one.value for one in row] for row in sheet.iter_rows()}
    assert (1500.5 in rows["Total premium ≠"], "Own damage" in rows) == (True, False)
    assert page.troubles == []


def test_the_grid_is_one_tab_stop_and_arrows_move_inside(desk: Any, app: Flask, ana: Any) -> None:
    number, _offers = laid.four(app, ana)
    page = desk.open(f"/compare/{number}", ana)
    stops = "#matrix :is(a[id], summary, button)"
    free = "all => all.filter(one => one.tabIndex === 0 && !one.closest('.menu-list')).map(one => one.id)"
    assert page.eval_on_selector_all(stops, free) == ["premium_total-1"]
    page.focus("[id='premium_total-1']")
    walked = []
    for key in ("ArrowRight", "ArrowDown", "End", "Home", "Control+End", "Control+Home", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
        walked.append(focused(page))
    assert walked[:3] == ["premium_total-2", "insured_amount-2", "insured_amount-4"]
    assert walked[3] == "insured_amount-1"
    assert walked[4] == "Nelaimes_gad_vadīt_pasažieriem-4"
    assert walked[5] == "menu-1"
    assert walked[6:] == ["premium_total-1", "insured_amount-1"]
    assert page.eval_on_selector_all(stops, free) == ["insured_amount-1"]


def test_n_leads_to_the_next_cell_to_check_and_confirming_it_ends_the_search(desk: Any, app: Flask, ana: Any) -> None:
    number, offers = laid.four(app, ana)
    page = desk.open(f"/compare/{number}", ana)
    assert "1 cell to check" in page.inner_text("#summary")
    page.keyboard.press("n")
    page.wait_for_selector("#panel #value:focus")
    page.click("#panel button[value=confirm]")
    page.wait_for_selector(f"[id='premium_total-{offers[3]}']:focus")
    assert "nothing left to check" in page.inner_text("#summary")
    assert page.locator("[data-next-to-check]").count() == 0
    page.click("#panel button[value=undo]")
    page.wait_for_selector("[data-next-to-check]")
    assert page.troubles == []


def test_a_refused_value_stays_in_its_form_and_a_conflict_shows_both(desk: Any, app: Flask, ana: Any) -> None:
    number, offers = laid.four(app, ana)
    page, other = desk.open(f"/compare/{number}", ana), desk.open(f"/compare/{number}", ana)
    for one in (page, other):
        one.click(f"[id='premium_total-{offers[0]}']")
        one.wait_for_selector("#panel #value:focus")
    page.fill("#value", "about a thousand")
    page.keyboard.press("Enter")
    page.wait_for_selector("#value[aria-invalid=true]")
    assert page.input_value("#value") == "about a thousand"
    other.fill("#value", "1111")
    other.keyboard.press("Enter")
    other.wait_for_selector(f"[id='premium_total-{offers[0]}']:focus")
    page.fill("#value", "2222")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel .banner.warn")
    said = page.inner_text("#panel .banner.warn")
    assert ("€1,111.00" in said, "2222" in said.replace(",", "")) == (True, True)
    page.click("#panel button[value=save]")
    page.wait_for_selector(f"[id='premium_total-{offers[0]}']:focus")
    assert "€2,222.00" in page.inner_text(f"[id='premium_total-{offers[0]}']")


def test_a_column_is_moved_chosen_removed_and_taken_back(desk: Any, app: Flask, ana: Any) -> None:
    number, offers = laid.four(app, ana)
    page = desk.open(f"/compare/{number}", ana)
    names = page.locator(".offer-name bdi")

    def act(words: str) -> None:
        page.click(f"#menu-{offers[1]}")
        page.click(f"details[open] .menu-list :text('{words}')")

    act("Move towards the start")
    page.wait_for_selector("#matrix th:nth-child(2) bdi:text('BTA')")
    page.wait_for_selector(f"#menu-{offers[1]}:focus")
    act("Mark as chosen")
    page.wait_for_selector("th.is-chosen")
    act("Remove")
    page.wait_for_selector(f"#column-{offers[1]}", state="detached")
    assert names.all_inner_texts() == ["BALTA", "ERGO", "IF"]
    page.click(".toast button:text('Undo')")
    page.wait_for_selector(f"#column-{offers[1]}")
    assert names.all_inner_texts() == ["BTA", "BALTA", "ERGO", "IF"]
    assert page.troubles == []


def test_each_chosen_file_has_a_row_and_a_bad_one_fails_alone(desk: Any, ana: Any) -> None:
    page = desk.open("/compare/new", ana)
    page.set_input_files("#files", [sample("casco", "01_balta")])
    page.set_input_files("#files", [sample("casco", "05_gjensidige"), sample("hostile", "02_text"),
                                    sample("casco", "13_if")])
    rows = page.locator("#chosen-files > li")
    assert rows.count() == 4, "files chosen later join those chosen before"
    page.click("#chosen-files > li:nth-child(2) [data-drop-file]")
    assert rows.count() == 3
    page.select_option("#chosen-files > li:nth-child(1) select", "BTA")
    check_page(page)
    page.click("form button.primary")
    page.wait_for_url(re.compile(r"/compare/\d+$"))
    page.wait_for_selector(OVER, state="attached", timeout=60_000)
    assert page.locator(".offer-name bdi").all_inner_texts() == ["BTA", "13_if_kasko_sifrets"]
    assert "not a PDF" in page.inner_text("main > .banner.bad")
    assert "protected by a password" in page.inner_text("#tools .banner.bad")
    check_page(page)


def test_files_can_be_dropped(desk: Any, ana: Any) -> None:
    page = desk.open("/compare/new", ana)
    data = page.evaluate_handle("""() => { const all = new DataTransfer();
        for (const name of ["a.pdf", "b.pdf"]) all.items.add(new File(["%PDF-1.7"], name, {type: "application/pdf"}));
        return all; }""")
    page.dispatch_event("[data-dropzone]", "drop", {"dataTransfer": data})
    assert page.locator("#chosen-files bdi").all_inner_texts() == ["a.pdf", "b.pdf"]


@pytest.mark.parametrize("path", ["/compare", "/compare/new", "/templates/labels"])
def test_empty_pages_stand_every_check(desk: Any, ana: Any, path: str) -> None:
    check_page(desk.open(path, ana))


def test_the_matrix_and_its_editor_stand_every_check(desk: Any, app: Flask, ana: Any) -> None:
    number, offers = laid.four(app, ana)
    page = desk.open(f"/compare/{number}", ana)
    check_page(page)
    page.click(f"#menu-{offers[0]}")
    check_page(page, [(1280, "light"), (375, "dark")])
    page.click(f"#menu-{offers[0]}")
    page.click(f"[id='Teritorija-{offers[0]}']")
    page.wait_for_selector("#panel #editor")
    check_page(page)
    for path in ("", "/edit", "/delete", "/print", "/offers/new", f"/cells/Teritorija/{offers[0]}",
                 f"/offers/{offers[0]}", f"/offers/{offers[0]}/newer"):
        check_page(desk.open(f"/compare/{number}{path}", ana), [(1280, "light"), (375, "dark")])
    check_page(desk.open("/compare", ana))


@pytest.mark.parametrize("width", [1280, 375])
def test_focus_is_seen_on_every_stop_of_the_matrix_page(desk: Any, app: Flask, ana: Any, width: int) -> None:
    number, _offers = laid.four(app, ana)
    assert walk_by_keyboard(desk.open(f"/compare/{number}", ana, width=width))


def test_head_and_first_column_stay_in_sight(desk: Any, app: Flask, ana: Any) -> None:
    number, offers = laid.four(app, ana)
    page = desk.open(f"/compare/{number}", ana, width=375)
    page.eval_on_selector(".matrix-region", "region => region.scrollTo(9999, 9999)")
    region = page.locator(".matrix-region").bounding_box()
    head = page.locator("#matrix thead th").first.bounding_box()
    name = page.locator("#row-Numurzīmes th").bounding_box()
    assert (abs(head["y"] - region["y"]) < 3, abs(name["x"] - region["x"]) < 3) == (True, True)
    assert page.locator(f"[id='Numurzīmes-{offers[3]}']").bounding_box()["width"] > 100


def test_on_a_phone_the_editor_covers_the_page_and_saving_leaves_it(desk: Any, app: Flask, ana: Any) -> None:
    number, offers = laid.four(app, ana)
    page = desk.open(f"/compare/{number}", ana, width=375)
    page.click(f"[id='Teritorija-{offers[0]}']")
    page.wait_for_selector("#panel #editor")
    assert page.locator("#panel").bounding_box()["width"] == 375
    assert page.eval_on_selector_all("#summary, #comparison", "all => all.map(one => one.inert)") == [True, True]
    page.fill("#value", "Baltija")
    page.click("#panel button[value=save]")
    page.wait_for_selector(f"[id='Teritorija-{offers[0]}']:focus")
    assert page.locator("#panel #editor").count() == 0
    assert page.eval_on_selector_all("#summary, #comparison", "all => all.map(one => one.inert)") == [False, False]


def test_two_columns_are_picked_to_stand_alone(desk: Any, app: Flask, ana: Any) -> None:
    number, offers = laid.four(app, ana)
    page = desk.open(f"/compare/{number}", ana, width=375)
    page.click("#menu-columns")
    for one in (offers[1], offers[3]):
        page.check(f"#only-{one}")
    page.click(".columns-menu button")
    page.wait_for_selector(f"#column-{offers[0]}", state="detached")
    assert page.locator(".offer-name bdi").all_inner_texts() == ["BTA", "IF"]
    page.reload()
    assert page.locator(".offer-name bdi").all_inner_texts() == ["BTA", "IF"], "the address alone restores the view"


def test_everything_can_be_read_and_saved_without_javascript(desk: Any, ana: Any) -> None:
    page = desk.open("/compare/new", ana, javascript=False)
    page.set_input_files("#files", [sample("casco", "01_balta"), sample("casco", "05_gjensidige")])
    page.click("form button.primary")
    page.wait_for_url(re.compile(r"/compare/\d+$"))
    assert until(lambda: page.reload() and "being read" not in page.inner_text("#summary"))
    assert page.locator(".offer-name").all_inner_texts() == ["BALTA", "Gjensidige"]
    page.click("[id='Teritorija-1']")
    expect(page.locator("rect.evidence-box")).to_have_count(1)
    page.fill("#value", "Baltija")
    page.click("button[value=save]")
    page.wait_for_url("**/*#Teritorija-1")
    assert page.inner_text("[id='Teritorija-1']").startswith("Baltija")
    page.click("[id='Teritorija-1']")
    page.click("button[value=reset]")
    expect(page.locator("[id='Teritorija-1']")).to_contain_text("Eiropa")
    page.uncheck("#show-best")
    page.click("button:text('Apply')")
    expect(page.locator(".chip.best")).to_have_count(0)
    page.click("#menu-1")
    page.click("details[open] button:text('Hide')")
    expect(page.locator(".offer-name")).to_have_text(["Gjensidige"])


def test_four_offers_fit_on_two_sheets_with_the_insurers_on_each(desk: Any, ana: Any) -> None:
    page = uploaded(desk, ana)
    page.goto(f"{page.url}/print")
    paper = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    sheets = [paper[at].get_textpage().get_text_range() for at in range(len(paper))]
    width, height = paper[0].get_size()
    assert len(sheets) <= 2
    assert (round(width), round(height)) == (842, 595), "A4, landscape"
    assert [all(name in sheet for name in ("BALTA", "BALCIA", "Gjensidige", "ERGO")) for sheet in sheets] == [
        True] * len(sheets)
    assert "Back to the comparison" not in sheets[0]


def test_right_to_left_the_matrix_stands_every_check(desk: Any, app: Flask, ana: Any) -> None:
    number, _offers = laid.four(app, ana)
    page = desk.open(f"/compare/{number}", ana, locale="he-IL")
    assert page.evaluate("document.dir") in ("rtl", "ltr")
    check_page(page, [(1280, "light"), (375, "light")])
