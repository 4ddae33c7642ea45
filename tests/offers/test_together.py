"""Several people and programs at once: one of two edits wins, and whoever waits keeps nobody waiting."""

import threading
from typing import Any

import pytest
from flask import Flask

from fsr.auth.models import User
from fsr.db import commit, db
from fsr.errors import Conflict
from fsr.jobs import courtesy
from fsr.jobs.models import Job
from fsr.jobs.registry import registry
from fsr.jobs.worker import run_due
from fsr.offers import queries, service
from fsr.offers.compare import OfferState
from fsr.offers.models import Comparison
from tests.offers.desk import acting, compared, upload
from tests.waiting import SECONDS, until


def test_of_two_edits_from_one_version_one_wins_and_the_other_is_told(app: Flask, ana: Any) -> None:
    number = compared(app, ana)
    with acting(app, ana):
        version = queries.offered(number)[0].values["period"].version
    start, ends = threading.Barrier(2), list[str]()

    def edit(value: str) -> None:
        with app.app_context():
            user = db.session.get_one(User, ana.user_id)
            offer = db.session.get_one(Comparison, number).offers[0]
            db.session.rollback()
            start.wait(SECONDS)
            try:
                service.edit_value(offer, "period", value, user, version=version)
                commit()
                ends.append(value)
            except Conflict:
                db.session.rollback()
                ends.append("conflict")

    threads = [threading.Thread(target=edit, args=(value,)) for value in ("6 mēneši", "9 mēneši")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert ends.count("conflict") == 1
    with app.app_context():
        value = queries.offered(number)[0].values["period"]
        assert (value.value in ends, value.version) == (True, version + 1)
        assert len(queries.history(1, "period")) == 1


def test_an_upload_that_waits_keeps_nobody_from_writing(app: Flask, ana: Any, bob: Any) -> None:
    app.config["FSR_UPLOAD_WAIT"] = SECONDS
    answers = list[int]()
    waiting = threading.Thread(target=lambda: answers.append(upload(ana, wait="1").status_code))
    waiting.start()
    assert until(lambda: _jobs(app))
    with acting(app, bob) as user:
        service.create_comparison(user, title="meanwhile")
    assert answers == []  # she still waits
    run_due(app)
    waiting.join(SECONDS)
    assert answers == [200]


def test_what_was_read_is_kept_once_the_requests_of_the_moment_are_answered(
    app: Flask, ana: Any, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(courtesy, "PATIENCE", SECONDS)
    number = upload(ana).json["casco_job_id"]
    ours, begun, leave = registry(app).courtesy, threading.Event(), threading.Event()
    request = threading.Thread(target=ours.around(lambda *_: (begun.set(), leave.wait(SECONDS))), args=({}, None))
    reading = threading.Thread(target=run_due, args=(app,))
    request.start()
    assert begun.wait(SECONDS)
    reading.start()
    assert until(lambda: ours.polite == 1)
    with app.app_context():
        assert queries.offered(number)[0].state is OfferState.READING
    leave.set()
    reading.join()
    request.join()
    with app.app_context():
        assert queries.offered(number)[0].state is OfferState.READ


def _jobs(app: Flask) -> int:
    with app.app_context():
        return db.session.query(Job).count()
