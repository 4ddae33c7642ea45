"""Lines become rows, cards and paragraphs by their places alone."""

from fsr.extraction.layout import cell_of, regions, sheet_of
from fsr.extraction.reading import Box, Line, Page, Word
from fsr.extraction.tables import strips_of

LABELS = {
    "theft": frozenset({"theft"}),
    "fire": frozenset({"fire"}),
    "keys": frozenset({"keys"}),
    "glass": frozenset({"glass"}),
}
SIZE = 0.012


def line(text: str, x: float, y: float, *, bold: bool = False) -> Line:
    words, at = [], x
    for part in text.rstrip("\u00ad").split():
        words.append(Word(part, (at, y, at + 0.008 * len(part), y + SIZE), SIZE, bold))
        at += 0.008 * len(part) + 0.004
    return Line(tuple(words), text, (x, y, at - 0.004, y + SIZE), SIZE, bold)


def codes_of(text: str) -> frozenset[str]:
    return LABELS.get(text.lower().split()[0].strip(":✓"), frozenset()) if text.strip(" ✓") else frozenset()


def read(*lines: Line, rules: tuple[Box, ...] = ()) -> list[str]:
    page = Page(1, 595, 842, tuple(sorted(lines, key=lambda item: (item.box[1], item.box[0]))), rules)
    sheet = sheet_of(page)
    return [
        strip.text
        for number, region in enumerate(regions(page, sheet, codes_of))
        for strip in strips_of(region, number, 1, sheet, codes_of, SIZE)
    ]


def test_cells_on_one_level_are_a_row_whatever_the_order_of_drawing() -> None:
    assert read(line("Theft", 0.1, 0.1), line("Fire", 0.1, 0.14), line("yes", 0.6, 0.1), line("no", 0.6, 0.14)) == [
        "Theft | yes",
        "Fire | no",
    ]


def test_a_value_wrapped_to_the_next_line_belongs_to_its_row() -> None:
    assert read(
        line("Theft", 0.1, 0.1),
        line("covered in all of", 0.6, 0.1),
        line("Europe", 0.6, 0.115),
        line("Fire", 0.1, 0.15),
        line("no", 0.6, 0.15),
    ) == ["Theft | covered in all of Europe", "Fire | no"]


def test_rules_keep_rows_apart_and_lines_without_a_rule_together() -> None:
    rules = tuple((0.1, y, 0.9, y + 0.0005) for y in (0.095, 0.130, 0.150, 0.170))
    assert read(
        line("Theft of", 0.1, 0.1),
        line("yes", 0.6, 0.1),
        line("the car", 0.1, 0.113),
        line("Fire", 0.1, 0.135),
        line("no", 0.6, 0.135),
        line("Keys", 0.1, 0.155),
        line("no", 0.6, 0.155),
        rules=rules,
    ) == ["Theft of the car | yes", "Fire | no", "Keys | no"]


def test_labels_on_both_sides_are_two_columns_of_cards() -> None:
    assert read(
        line("Theft", 0.1, 0.1, bold=True),
        line("Fire", 0.55, 0.1, bold=True),
        line("covered", 0.1, 0.115),
        line("covered too", 0.55, 0.115),
        line("Keys", 0.1, 0.16, bold=True),
        line("Glass", 0.55, 0.16, bold=True),
        line("no", 0.1, 0.175),
        line("yes", 0.55, 0.175),
    ) == ["Theft", "covered", "Keys", "no", "Fire", "covered too", "Glass", "yes"]


def test_a_tick_before_its_label_stays_with_it() -> None:
    assert read(line("✓", 0.1, 0.1), line("Theft", 0.13, 0.1), line("✓", 0.1, 0.13), line("Fire", 0.13, 0.13)) == [
        "✓ Theft",
        "✓ Fire",
    ]


def test_prose_in_two_columns_is_read_column_by_column() -> None:
    left = [line("these are words that fill a line", 0.1, 0.1 + 0.015 * i) for i in range(5)]
    right = [line("other words stand on the right here", 0.55, 0.105 + 0.015 * i) for i in range(5)]
    found = read(*left, *right)
    assert [text.split()[0] for text in found] == ["these", "other"]


def test_a_word_broken_at_the_line_end_is_put_together() -> None:
    cell = cell_of([line("bojā\u00ad", 0.1, 0.1), line("jumi un citi", 0.1, 0.115)], 1)
    assert cell.text == "bojājumi un citi"
    assert cell_of([line("auto-", 0.1, 0.1), line("mašīna", 0.1, 0.115)], 1).text == "automašīna"


def test_a_passage_has_a_box_around_its_words_only() -> None:
    cell = cell_of([line("limits 300 EUR gadā", 0.1, 0.1)], 1)
    start = cell.text.index("300")
    box = cell.box_of(start, start + len("300 EUR"))
    assert (box[0], box[2]) == (cell.words[1].box[0], cell.words[2].box[2])
