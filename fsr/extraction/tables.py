"""Rows of cells from the lines of a region: table rows, paragraphs and headings.

A strip is what a reader takes in at once: a row of a table (several cells) or a paragraph (one cell).  Drawn rules
decide what is one row where there are rules; else nearness and alignment do.  The order of drawing plays no part, so
a table that was drawn column by column reads like any other.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from fsr.extraction.layout import Cell, CodesOf, Sheet, around, cell_of
from fsr.extraction.parsers import CROSSES, TICKS
from fsr.extraction.reading import Box, Line

_BULLET = re.compile(rf"^(?:[-–−+•·▪◦*»>➢→{TICKS}{CROSSES}]|\d{{1,2}}(?:\.\d{{1,2}})*[.)]|\([a-z\d]\)|[a-z]\))(?=\s|$)")
_LEADERS = re.compile(r"\.{4,}|…{2,}|_{4,}")
_PAIR = re.compile(r"^[^\W\d][^:.;–]{1,60}(?::(?:\s|$)| – )")
_NUMBERED = re.compile(r"(?:^|\s)\d{1,2}(?:\.\d{1,2})+\.$")
"""A number of a clause at the end of a line: the clause follows."""
_ENDS = (".", ";", ":", "!", "?", ".”", '."')


@dataclass(frozen=True, slots=True)
class Strip:
    """A row of cells from left to right, or a paragraph of one cell.

    region   number of the region on its page: strips of one region stand in one column
    heading  one short cell, set apart by weight, size or capitals
    """

    cells: tuple[Cell, ...]
    region: int
    heading: bool = False

    @property
    def page(self) -> int:
        """The page, counted from 1."""
        return self.cells[0].page

    @property
    def box(self) -> Box:
        """Around all cells."""
        return self.cells[0].box if len(self.cells) == 1 else around(cell.box for cell in self.cells)

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a list: begins with a bullet, a tick or a number."""
        return len(self.cells[0].words) > 1 and bool(_BULLET.match(self.cells[0].text))

    @property
    def text(self) -> str:
        """The cells' texts, joined by " | "."""
        return " | ".join(cell.text for cell in self.cells)


def strips_of(
    region: Sequence[Line], number: int, page: int, sheet: Sheet, codes_of: CodesOf, body: float
) -> list[Strip]:
    """The strips of one region, from the top.

    body  the usual height of letters in the document
    """
    bands = _bands(region)
    rows = _rows(bands, sheet, codes_of)
    edge = max((line.box[2] for line in region), default=1.0)
    strips: list[Strip] = []
    texts: list[Line] = []
    for row in rows:
        if len(row) == 1 and len(row[0]) == 1:
            if texts and _breaks(texts, row[0][0], edge, sheet, codes_of):
                strips.append(_paragraph(texts, number, page, body))
                texts = []
            texts.append(row[0][0])
            continue
        if texts:
            strips.append(_paragraph(texts, number, page, body))
            texts = []
        strips.append(Strip(tuple(cell_of(lines, page) for lines in row), number))
    if texts:
        strips.append(_paragraph(texts, number, page, body))
    return strips


Band = list[Line]
"""Lines that stand beside one another."""
RowLines = list[list[Line]]
"""For each cell of a row its lines."""


def _bands(region: Sequence[Line]) -> list[Band]:
    bands: list[Band] = []
    bottom = 0.0
    for line in sorted(region, key=lambda item: item.box[1]):
        height = line.box[3] - line.box[1]
        if bands and bottom - line.box[1] > 0.22 * height:
            bands[-1].append(line)
            bottom = max(bottom, line.box[3]) if not _stacked(bands[-1]) else bottom
        else:
            bands.append([line])
            bottom = line.box[3]
    return bands


def _stacked(band: Band) -> bool:
    """Whether the last line of the band stands below another one: it must not draw further lines in."""
    last = band[-1]
    return any(_overlap(last, other) > 0 for other in band[:-1])


def _overlap(a: Line, b: Line) -> float:
    return min(a.box[2], b.box[2]) - max(a.box[0], b.box[0])


def _cells(band: Band) -> RowLines:
    """The band's lines as cells: lines one above the other are one cell."""
    cells: RowLines = []
    for line in sorted(band, key=lambda item: item.box[0]):
        home = next((cell for cell in cells if any(_overlap(line, other) > 0 for other in cell)), None)
        if home is None:
            cells.append([line])
        else:
            home.append(line)
    for cell in cells:
        cell.sort(key=lambda item: item.box[1])
    return _ticks_joined(cells)


def _ticks_joined(cells: RowLines) -> RowLines:
    """A tick or bullet that stands first and close belongs to the text after it."""
    if len(cells) >= 2 and len(cells[0]) == 1 and _BULLET.match(cells[0][0].text) and len(cells[0][0].text) <= 3:
        mark, text = cells[0][0], cells[1]
        if text[0].box[0] - mark.box[2] < 0.06 and abs(text[0].box[1] - mark.box[1]) < mark.box[3] - mark.box[1]:
            return [[mark, *text], *cells[2:]]
    return cells


def _rows(bands: list[Band], sheet: Sheet, codes_of: CodesOf) -> list[RowLines]:
    ruled = _ruled(bands, sheet, codes_of)
    rows: list[RowLines] = []
    for band in bands:
        cells = _cells(band)
        if rows and _continues(rows[-1], cells, sheet, ruled, codes_of):
            _merge(rows[-1], cells)
        else:
            rows.append(cells)
    return rows


def _ruled(bands: list[Band], sheet: Sheet, codes_of: CodesOf) -> bool:
    """Whether drawn edges part the rows of this region: more edges than label rows without one between."""
    parted = loose = 0
    for above, below in pairwise(bands):
        if len(above) < 2 and len(below) < 2:
            continue
        if sheet.parted(around(line.box for line in above), around(line.box for line in below)):
            parted += 1
        elif len(below) > 1 and codes_of(min(below, key=lambda line: line.box[0]).text):
            loose += 1
    return parted >= 2 and parted > loose


def _continues(row: RowLines, cells: RowLines, sheet: Sheet, ruled: bool, codes_of: CodesOf) -> bool:
    """Whether `cells` are further lines of the cells of `row`."""
    above, below = _box(row), _box(cells)
    height = cells[0][0].box[3] - cells[0][0].box[1]
    gap = below[1] - above[3]
    if gap > 0.9 * height or sheet.parted(above, below):
        return False
    if len(row) == 1 and len(cells) == 1:
        return False
    if len(row) == 1:
        return gap < 0.5 * height and _label_goes_on(row[0], cells[0][0])
    if not all(
        any(abs(line.box[0] - cell[0].box[0]) < 0.012 or _overlap(line, cell[0]) > 0 for cell in row)
        for line in (new[0] for new in cells)
    ):
        return False
    if abs(row[0][-1].size - cells[0][0].size) > 0.08 * row[0][-1].size and len(cells) == 1:
        return False
    if ruled and sheet.topped(above, height) and sheet.closed(below, height):
        return gap < 0.7 * height
    return _is_wrapped(row, cells, gap / height, codes_of)


def _label_goes_on(label: list[Line], line: Line) -> bool:
    """Whether a label of several lines, its value beside a later one, goes on with `line`."""
    aligned = abs(label[0].box[0] - line.box[0]) < _EDGE
    return aligned and len(label) < 3 and line.text[:1].islower() and not label[-1].text.endswith((".", ";"))


_EDGE = 0.012
"""Left edges nearer than this are one edge; seven points on A4."""


def _is_wrapped(row: RowLines, cells: RowLines, gap: float, codes_of: CodesOf) -> bool:
    """Without rules: only further text of one cell, near, and not itself a label."""
    if len(cells) != 1 or gap > 0.6:
        return False
    line = cells[0][0]
    if abs(line.box[0] - row[0][0].box[0]) < 0.012:
        small = line.text[:1].islower() or line.text[:1] in "(/" or row[0][-1].text.endswith((",", "/", "-", "\u00ad"))
        return small and not codes_of(line.text)
    return any(_aligned(line, cell[0]) for cell in row[1:])


def _aligned(a: Line, b: Line) -> bool:
    """Whether two lines share their left or right edge, or their middle."""
    left, right = abs(a.box[0] - b.box[0]), abs(a.box[2] - b.box[2])
    return min(left, right, abs(a.box[0] + a.box[2] - b.box[0] - b.box[2]) / 2) < _EDGE


def _merge(row: RowLines, cells: RowLines) -> None:
    for new in cells:
        home = max(row, key=lambda cell: max(_overlap(new[0], cell[0]), 0.001 - abs(new[0].box[0] - cell[0].box[0])))
        if _overlap(new[0], home[0]) > 0 or abs(new[0].box[0] - home[0].box[0]) < _EDGE:
            home.extend(new)
        else:
            row.append(new)


def _box(row: RowLines) -> Box:
    return around(line.box for cell in row for line in cell)


def _breaks(texts: list[Line], line: Line, edge: float, sheet: Sheet, codes_of: CodesOf) -> bool:
    """Whether `line` begins a new paragraph after `texts`."""
    last = texts[-1]
    height = last.box[3] - last.box[1]
    if _LEADERS.search(line.text) or _LEADERS.search(last.text):
        return True
    if _PAIR.match(line.text) and not _NUMBERED.search(last.text):
        follows = _PAIR.match(last.text) and _had_room(last, line, edge)
        if follows or last.text.endswith(".") or codes_of(line.text):
            return True
    if line.box[1] - last.box[3] > 0.85 * height or sheet.parted(last.box, line.box):
        return True
    if line.bold != last.bold or abs(line.size - last.size) > 0.08 * max(line.size, last.size):
        return True
    if _BULLET.match(line.text) or line.box[0] > texts[0].box[2] or line.box[2] < texts[0].box[0]:
        return True
    if _reads_on(last, line, edge):
        return last.text.endswith((";", ".")) and _had_room(last, line, edge)
    return _had_room(last, line, edge) or bool(last.text.endswith(_ENDS) and codes_of(line.text))


def _reads_on(last: Line, line: Line, edge: float) -> bool:
    """Whether the sentence of `last` cannot have ended with it."""
    if last.text.endswith(("\u00ad", "-", ",")) or line.text[:1].islower():
        return True
    return not last.text.endswith((".", ";", "!", "?")) and not line.text[:1].isalpha() and last.box[2] > 0.8 * edge


def _had_room(last: Line, line: Line, edge: float) -> bool:
    """Whether the first word of `line` would still have fitted after `last`: then the break was meant."""
    first = line.words[0]
    return last.box[2] + (first.box[2] - first.box[0]) + 0.01 < edge


def _paragraph(lines: list[Line], number: int, page: int, body: float) -> Strip:
    cell = cell_of(lines, page)
    return Strip((cell,), number, heading=_is_heading(cell, body))


def _is_heading(cell: Cell, body: float) -> bool:
    """Few words, and bold, larger than the body or in capitals.  A sentence is none."""
    text = cell.text
    if len(cell.words) > 12 or len(text) < 3 or text.endswith((".", ";", ",")) or not any(c.isalpha() for c in text):
        return False
    return cell.bold or cell.size > 1.08 * body or (text.upper() == text and len(text) > 4)
