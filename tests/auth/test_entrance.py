"""The ways in and out: set-up, sign-in, invitations, sign-out."""

import re
import stat
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from fsr import clock, demo
from fsr.audit.models import AuditEvent
from fsr.auth import passwords, service
from fsr.auth.models import User, UserSession
from fsr.config import kept_secret
from fsr.db import db
from tests.factories import PASSWORD

GOOD = "seven purple walruses"
ADMIN = {"email": "Root@Example.com", "name": "Root", "password": GOOD, "language": "lv", "timezone": "Europe/Riga"}


def sign_in(client, email="ana@example.com", password=PASSWORD, **more):
    return client.post("/sign-in", data={"email": email, "password": password, **more})


def actions(app):
    with app.app_context():
        return list(db.session.scalars(sa.select(AuditEvent.action).order_by(AuditEvent.seq)))


# Set-up

@pytest.mark.parametrize("path", ["/", "/sign-in", "/account", "/audit", "/help"])
def test_until_an_administrator_exists_every_page_leads_to_set_up(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer.location) == (303, "/setup")


def test_the_api_and_the_health_check_are_not_led_to_set_up(client):
    assert (client.get("/api/me").status_code, client.get("/healthz").json) == (401, {"status": "ok"})


def test_set_up_makes_one_administrator_signs_in_and_is_gone(app, client):
    home = app.config["INSTANCE_DIR"]
    client.get("/")
    key = (home / "setup_key").read_text()
    made = client.post("/setup", data={**ADMIN, "key": key})
    assert (made.status_code, made.location) == (303, "/admin/system?welcome=1")
    assert client.get("/api/me").json | {"id": 0} == {
        "id": 0, "email": "root@example.com", "name": "Root", "role": "admin", "language": "lv",
        "timezone": "Europe/Riga"}
    assert client.get("/setup").status_code == client.post("/setup", data=ADMIN).status_code == 404
    assert not (home / "setup_key").exists()
    assert actions(app)[0] == "auth:setup:finished"


def test_the_set_up_key_survives_a_restart_and_only_its_owner_reads_it(app):
    home = app.config["INSTANCE_DIR"]
    first = service.setup_key(home)
    assert service.setup_key(home) == first
    assert stat.S_IMODE((home / "setup_key").stat().st_mode) == 0o600


def test_the_set_up_key_is_printed_in_the_log(app, client, caplog):
    client.get("/")
    assert kept_secret(app.config["INSTANCE_DIR"] / "setup_key") in caplog.text


def test_a_wrong_set_up_key_makes_nobody_and_keeps_the_right_one(app, client):
    answer = client.post("/setup", data={**ADMIN, "key": "guess"})
    assert answer.status_code == 422
    assert "This is not the set-up key" in answer.text
    assert GOOD not in answer.text
    assert Path(app.config["INSTANCE_DIR"] / "setup_key").exists()
    with app.app_context():
        assert not service.is_set_up()


def test_a_weak_password_does_not_use_the_key_up(app, client):
    key = service.setup_key(app.config["INSTANCE_DIR"])
    assert client.post("/setup", data={**ADMIN, "key": key, "password": "password123"}).status_code == 422
    assert client.post("/setup", data={**ADMIN, "key": key}).status_code == 303


def test_demo_data_is_loaded_at_set_up_when_ticked(app, client):
    made = []
    demo.register(app, demo.Demo(load=lambda user: made.append(user.email) or 1, remove=lambda user: 0))
    key = service.setup_key(app.config["INSTANCE_DIR"])
    assert "Load demo data" in client.get("/setup").text
    client.post("/setup", data={**ADMIN, "key": key, "demo": "1"})
    assert made == ["root@example.com"]
    assert "demo:data:loaded" in actions(app)


# Signing in

def test_a_right_password_opens_the_page_that_was_asked_for(people, client):
    asked = client.get("/account?x=1")
    assert (asked.status_code, asked.location) == (302, "/sign-in?next=/account?x%3D1")
    signed = sign_in(client, "Ana@Example.com ", next="/account?x=1")
    assert (signed.status_code, signed.location) == (303, "/account?x=1")
    assert client.get("/api/me").json["email"] == "ana@example.com"


@pytest.mark.parametrize("target", [
    "https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "\t//evil.example",
    "/a\nb", "evil", "/\\/evil.example", "http:evil.example"])
def test_a_target_on_another_site_is_refused(people, client, target):
    assert sign_in(client, next=target).location == "/"


def test_an_unknown_account_and_a_wrong_password_look_the_same(people, client):
    unknown, wrong = sign_in(client, "nobody@example.com", "x" * 12), sign_in(client, password="x" * 12)
    strip = lambda page: re.sub(r'(value|content)="[^"]*"', "", page.text)  # noqa: E731 - tokens and the address differ
    assert unknown.status_code == wrong.status_code == 422
    assert strip(unknown) == strip(wrong)


def test_an_unknown_account_costs_a_hash_too(people, client, monkeypatch):
    hashes = []
    matches = passwords.matches
    monkeypatch.setattr(passwords, "matches", lambda kept, typed: hashes.append(kept) or matches(kept, typed))
    sign_in(client, "nobody@example.com")
    assert hashes == [None]
    assert passwords.matches(None, "nobody has this password") is False


def test_no_write_transaction_is_held_while_a_password_is_hashed(app, people, client, monkeypatch):
    held = []
    matches = passwords.matches
    monkeypatch.setattr(passwords, "matches", lambda kept, typed: held.append(
        db.session().get_transaction() is not None and bool(db.session().get_transaction()._connections))
        or matches(kept, typed))
    assert sign_in(client).status_code == 303
    assert held == [False]


def test_signing_in_changes_cookie_and_csrf_token(people, client):
    client.get("/sign-in")
    with client.session_transaction() as cookie:
        before = dict(cookie)
    sign_in(client)
    with client.session_transaction() as cookie:
        assert cookie.get("csrf_token") != before["csrf_token"]
        assert len(cookie["_user_id"]) == 43


def test_signing_in_again_ends_the_session_before(app, ana):
    sign_in(ana)
    with app.app_context():
        sessions = db.session.scalars(sa.select(UserSession).where(UserSession.user_id == ana.user_id)).all()
    assert len(sessions) == 1


def test_a_refused_sign_in_is_logged_although_nothing_else_is_kept(app, people, client):
    before = actions(app)
    sign_in(client, password="x" * 12)
    assert actions(app)[len(before):] == ["auth:session:refused"]


def test_signing_out_ends_the_session_and_clears_the_browser(app, ana):
    with ana.session_transaction() as cookie:
        secret = cookie["_user_id"]
    answer = ana.post("/sign-out")
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    ana.remember(secret, ana.user_id)
    assert ana.get("/api/me").status_code == 401


def test_a_deactivated_person_cannot_sign_in_with_the_right_password(app, ada, ana, client):
    ada.post(f"/admin/users/{ana.user_id}/deactivate")
    assert sign_in(client).status_code == 422
    assert ana.get("/api/me").status_code == 401


# Throttling

def test_after_five_failures_the_sixth_waits_and_says_how_long(people, client, still):
    for _ in range(6):
        assert sign_in(client, password="x" * 12).status_code == 422
    answer = sign_in(client)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")
    assert 'data-wait="1"' in answer.text
    assert 'Wait <span data-seconds>1</span> s' in answer.text


def test_the_wait_passes_by_itself_and_success_forgets_the_failures(people, client, still):
    for _ in range(6):
        sign_in(client, password="x" * 12)
    still(seconds=2)
    assert sign_in(client).status_code == 303
    client.post("/sign-out")
    assert sign_in(client, password="x" * 12).status_code == 422
    assert sign_in(client).status_code == 303


def test_another_address_may_sign_in_while_one_is_made_to_wait(people, client, still):
    for _ in range(7):
        sign_in(client, password="x" * 12)
    assert sign_in(client).status_code == 429
    data = {"email": "ana@example.com", "password": PASSWORD}
    elsewhere = client.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert elsewhere.status_code == 303


def test_throttling_survives_a_restart(app, settings, people, client, still):
    from fsr import create_app

    for _ in range(7):
        sign_in(client, password="x" * 12)
    again = create_app(settings)
    again.test_client_class = app.test_client_class
    assert sign_in(again.test_client()).status_code == 429
    with again.app_context():
        db.engine.dispose()


# Invitations

def link_of(answer):
    return re.search(r"http://localhost(/join/[\w-]+)", answer.text).group(1)


def invite(ada, email="new@example.com", role="supervisor"):
    return link_of(ada.post("/admin/invites", data={"email": email, "role": role}))


JOIN = {"name": "New", "language": "ru", "timezone": "Europe/Riga", "password": GOOD}


def test_an_invited_person_chooses_a_password_and_is_in_with_the_given_role(ada, client):
    link = invite(ada)
    assert client.get(link).status_code == 200
    assert client.post(link, data=JOIN).status_code == 303
    me = client.get("/api/me").json
    assert (me["email"], me["role"], me["language"]) == ("new@example.com", "supervisor", "ru")


def test_an_invitation_works_once(ada, app, client):
    link = invite(ada)
    client.post(link, data=JOIN)
    assert app.test_client().get(link).status_code == app.test_client().post(link, data=JOIN).status_code == 410


def test_an_invitation_ends_after_seven_days_or_when_revoked(ada, client, monkeypatch):
    link = invite(ada)
    revoked = invite(ada, "other@example.com")
    ada.post(re.search(r'action="(/admin/invites/\d+/revoke)', ada.get("/admin").text).group(1))
    assert client.get(revoked).status_code == 410
    week = clock.now() + timedelta(days=7)
    monkeypatch.setattr(clock, "now", lambda: week)
    assert client.get(link).status_code == 410


def test_an_unknown_invitation_is_not_found(people, client):
    assert client.get("/join/nothing").status_code == 404


def test_a_weak_password_leaves_the_invitation_open(ada, client):
    link = invite(ada)
    assert client.post(link, data={**JOIN, "password": "short"}).status_code == 422
    assert client.post(link, data=JOIN).status_code == 303


def test_somebody_who_forgot_the_password_sets_a_new_one_and_old_sessions_end(ada, ana, client):
    link = link_of(ada.post(f"/admin/users/{ana.user_id}/password-link"))
    client.post(link, data={**JOIN, "name": "Ana"})
    assert client.get("/api/me").json["id"] == ana.user_id
    assert ana.get("/api/me").status_code == 401
    client.post("/sign-out")
    assert sign_in(client).status_code == 422
    assert sign_in(client, password=GOOD).status_code == 303


def test_the_secret_of_an_invitation_is_nowhere_in_the_database(app, ada):
    secret = invite(ada).rpartition("/")[2]
    with app.app_context():
        rows = [row for table in db.metadata.sorted_tables for row in db.session.execute(sa.select(table))]
    assert secret not in repr(rows)


def test_nobody_is_kept_by_name_of_a_user_who_was_not_made(app, ada, client):
    link = invite(ada)
    client.post(link, data={**JOIN, "name": ""})
    with app.app_context():
        assert db.session.scalar(sa.select(User).where(User.email == "new@example.com")) is None
