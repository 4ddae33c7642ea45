"""The outside system that closes cases: asked over real HTTP, believed where it makes sense, harmless otherwise."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from fsr import clock, create_app, health
from fsr.audit.models import AuditEvent
from fsr.db import commit, db
from fsr.errors import Invalid
from fsr.jobs import Unavailable
from fsr.jobs.models import Job
from fsr.jobs.worker import run_due
from fsr.notebook import source
from fsr.notebook.models import Case, Closing
from tests import factories


@dataclass
class Outside:
    """The outside system: what it answers by path, and what it was asked."""

    url: str = ""
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def says(self, body: object, status: int = 200, path: str = "/closed", **headers: str) -> None:
        """Answer so from now on."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.answers[path] = (status, headers, data)


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> Iterator[Outside]:
    """A real server on a port of its own."""
    monkeypatch.setenv("no_proxy", "*")
    system = Outside()

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            system.asked.append((self.path, self.headers.get("Authorization", "")))
            status, headers, data = system.answers.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in {"Content-Length": str(len(data)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    system.url = f"http://127.0.0.1:{server.server_port}/closed"
    yield system
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def settings(settings: dict[str, object], outside: Outside) -> dict[str, object]:
    """An installation that asks the outside system."""
    return {**settings, "FSR_CASE_SOURCE_URL": outside.url, "FSR_CASE_SOURCE_TOKEN": "sesame",
            "FSR_JOB_BACKOFF": 3600.0}


@pytest.fixture
def registry(app: Flask) -> Callable[[], dict[str, bool]]:
    """Cases A, B and 00012345 are open, C is closed; which are open now?"""
    with app.app_context():
        for number in ("A", "B", "C", "00012345"):
            factories.case(number, is_open=number != "C", closed_at=clock.now() if number == "C" else None)
        commit()

    def read() -> dict[str, bool]:
        with app.app_context():
            return {one.number: one.is_open for one in db.session.scalars(sa.select(Case))}

    return read


def asked(app: Flask) -> Job:
    """Have the hour come: the job that asks is planned and done once; how it ended."""
    with app.app_context():
        source.plan(None)  # type: ignore[arg-type]  # it needs no run
        commit()
    run_due(app)
    with app.app_context():
        job = db.session.scalars(sa.select(Job).where(Job.kind == source.KIND)).one()
        db.session.expunge_all()
    return job


@pytest.mark.parametrize("shape", [lambda numbers: numbers, lambda numbers: {"closed": numbers, "at": "today"}])
def test_open_cases_of_the_answer_are_closed_and_nothing_else_changes(
        app: Flask, outside: Outside, registry: Callable[[], dict[str, bool]], shape: Callable[..., object]) -> None:
    outside.says(shape(["A", "C", "00012345", "12345", "nobody's", None, 1.5, True, "", "A"]))
    job = asked(app)
    assert (job.status, job.result) == ("completed", {"closed": 2, "unchanged": 1, "unknown": 2, "unreadable": 4})
    assert registry() == {"A": False, "B": True, "C": False, "00012345": False}
    assert outside.asked == [("/closed", "Bearer sesame")]
    with app.app_context():
        closed = db.session.scalars(sa.select(Closing)).all()
        assert {(one.how, one.closed_by_id) for one in closed} == {("source", None)}
        events = db.session.execute(sa.select(AuditEvent.actor_kind, AuditEvent.action).where(
            AuditEvent.action == "notebook:case:closed")).all()
        assert [tuple(event) for event in events] == [("system", "notebook:case:closed")] * 2


def test_a_number_sent_as_a_number_is_that_text(app: Flask, outside: Outside, registry: Any) -> None:
    with app.app_context():
        factories.case("1234567890123456789")
        commit()
    outside.says(b"[1234567890123456789, 12345]")
    assert asked(app).result == {"closed": 1, "unchanged": 0, "unknown": 1, "unreadable": 0}
    assert registry()["00012345"] is True


@pytest.mark.parametrize("body", [
    b"", b"<html>", b'"A"', b"7", b'{"closed": "A"}', b'{"open": ["A"]}', b"[" * 5000, b"\xff\xfe"])
def test_an_answer_that_makes_no_sense_fails_at_once_and_changes_nothing(
        app: Flask, outside: Outside, registry: Callable[[], dict[str, bool]], body: bytes) -> None:
    before = registry()
    outside.says(body)
    job = asked(app)
    assert (job.status, job.attempt, job.error_code) == ("failed", 1, "invalid")
    assert "outside system" in (job.error_message or "")
    assert registry() == before


@pytest.mark.parametrize("status", [500, 502, 503, 429])
def test_what_may_pass_is_tried_three_times_and_then_fails_with_the_reason(
        app: Flask, outside: Outside, status: int) -> None:
    outside.says(b"", status)
    for attempt in (1, 2, 3):
        job = asked(app)
        assert (job.attempt, job.status) == (attempt, "failed" if attempt == 3 else "pending")
        assert (job.error_message, job.error_detail) == (f"The outside system answered with status {status}.", None)
        with app.app_context():
            db.session.execute(sa.update(Job).where(Job.id == job.id).values(run_after=clock.now()))
            commit()
    assert len(outside.asked) == 3


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_refusal_is_not_asked_again(app: Flask, outside: Outside, status: int) -> None:
    outside.says(b"", status)
    job = asked(app)
    assert (job.status, job.attempt, len(outside.asked)) == ("failed", 1, 1)


def test_a_redirect_within_the_host_is_followed_and_one_elsewhere_is_not(
        app: Flask, outside: Outside, registry: Callable[[], dict[str, bool]]) -> None:
    outside.says(["A"], path="/here")
    outside.says(b"", 302, Location="/here")
    assert source.fetch(outside.url, "sesame") == b'["A"]'
    assert outside.asked[-1] == ("/here", "Bearer sesame")
    port = outside.url.rsplit(":", 1)[1].split("/")[0]
    for elsewhere in (f"http://localhost:{port}/here", "http://127.0.0.1:9/here", "https://127.0.0.1/here",
                      "file:///etc/passwd"):
        outside.says(b"", 302, Location=elsewhere)
        before = len(outside.asked)
        with pytest.raises((Invalid, Unavailable)):
            source.fetch(outside.url, "sesame")
        assert len(outside.asked) == before + 1, elsewhere
    outside.says(b"", 302, Location="/closed")
    with pytest.raises((Invalid, Unavailable)):
        source.fetch(outside.url)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:,[]", "", "closed.json", "http://",
                                 "http://127.0.0.1:99999999/", "http://[::1/"])
def test_only_http_addresses_are_asked(url: str, app: Flask) -> None:
    with app.test_request_context(), pytest.raises((Invalid, Unavailable)):
        source.fetch(url)


def test_a_token_that_would_write_headers_is_refused(app: Flask, outside: Outside) -> None:
    with app.test_request_context(), pytest.raises(Invalid):
        source.fetch(outside.url, "a\r\nX-Evil: 1")
    assert outside.asked == []


def test_an_answer_that_is_too_large_too_short_or_never_comes_is_none(
        app: Flask, outside: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    outside.says(b"[" + b'"A",' * 100 + b'"B"]')
    with app.test_request_context():
        with pytest.raises(Unavailable, match="too slowly"):
            source.fetch(outside.url, longest=-1)
        with monkeypatch.context() as small:
            small.setattr(source, "LARGEST", 100)
            with pytest.raises(Invalid, match="MB"):
                source.fetch(outside.url)
        outside.says(b'["A"]', **{"Content-Length": "500"})
        with pytest.raises(Unavailable):
            source.fetch(outside.url, silence=0.5)
        with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(Unavailable):
            source.fetch(f"http://127.0.0.1:{silent.getsockname()[1]}/", silence=0.2)
        with pytest.raises(Unavailable):
            source.fetch("http://127.0.0.1:1/")


def test_the_doctor_tells_when_it_was_asked_and_why_it_failed(app: Flask, outside: Outside) -> None:
    def told() -> tuple[str, str]:
        with app.app_context():
            found = [one for one in health.examine() if one.about == "Outside system of cases"]
        assert len(found) == 1
        return found[0].level.value, found[0].text

    assert "not asked yet" in told()[1]
    outside.says(b"", 403)
    asked(app)
    level, text = told()
    assert (level, "status 403" in text) == ("warning", True)
    with app.app_context():
        db.session.execute(sa.delete(Job))
        commit()
    outside.says([])
    asked(app)
    assert told()[0] == "ok"


def test_without_a_setting_nobody_is_asked(settings: dict[str, object]) -> None:
    app = create_app({**settings, "FSR_CASE_SOURCE_URL": ""})
    assert not {kind for kind in app.extensions["fsr.jobs"].kinds if kind.startswith(("cases.source", "cases.hourly"))}
    with app.app_context():
        assert not [one for one in health.examine() if "cases" in one.about]
        db.session.remove()
        db.engine.dispose()


def test_the_hourly_plan_asks_once_however_many_processes_plan(app: Flask, outside: Outside) -> None:
    outside.says([])
    with app.app_context():
        for _process in range(3):
            source.plan(None)  # type: ignore[arg-type]
        commit()
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Job).where(Job.kind == source.KIND)) == 1
    assert app.extensions["fsr.jobs"].periods["cases.hourly"] == 3600
