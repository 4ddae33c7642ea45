"""What people say of one cell: another value, agreement, or never mind.

What was read stays beside what was typed, every change is kept with who, when and why, and a change made from an old
version is refused, so that nobody overwrites what they have not seen.
"""

from decimal import Decimal

import sqlalchemy as sa

from fsr import clock
from fsr.audit import service as audit
from fsr.audit.names import Action
from fsr.auth.models import User
from fsr.db import db
from fsr.errors import Conflict, Invalid
from fsr.money import parse_amount, plain
from fsr.offers.access import must_be_row
from fsr.offers.catalogue import BY_CODE, CODES, COVERED, NOT_COVERED, Kind, Row
from fsr.offers.compare import OfferState
from fsr.offers.models import Offer, OfferValue, ValueChange
from fsr.offers.queries import state_of
from fsr.offers.service.common import block, line, lock, must_be_current, touch
from fsr.offers.service.labels import teach
from fsr.web.i18n import gettext as _

VALUE, WHY = 500, 500
"""Longest value and longest reason, in characters."""
_YES, _NO = ("v", "✓", "✔"), ("-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212")
_HIGHEST = Decimal(10) ** 10


def parse_value(row: Row, text: str | None) -> str | None:
    """What a person typed, in the form in which values are kept: "v", "-", an amount, a text, or None for "not stated".

    :raises Invalid: a row of money holds something that is no amount, or the text is too long.
    """
    typed = line(text)
    if not typed:
        return None
    if typed.casefold() in _YES or typed in _NO:
        mark = COVERED if typed.casefold() in _YES else NOT_COVERED
        return _ticked(row, mark)
    if row.kind in (Kind.MONEY, Kind.SUM):
        return _money(row, typed)
    return _short(typed)


def _ticked(row: Row, mark: str) -> str | None:
    """A tick makes no sense where a sum or a time is asked for; a dash there says that nothing is stated (seed 000)."""
    if row.kind not in (Kind.MONEY, Kind.SUM, Kind.PERIOD):
        return mark
    if mark == NOT_COVERED:
        return None
    sentence = _("Type what the offer says here, or leave it empty.")
    raise Invalid(sentence, value=sentence)


def _money(row: Row, typed: str) -> str | None:
    try:
        amount = parse_amount(typed)
    except ValueError as error:
        if row.kind is Kind.SUM:
            return _short(typed)
        sentence = _("This holds more than one amount. Type the one that counts.")
        raise Invalid(sentence, value=sentence) from error
    if amount is None and row.kind is Kind.SUM:
        return _short(typed)
    if amount is None or not 0 <= amount < _HIGHEST:
        sentence = _("Type an amount, for example 1 480,00.")
        raise Invalid(sentence, value=sentence)
    return plain(amount)


def _short(typed: str) -> str:
    if len(typed) > VALUE:
        sentence = _("Use at most %(count)s characters.", count=VALUE)
        raise Invalid(sentence, value=sentence)
    return typed


def get_value(offer: Offer, code: str) -> OfferValue:
    """The cell, made empty if a failed offer has none yet.

    :raises NotFound: there is no such row.
    :raises Conflict: the offer waits or is being read.
    """
    must_be_row(code)
    found = db.session.scalar(sa.select(OfferValue).where(OfferValue.offer_id == offer.id, OfferValue.code == code))
    if found is None:
        type_by_hand(offer)
        found = db.session.scalars(
            sa.select(OfferValue).where(OfferValue.offer_id == offer.id, OfferValue.code == code)).one()
    return found


def type_by_hand(offer: Offer) -> None:
    """Make an unread offer a column of empty cells for a person to fill.

    :raises Conflict: it waits or is being read.
    """
    if state_of(offer) in (OfferState.WAITING, OfferState.READING):
        raise Conflict(_("This offer is still being read. Wait until it is done."))
    there = set(db.session.scalars(sa.select(OfferValue.code).where(OfferValue.offer_id == offer.id)))
    db.session.add_all(OfferValue(offer_id=offer.id, code=code, rule="hand") for code in CODES if code not in there)
    if offer.state != OfferState.READ:
        offer.by_hand = True
    offer.state, offer.error = OfferState.READ, None
    db.session.flush()


def edit_value(
    offer: Offer, code: str, value: str | None, actor: User, *, why: str = "", version: int | None = None,
) -> OfferValue:
    """Replace what counts in a cell; what was read stays beside it.

    Typing exactly what was read is agreeing with it.  A value that is printed in the document also teaches its label.

    :param value: as typed; None or "" says that the offer does not state it.
    :param version: of the cell that the actor saw; None skips the check.
    :raises NotFound: there is no such row.
    :raises Invalid: the value does not fit the row.
    :raises Conflict: the cell changed meanwhile, or the offer is still being read.
    """
    must_be_row(code)
    parsed, reason = parse_value(BY_CODE[code], value), block(why, WHY, "why")
    cell = _locked(offer, code, version)
    if parsed is not None and parsed == cell.read_value and cell.mark is None:
        return _mark(cell, "confirm", "confirmed", cell.edited_value, actor, reason)
    if cell.mark == "edited" and parsed == cell.edited_value and reason in ("", cell.why):
        return cell
    edited = _mark(cell, "edit", "edited", parsed, actor, reason)
    teach(offer, edited, actor)
    return edited


def confirm_value(offer: Offer, code: str, actor: User, *, why: str = "", version: int | None = None) -> OfferValue:
    """Agree with what the cell shows; an edited one stays edited.

    :raises NotFound: there is no such row.
    :raises Conflict: the cell changed meanwhile, or the offer is still being read.
    """
    cell = _locked(offer, code, version)
    if cell.mark is not None:
        return cell
    return _mark(cell, "confirm", "confirmed", cell.edited_value, actor, block(why, WHY, "why"))


def reset_value(offer: Offer, code: str, actor: User, *, version: int | None = None) -> OfferValue:
    """Go back to what was read.

    :raises NotFound: there is no such row.
    :raises Conflict: the cell changed meanwhile, or the offer is still being read.
    """
    cell = _locked(offer, code, version)
    return cell if cell.mark is None else _mark(cell, "reset", None, None, actor, "")


def undo_value(offer: Offer, code: str, actor: User, *, version: int | None = None) -> OfferValue:
    """Take the last change by a person back; asked again, the one before it.

    :raises NotFound: there is no such row.
    :raises Conflict: there is nothing to take back, or the cell changed meanwhile.
    """
    cell = _locked(offer, code, version)
    last = db.session.scalar(
        sa.select(ValueChange).where(
            ValueChange.offer_id == offer.id, ValueChange.code == code, ValueChange.undone_at.is_(None),
            ValueChange.kind.in_(("edit", "confirm", "reset"))).order_by(ValueChange.id.desc()).limit(1))
    if last is None:
        raise Conflict(_("There is nothing to take back."))
    last.undone_at = clock.now()
    old = last.old_value if last.old_mark == "edited" else None
    return _mark(cell, "undo", last.old_mark, old, actor, "")


def _locked(offer: Offer, code: str, version: int | None) -> OfferValue:
    must_be_row(code)
    lock(offer)
    cell = get_value(offer, code)
    db.session.refresh(cell)
    must_be_current(version, cell.version)
    return cell


_ACTIONS = {"edit": Action.VALUE_EDITED, "confirm": Action.VALUE_CONFIRMED, "reset": Action.VALUE_RESET,
            "undo": Action.VALUE_EDITED}


def _mark(cell: OfferValue, kind: str, mark: str | None, edited: str | None, actor: User, why: str) -> OfferValue:
    """Write the change, its history and its audit line; `edited` is what counts where `mark` is "edited"."""
    old_value, old_mark = cell.value, cell.mark
    cell.mark, cell.edited_value, cell.why = mark, edited if mark == "edited" else None, why
    cell.edited_by_id = actor.id if mark else None
    cell.edited_at = clock.now() if mark else None
    cell.version += 1
    db.session.add(ValueChange(
        offer_id=cell.offer_id, code=cell.code, kind=kind, old_value=old_value, old_mark=old_mark, new_value=cell.value,
        new_mark=mark, actor_id=actor.id, why=why))
    touch(cell.offer.comparison)
    audit.record(_ACTIONS[kind], cell.offer.subject, actor, code=cell.code, kind=kind, old=old_value, new=cell.value)
    db.session.flush()
    return cell
