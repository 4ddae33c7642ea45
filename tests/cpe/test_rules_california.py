"""California: printed rows -> bars (16 CCR 87 to 89)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fsr.cpe.rules.bar import State
from fsr.cpe.rules.credit import Credit, Topic
from fsr.cpe.rules.model import Duty, Licence
from fsr.cpe.rules.progress import progress
from fsr.cpe.rules.reasons import Code
from fsr.cpe.rules.states import CALIFORNIA
from tests.cpe.sheet import rows, seen, table

LICENCE = Licence(renewal=date(2026, 6, 30), last_done={"regulatory_review": date(2023, 5, 5)})
"""The period is 1 July 2024 to 30 June 2026."""


def reasons(code: str, sheet: list[Credit], licence: Licence = LICENCE, year: int = 0) -> dict[int, Code]:
    return {left.row: left.reason.code for left in progress(sheet, licence, CALIFORNIA).bar(code, year).left_out}


def test_a_full_sheet_meets_every_bar() -> None:
    """S. 87(a): 80 hours, 20 (12 technical) a year, half technical; s. 87(b): 4 of ethics."""
    sheet = rows("""
        2024-09-10 | 24 | Taxes
        2025-02-01 | 4  | Regulatory Ethics
        2025-05-20 | 12 | Personal Development
        2025-10-02 | 16 | Auditing
        2026-03-12 | 24 | Communications and Marketing
    """)
    assert seen(progress(sheet, LICENCE, CALIFORNIA)) == table("""
        total 80/80 met
        year[1] 40/20 met
        year[2] 40/20 met
        technical 44/40 met
        technical_year[1] 28/12 met
        technical_year[2] 16/12 met
        ethics 4/4 met
        regulatory_review 2/2 met
        non_technical 36/40 met
        instruction 0/40 met
        authorship 0/40 met
    """)
    assert progress(sheet, LICENCE, CALIFORNIA).met


def test_a_thin_second_year_is_short_although_the_total_is_met() -> None:
    """S. 87(a)(1): each year stands for itself."""
    done = progress(rows("""
        2024-09-10 | 70 | Taxes
        2025-10-02 | 11 | Auditing
    """), LICENCE, CALIFORNIA)
    assert (done.bar("total").state, done.bar("year", 2).short, done.bar("technical_year", 2).short) == (
        State.MET, 9, 1)


def test_non_technical_hours_over_half_do_not_count_and_say_so_in_date_order() -> None:
    """S. 87(a)(2) and (3): at least half is technical, so at most 40 hours are not."""
    sheet = rows("""
        2025-10-02 | 30 | Production
        2024-09-10 | 25 | Personal Development
        2025-01-10 | 20 | Taxes
    """)
    done = progress(sheet, LICENCE, CALIFORNIA)
    total = done.bar("total")
    assert (total.counted, total.short) == (60, 20)
    assert [(left.row, left.hours, left.reason.words) for left in total.left_out] == [
        (1, Decimal(15), "15 h are over the limit “Non-technical subjects” of 40 h.")]
    assert (done.bar("non_technical").state, done.bar("technical").short) == (State.OVER, 20)


def test_hours_without_a_known_field_count_in_the_total_but_not_as_technical() -> None:
    """S. 89(a)(6): the subject area must be named; nothing is guessed in the licensee's favour."""
    sheet = rows("""
        2024-09-10 | 8 |
        2024-09-11 | 8 | Widgets
        2024-09-12 | 8 | Ethics
    """)
    assert progress(sheet, LICENCE, CALIFORNIA).bar("total").counted == 24
    assert reasons("technical", sheet) == {1: Code.UNKNOWN_FIELD, 2: Code.UNKNOWN_FIELD, 3: Code.OPEN_FIELD}


def test_ethics_needs_an_hour_on_ethics_and_is_not_harassment() -> None:
    """S. 87(b) and 88.2: courses of at least one hour; harassment and workplace violence are no ethics."""
    sheet = rows("""
        2025-01-01 | 1   | Behavioral Ethics
        2025-01-02 | 0.5 | Regulatory Ethics
        2025-01-03 | 2   | Behavioral Ethics | Preventing Workplace Harassment
        2025-01-04 | 3 Taxes + 0.8 Regulatory Ethics
        2025-01-05 | 3 Taxes + 1.2 Regulatory Ethics
        2025-01-06 | 2   | Taxes | Ethics of Tax Practice
        2025-01-07 | 1   |       | Professional Ethics Update
    """)
    bar = progress(sheet, LICENCE, CALIFORNIA).bar("ethics")
    assert [(hours.row, str(hours.hours)) for hours in bar.counts] == [(1, "1"), (5, "1.2"), (7, "1")]
    assert [(left.row, left.reason.code) for left in bar.left_out] == [
        (2, Code.TOO_SHORT), (3, Code.HARASSMENT), (4, Code.OTHER_SUBJECT), (4, Code.TOO_SHORT),
        (5, Code.OTHER_SUBJECT), (6, Code.OTHER_SUBJECT)]


def test_rows_that_count_nowhere_say_why() -> None:
    sheet = [
        *rows("""
            2024-06-30 | 4 | Taxes
            2026-07-01 | 4 | Taxes
                       | 4 | Taxes
            2025-01-01 |   | Taxes
            2025-01-01 | 4 | Personal Development | Yoga and Fitness for Accountants
            2025-01-02 | 4 | Accounting | Accounting for Sports Clubs
        """),
        Credit(7, "Onboarding", completed=date(2025, 3, 3), hours=Decimal(3), is_cpe=False),
    ]
    done = progress(sheet, LICENCE, CALIFORNIA)
    assert {left.row: left.reason.code for left in done.left_out} == {
        3: Code.NO_DATE, 4: Code.NO_HOURS, 5: Code.NOT_ACCEPTED, 7: Code.NOT_CPE}
    assert reasons("total", sheet) == {1: Code.BEFORE, 2: Code.AFTER}
    assert done.bar("total").counted == 4


def test_both_ends_of_the_period_belong_to_it() -> None:
    """S. 87(a): the two years before the expiry, its last day included."""
    sheet = rows("""
        2024-07-01 | 1 | Taxes
        2025-06-30 | 2 | Taxes
        2025-07-01 | 4 | Taxes
        2026-06-30 | 8 | Taxes
    """)
    done = progress(sheet, LICENCE, CALIFORNIA)
    assert (done.bar("total").counted, done.bar("year", 1).counted, done.bar("year", 2).counted) == (15, 3, 12)


@pytest.mark.parametrize(("duties", "applied"), [
    ({Duty.ATTEST}, {"accounting_auditing": 24, "fraud": 4}),
    ({Duty.GOVERNMENT}, {"governmental": 24, "fraud": 4}),
    ({Duty.ATTEST, Duty.GOVERNMENT}, {"governmental": 24, "fraud": 4}),
    ({Duty.PREPARATION}, {"preparation": 8, "fraud": 4}),
    ({Duty.PREPARATION, Duty.ATTEST}, {"accounting_auditing": 24, "fraud": 4}),
    (set(), {}),
])
def test_work_for_others_asks_for_more(duties: set[Duty], applied: dict[str, int]) -> None:
    """S. 87(c) to (f): governmental hours do for auditing; preparation only where it is the highest."""
    done = progress([], replace(LICENCE, duties=frozenset(duties)), CALIFORNIA)
    codes = ("governmental", "accounting_auditing", "preparation", "fraud")
    assert {code: done.bar(code).required for code in codes
            if done.bar(code).state is not State.NOT_APPLICABLE} == applied


def test_fraud_hours_do_not_count_twice() -> None:
    """S. 87(f): inside the 80 hours, outside the 24; what fraud does not need is accounting and auditing again."""
    licence = replace(LICENCE, duties=frozenset({Duty.ATTEST}))
    sheet = rows("""
        2024-09-10 | 8  | Auditing | Fraud Interviews
        2024-10-10 | 20 | Accounting
    """)
    done = progress(sheet, licence, CALIFORNIA)
    assert [done.bar(code).counted for code in ("fraud", "accounting_auditing", "total")] == [8, 24, 28]
    assert [(left.row, left.hours, left.reason.code) for left in done.bar("accounting_auditing").left_out] == [
        (1, Decimal(4), Code.APART)]
    outside = [*sheet, *rows("2024-11-11 | 4 | Taxes | Tax Fraud", 3)]
    assert progress(outside, licence, CALIFORNIA).bar("accounting_auditing").counted == 28


REVIEW = Credit(1, "California Regulatory Review", completed=date(2025, 4, 4), hours=Decimal(2),
                field="Regulatory Ethics", method="QAS Self Study")


@pytest.mark.parametrize(("licence", "sheet", "state", "due"), [
    (Licence(renewal=date(2026, 6, 30)), [], State.UNKNOWN, None),
    (LICENCE, [], State.MET, date(2029, 5, 5)),
    (replace(LICENCE, last_done={"regulatory_review": date(2020, 6, 29)}), [], State.SHORT, None),
    (Licence(renewal=date(2026, 6, 30)), [REVIEW], State.MET, date(2031, 4, 4)),
    (Licence(renewal=date(2026, 6, 30)), [replace(REVIEW, completed=date(2021, 4, 4))], State.MET, date(2027, 4, 4)),
    (Licence(renewal=date(2026, 6, 30)), [replace(REVIEW, approved=False)], State.UNKNOWN, None),
    (Licence(renewal=date(2026, 6, 30), issued=date(2025, 1, 10)), [], State.SHORT, None),
])
def test_the_regulatory_review_is_due_every_six_years(
    licence: Licence, sheet: list[Credit], state: State, due: date | None
) -> None:
    """S. 87.8: two hours, Board-approved, every six years; a new licensee before the first expiry (s. 87.1(a))."""
    bar = progress(sheet, licence, CALIFORNIA).bar("regulatory_review")
    assert (bar.state, bar.due) == (state, due)


def test_a_review_whose_approval_nobody_knows_counts_with_a_request_to_check() -> None:
    bar = progress([REVIEW], LICENCE, CALIFORNIA).bar("regulatory_review")
    assert (bar.state, [note.code for note in bar.notes]) == (State.MET, [Code.APPROVAL_UNKNOWN])
    bar = progress([replace(REVIEW, approved=True)], LICENCE, CALIFORNIA).bar("regulatory_review")
    assert (bar.state, bar.notes) == (State.MET, ())


def test_the_regulatory_review_is_no_ethics() -> None:
    assert progress([REVIEW], LICENCE, CALIFORNIA).bar("ethics").counted == 0


@pytest.mark.parametrize(("issued", "total", "technical", "ethics", "audit"), [
    (date(2026, 2, 1), 0, None, None, None),
    (date(2025, 12, 31), 20, 10, None, 6),
    (date(2025, 6, 1), 40, 20, None, 12),
    (date(2024, 12, 31), 60, 30, None, 18),
    (date(2024, 7, 1), 80, 40, 4, 24),
    (date(2012, 1, 1), 80, 40, 4, 24),
])
def test_a_new_licence_asks_for_twenty_hours_per_full_six_months(
    issued: date, total: int, technical: int | None, ethics: int | None, audit: int | None
) -> None:
    """S. 87.1(b) to (e): 20 a half-year, ethics only with all 80, 6 of each 20 for auditors."""
    licence = replace(LICENCE, issued=issued, duties=frozenset({Duty.ATTEST}))
    done = progress([], licence, CALIFORNIA)
    applied = {bar.rule.code: bar.required for bar in done.bars if bar.state is not State.NOT_APPLICABLE}
    assert applied.get("total", 0) == total
    assert (applied.get("technical"), applied.get("ethics"), applied.get("accounting_auditing")) == (
        technical, ethics, audit)
    assert applied["regulatory_review"] == 2


def test_courses_before_the_licence_was_issued_do_not_count() -> None:
    sheet = rows("""
        2024-12-30 | 8 | Taxes
        2024-12-31 | 4 | Taxes
    """)
    assert progress(sheet, replace(LICENCE, issued=date(2024, 12, 31)), CALIFORNIA).bar("total").counted == 4


def test_nothing_is_carried_over() -> None:
    """S. 87(a): no carry-over from one renewal period to another."""
    bar = progress(rows("2025-01-01 | 70 | Taxes"), replace(LICENCE, carried=Decimal(10)), CALIFORNIA).bar("total")
    assert (bar.counted, bar.short, [note.code for note in bar.notes]) == (70, 10, [Code.NO_CARRY])


def test_planned_courses_show_what_would_be_met() -> None:
    sheet = rows("2025-01-01 | 60 | Taxes")
    planned = rows("2026-05-01 | 20 | Regulatory Ethics", 2)
    bar = progress(sheet, LICENCE, CALIFORNIA, planned=planned).bar("total")
    assert (bar.counted, bar.state, bar.if_planned, bar.state_if_planned) == (60, State.SHORT, 80, State.MET)
    assert [hours.row for hours in bar.counts] == [1]
    alone = progress(sheet, LICENCE, CALIFORNIA).bar("total")
    assert (alone.if_planned, alone.state_if_planned) == (60, State.SHORT)


def test_a_person_s_word_on_what_a_course_is_about_wins() -> None:
    sheet = [replace(rows("2025-01-01 | 4 | Taxes | Circular 230")[0], topics=frozenset({Topic.ETHICS}))]
    assert progress(sheet, LICENCE, CALIFORNIA).bar("ethics").counted == 4


def test_a_licence_without_renewal_day_or_birth_month_is_unknown_not_short() -> None:
    done = progress(rows("2025-01-01 | 80 | Taxes"), Licence(), CALIFORNIA, on=date(2025, 6, 1))
    assert {bar.state for bar in done.bars} == {State.UNKNOWN}
    assert done.bars[0].notes[0].code is Code.NO_PERIOD
    assert not done.met


def test_every_bar_names_its_source() -> None:
    assert all(rule.source.section and rule.source.url.startswith("https://") for rule in CALIFORNIA.rules)
