"""Job threads wait until the requests of their process are answered, though never for long."""

import threading
from collections.abc import Iterator

import pytest
from flask import Flask

from fsr import jobs
from fsr.jobs import courtesy
from fsr.jobs.registry import registry
from fsr.jobs.worker import run_due
from tests.browsers import Browser
from tests.jobs.conftest import Enqueue, Gate, over
from tests.waiting import SECONDS, until


@pytest.fixture
def slow(app: Flask, ana: Browser, gate: Gate) -> Iterator[Gate]:
    """A page that Ana asked for, and that is being answered until the gate opens."""

    @app.get("/slow")
    def page() -> str:
        gate.begun.set()
        gate.open.wait(SECONDS)
        return ""

    asking = threading.Thread(target=ana.get, args=("/slow",))
    asking.start()
    assert gate.begun.wait(SECONDS)
    yield gate
    gate.open.set()
    asking.join()


def test_a_thread_gives_way_until_the_request_is_answered(
    app: Flask, slow: Gate, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(courtesy, "PATIENCE", SECONDS)
    ours = registry(app).courtesy
    polite = threading.Thread(target=ours.give_way)
    polite.start()
    assert until(lambda: ours.polite == 1)
    slow.open.set()
    assert until(lambda: not polite.is_alive(), SECONDS / 2), "it ran out of patience instead"


def test_a_thread_loses_patience_with_a_request_that_does_not_end(
    app: Flask, slow: Gate, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(courtesy, "PATIENCE", 0)
    registry(app).courtesy.give_way()
    assert not slow.open.is_set()


def test_nobody_gives_way_to_a_request_that_waits_for_jobs(
    app: Flask, enqueue: Enqueue, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(courtesy, "PATIENCE", 2 * SECONDS)
    jobs.register(app, "test.polite", lambda run: run.give_way())
    job_id, begun, ends = enqueue("test.polite"), threading.Event(), list[bool]()

    def upload(_environ: object, _start: object) -> list[bytes]:
        begun.set()
        ends.append(over(app, job_id))
        return []

    waiting = threading.Thread(target=registry(app).courtesy.around(upload), args=({}, None))
    waiting.start()
    assert begun.wait(SECONDS)
    run_due(app)
    waiting.join()
    assert ends == [True]
