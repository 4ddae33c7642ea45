"""Verbs on a comparison as a whole."""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa

from fsr import clock
from fsr.audit import service as audit
from fsr.audit.names import Action
from fsr.auth.models import User
from fsr.db import apart, db
from fsr.errors import Invalid
from fsr.offers.access import must_be_row, must_compare
from fsr.offers.models import Comparison, Offer
from fsr.offers.service.common import TITLE, UNSET, Unset, plate, reword, short, touch
from fsr.web.i18n import LANGUAGES
from fsr.web.i18n import gettext as _

KEPT_DAYS = 30
"""A deleted comparison can be restored so long; then it is purged for good."""


def create_comparison(
    actor: User, *, reg_number: str = "", title: str = "", client: str = "", language: str = "", is_demo: bool = False,
) -> Comparison:
    """Begin a comparison without offers.

    :param language: of the row names; empty: the actor's own.
    :raises Forbidden: an auditor only looks.
    :raises Invalid: a field is too long, or the language unknown.
    """
    must_compare(actor)
    comparison = Comparison(
        owner_id=actor.id, reg_number=plate(reg_number), title=short(title, TITLE, "title"),
        client=short(client, TITLE, "client"), language=_language(language or actor.language), is_demo=is_demo)
    db.session.add(comparison)
    reword(comparison)
    audit.record(Action.COMPARISON_CREATED, comparison.subject, actor, reg_number=comparison.reg_number)
    return comparison


def edit_comparison(
    comparison: Comparison, actor: User, *, reg_number: str | Unset = UNSET, title: str | Unset = UNSET,
    client: str | Unset = UNSET, language: str | Unset = UNSET,
) -> None:
    """Change what is given; the rest stays.

    :raises Invalid: a field is too long, or the language unknown.
    """
    wanted: dict[str, str] = {}
    if not isinstance(reg_number, Unset):
        wanted["reg_number"] = plate(reg_number)
    if not isinstance(title, Unset):
        wanted["title"] = short(title, TITLE, "title")
    if not isinstance(client, Unset):
        wanted["client"] = short(client, TITLE, "client")
    if not isinstance(language, Unset):
        wanted["language"] = _language(language)
    changed = [name for name, value in wanted.items() if getattr(comparison, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(comparison, name, wanted[name])
    touch(comparison)
    reword(comparison)
    audit.record(Action.COMPARISON_EDITED, comparison.subject, actor, fields=changed)


def delete_comparison(comparison: Comparison, actor: User) -> None:
    """Put the comparison away; it can be restored for `KEPT_DAYS`."""
    if comparison.deleted_at is None:
        comparison.deleted_at = clock.now()
        audit.record(Action.COMPARISON_DELETED, comparison.subject, actor)


def told_export(comparison: Comparison, actor: User) -> None:
    """Log that the comparison left the house as a file; in a transaction of its own, because a GET only reads."""
    subject, revision = comparison.subject, comparison.revision
    with apart() as session:
        audit.record(Action.COMPARISON_EXPORTED, subject, actor, session=session, revision=revision)


def restore_comparison(comparison: Comparison, actor: User) -> None:
    """Take a deletion back."""
    if comparison.deleted_at is not None:
        comparison.deleted_at = None
        audit.record(Action.COMPARISON_RESTORED, comparison.subject, actor)


def arrange(comparison: Comparison, offer_ids: Sequence[int], actor: User) -> None:
    """Put the columns in this order; those not named follow in the order they had.

    :raises Invalid: an offer stands in another comparison.
    """
    offers = {offer.id: offer for offer in _offers(comparison)}
    if strange := [number for number in offer_ids if number not in offers]:
        raise Invalid(_("An offer of this order is not in this comparison."), order=str(strange[0]))
    rest = (number for number in offers if number not in offer_ids)
    for place, number in enumerate([*dict.fromkeys(offer_ids), *rest], 1):
        offers[number].place = place
    touch(comparison)
    audit.record(Action.COMPARISON_EDITED, comparison.subject, actor, fields=["order"])


def move(offer: Offer, steps: int, actor: User) -> None:
    """Move a column `steps` places to the end (or, negative, to the start) among the columns that are shown."""
    shown = [one for one in _offers(offer.comparison) if not one.hidden and one.deleted_at is None]
    order = [one.id for one in shown if one.id != offer.id]
    at = [one.id for one in shown].index(offer.id) if offer in shown else len(order)
    order.insert(max(0, at + steps), offer.id)
    arrange(offer.comparison, order, actor)


def set_best(comparison: Comparison, code: str, offer_ids: Sequence[int] | None, actor: User) -> None:
    """Say which offers are best in a row, against the rule; None lets the rule decide again.

    :raises NotFound: there is no such row.
    :raises Invalid: an offer stands in another comparison.
    """
    must_be_row(code)
    known = {offer.id for offer in comparison.offers}
    if any(number not in known for number in offer_ids or ()):
        raise Invalid(_("An offer of this choice is not in this comparison."))
    was = comparison.best.get(code)
    rest = {row: ids for row, ids in comparison.best.items() if row != code}
    comparison.best = rest if offer_ids is None else {**rest, code: sorted(set(offer_ids))}
    touch(comparison)
    audit.record(Action.COMPARISON_EDITED, comparison.subject, actor, fields=["best"], code=code, old=was,
                 new=comparison.best.get(code))


def purge() -> int:
    """Remove for good what was deleted longer than `KEPT_DAYS` ago; how many comparisons.

    Their documents are left to the package of documents.
    """
    limit = clock.now() - timedelta(days=KEPT_DAYS)
    old = db.session.scalars(sa.select(Comparison.id).where(Comparison.deleted_at < limit)).all()
    if old:
        db.session.execute(sa.delete(Comparison).where(Comparison.id.in_(old)))
    return len(old)


def _offers(comparison: Comparison) -> Sequence[Offer]:
    return db.session.scalars(
        sa.select(Offer).where(Offer.comparison_id == comparison.id).order_by(Offer.place, Offer.position)).all()


def _language(code: str) -> str:
    if code not in LANGUAGES:
        raise Invalid(_("Choose a language from the list."), language=_("unknown"))
    return code
