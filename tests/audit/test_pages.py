"""The log as people read it and take it away."""

import csv
import io
import re

import pytest
import sqlalchemy as sa

from fsr.audit import export, queries, service, words
from fsr.audit.models import AuditEvent
from fsr.audit.names import Action
from fsr.auth.models import Role
from fsr.db import commit, db
from fsr.subjects import Subject
from tests import factories
from tests.conftest import signed_in


@pytest.fixture
def olga(app, people, password_hash):
    """The auditor."""
    with app.app_context():
        return signed_in(app, factories.user(password_hash, Role.AUDITOR, name="Olga"))


def write(app, count, action=Action.VALUE_EDITED, subject=Subject("comparison", "5"), **details):
    with app.app_context():
        for _ in range(count):
            service.record(action, subject, None, **details)
        commit()


def shown(page):
    return [int(number) for number in re.findall(r'id="event-(\d+)"', page.text)]


def test_agents_do_not_read_the_log(ana):
    assert ana.get("/audit").status_code == ana.get("/audit/export.csv").status_code == 403


def test_the_log_shows_who_did_what_with_a_name_and_a_link(ada, ana, olga):
    ana.post("/account/tokens", data={"purpose": "x"})
    page = ada.get(f"/audit?actor={ana.user_id}&action=auth:token:created").text
    assert len(re.findall('id="event-', page)) == 1
    assert f'<a href="/admin/users/{ana.user_id}"><bdi>Ana</bdi></a>' in page
    assert f"/admin/users/{ana.user_id}" not in olga.get("/audit").text


def test_every_action_is_said_in_words(app):
    with app.test_request_context():
        assert [action for action in Action if words.action_name(action) == action.value] == []
        assert words.action_name("dino:egg:laid") == "dino:egg:laid"


def test_pages_go_on_by_number_so_that_new_events_shift_nothing(app, ada):
    write(app, 120)
    with app.app_context():
        last = db.session.scalar(sa.select(sa.func.max(AuditEvent.seq)))
    first = ada.get("/audit")
    older = ada.get(re.search(r'rel="next" href="([^"]+)"', first.text).group(1).replace("&amp;", "&"))
    write(app, 7)
    back = ada.get(re.search(r'rel="prev" href="([^"]+)"', older.text).group(1).replace("&amp;", "&"))
    assert shown(first) == list(range(last, last - 50, -1))
    assert shown(older) == list(range(last - 50, last - 100, -1))
    assert shown(back) == shown(first)
    assert 'rel="prev"' in back.text


@pytest.mark.parametrize(("query", "count"), [
    ("kind=offer", 2), ("kind=offer&subject=9", 2), ("subject=8", 0), ("action=offer:offer:read", 2),
    ("first=2000-01-01&last=2000-01-02", 0), ("kind=offer&first=2000-01-01", 2), ("kind=offer&last=2000-01-01", 0)])
def test_filters_narrow_the_log(app, ada, query, count):
    write(app, 2, Action.OFFER_READ, Subject("offer", "9"))
    assert len(shown(ada.get(f"/audit?{query}"))) == count


@pytest.mark.parametrize("query", ["actor=x", "action=nothing", "first=yesterday", "before=-1", "after=9e9"])
def test_a_filter_that_cannot_be_is_refused_in_words(ada, query):
    answer = ada.get(f"/audit?{query}")
    assert (answer.status_code, "error-summary" in answer.text) == (422, True)


def test_events_about_kinds_that_no_package_knows_are_shown_by_their_number(app, ada):
    write(app, 1, subject=Subject("dinosaur", "7"))
    assert "dinosaur:7" in ada.get("/audit").text


def test_an_auditor_takes_the_log_away_and_that_is_logged(app, olga, ada):
    write(app, 3, Action.OFFER_READ, Subject("offer", "9"), raw="=1+1")
    answer = olga.get("/audit/export.csv?kind=offer")
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    assert [row["action"] for row in rows] == ["offer:offer:read"] * 3
    assert answer.headers["Content-Disposition"] == "attachment; filename=audit.csv"
    with app.app_context():
        last = db.session.scalars(sa.select(AuditEvent).order_by(AuditEvent.seq.desc())).first()
        assert (last.action, last.details) == ("audit:log:exported", {"filter": {"kind": "offer"}})
    assert ada.get("/audit/export.csv").status_code == 403


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "  =1"])
def test_a_text_that_looks_like_a_formula_is_made_harmless(text):
    assert export.safe(text) == f"'{text}"
    assert export.safe(-1) == -1


def test_a_missing_event_a_cut_tail_and_a_clock_set_back_are_found(app):
    write(app, 4)
    with app.app_context():
        postgres = db.engine.dialect.name == "postgresql"
        table = "audit_events DISABLE TRIGGER ALL" if postgres else ""

        def force(sql):
            if postgres:
                db.session.execute(sa.text(f"ALTER TABLE {table}"))
            else:
                db.session.execute(sa.text("DROP TRIGGER IF EXISTS audit_events_no_update"))
                db.session.execute(sa.text("DROP TRIGGER IF EXISTS audit_events_no_delete"))
            db.session.execute(sa.text(sql))
            report = queries.verify()
            db.session.rollback()
            return report.faults

        assert force("DELETE FROM audit_events WHERE seq = 2")[0].startswith("GAP: event 2")
        assert force("DELETE FROM audit_events WHERE seq = 4")[0].startswith("TRUNCATED")
        assert force("UPDATE audit_events SET ts = '2001-01-01' WHERE seq = 3")[0].startswith("CLOCK: event 3")
        assert queries.verify().faults == []
