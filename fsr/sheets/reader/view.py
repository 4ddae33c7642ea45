"""A page as its reader sees it: lines put together to the texts they are, and who stands beside, above and below whom.

A title over two lines or a paragraph is one text; a label and the label below it are two.  What a label is the caller
says: `label_in(text)` is asked of every line, so that no label is swallowed by the text above it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from itertools import pairwise
from statistics import median

from fsr.extraction.labels import Hit, Lexicon
from fsr.extraction.layout import Cell, Sheet, around, cell_of, sheet_of
from fsr.extraction.reading import Box, Line, Page

LabelIn = Callable[[str], "Part"]


class Part(IntEnum):
    """How much of a line is a label: nothing, its beginning up to a colon, or all of it."""

    NONE = 0
    BEGINNING = 1
    WHOLE = 2


_ABBREVIATED = re.compile(r"\b([^\W\d_]{1,4})\.(?=\s)")


def hits_in(lexicon: Lexicon, text: str, fuzzy: bool = False) -> list[Hit]:
    """The labels in `text`; the points of abbreviations ("PVN reģ. Nr.") do not part them."""
    return lexicon.find(_ABBREVIATED.sub(r"\1 ", text), fuzzy=fuzzy)


def part_of(lexicon: Lexicon, text: str) -> Part:
    """How much of `text` is a label of the lexicon."""
    hits = hits_in(lexicon, text)
    if not hits or hits[0].start > 1:
        return Part.NONE
    after = text[hits[0].end :].lstrip(" )")
    if after[:2] in ("s)", "s"):
        after = after[2:].lstrip()
    if not after.strip(":#."):
        return Part.WHOLE
    return Part.BEGINNING if after[0] in ":#" else Part.NONE


def cut(cell: Cell, start: int, end: int) -> Cell:
    """The characters `[start, end)` of `cell`, which may begin and end inside of words: "ID#990563"."""
    inside = [i for i, (at, word) in enumerate(zip(cell.starts, cell.words, strict=True))
              if at < end and at + len(word.text) > start]
    return Cell(cell.text[start:end], cell.page, tuple(cell.words[i] for i in inside),
                tuple(max(0, cell.starts[i] - start) for i in inside), cell.box_of(start, end), cell.bold, cell.size)


_SAME_SIZE = 0.12
_SAME_SIZE_OCR = 0.3
"""Letters of one text differ in height by no more than this share; OCR measures lines with and without descenders."""
_LEADING = 0.75
"""Lines of one text are nearer than so many line heights; labels and values stand farther apart or differ in style."""
_EPS = 0.006
"""Edges nearer than this share of the page's width are one."""
_FAR_RIGHT = 0.5
"""A value stands no farther right of its label than this share of the page's width."""
_FAR_DOWN = 2.4
"""A value stands no farther below or above its label than so many heights of a line."""


@dataclass(frozen=True, slots=True)
class Text:
    """Lines that read on, as one cell; `starts` are the places of the lines in its text."""

    cell: Cell
    starts: tuple[int, ...]
    index: int

    @property
    def text(self) -> str:
        """What it says."""
        return self.cell.text

    @property
    def box(self) -> Box:
        """Where it stands."""
        return self.cell.box

    def line(self, number: int) -> Cell:
        """One of its lines, from 0."""
        ends = (*self.starts[1:], len(self.text))
        start, end = self.starts[number], ends[number]
        return cut(self.cell, start, start + len(self.text[start:end].rstrip()))

    def lines(self) -> Iterator[Cell]:
        """All of its lines."""
        return (self.line(number) for number in range(len(self.starts)))


@dataclass(frozen=True)
class View:
    """The texts of a page, from the top; `sheet` knows what is drawn."""

    page: Page
    texts: tuple[Text, ...]
    sheet: Sheet = field(repr=False)

    @property
    def number(self) -> int:
        """The page's number, from 1."""
        return self.page.number

    @cached_property
    def largest(self) -> float:
        """The height of the largest letters of a line of more than one."""
        return max((text.cell.size for text in self.texts if len(text.text) > 3), default=0.0)

    @cached_property
    def _tops(self) -> list[float]:
        return [text.box[1] for text in self.texts]

    @cached_property
    def _tallest(self) -> float:
        return max((text.box[3] - text.box[1] for text in self.texts), default=0.0)

    def _between(self, top: float, bottom: float) -> Sequence[Text]:
        """The texts that may reach into a strip of the page: a page of thousands is asked thousands of times."""
        return self.texts[bisect_left(self._tops, top - self._tallest) : bisect_right(self._tops, bottom)]

    def right_of(self, text: Text | Cell) -> Text | None:
        """The nearest text beside, to the right."""
        box = text.box
        beside = [other for other in self._between(box[1], box[3])
                  if -_EPS <= other.box[0] - box[2] <= _FAR_RIGHT and _beside(box, other.box)]
        return min(beside, key=lambda other: other.box[0], default=None)

    def left_of(self, text: Text | Cell) -> Text | None:
        """The nearest text beside, to the left."""
        box = text.box
        beside = [other for other in self._between(box[1], box[3])
                  if other.box[2] <= box[0] + _EPS and _beside(box, other.box)]
        return max(beside, key=lambda other: other.box[2], default=None)

    def below(self, text: Text | Cell, far: float = _FAR_DOWN) -> Text | None:
        """The nearest text below that stands in its column; `far` in heights of a line."""
        box = text.box
        reach = far * max(_height(text), self.largest * 1.02) + _EPS
        under = [other for other in self._between(box[3] - _height(text), box[3] + reach)
                 if other.box[1] >= box[3] - 0.35 * _height(text)
                 and other.box[1] - box[3] <= far * max(_height(text), _height(other)) and _in_column(box, other.box)]
        return min(under, key=lambda other: (other.box[1], -_shared(box, other.box)), default=None)

    def above(self, text: Text | Cell, far: float = _FAR_DOWN) -> Text | None:
        """The nearest text above that stands in its column."""
        box = text.box
        reach = far * max(_height(text), self.largest * 1.02) + _EPS
        over = [other for other in self._between(box[1] - reach, box[1] + _height(text))
                if other.box[3] <= box[1] + 0.35 * _height(text)
                and box[1] - other.box[3] <= far * max(_height(text), _height(other)) and _in_column(box, other.box)]
        return max(over, key=lambda other: (other.box[3], _shared(box, other.box)), default=None)

    def row_of(self, text: Text) -> list[Text]:
        """All texts beside it and itself, from the left."""
        return sorted((other for other in self._between(text.box[1], text.box[3])
                       if other is text or _beside(text.box, other.box)),
                      key=lambda other: other.box[0])


def _height(text: Text | Cell) -> float:
    """Of one line."""
    cell = text.cell if isinstance(text, Text) else text
    return max(cell.size * 1.02, 0.004)


def _beside(one: Box, other: Box) -> bool:
    """Whether two boxes share at least half the height of the lower one."""
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return shared >= 0.5 * min(one[3] - one[1], other[3] - other[1])


def _shared(one: Box, other: Box) -> float:
    return min(one[2], other[2]) - max(one[0], other[0])


def _in_column(one: Box, other: Box) -> bool:
    """Whether one stands above the other: by common edges, by common middles, or by sharing much of their width."""
    if abs(one[0] - other[0]) < _EPS or abs(one[0] + one[2] - other[0] - other[2]) < 2 * _EPS:
        return True
    return _shared(one, other) >= 0.4 * min(one[2] - one[0], other[2] - other[0])


def view_of(page: Page, label_in: LabelIn) -> View:
    """The texts of `page`."""
    sheet = sheet_of(page)
    lines = [line for line in map(_quiet, page.lines) if line.text.strip() and _visible(line)]
    beside = _with_neighbours(lines)
    margin = max((line.box[2] for line in lines), default=1.0)
    groups: list[list[Line]] = []
    for line in lines:
        group = next((g for g in reversed(groups[-6:]) if _reads_on(g, line, sheet, beside, margin, label_in)), None)
        if group:
            group.append(line)
        else:
            groups.append([line])
    groups.sort(key=lambda group: (group[0].box[1], group[0].box[0]))
    return View(page, tuple(_text(group, page.number, index) for index, group in enumerate(groups)), sheet)


def _quiet(line: Line) -> Line:
    """A line read from a picture without the specks at its ends; its letters are as high as most of its words say."""
    words = list(line.words)
    if not words or words[0].source != "ocr":
        return line
    while words and not any(c.isalnum() for c in words[0].text):
        words.pop(0)
    while words and not any(c.isalnum() or c in ")." for c in words[-1].text):
        words.pop()
    if not words:
        return Line((), "", line.box)
    text = " ".join(word.text for word in words)
    return Line(tuple(words), text, around(word.box for word in words), median(word.size for word in words), line.bold)


def _visible(line: Line) -> bool:
    """Whether people would read it: logos hide names in letters of half a point, and borders look like tall ones."""
    return 0.003 < line.size < 0.25


def _with_neighbours(lines: Sequence[Line]) -> set[int]:
    """The ids of lines that have another one beside; `lines` from the top."""
    found: set[int] = set()
    for index, line in enumerate(lines):
        for other in lines[index + 1 :]:
            if other.box[1] > line.box[3]:
                break
            if _beside(line.box, other.box):
                found |= {id(line), id(other)}
    return found


def _text(lines: Sequence[Line], page: int, index: int) -> Text:
    starts, whole = [0], cell_of(lines[:1], page)
    for count in range(2, len(lines) + 1):
        longer = cell_of(lines[:count], page)
        starts.append(longer.starts[len(whole.words)])
        whole = longer
    return Text(whole, tuple(starts), index)


def _reads_on(group: list[Line], line: Line, sheet: Sheet, beside: set[int], margin: float, label_in: LabelIn) -> bool:
    """Whether `line` goes on with the text of `group`."""
    last = group[-1]
    height = max(last.size, line.size) * 1.02
    gap = line.box[1] - last.box[3]
    if not -0.4 * height < gap < _LEADING * height or last.bold != line.bold:
        return False
    if not _alike(last, line) or sheet.parted(last.box, line.box) or label_in(last.text) is Part.WHOLE:
        return False
    if len(group) == 1 and abs(last.box[0] - line.box[0]) < _EPS and not label_in(last.text) \
            and label_in(f"{last.text} {line.text}") is Part.WHOLE:
        return True
    if label_in(line.text):
        return False
    return _wraps(group, line, margin) and (id(line) not in beside or _is_prose(last, line))


def _alike(one: Line, other: Line) -> bool:
    """Whether two lines are of one size."""
    tolerance = _SAME_SIZE_OCR if one.words[0].source == other.words[0].source == "ocr" else _SAME_SIZE
    return abs(one.size - other.size) <= tolerance * max(one.size, other.size)


def _is_prose(last: Line, line: Line) -> bool:
    """Whether a line with something beside it may still go on with the line above: both are long."""
    return min(len(last.words), len(line.words)) >= 4


def _wraps(group: list[Line], line: Line, margin: float) -> bool:
    """Whether `line` stands where the text of `group` would go on: under its middle, or at its left edge after a full
    line."""
    last = group[-1]
    if abs(last.box[0] - line.box[0]) < _EPS and not _centred(group, line):
        edge = max(margin if margin - last.box[0] > 0.3 else 0, *(one.box[2] for one in (*group, line)))
        first = line.words[0].box
        return last.box[2] + (first[2] - first[0]) > edge - 0.03
    return abs(last.box[0] + last.box[2] - line.box[0] - line.box[2]) < 4 * _EPS


def _centred(group: list[Line], line: Line) -> bool:
    """Whether lines of different length share their middle."""
    return all(abs(a.box[0] + a.box[2] - b.box[0] - b.box[2]) < _EPS for a, b in pairwise([*group, line])) and any(
        abs(one.box[2] - line.box[2]) > 2 * _EPS for one in group)
