"""Periodic work, and what is forgotten when."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from fsr import clock, jobs
from fsr.db import apart, db
from fsr.jobs import schedule
from fsr.jobs.models import Job
from fsr.jobs.pool import Pool
from fsr.jobs.registry import registry
from fsr.jobs.worker import run_due
from tests.browsers import Browser
from tests.jobs.conftest import Enqueue, Look
from tests.waiting import until


@pytest.fixture
def ticks(app: Flask) -> list[int]:
    """Grows by one each time the only periodic task runs."""
    ticks: list[int] = []
    registry(app).periods.clear()
    jobs.every(app, "test.tick", 3600, lambda run: ticks.append(run.attempt))
    return ticks


def age(app: Flask, **values: object) -> None:
    """Let all jobs have happened a while ago."""
    with app.app_context(), apart() as session:
        session.execute(sa.update(Job).values(**values))


def plan(app: Flask) -> int:
    with app.app_context():
        return schedule.plan(app)


def test_a_periodic_task_runs_at_once_and_then_a_period_after_its_end(app: Flask, ticks: list[int]) -> None:
    assert (plan(app), plan(app)) == (1, 0)  # as two processes would
    assert (run_due(app), ticks) == (1, [1])
    assert (plan(app), run_due(app)) == (1, 0)  # planned, not yet due
    age(app, run_after=clock.now())
    assert (run_due(app), ticks) == (1, [1, 1])


def test_a_periodic_task_that_fails_runs_again_next_time(app: Flask, ticks: list[int]) -> None:
    def fails(run: jobs.Run) -> None:
        raise RuntimeError("not this time")

    jobs.every(app, "test.tick", 3600, fails)
    plan(app)
    run_due(app)
    with app.app_context():
        assert db.session.scalars(sa.select(Job.status)).all() == ["failed"]
    assert plan(app) == 1


def test_a_pool_plans_by_itself(app: Flask, ticks: list[int]) -> None:
    with Pool(app, 1):
        assert until(lambda: ticks)


def test_the_packages_periodic_work_is_known(app: Flask) -> None:
    assert registry(app).periods["jobs.purge"] == 3600


def test_old_results_are_emptied_and_their_rows_stay(
    app: Flask, ana: Browser, ada: Browser, enqueue: Enqueue, look: Look,
) -> None:
    old, failed = enqueue(browser=ana), enqueue("test.broken", ana, max_attempts=1)
    run_due(app)
    age(app, completed_at=clock.now() - timedelta(days=91))
    new = enqueue(browser=ana)
    run_due(app)
    registry(app).periods = {"jobs.purge": 3600}
    plan(app)
    assert run_due(app) == 1
    assert (look(old).status, look(old).result, look(old).payload) == ("completed", None, None)
    assert (look(failed).error_detail, bool(look(failed).error_message)) == (None, True)
    assert look(new).result == {"sum": 2}
    answer = ana.get(f"/jobs/{old}")
    assert (answer.status_code, answer.json["status"], answer.json["result_expired"]) == (200, "completed", True)
    assert "The result was kept long enough" in ana.get(f"/activity/{old}").text
    answer = ana.post(f"/jobs/{failed}/retry")
    assert (answer.status_code, "no longer kept" in answer.json["error"]) == (409, True)


def test_the_houses_own_jobs_are_forgotten_save_the_last(app: Flask, ticks: list[int]) -> None:
    for days in (4, 3, 2):
        plan(app)
        age(app, run_after=clock.now())
        run_due(app)
        with app.app_context(), apart() as session:
            session.execute(sa.update(Job).where(Job.completed_at > clock.now() - timedelta(days=1)).values(
                completed_at=clock.now() - timedelta(days=days)))
    with app.app_context():
        from fsr.jobs.tasks import _forget

        assert _forget() == 2
        left = db.session.scalars(sa.select(Job.completed_at)).all()
    assert [(clock.now() - at).days for at in left if at] == [2]
