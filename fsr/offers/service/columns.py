"""Verbs on one offer as a whole: what it is called, how it is shown, which insurer and variant it is."""

from typing import Any

from fsr import clock
from fsr.audit import service as audit
from fsr.audit.names import Action
from fsr.auth.models import User
from fsr.db import db
from fsr.errors import Conflict
from fsr.extraction.found import Found
from fsr.offers.compare import OfferState
from fsr.offers.models import Offer
from fsr.offers.queries import state_of
from fsr.offers.service import reading
from fsr.offers.service.common import COLUMN, COMMENT, block, insurer, lock, must_be_current, reword, short, touch
from fsr.offers.service.receiving import read_again
from fsr.offers.service.values import type_by_hand as _make_cells
from fsr.web.i18n import gettext as _

ENTITY, RAW_TEXT = 200, 20000
"""Longest name of who is insured, and longest text that an API client keeps with an offer, in characters."""


def rename(offer: Offer, title: str, actor: User) -> None:
    """Call the column `title`; "" goes back to the insurer's name.

    :raises Invalid: it is too long.
    """
    _set(offer, actor, title=short(title, COLUMN, "title"))


def comment(offer: Offer, text: str, actor: User) -> None:
    """Write `text` under the column's heading; "" removes it.

    :raises Invalid: it is too long.
    """
    _set(offer, actor, comment=block(text, COMMENT, "comment"))


def hide(offer: Offer, hidden: bool, actor: User) -> None:
    """Leave the column out of what is shown, or show it again."""
    _set(offer, actor, hidden=hidden)


def choose(offer: Offer, chosen: bool, actor: User) -> None:
    """Mark the offer as the one taken; it is taken from all others of the comparison."""
    if chosen:
        for other in offer.comparison.offers:
            if other.chosen and other.id != offer.id:
                other.chosen = False
    _set(offer, actor, chosen=chosen)


def set_insurer(offer: Offer, name: str, actor: User, *, read: bool = True) -> None:
    """Say whose offer it is, against what the document seems to say; it is read again with that insurer's profile.

    :param name: "" lets the document decide again.
    :param read: False changes the name alone.
    :raises Invalid: the name is too long.
    """
    wanted, old = insurer(name), offer.insurer_name
    if (wanted is not None) == offer.insurer_given and wanted in (None, old):
        return
    offer.insurer_name, offer.insurer_given = wanted, wanted is not None
    offer.insurer_confidence = 1.0 if wanted else 0.0
    offer.insurer_reason = _("chosen by a person") if wanted else ""
    offer.version += 1
    touch(offer.comparison)
    reword(offer.comparison)
    audit.record(Action.OFFER_EDITED, offer.subject, actor, fields=["insurer"], old=old, new=wanted)
    if read and wanted != old and _was_read(offer):
        read_again(offer, actor)


def _was_read(offer: Offer) -> bool:
    """Whether a document was read here, or tried to be; one that still waits is read under the new name anyway."""
    over = state_of(offer) in (OfferState.READ, OfferState.FAILED)
    return over and offer.document_id is not None and not offer.by_hand


def set_variant(offer: Offer, name: str, actor: User) -> None:
    """Show another variant of the offer; cells that people edited or confirmed stay.

    :raises Conflict: the document has no such variant.
    """
    lock(offer)
    if name not in offer.variants:
        raise Conflict(_("This offer has no variant of that name."))
    if name == offer.variant:
        return
    found = {code: Found.from_data(data) for code, data in offer.variants[name].items()}
    old = offer.variant
    offer.variant, offer.variant_given, offer.variant_reason = name, True, _("chosen by a person")
    reading.keep_values(offer, found, "variant", actor)
    offer.version += 1
    touch(offer.comparison)
    audit.record(Action.OFFER_EDITED, offer.subject, actor, fields=["variant"], old=old, new=name)


def type_by_hand(offer: Offer, actor: User) -> None:
    """Make a column that could not be read one of empty cells to fill.

    :raises Conflict: it waits or is being read.
    """
    _make_cells(offer)
    touch(offer.comparison)
    audit.record(Action.OFFER_EDITED, offer.subject, actor, fields=["by hand"])


def remove_offer(offer: Offer, actor: User) -> None:
    """Take the offer out of the comparison; it can be restored."""
    if offer.deleted_at is None:
        offer.deleted_at = clock.now()
        touch(offer.comparison)
        reword(offer.comparison)
        audit.record(Action.OFFER_REMOVED, offer.subject, actor, comparison=offer.comparison_id)


def restore_offer(offer: Offer, actor: User) -> None:
    """Take a removal back."""
    if offer.deleted_at is not None:
        offer.deleted_at = None
        touch(offer.comparison)
        reword(offer.comparison)
        audit.record(Action.OFFER_RESTORED, offer.subject, actor, comparison=offer.comparison_id)


def edit_facts(offer: Offer, actor: User, *, version: int | None = None, **facts: Any) -> None:
    """Change facts of the offer that are no row: reg_number, insured_entity, currency, premium_breakdown, raw_text.

    :raises Conflict: the offer changed since `version`.
    :raises Invalid: a text is too long.
    """
    must_be_current(version, offer.version)
    clean = {"insured_entity": (short, ENTITY), "raw_text": (block, RAW_TEXT)}
    for name in clean.keys() & facts.keys():
        check, longest = clean[name]
        facts[name] = check(facts[name], longest, name) if facts[name] is not None else None
    _set(offer, actor, **facts)


def _set(offer: Offer, actor: User, **wanted: Any) -> None:
    changed = sorted(name for name, value in wanted.items() if getattr(offer, name) != value)
    if not changed:
        return
    for name in changed:
        setattr(offer, name, wanted[name])
    offer.version += 1
    touch(offer.comparison)
    audit.record(Action.OFFER_EDITED, offer.subject, actor, fields=changed)
    db.session.flush()
