"""Making, changing, ending links; passphrases and their throttle; what time does to them."""

import threading
from datetime import timedelta

import pytest
from flask import Flask

from fsr import clock
from fsr.audit.models import AuditEvent
from fsr.db import commit, db
from fsr.errors import Conflict, Invalid, NotFound, TooMany
from fsr.jobs import schedule
from fsr.jobs.worker import run_due
from fsr.offers.models import Comparison
from fsr.shares import service, tasks, visits
from fsr.shares.access import open_token
from fsr.shares.models import Share, ShareView, ViewKind
from fsr.shares.service import Wishes
from fsr.shares.visitor import Visitor, family, network, visitor
from fsr.subjects import Subject
from tests.browsers import Browser
from tests.shares.making import PHONE, acting, comparison, link_of, share

HERE, THERE = Visitor("203.0.113.0/24", "", True), Visitor("198.51.100.0/24", "", True)


def test_a_token_is_256_bits_and_only_its_hash_is_kept(app: Flask, ana: Browser) -> None:
    share_id, token, _ = share(app, ana)
    row = link_of(app, share_id)
    assert (len(token), row.token_prefix, token in row.token_hash) == (43, token[:6], False)


def test_a_new_token_ends_the_old_one(app: Flask, ana: Browser, client: Browser) -> None:
    share_id, token, _ = share(app, ana)
    with acting(app, ana) as user:
        new = service.renew(db.session.get_one(Share, share_id), user)
    assert (client.get(f"/s/{token}").status_code, client.get(f"/s/{new}").status_code) == (404, 200)


def test_revoking_works_from_the_next_request_and_can_be_taken_back(app: Flask, ana: Browser, client: Browser) -> None:
    share_id, token, _ = share(app, ana)
    for verb, status in ((service.revoke, 410), (service.restore, 200)):
        with acting(app, ana) as user:
            assert verb([db.session.get_one(Share, share_id)], user) == 1
        assert client.get(f"/s/{token}").status_code == status


def test_an_ended_link_is_not_renewed_or_updated(app: Flask, ana: Browser) -> None:
    share_id, _, _ = share(app, ana, expires_at=clock.now() - timedelta(hours=1))
    with acting(app, ana) as user:
        link = db.session.get_one(Share, share_id)
        for verb in (service.renew, service.update):
            with pytest.raises(Conflict):
                verb(link, user)


def test_nothing_is_left_behind_by_a_refused_link(app: Flask, ana: Browser, mara: Browser) -> None:
    with acting(app, ana) as user:
        number = str(comparison(user).id)
    with acting(app, mara) as stranger, pytest.raises(NotFound):
        service.share(Subject("comparison", number), Wishes(title="x"), stranger)
    with acting(app, ana) as user, pytest.raises(Invalid):
        service.share(Subject("comparison", number), Wishes(title="x", passphrase="short"), user)
    with app.app_context():
        events = db.session.query(AuditEvent).filter(AuditEvent.action.like("share:%"))
        assert (db.session.query(Share).count(), events.count()) == (0, 0)


def test_an_unknown_kind_of_thing_cannot_be_shared(app: Flask, ana: Browser) -> None:
    with acting(app, ana) as user, pytest.raises(NotFound):
        service.share(Subject("weather", "1"), Wishes(title="x"), user)


@pytest.mark.parametrize("given", ["blue door 17", "пароль-для-дома", "סיסמה ארוכה מאוד"])
def test_the_right_passphrase_opens_and_leaves_no_failure(app: Flask, ana: Browser, given: str) -> None:
    share_id, _, _ = share(app, ana, passphrase=given)
    with app.app_context():
        assert visits.unlock(db.session.get_one(Share, share_id), given, HERE) is True
        assert db.session.query(ShareView).count() == 0
        assert given not in str(db.session.get_one(Share, share_id).passphrase_hash)


def test_five_wrong_passphrases_from_one_network_make_it_wait_and_others_not(app: Flask, ana: Browser) -> None:
    share_id, _, _ = share(app, ana, passphrase="blue door 17")
    with app.app_context():
        link = db.session.get_one(Share, share_id)
        assert [visits.unlock(link, f"wrong {n}", HERE) for n in range(5)] == [False] * 5
        with pytest.raises(TooMany) as refused:
            visits.unlock(link, "blue door 17", HERE)
        assert 0 < refused.value.seconds <= 900
        assert visits.unlock(link, "blue door 17", THERE) is True


def test_the_wait_is_over_after_a_quarter_of_an_hour(app: Flask, ana: Browser) -> None:
    share_id, _, _ = share(app, ana, passphrase="blue door 17")
    with app.app_context():
        for _ in range(5):
            db.session.add(ShareView(share_id=share_id, kind=ViewKind.PASSPHRASE_FAILED, address=HERE.network,
                                     at=clock.now() - timedelta(minutes=15, seconds=1)))
        commit()
        assert visits.unlock(db.session.get_one(Share, share_id), "blue door 17", HERE) is True


def test_fifty_wrong_ones_in_a_day_pause_the_link_for_all_and_the_owner_is_told(app: Flask, ana: Browser) -> None:
    share_id, _, _ = share(app, ana, passphrase="blue door 17")
    with app.app_context():
        for n in range(50):
            db.session.add(ShareView(share_id=share_id, kind=ViewKind.PASSPHRASE_FAILED, address=f"10.0.{n}.0/24",
                                     at=clock.now() - timedelta(hours=2)))
        commit()
        with pytest.raises(TooMany):
            visits.unlock(db.session.get_one(Share, share_id), "blue door 17", THERE)
    assert "Too many wrong passphrases: the link pauses for a day." in ana.get("/").text


def test_parallel_guesses_cannot_slip_by_on_one_count(app: Flask, ana: Browser) -> None:
    share_id, _, _ = share(app, ana, passphrase="blue door 17")
    outcomes: list[str] = []

    def guess(number: int) -> None:
        with app.app_context():
            try:
                outcomes.append(str(visits.unlock(db.session.get_one(Share, share_id), f"guess {number}", HERE)))
            except TooMany:
                outcomes.append("wait")

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["False"] * 5 + ["wait"] * 3


def test_the_page_of_a_locked_link_names_nothing_and_opens_by_its_passphrase(
        app: Flask, ana: Browser, client: Browser) -> None:
    _, token, _ = share(app, ana, language="en", passphrase="blue door 17", show_evidence=True, contact="Anna")
    for path in ("", "/print", "/clauses/1/1", "/pages/1/2.png"):
        answer = client.get(f"/s/{token}{path}")
        assert answer.status_code == (200 if path == "" else 403)
        assert [word for word in ("LX1234", "BALTA", "KASKO", "612", "Anna") if word in answer.text] == []
    assert client.post(f"/s/{token}/reply", data={"offer": "1"}).status_code == 403
    wrong = client.post(f"/s/{token}", data={"passphrase": "wrong one 1"})
    assert (wrong.status_code, "This is not the passphrase." in wrong.text) == (422, True)
    assert client.post(f"/s/{token}", data={"passphrase": "blue door 17"}).status_code == 303
    assert "BALTA" in client.get(f"/s/{token}").text
    assert "BALTA" not in app.test_client().get(f"/s/{token}").text


def test_a_new_passphrase_closes_the_doors_it_opened_before(app: Flask, ana: Browser, client: Browser) -> None:
    share_id, token, _ = share(app, ana, passphrase="blue door 17")
    client.post(f"/s/{token}", data={"passphrase": "blue door 17"})
    with acting(app, ana) as user:
        wishes = Wishes(title="x", language="en", passphrase="green door 18")
        service.edit(db.session.get_one(Share, share_id), wishes, user)
    assert "BALTA" not in client.get(f"/s/{token}").text


def test_too_many_wrong_ones_on_the_page_say_how_long_to_wait(app: Flask, ana: Browser, client: Browser) -> None:
    _, token, _ = share(app, ana, language="en", passphrase="blue door 17")
    answers = [client.post(f"/s/{token}", data={"passphrase": "wrong one 1"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert "Try again in 15 minutes." in answers[-1].text
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 900


def test_an_expired_link_is_logged_once_and_forgets_what_it_showed_after_ninety_days(app: Flask, ana: Browser) -> None:
    share_id, _, _ = share(app, ana)
    with app.app_context():
        db.session.get_one(Share, share_id).expires_at = clock.now() - timedelta(minutes=1)
        commit()
        for expected in ({"expired": 1, "forgotten": 0}, {"expired": 0, "forgotten": 0}):
            assert {"expired": tasks._log_expired(), "forgotten": tasks._forget_old()} == expected
            commit()
        db.session.get_one(Share, share_id).expires_at = clock.now() - timedelta(days=91)
        db.session.add(ShareView(share_id=share_id, kind=ViewKind.VIEW))
        commit()
        assert tasks._forget_old() == 1
        commit()
        row = db.session.get_one(Share, share_id)
        assert (row.snapshot, db.session.query(ShareView).count()) == (None, 0)


def test_the_expiry_runs_by_itself_through_the_job_table(app: Flask, ana: Browser) -> None:
    share_id, _, _ = share(app, ana, expires_at=clock.now() - timedelta(minutes=1))
    with app.app_context():
        schedule.plan(app)
    run_due(app)
    assert link_of(app, share_id).expiry_noted_at is not None


def test_a_link_about_to_end_is_on_the_first_page(app: Flask, ana: Browser, bob: Browser) -> None:
    share(app, ana, title="Ends soon", expires_at=clock.now() + timedelta(hours=47))
    share(app, ana, title="Ends later", expires_at=clock.now() + timedelta(hours=49))
    page = ana.get("/").text
    assert ("Ends soon" in page, "Ends later" in page, "Ends soon" in bob.get("/").text) == (True, False, False)


def test_a_revision_counts_what_the_link_was_made_from(app: Flask, ana: Browser) -> None:
    share_id, _, number = share(app, ana)
    with app.app_context():
        assert link_of(app, share_id).revision == db.session.get_one(Comparison, number).revision


def test_an_unknown_token_is_nothing(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(NotFound):
        open_token("x" * 43)


@pytest.mark.parametrize(("address", "kept"), [
    ("203.0.113.77", "203.0.113.0/24"), ("2001:db8:1:2::3", "2001:db8:1::/48"),
    ("::ffff:203.0.113.77", "203.0.113.0/24"),
    ("", ""), (None, ""), ("nonsense", "")])
def test_only_the_network_of_a_visitor_is_kept(address: str | None, kept: str) -> None:
    assert network(address) == kept


@pytest.mark.parametrize(("agent", "name"), [
    (PHONE["User-Agent"], "Safari · iPhone"),
    ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge · Windows"),
    ("Mozilla/5.0 (Linux; Android 15) Chrome/130.0 Mobile Safari/537.36", "Chrome · Android"), ("something", "")])
def test_of_a_browser_only_the_family_is_kept(agent: str, name: str) -> None:
    assert family(agent) == name


@pytest.mark.parametrize("agent", [
    "", "WhatsApp/2.2", "Mozilla/5.0 (compatible; Googlebot/2.1)", "curl/8.5.0", "facebookexternalhit/1.1",
    "Slackbot-LinkExpanding 1.0", "TelegramBot (like TwitterBot)", "python-requests/2.32"])
def test_robots_and_programs_are_not_people(agent: str) -> None:
    assert visitor("203.0.113.77", {"User-Agent": agent}).human is False
