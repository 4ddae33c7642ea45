"""New York, Texas, Florida, Illinois and Washington: printed rows -> bars."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fsr.cpe.rules.bar import State
from fsr.cpe.rules.model import Duty, Licence, RuleSet
from fsr.cpe.rules.periods import period
from fsr.cpe.rules.progress import progress
from fsr.cpe.rules.reasons import Code
from fsr.cpe.rules.states import (
    CALIFORNIA,
    FLORIDA,
    ILLINOIS,
    NEW_YORK,
    RULE_SETS,
    TEXAS,
    WASHINGTON,
    rules_for,
)
from tests.cpe.sheet import rows, seen, table

ON = date(2026, 3, 1)


@pytest.mark.parametrize(("rules", "licence", "start", "end"), [
    (CALIFORNIA, Licence(birth=(1980, 6)), date(2024, 7, 1), date(2026, 6, 30)),
    (CALIFORNIA, Licence(birth=(1981, 6)), date(2025, 7, 1), date(2027, 6, 30)),
    (CALIFORNIA, Licence(birth=(1980, 2)), date(2026, 3, 1), date(2028, 2, 29)),
    (CALIFORNIA, Licence(renewal=date(2024, 2, 29)), date(2022, 3, 1), date(2024, 2, 29)),
    (NEW_YORK, Licence(renewal=date(2027, 8, 31)), date(2026, 1, 1), date(2026, 12, 31)),
    (TEXAS, Licence(birth=(1979, 2)), date(2024, 3, 1), date(2027, 2, 28)),
    (TEXAS, Licence(birth=(1979, 3)), date(2023, 4, 1), date(2026, 3, 31)),
    (FLORIDA, Licence(renewal=date(2026, 12, 31)), date(2024, 7, 1), date(2026, 6, 30)),
    (FLORIDA, Licence(issued=date(2010, 5, 5)), date(2024, 7, 1), date(2026, 6, 30)),
    (FLORIDA, Licence(issued=date(2024, 8, 5)), date(2024, 8, 5), date(2027, 6, 30)),
    (FLORIDA, Licence(issued=date(2024, 6, 5)), date(2024, 6, 5), date(2026, 6, 30)),
    (ILLINOIS, Licence(), date(2024, 10, 1), date(2027, 9, 30)),
    (WASHINGTON, Licence(renewal=date(2026, 4, 30)), date(2023, 1, 1), date(2025, 12, 31)),
])
def test_a_period_follows_from_renewal_birth_month_or_calendar(
    rules: RuleSet, licence: Licence, start: date, end: date
) -> None:
    """16 CCR 87(a), 8 NYCRR 70.9(b), 22 TAC 523.112(c), 61H1-33.003(1)(a), 68 Ill. Adm. Code 1420.70, WAC 4-30-134."""
    found = period(licence, rules, ON)
    assert found is not None
    assert (found.start, found.end) == (start, end)
    assert found.years[0][0] == start
    assert found.years[-1][1] == end


@pytest.mark.parametrize("rules", [CALIFORNIA, TEXAS, FLORIDA, WASHINGTON], ids=lambda rules: rules.state)
def test_where_the_period_depends_on_the_licence_nothing_is_guessed(rules: RuleSet) -> None:
    assert period(Licence(), rules, ON) is None


def test_new_york_is_met_by_forty_hours_or_twenty_four_in_one_subject() -> None:
    """8 NYCRR 70.9(b): either way, in each calendar year."""
    mixed = rows("""
        2026-01-10 | 20 | Taxes
        2026-02-10 | 20 | Accounting
    """)
    one = rows("""
        2026-01-10 | 14 | Auditing
        2026-02-10 | 10 | Auditing (Governmental)
    """)
    neither = rows("""
        2026-01-10 | 20 | Taxes
        2026-02-10 | 10 | Accounting
    """)
    bars = [progress(sheet, Licence(), NEW_YORK, on=ON).bar("total") for sheet in (mixed, one, neither)]
    assert [(bar.state, bar.counted, bar.required, bar.way) for bar in bars] == [
        (State.MET, 40, 40, "40 hours in any recognised subjects"),
        (State.MET, 24, 24, "24 hours in one subject: Auditing and attest"),
        (State.SHORT, 20, 24, "24 hours in one subject: Taxation"),
    ]


def test_new_york_looks_three_years_back_for_ethics_and_attest() -> None:
    """8 NYCRR 70.9: ethics and the hours of those who supervise attest work are counted over three calendar years."""
    sheet = rows("""
        2023-12-31 | 40 | Auditing
        2024-01-01 | 38 | Auditing
        2024-05-01 | 4  | Regulatory Ethics
    """)
    licence = Licence(duties=frozenset({Duty.SUPERVISES_ATTEST}))
    done = progress(sheet, licence, NEW_YORK, on=ON)
    assert (done.bar("ethics").state, done.bar("attest").counted, done.bar("attest").short) == (State.MET, 38, 2)
    assert progress(sheet, Licence(), NEW_YORK, on=ON).bar("attest").state is State.NOT_APPLICABLE


def test_new_york_asks_nothing_before_the_first_january() -> None:
    """8 NYCRR 70.9(a)(2)(i)."""
    licence = Licence(issued=date(2026, 2, 2))
    assert progress([], licence, NEW_YORK, on=ON).bar("total").notes[0].code is Code.EXEMPT
    assert progress([], licence, NEW_YORK, on=date(2027, 1, 1)).bar("total").state is State.SHORT


TEXAN = Licence(renewal=date(2026, 6, 30))


def test_texas_limits_overlap_and_as_many_hours_as_possible_count() -> None:
    """22 TAC 523.118 and 523.119: half non-technical, half nano, half from unregistered sponsors at most."""
    sheet = rows("""
        2024-01-10 | 50 | Production | A | Nano Learning
        2024-02-10 | 40 | Production | B
        2024-03-10 | 40 | Taxes      | C | Nano Learning
        2025-03-10 | 30 | Taxes
        2026-03-10 | 30 | Taxes
    """)
    sheet[1] = replace(sheet[1], registered=False)
    done = progress(sheet, TEXAN, TEXAS)
    counted = {hours.row: hours.hours for hours in done.bar("total").counts}
    assert counted == {1: 20, 2: 40, 3: 40, 4: 30, 5: 30}
    assert seen(done) == table("""
        total 160/120 met
        year[1] 130/20 met
        year[2] 30/20 met
        year[3] 30/20 met
        ethics 0/4 short
        non_technical 60/60 over
        nano 60/60 over
        certification 0/60 met
        unregistered 40/60 met
        instruction[1] 0/20 met
        instruction[2] 0/20 met
        instruction[3] 0/20 met
    """)


def test_texas_instruction_is_limited_in_each_year() -> None:
    """22 TAC 523.115(d): 20 credits in a one-year reporting period."""
    sheet = rows("""
        2023-09-10 | 30 | Taxes | Teaching 1 | Instructor
        2024-09-10 | 30 | Taxes | Teaching 2 | Instructor
    """)
    done = progress(sheet, TEXAN, TEXAS)
    assert (done.bar("total").counted, done.bar("year", 1).counted, done.bar("instruction", 1).counted) == (40, 20, 20)


@pytest.mark.parametrize(("issued", "total", "start"), [
    (date(2026, 1, 15), 0, date(2025, 7, 1)),
    (date(2025, 5, 15), 20, date(2025, 7, 1)),
    (date(2024, 5, 15), 60, date(2024, 7, 1)),
    (date(2023, 5, 15), 100, date(2023, 7, 1)),
    (date(2022, 5, 15), 120, date(2023, 7, 1)),
])
def test_texas_climbs_to_the_full_hours(issued: date, total: int, start: date) -> None:
    """22 TAC 523.112(c): nothing, 20, 60 in 24 months, 100 in 36 months, then 120."""
    found = period(replace(TEXAN, issued=issued), TEXAS, ON)
    assert found is not None
    assert (found.total, found.start) == (total, start)


def test_texas_ethics_is_asked_from_the_second_year_on_every_two_years() -> None:
    """22 TAC 523.130(a), (b)."""
    def state(issued: date, day: str) -> State:
        sheet = rows(f"{day} | 4 | Regulatory Ethics")
        return progress(sheet, replace(TEXAN, issued=issued), TEXAS).bar("ethics").state
    assert state(date(2025, 5, 15), "2026-01-01") is State.NOT_APPLICABLE
    assert state(date(2024, 5, 15), "2026-01-01") is State.MET
    assert state(date(2012, 5, 15), "2024-06-30") is State.SHORT


def test_florida_wants_more_of_the_late() -> None:
    """61H1-33.003(1): 80 hours, 8 A&A, 4 ethics, 20 behavioural at most; late: 8 or 16 more A&A and more time."""
    licence = Licence(renewal=date(2026, 12, 31))
    sheet = rows("""
        2025-01-10 | 30 | Personal Development
        2025-02-10 | 56 | Taxes
        2025-03-10 | 4  | Regulatory Ethics
        2026-08-10 | 16 | Auditing
    """)
    late = {until: progress(sheet, replace(licence, extended=until), FLORIDA)
            for until in (None, date(2026, 8, 31), date(2026, 10, 1))}
    assert [(done.bar("total").counted, done.bar("total").required, done.bar("accounting_auditing").required)
            for done in late.values()] == [(80, 80, 8), (96, 88, 16), (96, 96, 24)]
    assert late[None].bar("behavioral").state is State.OVER
    assert not late[None].met
    assert late[date(2026, 8, 31)].met


def test_illinois_asks_for_an_hour_on_harassment_and_limits_self_study() -> None:
    """68 Ill. Adm. Code 1420.70 and 1130.400."""
    sheet = rows("""
        2025-01-10 | 100 | Taxes | Tax library | QAS Self Study
        2025-02-10 | 4   | Behavioral Ethics
        2025-03-10 | 1   | Behavioral Ethics | Sexual Harassment Prevention
        2025-04-10 | 30  | Personal Development
    """)
    assert seen(progress(sheet, Licence(), ILLINOIS, on=ON)) == table("""
        total 109/120 short
        ethics 4/4 met
        harassment 1/1 met
        self_study 80/80 over
        personal_development 24/24 over
        instruction 0/60 met
        authorship 0/30 met
    """)


def test_illinois_asks_nothing_for_the_first_renewal() -> None:
    done = progress([], Licence(issued=date(2025, 5, 5)), ILLINOIS, on=ON)
    assert {bar.state for bar in done.bars} == {State.NOT_APPLICABLE}
    assert done.met


def test_washington_s_years_are_met_by_courses_alone() -> None:
    """WAC 4-30-133(6): service, instruction and authorship do not count towards the 20 hours of a year."""
    sheet = rows("""
        2023-01-10 | 25 | Taxes | Teaching | Instructor
        2023-02-10 | 10 | Taxes
        2024-02-10 | 20 | Production
        2025-02-10 | 15 | Auditing | Nuggets | Nano Learning
    """)
    done = progress(sheet, Licence(renewal=date(2026, 4, 30)), WASHINGTON)
    assert [(done.bar("year", year).counted, done.bar("year", year).state) for year in (1, 2, 3)] == [
        (10, State.SHORT), (20, State.MET), (15, State.SHORT)]
    assert done.bar("year", 1).left_out[0].reason.code is Code.NOT_YEARLY
    assert (done.bar("total").counted, done.bar("nano").counted, done.bar("non_technical").counted) == (67, 12, 0)


@pytest.mark.parametrize("rules", RULE_SETS, ids=lambda rules: rules.state)
def test_a_state_s_rules_are_whole(rules: RuleSet) -> None:
    codes = [rule.code for rule in rules.rules]
    assert len(set(codes)) == len(codes)
    assert all(rule.source.section and rule.source.url.startswith("https://") for rule in rules.rules)
    assert {code for extension in rules.extensions for code in extension.rules} <= set(codes)
    assert rules.carry_over == Decimal(0)
    assert all((rule.hours is None) != (rule.share is None) for rule in rules.rules)


def test_rules_are_found_by_state_and_day() -> None:
    assert rules_for("CA", ON) is rules_for("California", ON) is CALIFORNIA
    assert rules_for("CA", date(2001, 1, 1)) is CALIFORNIA
    assert rules_for("ZZ", ON) is None
