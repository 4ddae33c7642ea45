"""Tables drawn with rules on all sides, read by their cells: what a cell across several rows says, it says to each.

Only tables that hold such cells are read so.  In all others nearness and alignment find the same rows, and do so in
tables whose rules are not complete.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from fsr.extraction.layout import Cell, CodesOf, Sheet, around, cell_of
from fsr.extraction.parsers import answered
from fsr.extraction.reading import Box, Line, Page, Word
from fsr.extraction.tables import Strip

_EPS = 0.004
"""Edges nearer than this are one; three points on A4."""
_ROWS = 4
"""A table has at least so many labels."""
_SIDES = 3
"""Two columns have so many sides."""
_MOST_SIDES, _MOST_TABLES = 60, 8
"""A page with more is a drawing."""
_COVERED = 0.5
"""An upright parts columns where it runs along at least this much of the table; cells across it interrupt it."""


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table: its box, and its rows as strips from the top."""

    box: Box
    strips: tuple[Strip, ...]


def ruled_tables(page: Page, sheet: Sheet, codes_of: CodesOf, region: int) -> list[Table]:
    """The tables of `page` in which a cell runs across several rows, from the top; strips get `region` and on."""
    uprights = _uprights(sheet)
    if not _SIDES <= len(uprights) <= _MOST_SIDES:
        return []
    tables: list[Table] = []
    for box, xs in _frames(uprights)[:_MOST_TABLES]:
        if any(table.box[1] < box[3] and box[1] < table.box[3] for table in tables):
            continue
        grid = _Grid(sheet, uprights, box, xs)
        strips = _strips(page, grid, codes_of, region + len(tables))
        if strips:
            tables.append(Table(box, strips))
    return sorted(tables, key=lambda table: table.box[1])


Span = tuple[float, float]


def _frames(uprights: dict[float, list[Span]]) -> list[tuple[Box, list[float]]]:
    """Boxes with two sides of one height: `(box, x of all uprights)`, the largest first."""
    sides: dict[Span, list[float]] = {}
    for x, spans in uprights.items():
        for top, bottom in spans:
            near = next((s for s in sides if abs(s[0] - top) < _EPS and abs(s[1] - bottom) < _EPS), (top, bottom))
            sides.setdefault(near, []).append(x)
    frames = []
    for (top, bottom), xs in sides.items():
        left, right = min(xs), max(xs)
        inner = [x for x, spans in uprights.items() if left < x < right and _along(spans, top, bottom) >= _COVERED]
        if right - left > 0.2 and inner:
            frames.append(((left, top, right, bottom), [left, *sorted(inner), right]))
    return sorted(frames, key=lambda frame: frame[0][1] - frame[0][3])


def _uprights(sheet: Sheet) -> dict[float, list[Span]]:
    """The drawn uprights: x -> the stretches that they run, those that abut put together."""
    found: dict[float, list[Span]] = {}
    home = -1.0
    for x, top, bottom in sheet.uprights:
        home = home if x - home < _EPS else x
        found.setdefault(home, []).append((top, bottom))
    return {x: _joined(spans) for x, spans in found.items()}


def _joined(spans: Sequence[Span]) -> list[Span]:
    result: list[Span] = []
    for top, bottom in sorted(spans):
        if result and top <= result[-1][1] + _EPS:
            result[-1] = (result[-1][0], max(result[-1][1], bottom))
        else:
            result.append((top, bottom))
    return result


def _along(spans: Sequence[Span], top: float, bottom: float) -> float:
    """The share of `top` to `bottom` along which the stretches run."""
    return sum(max(0.0, min(b, bottom) - max(a, top)) for a, b in spans) / (bottom - top)


class _Grid:
    """The cells of one table: for each column where its cells begin and end."""

    def __init__(self, sheet: Sheet, uprights: dict[float, list[Span]], box: Box, xs: Sequence[float]) -> None:
        self.box, self.xs, self._uprights = box, xs, uprights
        self.cuts = [self._cuts(sheet, left, right) for left, right in pairwise(xs)]
        self._lines: dict[Box, list[Line]] = {}

    def _cuts(self, sheet: Sheet, left: float, right: float) -> list[float]:
        middle = (left + right) / 2
        edges = [y for y, x0, x1 in sheet.edges if x0 - _EPS <= middle <= x1 + _EPS and x1 - x0 > (right - left) / 2]
        cuts = [self.box[1]]
        for y in sorted(edges):
            if cuts[-1] + _EPS < y < self.box[3] - _EPS:
                cuts.append(y)
        return [*cuts, self.box[3]]

    def cell_at(self, x: float, y: float) -> Box:
        """The cell that holds a point of the table, columns without an upright between them at that height joined."""
        column = min(max(bisect_right(self.xs, x) - 1, 0), len(self.cuts) - 1)
        first = last = column
        while first > 0 and not self._parts(self.xs[first], y):
            first -= 1
        while last + 1 < len(self.cuts) and not self._parts(self.xs[last + 1], y):
            last += 1
        cuts = self.cuts[first]
        row = min(max(bisect_right(cuts, y) - 1, 0), len(cuts) - 2)
        return self.xs[first], cuts[row], self.xs[last + 1], cuts[row + 1]

    def _parts(self, x: float, y: float) -> bool:
        return any(top <= y <= bottom for top, bottom in self._uprights[x])

    def fill(self, lines: Sequence[Line]) -> None:
        """Put the words of `lines` into the cells that they stand in."""
        for line in lines:
            parts: dict[Box, list[Word]] = {}
            for word in line.words:
                x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
                parts.setdefault(self.cell_at(x, y), []).append(word)
            for box, words in parts.items():
                self._lines.setdefault(box, []).append(line if len(parts) == 1 else _line(words, line))

    def text(self, box: Box, page: int) -> Cell | None:
        """What stands in a cell, None in an empty one."""
        lines = self._lines.get(box)
        return cell_of(sorted(lines, key=lambda line: (line.box[1], line.box[0])), page) if lines else None


def _line(words: Sequence[Word], line: Line) -> Line:
    return Line(tuple(words), " ".join(w.text for w in words), around(w.box for w in words), line.size, line.bold)


def inside(line: Line, box: Box) -> bool:
    """Whether the middle of a line stands in `box`."""
    x, y = (line.box[0] + line.box[2]) / 2, (line.box[1] + line.box[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _strips(page: Page, grid: _Grid, codes_of: CodesOf, region: int) -> tuple[Strip, ...]:
    """The rows of a table, empty where it has no labels or no cell runs across several of them."""
    xs = grid.xs
    if not any(_has_merged(grid, column) for column in range(len(grid.cuts))):
        return ()
    grid.fill([line for line in page.lines if inside(line, grid.box)])
    labels = max(range(len(grid.cuts)), key=lambda column: _named(grid, column, page.number, codes_of))
    if _named(grid, labels, page.number, codes_of) < _ROWS or not _has_merged(grid, labels):
        return ()
    strips = []
    for top, bottom in pairwise(grid.cuts[labels]):
        middle = (top + bottom) / 2
        boxes = dict.fromkeys(grid.cell_at((a + b) / 2, middle) for a, b in pairwise(xs))
        cells = [(b, cell) for b in boxes if (cell := grid.text(b, page.number))]
        own = [cell for b, cell in cells if b[0] >= xs[labels] - _EPS]
        said = [cell for b, cell in cells if b[0] < xs[labels] - _EPS and answered(cell.text)]
        if own:
            strips.append(Strip((*own, *said), region))
    return tuple(strips)


def _named(grid: _Grid, column: int, page: int, codes_of: CodesOf) -> int:
    """How many cells of a column are labels that are known."""
    middle = (grid.xs[column] + grid.xs[column + 1]) / 2
    cells = (grid.text(grid.cell_at(middle, (a + b) / 2), page) for a, b in pairwise(grid.cuts[column]))
    return sum(bool(cell and codes_of(cell.text)) for cell in cells)


def _has_merged(grid: _Grid, labels: int) -> bool:
    """Whether a cell right of the labels runs along several of them."""
    rows = [(a + b) / 2 for a, b in pairwise(grid.cuts[labels])]
    return any(
        sum(top < row < bottom for row in rows) > 1
        for cuts in grid.cuts[labels + 1 :]
        for top, bottom in pairwise(cuts)
    )
