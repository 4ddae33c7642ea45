"""Threads that do jobs: woken at once, each job done once, and stopped in order."""

import threading

import pytest
import sqlalchemy as sa
from flask import Flask

from fsr import jobs
from fsr.db import commit, db, reading
from fsr.jobs import keeper, ledger, service
from fsr.jobs.models import Job, Status
from fsr.jobs.pool import Pool
from fsr.jobs.registry import registry
from tests.browsers import Browser
from tests.jobs.conftest import Enqueue, Gate, Look, kinds_of_events, over
from tests.waiting import SECONDS, until

NEVER = 3600.0
"""Seconds: no look of the keeper falls into a test."""


def test_a_thread_wakes_at_the_commit_and_not_at_the_next_look(
    app: Flask, enqueue: Enqueue, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(keeper, "REAP_SECONDS", NEVER)
    app.config.update(FSR_JOB_POLL=NEVER, FSR_JOB_LEASE=NEVER)
    with Pool(app, 2):
        for _ in range(5):  # the first may be found by the first look
            assert over(app, enqueue())


def test_work_that_another_process_queued_is_found_by_looking(app: Flask, enqueue: Enqueue) -> None:
    with Pool(app, 1):
        registry(app).announcers.clear()  # as in another process: nobody rings here
        for _ in range(3):  # as above
            assert over(app, enqueue())


def test_one_person_leaves_threads_to_others(
    app: Flask, ana: Browser, bob: Browser, enqueue: Enqueue, gate: Gate,
) -> None:
    app.config["FSR_JOB_USER_LIMIT"] = 2
    hers = [enqueue("test.held", ana) for _ in range(4)]
    his = enqueue(browser=bob)

    def running() -> int | None:
        with app.app_context(), reading():
            return db.session.scalar(sa.select(sa.func.count()).where(
                Job.kind == "test.held", Job.status == Status.RUNNING.value))

    with Pool(app, 4) as pool:
        assert over(app, his)
        assert until(lambda: running() == 2)
        with app.app_context(), db.engine.begin() as connection:  # whoever is free looks, and gets no third of hers
            assert not ledger.claim(connection, ["test.held"], "somebody", pool.desk.lease, limit=2)
        assert running() == 2
        gate.open.set()
        assert over(app, *hers)


def test_every_job_of_many_threads_is_done_once(app: Flask, enqueue: Enqueue) -> None:
    done: list[str] = []
    jobs.register(app, "test.count", lambda run: done.append(run.job_id))
    with app.app_context():
        ids = [service.enqueue("test.count", {}, actor=None, title="one of many").id for _ in range(200)]
        commit()
    with Pool(app, 4), Pool(app, 4):
        assert over(app, *ids)
    assert sorted(done) == sorted(ids)


def test_an_orderly_stop_puts_back_what_runs(app: Flask, enqueue: Enqueue, gate: Gate, look: Look) -> None:
    job_id = enqueue("test.held")
    with Pool(app, 1):
        assert gate.begun.wait(SECONDS)
    job = look(job_id)
    assert (job.status, job.attempt, job.lease_token) == ("pending", 0, None)
    assert kinds_of_events(job) == ["queued", "started", "returned"]
    gate.open.set()
    with Pool(app, 1):
        assert over(app, job_id)
    assert look(job_id).result == {"attempt": 1}


def test_an_orderly_stop_lets_short_work_end(app: Flask, enqueue: Enqueue, gate: Gate, look: Look) -> None:
    app.config["FSR_JOB_GRACE"] = SECONDS
    job_id = enqueue("test.held")
    with Pool(app, 1) as pool:
        assert gate.begun.wait(SECONDS)
        threading.Thread(target=lambda: pool.stopping.wait(SECONDS) and gate.open.set()).start()
    assert look(job_id).status == "completed"
