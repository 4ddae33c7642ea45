"""Taking offers in: files become documents, documents become columns, and each column gets a job that reads it.

All files are checked and written to disk before the first row is: the disk is slow, and on SQLite a transaction that
writes keeps everybody else out.  One bad file never sinks the others.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256

import sqlalchemy as sa
from flask import current_app

from fsr.audit import service as audit
from fsr.audit.names import Action
from fsr.auth.models import User
from fsr.db import db, release
from fsr.documents import service as documents
from fsr.documents.models import Document
from fsr.errors import Conflict, Invalid, Refusal, TooLarge
from fsr.extraction.kinds import expected_kind
from fsr.jobs import service as jobs
from fsr.offers.access import must_compare
from fsr.offers.compare import OfferState
from fsr.offers.models import Comparison, Offer
from fsr.offers.queries import state_of
from fsr.offers.service.common import insurer as clean_insurer
from fsr.offers.service.common import plate, reword, touch
from fsr.offers.service.comparisons import create_comparison
from fsr.offers.service.values import type_by_hand
from fsr.web.i18n import gettext as _

READ = "offers.read"
"""The kind of job that reads an offer."""
MOST_OFFERS = 200
"""In one comparison.  Source: OWASP ASVS 5.2.4, as set for this product."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file as it was sent, and what its sender says of it.

    insurer     None or "": find it in the document
    reg_number  None or "": find it in the document
    """

    filename: str
    data: bytes
    insurer: str | None = None
    reg_number: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that did not become an offer, and why; `offer_id` is the one that holds the same file already."""

    filename: str
    error: str
    offer_id: int | None = None
    too_large: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """What became of the files that were sent."""

    offers: tuple[Offer, ...]
    errors: tuple[Refused, ...]


def compare_files(
    actor: User, files: Sequence[Incoming], *, reg_number: str = "", title: str = "", client: str = "",
    language: str = "", twice: bool = False,
) -> tuple[Comparison | None, Received]:
    """Begin a comparison with these files; None where not a single one could be taken, then nothing is begun.

    :param twice: take the same file more than once, with a warning: API clients count on one offer a file.
    :raises Invalid: no file or too many, or a field is too long.
    :raises Forbidden: an auditor only looks.
    """
    must_compare(actor)  # before anything is kept
    documents.must_be_few(len(files))
    good, bad = _settle(files)
    if not good:
        return None, Received((), tuple(bad))
    comparison = create_comparison(actor, reg_number=reg_number, title=title, client=client, language=language)
    return comparison, _add(comparison, good, bad, actor, twice)


def add_offers(comparison: Comparison, files: Sequence[Incoming], actor: User) -> Received:
    """Add these files to a comparison; one that is there already is refused, and the answer says which offer holds it.

    :raises Invalid: no file or too many, or the comparison would hold too many.
    """
    documents.must_be_few(len(files))
    _must_have_room(comparison, len(files))
    good, bad = _settle(files)
    return _add(comparison, good, bad, actor)


def _must_have_room(comparison: Comparison, count: int) -> None:
    """Refuse more columns than one comparison holds, removed and replaced ones counted: their files are kept too.

    :raises Invalid: it would be more than `MOST_OFFERS`.
    """
    held = sa.select(sa.func.count()).select_from(Offer).where(Offer.comparison_id == comparison.id)
    if (db.session.scalar(held) or 0) + count > MOST_OFFERS:
        sentence = _("At most %(most)s offers in one comparison. Begin another.", most=MOST_OFFERS)
        raise Invalid(sentence, files=sentence)


def replace_offer(offer: Offer, file: Incoming, actor: User) -> Received:
    """Put a newer document of the same insurer into the place of `offer`, which keeps its values as "before".

    :raises Conflict: `offer` was replaced already.
    :raises Invalid: the comparison would hold too many.
    """
    _must_have_room(offer.comparison, 1)
    good, bad = _settle([file])
    newer = sa.select(Offer.id).where(Offer.replaces_id == offer.id, Offer.deleted_at.is_(None))
    if db.session.scalar(newer):
        raise Conflict(_("This offer was replaced already. Replace the newer one."))
    received = _add(offer.comparison, good, bad, actor)
    for new in received.offers:
        new.replaces_id, new.place, new.title, new.chosen = offer.id, offer.place, offer.title, offer.chosen
        new.insurer_name = new.insurer_name or offer.insurer_name
    return received


def add_by_hand(comparison: Comparison, insurer: str, actor: User) -> Offer:
    """Add a column without a document, for a person to fill.

    :raises Invalid: the name is too long, or the comparison would hold too many.
    """
    _must_have_room(comparison, 1)
    offer = Offer(comparison=comparison, insurer_name=clean_insurer(insurer), insurer_given=bool(insurer),
                  product="casco", state=OfferState.FAILED)
    _place(offer)
    type_by_hand(offer)
    touch(comparison)
    reword(comparison)
    _added(offer, actor)
    return offer


def read_again(offer: Offer, actor: User) -> None:
    """Have the document read anew; what people edited or confirmed stays.

    :raises Conflict: there is no document, or it is being read.
    """
    if offer.document_id is None:
        raise Conflict(_("This offer was typed by hand: there is no document to read."))
    if state_of(offer) in (OfferState.WAITING, OfferState.READING):
        raise Conflict(_("This offer is still being read. Wait until it is done."))
    offer.state, offer.error, offer.by_hand = OfferState.WAITING, None, False
    _enqueue(offer, actor)
    touch(offer.comparison)
    audit.record(Action.OFFER_EDITED, offer.subject, actor, fields=["read again"])


def _settle(files: Sequence[Incoming]) -> tuple[list[Incoming], list[Refused]]:
    """Check every file and write the good ones to disk, without a transaction where the caller wrote nothing yet."""
    with suppress(RuntimeError):  # the caller wrote something: then its transaction is as long as our writing
        release()
    most = current_app.config["FSR_UPLOAD_FILE_MB"]
    good: list[Incoming] = []
    bad: list[Refused] = []
    for file in files:
        try:
            if len(file.data) > most * documents.MB:
                raise TooLarge(_("The file is too large (at most %(most)s MB).", most=most))
            expected_kind(file.data[:2048], documents.clean_name(file.filename))
            clean_insurer(file.insurer)
            plate(file.reg_number)
        except Refusal as error:
            name = documents.clean_name(file.filename)
            bad.append(Refused(name, str(error), too_large=isinstance(error, TooLarge)))
        else:
            documents.store().put(file.data)
            good.append(file)
    return good, bad


def _add(
    comparison: Comparison, good: Sequence[Incoming], bad: Sequence[Refused], actor: User, twice: bool = False,
) -> Received:
    offers: list[Offer] = []
    errors = list(bad)
    known = _hashes(comparison)
    for file in good:
        digest, name = sha256(file.data).hexdigest(), documents.clean_name(file.filename)
        if (same := known.get(digest)) is not None and not twice:
            sentence = _("This file is in the comparison already: %(name)s.", name=same.filename)
            errors.append(Refused(name, sentence, same.id))
            continue
        offers.append(_offer(comparison, file, name, actor))
        known[digest] = offers[-1]
    if offers:
        touch(comparison)
        reword(comparison)
    return Received(tuple(offers), tuple(errors))


def _hashes(comparison: Comparison) -> dict[str, Offer]:
    rows = db.session.execute(
        sa.select(Document.sha256, Offer).join(Offer, Offer.document_id == Document.id)
        .where(Offer.comparison_id == comparison.id, Offer.deleted_at.is_(None)))
    return {row.sha256: row.Offer for row in rows}


def _offer(comparison: Comparison, file: Incoming, name: str, actor: User) -> Offer:
    document = documents.receive(actor, file.filename, file.data)
    insurer = clean_insurer(file.insurer)
    offer = Offer(comparison=comparison, document_id=document.id, filename=name, insurer_name=insurer,
                  insurer_given=insurer is not None, reg_number=plate(file.reg_number) or None)
    _place(offer)
    _enqueue(offer, actor)
    _added(offer, actor)
    return offer


def _place(offer: Offer) -> None:
    """Put the offer after all others of its comparison."""
    with db.session.no_autoflush:
        last = db.session.execute(
            sa.select(sa.func.max(Offer.position), sa.func.max(Offer.place))
            .where(Offer.comparison_id == offer.comparison.id)).one()
    offer.position, offer.place = (last[0] or 0) + 1, (last[1] or 0) + 1
    db.session.add(offer)
    db.session.flush()


def _enqueue(offer: Offer, actor: User) -> None:
    job = jobs.enqueue(
        READ, {"offer_id": offer.id}, actor=actor, subject=offer.comparison.subject,
        title=_("Read %(name)s", name=offer.filename), key=f"{READ}:{offer.id}",
        facts={"offer_id": offer.id, "casco_job_id": offer.comparison_id})
    offer.job_id = job.id


def _added(offer: Offer, actor: User) -> None:
    audit.record(Action.OFFER_ADDED, offer.subject, actor, comparison=offer.comparison_id, document=offer.document_id)
