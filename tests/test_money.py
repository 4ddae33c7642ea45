"""Amounts as printed -> amounts as counted."""

from decimal import Decimal

import pytest

from fsr.money import amounts, parse_amount, plain, short

PRINTED = {
    "1 480,00 EUR": "1480.00",
    "1480 €": "1480.00",
    "1.480,00": "1480.00",
    "1 480.00 EUR": "1480.00",
    "450.00": "450.00",
    "1,127.50": "1127.50",
    "EUR 1,127.50": "1127.50",
    "1\u00a0480,00\u00a0EUR": "1480.00",
    "18\u202f200\u202fEUR": "18200.00",
    "450.00 EUR gadā": "450.00",
    "27 900": "27900.00",
    "27.900,00 EUR": "27900.00",
    "2.500 EUR": "2500.00",
    "30.00": "30.00",
    "0 €": "0.00",
    "0,00 EUR": "0.00",
    "-201,90 EUR": "-201.90",
    "1 234 567,89": "1234567.89",
    "12,5": "12.50",
    "450.00 EUR 12 mēnešiem": "450.00",
    "1'480.00": "1480.00",
    "€50": "50.00",
}


@pytest.mark.parametrize(("printed", "counted"), PRINTED.items())
def test_an_amount_is_counted_as_printed(printed: str, counted: str) -> None:
    assert parse_amount(printed) == Decimal(counted)


@pytest.mark.parametrize("printed", ["", "-", "–", "—", "pēc pieprasījuma", "10 %", None])
def test_no_amount_is_none(printed: str | None) -> None:
    assert parse_amount(printed) is None


def test_two_amounts_are_refused_because_nobody_can_say_which_is_meant() -> None:
    with pytest.raises(ValueError, match="More than one amount"):
        parse_amount("150 EUR / 200 EUR")


def test_amounts_of_a_text_have_places_and_know_their_currency() -> None:
    text = "12 mēneši, 1 480,00 EUR vai EUR 99, 10 % atlaide"
    assert [(str(a.value), text[a.start : a.end], a.currency) for a in amounts(text)] == [
        ("12.0", "12", False),
        ("1480.00", "1 480,00 EUR", True),
        ("99.0", "EUR 99", True),
    ]


def test_a_date_is_no_amount_with_cents() -> None:
    assert all(not a.currency for a in amounts("01.12.2026. – 30.11.2027."))


@pytest.mark.parametrize(("value", "stored", "cell"), [("1480", "1480.00", "1480"), ("38.4", "38.40", "38.40")])
def test_amounts_are_written_one_way(value: str, stored: str, cell: str) -> None:
    assert (plain(Decimal(value)), short(Decimal(value))) == (stored, cell)


@pytest.mark.parametrize("printed", ["9" * 40, "konts 1234567890123456789012345678901 EUR", "1" * 5000])
def test_a_number_longer_than_any_amount_is_none(printed: str) -> None:
    assert parse_amount(printed) is None
    assert parse_amount(f"{printed}; 12,50 EUR") == Decimal("12.50")
