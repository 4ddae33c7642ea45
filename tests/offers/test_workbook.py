"""The XLSX file, read back by another library than the one that wrote it."""

from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from flask import Flask

from fsr.db import db
from fsr.extraction.found import State
from fsr.offers import queries, service, workbook
from fsr.offers.catalogue import CODES
from fsr.offers.compare import Matrix, Offered, Value, compare
from fsr.offers.models import Comparison
from fsr.workbook import LONGEST, Book
from tests.offers.desk import BALCIA, BALTA, acting, compared

HOSTILE = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "=HYPERLINK(\"http://x\",\"y\")", "http://example.com", "{=1+1}", "\t=1",
           "\r=1", "<b>&", "1,5")


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(data))


def found(value: str | None, **more: Any) -> Value:
    return Value(value, State.FOUND if value is not None else State.MISSING, value, **more)


def written(app: Flask, *offers: Offered, language: str = "en", **view: Any) -> Any:
    comparison = Comparison(id=1, reg_number="XY1042", title="", client="", language=language)
    with app.test_request_context():
        return opened(workbook.write(comparison, compare(offers, **view), []))


def column(sheet: Any, number: int) -> dict[str, Any]:
    return {row[0].value: row[number] for row in sheet.iter_rows() if row[0].value}


def test_money_is_a_number_in_euro_and_marks_have_words(app: Flask) -> None:
    offer = Offered(1, 1, 1, insurer="BALTA", values={
        "premium_total": found("1480.00"), "Bojājumi": found("v"), "Zādzība": found("-"), "Teritorija": found("Eiropa"),
        "insured_amount": found("Tirgus vērtība")})
    cells = column(written(app, offer)["Comparison"], 1)
    assert (cells["Total premium"].value, "€" in cells["Total premium"].number_format) == (1480, True)
    assert [cells[name].value for name in ("Own damage", "Theft", "Territory", "Total loss", "Sum insured")] == [
        "✓ included", "– not included", "Eiropa", "not found", "Tirgus vērtība"]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_a_document_never_becomes_a_formula_or_a_link(app: Flask, text: str) -> None:
    offer = Offered(1, 1, 1, insurer=text, comment=text, filename=text, values={
        "Teritorija": found(text, text=text)})
    book = written(app, offer)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert (cell.data_type in "sn", cell.hyperlink) == (True, None)
    assert column(book["Comparison"], 1)["Territory"].value == text.replace("\r", "_x000D_")


def test_a_text_longer_than_a_cell_is_cut_not_dropped(app: Flask) -> None:
    offer = Offered(1, 1, 1, insurer="BTA", values={"Teritorija": found("x" * (LONGEST + 5))})
    assert len(column(written(app, offer)["Comparison"], 1)["Territory"].value) == LONGEST


def test_the_heading_stays_in_sight_and_is_printed_on_each_page(app: Flask) -> None:
    sheet = written(app, Offered(1, 1, 1, insurer="BTA"))["Comparison"]
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.orientation) == ("B2", "$1:$1", "landscape")


def test_columns_and_rows_are_those_of_the_page(app: Flask) -> None:
    offers = [Offered(1, 1, 2, insurer="BALTA", values={"premium_total": found("2.00")}),
              Offered(2, 2, 1, insurer="BTA", values={"premium_total": found("1.00")}),
              Offered(3, 3, 3, insurer="IF", hidden=True)]
    sheet = written(app, *offers, hide_equal=True)["Comparison"]
    assert [cell.value for cell in sheet[1]] == ["KASKO XY1042", "BTA", "BALTA"]
    assert [name for name in column(sheet, 1) if name != "KASKO XY1042"][1:] == ["Price and sum", "Total premium ≠"]


def test_the_file_speaks_the_language_of_the_comparison(app: Flask) -> None:
    book = written(app, Offered(1, 1, 1, insurer="BTA"), language="lv")
    assert "Kopējā prēmija" in column(book.worksheets[0], 1)


def test_hebrew_begins_at_the_right(app: Flask) -> None:
    assert written(app, Offered(1, 1, 1, insurer="BTA"), language="he").worksheets[0].sheet_view.rightToLeft


def test_evidence_and_edits_have_their_sheets(app: Flask, ana: Any) -> None:
    number = compared(app, ana, [BALTA, BALCIA], ["", ""])
    with acting(app, ana) as user:
        comparison = db.session.get_one(Comparison, number)
        comparison.language = "en"
        offer = comparison.offers[0]
        was = service.get_value(offer, "Teritorija").value
        service.edit_value(offer, "Teritorija", "Eiropa", user, why="called them")
    with app.test_request_context():
        comparison = db.session.get_one(Comparison, number)
        book = opened(workbook.write(comparison, service.matrix_now(comparison), queries.changes(number)))
    evidence = list(book["Evidence"].iter_rows(min_row=2, values_only=True))
    assert {row[0] for row in evidence} == set(CODES)
    assert ("premium_total", "Total premium", "BALTA", 1480) in {row[:4] for row in evidence}
    assert all(row[4] for row in evidence if row[6] in ("found", "to check"))
    edits = list(book["Edits"].iter_rows(min_row=2, values_only=True))
    assert [row[1:] for row in edits] == [("Ana", "BALTA", "Territory", "edited", was, "Eiropa", "called them")]
    assert isinstance(edits[0][0], datetime)


def test_the_name_of_the_file_holds_only_harmless_letters(app: Flask) -> None:
    with app.test_request_context():
        name = workbook.filename(Comparison(id=1, reg_number='X/Y"\r\n: ..', title="", client=""))
    assert (name[:10], name[-5:]) == ("KASKO_X_Y_", ".xlsx")


def test_every_kind_of_value_has_its_type() -> None:
    book = Book()
    sheet = book.sheet("Types", [10])
    sheet.add(["a", Decimal("1.50"), None, 2, datetime(2026, 11, 21, 8, 0, tzinfo=UTC)])
    cells = opened(book.to_bytes())["Types"][1]
    assert [cell.value for cell in cells] == ["a", 1.5, None, 2, datetime(2026, 11, 21, 8, 0)]


def test_a_matrix_without_offers_is_a_file_too(app: Flask) -> None:
    empty: Matrix = compare([])
    assert empty.columns == ()
    assert written(app)["Comparison"]["A1"].value == "KASKO XY1042"
