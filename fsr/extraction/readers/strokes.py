"""Ticks, crosses and dashes that are drawn as strokes and not printed as signs, read as the signs they stand for.

Only strokes of two straight parts are known: a tick falls shortly and rises long, a cross is two diagonals of one
square.  A short level stroke is a dash where it stands under or over such marks, else it is a rule like any other.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from fsr.extraction.readers.shapes import Point, Rect
from fsr.extraction.reading import Line, Word

LARGEST, SMALLEST = 20.0, 2.0
"""Points: the sides of a mark."""
MOST = 2000
"""Strokes looked at; a page with more holds a drawing."""
_NEAR = 0.7
"""Points: ends nearer than this are one."""
_LONGER = 1.2
"""The rising part of a tick is longer than the falling one by at least this."""
_IN_COLUMN = 3.0
"""Points between the middles of marks of one column."""
_SURE = 0.9


class Stroke(NamedTuple):
    """A slanted straight line in points from its left to its right end, origin top left."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def falls(self) -> bool:
        """Whether it goes down to the right."""
        return self.y1 > self.y0


class Mark(NamedTuple):
    """A sign and its box in points."""

    sign: str
    box: Rect


def strokes_of(points: Sequence[Point]) -> list[Stroke]:
    """The slanted parts of a subpath of two or three points, as small as those of a mark; else none."""
    if not 2 <= len(points) <= 3:
        return []
    found = [Stroke(*a, *b) if a[0] <= b[0] else Stroke(*b, *a) for a, b in pairwise(points)]
    small = all(0.5 < abs(s.x1 - s.x0) < LARGEST and 0.5 < abs(s.y1 - s.y0) < LARGEST for s in found)
    return found if small else []


def marks_of(strokes: Sequence[Stroke], rects: Sequence[Rect]) -> list[Mark]:
    """The marks that strokes draw; rects are the page's straight shapes: a mark in a small box is a ticked box."""
    if not strokes or len(strokes) > MOST:
        return []
    signs = [*_ticks(strokes), *_crosses(strokes)]
    boxes = [r for r in rects if _is_mark_size(r) and r[3] - r[1] > SMALLEST]
    marks = [Mark("☒" if any(_inside(m.box, box) for box in boxes) else m.sign, m.box) for m in signs]
    return [*marks, *_dashes(marks, rects)]


def _ticks(strokes: Sequence[Stroke]) -> Iterator[Mark]:
    rising = [s for s in strokes if not s.falls]
    for fall in (s for s in strokes if s.falls):
        for rise in rising:
            met = abs(fall.x1 - rise.x0) < _NEAR and abs(fall.y1 - rise.y0) < _NEAR
            if met and rise.y1 < fall.y0 and rise.y0 - rise.y1 > _LONGER * (fall.y1 - fall.y0):
                yield Mark("✓", (fall.x0, rise.y1, rise.x1, rise.y0))
                break


def _crosses(strokes: Sequence[Stroke]) -> Iterator[Mark]:
    rising = [s for s in strokes if not s.falls]
    for fall in (s for s in strokes if s.falls):
        width, height = fall.x1 - fall.x0, fall.y1 - fall.y0
        if not 0.6 * width < height < 1.6 * width or width < SMALLEST:
            continue
        for rise in rising:
            ends = (fall.x0 - rise.x0, fall.x1 - rise.x1, fall.y0 - rise.y1, fall.y1 - rise.y0)
            if all(abs(apart) < _NEAR for apart in ends):
                yield Mark("✗", (fall.x0, fall.y0, fall.x1, fall.y1))
                break


def _dashes(marks: Sequence[Mark], rects: Sequence[Rect]) -> Iterator[Mark]:
    middles = [(m.box[0] + m.box[2]) / 2 for m in marks]
    for x0, y0, x1, y1 in rects:
        level = y1 - y0 < SMALLEST < x1 - x0 < LARGEST
        if level and sum(abs((x0 + x1) / 2 - middle) < _IN_COLUMN for middle in middles) > 1:
            yield Mark("–", (x0, y0, x1, y1))


def _is_mark_size(rect: Rect) -> bool:
    return SMALLEST < rect[2] - rect[0] < LARGEST and rect[3] - rect[1] < LARGEST


def _inside(inner: Rect, outer: Rect) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] < x < outer[2] and outer[1] < y < outer[3]


def with_marks(lines: tuple[Line, ...], marks: Sequence[Mark], width: float, height: float) -> tuple[Line, ...]:
    """The lines of a page of `width` x `height` points and its marks, each a line as high as the letters beside it."""
    if not marks or not lines:
        return lines
    usual = median(line.size for line in lines)
    drawn = [_line(mark, usual, width, height) for mark in marks]
    return tuple(sorted((*lines, *drawn), key=lambda line: (line.box[1], line.box[0])))


def _line(mark: Mark, size: float, width: float, height: float) -> Line:
    x0, y0, x1, y1 = mark.box
    middle = (y0 + y1) / 2 / height
    box = (x0 / width, middle - size / 2, x1 / width, middle + size / 2)
    return Line((Word(mark.sign, box, size, False, "text", _SURE),), mark.sign, box, size)
