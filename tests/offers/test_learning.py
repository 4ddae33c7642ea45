"""A correction teaches: the next offer of the insurer is read by the label that stood beside the corrected value."""

import io
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from reportlab.pdfgen.canvas import Canvas

from fsr.audit.models import AuditEvent
from fsr.db import db
from fsr.errors import Conflict, Invalid, NotFound
from fsr.jobs.models import Job
from fsr.jobs.worker import run_due
from fsr.offers import queries, service
from fsr.offers.models import Comparison, LearnedLabel, Offer, OfferValue
from fsr.offers.service import Incoming
from fsr.offers.service.labels import learn
from tests.offers.desk import acting, compared

STRANGE = "Apkaimes sektors Z"
"""A label that no profile knows."""


def offer_pdf(premium: str, territory: str, label: str = STRANGE) -> bytes:
    """A small offer of BTA in a layout of our own, with one label that nobody can know."""
    data = io.BytesIO()
    canvas = Canvas(data)
    rows = ["BTA Baltic Insurance Company AAS", "KASKO apdrosinasanas piedavajums", "",
            ("Transportlidzekla numurs", "XY-1042"), ("Apdrosinasanas premija kopa", f"{premium} EUR"),
            ("Apdrosinajuma summa", "18 500.00 EUR"), ("Apdrosinasanas periods", "12 menesi"),
            ("Pasrisks bojajumiem", "150 EUR"), (label, territory), ("Zadziba", "Ir"), ("Bojajumi", "Ir")]
    for number, row in enumerate(rows):
        y = 760 - 24 * number
        if isinstance(row, str):
            canvas.drawString(72, y, row)
        else:
            canvas.drawString(72, y, row[0])
            canvas.drawString(330, y, row[1])
    canvas.save()
    return data.getvalue()


def received(app: Flask, browser: Any, data: bytes) -> int:
    with acting(app, browser) as user:
        comparison, _received = service.compare_files(user, [Incoming("bta.pdf", data)])
        assert comparison is not None
        number = comparison.id
    run_due(app)
    return number


def first_offer(number: int) -> Offer:
    return db.session.get_one(Comparison, number).offers[0]


def territory(number: int) -> Any:
    return queries.offered(number)[0].values["Teritorija"]


def test_a_correction_is_used_for_the_next_offer_of_the_layout(app: Flask, ana: Any, bob: Any) -> None:
    number = received(app, ana, offer_pdf("412.00", "Baltijas valstis"))
    with acting(app, ana) as user:
        assert territory(number).value is None
        service.edit_value(first_offer(number), "Teritorija", "Baltijas valstis", user)
    assert run_due(app) == 1
    with app.app_context():
        label = db.session.scalars(sa.select(LearnedLabel)).one()
        assert (label.insurer, label.code, label.label, label.used_count) == ("BTA", "Teritorija", STRANGE, 0)
    again = received(app, bob, offer_pdf("655.00", "Latvija un Igaunija"))
    with app.app_context():
        value = territory(again)
        assert (value.value, value.rule.startswith("learned:")) == ("Latvija un Igaunija", True)
        assert db.session.scalars(sa.select(LearnedLabel.used_count)).one() == 1
    other = received(app, ana, offer_pdf("655.00", "Latvija", "Pavisam cits nosaukums"))
    with app.app_context():
        assert not territory(other).rule.startswith("learned:")


def test_a_removed_label_is_used_no_more(app: Flask, ana: Any) -> None:
    number = received(app, ana, offer_pdf("412.00", "Baltijas valstis"))
    with acting(app, ana) as user:
        service.edit_value(first_offer(number), "Teritorija", "Baltijas valstis", user)
    run_due(app)
    with acting(app, ana) as user:
        service.remove_label(db.session.scalars(sa.select(LearnedLabel)).one(), user)
    again = received(app, ana, offer_pdf("655.00", "Latvija un Igaunija"))
    with app.app_context():
        assert not territory(again).rule.startswith("learned:")
        learned = db.session.scalars(sa.select(AuditEvent.action).where(AuditEvent.subject_kind == "label")).all()
        assert learned == ["offer:label:learned", "offer:label:removed"]


def test_a_value_that_is_not_printed_teaches_nothing(app: Flask, ana: Any) -> None:
    number = received(app, ana, offer_pdf("412.00", "Baltijas valstis"))
    with acting(app, ana) as user:
        service.edit_value(first_offer(number), "Teritorija", "Mēness un Marss", user)
        service.edit_value(first_offer(number), "Vandālisms", "v", user)
    assert run_due(app) == 1
    with app.app_context():
        assert db.session.scalars(sa.select(LearnedLabel)).all() == []
        assert set(db.session.scalars(sa.select(Job.status))) == {"completed"}


def test_picking_another_value_that_was_read_teaches_its_label_at_once(app: Flask, ana: Any) -> None:
    number = compared(app, ana)
    with acting(app, ana) as user:
        cell = db.session.scalars(sa.select(OfferValue).where(OfferValue.code == "premium_total")).one()
        cell.alternatives = [{"value": "999.00", "label": "Prēmija ar atlaidi:"}]
        service.edit_value(first_offer(number), "premium_total", "999", user)
    assert run_due(app) == 0
    with app.app_context():
        assert db.session.scalars(sa.select(LearnedLabel.label)).one() == "Prēmija ar atlaidi"


def test_a_learned_label_can_be_edited_within_reason(app: Flask, ana: Any) -> None:
    number = compared(app, ana)
    with acting(app, ana) as user:
        offer = first_offer(number)
        one, other = learn(offer, "Zādzība", "Pirmais", user), learn(offer, "Zādzība", "Otrais", user)
        assert one is not None
        assert other is not None
        assert learn(offer, "Zādzība", "Pirmais :", user) is one
        assert learn(offer, "Zādzība", "12 345", user) is None
        service.edit_label(one, user, text=" Trešais ", code="Bojājumi")
        assert (one.label, one.code) == ("Trešais", "Bojājumi")
        with pytest.raises(Conflict):
            service.edit_label(one, user, text="Otrais", code="Zādzība")
        for text in ("", "12", "x" * 161):
            with pytest.raises(Invalid):
                service.edit_label(one, user, text=text, code="Zādzība")
        with pytest.raises(NotFound):
            service.edit_label(one, user, text="Trešais", code="no such row")
        assert [label.label for label in queries.learned_labels()] == ["Trešais", "Otrais"]
