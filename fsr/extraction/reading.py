"""What was read from a document: its words and lines with their places."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

VERSION = "3"
"""Part of the name of kept readings: to be raised whenever the readers give other lines than before."""

Box = tuple[float, float, float, float]
"""`(x0, y0, x1, y1)` as fractions of the page, origin top left."""


class Word(NamedTuple):
    """One run of text without blanks, as printed.

    size    height of the letters, as a fraction of the page's height
    source  "text" (the file's own text layer) or "ocr"
    score   how sure the reader is of the letters, 0..1; 1.0 for a text layer
    """

    text: str
    box: Box
    size: float = 0.0
    bold: bool = False
    source: str = "text"
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """Words that stand on one baseline, without a gap that splits columns."""

    words: tuple[Word, ...]
    text: str
    box: Box
    size: float = 0.0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page; `lines` are sorted from top to bottom, then left to right.

    number  counts from 1
    width, height  in PDF points, after rotation
    rules   drawn straight lines and thin boxes, for tables and captions
    cells   drawn boxes that may hold text (fills and frames)
    route   "text", "ocr" or "hybrid": where the words came from
    turn    how far clockwise the file's page is turned to stand upright, in degrees: a sideways scan.
            Width, height and all boxes are those of the upright page
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...] = ()
    rules: tuple[Box, ...] = ()
    cells: tuple[Box, ...] = ()
    route: str = "text"
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one document, and what is to be said about it.

    notes  sentences for the user ("The file holds a script; it was not run.")
    """

    pages: tuple[Page, ...]
    notes: tuple[str, ...] = field(default=())

    def lines(self) -> Iterator[tuple[int, Line]]:
        """Yield `(page number, line)` in reading order."""
        for page in self.pages:
            for line in page.lines:
                yield page.number, line

    @property
    def text(self) -> str:
        """The text of all pages, a line a line, pages parted by a form feed."""
        return "\f".join("\n".join(line.text for line in page.lines) for page in self.pages)

    def to_data(self) -> dict[str, Any]:
        """The reading as plain lists and strings, ready for JSON."""
        return {
            "notes": list(self.notes),
            "pages": [
                [p.number, p.width, p.height, p.route, [list(r) for r in p.rules], [list(c) for c in p.cells],
                 [[line.text, list(line.box), line.size, line.bold,
                   [[w.text, list(w.box), w.size, w.bold, w.source, w.score] for w in line.words]]
                  for line in p.lines], p.turn]
                for p in self.pages
            ],
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Reading":
        """The reading that `to_data` wrote."""
        pages = tuple(
            Page(number, width, height,
                 tuple(Line(tuple(Word(t, tuple(b), s, bold, source, score) for t, b, s, bold, source, score in words),
                            text, tuple(box), size, is_bold)
                       for text, box, size, is_bold, words in lines),
                 tuple(tuple(r) for r in rules), tuple(tuple(c) for c in cells), route, turn)
            for number, width, height, route, rules, cells, lines, turn in data["pages"]
        )
        return cls(pages, tuple(data["notes"]))
