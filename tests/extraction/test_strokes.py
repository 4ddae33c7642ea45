"""Marks that are drawn and not printed: two strokes make a tick or a cross, alike by PDFium and by pdfminer."""

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from fsr.extraction.readers import document
from fsr.extraction.readers.pdf import read_pdf
from fsr.extraction.readers.shapes import Point
from fsr.extraction.readers.strokes import marks_of, strokes_of
from tests.extraction.drawing import drawn

Draw = Callable[[Canvas, float, float], None]


def tick(c: Canvas, x: float, y: float) -> None:
    path = c.beginPath()
    path.moveTo(x, y + 3)
    path.lineTo(x + 3, y)
    path.lineTo(x + 8, y + 8)
    c.drawPath(path)


def tick_of_two_lines(c: Canvas, x: float, y: float) -> None:
    c.line(x, y + 3, x + 3, y)
    c.line(x + 3, y, x + 8, y + 8)


def cross(c: Canvas, x: float, y: float) -> None:
    c.line(x, y, x + 7, y + 7)
    c.line(x, y + 7, x + 7, y)


def boxed_cross(c: Canvas, x: float, y: float) -> None:
    c.rect(x - 1, y - 1, 9, 9)
    cross(c, x, y)


@pytest.mark.parametrize("fast", [True, False])
@pytest.mark.parametrize(
    ("draw", "sign"), [(tick, "✓"), (tick_of_two_lines, "✓"), (cross, "✗"), (boxed_cross, "☒")]
)
def test_a_mark_that_is_drawn_is_a_sign_on_the_level_of_its_label(
    draw: Draw, sign: str, fast: bool, tmp_path: Path
) -> None:
    def page(c: Canvas) -> None:
        c.drawString(60, 600, "Theft of the vehicle")
        draw(c, 300, 600)

    data = drawn(page)
    (tmp_path / "marks.pdf").write_bytes(data)
    reading = document.read(tmp_path / "marks.pdf") if fast else read_pdf(data)
    label, mark = sorted(reading.pages[0].lines, key=lambda line: line.box[0])
    assert mark.text == sign
    assert label.box[1] < (mark.box[1] + mark.box[3]) / 2 < label.box[3]
    assert mark.box[0] == pytest.approx(0.5, abs=0.002)


def strokes(*lines: tuple[Point, ...]) -> list:
    return [stroke for points in lines for stroke in strokes_of(points)]


def test_a_level_stroke_under_marks_is_a_dash_and_alone_it_is_a_rule() -> None:
    ticks = strokes(*(((100, 53 + y), (103, 56 + y), (108, 48 + y)) for y in (0, 20)))
    level = (100.0, 92.0, 108.0, 92.5)
    assert [mark.sign for mark in marks_of(ticks, [level])] == ["✓", "✓", "–"]
    assert [mark.sign for mark in marks_of(ticks, [(300.0, 92.0, 308.0, 92.5)])] == ["✓", "✓"]
    assert marks_of([], [level]) == []


@pytest.mark.parametrize(
    "lines",
    [
        [((100, 50), (104, 54), (108, 50))],  # an arrow that points down
        [((100, 50), (104, 54), (100, 58))],  # an arrow that points right
        [((100, 50), (107, 57))],  # one stroke
        [((100, 50), (107, 57)), ((130, 50), (123, 57))],  # two strokes apart
        [((100, 50), (160, 110)), ((100, 110), (160, 50))],  # as large as a drawing
    ],
)
def test_other_strokes_are_no_marks(lines: list[tuple[Point, ...]]) -> None:
    assert marks_of(strokes(*lines), []) == []
