"""A correction teaches: the next paper of that layout is read by the label that stood beside the corrected value."""

import io
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from reportlab.pdfgen.canvas import Canvas

from fsr.db import commit, db
from fsr.extraction.found import State
from fsr.jobs.models import Job
from fsr.sheets.memory import TaughtLabel
from fsr.sheets.models import Row
from tests.sheets import desk, grids
from tests.sheets.grids import read

STRANGE, HOURS = "Zorble figure", "Hours"
"""A label that no vocabulary knows."""


def paper(hours: str) -> bytes:
    """A certificate of a layout of our own, with one label that nobody can know."""
    data = io.BytesIO()
    canvas = Canvas(data)
    rows = [("Course Title", "Ledgers for all"), ("Sponsor", "Quill Seminars"), (STRANGE, hours),
            ("Completed", "03/15/2026"), ("Room", "12 b")]
    for number, (label, value) in enumerate(rows):
        canvas.drawString(72, 700 - 30 * number, f"{label}:")
        canvas.drawString(260, 700 - 30 * number, value)
    canvas.save()
    return data.getvalue()


def sheet_of(app: Flask, browser: Any, data: bytes) -> tuple[str, int]:
    """A sheet with this paper, read, and the id of its row."""
    job = desk.made(app, browser)
    desk.begun(app, browser, job, [("paper.pdf", data)])
    desk.run_due(app)
    with app.app_context():
        return job, db.session.scalars(sa.select(Row).order_by(Row.id.desc())).first().id  # type: ignore[union-attr]


def value(app: Flask, row_id: int) -> str | None:
    with app.app_context():
        return db.session.get_one(Row, row_id).values[HOURS]


def test_the_next_paper_of_the_layout_is_read_by_the_taught_label(app: Flask, ana: Any, bob: Any) -> None:
    job, row = sheet_of(app, ana, paper("6.5"))
    assert value(app, row) is None  # nobody knows the label yet
    assert ana.patch(f"/api/jobs/{job}/results/{row}", json={"field": HOURS, "value": 6.5}).status_code == 200
    desk.run_due(app)
    page = ana.get("/templates/learned")
    assert (STRANGE in page.text, STRANGE in bob.get("/templates/learned").text) == (True, False)

    _job, later = sheet_of(app, ana, paper("3.5"))
    assert value(app, later) == "3.5"
    with app.app_context():
        assert db.session.scalars(sa.select(TaughtLabel.used_count)).all() == [1]
    _job, others = sheet_of(app, bob, paper("4.5"))
    assert value(app, others) is None  # a label is its owner's alone


def test_picking_another_value_that_was_read_teaches_its_label_at_once(app: Flask, ana: Any) -> None:
    other = read("3", State.GUESSED, label="CPE Credits:")
    job, ids = grids.laid(app, ana, 1, **{"CPE Hours": read("2", State.GUESSED) | {"alternatives": [other]}})
    ana.post(f"/sheets/{job}/grid/cells/{ids[0]}?field=CPE Hours", data={"action": "pick:3"})
    with app.app_context():
        assert db.session.execute(sa.select(TaughtLabel.field, TaughtLabel.label, TaughtLabel.sponsor)).all() == [
            ("CPE Hours", "CPE Credits", "Institute")]
        assert db.session.scalars(sa.select(Job)).all() == []


@pytest.fixture
def label(app: Flask, ana: Any) -> int:
    """A label of Ana's."""
    with app.app_context():
        made = TaughtLabel(owner_id=ana.user_id, job_type="cpe", sponsor="Institute", field="CPE Hours",
                           label="Credits")
        db.session.add(made)
        commit()
        return made.id


def test_labels_are_edited_and_removed_by_their_owner_alone(app: Flask, ana: Any, ada: Any, label: int) -> None:
    url = f"/templates/learned/{label}"
    assert (ada.get(url).status_code, ada.post(f"{url}/remove").status_code) == (404, 404)
    bad = ana.post(url, data={"label": "12", "field": "CPE Hours"})
    assert (bad.status_code, "Type the words as they are printed" in bad.text) == (422, True)
    assert ana.post(url, data={"label": "Hours of credit:", "field": "CPE Hours"}).status_code == 303
    assert "Hours of credit" in ana.get("/templates/learned").text
    assert ana.post(f"{url}/remove").status_code == 303
    assert "Nothing taught yet" in ana.get("/templates/learned").text


def test_one_label_is_not_taught_twice(app: Flask, ana: Any, label: int) -> None:
    with app.app_context():
        db.session.add(TaughtLabel(owner_id=ana.user_id, job_type="cpe", sponsor="Institute", field="CPE Hours",
                                   label="Hours"))
        commit()
    answer = ana.post(f"/templates/learned/{label}", data={"label": "Hours", "field": "CPE Hours"})
    assert (answer.status_code, "known for this field already" in answer.text) == (422, True)
