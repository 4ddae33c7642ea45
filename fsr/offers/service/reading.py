"""Keeping what the engine read: values replace what was read before and leave alone what people did."""

from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa

from fsr import clock
from fsr.audit import service as audit
from fsr.audit.names import Action
from fsr.auth.models import User
from fsr.db import apart, db
from fsr.documents import desk
from fsr.documents.models import Document
from fsr.extraction.found import Found
from fsr.jobs.run import plain
from fsr.offers.catalogue import CODES
from fsr.offers.compare import OfferState
from fsr.offers.models import Comparison, Offer, OfferValue, ValueChange
from fsr.offers.reader import OfferReading
from fsr.offers.service.common import reword, touch
from fsr.web.i18n import gettext as _

CASCO = "casco"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is needed to read an offer, kept outside any transaction.

    insurer  that a person named; None to find it in the document
    variant  that a person chose; None to take the one that the document marks
    """

    offer_id: int
    file: desk.File
    insurer: str | None
    variant: str | None


_PLAN = (
    sa.select(Offer.filename, Document.sha256, Document.filename.label("original"), Offer.insurer_name,
              Offer.insurer_given, Offer.variant, Offer.variant_given)
    .join(Comparison, Offer.comparison_id == Comparison.id).join(Document, Offer.document_id == Document.id)
    .where(Offer.id == sa.bindparam("offer"), Offer.deleted_at.is_(None), Comparison.deleted_at.is_(None)))


def plan_of(offer_id: int) -> Plan | None:
    """How to read this offer now; None if it is gone, removed, or has no document."""
    row = db.session.execute(_PLAN, {"offer": offer_id}).one_or_none()
    if row is None:
        return None
    return Plan(offer_id, desk.File(row.sha256, row.filename or row.original),
                row.insurer_name if row.insurer_given else None, row.variant if row.variant_given else None)


def keep_reading(offer: Offer, read: OfferReading) -> None:
    """Write what was read.

    A document that is no CASCO offer fails with the engine's own sentence: none of its values may be taken.
    """
    is_casco = read.product.value == CASCO
    offer.warnings = [*read.warnings, *_doubts(offer, read)]
    keep_values(offer, read.values if is_casco else {}, "reread", None)
    offer.product, offer.read_at = read.product.value, clock.now()
    offer.state = OfferState.READ if is_casco else OfferState.FAILED
    offer.error = None if is_casco else next(iter(read.warnings), _("This does not look like a CASCO offer."))
    offer.fingerprint = read.fingerprint[:200]
    _identify(offer, read)
    _keep_variants(offer, read)
    offer.version += 1
    touch(offer.comparison)
    reword(offer.comparison)
    audit.record(Action.OFFER_READ, offer.subject, None, product=read.product.value, insurer=offer.insurer_name,
                 found=sum(found.value is not None for found in read.values.values()))


def _keep_variants(offer: Offer, read: OfferReading) -> None:
    offer.variant_given = offer.variant_given and offer.variant == read.variant.value
    offer.variant_names = list(read.variants)
    offer.variant, offer.variant_reason = read.variant.value, read.variant.reason
    offer.variants = {name: {code: found.to_data() for code, found in cells.items()}
                      for name, cells in read.variants.items()}


_TWIN = (
    sa.select(Offer.filename)
    .where(Offer.comparison_id == sa.bindparam("comparison"), Offer.document_id == sa.bindparam("document"),
           Offer.position < sa.bindparam("position"), Offer.deleted_at.is_(None))
    .order_by(Offer.position).limit(1))


def _doubts(offer: Offer, read: OfferReading) -> list[str]:
    """Sentences on what does not fit the rest of the comparison."""
    doubts = []
    if offer.reg_number and read.reg_number.value and offer.reg_number != read.reg_number.value:
        doubts.append(_("The document names another car: %(plate)s.", plate=read.reg_number.value))
    twin = db.session.scalar(_TWIN, {
        "comparison": offer.comparison_id, "document": offer.document_id, "position": offer.position})
    if twin is not None:
        doubts.append(_("The same file stands here twice: %(name)s.", name=twin))
    return doubts


def _identify(offer: Offer, read: OfferReading) -> None:
    if not offer.insurer_given:
        offer.insurer_name = read.insurer.value
        offer.insurer_confidence, offer.insurer_reason = read.insurer.confidence, read.insurer.reason
    else:
        offer.insurer_confidence, offer.insurer_reason = 1.0, _("chosen by a person")
    offer.reg_number = offer.reg_number or read.reg_number.value
    comparison = offer.comparison
    if not comparison.reg_number and read.reg_number.value:
        comparison.reg_number = read.reg_number.value[:20]


def keep_values(offer: Offer, values: dict[str, Found], kind: str, actor: User | None) -> None:
    """Replace what was read in every cell; a change that people can see is written into the cell's history.

    :param values: by code; a code that is not in it becomes missing.
    :param kind: of the change: "reread" or "variant".
    """
    with db.session.no_autoflush:
        there = db.session.scalars(_CELLS, {"offer": offer.id})
    cells, new = {cell.code: cell for cell in there}, []
    for code in CODES:
        columns = _columns(values.get(code, Found(code)))
        if code in cells:
            _refill(cells[code], columns, kind, actor)
        else:
            new.append({"offer_id": offer.id, "code": code, **columns})
    if new:  # by the table, not the model: the ORM takes longer over 22 new objects than over all the rest
        db.session.execute(sa.insert(_VALUES), new)


_VALUES = cast(sa.Table, OfferValue.__table__)
_CELLS = sa.select(OfferValue).where(OfferValue.offer_id == sa.bindparam("offer"))


def _refill(cell: OfferValue, columns: dict[str, Any], kind: str, actor: User | None) -> None:
    before, was = cell.value, cell.read_value
    for name, value in columns.items():
        setattr(cell, name, value)
    if cell.read_value == was:
        return
    cell.version += 1
    if cell.mark != "edited":
        _note(cell, before, kind, actor)


def _note(cell: OfferValue, before: str | None, kind: str, actor: User | None) -> None:
    """Write the change into the history; a confirmed value stays as its person saw it, now as their own."""
    if cell.mark == "confirmed":
        cell.mark, cell.edited_value = "edited", before
        return
    db.session.add(ValueChange(
        offer_id=cell.offer_id, code=cell.code, kind=kind, old_value=before, new_value=cell.value,
        actor_id=actor.id if actor else None))


def _columns(found: Found) -> dict[str, Any]:
    """What was found, as the columns of an `OfferValue`."""
    return {
        "read_value": None if found.value is None else plain(found.value), "read_state": str(found.state),
        "text": plain(found.text), "page": found.page, "box": list(found.box) if found.box else None,
        "confidence": found.confidence, "label": plain(found.label), "rule": plain(found.rule)[:200],
        "alternatives": [other.to_data() for other in found.alternatives] or None}


def keep_failure(offer_id: int, sentence: str) -> None:
    """Say in the column why the document could not be read, in a transaction of its own: the job's is rolled back."""
    with apart() as session:
        session.execute(
            sa.update(Offer).where(Offer.id == offer_id).values(state=OfferState.FAILED.value, error=sentence))
