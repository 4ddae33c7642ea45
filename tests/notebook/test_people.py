"""Who looks after a case, who sees a page, and what an administrator must do to open somebody else's."""

import threading
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from fsr import clock
from fsr.audit.models import AuditEvent
from fsr.auth.models import User
from fsr.db import commit, db
from fsr.notebook.models import Assignment, Case, Level, Member, Page
from fsr.notebook.service import people
from tests import factories
from tests.notebook.conftest import NOTES, NUMBER, PROBLEM, acting

BASE = f"/cases/{NUMBER}"
EVERYONE = f"{BASE}/everyone"


def members(app: Flask, page_id: int) -> dict[str, str]:
    with app.app_context():
        found = db.session.scalars(sa.select(Member).where(Member.page_id == page_id))
        return {one.user.name: one.level for one in found}


def share(browser: Any, person: str, level: str = "read", by: str = "") -> Any:
    return browser.post(f"{BASE}/people{by}", data={"person": person, "level": level})


def test_a_page_is_shared_by_name_or_address_and_changed_and_taken_back(
        app: Flask, ana: Any, bob: Any, page_id: int) -> None:
    assert bob.get(EVERYONE).status_code == 404
    assert share(ana, " bob ").status_code == 303
    assert members(app, page_id) == {"Bob": "read"}
    assert PROBLEM in bob.get(EVERYONE).text
    assert share(ana, "BOB@example.com", "write").status_code == 303
    ana.post(f"{BASE}/people/{bob.user_id}", data={"level": "admin"})
    assert members(app, page_id) == {"Bob": "admin"}
    answer = ana.post(f"{BASE}/people/{bob.user_id}", data={"do": "remove"})
    assert (members(app, page_id), bob.get(EVERYONE).status_code) == ({}, 404)
    assert "Undo" in ana.get(answer.location).text
    ana.post(f"{BASE}/people/{bob.user_id}", data={"level": "admin"})
    assert members(app, page_id) == {"Bob": "admin"}
    with app.app_context():
        told = db.session.scalars(sa.select(AuditEvent.action).where(
            AuditEvent.subject_kind == "page", AuditEvent.subject_id == str(page_id)).order_by(AuditEvent.seq)).all()
    assert told == [f"notebook:member:{verb}" for verb in ("added", "changed", "changed", "removed", "added")]


@pytest.mark.parametrize(("said", "words"), [
    ("", "Give a name or an e-mail"), ("nobody@example.com", "Nobody here is called"), ("Twin", "Several people"),
    ("ana", "wrote this page"), ("Aldis", "auditor"), ("%", "Nobody here"), ("x" * 5000, "Nobody here"),
])
def test_whom_nobody_can_mean_is_refused_in_words_and_what_was_typed_stays(
        app: Flask, ana: Any, auditor: Any, password_hash: str, page_id: int, said: str, words: str) -> None:
    with app.app_context():
        for number in (1, 2):
            factories.user(password_hash, name="Twin", email=f"twin{number}@example.com")
        factories.user(password_hash, name="Gone", is_active=False)
        commit()
    answer = share(ana, said)
    assert (answer.status_code, words in answer.text, members(app, page_id)) == (422, True, {})
    assert f'value="{said}"' in answer.text


def test_a_collaborator_who_may_choose_people_does_and_the_others_do_not(
        app: Flask, ana: Any, bob: Any, mara: Any, page_id: int) -> None:
    by = f"?by={ana.user_id}"
    share(ana, "bob", "write")
    for said in ("mara", "nobody", ""):
        assert share(bob, said, by=by).status_code == 403
    assert "Share this page" not in bob.get(f"{BASE}/people{by}").text
    share(ana, "bob", "admin")
    assert share(bob, "mara", "read", by=by).status_code == 303
    assert bob.post(f"{BASE}/people/{mara.user_id}{by}", data={"do": "remove"}).status_code == 303
    assert members(app, page_id) == {"Bob": "admin"}


def test_a_collaborator_may_leave(app: Flask, ana: Any, bob: Any, page_id: int) -> None:
    share(ana, "bob")
    assert "Leave" in bob.get(f"{BASE}/people?by={ana.user_id}").text
    answer = bob.post(f"{BASE}/people/{bob.user_id}?by={ana.user_id}", data={"do": "remove"})
    assert (answer.location, members(app, page_id)) == ("/cases", {})


def test_a_strangers_attempts_find_nothing(app: Flask, ana: Any, mara: Any, auditor: Any, page_id: int) -> None:
    for browser in (mara, auditor):
        for path in ("/people", f"/people/{mara.user_id}", "/assignments", f"/assignments/{mara.user_id}/end", "/title",
                     "/open"):
            for by in ("", f"?by={ana.user_id}"):
                answer = browser.post(f"{BASE}{path}{by}", data={"person": "mara", "title": "x", "do": "remove"})
                assert answer.status_code == 404, (path, by)
        assert browser.get(f"{BASE}/people?by={ana.user_id}").status_code == 404
        assert browser.get(EVERYONE).status_code == 404
    assert (members(app, page_id), "Ana" in mara.get(f"{BASE}/people").text) == ({}, False)


def test_a_stranger_sees_that_a_number_is_known_and_no_title(app: Flask, ana: Any, mara: Any, page_id: int) -> None:
    ana.post(f"{BASE}/title", data={"title": "Leak at the harbour"})
    assert "Leak at the harbour" in ana.get(BASE).text
    answer = mara.get(BASE)
    assert (answer.status_code, NUMBER in answer.text, "harbour" in answer.text) == (200, True, False)


def looking_after(app: Flask) -> list[tuple[str, bool]]:
    with app.app_context():
        return [(one.user.name, one.ended_at is None)
                for one in db.session.scalars(sa.select(Assignment).order_by(Assignment.id))]


def test_a_case_is_given_and_taken_and_its_history_kept(app: Flask, ana: Any, bob: Any, page_id: int) -> None:
    assert ana.post(f"{BASE}/assignments").status_code == 303
    assert ana.post(f"{BASE}/assignments", data={"person": "Bob"}).status_code == 303
    assert ana.post(f"{BASE}/assignments", data={"person": "bob"}).status_code == 303
    assert bob.post(f"{BASE}/assignments/{ana.user_id}/end").status_code == 303
    assert looking_after(app) == [("Ana", False), ("Bob", True)]
    assert ana.post(f"{BASE}/assignments", data={"person": "Ana"}).status_code == 403
    page = bob.get(f"{BASE}/people").text
    assert ("Bob" in page, "Earlier" in page) == (True, True)


def test_giving_a_case_to_nobody_is_an_error_at_the_field(ana: Any, page_id: int) -> None:
    answer = ana.post(f"{BASE}/assignments", data={"person": "nobody"})
    assert (answer.status_code, 'id="assignee-error"' in answer.text) == (422, True)


def test_one_person_given_a_case_many_times_at_once_has_it_once(app: Flask, ada: Any, bob: Any, case_id: str) -> None:
    ready = threading.Barrier(5)

    def give() -> None:
        with app.app_context():
            actor, user = db.session.get_one(User, ada.user_id), db.session.get_one(User, bob.user_id)
            case = db.session.get_one(Case, case_id)
            db.session.rollback()
            ready.wait()
            people.assign(actor, case, user)
            commit()

    threads = [threading.Thread(target=give) for _time in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert looking_after(app) == [("Bob", True)]


def test_the_title_is_changed_by_those_who_work_on_the_case(app: Flask, ana: Any, case_id: str, page_id: int) -> None:
    assert ana.post(f"{BASE}/title", data={"title": " Stage  noise "}).status_code == 303
    assert ana.post(f"{BASE}/title", data={"title": "x" * 201}).status_code == 422
    with app.app_context():
        assert db.session.get_one(Case, case_id).title == "Stage noise"


def test_everyones_notes_show_all_that_are_shared_and_no_other(
        app: Flask, ana: Any, bob: Any, mara: Any, case_id: str, page_id: int) -> None:
    with acting(app, bob) as user:
        factories.page(user, db.session.get_one(Case, case_id), "Bob saw <smoke>", "")
    with acting(app, mara) as user:
        hers = factories.page(user, db.session.get_one(Case, case_id), "Mara's secret", "")
        factories.member(hers, db.session.get_one(User, ana.user_id))
    page = bob.get(EVERYONE).text
    assert ("Bob saw &lt;smoke&gt;" in page, PROBLEM in page, "secret" in page) == (True, False, False)
    page = ana.get(EVERYONE).text
    assert (PROBLEM in page, "secret" in page, "smoke" in page) == (True, True, False)


def test_an_administrator_opens_a_page_with_a_reason_for_an_hour_and_it_is_logged(
        app: Flask, ada: Any, ana: Any, page_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"{BASE}?by={ana.user_id}"
    assert ada.get(address).status_code == 404
    assert ada.get(EVERYONE).text.count(NOTES.splitlines()[0]) == 0
    assert "Open this page" in ada.get(f"{BASE}/people").text
    refused = ada.post(f"{BASE}/open", data={"of": ana.user_id, "reason": " "})
    assert (refused.status_code, f'id="reason-{ana.user_id}-error"' in refused.text) == (422, True)
    assert ada.post(f"{BASE}/open", data={"of": ana.user_id, "reason": "Ana is ill"}).status_code == 303
    assert NOTES.splitlines()[0] in ada.get(EVERYONE).text
    assert ada.get(address).status_code == 200
    assert ada.post(f"{BASE}/people?by={ana.user_id}", data={"person": "bob"}).status_code == 403
    with app.app_context():
        event = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "notebook:page:opened")).one()
        assert (event.actor_id, event.details["reason"]) == (ada.user_id, "Ana is ill")
    later = clock.now() + timedelta(minutes=61)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert ada.get(address).status_code == 404


def test_nobody_else_opens_a_page_so(
        app: Flask, ana: Any, bob: Any, supervisor: Any, case_id: str, page_id: int) -> None:
    with acting(app, bob) as user:
        factories.page(user, db.session.get_one(Case, case_id), "mine", "")
    for browser in (bob, supervisor):
        answer = browser.post(f"{BASE}/open", data={"of": ana.user_id, "reason": "curious"})
        assert answer.status_code == 403
    page = supervisor.get(f"{BASE}/people").text
    assert ("Ana" in page, "Open this page" in page, PROBLEM in page) == (True, False, False)


def test_as_many_queries_for_many_pages_as_for_one(app: Flask, ana: Any, password_hash: str, case_id: str,
                                                   page_id: int) -> None:
    def asked() -> int:
        count = 0

        def one_more(*_: Any) -> None:
            nonlocal count
            count += 1

        with app.app_context():
            engine = db.engine
        sa.event.listen(engine, "before_cursor_execute", one_more)
        assert ana.get(EVERYONE).status_code == 200
        sa.event.remove(engine, "before_cursor_execute", one_more)
        return count

    asked()  # the first request of an app asks whether it is set up
    first = asked()
    with acting(app, ana) as user:
        for _number in range(6):
            author = factories.user(password_hash)
            page = factories.page(author, db.session.get_one(Case, case_id), "shared", "")
            factories.member(page, user, Level.READ)
    assert asked() == first
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Page)) == 7
