"""Leases: renewed while the worker lives, lost when it goes silent, and then worth nothing."""

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from fsr import clock, jobs
from fsr.db import db
from fsr.jobs import LeaseLost, Run, keeper, reaper, service
from fsr.jobs.desk import Desk
from fsr.jobs.models import Job
from fsr.jobs.pool import Pool
from fsr.jobs.worker import run_due
from tests.jobs.conftest import TOMORROW, Enqueue, Gate, Look, change, kinds_of_events, over
from tests.waiting import SECONDS, until

OFTEN = 1200
"""Renewals of a lease: a second has several, and a keeper without a turn for seconds loses none of its leases."""


def expire(app: Flask, job_id: str) -> None:
    """Let the lease of a job run out now."""
    change(app, job_id, lease_until=clock.now() - timedelta(seconds=1))


def test_a_worker_that_lost_its_lease_can_write_nothing(app: Flask, enqueue: Enqueue, look: Look) -> None:
    told: list[type[BaseException]] = []

    def slow(run: Run) -> dict[str, str]:
        if run.attempt == 1:
            expire(app, run.job_id)
            with app.app_context(), db.engine.begin() as connection:
                reaper.reap(connection, 0.0)
            assert run_due(app) == 1  # another worker does it meanwhile
            try:
                run.progress(1, 2)
            except LeaseLost as error:
                told.append(type(error))
            service.enqueue("test.add", {}, actor=None, title="too late", run_after=TOMORROW)
        return {"by": f"attempt {run.attempt}"}

    jobs.register(app, "test.slow", slow)
    job_id = enqueue("test.slow")
    run_due(app)
    job = look(job_id)
    assert (job.status, job.result, told) == ("completed", {"by": "attempt 2"}, [LeaseLost])
    assert kinds_of_events(job) == ["queued", "started", "lost", "started", "completed"]
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).where(Job.title == "too late")) == 0


def test_a_pool_notices_that_its_lease_is_lost(
    app: Flask, enqueue: Enqueue, gate: Gate, monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = threading.Event()

    def held(run: Run) -> None:
        gate.begun.set()
        assert until(run.cancelled)
        if run.interruption is LeaseLost:
            told.set()
        run.check()

    jobs.register(app, "test.held", held)
    monkeypatch.setattr(keeper, "RENEWALS", OFTEN)
    job_id = enqueue("test.held")
    with Pool(app, 1):
        assert gate.begun.wait(SECONDS)
        change(app, job_id, lease_token="somebody else's")
        assert told.wait(SECONDS)


def test_leases_of_long_jobs_are_renewed(
    app: Flask, enqueue: Enqueue, gate: Gate, look: Look, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(keeper, "RENEWALS", OFTEN)
    job_id = enqueue("test.held")
    with Pool(app, 1):
        assert gate.begun.wait(SECONDS)
        for _ in range(2):
            until_then = look(job_id).lease_until
            assert until_then is not None
            assert until(lambda before=until_then: (look(job_id).lease_until or before) > before)
        gate.open.set()
        assert over(app, job_id)
    assert (look(job_id).status, look(job_id).attempt) == ("completed", 1)


def test_a_job_whose_worker_dies_each_time_ends_as_failed(app: Flask, enqueue: Enqueue, look: Look) -> None:
    job_id = enqueue(max_attempts=2)
    desk = Desk(app, "a worker that dies")

    def claimed() -> object:
        with app.app_context():
            return desk.exchange()

    for _ in range(2):
        assert until(claimed)
        expire(app, job_id)
        with app.app_context(), db.engine.begin() as connection:
            assert reaper.reap(connection, 0.01) == 1
    job = look(job_id)
    assert (job.status, job.error_code) == ("failed", "worker_lost")
    assert job.error_message == "The process that did this work ended before it was done, 2 times."
    assert kinds_of_events(job) == ["queued", "started", "lost", "started", "lost", "failed"]


def test_a_rescued_job_goes_before_its_peers(app: Flask, enqueue: Enqueue, look: Look) -> None:
    job_id = enqueue()
    with app.app_context():
        Desk(app, "a worker that dies").exchange()
    enqueue()
    expire(app, job_id)
    with app.app_context(), db.engine.begin() as connection:
        reaper.reap(connection, 0.0)
    assert look(job_id).priority == 1
