"""Any template: labels in any of the usual places, values of any type, tables, several records in one file."""

from pathlib import Path
from typing import Any

import pytest

from fsr.sheets import fieldset
from fsr.sheets.fieldset import Field
from fsr.sheets.house import INVOICE
from fsr.sheets.reader import read_fields
from tests.sheets.reader.papers import Placed, drawn_reading


def read(tmp_path: Path, fields: tuple[Field, ...], *pages: list[Placed]) -> list[dict[str, Any]]:
    """The records of a drawn paper: field -> evidence."""
    answer = read_fields(drawn_reading(tmp_path, *pages), {"fields": fieldset.options(fields)})
    return [record["values"] for record in answer["records"]]


def values(record: dict[str, Any]) -> dict[str, str]:
    """What was read, without what is missing."""
    return {name: found["value"] for name, found in record.items() if found["value"] is not None}


def test_an_invoice_of_a_column_of_labels_and_one_of_amounts(tmp_path: Path) -> None:
    pairs = [("Invoice No", "INV-2026-0042"), ("Invoice date", "14/03/2026"), ("Payment due", "13/04/2026")]
    sums = [("Subtotal", "400.00"), ("VAT 21%", "84.00"), ("Total due", "484.00 EUR")]
    lines: list[Placed] = [(50, 80, 18, "INVOICE"), (50, 120, 10, "Bill to"), (50, 134, 10, "Harbour Joinery SIA")]
    lines += [line for place, (label, value) in enumerate(pairs)
              for line in ((330.0, 90.0 + 20 * place, 10.0, label), (450.0, 90.0 + 20 * place, 10.0, value))]
    lines += [line for place, (label, value) in enumerate(sums)
              for line in ((330.0, 400.0 + 20 * place, 10.0, label), (470.0, 400.0 + 20 * place, 10.0, value))]
    (record,) = read(tmp_path, INVOICE, lines)
    assert values(record) == {
        "Invoice Number": "INV-2026-0042", "Invoice Date": "2026-03-14", "Due Date": "2026-04-13",
        "Customer": "Harbour Joinery SIA", "Net Amount": "400.00", "Tax": "84.00", "Total": "484.00"}
    assert all(found["state"] == "found" for found in record.values() if found["value"])


def test_an_invoice_in_latvian_with_points_in_its_labels(tmp_path: Path) -> None:
    texts = ["Rēķins Nr. 2026/118", "Datums: 2026. gada 3. marts", 'Piegādātājs: SIA "Zaļais Kalns"',
             "PVN reģ. Nr.: LV40003000001", "Summa apmaksai: 1 500,40 EUR"]
    (record,) = read(tmp_path, INVOICE, [(50.0, 100.0 + 25 * place, 10.0, text) for place, text in enumerate(texts)])
    assert values(record) == {
        "Invoice Number": "2026/118", "Invoice Date": "2026-03-03", "Supplier": 'SIA "Zaļais Kalns"',
        "Supplier VAT Number": "LV40003000001", "Total": "1500.40"}


ROOM = (Field("Room", "text"), Field("Seats", "integer"), Field("Opened", "date_dmy"))


def test_captions_over_values_and_under_them_are_told_by_the_page(tmp_path: Path) -> None:
    labels, found = ["Room", "Seats", "Opened"], ["Green hall", "120", "14 March 2026"]
    for label_down, value_down in ((100, 114), (116, 100)):
        lines: list[Placed] = [(-1, 40, 16, "About us")]
        for place, (label, value) in enumerate(zip(labels, found, strict=True)):
            lines += [(60.0 + 170 * place, label_down, 8.0, label), (60.0 + 170 * place, value_down, 12.0, value)]
        (record,) = read(tmp_path, ROOM, lines)
        assert values(record) == {"Room": "Green hall", "Seats": "120", "Opened": "2026-03-14"}


def test_a_table_is_a_record_a_row_and_what_stands_outside_holds_for_all(tmp_path: Path) -> None:
    table = [("Room", "Seats"), ("Green hall", "120"), ("Blue hall", "80"), ("Attic", "12")]
    cells: list[Placed] = [(x, 200.0 + 18 * row, 10.0, text) for row, texts in enumerate(table)
                           for x, text in zip((60, 300), texts, strict=True)]
    records = read(tmp_path, ROOM, [(60, 100, 10, "Opened: 14.03.2026"), *cells])
    assert [values(record) for record in records] == [
        {"Room": room, "Seats": seats, "Opened": "2026-03-14"} for room, seats in table[1:]]


def test_a_page_that_says_other_things_of_the_same_fields_is_another_record(tmp_path: Path) -> None:
    def page(room: str, seats: str) -> list[Placed]:
        return [(60, 100, 10, f"Room: {room}"), (60, 130, 10, f"Seats: {seats}"), (60, 160, 10, "Opened: 14.03.2026")]

    assert [one["Room"]["value"] for one in read(tmp_path, ROOM, page("Green hall", "120"), page("Attic", "12"))] == [
        "Green hall", "Attic"]
    (same,) = read(tmp_path, ROOM, page("Green hall", "120"), [(60, 100, 10, "Terms and conditions apply.")])
    assert values(same)["Room"] == "Green hall"


@pytest.mark.parametrize(("data_type", "printed", "value"), [
    ("email", "Reply: write to ana@example.org, please", "ana@example.org"), ("percentage", "Reply: 12,5 %", "12.5"),
    ("time", "Reply: 2:05 pm", "14:05"), ("boolean", "Reply: Yes", "true"),
    ("url", "Reply: www.example.org", "https://www.example.org"),
    ("phone", "Reply: +371 20 000 000", "+371 20 000 000"), ("name", "Reply: Kalna, Ieva, CPA", "Ieva Kalna"),
    ("number", "Reply: none", None), ("integer", "Reply: 1.5", None), ("date_mdy", "Reply: soon", None),
])
def test_a_value_is_taken_only_if_it_is_of_its_type(
        tmp_path: Path, data_type: str, printed: str, value: str | None) -> None:
    (record,) = read(tmp_path, (Field("Reply", data_type),), [(60, 100, 10, printed), (60, 300, 10, "End")])
    assert record["Reply"]["value"] == value
    assert record["Reply"]["state"] == ("found" if value else "missing")


def test_words_of_a_sentence_are_no_label_and_two_values_are_a_guess(tmp_path: Path) -> None:
    (record,) = read(tmp_path, (Field("Room", "text"),), [
        (60, 100, 10, "We met in the room where it happened, and the room of the old mill was closed."),
        (60, 300, 10, "End")])
    assert record["Room"]["value"] is None
    (record,) = read(tmp_path, (Field("Room", "text"),), [(60, 100, 10, "Room: Green"), (60, 130, 10, "Room: Blue")])
    assert (record["Room"]["state"], [one["value"] for one in record["Room"]["alternatives"]]) == ("guessed", ["Blue"])


def test_the_only_address_of_a_paper_is_a_guess_and_of_two_none(tmp_path: Path) -> None:
    field = (Field("Contact", "email"),)
    (record,) = read(tmp_path, field, [(60, 100, 10, "Write to ana@example.org."), (60, 300, 10, "End")])
    assert (record["Contact"]["value"], record["Contact"]["state"]) == ("ana@example.org", "guessed")
    (record,) = read(tmp_path, field, [(60, 100, 10, "ana@example.org"), (60, 300, 10, "bob@example.org")])
    assert record["Contact"]["value"] is None


def test_a_document_without_any_of_the_fields_is_one_record_of_nothing(tmp_path: Path) -> None:
    data = drawn_reading(tmp_path, [(60, 100, 10, "Nothing of the kind.")])
    answer = read_fields(data, {"fields": fieldset.options(ROOM)})
    assert (len(answer["records"]), answer["notes"], answer["pages"]) == (1, ["nothing_found"], 1)
    assert {found["state"] for found in answer["records"][0]["values"].values()} == {"missing"}
