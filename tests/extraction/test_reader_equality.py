"""PDFium reads a page only where it gives the lines that pdfminer gives; this is the proof."""

from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from fsr.extraction.readers.pdf import read_pdf
from fsr.extraction.readers.pdfium import UnprovenError, read_page
from fsr.extraction.reading import Box, Page
from tests.extraction.drawing import drawn
from tests.samples import samples

NEAR = 0.002
"""Of the page: PDFium rounds the widths of glyphs, which adds up to a point over a line."""

READABLE = [path for path in samples("casco", "health", "cpe", "claims") if "13_if" not in path.name]


def near(a: Box, b: Box) -> bool:
    return all(abs(x - y) < NEAR for x, y in zip(a, b, strict=True))


def all_near(a: Sequence[Box], b: Sequence[Box]) -> bool:
    return len(a) == len(b) and all(map(near, sorted(a), sorted(b)))


def assert_same(one: Page, other: Page) -> None:
    assert [line.text for line in one.lines] == [line.text for line in other.lines]
    for a, b in zip(one.lines, other.lines, strict=True):
        assert [word.text for word in a.words] == [word.text for word in b.words]
        assert near(a.box, b.box), a.text
        assert (a.bold, round(a.size, 3)) == (b.bold, round(b.size, 3)), a.text
        assert all(near(u.box, v.box) for u, v in zip(a.words, b.words, strict=True)), a.text
    assert all_near(one.rules, other.rules)
    assert all_near(one.cells, other.cells)
    assert (one.width, one.height) == pytest.approx((other.width, other.height), abs=0.01)


def compared(data: bytes) -> tuple[int, int]:
    """`(pages PDFium read, pages it left to pdfminer)`, after comparing the former."""
    proven = 0
    document = pypdfium2.PdfDocument(data)
    pages = read_pdf(data).pages
    for page in pages:
        try:
            other = read_page(document[page.number - 1], page.number).page
        except UnprovenError:
            continue
        assert_same(page, other)
        proven += 1
    document.close()
    return proven, len(pages) - proven


@pytest.mark.parametrize("path", READABLE, ids=lambda path: path.name[:12])
def test_both_readers_give_the_same_lines(path: Path) -> None:
    compared(path.read_bytes())


def test_most_pages_of_offers_go_the_fast_way() -> None:
    counts = [compared(path.read_bytes()) for path in READABLE if path.parent.name in ("casco", "health")]
    fast, slow = (sum(column) for column in zip(*counts, strict=True))
    assert fast > 4 * slow


def crowded(c: Canvas) -> None:
    for row in range(60):
        for column in range(5):
            c.setFont("Sans-Bold" if row % 7 == 0 else "Sans", 6 + (row + column) % 5)
            c.drawString(30 + 110 * column, 780 - 12 * row, f"Šūna {row}/{column}: {row * 37.5:.2f} EUR")
            c.rect(28 + 110 * column, 777 - 12 * row, 108, 11)


def kerned(c: Canvas) -> None:
    text = c.beginText(50, 700)
    text.setFont("Sans", 11)
    text.setCharSpace(0.7)
    text.textLine("Spaced letters, 1 234,56 EUR")
    text.setCharSpace(0)
    text.setWordSpace(6)
    text.textLine("Spaced words in a line")
    text.setWordSpace(0)
    text.setHorizScale(70)
    text.textLine("Narrow text in a line")
    text.setHorizScale(100)
    text.setRise(4)
    text.textOut("raised")
    c.drawText(text)


def nested(c: Canvas) -> None:
    c.beginForm("inner")
    c.setFont("Sans", 9)
    c.drawString(5, 5, "Inner form")
    c.rect(0, 0, 80, 20)
    c.endForm()
    for x in (50, 250):
        c.saveState()
        c.translate(x, 500)
        c.scale(1.5, 1.5)
        c.doForm("inner")
        c.restoreState()


def cropped(c: Canvas) -> None:
    c.setCropBox((50, 100, 500, 700))
    c.drawString(140, 400, "Within the crop box")
    c.line(140, 395, 300, 395)


def ticks(c: Canvas) -> None:
    c.drawString(100, 100, "Theft")
    c.setFont("ZapfDingbats", 10)
    c.drawString(200, 100, "\u2714")
    c.drawString(300, 100, "\u2718\u2713")


@pytest.mark.parametrize("page", [crowded, kerned, nested, cropped, ticks], ids=lambda page: page.__name__)
def test_both_readers_agree_on_pages_made_to_part_them(page) -> None:
    assert compared(drawn(page)) == (1, 0)


def turned(c: Canvas) -> None:
    c.rotate(90)
    c.drawString(100, -100, "Turned text")


def squares(c: Canvas) -> None:
    c.setFont("ZapfDingbats", 10)
    c.drawString(100, 100, "\u25a0\u25cf")


def broken(c: Canvas) -> None:
    c.drawString(100, 120, "A word that is bro-")
    c.drawString(100, 105, "ken in two and goes on")


def hebrew(c: Canvas) -> None:
    c.drawString(100, 100, "שלום")


@pytest.mark.parametrize("page", [turned, squares, broken, hebrew], ids=lambda page: page.__name__)
def test_what_pdfium_changes_is_left_to_pdfminer(page) -> None:
    assert compared(drawn(page)) == (0, 1)
