"""Words and lines: what counts as one, where it stands, and which signs are made plain."""

from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from fsr.extraction.readers.pdf import read_pdf
from fsr.extraction.reading import Line, Page, Reading
from tests.extraction.drawing import drawn
from tests.samples import sample


def page_of(draw: Callable[[Canvas], None]) -> Page:
    return read_pdf(drawn(draw)).pages[0]


def texts(page: Page) -> list[str]:
    return [line.text for line in page.lines]


def test_a_line_stands_where_it_is_drawn_in_fractions_from_the_top_left() -> None:
    page = page_of(lambda c: c.drawString(60, 600, "Premium"))
    (line,) = page.lines
    assert line.box[0] == pytest.approx(0.1)
    assert line.box[1] < 0.25 < line.box[3]
    assert line.box[3] - line.box[1] == pytest.approx(10.2 / 800, abs=0.001)
    assert line.size == pytest.approx(10 / 800)


@pytest.mark.parametrize(("turn", "corner"), [(0, (0, 0)), (90, (800, 0)), (180, (600, 800)), (270, (0, 600))])
def test_a_turned_page_is_read_as_a_person_sees_it(turn: int, corner: tuple[int, int]) -> None:
    def draw(c: Canvas) -> None:
        c.setPageRotation(turn)  # reportlab turns the media box too, so the visible page stays 600 x 800
        c.translate(*corner)
        c.rotate(turn)
        c.drawString(60, 600, "above")
        c.drawString(60, 580, "below")

    page = page_of(draw)
    assert texts(page) == ["above", "below"]
    assert (page.width, page.height) == (600, 800)
    assert page.lines[0].box[0] == pytest.approx(0.1, abs=1e-4)
    assert page.lines[0].box[1] < 0.25 < page.lines[0].box[3]


def test_places_are_those_of_the_visible_part_of_the_page() -> None:
    def draw(c: Canvas) -> None:
        c.setCropBox((100, 100, 500, 700))
        c.drawString(140, 400, "seen")

    page = page_of(draw)
    assert (page.width, page.height) == (400, 600)
    assert page.lines[0].box[0] == pytest.approx(0.1)


def test_a_wide_gap_parts_columns_and_a_blank_does_not() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(50, 700, "Sum insured is")
        c.drawString(200, 700, "18 500 EUR")

    assert texts(page_of(draw)) == ["Sum insured is", "18 500 EUR"]


def test_a_narrow_gap_parts_columns_where_other_lines_begin_below_it() -> None:
    def draw(c: Canvas) -> None:
        for y, label in ((700, "Territory of it"), (680, "Sum"), (660, "Plate")):
            c.drawString(50, y, label)
            c.drawString(128, y, "value")

    assert "Territory of it" in texts(page_of(draw))


def test_words_drawn_again_at_the_same_place_are_one() -> None:
    def draw(c: Canvas) -> None:
        for shift in (0, 0.2, 0.4):
            c.drawString(50 + shift, 700, "Bold by printing")

    assert texts(page_of(draw)) == ["Bold by printing"]


def test_letters_drawn_twice_one_by_one_are_one() -> None:
    def draw(c: Canvas) -> None:
        for i, letter in enumerate("Kasko"):
            c.drawString(50 + 6.2 * i, 700, letter)
            c.drawString(50.3 + 6.2 * i, 700, letter)

    assert texts(page_of(draw)) == ["Kasko"]


def test_letter_spaced_text_is_joined_to_words() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(50, 700, "A r i f   Z a i d i")

    assert texts(page_of(draw)) == ["Arif Zaidi"]


@pytest.mark.parametrize(("printed", "plain"), [
    ("1\u00a0480,00\u202fEUR", "1 480,00 EUR"), ("o\ufb03ce \ufb01re", "office fire"),
    ("“quoted” „citēts”", '"quoted" "citēts"'), ("a–b — c", "a–b – c"), ("non\u2011breaking", "non-breaking"),
    ("ne\u00adpārnesa", "nepārnesa"), ("☑ yes ☐ no", "☑ yes ☐ no"),
])
def test_blanks_ligatures_quotes_and_dashes_have_one_form(printed: str, plain: str) -> None:
    assert texts(page_of(lambda c: c.drawString(50, 700, printed))) == [plain]


def test_a_line_that_ends_with_a_soft_hyphen_says_so_and_its_words_do_not() -> None:
    (line,) = page_of(lambda c: c.drawString(50, 700, "numurzīmju atjau\u00ad")).lines
    assert line.text == "numurzīmju atjau\u00ad"
    assert [word.text for word in line.words] == ["numurzīmju", "atjau"]


def test_ticks_of_zapf_dingbats_are_ticks() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(50, 700, "Theft")
        c.setFont("ZapfDingbats", 10)
        c.drawString(200, 700, "\u2714")
        c.drawString(200, 680, "\u2718")

    assert texts(page_of(draw)) == ["Theft", "✔", "✘"]


def test_bold_is_known_from_the_font() -> None:
    def draw(c: Canvas) -> None:
        c.setFont("Sans-Bold", 10)
        c.drawString(50, 700, "Total")
        c.setFont("Sans", 10)
        c.drawString(50, 680, "part")

    assert [line.bold for line in page_of(draw).lines] == [True, False]


def test_text_turned_on_the_page_is_one_line_with_an_upright_box() -> None:
    def draw(c: Canvas) -> None:
        c.rotate(90)
        c.drawString(300, -40, "Sample only")

    (line,) = page_of(draw).lines
    assert line.text == "Sample only"
    assert line.box[3] - line.box[1] > 3 * (line.box[2] - line.box[0])


def test_drawn_lines_are_rules_and_drawn_boxes_are_cells() -> None:
    def draw(c: Canvas) -> None:
        c.line(50, 600, 550, 600)
        c.rect(50, 400, 200, 100)
        c.circle(300, 300, 50)

    page = page_of(draw)
    assert page.rules == ((0.0833, 0.25, 0.9167, 0.25),)
    assert page.cells == ((0.0833, 0.375, 0.4167, 0.5),)


def test_text_inside_a_form_is_read_in_its_place() -> None:
    def draw(c: Canvas) -> None:
        c.beginForm("stamp")
        c.setFont("Sans", 10)
        c.drawString(10, 10, "Inside")
        c.endForm()
        c.saveState()
        c.translate(50, 600)
        c.doForm("stamp")
        c.restoreState()
        c.drawString(60, 590, "Outside")

    page = page_of(draw)
    assert texts(page) == ["Inside", "Outside"]
    assert page.lines[0].box[0] == page.lines[1].box[0]


def test_a_reading_survives_json() -> None:
    reading = read_pdf(sample("casco", "02").read_bytes())
    assert Reading.from_data(reading.to_data()) == reading


def test_the_lines_of_a_table_of_three_variants_are_its_cells() -> None:
    lines: list[Line] = list(read_pdf(sample("casco", "02").read_bytes()).pages[0].lines)
    start = next(i for i, line in enumerate(lines) if line.text == "Pašrisks zādzībai")
    assert [line.text for line in lines[start:start + 4]] == ["Pašrisks zādzībai", "–", "15 %", "10 %"]
