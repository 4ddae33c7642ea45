"""From glyphs to words and lines, by geometry alone.

Glyphs become words in the order they are drawn (so text drawn twice stays two
words and can be dropped), words become lines by their baselines, and lines are
split where a gap parts two columns.  The numbers come from reading real
certificates and offers; sizes are multiples of the font's size.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from operator import attrgetter
from statistics import median
from typing import NamedTuple

from fsr.extraction.readers.glyphs import SOFT_HYPHEN, UNKNOWN, Glyph
from fsr.extraction.reading import Box, Line, Word

WORD_GAP = 0.15
"""A gap wider than this parts two words; a printed blank is 0.2 to 0.3 wide."""
SAME_BASELINE = 0.25
"""Baselines nearer than this are one line; a raised footnote mark stands 0.33 higher."""
COLUMN_GAP = 2.5
"""A gap of more median character widths than this parts two columns."""
ALIGNED_GAP = 1.2
"""A gap of more than this does so where the next word stands exactly below or above starts of other segments."""
DIGITS = 100_000
"""Places are cut to so many parts of the page; `round` would take longer than the rest of a word."""
ASCENT, DESCENT = 0.8, 0.22
"""Where the letters' box ends above and below the baseline, in any font."""


class Run(NamedTuple):
    """A word before it has a place on the page: points, origin top left."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    source: str = "text"
    score: float = 1.0


def lines_of(glyphs: Sequence[Glyph], width: float, height: float) -> tuple[Line, ...]:
    """The lines of a page of `width` x `height` points, from top to bottom, then left to right.

    Turned text is read along its own direction; its boxes are upright again.
    """
    turned = [glyph for glyph in glyphs if glyph.rise or glyph.x1 < glyph.x0]
    if not turned:
        return tuple(_lines(glyphs, _Place(width, height)))
    lines = _lines([glyph for glyph in glyphs if not glyph.rise and glyph.x1 >= glyph.x0], _Place(width, height))
    angles: dict[int, list[Glyph]] = {}
    for glyph in turned:
        angles.setdefault(round(math.degrees(math.atan2(glyph.rise, glyph.x1 - glyph.x0))), []).append(glyph)
    for degrees, group in angles.items():
        place = _Place(width, height, math.radians(degrees))
        lines += _lines([place.straightened(glyph) for glyph in group], place)
    return tuple(sorted(lines, key=lambda line: (line.box[1], line.box[0])))


class _Place:
    """Where a run stands on the page; `angle` is how far its text is turned, clockwise, in radians."""

    def __init__(self, width: float, height: float, angle: float = 0.0) -> None:
        self.width, self.height, self.angle = width, height, angle
        self._cos, self._sin = math.cos(angle), math.sin(angle)
        self._across, self._down = DIGITS / width, DIGITS / height

    def straightened(self, glyph: Glyph) -> Glyph:
        """The glyph as if the page were turned so that its text runs to the right."""
        x, y = glyph.x0, glyph.base
        start = x * self._cos + y * self._sin
        return glyph._replace(x0=start, x1=start + math.hypot(glyph.x1 - x, glyph.rise),
                              base=y * self._cos - x * self._sin, rise=0.0)

    def box(self, run: Run) -> Box:
        """The run's box as fractions of the page, five digits (0.01 point on A4)."""
        size = run.size
        x0, y0, x1, y1 = run.x0, run.base - ASCENT * size, run.x1, run.base + DESCENT * size
        if self.angle:
            corners = [(x * self._cos - y * self._sin, x * self._sin + y * self._cos)
                       for x in (x0, x1) for y in (y0, y1)]
            (x0, x1), (y0, y1) = ((min(side), max(side)) for side in zip(*corners, strict=True))
        across, down = self._across, self._down
        return int(x0 * across) / DIGITS, int(y0 * down) / DIGITS, int(x1 * across) / DIGITS, int(y1 * down) / DIGITS


def lines_of_runs(runs: Sequence[Run], width: float, height: float) -> tuple[Line, ...]:
    """The same for words that are known already, such as those of OCR."""
    return tuple(_lines_of_runs(runs, _Place(width, height)))


def _lines(glyphs: Iterable[Glyph], place: _Place) -> list[Line]:
    return _lines_of_runs([run for run in _runs(glyphs) if run.text.strip(UNKNOWN)], place)


def _lines_of_runs(runs: Sequence[Run], place: _Place) -> list[Line]:
    rows = [_without_doubles(row) for row in _rows(runs)]
    segments = [segment for row in rows for segment in _segments(row)]
    starts = Counter(round(segment[0].x0) for segment in segments)
    return [
        _line(_unspaced(part), place)
        for segment in segments
        for part in _aligned(segment, starts)
    ]


def _runs(glyphs: Iterable[Glyph]) -> list[Run]:
    """Glyphs joined to words: a blank, a gap, a step back or another baseline ends a word.

    The hottest loop of reading: it compares before it computes.
    """
    runs: list[Run] = []
    text, x0, x1, base, size, bold, last_x0, least, most = "", 0.0, 0.0, 0.0, 0.0, False, 0.0, 0.0, 0.0
    for g_text, g_x0, g_x1, g_base, g_size, g_bold, _ in glyphs:
        if text:
            if g_text == text[-1] and abs(g_x0 - last_x0) < 0.05 * size and abs(g_base - base) < 0.1 * size:
                continue  # the same letter once more, a hair aside: bold by double printing
            if (g_text != " " and least < g_x0 - x1 < most
                    and (g_base == base or abs(g_base - base) < 0.1 * size)
                    and (g_size == size or 0.7 * size < g_size < 1.43 * size or g_text == SOFT_HYPHEN)):
                text += g_text  # a soft hyphen of any size: it is often drawn invisibly small
                x1 = g_x1 if g_x1 > x1 else x1
                last_x0 = g_x0
                continue
            runs.append(Run(text, x0, x1, base, size, bold))
            text = ""
        if g_text and g_text not in (" ", SOFT_HYPHEN):
            text, x0, x1, base, size, bold, last_x0 = g_text, g_x0, g_x1, g_base, g_size, g_bold, g_x0
            least, most = -0.4 * size, WORD_GAP * size
    if text:
        runs.append(Run(text, x0, x1, base, size, bold))
    return runs


def _without_doubles(row: Sequence[Run]) -> list[Run]:
    """Drop words drawn again at the same place (overlap over union > 0.8); LinkedIn certificates draw four times.

    row  from the left, so that a double stands next to its first, or a few overlapping words away
    """
    kept: list[Run] = []
    for run in row:
        text, x0 = run.text, run.x0
        for other in reversed(kept):
            if other.text == text and _overlap(run, other) > 0.8:
                break
            if x0 - other.x0 > other.size and x0 > other.x1:
                kept.append(run)
                break
        else:
            kept.append(run)
    return kept


def _overlap(a: Run, b: Run) -> float:
    """Area of the overlap over the area of the union, both as high as the font."""
    across = min(a.x1, b.x1) - max(a.x0, b.x0)
    down = min(a.base, b.base) - max(a.base - a.size, b.base - b.size)
    if across <= 0 or down <= 0:
        return 0.0
    common = across * down
    return common / ((a.x1 - a.x0) * a.size + (b.x1 - b.x0) * b.size - common)


def _rows(runs: Iterable[Run]) -> list[list[Run]]:
    """Words that share a baseline, from the left; rows from the top."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=attrgetter("base", "x0")):
        if rows and run.base - rows[-1][0].base <= SAME_BASELINE * min(run.size, rows[-1][0].size):
            rows[-1].append(run)
        else:
            rows.append([run])
    for row in rows:
        row.sort(key=attrgetter("x0"))
    return rows


def _segments(row: Sequence[Run]) -> Iterable[list[Run]]:
    """The row, split at gaps that part columns."""
    limit = COLUMN_GAP * median((run.x1 - run.x0) / len(run.text) for run in row)
    segment = [row[0]]
    for before, run in pairwise(row):
        if run.x0 - before.x1 > limit:
            yield segment
            segment = []
        segment.append(run)
    yield segment


def _aligned(segment: list[Run], starts: Mapping[int, int]) -> Iterable[list[Run]]:
    """The segment, split at wide gaps before words that stand where at least two other segments start.

    A narrow column gap looks like a wide blank; the alignment gives it away.
    """
    if len(segment) < 2:
        return [segment]
    limit = ALIGNED_GAP * median((run.x1 - run.x0) / len(run.text) for run in segment)
    cuts = [index for index in range(1, len(segment))
            if segment[index].x0 - segment[index - 1].x1 > limit and _starts_at(starts, segment[index].x0) >= 2]
    return [segment[i:j] for i, j in zip([0, *cuts], [*cuts, len(segment)], strict=True)]


def _starts_at(starts: Mapping[int, int], x: float) -> int:
    """How many segments start within a point of `x`."""
    near = round(x)
    return starts.get(near, 0) + max(starts.get(near - 1, 0), starts.get(near + 1, 0))


def _unspaced(segment: list[Run]) -> list[Run]:
    """Join letter-spaced text ("A r i f   Z a i d i") where over 70 % of at least six tokens are single letters.

    Letters part by the usual gap, words by more than 1.6 times the usual gap.
    """
    single = sum(len(run.text) == 1 and run.text.isalpha() for run in segment)
    if len(segment) < 6 or single <= 0.7 * len(segment):
        return segment
    usual = median(after.x0 - before.x1 for before, after in pairwise(segment))
    joined = [segment[0]]
    for run in segment[1:]:
        last = joined[-1]
        if run.x0 - last.x1 <= 1.6 * usual:
            joined[-1] = last._replace(text=last.text + run.text, x1=run.x1)
        else:
            joined.append(run)
    return joined


def _line(segment: Sequence[Run], place: _Place) -> Line:
    """The segment as a line with boxes in fractions of the page.

    Soft hyphens vanish from the words; a line that ended with one keeps it at
    the end of `text`, so that whoever reads on can join the broken word.
    """
    words = tuple([
        Word(run.text.replace(SOFT_HYPHEN, ""), place.box(run), round(run.size / place.height, 5), run.bold,
             run.source, run.score)
        for run in segment
    ])
    broken = SOFT_HYPHEN if segment[-1].text.endswith(SOFT_HYPHEN) else ""
    boxes = [word.box for word in words]
    box = (min([b[0] for b in boxes]), min([b[1] for b in boxes]),
           max([b[2] for b in boxes]), max([b[3] for b in boxes]))
    letters = sum([len(word.text) for word in words])
    bold = sum([len(word.text) for word in words if word.bold]) * 2 > letters
    return Line(words, " ".join([word.text for word in words]) + broken, box, max([word.size for word in words]), bold)
