"""Learned labels: a correction says which printed words stand beside a value; the next offer of that layout is read so.

A label is taught when a person types a value that is printed in the document (a job looks for its place, in a limited
child) or picks another of the values that were read (its label is known already).
"""

import re
from collections.abc import Collection

import sqlalchemy as sa

from fsr.audit import service as audit
from fsr.audit.names import Action
from fsr.auth.models import User
from fsr.db import db
from fsr.errors import Conflict, Invalid
from fsr.extraction.labels import fold
from fsr.jobs import service as jobs
from fsr.offers.access import must_be_row
from fsr.offers.catalogue import COVERED, NOT_COVERED
from fsr.offers.models import LearnedLabel, Offer, OfferValue
from fsr.offers.service.common import line
from fsr.web.i18n import gettext as _

LABEL = 160
"""Longest label, in characters: longer ones are sentences."""
_LETTER = re.compile(r"[^\W\d_]{2}")


def teach(offer: Offer, cell: OfferValue, actor: User) -> None:
    """Learn from a value that a person has just put into `cell`; ticks and silence teach nothing."""
    value = cell.edited_value
    if value in (None, COVERED, NOT_COVERED) or not _has_layout(offer):
        return
    picked = next((other for other in cell.alternatives or () if other["value"] == value and other["label"]), None)
    if picked:
        learn(offer, cell.code, picked["label"], actor)
        return
    jobs.enqueue(
        "offers.learn", {"offer_id": offer.id, "code": cell.code, "value": value, "user_id": actor.id}, actor=actor,
        subject=offer.comparison.subject, title=_("Learn from a correction"), priority=-5,
        key=f"offers.learn:{offer.id}:{cell.code}:{cell.version}")


def _has_layout(offer: Offer) -> bool:
    return bool(offer.document_id and offer.insurer_name and offer.fingerprint)


def learn(offer: Offer, code: str, label: str, actor: User) -> LearnedLabel | None:
    """Remember that beside `label` stands the value of `code` in this offer's layout; None if that is no label."""
    words = line(label).strip(" :.–-")
    if not _is_label(words) or not _has_layout(offer):
        return None
    known = db.session.scalar(sa.select(LearnedLabel).where(
        LearnedLabel.product == "casco", LearnedLabel.insurer == offer.insurer_name,
        LearnedLabel.fingerprint == offer.fingerprint, LearnedLabel.code == code, LearnedLabel.label == words))
    if known:
        return known
    learned = LearnedLabel(
        product="casco", insurer=offer.insurer_name, fingerprint=offer.fingerprint, code=code, label=words,
        from_offer_id=offer.id, created_by_id=actor.id)
    db.session.add(learned)
    db.session.flush()
    audit.record(Action.LABEL_LEARNED, learned.subject, actor, code=code, insurer=offer.insurer_name,
                 offer=offer.id)
    return learned


def _is_label(words: str) -> bool:
    return len(words) <= LABEL and bool(_LETTER.search(words))


def edit_label(label: LearnedLabel, actor: User, *, text: str, code: str) -> None:
    """Change the words of a learned label, or the row they stand for.

    :raises NotFound: there is no such row.
    :raises Invalid: these words are no label.
    :raises Conflict: the layout has this label for this row already.
    """
    words = line(text).strip(" :")
    must_be_row(code)
    if not _is_label(words):
        sentence = _("Type the words as they are printed, at most %(count)s characters.", count=LABEL)
        raise Invalid(sentence, label=sentence)
    same = sa.select(LearnedLabel.id).where(
        LearnedLabel.product == label.product, LearnedLabel.insurer == label.insurer,
        LearnedLabel.fingerprint == label.fingerprint, LearnedLabel.code == code, LearnedLabel.label == words,
        LearnedLabel.id != label.id)
    if db.session.scalar(same):
        raise Conflict(_("This label is known for this row already."))
    audit.record(Action.LABEL_EDITED, label.subject, actor, old=label.code, new=code)
    label.label, label.code = words, code


def remove_label(label: LearnedLabel, actor: User) -> None:
    """Forget a learned label; offers that were read with it keep their values."""
    audit.record(Action.LABEL_REMOVED, label.subject, actor, code=label.code, insurer=label.insurer)
    db.session.delete(label)


_OF_INSURER = (
    sa.select(LearnedLabel.code, LearnedLabel.label, LearnedLabel.fingerprint)
    .where(LearnedLabel.product == "casco", LearnedLabel.insurer == sa.bindparam("insurer")).order_by(LearnedLabel.id))


def labels_for(insurer: str | None, fingerprint: str) -> list[tuple[str, str]]:
    """What was taught for offers like this: (code, label).

    Labels of the insurer's other layouts count too, for a layout's fingerprint changes with a row more or less, and
    a label does nothing where it is not printed.  Where two layouts use one label for two rows, this layout's wins.
    """
    rows = db.session.execute(_OF_INSURER, {"insurer": insurer}).all()
    own = {fold(row.label) for row in rows if row.fingerprint == fingerprint}
    return [(row.code, row.label) for row in rows if row.fingerprint == fingerprint or fold(row.label) not in own]


def used(insurer: str | None, codes: Collection[str]) -> None:
    """Count that these rows of an offer were read by what was taught for its insurer."""
    db.session.execute(
        sa.update(LearnedLabel).where(
            LearnedLabel.product == "casco", LearnedLabel.insurer == insurer, LearnedLabel.code.in_(codes))
        .values(used_count=LearnedLabel.used_count + 1).execution_options(synchronize_session=False))
