"""Files become columns: read, refused in words, read again, replaced; nothing half-written."""

import io
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from reportlab.pdfgen.canvas import Canvas

from fsr.auth.models import User
from fsr.db import db
from fsr.documents.models import Document
from fsr.errors import Conflict, Invalid
from fsr.jobs.models import Job
from fsr.jobs.worker import run_due
from fsr.offers import queries, service
from fsr.offers.catalogue import CODES
from fsr.offers.compare import OfferState
from fsr.offers.models import Comparison, Offer
from fsr.offers.service import Incoming
from tests.offers.desk import (
    BALCIA,
    BALTA,
    BTA,
    CASCO,
    ENCRYPTED,
    OCTA,
    acting,
    compared,
    count,
    sample,
    the_offer,
    value_of,
)

NO_PDF = Incoming("list.pdf", b"no pdf at all")
EMPTY = Incoming("empty.pdf", b"")


def test_files_become_columns_in_order_of_upload_and_each_gets_a_job(app: Flask, ana: Any) -> None:
    with acting(app, ana) as user:
        comparison, received = service.compare_files(user, [sample(BALTA), sample(BALCIA)], reg_number="xy-1042")
        assert comparison is not None
        assert (comparison.reg_number, received.errors) == ("XY1042", ())
        number = comparison.id
    with app.app_context():
        assert [(o.position, o.filename, o.state) for o in queries.offered(number)] == [
            (1, BALTA, OfferState.WAITING), (2, BALCIA, OfferState.WAITING)]
        assert count(Job) == 2
    assert run_due(app) == 2
    with app.app_context():
        offers = queries.offered(number)
        assert [(o.insurer, o.state, len(o.values)) for o in offers] == [
            ("BALTA", OfferState.READ, 22), ("BALCIA", OfferState.READ, 22)]
        assert offers[0].values["premium_total"].value == "1480.00"
        assert offers[1].variants


def test_a_bad_file_is_told_and_the_others_go_on(app: Flask, ana: Any) -> None:
    with acting(app, ana) as user:
        comparison, received = service.compare_files(user, [NO_PDF, sample(BALTA), EMPTY])
        assert comparison is not None
        assert [(error.filename, bool(error.error)) for error in received.errors] == [
            ("list.pdf", True), ("empty.pdf", True)]
        assert [offer.filename for offer in received.offers] == [BALTA]


def test_nothing_is_begun_where_no_file_can_be_taken(app: Flask, ana: Any) -> None:
    with acting(app, ana) as user:
        comparison, received = service.compare_files(user, [NO_PDF, EMPTY], reg_number="XY1042")
        assert (comparison, len(received.errors)) == (None, 2)
    with app.app_context():
        assert [count(model) for model in (Comparison, Offer, Document, Job)] == [0, 0, 0, 0]


def test_a_refused_field_leaves_nothing_behind(app: Flask, ana: Any) -> None:
    with app.app_context():
        user = db.session.get_one(User, ana.user_id)
        with pytest.raises(Invalid):
            service.compare_files(user, [sample(BALTA)], language="xx")
        db.session.rollback()
        assert [count(model) for model in (Comparison, Offer, Document, Job)] == [0, 0, 0, 0]


def test_the_same_file_twice_is_announced_with_the_offer_that_holds_it(app: Flask, ana: Any) -> None:
    with acting(app, ana) as user:
        comparison, received = service.compare_files(user, [sample(BALTA), sample(BALTA)])
        assert comparison is not None
        assert [(len(received.offers), received.errors[0].offer_id)] == [(1, received.offers[0].id)]
        again = service.add_offers(comparison, [sample(BALTA)], user)
        assert (again.offers, again.errors[0].offer_id) == ((), received.offers[0].id)


def test_a_file_that_cannot_be_read_becomes_a_failed_column_with_its_reason(app: Flask, ana: Any) -> None:
    number = compared(app, ana, [ENCRYPTED, BALTA], ["", ""])
    with app.app_context():
        failed, read = queries.offered(number)
        assert (failed.state, read.state) == (OfferState.FAILED, OfferState.READ)
        assert "password" in (failed.error or "")


def test_an_octa_offer_fails_and_none_of_its_values_are_taken(app: Flask, ana: Any) -> None:
    number = compared(app, ana, [OCTA], [""])
    with app.app_context():
        offer = queries.offered(number)[0]
        assert (offer.state, offer.product, "OCTA" in (offer.error or "")) == (OfferState.FAILED, "octa", True)
        assert {value.value for value in offer.values.values()} == {None}


def test_an_offer_can_be_added_later(app: Flask, ana: Any) -> None:
    number = compared(app, ana)
    with acting(app, ana) as user:
        before = db.session.get_one(Comparison, number).revision
        service.add_offers(db.session.get_one(Comparison, number), [sample(BTA)], user)
        db.session.flush()
        assert db.session.get_one(Comparison, number).revision == before + 1
    run_due(app)
    with app.app_context():
        assert [offer.insurer for offer in queries.offered(number)] == ["BALTA", "BTA"]


def test_a_newer_document_takes_the_place_and_shows_what_the_older_said(app: Flask, ana: Any) -> None:
    number = compared(app, ana, ["01_balta_kasko_XY1042.pdf", BTA], ["", ""])
    with acting(app, ana) as user:
        old = the_offer(number)
        received = service.replace_offer(old, sample("10_balta_pluss XY1042 (2).pdf"), user)
        assert received.errors == ()
        with pytest.raises(Conflict):
            service.replace_offer(old, sample(BALCIA), user)
    run_due(app)
    with app.app_context():
        matrix = service.matrix_now(db.session.get_one(Comparison, number))
        assert [column.insurer for column in matrix.columns] == ["BALTA", "BTA"]
        cell = matrix.line("premium_total").cells[0]
        assert (cell.changed, cell.before) == (True, "1480.00")
    with acting(app, ana) as user:
        newer = db.session.scalars(sa.select(Offer).where(Offer.replaces_id.is_not(None))).one()
        service.remove_offer(newer, user)
    with app.app_context():
        assert value_of(number, "premium_total").value == "1480.00"


def test_a_plate_is_taken_from_the_documents_and_a_stranger_is_warned_of(app: Flask, ana: Any) -> None:
    with acting(app, ana) as user:
        comparison, _received = service.compare_files(user, [sample(BALTA)])
        other, _received = service.compare_files(user, [Incoming(BTA, (CASCO / BTA).read_bytes(), None, "XY 1042")])
        assert comparison is not None
        assert other is not None
        numbers = comparison.id, other.id
    run_due(app)
    with app.app_context():
        assert db.session.get_one(Comparison, numbers[0]).reg_number == "XY1042"
        assert any("WX2087" in warning for warning in queries.offered(numbers[1])[0].warnings)


def one_line_pdf(text: str) -> bytes:
    data = io.BytesIO()
    canvas = Canvas(data)
    canvas.drawString(72, 720, text)
    canvas.save()
    return data.getvalue()


def test_a_letter_that_is_no_offer_fails_with_a_sentence(app: Flask, ana: Any) -> None:
    with acting(app, ana) as user:
        comparison, _received = service.compare_files(user, [Incoming("letter.pdf", one_line_pdf("Dear Ms Smith"))])
        assert comparison is not None
        number = comparison.id
    run_due(app)
    with app.app_context():
        offer = queries.offered(number)[0]
        assert (offer.state, bool(offer.error), len(offer.values)) == (OfferState.FAILED, True, len(CODES))
