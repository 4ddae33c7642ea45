"""Dates, months, days, plates and answers: printed -> counted."""

from datetime import date

import pytest

from fsr.extraction.parsers import Answer, answered, dates, days, is_extra, months_between, months_named, plates


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("01.12.2026.", date(2026, 12, 1)),
        ("2026-12-01", date(2026, 12, 1)),
        ("1 December 2026", date(2026, 12, 1)),
        ("December 1st, 2026", date(2026, 12, 1)),
        ("2026. gada 1. decembrī", date(2026, 12, 1)),
        ("1 декабря 2026", date(2026, 12, 1)),
        ("5/6/27", date(2027, 6, 5)),
        ("1 мая 2027", date(2027, 5, 1)),
    ],
)
def test_a_date_is_read_with_the_day_first(printed: str, day: date) -> None:
    assert [found for found, _, _ in dates(printed)] == [day]


@pytest.mark.parametrize("printed", ["31.02.2026", "12.50 EUR", "1 Sprints 2026", "26.4"])
def test_what_is_no_date_is_left_alone(printed: str) -> None:
    assert dates(printed) == []


@pytest.mark.parametrize(
    ("printed", "months"),
    [("12 mēneši", 12), ("6 months", 6), ("12 месяцев", 12), ("1 gads", 12), ("one year", 12), ("12 mēn.", 12)],
)
def test_months_are_read(printed: str, months: int) -> None:
    found = months_named(printed)
    assert found
    assert found[0] == months


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2026, 12, 1), date(2027, 11, 30), 12),
        (date(2026, 12, 10), date(2027, 12, 9), 12),
        (date(2026, 11, 15), date(2027, 5, 14), 6),
        (date(2026, 3, 1), date(2026, 9, 1), 6),
        (date(2026, 12, 1), date(2026, 12, 20), None),
    ],
)
def test_months_are_counted_between_days(first: date, last: date, months: int | None) -> None:
    assert months_between(first, last) == months


@pytest.mark.parametrize(
    ("printed", "count"),
    [
        ("līdz 15 dienām", 15),
        ("up to 30 days", 30),
        ("до 20 дней", 20),
        ("10 (desmit) dienas", 10),
        ("30 EUR dienā", None),
    ],
)
def test_days_are_read(printed: str, count: int | None) -> None:
    assert days(printed) == count


@pytest.mark.parametrize(
    ("printed", "number"), [("XY-1042", "XY1042"), ("XY 1042", "XY1042"), ("QX315", "QX315"), ("YW 77", "YW77")]
)
def test_plates_lose_blanks_and_hyphens(printed: str, number: str) -> None:
    assert [found for found, _, _ in plates(f"Valsts Nr. {printed}, 2022")] == [number]


@pytest.mark.parametrize("printed", ["TMBZZZ0SAMPLE1042", "BT-26-33120", "xy 1042"])
def test_other_numbers_are_no_plates(printed: str) -> None:
    assert list(plates(printed)) == []


@pytest.mark.parametrize(
    ("printed", "answer", "rest"),
    [
        ("Ir", Answer.YES, ""),
        ("Iekļauts, limits 300 EUR", Answer.YES, "limits 300 EUR"),
        ("✓", Answer.YES, ""),
        ("✔ tikai Latvijā", Answer.YES, "tikai Latvijā"),
        ("[x] Theft", Answer.YES, "Theft"),
        ("[ ] Theft", Answer.NO, "Theft"),
        ("☐", Answer.NO, ""),
        ("–", Answer.NO, ""),
        ("-", Answer.NO, ""),
        ("Nav", Answer.NO, ""),
        ("Nav iekļauts", Answer.NO, ""),
        ("не включено", Answer.NO, ""),
        ("включено", Answer.YES, ""),
        ("Not covered", Answer.NO, ""),
        ("Yes", Answer.YES, ""),
        ("нет", Answer.NO, ""),
        ("var pievienot par 12 EUR", Answer.EXTRA, "var pievienot par 12 EUR"),
        ("on request", Answer.EXTRA, "on request"),
    ],
)
def test_an_answer_is_understood(printed: str, answer: Answer, rest: str) -> None:
    found = answered(printed)
    assert found
    assert (found.answer, found.rest) == (answer, rest)


@pytest.mark.parametrize("printed", ["", "150 EUR", "Eiropa", "irbe", "nosacījumi", "-150 EUR"])
def test_what_is_no_answer_is_none(printed: str) -> None:
    assert answered(printed) is None


def test_a_price_already_in_the_total_is_no_extra() -> None:
    assert is_extra("papildu prēmija 6,50 EUR")
    assert not is_extra("papildu prēmija 6,50 EUR jau iekļauta kopējā prēmijā")


def test_a_policy_without_end_has_no_number_of_months_and_is_no_fault() -> None:
    assert months_between(date(2026, 1, 1), date.max) is None


@pytest.mark.parametrize("printed", ["twelve (12) months from the first payment", "12 (divpadsmit) mēneši"])
def test_months_are_read_with_their_number_spelled_beside(printed: str) -> None:
    found = months_named(printed)
    assert found
    assert found[0] == 12
