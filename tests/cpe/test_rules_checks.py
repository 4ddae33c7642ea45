"""Duplicates and warnings: what a person should look at."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fsr.cpe.rules import people
from fsr.cpe.rules.checks import warnings
from fsr.cpe.rules.credit import Credit, Part
from fsr.cpe.rules.duplicates import Duplicate, duplicates
from fsr.cpe.rules.model import Licence
from fsr.cpe.rules.progress import progress
from fsr.cpe.rules.reasons import SENTENCES, Code, reason
from fsr.cpe.rules.states import CALIFORNIA, ILLINOIS

GOOD = Credit(1, "Revenue Recognition", "Cedar Hollow Institute", date(2025, 3, 12), Decimal(8), "Accounting",
              method="Group Live", certificate="CH-2025-0042", participant="Marisol A. Tennfield", source="a.pdf",
              file_hash="aaaa")
OTHER = replace(GOOD, row=2, source="b.pdf", file_hash="bbbb", certificate="")


def warned(credit: Credit, licence: Licence | None = None, on: date | None = None) -> list[Code]:
    return [warning.reason.code for warning in warnings([credit], licence or Licence(), CALIFORNIA, on)]


@pytest.mark.parametrize(("second", "how"), [
    (replace(OTHER, title="Something else", hours=Decimal(2), file_hash="aaaa"), "file"),
    (replace(OTHER, title="Something else", certificate="ch 2025 0042"), "certificate"),
    (replace(OTHER, title="REVENUE  RECOGNITION", hours=Decimal("8.0")), "course"),
    (replace(OTHER, participant=""), "course"),
    (replace(OTHER, source="a.pdf", file_hash="aaaa"), "course"),
])
def test_a_row_that_repeats_another_is_found(second: Credit, how: str) -> None:
    assert duplicates([second, GOOD]) == {2: Duplicate(2, 1, how)}


@pytest.mark.parametrize("second", [
    replace(OTHER, hours=Decimal(4)),
    replace(OTHER, completed=date(2025, 3, 13)),
    replace(OTHER, title="Leases"),
    replace(OTHER, participant="Dorian K. Ashgrove"),
    replace(OTHER, distinct=True),
    replace(OTHER, source="a.pdf", file_hash="aaaa", field="Auditing", certificate="CH-2025-0042"),
    replace(OTHER, source="a.pdf", file_hash="aaaa", title="Leases", certificate="CH-2025-0043"),
], ids=["hours", "day", "title", "person", "said so", "split of one course", "two in one file"])
def test_a_row_that_differs_is_no_duplicate(second: Credit) -> None:
    assert duplicates([GOOD, second]) == {}


def test_a_duplicate_counts_once_until_a_person_says_it_is_none() -> None:
    licence = Licence(renewal=date(2026, 6, 30))
    done = progress([GOOD, OTHER], licence, CALIFORNIA)
    assert done.bar("total").counted == 8
    assert [(left.row, left.reason.words) for left in done.left_out] == [
        (2, "It repeats row 1 (same course, date and hours).")]
    assert progress([GOOD, replace(OTHER, distinct=True)], licence, CALIFORNIA).bar("total").counted == 16


def test_a_good_row_has_no_warning() -> None:
    assert warned(GOOD, Licence(holder="Tennfield, Marisol"), date(2026, 1, 1)) == []


@pytest.mark.parametrize(("name", "item"), [
    ("title", "course title"), ("completed", "completion date"), ("sponsor", "provider"), ("method", "method of study"),
    ("hours", "number of hours"), ("field", "subject area"),
])
def test_each_of_the_six_items_of_section_89_is_missed(name: str, item: str) -> None:
    empty = replace(GOOD, **{name: None if name in {"completed", "hours"} else ""})
    found = warnings([empty], Licence(), CALIFORNIA, None)
    assert [warning.reason.words for warning in found] == [
        f"The board asks for the {item} of every course; it is missing."]


def test_fields_of_a_split_are_a_subject_area() -> None:
    split = replace(GOOD, field="", parts=(Part("Accounting", Decimal(5)), Part("Auditing", Decimal(3))))
    assert warned(split) == []
    assert warned(replace(split, hours=Decimal(9))) == [Code.SPLIT_SUM]


@pytest.mark.parametrize(("hours", "method", "codes"), [
    ("1.2", "Group Live", []),
    ("1.5", "Group Live", []),
    ("0.8", "Group Live", [Code.UNDER_ONE_HOUR]),
    ("1.3", "Group Live", [Code.OFF_GRID]),
    ("3.75", "QAS Self Study", [Code.OFF_GRID]),
    ("0.2", "Nano Learning", []),
    ("0.33", "Instructor", []),
])
def test_hours_come_in_steps_of_a_fifth_or_a_half_after_the_first(hours: str, method: str, codes: list[Code]) -> None:
    """16 CCR 88.2(a)(1): 50-minute hours, one at least, then 10 or 25 minutes."""
    assert warned(replace(GOOD, hours=Decimal(hours), method=method)) == codes


def test_steps_are_the_state_s() -> None:
    """68 Ill. Adm. Code 1420.70(a)(3): half credits only."""
    found = warnings([replace(GOOD, hours=Decimal("1.2"))], Licence(), ILLINOIS, None)
    assert [w.reason.words for w in found] == ["1.2 h is not a multiple of 0.5 h: check the certificate."]


def test_a_certificate_of_somebody_else_is_seen() -> None:
    found = warnings([GOOD, replace(OTHER, participant="Dorian K. Ashgrove, CPA")],
                     Licence(holder="Marisol Tennfield"), CALIFORNIA, None)
    assert [(w.row, w.reason.code) for w in found] == [(2, Code.OTHER_PERSON)]


def test_without_a_holder_the_name_on_most_certificates_is_taken() -> None:
    third = replace(OTHER, row=3, participant="Dorian K. Ashgrove")
    assert [w.row for w in warnings([GOOD, OTHER, third], Licence(), CALIFORNIA, None)] == [3]
    assert warnings([GOOD, third], Licence(), CALIFORNIA, None) == ()


@pytest.mark.parametrize(("one", "other", "same"), [
    ("Marisol A. Tennfield, CPA", "TENNFIELD, MARISOL", True),
    ("Marisol Tennfield", "Marisol Tennfie1d", True),
    ("Marisol Tennfield", "", True),
    ("Tennfield", "Marisol Tennfield", True),
    ("Marisol Tennfield", "Dorian Tennfield", False),
    ("Marisol Tennfield", "Dorian Ashgrove", False),
])
def test_names_are_compared_without_titles_initials_and_order(one: str, other: str, same: bool) -> None:
    assert people.same(one, other) is same


def test_a_course_to_come_is_seen() -> None:
    assert warned(GOOD, on=date(2025, 1, 1)) == [Code.FUTURE]


def test_every_reason_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Code)
    for code, sentence in SENTENCES.items():
        values = dict.fromkeys(re.findall(r"%\((\w+)\)s", sentence), "x")
        assert "%" not in reason(code, **values).words
