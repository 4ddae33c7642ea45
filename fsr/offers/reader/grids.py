"""Claims from rows of cells: a label with the values beside it, or a row of labels with a row of values."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from fsr.extraction.layout import Cell
from fsr.extraction.parsers import Answer, answered, dates
from fsr.extraction.sections import Section, section_of
from fsr.extraction.tables import Strip
from fsr.money import amounts
from fsr.offers.reader import finance, prose, rows
from fsr.offers.reader.claims import Claim, Place
from fsr.offers.reader.columns import Column, Role, column_of, without_old
from fsr.offers.reader.cover import DEDUCTIBLE
from fsr.offers.reader.document import Passage, Words
from fsr.offers.reader.framed import framed_pairs
from fsr.offers.reader.gathering import Gathering
from fsr.offers.reader.inline import trailing
from fsr.offers.reader.lines import financial, of_line, under_deductible, weaker
from fsr.offers.reader.typed import is_figure, is_typed


def of_row(strip: Strip, section: Section, columns: Sequence[Column], gathering: Gathering) -> Iterator[Claim]:
    words = gathering.words
    cells = without_old(without_number(strip.cells, words), columns)
    yield from _of_totals(cells, columns, section)
    if _is_amid_pairs(cells, words) or all(words.mark(c.text) and len(c.words) > 1 for c in cells):
        for cell in cells:
            yield from of_line(cell, section, gathering)
        return
    if _says_its_sum(cells[0], section, words):
        for cell in cells:
            yield from of_line(cell, section, gathering)
        return
    boxes = framed_pairs(cells, words)
    for label, values in [(label, [value]) for label, value in boxes] or _groups(cells, columns, words):
        if not values:
            yield from of_line(label, section, gathering)
            continue
        yield from _of_group(label, values, section, columns, gathering)


_SUMS = frozenset({DEDUCTIBLE, "insured_amount", "premium_total", "_premium"})


def _says_its_sum(cell: Cell, section: Section, words: Words) -> bool:
    """Whether the first cell is a label with its sum, so that what stands beside it is another matter."""
    if not any(amount.currency for amount in amounts(cell.text)):
        return False
    pair = next(trailing(cell, cell.text, 0, section, words), None)
    return bool(pair and set(pair.codes) & _SUMS and any(a.currency for a in amounts(pair.values[0][0].text)))


_ORDINAL = re.compile(
    r"^(?:\d{1,2}(?:\.\d{1,2})*[.)]?|(?-i:[A-UWYZ])\d{0,2}|nr\.?|no\.?|№|#|n\.? ?p\.? ?k\.?)$", re.IGNORECASE
)


def without_number(cells: Sequence[Cell], words: Words) -> list[Cell]:
    """The cells of a row without the number that it begins with in a numbered table."""
    numbered = len(cells) > 2 and _ORDINAL.match(cells[0].text)
    summed = numbered and any(a.start == 0 for a in amounts(cells[1].text))
    return list(cells[1:]) if numbered and not summed else list(cells)


def numberless(strip: Strip, words: Words) -> Strip:
    """The strip without the number that it begins with in a numbered table."""
    cells = without_number(strip.cells, words)
    return strip if len(cells) == len(strip.cells) else replace(strip, cells=tuple(cells))


def _of_totals(cells: Sequence[Cell], columns: Sequence[Column], section: Section) -> Iterator[Claim]:
    """The total of a table that splits the premium into parts."""
    for cell in cells[1:]:
        column = column_of(cell, columns)
        if column and column.role is Role.TOTAL:
            yield from finance.premium(Place(cell), column.name, 0.88, "table:total", section, None)


def of_tiles(passages: Sequence[Passage], index: int, gathering: Gathering) -> tuple[list[Claim], int]:
    """A row of labels with a row of values below or above it, cell by cell.

    Gives the claims and how many of the following strips were taken as values; no claims where it is no such row.
    """
    strip, words = passages[index].strip, gathering.words
    known = [cell for cell in strip.cells if words.hits(cell.text)]
    if not known or len(strip.cells) < 2 or any(_holds_value(c) or len(c.words) > _LABEL_WORDS for c in strip.cells):
        return [], 0
    for step in (1, -1):
        at = index + step
        beside = passages[at].strip if 0 <= at < len(passages) else None
        few = beside and len(known) < 2 and sum(bool(dates(cell.text)) for cell in beside.cells) < 2
        if beside and not few and beside.page == strip.page and _are_values(strip.cells, beside.cells, words):
            found = list(_of_tiles(strip.cells, beside.cells, passages[index].section, gathering))
            return found, max(step, 0)
    return [], 0


_LABEL_WORDS = 7
"""A label over its value is no longer than this, number and dash counted."""


def _holds_value(cell: Cell) -> bool:
    """Whether a cell is a value, or a label with its value: a dash alone may stand inside a label."""
    parts = rows.split_pair(cell.text)
    pair = parts and (" – " not in cell.text[parts[0] : parts[1]] or is_typed(cell.text[parts[1] :]))
    return bool(pair) or is_figure(cell.text)


def _are_values(labels: Sequence[Cell], values: Sequence[Cell], words: Words) -> bool:
    """Whether a row holds values of the labels above or below: each in line with one, none a label, most of a type."""
    if len(values) < 2 or any(words.codes_of(v.text) and not is_typed(v.text) for v in values):
        return False
    typed = sum(is_typed(value.text) for value in values)
    return typed * 2 >= len(values) and typed > 1 and all(label_over(v, labels) for v in values)


def label_over(value: Cell, labels: Sequence[Cell]) -> Cell | None:
    """The label in whose column a value stands: same left edge or same middle."""
    x0, _, x1, _ = value.box
    near = [(min(abs(c.box[0] - x0), abs(c.box[0] + c.box[2] - x0 - x1) / 2), n) for n, c in enumerate(labels)]
    distance, number = min(near)
    return labels[number] if distance < _IN_LINE else None


_IN_LINE = 0.02
"""Edges nearer than this are in line; twelve points on A4, as much as a tick or a padding."""


def _of_tiles(
    labels: Sequence[Cell], values: Sequence[Cell], section: Section, gathering: Gathering
) -> Iterator[Claim]:
    for label in labels:
        own = [value for value in values if label_over(value, labels) is label]
        if own:
            yield from _of_group(label, own, section, (), gathering)


def _is_amid_pairs(cells: Sequence[Cell], words: Words) -> bool:
    """Whether each cell is a pair by itself: "Periods: 12 mēneši | Variants: B"."""
    parts = [rows.split_pair(cell.text) for cell in cells]
    return len(cells) > 1 and all(
        part and ":" in cell.text and any(c.isalpha() for c in cell.text[: part[0]])
        for part, cell in zip(parts, cells, strict=True)
    )


def _groups(cells: Sequence[Cell], columns: Sequence[Column], words: Words) -> Iterator[tuple[Cell, list[Cell]]]:
    """A row as labels with their values: usually one label, in a grid of pairs several."""
    label = cells[0]
    values: list[Cell] = []
    for cell in cells[1:]:
        codes = words.codes_of(cell.text)
        fresh = codes and not columns and values and len(cell.words) <= 6 and not (codes & words.codes_of(label.text))
        if fresh and not any(c.isdigit() for c in cell.text):
            yield label, values
            label, values = cell, []
        else:
            values.append(cell)
    yield label, values


def _of_group(
    label: Cell, values: Sequence[Cell], section: Section, columns: Sequence[Column], gathering: Gathering
) -> Iterator[Claim]:
    words = gathering.words
    values, others = _without_labels(label, values, columns, words)
    for other in others:
        yield from of_line(other, section, gathering)
    placed = tuple((Place(cell), column_of(cell, columns)) for cell in values)
    yield from financial(label, placed, section, gathering)
    start, codes = _label_codes(label, section, words)
    if not codes and len(values) == 1 and section is not Section.OPTIONAL:
        yield from finance.market_value(Place(values[0]), label.text)
    listed = section_of(label.text) if not codes else None
    if listed in (Section.COVER, Section.EXCLUSION, Section.OPTIONAL):
        section = listed
    if section is Section.DEDUCTIBLE:
        damage = not codes and any(hit.code == "_damage" for hit in words.hits(label.text))
        codes = (DEDUCTIBLE,) if damage else under_deductible(codes)
    if codes:
        yield from rows.claims_of(
            rows.Pair(Place(label, start), codes, placed, "table" if columns else "right", section), words
        )
    if not codes or (len(values) == 1 and len(values[0].words) > 6):
        for cell in values:
            if len(cell.words) > 5 or listed:
                yield from weaker(prose.claims_of(cell, section, words), 0.05)
    if not codes and answered(label.text) and len(label.text) < 4 and len(values) == 1:
        yield from of_line(values[0], section, gathering)


def _without_labels(
    label: Cell, values: Sequence[Cell], columns: Sequence[Column], words: Words
) -> tuple[list[Cell], list[Cell]]:
    """The values, and the cells that are labels of other rows and so no values: two lists printed side by side."""
    own = words.codes_of(label.text)
    others = [
        cell
        for cell in values
        if own and not columns and words.codes_of(cell.text) - own and _is_only_label(cell.text, words)
    ]
    return [cell for cell in values if cell not in others], others


def _is_only_label(text: str, words: Words) -> bool:
    """Whether `text` is the name of a row and says nothing else."""
    named = sum(hit.end - hit.start for hit in words.hits(text))
    return not is_typed(text) and named * 3 >= 2 * len(text.strip())


def answered_lists(strip: Strip) -> tuple[tuple[float, Section], ...]:
    """Where lists begin under headings that answer for them, side by side: "IR APDROŠINĀTS | NAV APDROŠINĀTS"."""
    if len(strip.cells) < 2 or any(len(cell.text) < _WORDY for cell in strip.cells):
        return ()
    answers = [answered(cell.text) for cell in strip.cells]
    if any(a is None or (a.rest and not answered(a.rest)) for a in answers):
        return ()
    sections = [_BY_ANSWER[a.answer] for a in answers if a]
    if len(set(sections)) < 2:
        return ()
    return tuple((cell.box[0], section) for cell, section in zip(strip.cells, sections, strict=True))


_WORDY = 5
"""A heading says "covered" in words; "Ir | Nav" are the answers of a row."""
_BY_ANSWER = {Answer.YES: Section.COVER, Answer.NO: Section.EXCLUSION, Answer.EXTRA: Section.OPTIONAL}


def of_lists(strip: Strip, lists: Sequence[tuple[float, Section]], gathering: Gathering) -> list[Claim] | None:
    """The claims of a row of items, each under the heading of its list; None where the row is none of items."""
    claims: list[Claim] = []
    for cell in strip.cells:
        distance, section = min((abs(cell.box[0] - x), section) for x, section in lists)
        codes = rows.codes_in(cell.text, gathering.words)
        if distance > _IN_LINE or not codes:
            return None
        if is_typed(cell.text) and section is Section.COVER:
            claims += of_line(cell, section, gathering)
        else:
            claims += rows.claims_of(rows.Pair(Place(cell), codes, (), "list", section), gathering.words)
    return claims


def _label_codes(label: Cell, section: Section, words: Words) -> tuple[int, tuple[str, ...]]:
    mark = words.mark(label.text)
    start = mark.end() if mark else 0
    start += rows.numbering(label.text[start:])
    return start, rows.codes_in(label.text[start:], words)
