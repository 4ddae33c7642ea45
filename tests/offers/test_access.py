"""Who may do what: owners and administrators all, auditors look, everybody else learns nothing."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from fsr import subjects
from fsr.auth.models import Role, User
from fsr.db import db
from fsr.errors import Forbidden, NotFound
from fsr.offers import queries, service
from fsr.offers.access import Access, get_comparison, get_label, get_offer, get_offer_of, may_compare
from fsr.offers.models import Comparison, Offer
from fsr.offers.service.labels import learn
from fsr.subjects import Subject
from tests import factories
from tests.browsers import Browser
from tests.offers.desk import BTA, acting, compared, part


@pytest.fixture
def number(app: Flask, ana: Any) -> int:
    return compared(app, ana)


@pytest.fixture
def auditor(app: Flask, password_hash: str) -> int:
    with app.app_context():
        user = factories.user(password_hash, Role.AUDITOR)
        db.session.commit()
        return int(user.id)


def test_the_owner_and_the_administrator_may_edit(app: Flask, ana: Any, ada: Any, number: int) -> None:
    for browser in (ana, ada):
        with acting(app, browser) as user:
            assert get_comparison(number, user, Access.EDIT).id == number
            assert get_offer(get_comparison(number, user).offers[0].id, user, Access.EDIT)


def test_colleagues_and_strangers_learn_nothing(app: Flask, bob: Any, mara: Any, number: int) -> None:
    for browser in (bob, mara):
        with acting(app, browser) as user:
            for load in (lambda who: get_comparison(number, who), lambda who: get_offer(1, who)):
                with pytest.raises(NotFound):
                    load(user)
            assert queries.comparisons(user).count == 0
            assert queries.by_plate("XY1042", user) == []


def test_an_auditor_looks_and_changes_nothing(app: Flask, auditor: int, number: int) -> None:
    with app.app_context():
        user = db.session.get_one(User, auditor)
        assert get_comparison(number, user).id == number
        assert queries.comparisons(user).count == 1
        assert not may_compare(user)
        with pytest.raises(Forbidden):
            get_comparison(number, user, Access.EDIT)
        with pytest.raises(Forbidden):
            get_offer(1, user, Access.EDIT)
        with pytest.raises(Forbidden):
            service.create_comparison(user)


def test_what_was_deleted_is_found_only_to_restore_it(app: Flask, ana: Any, number: int) -> None:
    with acting(app, ana) as user:
        service.delete_comparison(get_comparison(number, user), user)
        for load in (lambda: get_comparison(number, user), lambda: get_offer(1, user)):
            with pytest.raises(NotFound):
                load()
        assert get_comparison(number, user, Access.EDIT, deleted=True).id == number


def test_an_offer_is_found_only_in_its_own_comparison(app: Flask, ana: Any, number: int) -> None:
    other = compared(app, ana, [BTA])
    with acting(app, ana) as user:
        offer = db.session.get_one(Comparison, other).offers[0]
        assert get_offer_of(other, offer.id, user).id == offer.id
        with pytest.raises(NotFound):
            get_offer_of(number, offer.id, user)


@pytest.mark.parametrize("strange", [0, -1, 2**63, 10**30])
def test_a_number_that_no_row_can_have_is_not_found(app: Flask, ana: Any, strange: int) -> None:
    with acting(app, ana) as user:
        for load in (get_comparison, get_offer, get_label):
            with pytest.raises(NotFound):
                load(strange, user)


def test_a_learned_label_is_seen_by_all_and_changed_by_its_maker(
        app: Flask, ana: Any, bob: Any, ada: Any, number: int) -> None:
    with acting(app, ana) as user:
        label = learn(db.session.get_one(Offer, 1), "Zādzība", "Zagšanas seguma apjoms", user)
        assert label is not None
        key = label.id
    with acting(app, bob) as user:
        assert get_label(key, user).label == "Zagšanas seguma apjoms"
        with pytest.raises(Forbidden):
            get_label(key, user, Access.EDIT)
    for browser in (ana, ada):
        with acting(app, browser) as user:
            assert get_label(key, user, Access.EDIT)


def test_ledgers_show_a_comparison_to_its_people_only(app: Flask, ana: Any, bob: Any, number: int) -> None:
    with acting(app, ana) as user, app.test_request_context():
        mine = db.session.get_one(User, user.id)
        other = db.session.get_one(User, bob.user_id)
        for subject in (Subject("comparison", str(number)), Subject("offer", "1")):
            kind = subjects.kind_of(subject)
            assert (kind.may_view(subject.id, mine), kind.may_view(subject.id, other)) == (True, False)
            assert kind.url(subject.id) == f"/compare/{number}"
            assert kind.title(subject.id)


def test_a_document_is_seen_by_those_who_see_its_comparison(
        app: Flask, ana: Any, bob: Any, ada: Any, number: int) -> None:
    with app.app_context():
        document = db.session.get_one(Offer, 1).document_id

    def status(browser: Any) -> int:
        with browser.get(f"/documents/{document}/file") as answer:
            return int(answer.status_code)

    assert [status(browser) for browser in (ana, ada, bob)] == [200, 200, 404]


def test_an_offer_with_a_newer_one_in_its_place_can_be_neither_seen_nor_changed(app: Flask, ana: Browser) -> None:
    number = compared(app, ana)
    old = f"/compare/{number}/offers/{offer_ids(app, number)[0]}"
    cell = old.replace("offers", "cells/Teritorija")
    assert ana.post(f"{old}/newer", data={"files": part(BTA)}).status_code == 303
    answers = [ana.get(old), ana.get(cell), ana.post(cell, data={"action": "save", "choice": "missing"}),
               ana.post(old, data={"title": "x"}), ana.post(f"{old}/hide"),
               ana.patch(f"/casco/offers/{old.rpartition('/')[2]}", json={"insured_entity": "x"})]
    assert [answer.status_code for answer in answers] == [404] * 6
    new = offer_ids(app, number)[1]
    assert ana.post(f"/compare/{number}/offers/{new}/remove").status_code == 303
    assert ana.get(cell).status_code == 200


def offer_ids(app: Flask, number: int) -> list[int]:
    with app.app_context():
        return list(db.session.scalars(sa.select(Offer.id).where(Offer.comparison_id == number).order_by(Offer.id)))
