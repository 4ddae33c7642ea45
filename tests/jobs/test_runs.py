"""What a task hears and says while it runs: progress, cancellation, and reasons to stop."""

import pytest
from flask import Flask

from fsr import jobs
from fsr.auth.models import User
from fsr.db import commit, db
from fsr.errors import Conflict
from fsr.jobs import Cancelled, LeaseLost, Run, run, service
from fsr.jobs.desk import Desk
from fsr.jobs.models import Job
from fsr.jobs.pool import Pool
from fsr.jobs.worker import perform, run_due
from tests.browsers import Browser
from tests.jobs.conftest import Enqueue, Gate, Look, kinds_of_events, over
from tests.waiting import SECONDS, until


def said(app: Flask, browser: Browser, enqueue: Enqueue) -> list[tuple[int, str]]:
    """What the owner sees of a job's progress after each piece of it."""
    seen: list[tuple[int, str]] = []

    def steps(run: Run) -> None:
        for done in (1, 2, 1, 4):
            run.progress(done, 4, f"page {done} of 4")
            answer = browser.get(f"/jobs/{run.job_id}").json
            seen.append((answer["progress"], answer["progress_message"]))

    jobs.register(app, "test.steps", steps)
    job_id = enqueue("test.steps", browser)
    run_due(app)
    assert browser.get(f"/jobs/{job_id}").json["progress"] == 100
    return seen


def test_progress_is_real_never_goes_back_and_is_seen_while_it_runs(
    app: Flask, ana: Browser, enqueue: Enqueue, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(run, "PROGRESS_SECONDS", 0)
    seen = said(app, ana, enqueue)
    assert seen == [(25, "page 1 of 4"), (50, "page 2 of 4"), (50, "page 1 of 4"), (100, "page 4 of 4")]


def test_progress_is_written_now_and_then_and_at_the_end(
    app: Flask, ana: Browser, enqueue: Enqueue, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(run, "PROGRESS_SECONDS", 3600)
    seen = said(app, ana, enqueue)
    assert seen == [*[(25, "page 1 of 4")] * 3, (100, "page 4 of 4")]


def test_text_of_a_document_cannot_break_the_table(app: Flask, enqueue: Enqueue, look: Look) -> None:
    def nasty(run: Run) -> None:
        run.progress(1, 2, "a\0b \ud800")
        raise Conflict("c\0d \ud800")

    jobs.register(app, "test.nasty", nasty)
    job_id = enqueue("test.nasty")
    run_due(app)
    assert (look(job_id).progress_message, look(job_id).error_message) == ("ab ?", "cd ?")


def test_a_running_job_is_told_of_its_cancellation_and_stops(
    app: Flask, ana: Browser, enqueue: Enqueue, gate: Gate, look: Look,
) -> None:
    def slow_to_hear(run: Run) -> None:
        gate.begun.set()
        gate.open.wait(SECONDS)
        assert until(run.cancelled)
        run.check()

    jobs.register(app, "test.deaf", slow_to_hear)
    job_id = enqueue("test.deaf", ana)
    with Pool(app, 1):
        assert gate.begun.wait(SECONDS)
        answer = ana.post(f"/jobs/{job_id}/cancel")
        assert (answer.json["status"], "Cancelling…" in ana.get(f"/activity/{job_id}").text) == ("running", True)
        gate.open.set()
        assert over(app, job_id)
    job = look(job_id)
    assert (job.status, kinds_of_events(job)) == ("cancelled", ["queued", "started", "cancelling", "cancelled"])


def test_a_task_run_by_hand_hears_of_its_cancellation_too(
    app: Flask, ana: Browser, enqueue: Enqueue, look: Look,
) -> None:
    def cancels_itself(run: Run) -> None:
        assert not run.cancelled()
        with app.app_context():
            service.cancel(db.session.get_one(Job, run.job_id), db.session.get_one(User, ana.user_id))
            commit()
        assert run.cancelled()
        run.progress(1, 2)

    jobs.register(app, "test.cancels", cancels_itself)
    job_id = enqueue("test.cancels", ana)
    run_due(app)
    assert look(job_id).status == "cancelled"


def test_the_first_reason_to_stop_counts_save_a_lost_lease(app: Flask, enqueue: Enqueue) -> None:
    enqueue()
    with app.app_context():
        claim = Desk(app, "somebody").exchange()
    assert claim is not None
    run = Run(claim)
    for reason, expected in ((Cancelled, Cancelled), (LeaseLost, LeaseLost), (Cancelled, LeaseLost)):
        run.interrupt(reason)
        assert run.interruption is expected
    assert perform(app, run) is not None
