"""A page as DOCX.

python-docx writes it: kept up, and it needs no office programme.  A user's text goes into runs of text alone, so what
looks like a field, a formula or markup stays what was typed; characters that XML cannot hold are left out.  Paragraphs
that begin right to left run so, with their Hebrew or Arabic parts marked, as Word asks.  Pictures are those that the
reading child drew: no stranger's bytes are taken into the file.
"""

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from fsr.notebook.export.sheet import Notes, Sheet
from fsr.notebook.export.text import answers, closed_words, heading
from fsr.web.i18n import direction, when
from fsr.web.i18n import gettext as _

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WIDTH = Cm(16)
"""Of a picture: an A4 page between its margins."""
TALLEST = Cm(20)
_FOREIGN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold (production 2, Char), and carriage returns."""
_RTL = r"\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_RUNS = re.compile(rf"[{_RTL}]+(?:[^\w{_RTL}]*[{_RTL}]+)*|[^{_RTL}]+")
_STRONG = re.compile(rf"[{_RTL}]|[^\W\d_]")


def write(sheet: Sheet, drawn: Mapping[int, bytes]) -> bytes:
    """The file; `drawn` holds PNGs by the number of their attachment, those that could be drawn."""
    document = Document()
    _set_up(document, sheet)
    _title(document, sheet)
    if sheet.notes:
        _notes(document, sheet.notes)
    else:
        _text(document, _("Nothing was written yet."))
    for one in sheet.summaries:
        _heading(document, closed_words(one))
        for label, said in answers(one):
            _text(document, said, label=label)
    _pictures(document, sheet, drawn)
    for notes in sheet.others:
        _heading(document, _("Page of %(name)s", name=notes.author), level=1)
        _notes(document, notes)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _set_up(document: Any, sheet: Sheet) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2)
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Calibri", Pt(11)
    document.styles["Normal"].paragraph_format.space_after = Pt(2)
    properties = document.core_properties
    properties.title, properties.author = _clean(sheet.number), _clean(sheet.reader)
    properties.created = properties.modified = sheet.made_at.replace(tzinfo=None)
    properties.comments = ""


def _title(document: Any, sheet: Sheet) -> None:
    _heading(document, _("Case %(number)s", number=sheet.number), level=1)
    state = _("open") if sheet.is_open else _("closed")
    about = [sheet.title, state, *([sheet.notes.author, when(sheet.notes.changed_at)] if sheet.notes else [])]
    _muted(document, " · ".join(filter(None, about)))


def _notes(document: Any, notes: Notes) -> None:
    _heading(document, _("Problem statement"))
    _text(document, notes.problem or "–")
    for entry in notes.entries:
        _heading(document, heading(entry.number))
        if entry.at:
            _muted(document, f"{entry.author} · {when(entry.at)}")
        _text(document, entry.text)


def _pictures(document: Any, sheet: Sheet, drawn: Mapping[int, bytes]) -> None:
    if sheet.pictures:
        _heading(document, _("Attachments"))
    for one in sheet.pictures:
        _text(document, f"{one.number}. {one.title}")
        name = "" if one.filename == one.title else f"{one.filename} · "
        _muted(document, f"{name}{one.by}, {when(one.at)}")
        if one.number in drawn:
            shape = document.add_picture(io.BytesIO(drawn[one.number]), width=WIDTH)
            if shape.height > TALLEST:
                shape.width, shape.height = int(shape.width * TALLEST / shape.height), TALLEST


def _heading(document: Any, text: str, level: int = 2) -> None:
    _fill(document.add_heading(level=level), text)


def _muted(document: Any, text: str) -> None:
    paragraph = document.add_paragraph()
    _fill(paragraph, text)
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = Pt(9), RGBColor(0x52, 0x60, 0x6F)


def _text(document: Any, text: str, label: str = "") -> None:
    """A paragraph for each line, after a bold label where there is one."""
    for at, line in enumerate(_clean(text).split("\n")):
        paragraph = document.add_paragraph()
        if label and at == 0:
            paragraph.add_run(f"{_clean(label)}: ").bold = True
        _fill(paragraph, line)


def _fill(paragraph: Paragraph, text: str) -> None:
    """Put `text` into the paragraph, in runs of one direction each."""
    clean = _clean(text).replace("\n", " ")
    if _is_rtl(clean):
        _mark(paragraph._p.get_or_add_pPr(), "w:bidi")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT  # "left" is where such a paragraph begins: on the right
    for piece, is_rtl in _pieces(clean):
        run = paragraph.add_run(piece)
        if is_rtl:
            _mark(run._r.get_or_add_rPr(), "w:rtl")


def _is_rtl(text: str) -> bool:
    """Whether the first letter of the text runs right to left; without letters, as the page does."""
    first = _STRONG.search(text)
    return bool(re.match(rf"[{_RTL}]", first.group())) if first else direction() == "rtl"


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    for match in _RUNS.finditer(text):
        yield match.group(), bool(re.match(rf"[{_RTL}]", match.group()))


def _mark(properties: Any, name: str) -> None:
    if properties.find(qn(name)) is None:
        properties.append(OxmlElement(name))


def _clean(text: str) -> str:
    return _FOREIGN.sub("", text)
