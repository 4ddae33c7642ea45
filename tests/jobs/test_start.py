"""When a process begins to do jobs, and when not."""

import os
import socket
from collections.abc import Iterator

import pytest
from flask import Flask

from fsr import create_app
from fsr.db import db
from fsr.jobs import start
from fsr.jobs.pool import Pool


@pytest.fixture
def server(settings: dict[str, object]) -> Iterator[Flask]:
    """An app as a server has it."""
    app = create_app({**settings, "TESTING": False, "FSR_WORKERS": 2})
    yield app
    start.stop(app)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def pools(app: Flask) -> dict[int, Pool]:
    found: dict[int, Pool] = app.extensions["fsr.jobs.pools"]
    return found


def test_importing_the_app_starts_nothing_and_the_first_request_one_pool(server: Flask) -> None:
    assert pools(server) == {}
    for _ in range(2):
        server.test_client().get("/healthz")
    assert list(pools(server)) == [os.getpid()]
    assert pools(server)[os.getpid()] is start.start(server)


def test_a_process_without_threads_starts_none(server: Flask) -> None:
    server.config["FSR_WORKERS"] = 0
    server.test_client().get("/healthz")
    assert pools(server) == {}


def test_tests_start_none_unless_they_ask(app: Flask) -> None:
    app.config["FSR_WORKERS"] = 2
    app.test_client().get("/healthz")
    assert pools(app) == {}


def test_a_forked_child_does_not_take_its_parents_pool_for_its_own(
    server: Flask, monkeypatch: pytest.MonkeyPatch,
) -> None:
    parents = start.start(server)
    assert parents is not None
    with monkeypatch.context() as child:
        child.setattr(os, "getpid", lambda: -1)
        childs = start.start(server)
        assert childs is not None
        assert childs is not parents
        start.stop(server)
    parents.stop()


def test_web_processes_leave_jobs_to_workers_where_a_broker_is_named(settings: dict[str, object]) -> None:
    plain = {name: value for name, value in settings.items() if name != "FSR_WORKERS"}
    for more, threads in (({}, 4), ({"FSR_QUEUE_URL": "redis://127.0.0.1:1"}, 0),
                          ({"FSR_QUEUE_URL": "redis://127.0.0.1:1", "FSR_WORKERS": 3}, 3)):
        assert create_app({**plain, **more}).config["FSR_WORKERS"] == threads


def test_a_port_that_is_taken_is_named_with_a_way_out(app: Flask) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = app.test_cli_runner().invoke(args=["fsr", "serve", "--port", str(port)])
    named, way_out = f"Port {port} of 127.0.0.1 is not free" in said.output, f"PORT={port + 1}" in said.output
    assert (said.exit_code, named, way_out) == (1, True, True)
