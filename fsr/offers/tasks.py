"""Work on offers in the background: reading a document, and learning from a correction."""

from dataclasses import replace
from typing import Any

from flask import Flask
from sqlalchemy.orm import joinedload

from fsr import jobs
from fsr.auth.models import User
from fsr.db import db, reading, release
from fsr.documents import desk
from fsr.errors import Conflict, Unreadable
from fsr.extraction.found import State
from fsr.jobs import Run
from fsr.offers.models import Offer
from fsr.offers.reader import OfferReading
from fsr.offers.service import labels, receiving
from fsr.offers.service import reading as keeping
from fsr.offers.service.comparisons import purge
from fsr.sandbox.pool import Cancelled
from fsr.web.i18n import gettext as _

ENGINE, PLACE = "offers.casco", "offers.place"
"""Names under which the limited children know the reading engine and the finder of labels."""
LEARN, PURGE = "offers.learn", "offers.purge"
LEARNED = "learned:"
"""How the engine begins the rule of a value that was found by a learned label."""
DAY = 24 * 60 * 60
ROUNDS = 3
"""A person may name another insurer while the document is being read: then it is read again, so often at most."""


def init_app(app: Flask) -> None:
    """Make these tasks known to `app`."""
    desk.add_engine(app, ENGINE, "fsr.offers.reader:read_casco")
    desk.add_engine(app, PLACE, "fsr.offers.teaching:find_label")
    jobs.register(app, receiving.READ, read_offer, lambda: _("Read an offer"))
    jobs.register(app, LEARN, learn_label, lambda: _("Learn from a correction"))
    jobs.every(app, PURGE, DAY, purge_deleted)


def read_offer(run: Run, offer_id: int) -> dict[str, Any] | None:
    """Read the document of an offer and keep what it says.

    :raises Unreadable: it cannot be read; the column says why.
    """
    for _round in range(ROUNDS):
        plan = _plan(offer_id)
        if plan is None:
            return {"offer_id": offer_id, "state": "removed"}
        read = _read(run, plan)
        run.give_way()
        if keeping.plan_of(offer_id) == plan:
            return _kept(run, offer_id, read)
    raise Conflict(_("This offer was changed again and again while it was read. Read it again."))


def _plan(offer_id: int) -> keeping.Plan | None:
    """How to read the offer; no transaction is left open, and none kept a writer waiting."""
    with reading():
        plan = keeping.plan_of(offer_id)
        release()
    return plan


def _read(run: Run, plan: keeping.Plan) -> OfferReading:
    """What the engine reads, once more where something was taught for such offers."""
    first = _extract(run, plan, [])
    with reading():
        taught = labels.labels_for(plan.insurer or first.insurer.value, first.fingerprint)
        release()
    if not taught:
        return first
    # The fingerprint is of the labels that were found, so it is that of the untaught reading that stays the same.
    return replace(_extract(run, plan, taught), fingerprint=first.fingerprint)


def _extract(run: Run, plan: keeping.Plan, learned: list[tuple[str, str]]) -> OfferReading:
    def progress(done: int, total: int) -> None:
        run.progress(done, total, _("Reading page %(page)s of %(pages)s", page=min(done + 1, total), pages=total))

    options = {"insurer": plan.insurer, "variant": plan.variant, "learned": [list(pair) for pair in learned]}
    try:
        data = desk.extract(ENGINE, plan.file, options, progress=progress, cancelled=run.cancelled)
    except Cancelled:
        run.check()
        raise
    except Unreadable as error:
        keeping.keep_failure(plan.offer_id, str(error))
        raise
    return OfferReading.from_data(data)


def _kept(run: Run, offer_id: int, read: OfferReading) -> dict[str, Any]:
    offer = db.session.get_one(Offer, offer_id, options=[joinedload(Offer.comparison)])
    found = list(read.values.values())
    keeping.keep_reading(offer, read)
    offer.job_id = run.job_id  # a job that was tried again from its own page has another number
    if taught := [one.code for one in found if one.rule.startswith(LEARNED)]:
        labels.used(offer.insurer_name, taught)
    return {
        "offer_id": offer_id, "casco_job_id": offer.comparison_id, "product": read.product.value,
        "insurer_name": offer.insurer_name, "found": sum(one.value is not None for one in found),
        "guessed": sum(one.state is State.GUESSED for one in found),
    }


def learn_label(run: Run, offer_id: int, code: str, value: str, user_id: int) -> dict[str, Any] | None:
    """Look for a typed value in its document, and remember the label beside it."""
    plan = _plan(offer_id)
    if plan is None:
        return {"label": None}
    try:
        place = desk.extract(PLACE, plan.file, {"code": code, "value": value}, cancelled=run.cancelled)
    except Cancelled:
        run.check()
        raise
    offer, actor = db.session.get(Offer, offer_id), db.session.get(User, user_id)
    if not place or offer is None or actor is None:
        return {"label": None}
    learned = labels.learn(offer, code, place["label"], actor)
    return {"label": learned.label if learned else None}


def purge_deleted(_run: Run) -> dict[str, Any]:
    """Remove for good what was deleted long ago."""
    return {"purged": purge()}
