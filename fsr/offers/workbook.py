"""A comparison as XLSX: the matrix as it is shown, the evidence for each value, and every edit.

In the comparison's language, since the file goes to its client.
"""

import re
from collections.abc import Callable, Sequence

from fsr import clock
from fsr.extraction.found import State
from fsr.offers.catalogue import BY_CODE, COVERED, NOT_COVERED, Kind
from fsr.offers.compare import Cell, Matrix, OfferState, Shown
from fsr.offers.models import Comparison, ValueChange
from fsr.web.i18n import day, direction, speaking, zone
from fsr.web.i18n import gettext as _
from fsr.workbook import Book, Styled, Written

Marks = dict[str | None, str]
"""How "v", "-" and None are written in the language of the file."""

_BEST = (("bold", True), ("font_color", "#14663A"))
_MINORITY = (("bg_color", "#FFF4D6"),)
_GUESS = (("italic", True), ("bottom", 4), ("bottom_color", "#9A6700"))
_EDITED = (("font_color", "#1D4ED8"),)
_MISSING = (("font_color", "#6B7280"), ("italic", True))


def write(
    comparison: Comparison, matrix: Matrix, changes: Sequence[ValueChange], *, differences: bool = True,
    best: bool = True,
) -> bytes:
    """The file: columns and rows of `matrix`, so hidden ones are left out as on the page.

    :param differences: tint what departs from most; `best`: set off the best.
    """
    with speaking(comparison.language):
        book = Book({"title": name(comparison)})
        _comparison(book, comparison, matrix, differences, best)
        _evidence(book, comparison.language, matrix)
        _edits(book, comparison.language, matrix, changes)
        return book.to_bytes()


def name(comparison: Comparison) -> str:
    """What the file is about: "KASKO XY1042"."""
    return f"KASKO {comparison.reg_number or comparison.name}".strip()


def filename(comparison: Comparison) -> str:
    """What to call the file: "KASKO_XY1042_2026-11-21.xlsx"; letters, digits, point, hyphen and underscore only."""
    stem = re.sub(r"[^\w.-]+", "_", name(comparison)).strip("._")
    return f"{stem[:80]}_{clock.now().astimezone(zone()).date().isoformat()}.xlsx"


def _comparison(book: Book, comparison: Comparison, matrix: Matrix, differences: bool, best: bool) -> None:
    sheet = book.sheet(_("Comparison"), [34, *[26] * len(matrix.columns)], landscape=True)
    if direction() == "rtl":
        sheet.right_to_left()
    sheet.head([name(comparison), *(_heading(column.title, column.offer.chosen) for column in matrix.columns)], 1)
    about = " · ".join(part for part in (comparison.client, day(clock.now())) if part)
    marks = _marks()
    sheet.add([about, *(column.offer.variant or "" for column in matrix.columns)], "faint")
    for section in matrix.sections:
        sheet.add([section.group.name(comparison.language), *[None] * len(matrix.columns)], "group")
        for line in section.lines:
            label = line.row.label(comparison.language)
            sheet.add([f"{label} ≠" if differences and line.differs else label,
                       *(_cell(cell, differences, best, marks) for cell in line.cells)])
    comments = [column.offer.comment for column in matrix.columns]
    if any(comments):
        sheet.add([_("Comment"), *comments])


def _heading(title: str, chosen: bool) -> str:
    return f"{title} ★" if chosen else title


def _cell(cell: Cell, differences: bool, best: bool, marks: Marks) -> Styled:
    over = (*(_BEST if best and cell.best else ()), *(_MINORITY if differences and cell.minority else ()),
            *(_GUESS if cell.to_check else ()), *(_EDITED if cell.edited else ()))
    if cell.shown is Shown.MONEY:
        return Styled(cell.amount, "money", over)
    return Styled(_text(cell, marks), "text", over or (_MISSING if cell.shown is Shown.MISSING else ()))


def _text(cell: Cell, marks: Marks) -> str:
    if cell.shown is Shown.PENDING:
        return ""
    words = _in_words(cell.code, cell.value, marks)
    return f"{words} ?" if cell.to_check else words


def _marks() -> Marks:
    """Marks with their words, since a tick alone says little to a screen reader."""
    return {None: _("not found"), COVERED: f"✓ {_('included')}", NOT_COVERED: f"– {_('not included')}"}


def _in_words(code: str, value: str | None, marks: Marks) -> str:
    """A value as people write it."""
    if value is None or value in marks:
        return marks[value]
    return f"{value} €" if BY_CODE[code].kind is Kind.MONEY else value


_STATES: dict[State, Callable[[], str]] = {
    State.FOUND: lambda: _("found"), State.GUESSED: lambda: _("to check"), State.MISSING: lambda: _("not found"),
    State.EDITED: lambda: _("edited"), State.CONFIRMED: lambda: _("confirmed"),
}


def _evidence(book: Book, language: str, matrix: Matrix) -> None:
    sheet = book.sheet(_("Evidence"), [30, 30, 18, 28, 7, 60, 12, 11, 28])
    sheet.head([_("Code"), _("Row"), _("Offer"), _("Value"), _("Page"), _("Quote"), _("State"), _("Confidence"),
                _("Document")])
    marks, states = _marks(), {state: word() for state, word in _STATES.items()}
    for line in matrix.lines:
        label = line.row.label(language)
        for column, cell in zip(matrix.columns, line.cells, strict=True):
            if column.state is OfferState.READ:
                sheet.add([cell.code, label, column.title, _value(cell, marks), cell.page, cell.text,
                           states[cell.state], cell.confidence, column.offer.filename])
    sheet.filtered(9)


def _value(cell: Cell, marks: Marks) -> Written | Styled:
    return Styled(cell.amount, "money") if cell.shown is Shown.MONEY else _in_words(cell.code, cell.value, marks)


_KINDS: dict[str, Callable[[], str]] = {
    "edit": lambda: _("edited"), "confirm": lambda: _("confirmed"), "reset": lambda: _("reset"),
    "undo": lambda: _("taken back"), "reread": lambda: _("read again"), "variant": lambda: _("other variant"),
}


def _edits(book: Book, language: str, matrix: Matrix, changes: Sequence[ValueChange]) -> None:
    titles = {column.offer_id: column.title for column in (*matrix.columns, *matrix.hidden)}
    sheet = book.sheet(_("Edits"), [17, 22, 18, 30, 14, 28, 28, 40])
    sheet.head([_("When"), _("Who"), _("Offer"), _("Row"), _("What"), _("Before"), _("After"), _("Why")])
    marks = _marks()
    for change in changes:
        if change.offer_id in titles:
            sheet.add([change.at.astimezone(zone()), change.actor.name if change.actor else _("read by the system"),
                       titles[change.offer_id], BY_CODE[change.code].label(language), _KINDS[change.kind](),
                       _in_words(change.code, change.old_value, marks), _in_words(change.code, change.new_value, marks),
                       change.why])
    sheet.filtered(8)
