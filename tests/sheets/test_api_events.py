"""`/api/jobs/<id>/events`: a run is told as it happens, to a few at a time, and no connection is held meanwhile."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from fsr.db import db
from fsr.jobs.worker import run_due
from fsr.sheets import events
from fsr.sheets.service import submit
from tests.browsers import Browser
from tests.sheets import desk


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "LOOK_SECONDS", 0.01)


def follow(browser: Browser, sheet_id: str, run_id: str, **query: Any) -> Iterator[dict[str, Any]]:
    """The messages of a stream, as they come."""
    answer = browser.get(f"/api/jobs/{sheet_id}/events", query_string={"run_id": run_id, **query})
    assert (answer.status_code, answer.mimetype) == (200, "text/event-stream"), answer.text
    for frame in answer.response:
        text = frame if isinstance(frame, str) else frame.decode()
        assert text.startswith("data: ")
        yield json.loads(text.removeprefix("data: "))


def test_a_run_is_told_from_its_snapshot_to_its_end(app: Flask, ana: Browser) -> None:
    sheet = desk.made(app, ana)
    run = desk.begun(app, ana, sheet, [("a.pdf", desk.sample(desk.FORM)), ("b.pdf", desk.BROKEN)])
    stream = follow(ana, sheet, run)
    first = next(stream)
    with app.app_context():
        assert db.engine.pool.checkedout() == 0, "a stream that waits holds no connection"
    run_due(app)
    rest = list(stream)
    assert (first["type"], first["job_id"], first["status"]) == ("full_state", sheet, "in_progress")
    assert [task["display_name"] for task in first["progress"]["tasks"]] == ["a.pdf", "b.pdf"]
    assert [event["type"] for event in rest] == ["task_completed", "task_failed", "workflow_progress", "job_completed"]
    assert (rest[-1]["status"], rest[-1]["failed"]) == ("partially_completed", 1)
    assert "damaged" in rest[1]["error"]


def test_a_run_that_is_over_is_told_so_and_the_stream_ends(app: Flask, ana: Browser) -> None:
    sheet = desk.made(app, ana)
    run = desk.read(app, ana, sheet, [("a.pdf", desk.sample(desk.FORM))])
    assert [event["type"] for event in follow(ana, sheet, run)] == ["full_state", "job_already_completed"]
    assert [event["type"] for event in follow(ana, sheet, run, include_full_state="false")] == ["job_already_completed"]


def test_files_the_start_and_a_stop_are_told(app: Flask, ana: Browser) -> None:
    sheet = desk.made(app, ana)
    run = ana.get(f"/api/jobs/{sheet}").json["run_id"]
    stream = follow(ana, sheet, run)
    assert next(stream)["status"] == "pending"
    desk.begun(app, ana, sheet, [("a.pdf", desk.sample(desk.FORM))])
    assert [next(stream)["type"] for _number in range(4)] == [
        "file_uploaded", "config_step_changed", "job_submitted", "workflow_progress"]
    with desk.acting(app, ana) as actor:
        submit.cancel(actor, desk.run_of(run))
    assert [event["type"] for event in stream][-1] == "job_cancelled"


def test_silence_is_kept_alive_and_a_stream_does_not_last_for_ever(
        app: Flask, ana: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = desk.made(app, ana)
    run = ana.get(f"/api/jobs/{sheet}").json["run_id"]
    assert [event["type"] for event in follow(ana, sheet, run, wait=0)] == ["full_state"]
    monkeypatch.setattr(events, "KEEPALIVE_SECONDS", 0.02)
    stream = follow(ana, sheet, run)
    assert [next(stream)["type"] for _number in range(2)] == ["full_state", "keepalive"]


def test_a_third_stream_of_a_person_ends_the_first(app: Flask, ana: Browser) -> None:
    sheet = desk.made(app, ana)
    run = ana.get(f"/api/jobs/{sheet}").json["run_id"]
    streams = [follow(ana, sheet, run) for _number in range(3)]
    for stream in streams:
        next(stream)
    assert list(streams[0]) == []
    with app.app_context():
        assert len(events.streams().open) == 2


def test_no_more_streams_than_threads_can_bear(app: Flask, ana: Browser, bob: Browser) -> None:
    sheet = desk.made(app, bob)
    with app.app_context():
        others = [(events.streams().begin(1000 + number)) for number in range(events.ALL)]
        answer = bob.get(f"/api/jobs/{sheet}/events")
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "10")
        events.streams().end(1000, others[0])
    assert bob.get(f"/api/jobs/{sheet}/events?wait=0").status_code == 200


def test_a_deleted_sheet_ends_its_streams(app: Flask, ana: Browser) -> None:
    sheet = desk.made(app, ana)
    stream = follow(ana, sheet, ana.get(f"/api/jobs/{sheet}").json["run_id"])
    next(stream)
    ana.delete(f"/api/jobs/{sheet}")
    assert [event["type"] for event in stream] == ["error"]
