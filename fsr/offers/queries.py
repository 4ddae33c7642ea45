"""Reads for pages, the API and the workbook; a fixed number of queries, whatever the number of offers.

Rows of values are fetched as plain tuples: the matrix has hundreds of them and needs none of the ORM's bookkeeping.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from fsr.auth.models import User
from fsr.db import db, fold
from fsr.extraction.found import State
from fsr.extraction.reading import Box
from fsr.jobs.models import Job, Status
from fsr.offers.access import LOOKERS
from fsr.offers.compare import Offered, OfferState, Value
from fsr.offers.models import Comparison, LearnedLabel, Offer, OfferValue, ValueChange
from fsr.web.i18n import gettext as _

PAGE = 50
"""Rows of a list page."""
LONGEST = 200
"""Characters of a search that count: each word is two comparisons, and SQLite takes a thousand, none above 50 kB."""

# Statements of the matrix are built once: building them takes longer than running them.
_NEWER = aliased(Offer)
_CURRENT = sa.and_(Offer.deleted_at.is_(None), ~sa.exists().where(
    _NEWER.replaces_id == Offer.id, _NEWER.deleted_at.is_(None)))
"""Offers that stand in the comparison: not removed, and no newer one in their place."""
_OFFERS = (
    sa.select(Offer, Job.status, Job.progress_message, Job.error_message).outerjoin(Job, Offer.job_id == Job.id)
    .where(Offer.comparison_id.in_(sa.bindparam("comparisons", expanding=True)), _CURRENT)
    .order_by(Offer.comparison_id, Offer.position))
_VALUES = (
    sa.select(
        OfferValue.offer_id, OfferValue.code, OfferValue.read_value, OfferValue.read_state, OfferValue.text,
        OfferValue.page, OfferValue.box, OfferValue.confidence, OfferValue.label, OfferValue.rule,
        OfferValue.alternatives, OfferValue.mark, OfferValue.edited_value, OfferValue.edited_at, OfferValue.why,
        OfferValue.version, User.name)
    .outerjoin(User, OfferValue.edited_by_id == User.id)
    .where(OfferValue.offer_id.in_(sa.bindparam("offers", expanding=True))))


@dataclass(frozen=True, slots=True)
class Listed:
    """One comparison in a list.

    insurers  of its offers, each once, in order of upload
    offers    how many; `busy` of them wait or are being read, `failed` could not be
    to_check  cells that are guessed and not yet looked at
    """

    comparison: Comparison
    insurers: tuple[str, ...]
    offers: int
    busy: int
    failed: int
    to_check: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list: `after` is the key of the next one, None at the end; `count` of all that match."""

    items: tuple[Listed, ...]
    after: str | None
    count: int


def comparisons(user: User, text: str = "", after: str | None = None, size: int = PAGE) -> Page:
    """The comparisons `user` may see, newest change first: those in which every word of `text` occurs.

    :param text: looked for in plate, title, client and insurers, case-blind; plates also without blanks and hyphens.
    :param after: key of a page, from `Page.after`; a key that is none begins at the top.
    """
    matching = _matching(user, text)
    count = db.session.scalar(sa.select(sa.func.count()).select_from(matching.subquery())) or 0
    statement = matching.order_by(Comparison.updated_at.desc(), Comparison.id.desc()).limit(size + 1)
    if key := _key(after):
        statement = statement.where(sa.tuple_(Comparison.updated_at, Comparison.id) < sa.tuple_(*key))
    rows = db.session.scalars(statement.options(joinedload(Comparison.owner))).all()
    shown, more = rows[:size], len(rows) > size
    last = shown[-1] if more else None
    return Page(_listed(shown), f"{last.updated_at.isoformat()}_{last.id}" if last else None, count)


def recent(user: User, size: int = 8) -> tuple[Listed, ...]:
    """The user's own comparisons, newest change first."""
    return _listed(db.session.scalars(
        _matching(user, "").where(Comparison.owner_id == user.id)
        .order_by(Comparison.updated_at.desc(), Comparison.id.desc()).limit(size)).all())


def _matching(user: User, text: str) -> sa.Select[Comparison]:
    statement = sa.select(Comparison).where(Comparison.deleted_at.is_(None))
    if user.role not in LOOKERS:
        statement = statement.where(Comparison.owner_id == user.id)
    for word in (fold(text[:LONGEST]) or "").split():
        plate = word.replace("-", "")
        statement = statement.where(sa.or_(Comparison.words.contains(word, autoescape=True),
                                           Comparison.words.contains(plate, autoescape=True) if plate else sa.false()))
    return statement


def _key(after: str | None) -> tuple[Any, Any] | None:
    at, _mark, number = (after or "").rpartition("_")
    try:
        moment, row = datetime.fromisoformat(at), int(number)
        moment = moment.astimezone(UTC) if moment.tzinfo else moment
    except (ValueError, OverflowError):  # the second: a moment before the first, or after the last, that UTC has
        return None
    if moment.tzinfo is None or not 0 < row < 2**63:
        return None
    return sa.bindparam("after_at", moment, Comparison.updated_at.type), sa.bindparam("after_id", row)


def _listed(rows: Sequence[Comparison]) -> tuple[Listed, ...]:
    ids = [row.id for row in rows]
    offers: dict[int, list[Any]] = {number: [] for number in ids}
    for offer in db.session.execute(
            sa.select(Offer.comparison_id, Offer.insurer_name, Offer.state, Job.status)
            .outerjoin(Job, Offer.job_id == Job.id)
            .where(Offer.comparison_id.in_(ids), _CURRENT).order_by(Offer.position)):
        offers[offer.comparison_id].append((offer.insurer_name, _state(offer.state, offer.status)))
    checks = dict(db.session.execute(
        sa.select(Offer.comparison_id, sa.func.count()).join(OfferValue)
        .where(Offer.comparison_id.in_(ids), _CURRENT, Offer.state == OfferState.READ, ~Offer.hidden,
               OfferValue.read_state == State.GUESSED, OfferValue.mark.is_(None))
        .group_by(Offer.comparison_id)).all())
    return tuple(_one(row, offers[row.id], checks.get(row.id, 0)) for row in rows)


def _one(row: Comparison, offers: Sequence[tuple[str | None, OfferState]], to_check: int) -> Listed:
    states = [state for _name, state in offers]
    return Listed(
        row, tuple(dict.fromkeys(name for name, _state in offers if name)), len(offers),
        sum(state in (OfferState.WAITING, OfferState.READING) for state in states),
        states.count(OfferState.FAILED), to_check)


def state_of(offer: Offer) -> OfferState:
    """How far the offer is, its job considered."""
    job = db.session.scalar(sa.select(Job.status).where(Job.id == offer.job_id)) if offer.job_id else None
    return _state(offer.state, job)


def _state(state: str, job: str | None) -> OfferState:
    """How far an offer is, from its row and its job: a reading that ended without a word of its own has failed."""
    if state != OfferState.WAITING:
        return OfferState(state)
    if job in (Status.PENDING, Status.RUNNING):
        return OfferState.READING if job == Status.RUNNING else OfferState.WAITING
    return OfferState.FAILED


def offered(*comparison_ids: int) -> list[Offered]:
    """The offers of these comparisons as `compare` takes them, in order of upload; three queries."""
    rows = db.session.execute(_OFFERS, {"comparisons": comparison_ids}).all()
    older = [row.Offer.replaces_id for row in rows if row.Offer.replaces_id]
    values = _values([row.Offer.id for row in rows])
    before = _plain_values(older)
    return [_offered(row, values.get(row.Offer.id, {}), before.get(row.Offer.replaces_id)) for row in rows]


def _offered(row: Any, values: dict[str, Value], before: dict[str, str | None] | None) -> Offered:
    offer: Offer = row.Offer
    state = _state(offer.state, row.status)
    return Offered(
        offer.id, offer.position, offer.place, state, offer.insurer_name, offer.insurer_given, offer.insurer_confidence,
        offer.insurer_reason, offer.title, offer.filename, offer.document_id, offer.job_id, offer.product,
        offer.reg_number, offer.insured_entity, offer.currency, offer.variant, tuple(offer.variant_names),
        offer.variant_reason, tuple(offer.warnings), _error(offer, row) if state is OfferState.FAILED else None,
        row.progress_message if state is OfferState.READING else None, offer.comment, offer.chosen, offer.hidden,
        offer.by_hand, offer.version, offer.created_at, before, values, offer.comparison_id, offer.premium_breakdown,
        offer.raw_text)


def _error(offer: Offer, row: Any) -> str:
    return offer.error or row.error_message or _("The reading ended without a result. Try again.")


def _values(offer_ids: Sequence[int]) -> dict[int, dict[str, Value]]:
    found: dict[int, dict[str, Value]] = {}
    for row in db.session.execute(_VALUES, {"offers": offer_ids}):
        found.setdefault(row[0], {})[row[1]] = _value(*tuple(row)[2:])
    return found


def _value(
    read: str | None, read_state: str, text: str, page: int | None, box: list[float] | None, confidence: float,
    label: str, rule: str, alternatives: list[dict[str, Any]] | None, mark: str | None, edited: str | None,
    edited_at: datetime | None, why: str, version: int, edited_by: str | None,
) -> Value:
    others = tuple(other["value"] for other in alternatives or () if other["value"] is not None)
    return Value(edited if mark == "edited" else read, State(mark or read_state), read, text, page,
                 _box(box), confidence, label, rule, others, edited_by, edited_at, why, version)


def _box(corners: list[float] | None) -> Box | None:
    if corners is None:
        return None
    x0, y0, x1, y1 = corners
    return x0, y0, x1, y1


def _plain_values(offer_ids: Sequence[int]) -> dict[int, dict[str, str | None]]:
    found: dict[int, dict[str, str | None]] = {}
    if not offer_ids:
        return found
    for row in db.session.execute(
            sa.select(OfferValue.offer_id, OfferValue.code, OfferValue.mark, OfferValue.edited_value,
                      OfferValue.read_value).where(OfferValue.offer_id.in_(offer_ids))):
        found.setdefault(row.offer_id, {})[row.code] = row.edited_value if row.mark == "edited" else row.read_value
    return found


def removed_offers(comparison_id: int) -> Sequence[Offer]:
    """Offers that were removed and can come back, newest first."""
    return db.session.scalars(
        sa.select(Offer).where(Offer.comparison_id == comparison_id, Offer.deleted_at.is_not(None))
        .order_by(Offer.deleted_at.desc())).all()


def history(offer_id: int, code: str) -> Sequence[ValueChange]:
    """What people and re-readings did to one cell, newest first."""
    return db.session.scalars(
        sa.select(ValueChange).where(ValueChange.offer_id == offer_id, ValueChange.code == code)
        .options(joinedload(ValueChange.actor)).order_by(ValueChange.id.desc())).all()


def changes(comparison_id: int) -> Sequence[ValueChange]:
    """What people and re-readings did to all cells of a comparison, oldest first."""
    return db.session.scalars(
        sa.select(ValueChange).join(Offer).where(Offer.comparison_id == comparison_id, Offer.deleted_at.is_(None))
        .options(joinedload(ValueChange.actor)).order_by(ValueChange.id)).all()


def learned_labels() -> Sequence[LearnedLabel]:
    """All learned labels, by insurer and row."""
    return db.session.scalars(
        sa.select(LearnedLabel).options(joinedload(LearnedLabel.created_by))
        .order_by(LearnedLabel.insurer, LearnedLabel.code, LearnedLabel.label)).all()


def by_plate(reg_number: str, user: User) -> Sequence[Comparison]:
    """The comparisons of one car that `user` may see, oldest first."""
    statement = sa.select(Comparison).where(
        Comparison.reg_number == reg_number, Comparison.deleted_at.is_(None)).order_by(Comparison.id)
    if user.role not in LOOKERS:
        statement = statement.where(Comparison.owner_id == user.id)
    return db.session.scalars(statement).all()
