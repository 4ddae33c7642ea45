"""Small helpers to draw invented offers with reportlab; run by hand, the drawn files are kept in the repository."""

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

FONTS = Path("/usr/share/fonts/truetype/dejavu")
for _name, _file in {
    "S": "DejaVuSans",
    "SB": "DejaVuSans-Bold",
    "R": "DejaVuSerif",
    "RB": "DejaVuSerif-Bold",
    "C": "DejaVuSansCondensed",
    "CB": "DejaVuSansCondensed-Bold",
    "M": "DejaVuSansMono",
}.items():
    pdfmetrics.registerFont(TTFont(_name, str(FONTS / f"{_file}.ttf")))
for _plain, _bold in (("S", "SB"), ("R", "RB"), ("C", "CB")):
    pdfmetrics.registerFontFamily(_plain, normal=_plain, bold=_bold, italic=_plain, boldItalic=_bold)


def p(text: str, font: str = "S", size: float = 9.5, **style: object) -> Paragraph:
    """A paragraph."""
    return Paragraph(
        text, ParagraphStyle("p", fontName=font, fontSize=size, leading=style.pop("leading", size * 1.35), **style)
    )


def h(text: str, size: float = 12, font: str = "SB") -> Paragraph:
    """A heading."""
    return p(text, font, size, spaceBefore=8, spaceAfter=3)


def grid(
    rows: Sequence[Sequence[object]],
    widths: Sequence[float],
    *,
    lines: bool = True,
    font: str = "S",
    size: float = 9,
    head: bool = False,
    extra: Sequence[tuple] = (),
    pad: float = 3,
) -> Table:
    """A table; widths in millimetres; cells are texts or flowables."""
    table = Table([list(row) for row in rows], colWidths=[w * mm for w in widths])
    style = [
        ("FONT", (0, 0), (-1, -1), font, size),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), pad),
        ("BOTTOMPADDING", (0, 0), (-1, -1), pad),
    ]
    if lines:
        style.append(("GRID", (0, 0), (-1, -1), 0.5, colors.grey))
    if head:
        style.append(("FONT", (0, 0), (-1, 0), font + "B" if font != "M" else font, size))
    table.setStyle(TableStyle([*style, *extra]))
    return table


def gap(points: float = 6) -> Spacer:
    """Empty space."""
    return Spacer(1, points)


def pdf(story: Sequence[Flowable], foot: str = "", margin: float = 18, pagesize: tuple[float, float] = A4) -> bytes:
    """The story as a file."""
    out = BytesIO()

    def footer(canvas: Canvas, _document: object) -> None:
        canvas.setFont("S", 7)
        canvas.drawString(margin * mm, 9 * mm, foot)

    document = SimpleDocTemplate(
        out,
        pagesize=pagesize,
        leftMargin=margin * mm,
        rightMargin=margin * mm,
        topMargin=16 * mm,
        bottomMargin=16 * mm,
        invariant=1,
    )
    document.build(list(story), onFirstPage=footer, onLaterPages=footer)
    return out.getvalue()


def drawn(draw: Callable[[Canvas, float, float], None], pagesize: tuple[float, float] = A4) -> bytes:
    """A page drawn by hand; `draw(canvas, width, height)`."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=pagesize, invariant=1)
    draw(canvas, *pagesize)
    canvas.save()
    return out.getvalue()
