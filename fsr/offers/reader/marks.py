"""Ticks and crosses that stand as lines of their own, each put before the label that it belongs to."""

from dataclasses import replace

from fsr.extraction.layout import around
from fsr.extraction.parsers import CROSSES, TICKS
from fsr.extraction.reading import Line, Page

_MARKS = frozenset(TICKS + CROSSES)
_NEAR = 0.05
"""A mark stands at most so far before its label: thirty points on A4."""


def marks_joined(page: Page) -> Page:
    """The page with lone marks joined to the label on their right, where the marks of a row stand before labels.

    A row of tiles shows it: a mark stands first, and further marks follow, each with a label close on its right.  The
    mark would else be taken for an answer to the label on its left, which is the tile of a neighbour.
    """
    marks = [line for line in page.lines if line.text.strip() in _MARKS]
    owners: dict[int, Line] = {}
    for mark in marks:
        row = [other for other in marks if _level(other, mark)]
        if len(row) > 1 and _leads(mark, row, page):
            labelled = {id(_label(m, page)): m for m in row}
            owners |= labelled if len(labelled) == len(row) else {}
    if not owners:
        return page
    taken = {id(mark) for mark in owners.values()}
    kept = [line for line in page.lines if id(line) not in taken]
    lines = [_joined(owners[id(line)], line) if id(line) in owners else line for line in kept]
    return replace(page, lines=tuple(sorted(lines, key=lambda line: (line.box[1], line.box[0]))))


def _level(a: Line, b: Line) -> bool:
    return abs(a.box[1] - b.box[1]) < 0.5 * (b.box[3] - b.box[1])


def _leads(mark: Line, row: list[Line], page: Page) -> bool:
    """Whether the row begins with a mark: no text stands left of its first, and each has its label on the right."""
    first = min(row, key=lambda line: line.box[0])
    left = any(line.box[2] <= first.box[0] and _beside(line, mark) for line in page.lines)
    return not left and all(_label(m, page) for m in row)


def _beside(line: Line, mark: Line) -> bool:
    return line.box[1] < mark.box[3] and mark.box[1] < line.box[3]


def _label(mark: Line, page: Page) -> Line | None:
    """The first line close on the right of a mark, on its level or half a line higher."""
    height = mark.box[3] - mark.box[1]
    near = [
        line
        for line in page.lines
        if 0 <= line.box[0] - mark.box[2] < _NEAR
        and line.text.strip() not in _MARKS
        and line.box[1] - height < mark.box[1] < line.box[3]
    ]
    return min(near, key=lambda line: line.box[1], default=None)


def _joined(mark: Line, line: Line) -> Line:
    return Line(
        (*mark.words, *line.words), f"{mark.text} {line.text}", around((mark.box, line.box)), line.size, line.bold
    )
