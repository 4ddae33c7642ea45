"""Ways to keep a foot in the door, or to guess faster than allowed."""

from typing import Any

import pytest
from flask import Flask

from fsr.auth import service
from fsr.auth.models import Role, User
from fsr.db import commit, db
from fsr.errors import Invalid, TooMany
from tests import factories
from tests.browsers import Browser
from tests.conftest import signed_in

pytestmark = pytest.mark.usefixtures("still")
"""A wait of a second must not be over before the next try is made."""

JOINING = {"name": "Zoe", "language": "en", "timezone": "Europe/Riga", "password": "a horse of another kind"}


def link_in(text: str) -> str:
    """The path of the invitation's link that a page shows."""
    return "/join/" + text.partition("/join/")[2][:43]


def supervisor(app: Flask, password_hash: str) -> Browser:
    with app.app_context():
        return signed_in(app, factories.user(password_hash, Role.SUPERVISOR, email="sue@example.com"))


def test_a_link_for_an_agents_password_is_worth_nothing_once_the_agent_is_an_administrator(
        app: Flask, ana: Browser, ada: Browser, client: Browser, password_hash: str) -> None:
    sue = supervisor(app, password_hash)
    link = link_in(sue.post(f"/admin/users/{ana.user_id}/password-link").text)
    assert client.get(link).status_code == 200
    ada.post(f"/admin/users/{ana.user_id}/role", data={"role": "admin"})
    assert client.post(link, data=JOINING).status_code == 410
    with app.app_context():
        assert db.session.get_one(User, ana.user_id).password_hash == password_hash


def test_invitations_of_somebody_who_left_or_stepped_down_end(
        app: Flask, ada: Browser, client: Browser, password_hash: str) -> None:
    for end, data in (("deactivate", {}), ("role", {"role": "agent"})):
        with app.app_context():
            eve = signed_in(app, factories.user(password_hash, Role.ADMIN))
        link = link_in(eve.post("/admin/invites", data={"email": f"{end}@example.com", "role": "admin"}).text)
        assert client.get(link).status_code == 200
        assert ada.post(f"/admin/users/{eve.user_id}/{end}", data=data).status_code in {302, 303}
        assert client.get(link).status_code == 410


def test_a_deactivated_persons_tokens_stay_dead(ana: Browser, ada: Browser, client: Browser, token_for: Any) -> None:
    headers = token_for(ana)
    assert client.get("/api/me", headers=headers).status_code == 200
    ada.post(f"/admin/users/{ana.user_id}/deactivate")
    assert client.get("/api/me", headers=headers).status_code == 401
    ada.post(f"/admin/users/{ana.user_id}/reactivate")
    assert client.get("/api/me", headers=headers).status_code == 401


def test_a_password_that_was_changed_needs_no_link_any_more(ana: Browser, ada: Browser, client: Browser) -> None:
    link = link_in(ada.post(f"/admin/users/{ana.user_id}/password-link").text)
    changed = ana.post("/account/password", data={"current": factories.PASSWORD, "password": JOINING["password"]})
    assert changed.status_code in {302, 303}
    assert client.get(link).status_code == 410


def tries(app: Flask, address: str, emails: list[str], password: str = "wrong") -> list[str]:
    """What became of these sign-ins from one address: "in", "wrong" or "wait"."""
    from fsr.auth.guard import limits
    from fsr.auth.sessions import Origin

    said = []
    with app.app_context():
        for email in emails:
            try:
                service.sign_in(email, password, Origin(address, ""), limits())
                said.append("in")
            except Invalid:
                said.append("wrong")
            except TooMany:
                said.append("wait")
            commit()
    return said


def test_an_account_of_ones_own_does_not_buy_more_guesses_at_others(app: Flask, people: dict[str, Browser]) -> None:
    for turn in range(8):
        said = tries(app, "203.0.113.5", [f"nobody{turn}-{number}@example.com" for number in range(4)])
        if "wait" in said:
            return
        tries(app, "203.0.113.5", ["mara@example.com"], factories.PASSWORD)
    raise AssertionError("32 wrong guesses from one address, and no wait")


def test_signing_in_well_all_day_makes_nobody_wait(app: Flask, people: dict[str, Browser]) -> None:
    assert tries(app, "203.0.113.6", ["mara@example.com", "bob@example.com"] * 12, factories.PASSWORD) == ["in"] * 24


def test_a_network_of_ipv6_is_one_guesser(app: Flask, people: dict[str, Browser]) -> None:
    said = [tries(app, f"2001:db8:1:2::{number:x}", [f"nobody{number}@example.com"])[0] for number in range(25)]
    assert said[:20] == ["wrong"] * 20
    assert "wait" in said[20:]
    assert tries(app, "2001:db8:1:3::1", ["nobody@example.com"]) == ["wrong"]


def test_writing_an_address_otherwise_does_not_buy_more_guesses(app: Flask, people: dict[str, Browser]) -> None:
    variants = ["ana@example.com", "ANA@example.com", " Ana@Example.Com ", "aNa@example.com", "ana@EXAMPLE.com\t",
                "Ana@example.com", "anA@example.com"]
    assert tries(app, "203.0.113.7", variants)[-1] == "wait"


def test_a_forged_forwarded_address_does_not_buy_more_guesses(people: dict[str, Browser], client: Browser) -> None:
    statuses = [client.post("/sign-in", data={"email": "ana@example.com", "password": "wrong"},
                            headers={"X-Forwarded-For": f"203.0.113.{number}"}).status_code for number in range(8)]
    assert statuses[-1] == 429


def test_an_unknown_address_is_answered_as_a_known_one(people: dict[str, Browser], client: Browser) -> None:
    import re

    pages = [client.post("/sign-in", data={"email": email, "password": "wrong"})
             for email in ("ana@example.com", "nobody@example.com")]
    assert pages[0].status_code == pages[1].status_code == 422
    one, two = (re.sub(r'(ana|nobody)@example.com|content="[\w.-]+"|value="[\w.-]{30,}"', "", page.text)
                for page in pages)
    assert one == two


def test_a_session_is_a_new_one_after_signing_in_and_the_old_one_is_over(app: Flask, ana: Browser) -> None:
    def cookie() -> dict[str, Any]:
        with ana.session_transaction() as held:
            return dict(held)

    ana.post("/account/confirm", data={"current": "wrong"})
    before = cookie()
    assert before["csrf_token"]
    answer = ana.post("/sign-in", data={"email": "ana@example.com", "password": factories.PASSWORD})
    assert answer.status_code in {302, 303}
    after = cookie()
    assert before["_user_id"] != after["_user_id"]
    assert before.get("csrf_token") != after.get("csrf_token")
    old = app.test_client()
    old.remember(before["_user_id"], ana.user_id)
    assert old.get("/compare").status_code == 302
    assert ana.get("/compare").status_code == 200
    ana.post("/sign-out")
    stolen = app.test_client()
    stolen.remember(after["_user_id"], ana.user_id)
    assert stolen.get("/compare").status_code == 302


def test_no_next_leads_out_of_the_house(app: Flask, people: dict[str, Browser], client: Browser) -> None:
    outside = ("//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example", "\\\\evil.example",
               "/%09/evil.example", "javascript:alert(1)", "///evil.example", "/\r\nX-Evil: 1", "@evil.example",
               "http:evil.example", "/\u2028/evil.example", "/x\\..\\..\\evil.example")
    for target in outside:
        answer = app.test_client().post("/sign-in", query_string={"next": target}, data={
            "email": "ana@example.com", "password": factories.PASSWORD})
        assert answer.status_code == 303
        assert answer.location == "/" or answer.location.startswith("/%09/"), target
        assert "X-Evil" not in answer.headers


def test_what_a_browser_says_of_itself_is_shown_as_text(app: Flask, people: dict[str, Browser]) -> None:
    browser, agent = app.test_client(), "<script>alert(1)</script>\"'><img src=x>"
    browser.post("/sign-in", headers={"User-Agent": agent}, data={
        "email": "ana@example.com", "password": factories.PASSWORD})
    page = browser.get("/account").text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page
