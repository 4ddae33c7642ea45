"""Certificates of many layouts, read into rows: one a field of study."""

from typing import Any

import pytest

from fsr.extraction.readers import ocr
from tests.cpe.reading.papers import GOLDEN, NAME, answer_to, row

SCANS = {"07_scan.pdf"}


@pytest.mark.parametrize("name", sorted(GOLDEN.keys() - SCANS))
def test_a_sample_is_read_as_a_person_reads_it(name: str) -> None:
    answer = answer_to(name)
    assert [_told(record) for record in answer["records"]] == GOLDEN[name]


@pytest.mark.skipif("eng" not in ocr.languages(), reason="needs Tesseract")
def test_a_scan_is_read_too_and_says_that_it_is_one() -> None:
    answer = answer_to("07_scan.pdf")
    assert ([_told(record) for record in answer["records"]], answer["notes"]) == (GOLDEN["07_scan.pdf"], ["by_ocr"])


def _told(record: dict[str, Any]) -> dict[str, Any]:
    values = row(record)
    assert values.pop("split") is None
    values.pop("certificate")
    return {**values, "page": record["page"]}


def test_every_value_has_its_place_on_its_page() -> None:
    for name in sorted(GOLDEN.keys() - SCANS):
        for record in answer_to(name)["records"]:
            for found in record["values"].values():
                if found["value"] is not None:
                    x0, y0, x1, y1 = found["box"]
                    assert 0 <= x0 < x1 <= 1
                    assert 0 <= y0 < y1 <= 1
                    assert found["text"]
                    assert found["page"] >= record["page"]
                    assert found["state"] in ("found", "guessed")


def test_a_paper_that_is_not_about_cpe_gets_no_credit() -> None:
    answer = answer_to("09_attendance_no_credit.pdf")
    assert (answer["is_cpe"], answer["notes"]) == (False, ["not_cpe"])
    assert answer["records"][0]["values"][NAME["hours"]]["state"] == "missing"


def test_two_papers_of_one_layout_have_one_fingerprint_and_others_another() -> None:
    assert answer_to("02_table_form.pdf")["fingerprint"] == answer_to("02_table_form.pdf")["fingerprint"] != ""
    assert len({answer_to(name)["fingerprint"] for name in GOLDEN if name not in SCANS}) == len(GOLDEN) - len(SCANS)


def test_the_certificate_serial_is_read_where_there_is_one_and_no_other_number_instead() -> None:
    numbers = {name: row(answer_to(name)["records"][0])["certificate"] for name in sorted(GOLDEN.keys() - SCANS)}
    assert {name: number for name, number in numbers.items() if number} == {
        "10_state_sponsor_numbers.pdf": "2025-10-0000871"}
