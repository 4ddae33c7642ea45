"""What all verbs of offers share: counting revisions, locking, and cleaning what people type."""

import re
import unicodedata

import sqlalchemy as sa

from fsr import clock
from fsr.db import db, fold
from fsr.errors import Conflict, Invalid
from fsr.offers.models import Comparison, Offer
from fsr.offers.profiles.insurers import named
from fsr.web.i18n import gettext as _

TITLE, COLUMN, INSURER, COMMENT = 200, 80, 80, 2000
"""Longest titles, column names, insurers and comments, in characters."""


class Unset:
    """Says that an argument was not given, where None means "clear it"."""


UNSET = Unset()


def touch(comparison: Comparison) -> None:
    """Count the revision up: what is shown to people has changed.

    The database counts, so that two people's changes at the same time are two revisions.
    """
    comparison.revision = Comparison.revision + 1
    comparison.updated_at = clock.now()


_INSURERS = (
    sa.select(Offer.insurer_name)
    .where(Offer.comparison_id == sa.bindparam("comparison"), Offer.deleted_at.is_(None)).order_by(Offer.position))


def reword(comparison: Comparison) -> None:
    """Write anew what the list's search looks through."""
    db.session.flush()
    names = db.session.scalars(_INSURERS, {"comparison": comparison.id})
    parts = (comparison.reg_number, comparison.title, comparison.client, *dict.fromkeys(names))
    comparison.words = fold(" ".join(part for part in parts if part)) or ""


def lock(offer: Offer) -> None:
    """Let nobody else change this offer until the transaction ends (PostgreSQL; SQLite has one writer anyway)."""
    db.session.flush()
    db.session.refresh(offer, with_for_update=True)


def must_be_current(seen: int | None, now: int) -> None:
    """Go on if the actor saw the newest version, or did not say which.

    :raises Conflict: somebody changed it meanwhile.
    """
    if seen is not None and seen != now:
        raise Conflict(_("Somebody changed this while you were looking at it. Compare both, then save again."))


def plate(text: str | None) -> str:
    """A number plate without blanks and hyphens, in capitals: "xy-1042" and "XY 1042" are XY1042.

    :raises Invalid: it is longer than any plate.
    """
    kept = re.sub(r"[\s\u2010-\u2015-]+", "", line(text)).upper()
    if len(kept) > 20:
        raise Invalid(_("A number plate has at most 20 characters."), reg_number=_("too long"))
    return kept


def insurer(text: str | None) -> str | None:
    """An insurer as columns show it: the profile's own writing ("balta" is BALTA), else as typed; None for nothing.

    :raises Invalid: it is too long.
    """
    typed = short(text, INSURER, "insurer_name")
    known = named(typed)
    return known.name if known else typed or None


def short(text: str | None, longest: int, field: str) -> str:
    """One clean line of at most `longest` characters.

    :raises Invalid: it is longer; the error is at `field`.
    """
    return _fits(line(text), longest, field)


def block(text: str | None, longest: int, field: str) -> str:
    """Clean lines of at most `longest` characters together.

    :raises Invalid: they are longer; the error is at `field`.
    """
    lines = (line(part) for part in (text or "").replace("\r\n", "\n").split("\n"))
    return _fits("\n".join(lines).strip(), longest, field)


def _fits(text: str, longest: int, field: str) -> str:
    if len(text) > longest:
        sentence = _("Use at most %(count)s characters.", count=longest)
        raise Invalid(sentence, **{field: sentence})
    return text


def line(text: str | None) -> str:
    """`text` without control characters, lone halves of characters and superfluous blanks, composed (NFC)."""
    kept = "".join(" " if character.isspace() else character for character in unicodedata.normalize("NFC", text or "")
                   if character.isspace() or unicodedata.category(character) not in ("Cc", "Cs"))
    return " ".join(kept.split())
