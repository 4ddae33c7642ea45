"""The arrangement of a page: which lines stand in which column, and which lines are one text.

A page is cut into regions in reading order.  Two texts side by side are columns when both sides begin with labels, or
when both sides are running prose; otherwise they are the cells of a table and stay together.  What a label is, the
caller says: `codes_of(text)` gives the codes of the labels a line begins with (empty when it is none).
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from fsr.extraction.reading import Box, Line, Page, Word

CodesOf = Callable[[str], frozenset[str]]
SOFT_HYPHEN = "\u00ad"
_EPS = 0.003
"""Two points on A4: nearer edges are one edge."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A text in one place: one line, or several that read on.

    text    the lines joined by single blanks, words broken at a line end put together
    starts  for each word its first character in `text`
    """

    text: str
    page: int
    words: tuple[Word, ...]
    starts: tuple[int, ...]
    box: Box
    bold: bool
    size: float

    def box_of(self, start: int, end: int) -> Box:
        """The box around the words that hold the characters `[start, end)` of `text`."""
        first = max(0, bisect_left(self.starts, start + 1) - 1)
        last = max(first + 1, bisect_left(self.starts, end))
        return around(word.box for word in self.words[first:last])

    def part(self, start: int, end: int) -> "Cell":
        """The characters `[start, end)` as a cell of their own."""
        if (start, end) == (0, len(self.text)):
            return self
        inside = [i for i, at in enumerate(self.starts) if start <= at < end]
        words, starts = tuple(self.words[i] for i in inside), tuple(self.starts[i] - start for i in inside)
        return Cell(self.text[start:end], self.page, words, starts, self.box_of(start, end), self.bold, self.size)

    @property
    def score(self) -> float:
        """How sure the reader is of the letters: the mean of the words, 1.0 for a text layer."""
        return sum(word.score for word in self.words) / len(self.words) if self.words else 1.0

    @property
    def is_ocr(self) -> bool:
        """Whether the words come from a picture."""
        return any(word.source == "ocr" for word in self.words)


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box around all `boxes` (at least one)."""
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def cell_of(lines: Sequence[Line], page: int) -> Cell:
    """The lines as one text, in the order given."""
    text = ""
    words: list[Word] = []
    starts: list[int] = []
    for line in lines:
        for position, word in enumerate(line.words):
            if position:
                text += " " if text else ""
            else:
                text = text.rstrip(SOFT_HYPHEN) if text.endswith(SOFT_HYPHEN) else _and_blank(text, word)
            starts.append(len(text))
            text += word.text
        words += line.words
        if line.text.endswith(SOFT_HYPHEN):
            text += SOFT_HYPHEN
    letters = max(1, sum(len(line.text) for line in lines))
    bold = sum(len(line.text) for line in lines if line.bold) * 2 > letters
    return Cell(
        text.rstrip(SOFT_HYPHEN),
        page,
        tuple(words),
        tuple(starts),
        around(line.box for line in lines),
        bold,
        max(line.size for line in lines),
    )


def _and_blank(text: str, word: Word) -> str:
    """`text` ready for the next word; a hyphen at a line end before a small letter was only there for the break."""
    if len(text) > 2 and text[-1] == "-" and text[-2].isalpha() and word.text[:1].islower():
        return text[:-1]
    return text + " " if text else text


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's drawn lines, prepared for questions: `edges` are (y, x0, x1) of horizontal edges, from the top."""

    edges: tuple[tuple[float, float, float], ...]
    uprights: tuple[tuple[float, float, float], ...]

    def parted(self, above: Box, below: Box) -> bool:
        """Whether a horizontal edge runs between two boxes that stand one above the other."""
        top, bottom = (above[1] + above[3]) / 2, (below[1] + below[3]) / 2
        left, right = max(above[0], below[0]), min(above[2], below[2])
        if right < left:
            left, right = right, left
        middle = (left + right) / 2
        at = bisect_left(self.edges, (top, -1.0, -1.0))
        while at < len(self.edges) and self.edges[at][0] < bottom:
            _, x0, x1 = self.edges[at]
            if x0 - _EPS <= middle <= x1 + _EPS:
                return True
            at += 1
        return False

    def topped(self, box: Box, height: float) -> bool:
        """Whether a horizontal edge runs close above `box`, `height` being that of a line."""
        at = bisect_left(self.edges, (box[1] - 1.5 * height, -1.0, -1.0))
        while at < len(self.edges) and self.edges[at][0] < box[1] + 0.3 * height:
            if self.edges[at][1] < box[2] and self.edges[at][2] > box[0]:
                return True
            at += 1
        return False

    def closed(self, box: Box, height: float) -> bool:
        """Whether a horizontal edge runs below `box`, at most five lines down, where the row would end."""
        at = bisect_left(self.edges, (box[3] - 0.3 * height, -1.0, -1.0))
        while at < len(self.edges) and self.edges[at][0] < box[3] + 5 * height:
            if self.edges[at][1] < box[2] and self.edges[at][2] > box[0]:
                return True
            at += 1
        return False

    def crossing(self, x: float, top: float, bottom: float) -> int:
        """How many horizontal edges run across `x` between `top` and `bottom`; abutting edges count as one."""
        rows: dict[float, list[tuple[float, float]]] = {}
        for y, x0, x1 in self.edges:
            if top <= y <= bottom:
                rows.setdefault(round(y, 3), []).append((x0, x1))
        return sum(_spans(parts, x - 0.05, x + 0.05) for parts in rows.values())


def _spans(parts: list[tuple[float, float]], left: float, right: float) -> bool:
    """Whether the parts, those that abut put together, run without a gap from `left` to `right`."""
    reached = left
    for x0, x1 in sorted(parts):
        if x0 <= reached + 0.004:
            reached = max(reached, x1)
    return reached >= right


def sheet_of(page: Page) -> Sheet:
    """The drawn edges of `page`: thin rules, and the upper and lower sides of fills and frames."""
    edges, uprights = [], []
    for x0, y0, x1, y1 in page.rules:
        if x1 - x0 >= y1 - y0:
            edges.append(((y0 + y1) / 2, x0, x1))
        else:
            uprights.append(((x0 + x1) / 2, y0, y1))
    for x0, y0, x1, y1 in page.cells:
        if x1 - x0 > 0.02:
            edges += [(y0, x0, x1), (y1, x0, x1)]
    return Sheet(tuple(sorted(edges)), tuple(sorted(uprights)))


def regions(page: Page, sheet: Sheet, codes_of: CodesOf) -> list[list[Line]]:
    """The lines of `page` in regions that are read one after the other; inside a region rows run from left to right."""
    return _cut(list(page.lines), sheet, codes_of, depth=0)


def _cut(lines: list[Line], sheet: Sheet, codes_of: CodesOf, depth: int) -> list[list[Line]]:
    if depth > 6 or len(lines) < 4:
        return [lines] if lines else []
    for gutter in _gutters(lines):
        run = _run_of(lines, gutter)
        if run is None:
            continue
        above, left, right, below = run
        if _are_columns(left, right, gutter, sheet, codes_of):
            parts = (above, left, right, below)
            return [region for part in parts for region in _cut(part, sheet, codes_of, depth + 1)]
    return [lines] if lines else []


def _gutters(lines: Sequence[Line]) -> list[float]:
    """Where several lines start, but for the leftmost place: most starts first."""
    starts = sorted(line.box[0] for line in lines)
    clusters: list[list[float]] = []
    for x in starts:
        if clusters and x - clusters[-1][-1] <= _EPS:
            clusters[-1].append(x)
        else:
            clusters.append([x])
    found = [(len(c), c[0]) for c in clusters if len(c) >= 2 and c[0] > starts[0] + 0.1]
    return [x - _EPS for _, x in sorted(found, reverse=True)[:8]]


Run = tuple[list[Line], list[Line], list[Line], list[Line]]


def _run_of(lines: Sequence[Line], gutter: float) -> Run | None:
    """The longest stretch that no line crosses at `gutter`: (lines above, left, right, lines below)."""
    best: list[int] = []
    current: list[int] = []
    blocked = -1.0
    for index, line in enumerate(lines):
        if line.box[0] < gutter < line.box[2] - _EPS:
            best, current = max(best, current, key=lambda run: _sides(lines, run, gutter)), []
            blocked = (line.box[1] + line.box[3]) / 2
        elif line.box[3] > blocked:
            current.append(index)
    best = max(best, current, key=lambda run: _sides(lines, run, gutter))
    best = _both_sided(lines, best, gutter)
    if _sides(lines, best, gutter) < 2:
        return None
    inside = set(best)
    left = [lines[i] for i in best if lines[i].box[2] <= gutter + _EPS]
    right = [lines[i] for i in best if lines[i].box[0] >= gutter]
    above = [line for i, line in enumerate(lines) if i not in inside and i < best[0]]
    below = [line for i, line in enumerate(lines) if i not in inside and i > best[0]]
    return above, left, right, below


def _both_sided(lines: Sequence[Line], run: list[int], gutter: float) -> list[int]:
    """The run without what stands above or, from a heading on, below the shorter side.

    That belongs to neither column.
    """
    left = [i for i in run if lines[i].box[0] < gutter]
    right = [i for i in run if 0 <= lines[i].box[0] - gutter < 3 * _EPS]
    if not left or not right:
        return []
    top = max(lines[left[0]].box[1], lines[right[0]].box[1]) - 0.005
    bottom = min(max(lines[i].box[3] for i in left), max(lines[i].box[3] for i in right))
    run = [i for i in run if lines[i].box[3] > top and (lines[i].box[0] < gutter or lines[i].box[1] < bottom + 0.005)]
    size = median([lines[i].size for i in run] or [0.0])
    reached = 1.0
    for place, index in enumerate(run):
        line = lines[index]
        apart = line.bold or line.size > 1.05 * size or line.box[1] - reached > line.box[3] - line.box[1]
        if line.box[1] > bottom and apart:
            return run[:place]
        reached = max(reached, line.box[3]) if place else line.box[3]
    return run


def _sides(lines: Sequence[Line], run: Sequence[int], gutter: float) -> int:
    right = sum(lines[i].box[0] >= gutter for i in run)
    return min(right, len(run) - right)


def _are_columns(left: list[Line], right: list[Line], gutter: float, sheet: Sheet, codes_of: CodesOf) -> bool:
    starts = [line for line in right if line.box[0] - gutter < 2 * _EPS]
    labelled = [line for line in starts if codes_of(line.text)]
    kinds = len({codes_of(line.text) for line in labelled})
    many = len(labelled) >= 2 and len(labelled) >= 0.4 * len(starts) and (kinds > 1 or len(labelled) == 2)
    prose = _is_prose(left) and _is_prose(right)
    if not many and not prose:
        return False
    top, bottom = min(left[0].box[1], right[0].box[1]), max(left[-1].box[3], right[-1].box[3])
    ruled = sheet.crossing(gutter, top, bottom) >= max(2, 0.25 * min(len(left), len(right)))
    return (many and not _answering(left, labelled, ruled, codes_of)) or (prose and not ruled)


def _answering(left: list[Line], labelled: list[Line], ruled: bool, codes_of: CodesOf) -> bool:
    """Whether the right side only explains the left one: same labels on both sides, or a ruled list of two columns."""
    same = plain = 0
    for line in labelled:
        beside = [other for other in left if _same_row(other, line)]
        codes = codes_of(line.text)
        same += any(codes & codes_of(other.text) for other in beside)
        plain += len(beside) == 1
    return same * 3 >= len(labelled) or (ruled and plain * 2 >= len(labelled))


def _same_row(a: Line, b: Line) -> bool:
    return abs((a.box[1] + a.box[3]) - (b.box[1] + b.box[3])) < a.box[3] - a.box[1]


def _is_prose(lines: list[Line]) -> bool:
    """Whether lines fill a column: at least four, most of them of four words or more that end near the right side."""
    if len(lines) < 4:
        return False
    edge = max(line.box[2] for line in lines)
    width = edge - min(line.box[0] for line in lines)
    full = sum(len(line.words) >= 4 and line.box[2] > edge - 0.3 * width for line in lines)
    return width > 0.2 and full * 2 >= len(lines)


def body_size(pages: Sequence[Page]) -> float:
    """The usual height of letters, by characters; 0.0 without text."""
    sizes = [line.size for page in pages for line in page.lines for _ in range(0, len(line.text), 10)]
    return median(sizes) if sizes else 0.0
