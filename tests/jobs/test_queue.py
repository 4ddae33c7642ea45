"""What waits: in order, in its time, of one person not too much, and the same work once."""

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from fsr import clock, jobs
from fsr.db import commit, db
from fsr.errors import TooMany
from fsr.jobs import ledger, service
from fsr.jobs.desk import Desk
from fsr.jobs.pool import Pool
from fsr.jobs.registry import registry
from fsr.jobs.worker import run_due
from tests.browsers import Browser
from tests.jobs.conftest import TOMORROW, Enqueue, Look, change, over
from tests.waiting import SECONDS


def test_jobs_wait_for_their_time(app: Flask, enqueue: Enqueue, look: Look) -> None:
    job_id = enqueue(run_after=TOMORROW)
    assert run_due(app) == 0
    due = clock.now() + timedelta(seconds=0.3)
    change(app, job_id, run_after=due)
    with Pool(app, 1):
        assert over(app, job_id)
    started = look(job_id).started_at
    assert started is not None
    assert started >= due


def test_higher_priority_goes_first_and_then_the_older(app: Flask) -> None:
    order: list[str] = []
    jobs.register(app, "test.note", lambda run, name: order.append(name))
    with app.app_context():
        for name, priority in (("low", -1), ("first", 0), ("second", 0), ("high", 5)):
            service.enqueue("test.note", {"name": name}, actor=None, title=name, priority=priority)
        commit()
    run_due(app)
    assert order == ["high", "first", "second", "low"]


def test_the_limit_holds_for_jobs_taken_together(app: Flask, ana: Browser, bob: Browser, enqueue: Enqueue) -> None:
    hers = [enqueue(browser=ana) for _ in range(4)]
    his = [enqueue(browser=bob) for _ in range(4)]
    desk = Desk(app, "somebody")
    with app.app_context(), db.engine.begin() as connection:
        claims = ledger.claim(connection, ["test.add"], "somebody", desk.lease, limit=2, count=6)
    assert [claim.id for claim in claims] == [*hers[:2], *his[:2]]


def test_too_many_waiting_jobs_of_one_person_are_refused(app: Flask, ana: Browser, enqueue: Enqueue) -> None:
    app.config["FSR_JOB_USER_QUEUE"] = 2
    enqueue(browser=ana)
    enqueue(browser=ana)
    with pytest.raises(TooMany):
        enqueue(browser=ana)


def test_the_same_work_asked_twice_is_one_job_until_it_is_over(app: Flask, ana: Browser, enqueue: Enqueue) -> None:
    first = enqueue(browser=ana, key="read document 12")
    assert enqueue(browser=ana, key="read document 12") == first
    run_due(app)
    assert enqueue(browser=ana, key="read document 12") != first


def test_two_clicks_at_the_same_time_are_one_job(app: Flask, ana: Browser, enqueue: Enqueue) -> None:
    both, ids = threading.Barrier(2), list[str]()

    def click() -> None:
        both.wait(SECONDS)
        ids.append(enqueue(browser=ana, key="the same"))

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert (len(ids), len(set(ids))) == (2, 1)


def test_a_job_of_an_unknown_kind_is_left_to_those_who_know_it(app: Flask, enqueue: Enqueue, look: Look) -> None:
    job_id = enqueue()
    task = registry(app).kinds.pop("test.add")
    assert (run_due(app), look(job_id).status) == (0, "pending")
    registry(app).kinds["test.add"] = task
    assert run_due(app) == 1


def test_a_claim_reads_only_what_waits_in_order(app: Flask, ana: Browser, enqueue: Enqueue) -> None:
    """SQLite's planner is tempted by other indexes, and then each claim costs all jobs that ever were."""
    enqueue(browser=ana)
    asked: list[tuple[str, object]] = []
    with app.app_context(), db.engine.begin() as connection:
        if connection.dialect.name != "sqlite":
            pytest.skip("PostgreSQL plans by its own statistics")

        def note(_connection: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
            if statement.startswith("SELECT"):
                asked.append((statement, parameters))

        sa.event.listen(connection, "before_cursor_execute", note)
        ledger.claim(connection, ["test.add", "test.other"], "somebody", timedelta(60), limit=1, count=2)
        plans = [[row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
                 for statement, parameters in asked]
    assert [[line.rpartition("INDEX ")[2].split(" ")[0] for line in plan] for plan in plans] == [
        ["ix_jobs_waiting"], ["ix_jobs_leased"]]
