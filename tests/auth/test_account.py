"""One's own account: looks, password, sessions, tokens."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from fsr import clock, create_app
from fsr.auth.models import ApiToken, User, UserSession
from fsr.db import db
from tests.browsers import Browser
from tests.conftest import signed_in
from tests.factories import PASSWORD

PROFILE = {"name": "Ana B", "language": "lv", "timezone": "Asia/Jerusalem", "theme": "dark", "density": "compact"}
NEW = "nine green hedgehogs"


def another(app, who):
    """A second browser of the same person."""
    with app.app_context():
        return signed_in(app, db.session.get_one(User, who.user_id))


def test_name_language_zone_and_looks_are_kept_and_shown(ana):
    assert ana.post("/account", data=PROFILE).status_code == 303
    page = ana.get("/account").text
    assert '<html lang="lv"' in page
    assert 'data-theme="dark"' in page
    assert 'value="Asia/Jerusalem"' in page


@pytest.mark.parametrize(("name", "value"), [
    ("name", ""), ("name", "x" * 121), ("language", "de"), ("timezone", "Mars/Base"), ("theme", "pink"),
    ("density", "huge")])
def test_a_profile_that_cannot_be_is_refused_at_its_field_and_shown_again(ana, name, value):
    answer = ana.post("/account", data={**PROFILE, "name": "Typed", name: value})
    assert answer.status_code == 422
    assert f'id="{name}-error"' in answer.text
    assert name == "name" or 'value="Typed"' in answer.text


@pytest.mark.parametrize("path", [
    "/account", "/account/password", "/account/tokens", "/account/confirm", "/sign-in"])
def test_an_empty_form_changes_nothing(ana, path):
    before = ana.get("/api/me").json
    assert ana.post(path, data={}).status_code == 422
    assert ana.get("/api/me").json == before


def test_a_new_password_replaces_the_old_and_ends_other_sessions(app, ana, client):
    other = another(app, ana)
    assert ana.post("/account/password", data={"current": PASSWORD, "password": NEW}).status_code == 303
    assert ana.get("/account").status_code == 200
    assert other.get("/api/me").status_code == 401
    assert client.post("/sign-in", data={"email": "ana@example.com", "password": PASSWORD}).status_code == 422
    assert client.post("/sign-in", data={"email": "ana@example.com", "password": NEW}).status_code == 303


@pytest.mark.parametrize(("current", "password", "field"), [
    ("wrong password", NEW, "current"), (PASSWORD, "too few", "password"), (PASSWORD, "Password1234", "password"),
    ("", NEW, "current"), (PASSWORD, "", "password")])
def test_a_password_change_is_refused_at_the_field_and_nothing_typed_is_shown(ana, current, password, field):
    answer = ana.post("/account/password", data={"current": current, "password": password})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert not [secret for secret in (current, password) if secret and secret in answer.text]


def test_guessing_ones_password_in_a_stolen_session_is_throttled(ana, still):
    for _ in range(6):
        ana.post("/account/password", data={"current": "guess again now", "password": NEW})
    answer = ana.post("/account/password", data={"current": PASSWORD, "password": NEW})
    assert "Too many tries" in answer.text


# Sessions

def test_sessions_are_listed_and_each_can_be_ended(app, ana):
    other = another(app, ana)
    rows = re.findall(r'id="session-(\d+)"', ana.get("/account").text)
    assert len(rows) == 2
    with app.app_context():
        theirs = db.session.scalars(sa.select(UserSession.id).where(
            UserSession.user_id == ana.user_id).order_by(UserSession.id.desc())).first()
    ana.post(f"/account/sessions/{theirs}/end")
    assert (ana.get("/api/me").status_code, other.get("/api/me").status_code) == (200, 401)


def test_all_other_sessions_end_at_once(app, ana):
    others = [another(app, ana) for _ in range(2)]
    ana.post("/account/sessions/end-others")
    assert ana.get("/api/me").status_code == 200
    assert [browser.get("/api/me").status_code for browser in others] == [401, 401]


def test_somebody_elses_session_is_not_there(app, ana, mara):
    with app.app_context():
        theirs = db.session.scalar(sa.select(UserSession.id).where(UserSession.user_id == ana.user_id))
    assert mara.post(f"/account/sessions/{theirs}/end").status_code == 404
    assert ana.get("/api/me").status_code == 200


def test_a_session_survives_a_restart_and_its_secret_is_not_in_the_database(app, settings, ana):
    with ana.session_transaction() as cookie:
        secret = cookie["_user_id"]
    with app.app_context():
        assert secret not in repr(db.session.execute(sa.select(UserSession.__table__)).all())
    again = create_app(settings)
    again.test_client_class = Browser
    browser = again.test_client()
    browser.set_cookie("fsr", ana.get_cookie("fsr").value)
    assert browser.get("/api/me").status_code == 200
    with again.app_context():
        db.engine.dispose()


def test_a_session_ends_when_unused_and_in_any_case_in_the_end(app, ana, monkeypatch):
    start = clock.now()

    def after(**time):
        monkeypatch.setattr(clock, "now", lambda: start + timedelta(**time))
        return ana.get("/api/me").status_code

    assert after(hours=11) == 200
    assert after(hours=22) == 200
    assert after(hours=34, minutes=1) == 401
    other = another(app, ana)
    with app.app_context():
        db.session.execute(sa.update(UserSession).values(last_seen_at=start + timedelta(days=20)))
        db.session.commit()
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(days=20))
    assert other.get("/api/me").status_code == 401


def test_the_last_use_is_noted_once_a_minute_even_where_the_request_is_refused(app, ana, monkeypatch):
    start = clock.now()

    def seen():
        with app.app_context():
            return db.session.scalar(sa.select(UserSession.last_seen_at).where(UserSession.user_id == ana.user_id))

    first = seen()
    ana.get("/api/me")
    assert seen() == first
    later = start + timedelta(minutes=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert ana.get("/admin/users/999999").status_code == 404
    assert seen() == later


def test_knowing_who_asks_holds_no_lock_while_the_request_works(app, ana):
    """The user is read in a transaction that has ended before the view begins, and is not read again."""
    state = []

    def look():
        from flask_login import current_user

        transaction = db.session().get_transaction()
        before = bool(transaction and transaction._connections)
        state.append((current_user.name, before, bool(transaction and transaction._connections)))

    app.before_request_funcs[None].append(look)
    ana.post("/account/sessions/end-others")
    assert state == [("Ana", False, False)]


# Tokens

def make_token(browser, purpose="nightly import"):
    page = browser.post("/account/tokens", data={"purpose": purpose}).text
    return re.search(r"fsr_[\w-]{43}", page).group()


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def test_a_token_is_shown_once_and_acts_for_its_owner_without_csrf(app, ana, client):
    token = make_token(ana)
    assert client.get("/api/me", headers=bearer(token)).json["email"] == "ana@example.com"
    page = ana.get("/account").text
    assert token not in page
    assert token[:10] in page
    with app.app_context():
        assert token not in repr(db.session.execute(sa.select(ApiToken.__table__)).all())


def test_a_revoked_token_stops_at_once(ana, client):
    token = make_token(ana)
    number = re.search(r'id="token-(\d+)"', ana.get("/account").text).group(1)
    ana.post(f"/account/tokens/{number}/revoke")
    assert client.get("/api/me", headers=bearer(token)).status_code == 401


def test_somebody_elses_token_is_not_there(ana, mara, client):
    token = make_token(ana)
    number = re.search(r'id="token-(\d+)"', ana.get("/account").text).group(1)
    assert mara.post(f"/account/tokens/{number}/revoke").status_code == 404
    assert client.get("/api/me", headers=bearer(token)).status_code == 200


def test_tokens_stop_when_their_owner_is_deactivated(ada, ana, client):
    token = make_token(ana)
    ada.post(f"/admin/users/{ana.user_id}/deactivate")
    assert client.get("/api/me", headers=bearer(token)).status_code == 401


def test_a_wrong_token_is_refused_even_beside_a_good_session(ana):
    """Otherwise a header that skips the CSRF check could be sent along with somebody's cookie."""
    ana.send_csrf = False
    answer = ana.get("/api/me", headers=bearer("fsr_wrong"))
    assert (answer.status_code, answer.json["error"]) == (401, "Not authenticated")
    assert ana.post("/account", data=PROFILE, headers=bearer("fsr_wrong")).status_code == 302


def test_a_token_opens_no_account_page(ana, client):
    """A program that lost its token must not lose the account."""
    token = make_token(ana)
    assert client.get("/account", headers=bearer(token)).status_code == 302
    assert client.post("/account/tokens", data={"purpose": "x"}, headers=bearer(token)).status_code == 302


def test_the_last_use_of_a_token_is_noted(app, ana, client):
    token = make_token(ana)
    client.get("/api/me", headers=bearer(token))
    with app.app_context():
        assert db.session.scalar(sa.select(ApiToken.last_used_at)) is not None


def test_a_token_needs_a_purpose(ana):
    assert ana.post("/account/tokens", data={"purpose": " "}).status_code == 422
