"""The activity pages in a real browser: they show work going on, stop asking when it is over, and stand every check."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from fsr import jobs
from fsr.auth.models import User
from fsr.db import commit, db
from fsr.errors import Unreadable
from fsr.jobs import Run, service
from tests.browser.checks import check_page
from tests.waiting import SECONDS


@pytest.fixture
def gate(app: Flask) -> Iterator[threading.Event]:
    """Opened, it lets the reading of a slow file go on to its end."""
    gate = threading.Event()

    def slow(run: Run) -> dict[str, int]:
        run.progress(3, 8, "Reading page 3 of 8")
        while not gate.wait(0.05):
            run.check()
        return {"pages": 8}

    def refused(run: Run) -> None:
        raise Unreadable("The file is encrypted. Save it without a password and try again.")

    jobs.register(app, "test.slow", slow, lambda: "Reading an offer")
    jobs.register(app, "test.refused", refused)
    yield gate
    gate.set()


def enqueue(app: Flask, browser: Any, kind: str, title: str) -> str:
    with app.app_context():
        job_id = service.enqueue(kind, {}, actor=db.session.get_one(User, browser.user_id), title=title).id
        commit()
    return job_id


def test_a_running_job_is_seen_until_it_is_done_and_then_nobody_asks(
    app: Flask, desk: Any, ana: Any, gate: threading.Event,
) -> None:
    job_id = enqueue(app, ana, "test.slow", "balta_offer.pdf")
    page = desk.open(f"/activity/{job_id}", ana, clock=True)
    page.get_by_text("Reading page 3 of 8").wait_for()
    gate.set()
    page.get_by_text("Done · ").wait_for()
    assert page.title() == "✓ balta_offer.pdf · fsr"
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.run_for(60_000)
    assert page.evaluate("1") == 1  # what the timers asked for is told by now
    assert asked == []


def test_the_list_empties_by_itself(app: Flask, desk: Any, ana: Any, gate: threading.Event) -> None:
    enqueue(app, ana, "test.slow", "balta_offer.pdf")
    page = desk.open("/activity?tab=running", ana)
    page.get_by_role("link", name="balta_offer.pdf").wait_for()
    gate.set()
    page.get_by_text("Nothing is running").wait_for()


def test_the_pages_stand_every_check(app: Flask, desk: Any, ana: Any, gate: threading.Event) -> None:
    slow = enqueue(app, ana, "test.slow", "balta_offer.pdf")
    failed = enqueue(app, ana, "test.refused", "a_rather_long_name_of_a_file_from_an_insurer_2026-11-21_final(3).pdf")
    with app.app_context():
        assert service.wait_for([failed], SECONDS)
    for path in (f"/activity/{slow}", f"/activity/{failed}", "/activity?tab=running", "/activity?tab=failed"):
        check_page(desk.open(path, ana))


def test_a_job_is_stopped_and_tried_again_without_javascript(
    app: Flask, desk: Any, ana: Any, gate: threading.Event,
) -> None:
    job_id = enqueue(app, ana, "test.slow", "balta_offer.pdf")
    page = desk.open(f"/activity/{job_id}", ana, javascript=False)
    page.get_by_role("button", name="Cancel").click()
    with app.app_context():
        assert service.wait_for([job_id], SECONDS)
    page.goto(f"/activity/{job_id}")
    page.get_by_role("button", name="Retry").click()
    page.get_by_role("link", name="The earlier try").wait_for()
    assert page.url.rsplit("/", 1)[1] != job_id
