"""Pictures of pages, and pictures that are documents.  Runs in a limited child process only."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageOps

from fsr.errors import Unreadable
from fsr.extraction.kinds import kind_of
from fsr.extraction.readers.opening import DAMAGED, open_pdf

MOST_PIXELS = 50_000_000
"""Source: OWASP ASVS 5.2.6, as set for this product."""
WIDEST = 3000
"""Pixels across a page's picture for a screen; a phone to a large screen asks for 400 to 2000."""
POINTS = 72
SCAN_DPI = 150
"""Assumed of a picture that does not say."""

Image.MAX_IMAGE_PIXELS = None  # it only warns up to twice its number; `open_picture` refuses before decoding


def page_picture(path: Path, number: int, width: int, turn: int = 0) -> bytes:
    """Page `number` (from 1) as a PNG of `width` pixels (1 to 3000), turned clockwise by `turn` degrees.

    Raises `Unreadable` when the file cannot be opened or has no such page.
    """
    width = max(1, min(width, WIDEST))
    data = path.read_bytes()
    if kind_of(data) == "pdf":
        with open_pdf(data) as document:
            picture = draw(document, number, width=width, turn=turn)
    else:
        with open_picture(path) as whole:
            upright = whole.rotate(-turn, expand=True) if turn else whole
            picture = upright.convert("RGB").resize((width, max(1, round(width * upright.height / upright.width))))
    out = io.BytesIO()
    picture.quantize(64).save(out, "PNG")
    return out.getvalue()


def draw(document: pypdfium2.PdfDocument, number: int, *, width: int = 0, dpi: int = 0, turn: int = 0,
         most: int = MOST_PIXELS) -> Image.Image:
    """A PDF's page drawn `width` pixels wide or at `dpi`, whichever is given; never more than `most` pixels."""
    if not 1 <= number <= len(document):
        raise Unreadable(f"The document has no page {number}.")
    page = document[number - 1]
    across, down = page.get_size()
    if turn % 180:
        across, down = down, across
    scale = (width - 0.5) / across if width else dpi / POINTS  # PDFium rounds up
    scale = min(scale, (most / (across * down)) ** 0.5)
    bitmap: Any = page.render(scale=scale, rotation=turn, grayscale=bool(dpi))
    picture: Image.Image = bitmap.to_pil()
    page.close()
    return picture


@contextmanager
def open_picture(path: Path) -> Iterator[Image.Image]:
    """A PNG or JPEG, upright as its camera says; raises `Unreadable` when it is damaged or larger than 50 Mpx."""
    try:
        with Image.open(path, formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Unreadable(f"The picture is too large (at most {MOST_PIXELS // 10**6} megapixels).")
            picture.load()
            yield ImageOps.exif_transpose(picture)
    except (OSError, SyntaxError, ValueError) as error:
        raise Unreadable(DAMAGED.replace("PDF", "picture")) from error


def dots_per_inch(picture: Image.Image) -> float:
    """The picture's resolution, or what is usual for scans where it says nothing sensible."""
    dpi = picture.info.get("dpi", (0, 0))[0]
    return float(dpi) if 50 <= dpi <= 1200 else SCAN_DPI
