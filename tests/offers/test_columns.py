"""Columns and comparisons: chosen, moved, hidden, removed, brought back, pinned for a share."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from fsr.db import db
from fsr.errors import Invalid
from fsr.offers import queries, service
from fsr.offers.models import Comparison, Offer, OfferValue
from fsr.offers.service.comparisons import KEPT_DAYS, purge
from tests.offers.desk import BALCIA, BALTA, BTA, acting, compared, count, the_offer


def test_one_offer_at_a_time_is_chosen(app: Flask, ana: Any) -> None:
    number = compared(app, ana, [BALTA, BTA], ["", ""])
    with acting(app, ana) as user:
        service.choose(the_offer(number, 0), True, user)
        service.choose(the_offer(number, 1), True, user)
    with app.app_context():
        assert [offer.chosen for offer in queries.offered(number)] == [False, True]


def test_columns_move_hide_and_are_renamed(app: Flask, ana: Any) -> None:
    number = compared(app, ana, [BALTA, BALCIA, BTA], ["", "", ""])
    with acting(app, ana) as user:
        service.move(the_offer(number, 2), -2, user)
        service.rename(the_offer(number, 0), "  Our  favourite ", user)
        service.comment(the_offer(number, 0), "cheap\r\nbut slow", user)
        service.hide(the_offer(number, 1), True, user)
        with pytest.raises(Invalid):
            service.rename(the_offer(number, 0), "x" * 81, user)
    with app.app_context():
        matrix = service.matrix_now(db.session.get_one(Comparison, number))
        assert [column.title for column in matrix.columns] == ["BTA", "Our favourite"]
        assert matrix.columns[1].offer.comment == "cheap\nbut slow"


def test_a_strange_offer_cannot_be_put_into_the_order(app: Flask, ana: Any) -> None:
    number, other = compared(app, ana), compared(app, ana, [BTA])
    with acting(app, ana) as user:
        with pytest.raises(Invalid):
            service.arrange(db.session.get_one(Comparison, number), [the_offer(other).id], user)
        with pytest.raises(Invalid):
            service.set_best(db.session.get_one(Comparison, number), "Zādzība", [the_offer(other).id], user)


def test_a_removed_offer_can_come_back(app: Flask, ana: Any) -> None:
    number = compared(app, ana, [BALTA, BTA], ["", ""])
    with acting(app, ana) as user:
        service.remove_offer(the_offer(number), user)
    with app.app_context():
        assert [offer.insurer for offer in queries.offered(number)] == ["BTA"]
    with acting(app, ana) as user:
        service.restore_offer(queries.removed_offers(number)[0], user)
    with app.app_context():
        assert [offer.insurer for offer in queries.offered(number)] == ["BALTA", "BTA"]


def test_a_deleted_comparison_can_come_back_until_it_is_purged(app: Flask, ana: Any) -> None:
    number = compared(app, ana)
    with acting(app, ana) as user:
        service.delete_comparison(db.session.get_one(Comparison, number), user)
        assert purge() == 0
        service.restore_comparison(db.session.get_one(Comparison, number), user)
        comparison = db.session.get_one(Comparison, number)
        service.delete_comparison(comparison, user)
        assert comparison.deleted_at is not None
        comparison.deleted_at -= timedelta(days=KEPT_DAYS + 1)
        db.session.flush()
        assert purge() == 1
    with app.app_context():
        assert [count(model) for model in (Comparison, Offer, OfferValue)] == [0, 0, 0]


def test_a_share_can_be_pinned_and_told_what_changed(app: Flask, ana: Any) -> None:
    number = compared(app, ana, [BALTA, BTA], ["", ""])
    with acting(app, ana) as user:
        comparison = db.session.get_one(Comparison, number)
        frozen = service.snapshot(comparison)
        assert service.matrix_of(frozen) == service.matrix_now(comparison)
        assert service.changed_since(frozen) == []
        service.edit_value(the_offer(number), "premium_total", "1 500,00", user)
        service.confirm_value(the_offer(number), "Teritorija", user)
        service.hide(the_offer(number, 1), True, user)
        service.add_by_hand(comparison, "ERGO", user)
        changed = service.changed_since(frozen)
        assert [(one.column, one.code, one.was, one.now) for one in changed] == [
            ("BTA", "", "BTA", None), ("ERGO", "", None, "ERGO"), ("BALTA", "premium_total", "1480.00", "1500.00")]
        assert service.matrix_of(frozen).line("premium_total").cells[0].value == "1480.00"
