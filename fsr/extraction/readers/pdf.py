"""Read a PDF's own text with pdfminer.six.  Runs in a limited child process only.

pdfminer's layout analysis is not used: `lines_of` makes words and lines from the
characters alone, which gives the same lines for every reader and skips the part
of pdfminer that grows with the square of the text boxes (`boxes_flow`).
Text inside form XObjects is read too (`all_texts` of pdfminer's layout).
"""

import io
import math
from collections.abc import Callable, Iterator
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser

from fsr.extraction.readers.frame import Frame, Matrix
from fsr.extraction.readers.glyphs import UNKNOWN, Glyph, is_bold, is_symbol_font, plain, symbol
from fsr.extraction.readers.layers import MOST_GLYPHS, Drawing, Layer, check_glyphs, layer_of
from fsr.extraction.readers.shapes import MOST, Point, Rect, straight
from fsr.extraction.readers.strokes import Stroke, strokes_of
from fsr.extraction.reading import Reading


def read_pdf(data: bytes, *, password: str = "", progress: Callable[[int, int], None] | None = None) -> Reading:
    """Read the text layer of all pages with pdfminer alone; `progress(done, total)` after each.

    `fsr.extraction.readers.document.read` is the door for files of strangers: it
    checks, routes and explains.  This one raises pdfminer's own errors.
    """
    found = open_pages(data, password)
    miner = Miner()
    pages = []
    for number, page in enumerate(found, start=1):
        pages.append(miner.read(page, number).page)
        if progress:
            progress(number, len(found))
    return Reading(tuple(pages))


def open_pages(data: bytes, password: str = "") -> list[PDFPage]:
    """The pages of a PDF, not yet read."""
    return list(PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(data)), password=password)))


class Miner:
    """pdfminer's interpreter with the fonts it has met; one for a document."""

    def __init__(self) -> None:
        manager = PDFResourceManager()
        self._device = _Device(manager)
        self._interpreter = PDFPageInterpreter(manager, self._device)

    def read(self, page: PDFPage, number: int) -> Layer:
        """The text layer of one page."""
        frame = Frame.of(_visible(page), page.rotate)
        self._device.start(number)
        self._interpreter.render_contents(page.resources, page.contents, ctm=frame.matrix)
        device = self._device
        return layer_of(number, frame, Drawing(device.glyphs, device.rects, device.pictures, device.paths,
                                               device.strokes))


def _visible(page: PDFPage) -> Rect:
    """The crop box cut to the media box, as viewers do."""
    (a0, b0, a1, b1), (c0, d0, c1, d1) = page.cropbox, page.mediabox
    x0, y0, x1, y1 = max(a0, c0), max(b0, d0), min(a1, c1), min(b1, d1)
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else (c0, d0, c1, d1)


class _Device(PDFTextDevice):
    """Collects glyphs and straight shapes in the frame the interpreter's matrix gives."""

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager)
        self._fonts: dict[int, tuple[bool, bool, dict[int, tuple[str, float]]]] = {}
        self.start(1)

    def start(self, number: int) -> None:
        """Forget the last page; `number` is the next one's."""
        self._number = number
        self.glyphs: list[Glyph] = []
        self.rects: list[Rect] = []
        self.strokes: list[Stroke] = []
        self.pictures: list[float] = []
        self.paths = 0
        self._outer: list[Any] = []

    def begin_figure(self, name: str, bbox: Any, matrix: Any) -> None:
        """A form or picture begins; pdfminer does not restore the matrix after it."""
        self._outer.append(self.ctm)

    def end_figure(self, name: str) -> None:
        """The form or picture ended."""
        self.ctm = self._outer.pop()

    def render_image(self, name: str, stream: Any) -> None:
        """Keep the picture's area: a unit square under the current matrix."""
        a, b, c, d, _, _ = self._matrix
        self.pictures.append(abs(a * d - b * c))

    def render_char(self, matrix: Any, font: PDFFont, fontsize: float, scaling: float, rise: float,
                    cid: int, ncs: Any, graphicstate: Any) -> float:
        """Keep the character; pdfminer's signature, so with its many arguments."""
        bold, symbolic, known = self._font(font)
        entry = known.get(cid)
        if entry is None:
            entry = known[cid] = (_meaning(font, symbolic, cid), font.char_width(cid))
        text, width = entry
        advance = width * fontsize * scaling
        a, b, c, d, e, f = matrix
        x, y = c * rise + e, d * rise + f
        if len(self.glyphs) >= MOST_GLYPHS:
            check_glyphs(len(self.glyphs) + 1, self._number)
        self.glyphs.append(Glyph(text, x, x + a * advance, y, abs(fontsize) * math.hypot(c, d), bold, b * advance))
        return advance

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
        """Keep the path's straight parts; pdfminer's signature."""
        self.paths += 1
        a, b, c, d, e, f = self._matrix
        for points in _subpaths(path):
            placed = [(a * x + c * y + e, b * x + d * y + f) for x, y in points]
            rect = straight(placed)
            if rect and len(self.rects) < MOST:
                self.rects.append(rect)
            elif not rect and len(self.strokes) < MOST:
                self.strokes += strokes_of(placed)

    @property
    def _matrix(self) -> Matrix:
        """The matrix in force; the interpreter sets one before it draws."""
        return self.ctm or (1, 0, 0, 1, 0, 0)

    def _font(self, font: PDFFont) -> tuple[bool, bool, dict[int, tuple[str, float]]]:
        """Bold, symbol font, and the meaning and width of each code met so far."""
        known = self._fonts.get(id(font))
        if known is None:
            name = str(font.fontname)
            known = self._fonts[id(font)] = (is_bold(name), is_symbol_font(name), {})
        return known


def _meaning(font: PDFFont, symbolic: bool, cid: int) -> str:
    try:
        text = font.to_unichr(cid)
    except PDFUnicodeNotDefined:
        text = ""
    if symbolic and (not text or ord(text[0]) < 0x2000 or ord(text[0]) > 0xE000):
        return symbol(str(font.fontname), text or chr(cid))
    return plain(text) if text else UNKNOWN


def _subpaths(path: Any) -> Iterator[list[Point]]:
    """The corner points of each subpath made of straight lines only."""
    points: list[Point] = []
    curved = False
    for operation, *numbers in path:
        if operation == "m":
            if points and not curved:
                yield points
            points, curved = [(numbers[0], numbers[1])], False
        elif operation == "l":
            points.append((numbers[0], numbers[1]))
        elif operation != "h":
            curved = True
    if points and not curved:
        yield points
