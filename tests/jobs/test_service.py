"""Asking for work, stopping it, trying it again."""

from flask import Flask

from fsr import jobs
from fsr.db import commit, db
from fsr.jobs import service
from fsr.jobs.models import Job
from fsr.jobs.worker import run_due


def test_a_job_is_done_once_its_transaction_is_committed(app: Flask) -> None:
    jobs.register(app, "test.add", lambda run, a, b: {"sum": a + b})
    with app.app_context():
        job_id = service.enqueue("test.add", {"a": 2, "b": 3}, actor=None, title="Add").id
        commit()
    assert run_due(app) == 1
    with app.app_context():
        job = db.session.get_one(Job, job_id)
        assert (job.status, job.progress, job.result, job.attempt) == ("completed", 100, {"sum": 5}, 1)
        assert [event.kind for event in job.events] == ["queued", "started", "completed"]
