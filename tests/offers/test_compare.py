"""Offers side by side: what is equal, who departs from most, who is best, and what columns are called."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fsr.extraction.found import State
from fsr.offers.catalogue import BY_CODE, CODES, ROWS, Better, Kind
from fsr.offers.compare import Matrix, Offered, OfferState, Shown, Value, compare, names_of, normal_form
from fsr.offers.compare.best import best_of


def said(value: str | None, state: State = State.FOUND, **more: Any) -> Value:
    return Value(value, state if value is not None else State.MISSING, value, **more)


def offers(code: str, *values: str | None) -> list[Offered]:
    return [Offered(number, number, number, insurer=f"I{number}", values={code: said(value)})
            for number, value in enumerate(values, 1)]


def marks(code: str, *values: str | None) -> tuple[list[int], list[int], bool]:
    """Places of the best and of the minority, and whether the row differs."""
    line = compare(offers(code, *values)).line(code)
    return ([n for n, cell in enumerate(line.cells) if cell.best],
            [n for n, cell in enumerate(line.cells) if cell.minority], line.differs)


EQUAL = [
    (Kind.MONEY, "1480.00", "1 480,00 EUR"), (Kind.SUM, "18500 EUR", "18 500 €"), (Kind.SUM, "18500.00", "18.500,00"),
    (Kind.SUM, "Tirgus vērtība", "market value"), (Kind.SUM, "Tirgus vērtība", "рыночная стоимость"),
    (Kind.PERIOD, "12 mēneši", "12 months"), (Kind.PERIOD, "1 gads", "12 месяцев"),
    (Kind.TERRITORY, "Eiropa, izņemot Baltkrieviju", "Europe (except BY)"),
    (Kind.TERRITORY, "Eiropa (izņemot Baltkrieviju, Krieviju)", "Европа, кроме России и Беларуси"),
    (Kind.TERRITORY, "EIROPA", "eiropa "),
    (Kind.DAYS, "līdz 15 dienām, 30.00 EUR dienā", "up to 15 days / 30 EUR per day"),
    (Kind.LIMIT, "ar limitu 7 000.00 EUR", "limits 7000 EUR"), (Kind.LIMIT, "bez limita", "without limit"),
    (Kind.LIMIT, "bez paša riska", "без франшизы"), (Kind.DEDUCTIBLE, "150 EUR", "150,00 €"),
]
DIFFERENT = [
    (Kind.TERRITORY, "Eiropa, izņemot Baltkrieviju", "Eiropa"), (Kind.TERRITORY, "Eiropa", "Eiropa un NVS"),
    (Kind.TERRITORY, "Eiropa", "ES"), (Kind.LIMIT, "1000 EUR", "1000 EUR gadā"), (Kind.LIMIT, "v", "1000 EUR"),
    (Kind.LIMIT, "segts", "nav segts"), (Kind.LIMIT, "covered", "not covered"), (Kind.LIMIT, "покрыто", "не покрыто"),
    (Kind.DAYS, "15 dienas", "15 reizes"), (Kind.COVER, "v", "-"), (Kind.LIMIT, "-", None), (Kind.COVER, "-", None),
    (Kind.MONEY, "1480.00", "148.00"), (Kind.DEDUCTIBLE, "150 EUR", "150 EUR, zādzība 10%"),
]


@pytest.mark.parametrize(("kind", "one", "other"), EQUAL, ids=str)
def test_two_ways_to_print_one_thing_are_equal(kind: Kind, one: str, other: str) -> None:
    assert normal_form(kind, one) == normal_form(kind, other)


@pytest.mark.parametrize(("kind", "one", "other"), DIFFERENT, ids=str)
def test_what_means_something_else_is_different(kind: Kind, one: str | None, other: str | None) -> None:
    assert normal_form(kind, one) != normal_form(kind, other)


def test_the_lowest_premium_is_best_and_ties_share() -> None:
    assert marks("premium_total", "612.40", "588.00", "588 €", None)[0] == [1, 2]


def test_nobody_is_best_where_all_are_alike_or_only_one_speaks() -> None:
    assert marks("premium_total", "588", "588.00")[0] == []
    assert marks("premium_total", "588", None)[0] == []


def test_silence_never_wins_and_is_not_worse_than_no_cover() -> None:
    assert marks("Zādzība", "v", None, "-")[0] == [0]
    assert marks("Zādzība", None, "-", "-")[0] == []


@pytest.mark.parametrize(("values", "best"), [
    (("v", "15 dienas", "30 dienas / 30 EUR dienā", "-"), [2]),
    (("15 dienas / 20 EUR dienā", "15 dienas / 30 EUR dienā"), [1]),
    (("v", "-"), [0]), (("30 dienas", "bez limita"), [1]),
])
def test_more_days_are_better_and_a_figure_beats_a_tick(values: tuple[str, ...], best: list[int]) -> None:
    assert marks("Maiņas_nomas_auto_dienas", *values)[0] == best


@pytest.mark.parametrize(("values", "best"), [
    (("v", "1000 EUR", "7 000,00 EUR", "-"), [2]), (("1000 EUR", "bez limita"), [1]), (("v", "segts", "-"), [0, 1]),
    (("1 reizi gadā", "300 EUR"), [1]),
])
def test_the_higher_limit_is_better(values: tuple[str, ...], best: list[int]) -> None:
    assert marks("Hidrotrieciens", *values)[0] == best


@pytest.mark.parametrize(("values", "best"), [
    (("150 EUR", "200 EUR", "v"), [0]), (("bez pašriska", "150 EUR"), [0]), (("0 (140) EUR", "100 EUR"), [1]),
])
def test_the_lower_deductible_is_better_and_the_largest_of_several_counts(
        values: tuple[str, ...], best: list[int]) -> None:
    assert marks("Pašrisks_bojājumi", *values)[0] == best


def test_no_side_is_better_in_rows_without_a_rule() -> None:
    assert marks("Teritorija", "Eiropa", "Latvija")[0] == []


def test_a_person_may_overrule_who_is_best() -> None:
    line = compare(offers("premium_total", "1", "2"), best={"premium_total": [2]}).line("premium_total")
    assert ([cell.best for cell in line.cells], line.overridden) == ([False, True], True)


def test_only_a_majority_makes_a_minority() -> None:
    assert marks("Zādzība", "v", "v", "-")[1:] == ([2], True)
    assert marks("Zādzība", "v", "-")[1:] == ([], True)
    assert marks("Zādzība", "v", "v", "-", "-")[1:] == ([], True)


def test_a_silent_offer_is_not_tinted_but_keeps_the_row_from_being_equal() -> None:
    assert marks("Zādzība", "v", "v", None)[1:] == ([], True)
    assert marks("Zādzība", None, None)[1:] == ([], False)


def test_equal_rows_can_be_left_out_and_stay_counted() -> None:
    both = compare(offers("Zādzība", "v", "-"), hide_equal=True)
    assert ([line.row.code for line in both.lines], both.differs, both.equal) == (["Zādzība"], 1, 21)


def test_one_offer_alone_equals_nothing() -> None:
    alone = compare(offers("Zādzība", "v"), hide_equal=True)
    assert (len(alone.lines), alone.equal, alone.differs) == (22, 0, 0)


def test_an_offer_that_was_not_read_takes_no_part() -> None:
    waiting = Offered(9, 9, 9, state=OfferState.READING, insurer="IF", values={"Zādzība": said("-")})
    matrix = compare([*offers("Zādzība", "v", "v"), waiting])
    line = matrix.line("Zādzība")
    assert (line.cells[2].shown, line.equal, matrix.busy) == (Shown.PENDING, True, 1)


def test_columns_are_called_by_insurer_and_numbered_where_it_repeats() -> None:
    three = [Offered(7, 1, 1, insurer="BALTA"), Offered(5, 2, 2, insurer="BALTA"), Offered(6, 3, 3, insurer="IF")]
    assert names_of(three) == {7: "BALTA #1", 5: "BALTA #2", 6: "IF"}


def test_an_unknown_insurer_is_called_by_its_file() -> None:
    assert names_of([Offered(1, 1, 1, filename="piedāvājums.pdf"), Offered(2, 2, 2)]) == {1: "piedāvājums", 2: "#2"}


def test_a_column_of_ones_own_name_never_collides() -> None:
    matrix = compare([Offered(1, 1, 1, insurer="BTA"), Offered(2, 2, 2, insurer="IF", title="BTA")])
    assert [(column.name, column.title) for column in matrix.columns] == [("BTA", "BTA"), ("IF", "BTA (2)")]


@pytest.mark.parametrize(("order", "ids"), [
    ("own", [3, 1, 2]), ("upload", [1, 2, 3]), ("price", [2, 1, 3]), ("name", [1, 2, 3]),
])
def test_columns_can_be_ordered(order: str, ids: list[int]) -> None:
    three = [Offered(1, 1, 2, insurer="A", values={"premium_total": said("20")}),
             Offered(2, 2, 3, insurer="B", values={"premium_total": said("10")}), Offered(3, 3, 1, insurer="C")]
    assert [column.offer_id for column in compare(three, order=order).columns] == ids


def test_hidden_columns_are_told_apart_and_can_be_asked_for() -> None:
    both = [Offered(1, 1, 1, insurer="A"), Offered(2, 2, 2, insurer="B", hidden=True)]
    matrix = compare(both)
    assert ([c.offer_id for c in matrix.columns], [c.offer_id for c in matrix.hidden]) == ([1], [2])
    assert [c.offer_id for c in compare(both, columns=[2, 1, 9]).columns] == [2, 1]


def test_a_newer_offer_shows_what_the_older_said() -> None:
    newer = Offered(2, 2, 1, insurer="A", before={"premium_total": "700.00", "Zādzība": "v"},
                    values={"premium_total": said("650.00"), "Zādzība": said("v")})
    matrix = compare([newer])
    assert [(matrix.cell(code, 2).changed, matrix.cell(code, 2).before) for code in ("premium_total", "Zādzība")] == [
        (True, "700.00"), (False, None)]


def test_an_edited_cell_keeps_what_was_read() -> None:
    edited = Value("v", State.EDITED, read=None, edited_by="Ana")
    cell = compare([Offered(1, 1, 1, values={"Zādzība": edited})]).cell("Zādzība", 1)
    assert (cell.shown, cell.edited, cell.was, cell.edited_by) == (Shown.COVERED, True, None, "Ana")


def test_guesses_are_counted_until_somebody_looks() -> None:
    guessed = Offered(1, 1, 1, values={"Zādzība": said("v", State.GUESSED), "Bojājumi": said("v")})
    matrix = compare([guessed])
    assert (matrix.to_check, matrix.columns[0].to_check, matrix.cell("Zādzība", 1).to_check) == (1, 1, True)


values = st.one_of(st.none(), st.sampled_from(
    ["v", "-", "100 EUR", "1 480,00 €", "15 dienas", "30 dienas / 30 EUR dienā", "Eiropa", "Eiropa, izņemot BY",
     "bez limita", "0 EUR", "Tirgus vērtība", "12 mēneši"]), st.text(max_size=12))
columns = st.lists(st.dictionaries(st.sampled_from(CODES), values), min_size=1, max_size=5)


def built(columns_: list[dict[str, str | None]]) -> list[Offered]:
    return [Offered(number, number, number, insurer="X" if number % 2 else None, filename="x.pdf", values={
        code: said(value) for code, value in column.items()}) for number, column in enumerate(columns_, 1)]


@given(columns)
def test_every_matrix_has_all_cells_and_unique_names_and_honest_marks(given_: list[dict[str, str | None]]) -> None:
    matrix = compare(built(given_))
    assert [line.row.code for line in matrix.lines] == list(CODES)
    assert len({column.title for column in matrix.columns}) == len(given_)
    for line in matrix.lines:
        best = [cell for cell in line.cells if cell.best]
        assert all(cell.value is not None for cell in best)
        assert len(best) < len(line.cells)
        minority = [cell for cell in line.cells if cell.minority]
        assert len(minority) * 2 < sum(cell.value is not None for cell in line.cells) or not minority
        assert not (line.equal and minority)
        assert line.equal == (len(given_) > 1 and not line.differs)


@given(columns, st.randoms())
def test_marks_do_not_depend_on_the_order_of_columns(given_: list[dict[str, str | None]], random: Any) -> None:
    def marks_of(matrix: Matrix) -> dict[str, tuple[bool, bool]]:
        return {cell.key: (cell.best, cell.minority) for line in matrix.lines for cell in line.cells}

    shuffled = built(given_)
    random.shuffle(shuffled)
    assert marks_of(compare(shuffled)) == marks_of(compare(built(given_)))


@given(columns)
def test_a_comparison_survives_being_frozen_as_json(given_: list[dict[str, str | None]]) -> None:
    frozen = json.loads(json.dumps([offer.to_data() for offer in built(given_)]))
    assert compare([Offered.from_data(data) for data in frozen]) == compare(built(given_))


@given(st.lists(st.decimals(0, 10**6, places=2), min_size=2, max_size=6))
def test_the_best_premium_is_the_lowest(amounts: list[Decimal]) -> None:
    best = best_of(BY_CODE["premium_total"], [f"{amount:.2f}" for amount in amounts])
    lowest = {place for place, amount in enumerate(amounts) if amount == min(amounts)}
    assert best == (lowest if len(lowest) < len(amounts) else frozenset())


@given(values, values)
def test_equality_is_the_same_both_ways(one: str | None, other: str | None) -> None:
    for row in ROWS:
        assert normal_form(row.kind, one) == normal_form(row.kind, one)
        assert (normal_form(row.kind, one) == normal_form(row.kind, other)) == (
            normal_form(row.kind, other) == normal_form(row.kind, one))


def test_every_row_with_a_better_side_says_its_rule() -> None:
    matrix = compare(offers("Zādzība", "v"))
    assert all(line.rule == line.row.better.rule for line in matrix.lines)
    assert {row.better for row in ROWS} == set(Better)
