"""The demo data: it comes once, it can be read, and nothing of it stays behind."""

from typing import Any

import sqlalchemy as sa
from flask import Flask

from fsr.auth.service import load_demo, remove_demo
from fsr.db import db
from fsr.documents.models import Document
from fsr.jobs.worker import run_due
from fsr.offers import demo, service
from fsr.offers.models import Comparison, Offer
from tests.offers.desk import acting, compared


def count(model: Any, *where: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model).where(*where)) or 0


def test_demo_offers_are_read_without_a_doubt(app: Flask, ana: Any) -> None:
    with acting(app, ana) as user:
        assert load_demo(user) >= 1
    run_due(app)
    with app.app_context():
        comparison = db.session.scalars(sa.select(Comparison).where(Comparison.is_demo)).one()
        matrix = service.matrix_now(comparison)
        assert [column.name for column in matrix.columns] == ["BALTA", "BTA", "ERGO", "IF"]
        assert (matrix.to_check, matrix.busy) == (0, 0)
        assert [cell.value for cell in matrix.line("premium_total").cells] == ["912.40", "848.00", "1036.00", "879.60"]
        assert [cell.best for cell in matrix.line("premium_total").cells] == [False, True, False, False]


def test_loading_twice_makes_nothing_new(app: Flask, ana: Any) -> None:
    for expected in (1, 0):
        with acting(app, ana) as user:
            assert demo.load(user) == expected


def test_removing_takes_the_demo_and_leaves_the_rest(app: Flask, ana: Any) -> None:
    number = compared(app, ana)
    with acting(app, ana) as user:
        load_demo(user)
    with acting(app, ana) as user:
        assert remove_demo(user) >= 1
    with app.app_context():
        assert [row.id for row in db.session.scalars(sa.select(Comparison))] == [number]
        assert (count(Offer), count(Document, Document.deleted_at.is_(None))) == (1, 1)
    run_due(app)
    with acting(app, ana) as user:
        assert remove_demo(user) == 0
