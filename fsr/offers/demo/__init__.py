"""Demo data: one car with four invented offers, which go through the same upload, jobs and engine as real ones.

The PDFs beside this file are drawn by `tests.offers.demo_files`.
"""

from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from fsr import demo
from fsr.auth.models import User
from fsr.db import db
from fsr.documents import service as documents
from fsr.documents.models import Document
from fsr.offers import service
from fsr.offers.models import Comparison, Offer
from fsr.offers.service import Incoming
from fsr.web.i18n import gettext as _

FILES = ("balta.pdf", "bta.pdf", "ergo.pdf", "if.pdf")
HERE = Path(__file__).resolve().parent


def init_app(app: Flask) -> None:
    """Offer the demo data to set-up and to `fsr demo`."""
    demo.register(app, demo.Demo(load, remove))


def load(user: User) -> int:
    """Make the demo comparison of `user`; 1, or 0 where it is there already."""
    mine = sa.select(Comparison.id).where(
        Comparison.is_demo, Comparison.owner_id == user.id, Comparison.deleted_at.is_(None))
    if db.session.scalar(mine):
        return 0
    files = [Incoming(name, (HERE / name).read_bytes()) for name in FILES]
    comparison, _received = service.compare_files(
        user, files, reg_number="XY3055", title=_("Demo: Volvo V60"), client=_("Demo client"))
    if comparison is not None:
        comparison.is_demo = True
    return 1


def remove(user: User) -> int:
    """Take all demo comparisons away, whoever made them, with the files that nothing else uses; how many."""
    numbers = db.session.scalars(sa.select(Comparison.id).where(Comparison.is_demo)).all()
    used = sa.select(Offer.document_id).where(Offer.comparison_id.in_(numbers), Offer.document_id.is_not(None))
    others = sa.select(Offer.document_id).where(Offer.comparison_id.not_in(numbers), Offer.document_id.is_not(None))
    alone = sa.select(Document).where(
        Document.id.in_(used), Document.id.not_in(others), Document.deleted_at.is_(None))
    for document in db.session.scalars(alone).all():
        documents.delete(document, user)
    db.session.execute(sa.delete(Comparison).where(Comparison.id.in_(numbers)))
    db.session.expire_all()
    return len(numbers)
