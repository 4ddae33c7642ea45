"""What holds for any sheet: order changes nothing, an accepted hour never costs one, limits are kept."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fsr.cpe.methods import Method
from fsr.cpe.rules.allocation import Cap, allocate
from fsr.cpe.rules.bar import Progress, State
from fsr.cpe.rules.credit import Credit, Part
from fsr.cpe.rules.model import Duty, Licence, Limit, RuleSet
from fsr.cpe.rules.progress import progress
from fsr.cpe.rules.states import RULE_SETS

ON = date(2026, 3, 1)
LICENCES = {
    "CA": Licence(renewal=date(2026, 6, 30), duties=frozenset({Duty.ATTEST})),
    "FL": Licence(renewal=date(2026, 12, 31)),
    "IL": Licence(),
    "NY": Licence(duties=frozenset({Duty.SUPERVISES_ATTEST})),
    "TX": Licence(renewal=date(2026, 6, 30)),
    "WA": Licence(renewal=date(2026, 4, 30)),
}
FIELDS = ("Taxes", "Auditing", "Regulatory Ethics", "Personal Development", "Production", "Ethics", "", "Widgets")
TITLES = ("Update", "Fraud Interviews", "Preventing Harassment", "Regulatory Review", "Single Audit Act", "Yoga")
hours = st.integers(1, 400).map(lambda tenths: Decimal(tenths) / 5)


@st.composite
def credit(draw: st.DrawFn, row: int) -> Credit:
    total = draw(hours)
    parts = (Part(draw(st.sampled_from(FIELDS)), total / 4), Part(draw(st.sampled_from(FIELDS)), total / 2))
    return Credit(
        row,
        f"{draw(st.sampled_from(TITLES))} {row}",
        completed=date(2022, 10, 1) + timedelta(days=draw(st.integers(0, 1600))),
        hours=total,
        field=draw(st.sampled_from(FIELDS)),
        parts=parts if draw(st.booleans()) else (),
        method=draw(st.sampled_from([*Method, ""])),
        registered=draw(st.sampled_from([None, True, False])),
        approved=draw(st.sampled_from([None, True, False])),
    )


sheets = st.integers(0, 7).flatmap(lambda size: st.tuples(*(credit(row) for row in range(1, size + 1)))).map(list)
states = st.sampled_from(RULE_SETS)


def count(sheet: list[Credit], rules: RuleSet) -> Progress:
    return progress(sheet, LICENCES[rules.state], rules, on=ON)


def totals(done: Progress) -> list[tuple[str, int, Decimal, State]]:
    return [(bar.rule.code, bar.year, bar.counted, bar.state) for bar in done.bars]


@settings(max_examples=60, deadline=None)
@given(sheets, states, st.randoms())
def test_the_order_of_rows_changes_nothing(sheet: list[Credit], rules: RuleSet, random: object) -> None:
    shuffled = list(sheet)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert count(shuffled, rules) == count(sheet, rules)


@settings(max_examples=150, deadline=None)
@given(sheets, credit(99), states)
def test_one_more_course_never_lowers_a_count_nor_raises_what_is_short(
    sheet: list[Credit], more: Credit, rules: RuleSet
) -> None:
    before, after = count(sheet, rules), count([*sheet, more], rules)
    for old, new in zip(before.bars, after.bars, strict=True):
        assert new.short <= old.short, old.rule.code
        if not new.way:
            assert new.counted >= old.counted, old.rule.code


@settings(max_examples=100, deadline=None)
@given(sheets, states)
def test_no_limit_is_exceeded_and_every_hour_is_accounted_for(sheet: list[Credit], rules: RuleSet) -> None:
    done = count(sheet, rules)
    kinds = {(c.row, p.index): p for c in sheet for p in c.pieces}
    for bar in done.bars:
        assert sum((h.hours for h in bar.counts), Decimal(0)) in {bar.counted, Decimal(0)}
        if isinstance(bar.rule, Limit):
            assert bar.counted <= bar.required
    nowhere = {left.row for left in done.left_out}
    total = next(bar for bar in done.bars if bar.rule.code == "total")
    counted = sum((h.hours for h in total.counts), Decimal(0)) + sum((x.hours or 0 for x in total.left_out), Decimal(0))
    assert counted == sum((p.hours for key, p in kinds.items() if key[0] not in nowhere), Decimal(0))


def _pieces(demand: list[int]) -> list[Credit]:
    return [Credit(row, completed=date(2025, 1, row), hours=Decimal(h)) for row, h in enumerate(demand, 1)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 3), min_size=1, max_size=4), st.lists(
    st.tuples(st.integers(0, 4), st.sets(st.integers(1, 4))), max_size=3))
def test_shared_limits_let_through_as_much_as_any_sharing_would(
    demand: list[int], limits: list[tuple[int, set[int]]]
) -> None:
    pieces = [piece for credit in _pieces(demand) for piece in credit.pieces]
    caps = [Cap(str(i), "", Decimal(h), frozenset((row, 0) for row in held)) for i, (h, held) in enumerate(limits)]
    shares = allocate(pieces, {piece.key: piece.hours for piece in pieces}, caps)
    got = {share.piece.credit.row: share.hours for share in shares}
    assert all(sum((got.get(row, Decimal(0)) for row, _ in cap.keys), Decimal(0)) <= cap.hours for cap in caps)
    assert all(share.stopped or share.hours == share.piece.hours for share in shares)
    tries = product(*(range(2 * most + 1) for most in demand))
    fits = (halves for halves in tries if all(
        sum(halves[row - 1] for row in held if row <= len(demand)) <= 2 * most for most, held in limits))
    assert sum(got.values(), Decimal(0)) == Decimal(max(map(sum, fits))) / 2


@pytest.mark.parametrize("rules", RULE_SETS, ids=lambda rules: rules.state)
def test_an_empty_sheet_meets_nothing_and_breaks_nothing(rules: RuleSet) -> None:
    done = count([], rules)
    assert not done.met
    assert {bar.counted for bar in done.bars} == {0}


def test_thousands_of_rows_are_counted_with_every_row_in_its_place() -> None:
    sheet = [Credit(n, f"Course {n}", completed=date(2024, 7, 1) + timedelta(days=n % 700), hours=Decimal("0.2"),
                    field=FIELDS[n % 5], method="nano") for n in range(3000)]
    done = progress(sheet, LICENCES["CA"], RULE_SETS[0])
    total = done.bar("total")
    assert total.counted + sum((left.hours or 0 for left in total.left_out), Decimal(0)) == 600
