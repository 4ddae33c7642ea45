"""Small PDFs drawn for one test each."""

import io
from collections.abc import Callable

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
BOLD = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"


def drawn(*pages: Callable[[Canvas], None], size: tuple[float, float] = (600, 800)) -> bytes:
    """A PDF of `size` points with one page for each function; the fonts are "Sans" and "Sans-Bold"."""
    for name, path in (("Sans", FONT), ("Sans-Bold", BOLD)):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, path))
    out = io.BytesIO()
    canvas = Canvas(out, size, invariant=1)
    for page in pages:
        canvas.setFont("Sans", 10)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
