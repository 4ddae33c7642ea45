"""The reading of tasks in the background: each ends once, whatever happens to the process, and the run counts it."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from fsr.audit.models import AuditEvent
from fsr.config import ROOT
from fsr.db import commit, db
from fsr.errors import TooMany
from fsr.jobs import service as jobs
from fsr.jobs.models import Job, JobEvent
from fsr.jobs.pool import Pool
from fsr.jobs.worker import run_due
from fsr.sheets import combine, engines, queries
from fsr.sheets.models import Kind, Row, Sheet, Task
from fsr.sheets.service import runs, submit
from tests.browsers import Browser
from tests.sheets import desk
from tests.waiting import SECONDS, until


def state(app: Flask, run_id: str) -> tuple[str, int, int, int]:
    with app.app_context():
        run = desk.run_of(run_id)
        return run.status, run.tasks_total, run.tasks_completed, run.tasks_failed


def test_a_large_run_asks_for_a_few_readings_at_a_time(
        app: Flask, ana: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submit, "WAVE", 2)
    run_id = desk.begun(app, ana, desk.made(app, ana), [(f"{n}.pdf", desk.BROKEN) for n in range(4)]
                        + [("good.pdf", desk.sample(desk.FORM))])
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).where(Job.kind == submit.READ)) == 2
    run_due(app)
    assert state(app, run_id) == ("partially_completed", 5, 1, 4)


def test_a_run_whose_owner_has_too_much_waiting_goes_on_later(
        app: Flask, ana: Browser, monkeypatch: pytest.MonkeyPatch, still: Any) -> None:
    monkeypatch.setattr(submit, "WAVE", 1)
    run_id = desk.begun(app, ana, desk.made(app, ana), [("a.pdf", desk.sample(desk.FORM)), ("b.pdf", desk.BROKEN)])
    app.config["FSR_JOB_USER_QUEUE"] = 0
    run_due(app)
    assert state(app, run_id) == ("in_progress", 2, 1, 0)
    app.config["FSR_JOB_USER_QUEUE"] = 1000
    still(seconds=11)
    run_due(app)
    assert state(app, run_id) == ("partially_completed", 2, 1, 1)


def test_a_start_with_too_much_waiting_starts_nothing(app: Flask, ana: Browser) -> None:
    app.config["FSR_JOB_USER_QUEUE"] = 0
    sheet_id = desk.made(app, ana)
    with app.app_context(), pytest.raises(TooMany):
        desk.begun(app, ana, sheet_id, [("a.pdf", desk.sample(desk.FORM))])
    with app.app_context():
        assert runs.latest(db.session.get_one(Sheet, sheet_id)).is_editable


def test_work_that_is_stopped_or_tried_again_under_activity_is_told_to_the_sheet(app: Flask, ana: Browser) -> None:
    run_id = desk.begun(app, ana, desk.made(app, ana, Kind.CPE), [("a.pdf", desk.BROKEN),
                                                                  ("b.pdf", desk.sample(desk.FORM))])
    with desk.acting(app, ana) as actor:
        job = db.session.get_one(Job, desk.tasks_of(run_id)[1].background_id)
        jobs.cancel(job, actor)
    run_due(app)
    assert state(app, run_id) == ("failed", 1, 0, 1)
    with desk.acting(app, ana) as actor:
        assert [task.status for task in desk.tasks_of(run_id)] == ["failed", "cancelled"]
        jobs.retry(db.session.get_one(Job, desk.tasks_of(run_id)[0].background_id), actor)
        submit.retry(actor, desk.tasks_of(run_id)[1])
    run_due(app)
    assert state(app, run_id) == ("partially_completed", 2, 1, 1)


def test_a_job_tried_again_after_its_file_was_read_counts_it_once(app: Flask, ana: Browser) -> None:
    run_id = desk.read(app, ana, desk.made(app, ana), [("a.pdf", desk.sample(desk.FORM))])
    with app.app_context():
        task = desk.tasks_of(run_id)[0]
        jobs.enqueue(submit.READ, {"task_id": task.id}, actor=None, title="again")
        commit()
    run_due(app)
    assert state(app, run_id) == ("completed", 1, 1, 0)
    with app.app_context():
        assert len(desk.rows_of(run_id)) == 1


def test_a_defect_of_ours_ends_as_a_failed_file_too(
        app: Flask, ana: Browser, still: Any) -> None:
    engines.register(app, Kind.EXTRACTION, "test.broken", "tests.sandbox.engines:misbehave")
    run_id = desk.begun(app, ana, desk.made(app, ana), [("a.pdf", desk.sample(desk.FORM))])
    for _attempt in range(4):
        run_due(app)
        still(hours=1)
    assert state(app, run_id) == ("failed", 1, 0, 1)
    with app.app_context():
        assert "our side" in (desk.tasks_of(run_id)[0].error_message or "")


def test_a_reading_and_its_count_are_logged_together(app: Flask, ana: Browser) -> None:
    desk.read(app, ana, desk.made(app, ana), [("a.pdf", desk.sample(desk.FORM)), ("b.pdf", desk.BROKEN)])
    with app.app_context():
        told = list(db.session.scalars(sa.select(AuditEvent.action).where(
            AuditEvent.subject_kind == "sheet").order_by(AuditEvent.seq)))
        assert told == ["sheet:sheet:created", "sheet:run:added", "sheet:files:added", "sheet:run:edited",
                        "sheet:run:started", "sheet:task:read", "sheet:task:failed", "sheet:run:ended"]


def test_progress_is_told_by_task_and_in_parts(app: Flask, ana: Browser) -> None:
    run_id = desk.read(app, ana, desk.made(app, ana), [(f"{n}.pdf", desk.sample(desk.FORM)) for n in range(3)])
    with app.app_context():
        run = desk.run_of(run_id)
        first, after = queries.tasks(run, size=2)
        rest, end = queries.tasks(run, after=after, size=2)
        assert [task.name for task in (*first, *rest)] == ["0.pdf", "1.pdf", "2.pdf"]
        assert (end, first[0].percent, queries.progress(run).percent) == (None, 100, 100)


def found(value: str | None, state: str, confidence: float) -> dict[str, Any]:
    return {"value": value, "state": state, "confidence": confidence}


def test_files_read_together_give_one_record_of_the_surest_values() -> None:
    first = {"page": 1, "values": {"a": found("x", "guessed", 0.9), "b": found(None, "missing", 0.0)}}
    second = {"page": 2, "values": {"a": found("y", "found", 0.8), "b": found("z", "guessed", 0.4)}}
    third = {"page": 3, "values": {"a": found("w", "found", 1.0)}}
    assert combine.records([("one", [first]), ("two", [second, third])]) == [
        {"page": 1, "values": {"a": {**found("y", "found", 0.8), "file": "two"},
                               "b": {**found("z", "guessed", 0.4), "file": "two"}}},
        {"page": 3, "values": {"a": {**found("w", "found", 1.0), "file": "two"}}}]
    assert combine.records([("one", [first])]) == [first]


class Worker:
    """`fsr work` in a process group of its own; what it reads it keeps only once `hold` is gone."""

    def __init__(self, settings: dict[str, object], home: Path) -> None:
        self.traces = home / "traces"
        self.traces.touch()
        (home / "hold").touch()
        given = {name: str(value) for name, value in settings.items()
                 if name.startswith("FSR_") and value not in ("", -1) and name != "FSR_WORKERS"}
        command = [sys.executable, "-m", "flask", "--app", "tests.sheets.process_app", "fsr", "work", "--threads", "2"]
        self._process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **given, "FSR_TEST_TRACES": str(self.traces), "FSR_JOB_POLL": "0.1"},
            stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT, start_new_session=True)

    @property
    def has_read(self) -> int:
        """How many files it has read so far."""
        return len(self.traces.read_text().splitlines())

    def kill(self) -> None:
        """End it as a power cut would."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(SECONDS)


@pytest.fixture
def worker(settings: dict[str, object], tmp_path: Path) -> Iterator[Worker]:
    worker = Worker(settings, tmp_path)
    yield worker
    worker.kill()


def test_a_worker_killed_in_mid_run_ends_each_task_once(app: Flask, ana: Browser, worker: Worker) -> None:
    app.config.update(FSR_JOB_POLL=0.05, FSR_JOB_BACKOFF=0.05)
    sent = [(f"{n}.pdf", desk.sample(desk.FORM)) for n in range(5)] + [("bad.pdf", desk.BROKEN)]
    run_id = desk.begun(app, ana, desk.made(app, ana, Kind.CPE), sent)
    assert until(lambda: worker.has_read == 2)  # by both threads, and not yet kept
    worker.kill()
    with Pool(app, 2):
        assert until(lambda: state(app, run_id)[0] != "in_progress")
    assert state(app, run_id) == ("partially_completed", 6, 5, 1)
    with app.app_context():
        ends = list(db.session.scalars(sa.select(JobEvent.job_id).join(Job, Job.id == JobEvent.job_id).where(
            Job.kind == submit.READ, JobEvent.kind.in_(["completed", "failed"]))))
        assert (len(ends), len(set(ends))) == (6, 6)
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Row)) == 5
        assert {task.status for task in db.session.scalars(sa.select(Task))} == {"completed", "failed"}
        assert runs.latest(desk.run_of(run_id).sheet).append_from_id == run_id
