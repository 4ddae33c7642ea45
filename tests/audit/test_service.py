"""The log: in step with what it logs, numbered without a gap, and final."""

from threading import Barrier, Thread

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from fsr.audit import queries, service
from fsr.audit.models import AuditEvent, AuditHead
from fsr.audit.names import Action
from fsr.db import apart, commit, db, reading, release
from fsr.subjects import Subject

ROW = Subject("comparison", "5")


def events():
    return list(db.session.scalars(sa.select(AuditEvent).order_by(AuditEvent.seq)))


def test_an_event_says_who_did_what_to_what(app, ana):
    with app.app_context():
        from fsr.auth.models import User

        user = db.session.get_one(User, ana.user_id)
        before = len(events())
        service.record(Action.COMPARISON_CREATED, ROW, user, rows=22)
        commit()
        event = events()[before]
        assert (event.seq, event.actor_id, event.actor_kind) == (before + 1, ana.user_id, "user")
        assert (event.action, event.subject, event.details) == ("comparison:comparison:created", ROW, {"rows": 22})


@pytest.mark.parametrize(("given", "kept"), [("user", "system"), ("system", "system"), ("share", "share")])
def test_without_a_user_the_system_or_a_share_acts(app, given, kept):
    with app.app_context():
        service.record(Action.SHARE_OPENED, ROW, None, actor_kind=given)
        commit()
        assert events()[0].actor_kind == kept


def test_an_event_goes_with_the_change_that_is_rolled_back_and_leaves_no_gap(app):
    with app.app_context():
        service.record(Action.OFFER_ADDED, ROW, None)
        db.session.rollback()
        service.record(Action.OFFER_READ, ROW, None)
        commit()
        assert [(event.seq, event.action) for event in events()] == [(1, "offer:offer:read")]


def test_an_event_inside_a_savepoint_goes_with_the_savepoint(app):
    with app.app_context():
        service.record(Action.OFFER_ADDED, ROW, None)
        inner = db.session.begin_nested()
        service.record(Action.OFFER_EDITED, ROW, None)
        inner.rollback()
        with db.session.begin_nested():
            service.record(Action.OFFER_READ, ROW, None)
        commit()
        assert [event.action for event in events()] == ["offer:offer:added", "offer:offer:read"]


def test_an_event_recorded_apart_outlives_the_rollback(app):
    with app.app_context():
        with apart() as session:
            service.record(Action.SIGN_IN_FAILED, None, None, session=session)
        db.session.rollback()
        assert [event.action for event in events()] == ["auth:session:refused"]


def test_a_transaction_with_nothing_but_an_event_cannot_be_let_go(app):
    with app.app_context():
        service.record(Action.OFFER_READ, ROW, None)
        with pytest.raises(RuntimeError, match="would lose"):
            release()


def test_a_transaction_that_only_reads_refuses_an_event(app):
    with app.app_context(), reading(), pytest.raises(RuntimeError, match="apart"):
        service.record(Action.OFFER_READ, ROW, None)


def test_only_known_actions_are_logged(app):
    with app.app_context(), pytest.raises(ValueError, match="offer:eaten"):
        service.record("offer:eaten", ROW, None)


def test_writers_side_by_side_make_one_line_of_numbers(app):
    together = Barrier(6)

    def write():
        with app.app_context():
            together.wait()
            for _ in range(10):
                service.record(Action.OFFER_READ, ROW, None)
                service.record(Action.VALUE_EDITED, ROW, None)
                commit()

    threads = [Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        assert [event.seq for event in events()] == list(range(1, 121))
        assert db.session.scalar(sa.select(AuditHead.seq)) == 120
        assert queries.verify().faults == []


@pytest.mark.parametrize("sql", [
    "UPDATE audit_events SET action = 'forged'", "DELETE FROM audit_events", "UPDATE audit_events SET seq = seq + 1"])
def test_the_database_itself_refuses_to_change_or_remove_an_event(app, sql):
    with app.app_context():
        service.record(Action.OFFER_READ, ROW, None)
        commit()
        with pytest.raises(DBAPIError, match="audit events are final"):
            db.session.execute(sa.text(sql))
        db.session.rollback()
        assert [event.action for event in events()] == ["offer:offer:read"]


def test_an_event_carries_the_number_of_its_request(app, ana):
    answer = ana.post("/account/tokens", data={"purpose": "x"})
    with app.app_context():
        assert events()[-1].request_id == answer.headers["X-Request-Id"]


def test_names_have_three_parts_and_are_unique():
    assert all(action.count(":") == 2 for action in Action)
    assert len({action.value for action in Action}) == len(Action.__members__)
