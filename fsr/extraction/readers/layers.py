"""A page's text layer, and whether it can be relied upon."""

from collections.abc import Sequence
from typing import NamedTuple

from fsr.errors import Unreadable
from fsr.extraction.readers.frame import Frame
from fsr.extraction.readers.glyphs import UNKNOWN, Glyph
from fsr.extraction.readers.lines import lines_of
from fsr.extraction.readers.shapes import Rect, shapes_of
from fsr.extraction.readers.strokes import Stroke, marks_of, with_marks
from fsr.extraction.reading import Page

MOST_GLYPHS = 40_000
"""Characters on one page; a page of the densest small print holds about 12,000."""
FEW_WORDS = 60
"""A page with fewer real words may have its text in a picture."""
GARBLED = 0.2
"""A page with a larger share of characters without a meaning is garbled."""
BACKGROUND = 0.8
"""A picture over this share of the page may hold labels that the text layer lacks."""
OUTLINES = 100
"""More drawn shapes than this that are neither lines nor boxes may be letters: some certificates draw their labels."""
PICTURED = 0.2
"""Pictures below this share of the page are logos and signatures, not text."""


class Layer(NamedTuple):
    """The text layer of a page.

    garbled   share of the characters whose font does not say what they mean
    pictured  share of the page under its largest picture
    drawn     whether anything at all is drawn besides text
    outlines  how many drawn shapes are neither lines nor boxes
    """

    page: Page
    garbled: float
    pictured: float
    drawn: bool
    outlines: int = 0

    @property
    def words(self) -> int:
        """Words of at least three letters."""
        return real_words(self.page)

    def wants_ocr(self) -> bool:
        """Whether OCR may find more than the text layer holds.

        Source: the rule counted on 55 real certificates (9 of 22 fail with "has
        text, skip OCR"), with one narrowing: few words call for OCR only where a
        picture could hold more, or short pages of plain text would all be slow.
        """
        if self.garbled > GARBLED or self.pictured > BACKGROUND:
            return True
        words = self.words
        drawn = self.pictured > PICTURED or self.outlines > OUTLINES
        return (words < FEW_WORDS and drawn) or (not words and self.drawn)


def real_words(page: Page) -> int:
    """Words of at least three letters on a page."""
    return sum(len(word.text) >= 3 and word.text.isalpha() for line in page.lines for word in line.words)


def check_glyphs(count: int, number: int) -> None:
    """Refuse a page with more characters than a page can show."""
    if count > MOST_GLYPHS:
        raise Unreadable(f"The PDF is too complex: page {number} holds too much text "
                         f"(at most {MOST_GLYPHS:,} characters).")


class Drawing(NamedTuple):
    """What a reader found on a page: `pictures` are areas in square points, `paths` counts drawn paths.

    strokes  short slanted lines, of which marks are drawn
    """

    glyphs: Sequence[Glyph]
    rects: Sequence[Rect]
    pictures: Sequence[float]
    paths: int
    strokes: Sequence[Stroke] = ()


def layer_of(number: int, frame: Frame, found: Drawing) -> Layer:
    """The layer of what a reader found on page `number`."""
    lines = with_marks(lines_of(found.glyphs, frame.width, frame.height), marks_of(found.strokes, found.rects),
                       frame.width, frame.height)
    rules, cells = shapes_of(found.rects, frame.width, frame.height)
    unknown = sum(UNKNOWN in glyph.text for glyph in found.glyphs)
    pictured = min(max(found.pictures, default=0.0) / (frame.width * frame.height), 1.0)
    return Layer(Page(number, frame.width, frame.height, lines, rules, cells),
                 unknown / len(found.glyphs) if found.glyphs else 0.0, pictured, bool(found.paths or found.pictures),
                 found.paths - len(found.rects))
