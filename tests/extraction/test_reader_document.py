"""The door for any document: which way a page goes, and the sentence for each thing that can be wrong."""

import io
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from fsr.errors import Unreadable
from fsr.extraction.readers import document, ocr, pictures
from fsr.extraction.readers.layers import Layer
from fsr.extraction.readers.lines import Run
from fsr.extraction.reading import Line, Page, Reading, Word
from tests.extraction.drawing import drawn
from tests.samples import sample

needs_tesseract = pytest.mark.skipif(not ocr.languages(), reason="Tesseract is not installed")

TEXT = ("Kasko", "apdrosinasanas", "piedavajums", "automasinai", "Skoda", "Octavia", "numurs", "premija", "ieklauts")


def prose(c: Canvas) -> None:
    for row in range(20):
        c.drawString(50, 750 - 20 * row, " ".join(TEXT[(row + i) % len(TEXT)] for i in range(5)))


def picture_of(data: bytes, dpi: int = 150) -> Image.Image:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    image = pdf[0].render(scale=dpi / 72).to_pil()
    pdf.close()
    return image


def scanned(image: Image.Image):
    return lambda c: c.drawImage(ImageReader(image), 0, 0, 600, 800)


def read(tmp_path: Path, data: bytes, name: str = "file.pdf", **options) -> Reading:
    path = tmp_path / "stored"
    path.write_bytes(data)
    return document.read(path, name, **options)


def refusal(tmp_path: Path, data: bytes, name: str = "file.pdf") -> str:
    with pytest.raises(Unreadable) as error:
        read(tmp_path, data, name)
    return str(error.value)


def test_progress_counts_pages_that_are_done(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    read(tmp_path, drawn(prose, prose, prose), progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_pdfminer_alone_reads_the_same_lines(tmp_path: Path) -> None:
    data = sample("casco", "01").read_bytes()
    both = [[line.text for _, line in read(tmp_path, data, reader=reader).lines()] for reader in ("", "pdfminer")]
    assert both[0] == both[1]


@needs_tesseract
def test_a_scan_is_read_by_ocr_with_places_and_scores() -> None:
    (page,) = document.read(sample("casco", "12"), "12_ergo_skenets.pdf").pages
    assert page.route == "ocr"
    text = "\n".join(line.text for line in page.lines)
    for words in ("ERGO", "Apdrošinā", "EUR", "XY"):
        assert words in text
    words = [word for line in page.lines for word in line.words]
    assert all(word.source == "ocr" and 0 < word.score <= 1 for word in words)
    assert all(0 <= value <= 1 for line in page.lines for value in line.box)


@needs_tesseract
def test_a_scan_lying_on_its_side_is_read_upright(tmp_path: Path) -> None:
    image = picture_of(drawn(prose)).rotate(90, expand=True)
    data = drawn(lambda c: c.drawImage(ImageReader(image), 0, 0, 800, 600), size=(800, 600))
    (page,) = read(tmp_path, data).pages
    assert page.turn == 90
    assert (page.width, page.height) == (600, 800)
    assert "piedavajums" in page.lines[0].text
    assert page.lines[0].box[1] < 0.1


@needs_tesseract
def test_words_that_stand_only_in_the_background_picture_join_the_text_layer(tmp_path: Path) -> None:
    image = picture_of(drawn(prose))

    def page(c: Canvas) -> None:
        scanned(image)(c)
        c.drawString(50, 100, "Only this is text")

    (read_page,) = read(tmp_path, drawn(page)).pages
    assert read_page.route == "hybrid"
    sources = {word.source for line in read_page.lines for word in line.words}
    assert sources == {"text", "ocr"}
    assert sum("Only this is text" in line.text for line in read_page.lines) == 1


def test_a_short_page_of_plain_text_needs_no_ocr(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    ocr.languages.cache_clear()
    reading = read(tmp_path, drawn(lambda c: c.drawString(50, 700, "Three words only")))
    ocr.languages.cache_clear()
    assert reading.pages[0].route == "text"
    assert reading.notes == ()


def test_without_tesseract_a_scan_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    ocr.languages.cache_clear()
    image = Image.new("RGB", (300, 400), "white")
    assert refusal(tmp_path, drawn(scanned(image))) == ocr.MISSING
    mixed = read(tmp_path, drawn(prose, scanned(image)))
    ocr.languages.cache_clear()
    assert mixed.notes == ("Page 2 has no text layer: install Tesseract or type the values.",)


@needs_tesseract
@pytest.mark.parametrize(("name", "form"), [("scan.png", "PNG"), ("photo.jpg", "JPEG")])
def test_a_picture_is_a_document_of_one_page(tmp_path: Path, name: str, form: str) -> None:
    out = io.BytesIO()
    picture_of(drawn(prose)).convert("RGB").save(out, form, dpi=(150, 150))
    (page,) = read(tmp_path, out.getvalue(), name).pages
    assert (page.width, page.height) == pytest.approx((600, 800), abs=1)
    assert "piedavajums" in page.lines[0].text


def test_a_picture_larger_than_allowed_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("1", (10_000, 6_000)).save(out, "PNG")
    assert "too large" in refusal(tmp_path, out.getvalue(), "huge.png")


@pytest.mark.parametrize(("start", "words"), [
    ("01", "empty"), ("02", "not a PDF"), ("03", "damaged or incomplete"), ("09", "password"),
    ("10", "Too many pages (2,000"), ("11", "PNG image, not a PDF"), ("07", "too complex"),
    ("12", "No readable text"),
])
def test_each_bad_file_has_its_sentence(start: str, words: str) -> None:
    path = sample("hostile", start)
    with pytest.raises(Unreadable) as error:
        document.read(path, path.name)
    assert words in str(error.value)


def test_a_script_is_told_and_the_text_is_read() -> None:
    reading = document.read(sample("hostile", "08"), "08_javascript.pdf")
    assert "123.45" in reading.text
    assert reading.notes == ("The file holds a script; it was not run.",)


def test_a_protected_offer_is_never_an_empty_one() -> None:
    with pytest.raises(Unreadable, match="protected by a password"):
        document.read(sample("casco", "13"), "13.pdf")


def test_a_quick_look_counts_pages() -> None:
    checked = document.check(sample("casco", "02"), "02.pdf")
    assert (checked.kind, checked.pages) == ("pdf", 2)


@pytest.mark.parametrize("turn", [0, 90])
def test_a_page_picture_has_the_width_asked_for(turn: int) -> None:
    png = pictures.page_picture(sample("casco", "01"), 1, 700, turn)
    image = Image.open(io.BytesIO(png))
    assert image.width == 700
    assert (image.height > image.width) == (turn == 0)


def test_a_page_that_is_not_there_has_no_picture() -> None:
    with pytest.raises(Unreadable, match="no page 9"):
        pictures.page_picture(sample("casco", "01"), 9, 700)


def test_a_page_whose_letters_are_drawn_as_shapes_wants_ocr_and_one_with_lines_and_boxes_does_not() -> None:
    page = Page(1, 600.0, 800.0)
    assert Layer(page, 0.0, 0.0, True, outlines=576).wants_ocr()
    words = tuple(Word("abc", (0.1, 0.1, 0.2, 0.12)) for _ in range(5))
    few = Page(1, 600.0, 800.0, (Line(words, "abc " * 5, (0.1, 0.1, 0.2, 0.12)),))
    assert Layer(few, 0.0, 0.0, True, outlines=576).wants_ocr()
    assert not Layer(few, 0.0, 0.0, True, outlines=1).wants_ocr()


def test_words_that_are_higher_than_wide_lie_on_their_side() -> None:
    lying = Run("Certificate", 10, 22, 90, 60, False, "ocr", 0.9)
    standing = Run("Certificate", 10, 90, 90, 12, False, "ocr", 0.9)
    assert ocr.Seen((lying, lying, standing)).is_sideways
    assert not ocr.Seen((lying, standing, standing)).is_sideways
    assert not ocr.Seen(()).is_sideways
