"""Jobs and real processes: killed, stopped, several at once, with and without a broker."""

import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import tempfile
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pika
import pytest
import redis
import sqlalchemy as sa
from flask import Flask

from fsr import create_app, jobs
from fsr.config import ROOT
from fsr.db import commit, db
from fsr.jobs import service, start
from fsr.jobs.models import Job, JobEvent
from tests.ports import free_port
from tests.waiting import SECONDS, until

REDIS, RABBIT = "redis://127.0.0.1:6379/13", "amqp://guest:guest@127.0.0.1:5672"


class Desk:
    """The place where a test watches its processes."""

    def __init__(self, settings: dict[str, object], home: Path) -> None:
        self.traces = home / "traces"
        self.traces.touch()
        self.hold = home / "hold"
        self.hold.touch()
        self.started: list[subprocess.Popen[str]] = []
        self.environment = {**os.environ, "FSR_TEST_TRACES": str(self.traces), "FSR_TEST_REAP": "0.1",
                            "FSR_JOB_LEASE": "600", "FSR_JOB_POLL": "0.1", "FSR_JOB_BACKOFF": "0.05",
                            "FSR_JOB_GRACE": "0.2",
                            **{name: str(value) for name, value in settings.items()
                               if name.startswith("FSR_") and value not in ("", -1) and name != "FSR_WORKERS"
                               and not name.startswith("FSR_JOB_")}}

    def run(self, *command: str, **settings: str) -> subprocess.Popen[str]:
        """Start `flask fsr …` in a process group of its own; `serve` gets a free port."""
        if command[0] == "serve":
            command = (*command, "--port", str(free_port()))
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "tests.jobs.process_app", "fsr", *command], cwd=ROOT,
            env=self.environment | settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            start_new_session=True)
        self.started.append(process)
        return process

    def begun(self) -> list[tuple[str, int]]:
        """(job id, process id) of each beginning."""
        return [(job_id, int(pid)) for job_id, pid in map(str.split, self.traces.read_text().splitlines())]

    def end(self) -> None:
        """Kill whatever this test started and still runs."""
        for process in self.started:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate(timeout=SECONDS)


@pytest.fixture
def desk(settings: dict[str, object], tmp_path: Path) -> Iterator[Desk]:
    """A desk, cleared afterwards."""
    desk = Desk(settings, tmp_path)
    yield desk
    desk.end()


def queue(app: Flask, count: int, *, held: bool = False, priority: int = 0) -> list[str]:
    """Ask for `count` jobs, committed; held ones do not end before the desk's `hold` is gone."""
    jobs.register(app, "test.trace", lambda run, held: None)
    with app.app_context():
        ids = [service.enqueue("test.trace", {"held": held}, actor=None, title="traced", priority=priority).id
               for _ in range(count)]
        commit()
    return ids


def all_over(app: Flask, ids: list[str]) -> bool:
    with app.app_context():
        return service.wait_for(ids, SECONDS)


def ends_and_effects(app: Flask, ids: list[str]) -> tuple[Counter[str], Counter[str], set[str]]:
    """How often each job was completed, how many rows each wrote, and in which states they are."""
    with app.app_context():
        ends = db.session.scalars(sa.select(JobEvent.job_id).where(
            JobEvent.job_id.in_(ids), JobEvent.kind.in_(["completed", "failed", "cancelled"])))
        effects = db.session.scalars(sa.select(Job.title).where(Job.kind == "test.effect"))
        states = db.session.scalars(sa.select(Job.status).where(Job.id.in_(ids)))
        return Counter(ends), Counter(effects), set(states)


def test_a_killed_server_loses_no_job_and_ends_none_twice(app: Flask, desk: Desk) -> None:
    held = queue(app, 6, held=True)
    ids = [*queue(app, 6, priority=1), *held]
    server = desk.run("serve")
    assert until(lambda: len(desk.begun()) == 10)  # it has four threads
    os.killpg(server.pid, signal.SIGKILL)
    server.wait(SECONDS)
    running = {job_id for job_id, _ in desk.begun()} & set(held)
    desk.hold.unlink()
    desk.run("serve")
    assert all_over(app, ids)
    assert ends_and_effects(app, ids) == (Counter(ids), Counter(ids), {"completed"})
    times = Counter(job_id for job_id, _ in desk.begun())
    assert [times[job_id] for job_id in running] == [2] * 4  # what was running when it was killed was done again


def test_what_a_killed_process_held_goes_on_long_before_its_lease_ends(app: Flask, desk: Desk) -> None:
    [job_id] = queue(app, 1, held=True)
    killed = desk.run("work", "--threads", "1")
    assert until(desk.begun)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait(SECONDS)
    desk.hold.unlink()
    desk.run("work", "--threads", "1")
    assert all_over(app, [job_id])
    assert ends_and_effects(app, [job_id]) == (Counter([job_id]), Counter([job_id]), {"completed"})


def test_two_worker_processes_share_one_queue(app: Flask, desk: Desk) -> None:
    ids = queue(app, 40, held=True)
    for _ in range(2):
        desk.run("work", "--threads", "2")
    assert until(lambda: len(desk.begun()) == 4)
    assert sorted(Counter(pid for _, pid in desk.begun()).values()) == [2, 2]
    desk.hold.unlink()
    assert all_over(app, ids)
    assert Counter(job_id for job_id, _ in desk.begun()) == Counter(ids)
    assert ends_and_effects(app, ids) == (Counter(ids), Counter(ids), {"completed"})


@pytest.mark.parametrize("command", [("work", "--threads", "1"), ("serve",)])
def test_an_orderly_stop_hands_the_running_job_on_at_once(app: Flask, desk: Desk, command: tuple[str, ...]) -> None:
    [job_id] = queue(app, 1, held=True)
    process = desk.run(*command)
    assert until(desk.begun)
    process.send_signal(signal.SIGTERM)
    assert process.wait(SECONDS) == 0
    with app.app_context():
        job = db.session.get_one(Job, job_id)
        assert (job.status, job.attempt, job.lease_token) == ("pending", 0, None)
        assert [event.kind for event in job.events] == ["queued", "started", "returned"]


@pytest.fixture(params=[REDIS, RABBIT], ids=["redis", "rabbitmq"])
def broker(request: pytest.FixtureRequest) -> Iterator[str]:
    """A broker with an empty queue, for one test at a time; skipped where it does not run."""
    with Path(tempfile.gettempdir(), f"fsr-test-{request.param.partition(':')[0]}.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # other tests on this machine would take our messages
        try:
            _empty(request.param)
        except (redis.ConnectionError, pika.exceptions.AMQPConnectionError):
            pytest.skip(f"no server at {request.param}")
        yield request.param
        _empty(request.param)


def _empty(url: str) -> None:
    if url == REDIS:
        with redis.Redis.from_url(url) as client:
            client.flushdb()
        return
    connection = pika.BlockingConnection(pika.URLParameters(url))
    for name in ("fsr", "fsr.DQ", "fsr.XQ"):
        connection.channel().queue_delete(name)
    connection.close()


@pytest.fixture
def announcing(settings: dict[str, object], broker: str) -> Iterator[Flask]:
    """The web process where a broker is named: it runs no job itself and announces each."""
    app = create_app({**settings, "FSR_QUEUE_URL": broker, "FSR_WORKERS": -1})
    yield app
    start.stop(app)
    with app.app_context():
        db.engine.dispose()


@pytest.mark.service
def test_a_broker_carries_jobs_to_workers_at_once(announcing: Flask, desk: Desk, broker: str) -> None:
    assert announcing.config["FSR_WORKERS"] == 0
    worker = desk.run("work", "--threads", "2", FSR_QUEUE_URL=broker, FSR_TEST_REAP="3600", FSR_JOB_POLL="3600",
                      FSR_JOB_LEASE="36000")  # so its keeper never looks
    assert worker.stdout is not None
    assert f"working on 2 threads, with {broker.partition(':')[0]}" in worker.stdout.readline()
    for _ in range(3):  # the first may be found by the first look
        ids = queue(announcing, 5)
        assert all_over(announcing, ids)
        assert ends_and_effects(announcing, ids)[0] == Counter(ids)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(SECONDS) == 0


@pytest.mark.service
def test_lost_and_doubled_messages_do_no_harm(announcing: Flask, app: Flask, desk: Desk, broker: str) -> None:
    lost, doubled = queue(app, 3), queue(announcing, 3)
    announce = jobs.registry.registry(announcing).announce
    for job_id in [*doubled, *doubled, str(uuid.uuid4())]:
        announce(job_id)
    desk.run("work", "--threads", "2", FSR_QUEUE_URL=broker)
    assert all_over(app, lost + doubled)
    assert Counter(job_id for job_id, _ in desk.begun()) == Counter(lost + doubled)


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1", "amqp://guest:guest@127.0.0.1:1"])
def test_a_broker_that_is_away_costs_no_job(
    settings: dict[str, object], url: str, caplog: pytest.LogCaptureFixture, app: Flask,
) -> None:
    away = create_app({**settings, "FSR_QUEUE_URL": url})
    [job_id] = queue(away, 1)
    assert "was not announced" in caplog.text
    jobs.register(app, "test.trace", lambda run, held: None)
    with jobs.pool.Pool(app, 1):
        assert all_over(app, [job_id])
    start.stop(away)
    with away.app_context():
        db.engine.dispose()


def test_a_broker_of_another_kind_is_refused(settings: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="use redis:// or amqp://"):
        create_app({**settings, "FSR_QUEUE_URL": "http://localhost"})
