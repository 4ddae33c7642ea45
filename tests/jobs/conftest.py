"""Tasks for tests: one that works, one that refuses, one that breaks, one that can be held."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from fsr import clock, jobs
from fsr.auth.models import User
from fsr.db import apart, commit, db
from fsr.errors import Unreadable
from fsr.jobs import Run, service
from fsr.jobs.models import Job
from tests.browsers import Browser
from tests.waiting import SECONDS

SECRET = "a secret in a traceback"
TOMORROW = clock.now() + timedelta(days=1)


@dataclass
class Gate:
    """Lets a test hold a task where it wants it."""

    begun: threading.Event = field(default_factory=threading.Event)
    open: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def settings(settings: dict[str, object]) -> dict[str, object]:
    """Short waits, so that tests are short too."""
    return {**settings, "FSR_JOB_POLL": 0.05, "FSR_JOB_BACKOFF": 0.01, "FSR_JOB_GRACE": 0.1}


@pytest.fixture
def gate(app: Flask) -> Gate:
    """Tasks of kind "test.held" wait here, until the gate opens or they are told to stop."""
    gate = Gate()

    def held(run: Run) -> dict[str, int]:
        gate.begun.set()
        while not gate.open.wait(0.02):
            run.check()
        return {"attempt": run.attempt}

    jobs.register(app, "test.held", held)
    return gate


@pytest.fixture(autouse=True)
def tasks(app: Flask) -> None:
    """Register the tasks."""

    def refused(run: Run) -> None:
        raise Unreadable("The file is encrypted.")

    def broken(run: Run) -> None:
        raise RuntimeError(SECRET)

    jobs.register(app, "test.add", lambda run, a=1, b=1: {"sum": a + b}, lambda: "Adding up")
    jobs.register(app, "test.refused", refused)
    jobs.register(app, "test.broken", broken)


Enqueue = Callable[..., str]
Look = Callable[[str], Job]


def over(app: Flask, *job_ids: str) -> bool:
    """Wait until these jobs are over; whether they are."""
    with app.app_context():
        return service.wait_for(job_ids, SECONDS)


def change(app: Flask, job_id: str, **values: object) -> None:
    """Write columns of a job from outside."""
    with app.app_context(), apart() as session:
        session.execute(sa.update(Job).where(Job.id == job_id).values(**values))


def kinds_of_events(job: Job) -> list[str]:
    """A job's history in short."""
    return [entry.kind for entry in job.events]


@pytest.fixture
def enqueue(app: Flask) -> Enqueue:
    """Commit a job of `kind` for the person of a browser (None: the house); its id."""

    def add(kind: str = "test.add", browser: Browser | None = None, payload: dict[str, Any] | None = None,
            **values: Any) -> str:
        with app.app_context():
            actor = db.session.get_one(User, browser.user_id) if browser else None
            job = service.enqueue(kind, payload or {}, actor=actor, **{"title": f"Job {kind}", **values})
            job_id = job.id
            commit()
        return job_id

    return add


@pytest.fixture
def look(app: Flask) -> Look:
    """The job as the table has it now, with its history."""

    def read(job_id: str) -> Job:
        with app.app_context():
            job = db.session.get_one(Job, job_id)
            assert job.events is not None
            db.session.expunge_all()
        return job

    return read
