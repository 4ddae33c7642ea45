"""The only ways to a comparison, an offer and a learned label: load and authorise in one step.

A comparison belongs to its owner.  Administrators may do all that owners may, auditors may look; for everybody else,
also for colleagues, it does not exist.  Learned labels are common property of all who compare, because they pay off
only together: they hold a printed label and no value, everybody sees them, and their maker or an administrator may
change them.
"""

from enum import StrEnum

import sqlalchemy as sa

from fsr.auth.models import Role, User
from fsr.db import db
from fsr.documents.models import Document
from fsr.errors import Forbidden, NotFound
from fsr.offers.catalogue import BY_CODE
from fsr.offers.models import Comparison, LearnedLabel, Offer
from fsr.web.i18n import gettext as _

LOOKERS = (Role.ADMIN, Role.AUDITOR)
"""Roles that see everybody's comparisons."""


class Access(StrEnum):
    """What somebody needs a comparison for."""

    VIEW = "view"
    EDIT = "edit"


def sees(user: User, owner_id: int) -> bool:
    """Whether `user` may see what `owner_id` owns."""
    return user.id == owner_id or user.role in LOOKERS


def may_edit(user: User, comparison: Comparison) -> bool:
    """Whether `user` may change the comparison."""
    return user.id == comparison.owner_id or user.is_admin


def get_comparison(
    comparison_id: int, user: User, need: Access = Access.VIEW, *, deleted: bool = False,
) -> Comparison:
    """The comparison, if `user` may do what the caller needs; `deleted`: also one that was deleted, to restore it.

    :raises NotFound: there is none, or the user may not know that there is one.
    :raises Forbidden: the user may see it, but not `need`.
    """
    found = db.session.get(Comparison, comparison_id) if _is_id(comparison_id) else None
    if found is None or (found.deleted_at and not deleted) or not sees(user, found.owner_id):
        raise NotFound(_("There is no such comparison."))
    _must(user, found, need)
    return found


def get_offer(offer_id: int, user: User, need: Access = Access.VIEW, *, deleted: bool = False) -> Offer:
    """The offer, if `user` may do what the caller needs with its comparison; `deleted`: also a removed one.

    One with a newer document in its place stands in no comparison, until the newer one is removed.

    :raises NotFound: there is none, or the user may not know that there is one.
    :raises Forbidden: the user may see it, but not `need`.
    """
    found = db.session.get(Offer, offer_id) if _is_id(offer_id) else None
    if found is None or (found.deleted_at and not deleted) or not sees(user, found.comparison.owner_id) \
            or found.comparison.deleted_at or not (deleted or _is_current(found)):
        raise NotFound(_("There is no such offer."))
    _must(user, found.comparison, need)
    return found


def _is_current(offer: Offer) -> bool:
    newer = sa.select(Offer.id).where(Offer.replaces_id == offer.id, Offer.deleted_at.is_(None)).limit(1)
    return db.session.scalar(newer) is None


def get_offer_of(
    comparison_id: int, offer_id: int, user: User, need: Access = Access.VIEW, *, deleted: bool = False,
) -> Offer:
    """The offer, if it stands in that comparison too, for URLs that name both.

    :raises NotFound: there is none there, or the user may not know that there is one.
    :raises Forbidden: the user may see it, but not `need`.
    """
    offer = get_offer(offer_id, user, need, deleted=deleted)
    if offer.comparison_id != comparison_id:
        raise NotFound(_("There is no such offer."))
    return offer


def get_label(label_id: int, user: User, need: Access = Access.VIEW) -> LearnedLabel:
    """The learned label.

    :raises NotFound: there is none.
    :raises Forbidden: it is another's, and `user` does not look after everything.
    """
    found = db.session.get(LearnedLabel, label_id) if _is_id(label_id) else None
    if found is None:
        raise NotFound(_("There is no such label."))
    if need is Access.EDIT and not may_edit_label(user, found):
        raise Forbidden(_("Only the person who taught this label, or an administrator, may change it."))
    return found


def may_edit_label(user: User, label: LearnedLabel) -> bool:
    """Whether `user` may change or remove the label."""
    return user.is_admin or label.created_by_id == user.id


def may_compare(user: User) -> bool:
    """Whether `user` may begin comparisons of their own; auditors only look."""
    return user.role is not Role.AUDITOR


def must_compare(user: User) -> None:
    """Let `user` begin a comparison.

    :raises Forbidden: an auditor only looks.
    """
    if not may_compare(user):
        raise Forbidden(_("Auditors may look at comparisons, not make them."))


def must_be_row(code: str) -> str:
    """`code`, if it is a row's.

    :raises NotFound: it is not.
    """
    if code not in BY_CODE:
        raise NotFound(_("There is no such row."))
    return code


def may_view_document(document: Document, user: User) -> bool:
    """Whether `user` may see the document because it is an offer in a comparison that they may see."""
    owners = db.session.scalars(
        sa.select(Comparison.owner_id).join(Offer).where(
            Offer.document_id == document.id, Comparison.deleted_at.is_(None)).distinct())
    return any(sees(user, owner_id) for owner_id in owners)


def _must(user: User, comparison: Comparison, need: Access) -> None:
    if need is Access.EDIT and not may_edit(user, comparison):
        raise Forbidden(_("You may look at this comparison, but not change it."))


def _is_id(number: int) -> bool:
    return 0 < number < 2**63
