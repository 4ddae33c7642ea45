"""Rows of a sheet as the rules see them."""

from decimal import Decimal

import pytest

from fsr.cpe.credits import day_of, hours_of, parts_of


@pytest.mark.parametrize(("printed", "parts"), [
    ("Accounting 3; Regulatory Ethics 1", {"Accounting": "3", "Regulatory Ethics": "1"}),
    ("3 Accounting; 1.5 Taxes", {"Accounting": "3", "Taxes": "1.5"}),
    ("Accounting (2); Auditing: 2,5 hours", {"Accounting": "2", "Auditing": "2.5"}),
    ("Auditing (Governmental) 4 CPE", {"Auditing (Governmental)": "4"}),
    ("Accounting", {}), ("Accounting 3; and more", {}), ("", {}),
])
def test_a_split_is_read_whole_or_not_at_all(printed: str, parts: dict[str, str]) -> None:
    assert {part.field: part.hours for part in parts_of(printed)} == {
        name: Decimal(hours) for name, hours in parts.items()}


def test_what_is_no_day_or_number_counts_as_not_stated() -> None:
    assert (day_of("2026-02-30"), day_of(None), hours_of("NaN"), hours_of("many"), hours_of("1.5")) == (
        None, None, None, None, Decimal("1.5"))
