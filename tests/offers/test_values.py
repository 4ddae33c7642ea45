"""Values as people type, confirm, reset and undo them: what was read is never lost."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from fsr.db import db
from fsr.errors import Conflict, Invalid
from fsr.offers import queries, service
from fsr.offers.catalogue import BY_CODE
from fsr.offers.compare import OfferState
from fsr.offers.models import Comparison
from tests.offers.desk import ENCRYPTED, acting, compared, the_offer, value_of


def test_a_failed_offer_can_be_typed_by_hand(app: Flask, ana: Any) -> None:
    number = compared(app, ana, [ENCRYPTED], ["IF"])
    with acting(app, ana) as user:
        service.type_by_hand(the_offer(number), user)
        service.edit_value(the_offer(number), "premium_total", "1 127,50 EUR", user)
    with app.app_context():
        offer = queries.offered(number)[0]
        assert (offer.state, offer.by_hand, offer.values["premium_total"].value) == (OfferState.READ, True, "1127.50")
        assert offer.values["Zādzība"].value is None


def test_a_column_can_be_typed_without_any_document(app: Flask, ana: Any) -> None:
    number = compared(app, ana)
    with acting(app, ana) as user:
        offer = service.add_by_hand(db.session.get_one(Comparison, number), "ergo", user)
        service.edit_value(offer, "Bojājumi", "v", user)
        with pytest.raises(Conflict):
            service.read_again(offer, user)
    with app.app_context():
        assert [offer.insurer for offer in queries.offered(number)] == ["BALTA", "ERGO"]


def test_an_edit_keeps_what_was_read_with_who_when_and_why(app: Flask, ana: Any) -> None:
    number = compared(app, ana)
    with acting(app, ana) as user:
        was = service.get_value(the_offer(number), "Teritorija").value
        service.edit_value(the_offer(number), "Teritorija", "Eiropa", user, why="agent said so")
    with app.app_context():
        value = value_of(number, "Teritorija")
        assert (value.value, value.read, value.state, value.edited_by, value.why) == (
            "Eiropa", was, "edited", "Ana", "agent said so")
        change = queries.history(the_offer(number).id, "Teritorija")[0]
        assert (change.kind, change.old_value, change.new_value, change.actor.name) == ("edit", was, "Eiropa", "Ana")
        assert value.edited_at is not None


def test_typing_what_was_read_is_agreeing_with_it(app: Flask, ana: Any) -> None:
    number = compared(app, ana)
    with acting(app, ana) as user:
        service.edit_value(the_offer(number), "premium_total", "1 480,00 €", user)
    with app.app_context():
        assert value_of(number, "premium_total").state == "confirmed"


def test_reset_goes_back_to_what_was_read_and_undo_takes_back_step_by_step(app: Flask, ana: Any) -> None:
    number = compared(app, ana)
    seen: list[str | None] = []

    def step(verb: Callable[..., Any], *args: Any) -> None:
        with acting(app, ana) as user:
            verb(the_offer(number), "period", *args, user)
            seen.append(service.get_value(the_offer(number), "period").value)

    step(service.edit_value, "6 mēneši")
    step(service.edit_value, "")
    step(service.reset_value)
    for _time in range(3):
        step(service.undo_value)
    assert seen == ["6 mēneši", None, "12 mēneši", None, "6 mēneši", "12 mēneši"]
    with app.app_context():
        assert value_of(number, "period").state == "found"
    with pytest.raises(Conflict):
        step(service.undo_value)


def test_an_edit_from_an_old_version_is_refused(app: Flask, ana: Any) -> None:
    number = compared(app, ana)
    with acting(app, ana) as user:
        version = service.get_value(the_offer(number), "period").version
        service.edit_value(the_offer(number), "period", "6 mēneši", user, version=version)
        for verb in (service.confirm_value, service.reset_value, service.undo_value):
            with pytest.raises(Conflict):
                verb(the_offer(number), "period", user, version=version)
        with pytest.raises(Conflict):
            service.edit_value(the_offer(number), "period", "9 mēneši", user, version=version)
        assert service.get_value(the_offer(number), "period").value == "6 mēneši"


@pytest.mark.parametrize(("code", "typed", "kept"), [
    ("premium_total", "1 480,00 EUR", "1480.00"), ("premium_total", "1480 €", "1480.00"),
    ("premium_total", "1.480,00", "1480.00"), ("premium_total", "1 480.00 EUR", "1480.00"),
    ("premium_total", "450.00", "450.00"), ("premium_total", "-", None), ("premium_total", "", None),
    ("insured_amount", "18 500", "18500.00"), ("insured_amount", "Tirgus vērtība", "Tirgus vērtība"),
    ("Zādzība", "V", "v"), ("Zādzība", "✓", "v"), ("Zādzība", "–", "-"), ("Zādzība", None, None),
    ("Zādzība", "tikai garāžā", "tikai garāžā"), ("period", " 12\u00a0mēneši\n", "12 mēneši"),
    ("Teritorija", "Eiropa\x00\ud800", "Eiropa"), ("Pašrisks_bojājumi", "—", "-"),
])
def test_what_people_type_is_kept_in_one_form(app: Flask, code: str, typed: str | None, kept: str | None) -> None:
    with app.test_request_context():
        assert service.parse_value(BY_CODE[code], typed) == kept


@pytest.mark.parametrize(("code", "typed"), [
    ("premium_total", "par daudz"), ("premium_total", "-5 EUR"), ("premium_total", "1 EUR vai 2 EUR"),
    ("premium_total", "99999999999999"), ("premium_total", "v"), ("period", "✓"), ("Zādzība", "x" * 501),
])
def test_what_does_not_fit_the_row_is_refused_with_a_sentence(app: Flask, code: str, typed: str) -> None:
    with app.test_request_context(), pytest.raises(Invalid) as refusal:
        service.parse_value(BY_CODE[code], typed)
    assert set(refusal.value.fields) == {"value"}
