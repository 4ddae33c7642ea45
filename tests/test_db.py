"""The rules of transactions."""

import sqlite3
import threading
import time

import pytest
import sqlalchemy as sa

from fsr import clock
from fsr.auth.models import Throttle
from fsr.db import Turns, apart, commit, db, on_commit, reading, release


def row(key):
    return Throttle(key=key, tries=0, last_at=clock.now(), open_at=clock.now())


def keys():
    return list(db.session.scalars(sa.select(Throttle.key).order_by(Throttle.key)))


def test_what_waits_for_the_commit_does_not_run_at_a_savepoint(app):
    ran = []
    with app.app_context():
        db.session.add(row("outer"))
        db.session.flush()
        on_commit(lambda: ran.append("ran"))
        with db.session.begin_nested():
            db.session.add(row("inner"))
        lost = db.session.begin_nested()
        db.session.add(row("lost"))
        db.session.flush()
        lost.rollback()
        assert ran == []
        with pytest.raises(RuntimeError, match="would lose"):
            release()
        commit()
        assert (ran, keys()) == (["ran"], ["inner", "outer"])


def test_a_fact_kept_apart_outlives_the_rollback(app):
    with app.app_context():
        assert keys() == []
        with apart() as session:
            session.add(row("fact"))
        db.session.rollback()
        assert keys() == ["fact"]


def test_apart_is_refused_inside_a_transaction_that_wrote(app):
    with app.app_context():
        db.session.add(row("mine"))
        db.session.flush()
        with pytest.raises(RuntimeError, match="inside a writing transaction"), apart():
            pass


def test_what_was_read_stays_usable_beside_a_fact_kept_apart(app):
    with app.app_context():
        with apart() as session:
            session.add(row("read"))
        with reading():
            mine = db.session.get_one(Throttle, "read")
        with apart() as session:
            session.add(row("other"))
        assert not sa.inspect(mine).expired


def test_writers_who_have_waited_long_go_in_the_order_they_came(monkeypatch):
    monkeypatch.setattr("fsr.db.LONG", -1)
    turns, order = Turns(), []
    assert turns.take(0)
    threads = []
    for number in range(8):
        thread = threading.Thread(target=lambda number=number: (turns.take(60), order.append(number), turns.give()))
        thread.start()
        threads.append(thread)
        while len(turns._waiting) < number + 1:
            time.sleep(0.001)
    turns.give()
    for thread in threads:
        thread.join()
    assert order == list(range(8))
    assert turns.take(0)  # and the queue is free again


def test_many_writers_never_write_at_once_and_all_get_their_turn():
    turns, inside, most = Turns(), [], []

    def work():
        for _ in range(200):
            assert turns.take(60)
            inside.append(1)
            most.append(len(inside))
            inside.pop()
            turns.give()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(most), max(most)) == (1600, 1)


def test_a_writer_whose_turn_does_not_come_is_refused_and_leaves_no_gap():
    turns = Turns()
    assert turns.take(0)
    assert not turns.take(0.01)
    turns.give()
    assert turns.take(0)


@pytest.mark.skipif("os.environ.get('FSR_TEST_DATABASE_URL')", reason="PostgreSQL has many writers")
def test_a_write_that_waits_in_vain_is_told_to_come_again_and_the_next_one_goes_through(app, ana, monkeypatch):
    monkeypatch.setattr("fsr.db.PATIENCE", 0.05)
    with app.app_context():
        db.session.add(row("slow"))
        db.session.flush()  # holds the turn, as a slow request of another thread would
        answers = []
        thread = threading.Thread(target=lambda: answers.append(ana.put("/api/cases/data/N-1", json={})))
        thread.start()
        thread.join()
        assert (answers[0].status_code, answers[0].headers["Retry-After"]) == (503, "2")
        assert "Nothing was changed" in answers[0].json["error"]
        db.session.rollback()
    assert ana.put("/api/cases/data/N-1", json={}).status_code == 400


@pytest.mark.skipif("os.environ.get('FSR_TEST_DATABASE_URL')", reason="about SQLite's own lock")
def test_another_process_that_keeps_sqlite_locked_is_waited_for_and_then_told_of(app, ana):
    with app.app_context():
        other = sqlite3.connect(db.engine.url.database, isolation_level=None)
        with db.engine.connect() as connection:  # the pool's connection, told to wait shortly
            connection.exec_driver_sql("PRAGMA busy_timeout=20")
    other.execute("BEGIN IMMEDIATE")
    assert ana.put("/api/cases/data/N-1", json={}).status_code == 503
    other.execute("ROLLBACK")
    other.close()
    assert ana.put("/api/cases/data/N-1", json={}).status_code == 400
