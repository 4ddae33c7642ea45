"""How attempts end: done, refused, tried again, given up; each written once or not at all."""

from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from fsr import clock, jobs
from fsr.db import db
from fsr.jobs import Run, ledger, service
from fsr.jobs.desk import Desk, Ticket
from fsr.jobs.ends import completed
from fsr.jobs.models import Job
from fsr.jobs.worker import run_due
from tests.jobs.conftest import TOMORROW, Enqueue, Look, change, kinds_of_events


def test_a_defect_is_tried_again_later_and_then_given_up(app: Flask, enqueue: Enqueue, look: Look) -> None:
    app.config["FSR_JOB_BACKOFF"] = 3600.0
    job_id = enqueue("test.broken", max_attempts=2)
    assert (run_due(app), run_due(app)) == (1, 0)
    job = look(job_id)
    assert (job.status, job.attempt, job.error_message) == (
        "pending", 1, "Something went wrong on our side; it will be tried again.")
    assert job.run_after > clock.now() + timedelta(minutes=30)
    change(app, job_id, run_after=clock.now())
    assert run_due(app) == 1
    job = look(job_id)
    assert (job.status, job.attempt, job.error_code) == ("failed", 2, "internal")
    assert kinds_of_events(job) == ["queued", "started", "again", "started", "failed"]


def test_the_wait_grows_with_each_attempt() -> None:
    for attempt, seconds in ((1, 5), (2, 20), (3, 80), (9, 3600)):
        assert seconds * 0.89 < ledger.backoff(attempt, 5.0).total_seconds() < seconds * 1.11


def test_a_refusal_is_not_tried_again(app: Flask, enqueue: Enqueue, look: Look) -> None:
    job_id = enqueue("test.refused")
    run_due(app)
    job = look(job_id)
    assert (job.status, job.attempt, job.error_code, job.error_message, job.error_detail) == (
        "failed", 1, "unreadable", "The file is encrypted.", None)


def test_what_did_not_answer_is_asked_again_and_its_sentence_shown_without_a_trace(
        app: Flask, enqueue: Enqueue, look: Look) -> None:
    def silent(run: Run) -> None:
        raise jobs.Unavailable("The outside system does not answer.")

    jobs.register(app, "test.silent", silent)
    app.config["FSR_JOB_BACKOFF"] = 3600.0
    job_id = enqueue("test.silent", max_attempts=2)
    for status in ("pending", "failed"):
        assert run_due(app) == 1
        job = look(job_id)
        assert (job.status, job.error_code, job.error_message, job.error_detail) == (
            status, "unavailable", "The outside system does not answer.", None)
        change(app, job_id, run_after=clock.now())


def test_what_a_task_wrote_is_kept_with_its_end_or_not_at_all(app: Flask, enqueue: Enqueue) -> None:
    def writes(run: Run, fail: bool) -> None:
        service.enqueue("test.add", {}, actor=None, title=f"made by {run.job_id}", run_after=TOMORROW)
        db.session.flush()
        if fail:
            raise RuntimeError("after it wrote")

    jobs.register(app, "test.writes", writes)
    good = enqueue("test.writes", payload={"fail": False})
    enqueue("test.writes", payload={"fail": True}, max_attempts=1)
    run_due(app)
    with app.app_context():
        made = db.session.scalars(sa.select(Job.title).where(Job.title.like("made by %"))).all()
    assert made == [f"made by {good}"]


def test_a_result_that_is_no_json_is_a_defect(app: Flask, enqueue: Enqueue, look: Look) -> None:
    jobs.register(app, "test.odd", lambda run: {"when": clock.now()})
    job_id = enqueue("test.odd", max_attempts=1)
    run_due(app)
    assert (look(job_id).status, look(job_id).error_code) == ("failed", "internal")


def test_one_end_that_cannot_be_written_harms_no_other(app: Flask, enqueue: Enqueue, look: Look) -> None:
    good, bad = enqueue(), enqueue()
    desk = Desk(app, "somebody")
    with app.app_context():
        claims = [desk.exchange(), desk.exchange()]
        assert all(claims)
        ends = [completed(claim, {"x": value}) for claim, value in zip(claims, (1, 2), strict=True) if claim]
        ends[1].values["progress"] = 101
        tickets = [Ticket(end, False) for end in ends]
        desk._serve(tickets)
    assert (tickets[0].error, type(tickets[1].error).__name__) == (None, "IntegrityError")
    assert (look(good).status, look(bad).status) == ("completed", "running")
