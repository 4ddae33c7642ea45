"""Dates as certificates and letters print them."""

import pytest

from fsr.sheets.reader.dates import dates


@pytest.mark.parametrize(("printed", "read"), [
    ("held on March 12, 2026 at the Harborview", "2026-03-12"), ("June 3-5, 2018", "2018-06-05"),
    ("from March 3 to March 5, 2026", "2026-03-05"), ("June 30 – July 2, 2018", "2018-07-02"),
    ("3-5 June 2018", "2018-06-05"), ("the 14th day of May, 2024", "2024-05-14"), ("14 March 2026", "2026-03-14"),
    ("DEC 1ST, 2021", "2021-12-01"), ("01-DEC-2021", "2021-12-01"), ("Kas 20, 2025 at 04:09ÖS UTC", "2025-11-20"),
    ("12/1/21", "2021-12-01"), ("2026-07-14T10:00", "2026-07-14"), ("2026. gada 3. marts", "2026-03-03"),
    ("04 / 21 / 2026", "2026-04-21"), ("Sept. 9, 2020", "2020-09-09"),
])
def test_a_date_is_read_and_of_a_range_the_last_day(printed: str, read: str) -> None:
    assert [one.value.isoformat() for one in dates(printed)] == [read]


@pytest.mark.parametrize("printed", [
    "2025-10-0000871", "555-0102", "1.2.3", "13/13/2020", "May be 12", "158-009999", "March 2026", "10:00 - 11:15",
    "02/30/2026", "00/00/0000", "Version 3.10.4561",
])
def test_what_is_no_date_is_not_read_as_one(printed: str) -> None:
    assert dates(printed) == []


def test_the_order_of_figures_is_the_callers_and_doubt_is_said() -> None:
    assert [(one.value.isoformat(), one.ambiguous) for one in dates("03/04/2026, 25/04/2026", "dmy")] == [
        ("2026-04-03", True), ("2026-04-25", False)]
    assert dates("03/04/2026")[0].value.isoformat() == "2026-03-04"
