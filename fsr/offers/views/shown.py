"""The matrix in the words of the reader: what each cell and row looks like, worked out once before the page is drawn.

The page draws up to 22 x 8 cells, so the template's inner loop only prints what stands here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from urllib.parse import quote

from fsr.extraction.found import State
from fsr.offers import catalogue
from fsr.offers.catalogue import Better, Kind, Row
from fsr.offers.compare import Cell, Line, Matrix, OfferState, Section, Shown
from fsr.offers.forms import ViewForm
from fsr.web.i18n import gettext as _
from fsr.web.i18n import money

OVERRIDDEN = "person"
"""Stands for the rule where a person said which is best."""
PATHS = {code: quote(code, safe="") for code in catalogue.CODES}


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One cell, ready to print.

    look    "covered", "excluded", "missing", "text", or without a link "reading" and "unread"
    path    end of the URL of its editor
    was     what was read, in words, where a person typed something else; "" for none.  `before` likewise for the
            older offer of the same insurer
    """

    key: str
    path: str
    look: str
    text: str
    css: str
    state: str
    best: bool
    minority: bool
    check: bool
    was: str
    before: str


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One row; `rule` names the popover that explains its best value, "" when nothing is marked in it.

    Ticks mark themselves: where a row only holds "included" and "not included", a further mark on most of its cells
    would hide the one cell that matters.
    """

    code: str
    name: str
    differs: bool
    rule: str
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A heading and its rows."""

    name: str
    lines: tuple[ShownLine, ...]


def groups(matrix: Matrix, view: ViewForm, language: str) -> list[ShownGroup]:
    """The whole matrix, row names in `language`."""
    states = {column.offer_id: column.state for column in matrix.columns}
    return [_group(section, states, view, language) for section in matrix.sections]


def _group(section: Section, states: dict[int, OfferState], view: ViewForm, language: str) -> ShownGroup:
    return ShownGroup(section.group.name(language), tuple(line(one, states, view, language) for one in section.lines))


def line(one: Line, states: dict[int, OfferState], view: ViewForm, language: str) -> ShownLine:
    """One row, in the words of the reader."""
    row = one.row
    ruled = row.better != Better.NONE and row.kind != Kind.COVER
    marked = view.best and (ruled or one.overridden)
    rule = (OVERRIDDEN if one.overridden else str(row.better)) if marked else ""
    cells = tuple(_cell(cell, row, states[cell.offer_id], view, marked) for cell in one.cells)
    return ShownLine(row.code, row.label(language), one.differs and view.differences, rule, cells)


def _cell(cell: Cell, row: Row, state: OfferState, view: ViewForm, marked: bool) -> ShownCell:
    best, minority = cell.best and marked, cell.minority and view.differences
    return ShownCell(
        key=cell.key, path=f"{PATHS[cell.code]}/{cell.offer_id}", look=_look(cell.shown, state), text=_text(cell),
        css=_css(cell, best, minority), state=cell.state, best=best, minority=minority, check=cell.to_check,
        was=say(row, cell.was) if cell.edited else "", before=say(row, cell.before) if cell.changed else "")


def _look(shown: Shown, state: OfferState) -> str:
    if shown == Shown.PENDING:
        return "unread" if state == OfferState.FAILED else "reading"
    return "text" if shown == Shown.MONEY else str(shown)


def _text(cell: Cell) -> str:
    if cell.shown == Shown.MONEY:
        return money(cell.amount)
    return cell.value or "" if cell.shown == Shown.TEXT else ""


def _css(cell: Cell, best: bool, minority: bool) -> str:
    names = ("is-best", best), ("is-diff", minority), ("is-guess", cell.state == State.GUESSED), (
        "no-value", cell.shown == Shown.PENDING)
    return " ".join(name for name, applies in names if applies)


def say(row: Row, value: str | None) -> str:
    """A value in words, where there is no room or no need for marks: "included", "not found", "1 480,00 €"."""
    if value is None:
        return _("not found")
    if value == catalogue.COVERED:
        return _("included")
    if value == catalogue.NOT_COVERED:
        return _("not included")
    return _amount(value) if row.kind in {Kind.MONEY, Kind.SUM} else value


def _amount(value: str) -> str:
    try:
        return money(Decimal(value))
    except InvalidOperation:
        return value


def rules(lines: Iterable[ShownLine]) -> list[tuple[str, str]]:
    """The rules that these rows use: name and words, each once."""
    used = {one.rule for one in lines}
    known = {str(better): _(better.rule) for better in Better}
    known[OVERRIDDEN] = _("A person chose what is marked here, against the rule.")
    return [(name, words) for name, words in known.items() if name in used]
