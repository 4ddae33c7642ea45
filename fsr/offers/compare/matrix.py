"""Lay offers side by side: columns with unique names, lines that say where they differ and who is best.

Two rules that keep a comparison honest.  Silence is nothing: a missing value is never equal to "not covered", never
best, and a line in which one offer is silent is never hidden as "equal".  A cell is tinted only where more than half
of the offers that speak agree with each other and not with it; without such a majority nobody is the odd one out.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Mapping, Sequence
from decimal import Decimal
from pathlib import PurePath

from fsr.extraction.found import State
from fsr.money import parse_amount
from fsr.offers.catalogue import COVERED, GROUPS, NOT_COVERED, ROWS, Kind, Row
from fsr.offers.compare.best import best_of
from fsr.offers.compare.normal import normal_form
from fsr.offers.compare.values import Cell, Column, Line, Matrix, Offered, OfferState, Section, Shown, Value

ORDERS = ("own", "upload", "price", "name")
"""How columns may be sorted: as people placed them, as uploaded, by premium (unknown last), by title."""

_SILENT = Value()
_BUSY = (OfferState.WAITING, OfferState.READING)


def compare(
    offers: Sequence[Offered], *, order: str = "own", columns: Sequence[int] | None = None, hide_equal: bool = False,
    show_hidden: bool = False, without_rows: Collection[str] = (), best: Mapping[str, Sequence[int]] | None = None,
    rows: Sequence[Row] = ROWS,
) -> Matrix:
    """Lay `offers` side by side.

    :param order: one of `ORDERS`.
    :param columns: offer ids, in the order in which to show just these; wins over `order`.
    :param hide_equal: leave out lines on which all shown offers agree.
    :param show_hidden: show hidden columns too.
    :param without_rows: codes of lines to leave out.
    :param best: a person's word on who is best, code -> offer ids; wins over the rule.
    """
    everyone = _columns(offers)
    shown = _ordered(everyone, order, columns, show_hidden)
    lines = [_line(row, shown, (best or {}).get(row.code)) for row in rows]
    kept = [line for line in lines if not (hide_equal and line.equal) and line.row.code not in without_rows]
    return Matrix(
        columns=shown, hidden=tuple(column for column in everyone if column.offer.hidden), sections=_sections(kept),
        differs=sum(line.differs for line in lines), equal=sum(line.equal for line in lines),
        to_check=sum(column.to_check for column in shown), busy=sum(offer.state in _BUSY for offer in offers))


def names_of(offers: Sequence[Offered]) -> dict[int, str]:
    """A unique name for each offer, by id: the insurer's, numbered in order of upload where it repeats.

    An offer whose insurer is not known is called by its file.  Seed 000: "BALTA #1", "BALTA #2", "IF".
    """
    ordered = sorted(offers, key=lambda offer: (offer.position, offer.id))
    plain = {offer.id: offer.insurer or PurePath(offer.filename).stem or f"#{offer.position}" for offer in ordered}
    repeated = Counter(plain.values())
    names: dict[int, str] = {}
    seen: Counter[str] = Counter()
    for offer in ordered:
        name = plain[offer.id]
        seen[name] += 1
        names[offer.id] = _unused(f"{name} #{seen[name]}" if repeated[name] > 1 else name, names.values())
    return names


def _unused(name: str, taken: Collection[str]) -> str:
    number, candidate = 2, name
    while candidate in taken:
        candidate, number = f"{name} ({number})", number + 1
    return candidate


def _columns(offers: Sequence[Offered]) -> tuple[Column, ...]:
    names = names_of(offers)
    titles: dict[int, str] = {}
    for offer in sorted(offers, key=lambda offer: offer.position):
        titles[offer.id] = _unused(offer.title or names[offer.id], titles.values())
    return tuple(_column(offer, names[offer.id], titles[offer.id]) for offer in offers)


def _column(offer: Offered, name: str, title: str) -> Column:
    read = offer.state is OfferState.READ
    premium = _amount(offer.values.get("premium_total", _SILENT).value) if read else None
    to_check = sum(value.state is State.GUESSED for value in offer.values.values()) if read else 0
    return Column(offer.id, name, title, offer, premium, to_check)


def _ordered(
    everyone: Sequence[Column], order: str, ids: Sequence[int] | None, show_hidden: bool,
) -> tuple[Column, ...]:
    if ids is not None:
        by_id = {column.offer_id: column for column in everyone}
        return tuple(by_id[offer_id] for offer_id in dict.fromkeys(ids) if offer_id in by_id)
    shown = [column for column in everyone if show_hidden or not column.offer.hidden]
    return tuple(sorted(shown, key=lambda column: _place(column, order)))


def _place(column: Column, order: str) -> tuple[Hashable, ...]:
    offer = column.offer
    own = (offer.place, offer.position, offer.id)
    if order == "upload":
        return offer.position, offer.id
    if order == "price":
        return column.premium is None, column.premium or Decimal(0), *own
    if order == "name":
        return column.title.casefold(), *own
    return own


def _sections(lines: Sequence[Line]) -> tuple[Section, ...]:
    groups = ((group, tuple(line for line in lines if line.row.group == group.code)) for group in GROUPS)
    return tuple(Section(group, inside) for group, inside in groups if inside)


def _line(row: Row, columns: Sequence[Column], chosen: Sequence[int] | None) -> Line:
    """One row over all columns; only offers that were read take part in differing and in being best."""
    values = [_value(row, column) for column in columns]
    forms = [normal_form(row.kind, value.value) for value in values if value is not None]
    differs = len(set(forms)) > 1
    usual = _majority(forms)
    best = (frozenset(place for place, column in enumerate(columns) if column.offer_id in chosen)
            if chosen is not None else best_of(row, [value.value if value else None for value in values]))
    cells = tuple(
        _cell(row, column, value, place in best, usual)
        for place, (column, value) in enumerate(zip(columns, values, strict=True)))
    return Line(row, cells, differs, len(forms) > 1 and not differs, row.better.rule, chosen is not None)


def _value(row: Row, column: Column) -> Value | None:
    return column.offer.values.get(row.code, _SILENT) if column.state is OfferState.READ else None


def _majority(forms: Sequence[Hashable]) -> Hashable:
    """What more than half of the offers that speak say; None when there is no such thing or only one speaks."""
    spoken = Counter(form for form in forms if form is not None)
    if spoken.total() < 2:
        return None
    form, count = spoken.most_common(1)[0]
    return form if count * 2 > spoken.total() else None


def _cell(row: Row, column: Column, value: Value | None, best: bool, usual: Hashable) -> Cell:
    key = f"{row.code}-{column.offer_id}"
    if value is None:
        return Cell(row.code, column.offer_id, key, Shown.PENDING)
    form = normal_form(row.kind, value.value)
    amount = _amount(value.value) if row.kind in (Kind.MONEY, Kind.SUM) else None
    before, edited = column.offer.before, value.state is State.EDITED
    changed = before is not None and normal_form(row.kind, before.get(row.code)) != form
    return Cell(
        row.code, column.offer_id, key, shown_as(value.value, amount), value.value, amount, value.state, value.page,
        value.box, value.text, value.confidence, value.label, value.rule, value.alternatives, edited,
        value.read if edited else None, changed, before.get(row.code) if before and changed else None, value.edited_by,
        value.edited_at, value.why, value.version, best, form is not None and usual is not None and form != usual,
        value.state is State.GUESSED)


def shown_as(value: str | None, amount: Decimal | None) -> Shown:
    """How a value looks; `amount` is its amount in a row of money."""
    if value is None:
        return Shown.MISSING
    if value == COVERED:
        return Shown.COVERED
    if value == NOT_COVERED:
        return Shown.EXCLUDED
    return Shown.TEXT if amount is None else Shown.MONEY


def _amount(value: str | None) -> Decimal | None:
    try:
        return parse_amount(value)
    except ValueError:  # several amounts: shown as the text that it is
        return None
