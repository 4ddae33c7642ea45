"""Tables with rules on all sides: a cell across several rows or columns says what it says to each of them."""

from fsr.extraction.layout import sheet_of
from fsr.extraction.reading import Box, Line, Page
from fsr.extraction.ruled import ruled_tables
from tests.extraction.test_tables import codes_of, line

ROWS = (0.1, 0.14, 0.18, 0.22, 0.26)
LABELS = tuple(line(text, 0.11, 0.115 + 0.04 * row) for row, text in enumerate(("Theft", "Fire", "Glass", "Keys")))


def rule(x0: float, y0: float, x1: float, y1: float) -> Box:
    return (x0, y0, x1, y1)


def frame(left: float, right: float, *cuts: float) -> list[Box]:
    """A column of cells: its two sides and the edges between its cells."""
    return [rule(left, ROWS[0], left + 0.001, ROWS[-1]), rule(right, ROWS[0], right + 0.001, ROWS[-1]),
            *(rule(left, y, right, y + 0.001) for y in cuts)]


def rows(rules: list[Box], *values: Line) -> list[str]:
    lines = tuple(sorted((*LABELS, *values), key=lambda item: (item.box[1], item.box[0])))
    page = Page(1, 595, 842, lines, tuple(rules))
    return [strip.text for table in ruled_tables(page, sheet_of(page), codes_of, 9) for strip in table.strips]


def test_a_cell_across_three_rows_is_a_value_of_each() -> None:
    rules = [*frame(0.1, 0.4, *ROWS), *frame(0.4, 0.7, ROWS[0], ROWS[3], ROWS[4])]
    assert rows(rules, line("140 EUR", 0.45, 0.155), line("each event", 0.45, 0.17), line("no", 0.45, 0.235)) == [
        "Theft | 140 EUR each event", "Fire | 140 EUR each event", "Glass | 140 EUR each event", "Keys | no"]


def test_a_cell_across_two_columns_is_one_value() -> None:
    open_side = [rule(0.4, ROWS[0], 0.401, ROWS[-1]), rule(0.6, ROWS[0], 0.601, ROWS[3])]
    outer = [rule(0.1, ROWS[0], 0.101, ROWS[-1]), rule(0.8, ROWS[0], 0.801, ROWS[-1])]
    edges = [rule(0.1, y, 0.4, y + 0.001) for y in ROWS] + [rule(0.6, y, 0.8, y + 0.001) for y in ROWS]
    merged = [rule(0.4, y, 0.6, y + 0.001) for y in (ROWS[0], ROWS[2], ROWS[3], ROWS[4])]
    assert rows([*open_side, *outer, *edges, *merged], line("10 %", 0.45, 0.13), line("a", 0.65, 0.115),
                line("not chosen", 0.55, 0.235)) == ["Theft | 10 % | a", "Fire | 10 %", "Glass", "Keys | not chosen"]


def test_a_table_without_such_cells_is_left_to_nearness() -> None:
    assert rows([*frame(0.1, 0.4, *ROWS), *frame(0.4, 0.7, *ROWS)], line("yes", 0.45, 0.115)) == []


def test_a_group_of_rows_at_the_left_names_none_of_them_but_its_answer_counts() -> None:
    rules = [*frame(0.02, 0.1, ROWS[0], ROWS[2], ROWS[4]), *frame(0.1, 0.4, *ROWS),
             *frame(0.4, 0.7, ROWS[0], ROWS[2], ROWS[4])]
    assert rows(rules, line("Main", 0.03, 0.13), line("no", 0.03, 0.21), line("150 EUR", 0.45, 0.13)) == [
        "Theft | 150 EUR", "Fire | 150 EUR", "Glass | no", "Keys | no"]
