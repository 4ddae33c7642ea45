"""Comparisons as shares show them: what a recipient may see, drawn from a snapshot and nothing else.

`visible` is the one place where the sender's choice is obeyed: hidden offers, comments and evidence leave the snapshot
there, before a page, the JSON or a picture is made of it.  Columns and rows go by their numbers on the page, so that no
id of ours reaches the recipient.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from flask import Flask
from werkzeug.datastructures import MultiDict

from fsr.auth.models import User
from fsr.db import db
from fsr.documents import desk
from fsr.documents.models import Document
from fsr.errors import NotFound
from fsr.extraction.found import State
from fsr.offers import service
from fsr.offers.access import Access, get_comparison
from fsr.offers.api.shapes import comparison_json
from fsr.offers.catalogue import COVERED, NOT_COVERED, ROWS, Better, Kind, Row
from fsr.offers.compare import Cell, Column, Line, Matrix, Offered, OfferState, Shown, Value, compare, normal_form
from fsr.offers.models import Comparison
from fsr.offers.views.shown import say
from fsr.shares import viewers
from fsr.shares.viewers import Choice, Clause, Look, Page, Viewer
from fsr.web.i18n import gettext as _
from fsr.web.i18n import money, speaking

KIND = "comparison"
PICTURE_WIDTH = 1440
"""Pixels: the small print of a policy is read on a phone by zooming in."""
NUMBERS = {row.code: number for number, row in enumerate(ROWS, 1)}
KEY_ROW = "Pašrisks_bojājumi"
"""Shown beside the price in the list of offers: after the price it is what clients ask for first."""


def init_app(app: Flask) -> None:
    """Let comparisons be shared."""
    viewers.register(app, Viewer(
        kind=KIND, product_line="casco", check=check, take=take, revisions=revisions, about=about, choices=choices,
        changes=changes, page=page, api=api, clause=clause, picture=picture))


# What the sender works with

def check(subject_id: str, user: User) -> None:
    """Let the owner, or an administrator, share the comparison.

    :raises NotFound: there is none, or the user may not know of it.
    :raises Forbidden: the user may only look at it.
    """
    get_comparison(_number(subject_id), user, Access.EDIT)


def take(subject_id: str) -> dict[str, Any]:
    """All that is needed to show the comparison as it is now, at any later time.

    :raises NotFound: it was deleted.
    """
    comparison = db.session.get(Comparison, _number(subject_id))
    if comparison is None or comparison.deleted_at is not None:
        raise NotFound(_("There is no such comparison."))
    return service.snapshot(comparison)


def revisions(subject_ids: Sequence[str]) -> Mapping[str, int]:
    """The revisions of those comparisons that are there."""
    ids = [int(one) for one in subject_ids if one.isdecimal() and len(one) < 19]
    found = db.session.execute(sa.select(Comparison.id, Comparison.revision).where(
        Comparison.id.in_(ids), Comparison.deleted_at.is_(None)))
    return {str(number): revision for number, revision in found}


def about(snapshot: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a link to it starts from."""
    comparison = snapshot["comparison"]
    name = comparison["title"] or comparison["reg_number"] or comparison["client"]
    with speaking(comparison["language"]):
        title = _("Motor insurance offers %(name)s", name=name).strip()
    return {"title": title, "language": comparison["language"], "revision": comparison["revision"]}


def choices(snapshot: Mapping[str, Any]) -> Sequence[Choice]:
    """The offers that were read, by their ids."""
    offers = service.offers_of(dict(snapshot))
    matrix = compare([offer for offer in offers if offer.state is OfferState.READ], show_hidden=True)
    return [Choice(str(column.offer_id), column.title, money(column.premium), column.offer.hidden)
            for column in matrix.columns]


def changes(old: Mapping[str, Any], new: Mapping[str, Any], look: Look) -> Sequence[str]:
    """What a recipient would see otherwise if the link were updated: cells, and offers that came or went."""
    was, now = _by_offer(visible(old, look)), _by_offer(visible(new, look))
    said = [_("%(offer)s was added", offer=now[key].title) for key in now.keys() - was.keys()]
    said += [_("%(offer)s was removed", offer=was[key].title) for key in was.keys() - now.keys()]
    for key in [key for key in was if key in now]:
        said += _changed(was[key], now[key], look.language)
    return said


def _changed(was: Column, now: Column, language: str) -> list[str]:
    said = []
    for row in ROWS:
        old, new = (column.offer.values.get(row.code, Value()).value for column in (was, now))
        if normal_form(row.kind, old) != normal_form(row.kind, new):
            said.append(_("%(offer)s, %(row)s: %(old)s → %(new)s", offer=now.title, row=row.label(language),
                          old=say(row, old), new=say(row, new)))
    return said


def _by_offer(matrix: Matrix) -> dict[int, Column]:
    return {column.offer_id: column for column in matrix.columns}


# What the recipient sees

def visible(snapshot: Mapping[str, Any], look: Look) -> Matrix:
    """The part of the snapshot that `look` lets through, compared afresh: what is hidden weighs nothing in "best"."""
    seen = _let_through(snapshot, look)
    best = _best_among(seen, snapshot)
    matrix = compare(seen, without_rows=look.hidden_rows, best=best)
    order = _order(matrix.columns, look.column_order)
    return matrix if order is None else compare(seen, without_rows=look.hidden_rows, best=best, columns=order)


def _let_through(snapshot: Mapping[str, Any], look: Look) -> list[Offered]:
    return [_seen(offer, look) for offer in service.offers_of(dict(snapshot))
            if str(offer.id) not in look.hidden_columns and offer.state is OfferState.READ]


def _best_among(offers: Sequence[Offered], snapshot: Mapping[str, Any]) -> dict[str, list[int]]:
    """The sender's word on who is best, as far as it is about these offers."""
    ids = {offer.id for offer in offers}
    chosen = {code: [number for number in named if number in ids]
              for code, named in snapshot["comparison"]["best"].items()}
    return {code: named for code, named in chosen.items() if named}


def _order(columns: Sequence[Column], wanted: Sequence[str]) -> list[int] | None:
    """Offer ids in the order wished for, by titles or names; those not named follow."""
    if not wanted:
        return None
    places = {name: place for place, name in reversed(list(enumerate(wanted)))}
    last = len(wanted)
    return [column.offer_id for column in sorted(
        columns, key=lambda column: min(places.get(column.title, last), places.get(column.name, last)))]


def _seen(offer: Offered, look: Look) -> Offered:
    values = offer.values if look.evidence else {code: _bare(value) for code, value in offer.values.items()}
    return replace(
        _all_of(offer), comment=offer.comment if look.comments else "", values=values,
        document_id=offer.document_id if look.evidence else None, raw_text=offer.raw_text if look.evidence else None)


def _all_of(offer: Offered) -> Offered:
    """The offer without what is nobody's business outside: files, jobs, warnings, how it was read, who edited it."""
    values = {code: replace(value, edited_by=None, edited_at=None, why="", read=None, alternatives=())
              for code, value in offer.values.items()}
    return replace(offer, hidden=False, filename="", job_id=None, warnings=(), error=None, progress=None, before=None,
                   insurer_reason="", variant_reason="", variants=(), values=values)


def _bare(value: Value) -> Value:
    return Value(value.value, value.state, confidence=value.confidence)


@dataclass(frozen=True, slots=True)
class SeenCell:
    """One cell; `look` is "covered", "excluded", "missing" or "text"; `clause` ends its clause's address, or is ""."""

    look: str
    text: str
    best: bool
    minority: bool
    unsure: bool
    clause: str


@dataclass(frozen=True, slots=True)
class SeenLine:
    """One row by its number; `same`: all offers say the same."""

    number: int
    name: str
    same: bool
    differs: bool
    cells: tuple[SeenCell, ...]


@dataclass(frozen=True, slots=True)
class SeenColumn:
    """One offer by its number; `figure` is what it says in the row clients ask for after the price."""

    number: int
    title: str
    price: str
    figure: str
    comment: str
    cheapest: bool
    recommended: bool


def page(snapshot: Mapping[str, Any], look: Look, args: MultiDict[str, str]) -> Page:
    """The comparison for its recipient.

    :param args: `only` twice or more (numbers of columns to compare), `differences=1` leaves out equal rows.
    """
    matrix = visible(snapshot, look)
    recommended = _recommended(matrix.columns, look)
    columns = [_column(number, column, matrix, recommended) for number, column in enumerate(matrix.columns, 1)]
    only = _only(args, len(columns))
    shown = matrix if only is None else _narrowed(matrix, only, snapshot)
    numbers = {column.offer_id: number for number, column in enumerate(matrix.columns, 1)}
    differences = "differences" in args
    groups = [(section.group.name(look.language), lines) for section in shown.sections
              if (lines := [_line(line, numbers, look) for line in section.lines if line.differs or not differences])]
    context = {
        "all_columns": columns, "columns": [column for column in columns if only is None or column.number in only],
        "groups": groups, "only": only or (), "differences": differences, "differing": shown.differs,
        "equal": shown.equal, "figure_name": _label(KEY_ROW, look), "price_name": _label("premium_total", look),
        "unsure": any(cell.unsure for _name, lines in groups for line in lines for cell in line.cells)}
    return Page("offers/_shared_matrix.html", context, _headline(columns, look),
                [Choice(str(column.number), column.title, column.price) for column in columns])


def _narrowed(matrix: Matrix, only: Sequence[int], snapshot: Mapping[str, Any]) -> Matrix:
    """The same with these columns only, under the names they have among all."""
    offers = [replace(column.offer, title=column.title) for number, column in enumerate(matrix.columns, 1)
              if number in only]
    lines = {line.row.code for line in matrix.lines}
    return compare(offers, columns=[offer.id for offer in offers], best=_best_among(offers, snapshot),
                   without_rows=[row.code for row in ROWS if row.code not in lines])


def _only(args: MultiDict[str, str], count: int) -> tuple[int, ...] | None:
    """Numbers of the columns to compare; None for all, also where what was asked makes no comparison."""
    asked = {int(one) for one in args.getlist("only") if one.isascii() and one.isdecimal() and len(one) < 9}
    numbers = sorted(asked & set(range(1, count + 1)))
    return tuple(numbers) if 1 < len(numbers) < count else None


def _recommended(columns: Sequence[Column], look: Look) -> int | None:
    """The offer that the sender recommends: named in the link, else the one marked as chosen, if just one is."""
    named = [column.offer_id for column in columns if str(column.offer_id) == look.recommended]
    chosen = [column.offer_id for column in columns if column.offer.chosen]
    return named[0] if named else chosen[0] if len(chosen) == 1 else None


def _column(number: int, column: Column, matrix: Matrix, recommended: int | None) -> SeenColumn:
    prices = [one.premium for one in matrix.columns if one.premium is not None]
    cheapest = len(prices) > 1 and column.premium is not None and column.premium == min(prices) != max(prices)
    figure = column.offer.values.get(KEY_ROW, Value()).value
    row = next(row for row in ROWS if row.code == KEY_ROW)
    return SeenColumn(number, column.title, money(column.premium), say(row, figure) if figure else "",
                      column.offer.comment, cheapest, column.offer_id == recommended)


def _headline(columns: Sequence[SeenColumn], look: Look) -> Mapping[str, str] | None:
    found = next((column for column in columns if column.recommended), None)
    return {"title": found.title, "price": found.price, "reason": look.reason} if found else None


def _line(line: Line, numbers: Mapping[int, int], look: Look) -> SeenLine:
    cells = tuple(_cell(cell, line.row, numbers[cell.offer_id], look) for cell in line.cells)
    return SeenLine(NUMBERS[line.row.code], line.row.label(look.language), line.equal, line.differs, cells)


def _cell(cell: Cell, row: Row, column: int, look: Look) -> SeenCell:
    text = _text(cell, row) if cell.shown in {Shown.MONEY, Shown.TEXT} else ""
    clause = f"{column}/{NUMBERS[row.code]}" if look.evidence and cell.page is not None else ""
    plain = "text" if cell.shown is Shown.MONEY else str(cell.shown)
    best = cell.best and row.better is not Better.COVERED  # there "included" beside "not included" says it already
    return SeenCell(plain, text, best, cell.minority, cell.state is State.GUESSED, clause)


def _text(cell: Cell, row: Row) -> str:
    if cell.amount is not None and row.kind in {Kind.MONEY, Kind.SUM}:
        return money(cell.amount)
    return "" if cell.value in {None, COVERED, NOT_COVERED} else str(cell.value)


def _label(code: str, look: Look) -> str:
    return next(row.label(look.language) for row in ROWS if row.code == code)


# The same for programs

def api(snapshot: Mapping[str, Any], look: Look) -> dict[str, Any]:
    """`{offers, comparison, offer_count}` as the CASCO endpoints give them, of what may be seen."""
    seen = [replace(offer, document_id=None) for offer in _let_through(snapshot, look)]
    answer = comparison_json(seen, _("There is nothing to compare in this share."))
    del answer["unread"]
    if answer["comparison"] and not look.evidence:
        answer["comparison"]["evidence"] = {}
    return answer


# Evidence

def clause(snapshot: Mapping[str, Any], look: Look, column: int, row: int) -> Clause:
    """Where the value in that column and row stands.

    :raises NotFound: it is not shown, the link shows no evidence, or the value was typed by hand.
    """
    matrix = visible(snapshot, look)
    line = next((line for line in matrix.lines if NUMBERS[line.row.code] == row), None)
    if not look.evidence or line is None or not 0 < column <= len(matrix.columns):
        raise NotFound(_("There is no clause to show."))
    cell = line.cells[column - 1]
    if cell.page is None:
        raise NotFound(_("There is no clause to show."))
    return Clause(matrix.columns[column - 1].title, line.row.label(look.language), say(line.row, cell.value), cell.text,
                  cell.page, cell.box)


def picture(snapshot: Mapping[str, Any], look: Look, column: int, page: int) -> bytes:
    """A page's picture: only of a visible offer, and only a page on which one of the values shown stands.

    :raises NotFound: it is not one of those, or its file is gone.
    """
    matrix = visible(snapshot, look)
    shown = 0 < column <= len(matrix.columns) and any(line.cells[column - 1].page == page for line in matrix.lines)
    number = matrix.columns[column - 1].offer.document_id if shown and look.evidence else None
    document = db.session.get(Document, number) if number is not None else None
    if document is None or document.deleted_at is not None:
        raise NotFound(_("There is no such page."))
    return desk.picture(desk.file_of(document), page, PICTURE_WIDTH)


def _number(subject_id: str) -> int:
    return int(subject_id) if subject_id.isdecimal() and len(subject_id) < 19 else 0
