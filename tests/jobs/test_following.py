"""Work that follows where a job failed, was cancelled or lost its worker: asked for with that end, and only then."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from fsr import clock, jobs
from fsr.auth.models import User
from fsr.db import commit, db
from fsr.errors import Unreadable
from fsr.jobs import reaper, service
from fsr.jobs.desk import Desk
from fsr.jobs.models import Job
from fsr.jobs.worker import run_due
from tests.browsers import Browser
from tests.jobs.conftest import Enqueue, change


@pytest.fixture
def told(app: Flask) -> list[tuple[str, str]]:
    """(what, id of the job that ended) of each that followed."""
    followed: list[tuple[str, str]] = []

    def work(run: jobs.Run, what: str) -> dict[str, str] | None:
        if what == "refused":
            raise Unreadable("The file is encrypted.")
        if what == "broken":
            raise RuntimeError("a defect")
        return {"what": what}

    jobs.register(app, "test.work", work, afterwards="test.after")
    jobs.register(app, "test.after", lambda run, what, ended_id: followed.append((what, ended_id)))
    return followed


def test_nothing_follows_a_job_that_was_done(app: Flask, enqueue: Enqueue, told: list[Any]) -> None:
    enqueue("test.work", payload={"what": "done"})
    assert (run_due(app), told) == (1, [])


def test_it_follows_a_refusal_and_the_last_try_of_a_defect(app: Flask, enqueue: Enqueue, told: list[Any]) -> None:
    refused = enqueue("test.work", payload={"what": "refused"})
    broken = enqueue("test.work", payload={"what": "broken"}, max_attempts=1)
    run_due(app)
    assert sorted(told) == sorted([("refused", refused), ("broken", broken)])


def test_it_does_not_follow_a_try_after_which_there_is_another(app: Flask, enqueue: Enqueue, told: list[Any]) -> None:
    job_id = enqueue("test.work", payload={"what": "broken"})
    change(app, job_id, run_after=clock.now() - timedelta(days=1))
    app.config["FSR_JOB_BACKOFF"] = 3600
    run_due(app)
    assert told == []


def test_it_follows_a_cancelled_job_at_once(app: Flask, enqueue: Enqueue, told: list[Any], ana: Browser) -> None:
    job_id = enqueue("test.work", ana, {"what": "waiting"})
    with app.app_context():
        service.cancel(db.session.get_one(Job, job_id), db.session.get_one(User, ana.user_id))
        commit()
    assert (run_due(app), told) == (1, [("waiting", job_id)])


def test_it_follows_a_job_whose_worker_went_silent_for_the_last_time(
        app: Flask, enqueue: Enqueue, told: list[Any]) -> None:
    job_id = enqueue("test.work", payload={"what": "lost"}, max_attempts=1)
    with app.app_context():
        assert Desk(app, "a worker that is gone").exchange() is not None
    change(app, job_id, lease_until=clock.now() - timedelta(seconds=1))
    with app.app_context(), db.engine.begin() as connection:
        reaper.reap(connection, 0.0)
    run_due(app)
    assert told == [("lost", job_id)]
