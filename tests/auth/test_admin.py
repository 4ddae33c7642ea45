"""Looking after others' accounts."""

import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa

from fsr import clock
from fsr.audit.models import AuditEvent
from fsr.auth.models import Role, User
from fsr.db import db
from tests import factories
from tests.conftest import signed_in
from tests.factories import PASSWORD


def person(app, password_hash, role, **values):
    with app.app_context():
        return signed_in(app, factories.user(password_hash, role, **values))


@pytest.fixture
def sue(app, people, password_hash):
    """A supervisor."""
    return person(app, password_hash, Role.SUPERVISOR, name="Sue")


def role_of(app, browser):
    with app.app_context():
        return db.session.get_one(User, browser.user_id).role


def last_events(app, count):
    with app.app_context():
        rows = db.session.scalars(sa.select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(count))
        return [(row.action, row.subject_id, row.details) for row in rows][::-1]


def test_the_administrator_sees_everybody_and_finds_by_name_or_address(ada):
    assert {"Ada", "Ana", "Bob", "Mara"} <= set(re.findall(r"<bdi>(\w+)</bdi>", ada.get("/admin").text))
    found = ada.get("/admin?q=BOB@").text
    assert ("Bob" in found, 'user-2"' in found) == (True, False)
    assert "Nobody fits" in ada.get("/admin?q=%25").text


@pytest.mark.parametrize("role", [Role.AGENT, Role.AUDITOR])
def test_those_who_look_after_nobody_see_no_users_page(app, people, password_hash, role):
    browser = person(app, password_hash, role)
    assert browser.get("/admin").status_code == 403
    assert browser.post("/admin/invites", data={"email": "x@example.com", "role": "agent"}).status_code == 403
    assert browser.get("/admin/system").status_code == 403


def test_a_changed_role_counts_at_once_and_is_logged(app, ada, ana):
    assert ada.post(f"/admin/users/{ana.user_id}/role", data={"role": "auditor"}).status_code == 303
    assert ana.get("/audit").status_code == 200
    assert last_events(app, 1) == [("auth:role:changed", str(ana.user_id), {"was": "agent", "now": "auditor"})]


def test_changing_a_role_long_after_the_password_was_given_asks_for_it_again(app, ada, ana, monkeypatch):
    later = clock.now() + timedelta(minutes=16)
    monkeypatch.setattr(clock, "now", lambda: later)
    asked = ada.post(f"/admin/users/{ana.user_id}/role", data={"role": "admin"})
    assert asked.location == f"/account/confirm?next=/admin/users/{ana.user_id}"
    assert role_of(app, ana) is Role.AGENT
    assert ada.post("/account/confirm", data={"current": "not it at all"}).status_code == 422
    assert ada.post("/account/confirm", data={"current": PASSWORD, "next": "/admin"}).location == "/admin"
    ada.post(f"/admin/users/{ana.user_id}/role", data={"role": "admin"})
    assert role_of(app, ana) is Role.ADMIN


def test_the_last_administrator_stays(app, ada):
    answer = ada.post(f"/admin/users/{ada.user_id}/role", data={"role": "agent"})
    assert (answer.status_code, "At least one administrator must stay" in answer.text) == (409, True)
    assert ada.post(f"/admin/users/{ada.user_id}/deactivate").status_code == 409
    assert role_of(app, ada) is Role.ADMIN


def test_of_two_administrators_who_demote_each_other_at_once_one_stays(app, ada, ana):
    ada.post(f"/admin/users/{ana.user_id}/role", data={"role": "admin"})
    together, codes = Barrier(2), []

    def demote(browser, other):
        together.wait()
        codes.append(browser.post(f"/admin/users/{other.user_id}/role", data={"role": "agent"}).status_code)

    threads = [Thread(target=demote, args=pair) for pair in ((ada, ana), (ana, ada))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {role_of(app, ada), role_of(app, ana)} == {Role.ADMIN, Role.AGENT}
    assert codes.count(303) == 1


def test_a_deactivated_person_is_out_at_once_and_can_be_let_in_again(app, ada, ana, client):
    ada.post(f"/admin/users/{ana.user_id}/deactivate")
    assert ana.get("/api/me").status_code == 401
    ada.post(f"/admin/users/{ana.user_id}/reactivate")
    assert ana.get("/api/me").status_code == 401
    assert client.post("/sign-in", data={"email": "ana@example.com", "password": PASSWORD}).status_code == 303


def test_all_sessions_of_somebody_end(ada, ana):
    ada.post(f"/admin/users/{ana.user_id}/end-sessions")
    assert ana.get("/api/me").status_code == 401


def test_a_supervisor_looks_after_agents_and_nobody_else(app, sue, ada, ana):
    assert "Ada" not in sue.get("/admin").text
    assert sue.get(f"/admin/users/{ana.user_id}").status_code == 200
    for path in ("", "/role", "/deactivate", "/end-sessions", "/password-link"):
        url = f"/admin/users/{ada.user_id}{path}"
        assert (sue.post(url, data={"role": "agent"}) if path else sue.get(url)).status_code == 404


def test_a_supervisor_cannot_make_an_administrator(app, sue, ana):
    assert sue.post(f"/admin/users/{ana.user_id}/role", data={"role": "admin"}).status_code == 403
    assert sue.post("/admin/invites", data={"email": "x@example.com", "role": "admin"}).status_code == 403
    assert role_of(app, ana) is Role.AGENT


def test_a_supervisor_cannot_reach_their_own_account_there(sue):
    assert sue.post(f"/admin/users/{sue.user_id}/role", data={"role": "agent"}).status_code == 404


def test_an_address_that_is_taken_cannot_be_invited(ada):
    answer = ada.post("/admin/invites", data={"email": "ANA@example.com", "role": "agent"})
    assert (answer.status_code, 'id="email-error"' in answer.text) == (422, True)


@pytest.mark.parametrize("email", ["", "nobody", "a b@example.com", "@example.com", "x@y"])
def test_what_is_no_address_cannot_be_invited(ada, email):
    assert ada.post("/admin/invites", data={"email": email, "role": "agent"}).status_code == 422


def test_the_users_page_asks_as_many_queries_for_forty_people_as_for_four(app, ada, password_hash):
    def queries():
        seen = []
        with app.app_context():
            engine = db.engine
        note = lambda *args: seen.append(args[2])  # noqa: E731 - removed again below
        sa.event.listen(engine, "before_cursor_execute", note)
        ada.get("/admin")
        sa.event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    ada.get("/admin")
    few = queries()
    with app.app_context():
        for _ in range(36):
            factories.user(password_hash)
        db.session.commit()
    assert queries() == few


def test_the_system_page_shows_health_to_administrators(ada):
    page = ada.get("/admin/system?welcome=1").text
    assert "fsr is ready" in page
    assert "The tables are those of this version" in page
