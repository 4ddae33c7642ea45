"""Closing a case and opening it again: who may, what must be said, and that no answer is ever lost."""

import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from fsr.auth.models import User
from fsr.db import commit, db
from fsr.errors import Conflict, Forbidden, Invalid
from fsr.notebook.models import Case, Closing, LineItem
from fsr.notebook.service import closing, importing, people
from fsr.notebook.service.closing import Summary
from tests import factories
from tests.notebook.conftest import NUMBER, acting

WHOLE = {"symptom": "Pump trips.\nTwice a day.", "fault": "Filter plugged", "fix": "Filter replaced, ran 2 h"}
URL = f"/cases/{NUMBER}/close"


def now(app: Flask, case_id: str) -> tuple[bool, list[tuple[str, str, bool]]]:
    """(is open, (how, fix, taken back) of each closing)."""
    with app.app_context():
        case = db.session.get_one(Case, case_id)
        assert (case.closed_at is None) == case.is_open
        found = reversed(closing.closings(case))
        return case.is_open, [(one.how, one.fix, one.reopened_at is not None) for one in found]


def test_a_case_is_closed_with_three_answers_and_the_undo_opens_it(
        app: Flask, ana: Any, case_id: str, page_id: int) -> None:
    assert ana.get(URL).status_code == 200
    answer = ana.post(URL, data=WHOLE)
    assert (answer.status_code, now(app, case_id)) == (303, (False, [("person", WHOLE["fix"], False)]))
    page = ana.get(answer.location).text
    for words in ("The case is closed.", "Pump trips.\nTwice a day.", "Undo", "by Ana"):
        assert words in page, words
    answer = ana.post(f"/cases/{NUMBER}/reopen")
    assert (answer.status_code, now(app, case_id)) == (303, (True, [("person", WHOLE["fix"], True)]))
    assert "Undo" in ana.get(answer.location).text
    ana.post(f"/cases/{NUMBER}/reopen/undo")
    assert now(app, case_id) == (False, [("person", WHOLE["fix"], False)])


@pytest.mark.parametrize("missing", ["symptom", "fault", "fix"])
def test_a_missing_answer_is_asked_for_and_the_others_stay(
        app: Flask, ana: Any, case_id: str, page_id: int, missing: str) -> None:
    answer = ana.post(URL, data={**WHOLE, missing: " \n "})
    assert answer.status_code == 422
    assert f'id="{missing}-error"' in answer.text
    for name, text in WHOLE.items():
        assert name == missing or text in answer.text
    assert now(app, case_id) == (True, [])


def test_an_answer_too_long_to_keep_is_refused_and_stays_in_the_box(ana: Any, page_id: int) -> None:
    answer = ana.post(URL, data={**WHOLE, "fix": "long " * 40_001})
    assert (answer.status_code, answer.text.count("long long long") > 0) == (422, True)


def test_who_comes_second_keeps_the_text_and_sees_what_the_first_said(
        app: Flask, ana: Any, bob: Any, case_id: str, page_id: int) -> None:
    with acting(app, bob) as user:
        factories.page(user, db.session.get_one(Case, case_id), "mine", "")
    bob.post(URL, data={**WHOLE, "fix": "Bob's fix"})
    answer = ana.post(URL, data={**WHOLE, "fix": "Ana's fix"})
    assert answer.status_code == 409
    for words in ("closed meanwhile", "Bob&#39;s fix", "Ana&#39;s fix"):
        assert words in answer.text, words
    assert now(app, case_id) == (False, [("person", "Bob's fix", False)])


def test_of_many_who_close_at_once_one_does(app: Flask, ada: Any, case_id: str) -> None:
    ends: list[str] = []
    ready = threading.Barrier(6)

    def end(number: int) -> None:
        with app.app_context():
            user, case = db.session.get_one(User, ada.user_id), db.session.get_one(Case, case_id)
            db.session.rollback()
            ready.wait()
            try:
                closing.close(user, case, Summary(**{**WHOLE, "fix": str(number)}))
                commit()
                ends.append("closed")
            except Conflict:
                ends.append("second")

    threads = [threading.Thread(target=end, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["closed"] + ["second"] * 5
    assert len(now(app, case_id)[1]) == 1


def test_a_case_closed_elsewhere_can_be_given_its_answers_later(
        app: Flask, ana: Any, case_id: str, page_id: int) -> None:
    with app.app_context():
        importing.close_numbers([NUMBER])
        commit()
    page = ana.get(URL).text
    assert "in the outside system" in page
    assert "Nobody has said yet" in page
    assert ana.post(URL, data={**WHOLE, "do": "describe", "seen": Summary().stamp}).status_code == 303
    assert now(app, case_id) == (False, [("source", WHOLE["fix"], False)])


def test_two_corrections_of_the_same_answers_do_not_overwrite_each_other(
        app: Flask, ada: Any, ana: Any, case_id: str, page_id: int) -> None:
    ana.post(URL, data=WHOLE)
    seen = Summary(**WHOLE).stamp
    assert ada.post(URL, data={**WHOLE, "fix": "Ada's", "do": "describe", "seen": seen}).status_code == 303
    answer = ana.post(URL, data={**WHOLE, "fix": "Ana's", "do": "describe", "seen": seen})
    assert (answer.status_code, "Ada&#39;s" in answer.text, "Ana&#39;s" in answer.text) == (409, True, True)
    seen = Summary(**{**WHOLE, "fix": "Ada's"}).stamp
    again = ana.post(URL, data={**WHOLE, "fix": "Ana's", "do": "describe", "seen": seen})
    assert (again.status_code, now(app, case_id)[1]) == (303, [("person", "Ana's", False)])


def test_answers_given_to_a_case_that_was_opened_meanwhile_stay_on_the_screen(ana: Any, page_id: int) -> None:
    answer = ana.post(URL, data={**WHOLE, "do": "describe"})
    assert (answer.status_code, WHOLE["fix"] in answer.text, 'value="close"' in answer.text) == (409, True, True)


def test_only_those_who_look_after_a_case_close_it(
        app: Flask, ana: Any, bob: Any, mara: Any, auditor: Any, case_id: str, page_id: int) -> None:
    for browser in (mara, auditor):
        for path in (URL, f"/cases/{NUMBER}/reopen", f"/cases/{NUMBER}/reopen/undo"):
            assert browser.post(path, data=WHOLE).status_code == 404
        assert browser.get(URL).status_code == 404
    with acting(app, ana) as user:
        people.assign(user, db.session.get_one(Case, case_id), db.session.get_one(User, bob.user_id))
    assert ana.post(URL, data=WHOLE).status_code == 403
    assert bob.post(URL, data=WHOLE).status_code == 303
    assert ana.post(f"/cases/{NUMBER}/reopen").status_code == 403


def test_the_verbs_refuse_what_is_out_of_turn(app: Flask, ada: Any, mara: Any, case_id: str) -> None:
    with acting(app, mara) as user, pytest.raises(Forbidden):
        closing.close(user, db.session.get_one(Case, case_id), Summary(**WHOLE))
    with acting(app, ada) as user:
        case = db.session.get_one(Case, case_id)
        with pytest.raises(Conflict):
            closing.reopen(user, case)
        with pytest.raises(Conflict):
            closing.undo_reopen(user, case)
        with pytest.raises(Invalid):
            closing.close(user, case, Summary())


def test_a_closing_survives_a_lost_session_in_the_page(ana: Any, page_id: int, client: Any) -> None:
    answer = client.post(URL, data=WHOLE, headers={"HX-Request": "true"})
    assert (answer.status_code, "session-expired" in answer.headers["HX-Trigger"]) == (401, True)
    assert f'hx-post="{URL}"' in ana.get(URL).text


def test_the_history_names_every_closing(app: Flask, ada: Any, case_id: str, close: Callable[..., None]) -> None:
    for fix in ("first", "second"):
        ada.post(URL, data={**WHOLE, "fix": fix})
        ada.post(f"/cases/{NUMBER}/reopen")
    page = ada.get(URL).text
    assert ("opened again" in page, "first" in page, "second" in page) == (True, True, True)
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Closing)) == 2


def test_an_empty_box_is_offered_what_the_notes_say_and_holds_it_only_when_asked_to(
        app: Flask, ana: Any, case_id: str) -> None:
    with acting(app, ana) as user:
        page = factories.page(user, db.session.get_one(Case, case_id), "The lamp does not ignite since Monday.",
                              "Replaced the igniter, 20 starts without an error.", line_item=2)
        db.session.add(LineItem(page_id=page.id, number=1, text="Cause: igniter shorted.", author_id=user.id))
    text = ana.get(URL).text
    for quote in ("The lamp does not ignite since Monday.", "Cause: igniter shorted.", "Replaced the igniter"):
        assert f'<q dir="auto">{quote}' in text, quote
        assert f">{quote}" not in text.replace(f'<q dir="auto">{quote}', ""), "nothing is filled in unasked"
    answer = ana.post(URL, data={"symptom": "typed", "quote": "fault"})
    boxes = dict(re.findall(r'<textarea id="(\w+)"[^>]*>([^<]*)</textarea>', answer.text))
    assert (answer.status_code, boxes) == (200, {"symptom": "typed", "fault": "Cause: igniter shorted.", "fix": ""})
    assert answer.text.count("found by rule") == 1
    assert now(app, case_id) == (True, [])


def test_a_note_that_says_nothing_of_it_offers_nothing(app: Flask, ana: Any, case_id: str) -> None:
    with acting(app, ana) as user:
        factories.page(user, db.session.get_one(Case, case_id), "pls check", "Will come back next week.")
    assert "found by rule" not in ana.get(URL).text
