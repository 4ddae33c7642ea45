"""Drawn lines and boxes: what shows where a table's cells and a caption's rule are."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from fsr.extraction.reading import Box

THIN = 2.0
"""A drawn box thinner than this many points is a rule."""
CELL = 6.0
"""A drawn box must be this many points wide and high to hold text."""
MOST = 4000
"""Shapes kept of a page; more than this is a picture, not a table."""

Rect = tuple[float, float, float, float]
Point = tuple[float, float]


class Shapes(NamedTuple):
    """Straight lines and axis-parallel boxes of a page as fractions, each once, in the order drawn."""

    rules: tuple[Box, ...]
    cells: tuple[Box, ...]


def straight(points: Sequence[Point]) -> Rect | None:
    """The box of a closed or open subpath that is one line or one axis-parallel rectangle, else None."""
    across = {round(x, 2) for x, _ in points}
    down = {round(y, 2) for _, y in points}
    if len(points) < 2 or len(points) > 6 or len(across) > 2 or len(down) > 2:
        return None
    if len(across) == len(down) == 2 and len(set(points)) < 4:
        return None  # a slanted line or half a box
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def shapes_of(rects: Iterable[Rect], width: float, height: float) -> Shapes:
    """Sort the drawn rectangles of a page of `width` x `height` points (origin top left) into rules and cells."""
    rules: dict[Box, None] = {}
    cells: dict[Box, None] = {}
    for x0, y0, x1, y1 in rects:
        thin = min(x1 - x0, y1 - y0)
        if THIN <= thin < CELL or len(rules) + len(cells) >= MOST:
            continue
        box = (round(x0 / width, 4), round(y0 / height, 4), round(x1 / width, 4), round(y1 / height, 4))
        (rules if thin < THIN else cells)[box] = None
    return Shapes(tuple(rules), tuple(cells))
