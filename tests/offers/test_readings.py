"""What is read again: with another variant or profile, after a death, and never over what people typed."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from fsr.db import db
from fsr.errors import Conflict
from fsr.extraction.found import Found, State
from fsr.jobs.models import Job
from fsr.jobs.worker import run_due
from fsr.offers import queries, service
from fsr.offers.compare import OfferState
from fsr.offers.models import OfferValue, ValueChange
from fsr.offers.service.reading import keep_values
from tests.offers.desk import BALCIA, BALTA, acting, compared, count, sample, the_offer, value_of


def test_reading_again_leaves_alone_what_people_edited_or_confirmed(app: Flask, ana: Any) -> None:
    number = compared(app, ana)
    with acting(app, ana) as user:
        service.edit_value(the_offer(number), "premium_total", "1,00", user)
        service.confirm_value(the_offer(number), "Bojājumi", user)
        for code, other in (("Zādzība", "-"), ("Bojājumi", "-"), ("premium_total", "5.00")):
            db.session.execute(sa.update(OfferValue).where(OfferValue.code == code).values(read_value=other))
        db.session.expire_all()
        service.read_again(the_offer(number), user)
    run_due(app)
    with app.app_context():
        assert [value_of(number, code).value for code in ("premium_total", "Bojājumi", "Zādzība")] == ["1.00", "-", "v"]
        assert value_of(number, "premium_total").read == "1480.00"
        changes = db.session.scalars(sa.select(ValueChange).where(ValueChange.kind == "reread")).all()
        assert [(change.code, change.old_value, change.new_value) for change in changes] == [("Zādzība", "-", "v")]


def test_another_variant_changes_what_was_read_but_not_what_was_typed(app: Flask, ana: Any) -> None:
    number = compared(app, ana, [BALCIA], [""])
    with acting(app, ana) as user:
        offer = the_offer(number)
        service.edit_value(offer, "period", "6 mēneši", user)
        premium = service.get_value(offer, "premium_total").value
        other = next(name for name in offer.variant_names if name != offer.variant)
        service.set_variant(offer, other, user)
        with pytest.raises(Conflict):
            service.set_variant(offer, "no such variant", user)
    with app.app_context():
        assert value_of(number, "premium_total").value != premium
        assert value_of(number, "period").value == "6 mēneši"
        assert queries.offered(number)[0].variant == other
    with acting(app, ana) as user:
        service.read_again(the_offer(number), user)
    run_due(app)
    with app.app_context():
        assert queries.offered(number)[0].variant == other


def test_naming_another_insurer_reads_the_document_with_its_profile(app: Flask, ana: Any) -> None:
    number = compared(app, ana)
    with acting(app, ana) as user:
        service.set_insurer(the_offer(number), "bta", user)
        assert the_offer(number).state == OfferState.WAITING
    assert run_due(app) == 1
    with app.app_context():
        offer = queries.offered(number)[0]
        assert (offer.insurer, offer.insurer_given, offer.state) == ("BTA", True, OfferState.READ)
    with acting(app, ana) as user:
        service.set_insurer(the_offer(number), "", user)
    run_due(app)
    with app.app_context():
        assert queries.offered(number)[0].insurer == "BALTA"


def test_a_reading_that_died_is_shown_as_failed_and_can_be_tried_again(app: Flask, ana: Any) -> None:
    number = compared(app, ana)
    with acting(app, ana) as user:
        service.read_again(the_offer(number), user)
    with acting(app, ana) as user:
        with pytest.raises(Conflict):
            service.read_again(the_offer(number), user)
        db.session.execute(sa.update(Job).where(Job.id == the_offer(number).job_id).values(
            status="failed", error_message="Something went wrong on our side."))
    with app.app_context():
        offer = queries.offered(number)[0]
        assert (offer.state, offer.error) == (OfferState.FAILED, "Something went wrong on our side.")
    with acting(app, ana) as user:
        service.read_again(the_offer(number), user)
    run_due(app)
    with app.app_context():
        assert queries.offered(number)[0].state == OfferState.READ


def test_a_removed_offer_is_not_read(app: Flask, ana: Any) -> None:
    with acting(app, ana) as user:
        _comparison, received = service.compare_files(user, [sample(BALTA)])
        service.remove_offer(received.offers[0], user)
    run_due(app)
    with app.app_context():
        assert db.session.scalars(sa.select(Job.result)).one()["state"] == "removed"
        assert count(OfferValue) == 0


def test_a_reading_tried_again_from_its_job_fills_the_column(app: Flask, ana: Any) -> None:
    number = compared(app, ana)
    with acting(app, ana) as user:
        service.read_again(the_offer(number), user)
        old = the_offer(number).job_id
    with acting(app, ana):
        db.session.execute(sa.update(Job).where(Job.id == old).values(status="failed"))
    assert ana.post(f"/jobs/{old}/retry").status_code == 202
    run_due(app)
    with app.app_context():
        offer = queries.offered(number)[0]
        assert (offer.state, offer.job_id != old) == (OfferState.READ, True)


def test_text_that_no_database_takes_is_kept_without_the_part_that_it_refuses(app: Flask, ana: Any) -> None:
    number = compared(app, ana)
    found = Found("Teritorija", "Eiro\0pa", "Teritorija:\0 Eiro\ud800pa", 1, None, 1.0, State.FOUND, "label",
                  "Teri\0torija")
    with acting(app, ana):
        keep_values(the_offer(number), {"Teritorija": found}, "reread", None)
    with app.app_context():
        value = value_of(number, "Teritorija")
        assert (value.value, value.text, value.label) == ("Eiropa", "Teritorija: Eiro?pa", "Teritorija")
