"""Read any document: the way from a stranger's file to a `Reading`.

Each page goes the fastest way that is proven for it: PDFium, else pdfminer, and
OCR where the text layer is missing, garbled or thin.  Everything that can be
wrong with a file becomes `Unreadable` with a sentence; what kills the process
instead is the sandbox's business.

Measured in CPU time a page on the CASCO samples (tests/bench/bench_reading.py
prints the same in pages per second): pdfminer.six with its default layout 24 ms,
pdfminer with our lines 17 ms, PDFium with our lines 4.2 ms.  18 of the 20 pages
go the fast way; tests/extraction/test_reader_equality.py shows that both give
the same lines.  So reading alone is 5 times as fast in one child; the tenfold
is out of reach while an engine of 7 ms follows each page.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2
from pdfminer.pdfpage import PDFPage

from fsr.errors import Unreadable
from fsr.extraction.kinds import expected_kind
from fsr.extraction.readers import ocr
from fsr.extraction.readers.layers import BACKGROUND, GARBLED, Layer, real_words
from fsr.extraction.readers.lines import lines_of_runs
from fsr.extraction.readers.opening import DAMAGED, notes_of, open_pdf
from fsr.extraction.readers.pdf import Miner, open_pages
from fsr.extraction.readers.pdfium import UnprovenError, read_page
from fsr.extraction.readers.pictures import POINTS, dots_per_inch, draw, open_picture
from fsr.extraction.reading import Page, Reading

TOO_DEEP = "The PDF's structure is too deep or refers to itself."
EXPANDS = "The PDF expands to more data than allowed."
NO_TEXT = "No readable text was found (probably a scan that cannot be read)."

Progress = Callable[[int, int], None]


class Checked(NamedTuple):
    """What a quick look says: the kind, how many pages, and sentences for the user."""

    kind: str
    pages: int
    notes: list[str]


def check(path: Path, name: str = "") -> Checked:
    """Whether the file can be opened at all; `name` is what its owner calls it.

    Raises `Unreadable` for empty, mislabelled, damaged, protected or too long files.
    """
    data = path.read_bytes()
    kind = expected_kind(data, name)
    if kind == "pdf":
        with open_pdf(data) as document:
            return Checked(kind, len(document), notes_of(document, data))
    with open_picture(path):
        return Checked(kind, 1, [])


def read(path: Path, name: str = "", *, reader: str = "", progress: Progress | None = None) -> Reading:
    """Read all pages of a PDF, PNG or JPEG.

    reader    "pdfminer" keeps PDFium away from the text: the second try after PDFium crashed
    progress  called with (pages done, pages) after each page
    """
    data = path.read_bytes()
    try:
        if expected_kind(data, name) != "pdf":
            reading = _read_image(path)
        elif reader == "pdfminer":
            reading = _read_with_pdfminer(data, progress)
        else:
            reading = _read_pdf(data, progress)
    except MemoryError as error:
        raise Unreadable(EXPANDS) from error
    except RecursionError as error:
        raise Unreadable(TOO_DEEP) from error
    if not any(page.lines for page in reading.pages):
        raise Unreadable(NO_TEXT)
    return reading


def _read_pdf(data: bytes, progress: Progress | None) -> Reading:
    with open_pdf(data) as document:
        pages, total, miner = [], len(document), _Second(data)
        missing: list[int] = []
        for number in range(1, total + 1):
            layer = _layer(document, number, miner)
            pages.append(_with_ocr(layer, document, missing) if layer.wants_ocr() else layer.page)
            if progress:
                progress(number, total)
        if missing and not any(page.lines for page in pages):
            raise Unreadable(ocr.MISSING)
        return Reading(tuple(pages), (*notes_of(document, data), *_missing_notes(missing)))


def _layer(document: pypdfium2.PdfDocument, number: int, second: "_Second") -> Layer:
    """The page's text layer, by PDFium where that is proven."""
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError as error:
        raise Unreadable(DAMAGED) from error
    try:
        return read_page(page, number)
    except UnprovenError:
        return second.read(number)
    finally:
        page.close()


class _Second:
    """pdfminer on the same file, opened when first needed."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._pages: Sequence[PDFPage] = ()
        self._miner = Miner()

    def read(self, number: int) -> Layer:
        """The text layer of page `number`.

        pdfminer answers damaged contents with whatever its code runs into
        (TypeError, ValueError, AttributeError and so on, found by fuzzing), so
        any failure of it but lack of memory or stack means a damaged file.
        """
        try:
            self._pages = self._pages or open_pages(self._data)
            if number <= len(self._pages):
                return self._miner.read(self._pages[number - 1], number)
        except (Unreadable, MemoryError, RecursionError):
            raise
        except Exception as error:
            raise Unreadable(DAMAGED) from error
        raise Unreadable(DAMAGED)


def _read_with_pdfminer(data: bytes, progress: Progress | None) -> Reading:
    """The text layer alone, without PDFium: for a file that PDFium died of."""
    second = _Second(data)
    second.read(1)
    total = len(second._pages)
    pages = []
    for number in range(1, total + 1):
        pages.append(second.read(number).page)
        if progress:
            progress(number, total)
    return Reading(tuple(pages))


def _with_ocr(layer: Layer, document: pypdfium2.PdfDocument, missing: list[int]) -> Page:
    """The page with what OCR reads of its picture; `missing` collects pages that would need it in vain."""
    page = layer.page
    if not ocr.languages():
        if not page.lines:
            missing.append(page.number)
        return page
    picture = draw(document, page.number, dpi=ocr.DPI, most=ocr.MOST_PIXELS)
    seen = ocr.read_picture(picture, page.width / picture.width)
    read = _page_of(seen, page.number, page.width, page.height)
    few = layer.garbled > GARBLED or not page.lines
    if few or (seen.turn and real_words(read) > real_words(page)):
        return read if read.lines else page
    if layer.pictured > BACKGROUND and real_words(read) <= 1.5 * real_words(page):
        return page
    lines = ocr.merged(page.lines, read.lines) if not seen.turn else page.lines
    return page if len(lines) == len(page.lines) else _replaced(page, lines)


def _page_of(seen: ocr.Seen, number: int, width: float, height: float) -> Page:
    """A page of OCR words; turned pages are given upright."""
    if seen.turn % 180:
        width, height = height, width
    return Page(number, width, height, lines_of_runs(seen.runs, width, height), route="ocr", turn=seen.turn)


def _replaced(page: Page, lines: Any) -> Page:
    return Page(page.number, page.width, page.height, lines, page.rules, page.cells, "hybrid")


def _missing_notes(missing: Sequence[int]) -> list[str]:
    pages = ", ".join(map(str, missing))
    return [f"Page {pages} has no text layer: install Tesseract or type the values."] if missing else []


def _read_image(path: Path) -> Reading:
    """A PNG or JPEG as a document of one page."""
    with open_picture(path) as picture:
        scale = POINTS / dots_per_inch(picture)
        seen = ocr.read_picture(picture, scale)
        return Reading((_page_of(seen, 1, picture.width * scale, picture.height * scale),))
