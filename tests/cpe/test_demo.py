"""The demo sheet: read like a real one, made once, taken away with its files; and what the home page says of it."""

import sqlalchemy as sa
from flask import Flask

from fsr.cpe import demo
from fsr.db import db
from fsr.documents.models import Document
from fsr.jobs.worker import run_due
from fsr.sheets.models import Sheet
from tests.browsers import Browser
from tests.cpe.desk import bars
from tests.sheets.desk import acting


def test_the_demo_sheet_is_made_once_read_and_taken_away_with_its_files(app: Flask, ana: Browser) -> None:
    with acting(app, ana) as user:
        assert (demo.load(user), demo.load(user)) == (1, 0)
    run_due(app)
    job = ana.get("/api/cpe/sheets").json["sheets"][0]
    assert (job["name"], job["status"]) == ("Demo: California renewal", "completed")
    assert bars(ana, job["job_id"])["total-0"][0].endswith(" / 80 h")
    assert ana.get(f"/api/jobs/{job['job_id']}/results").json["total"] == 6
    home = ana.get("/").text
    assert ("Demo: California renewal" in home, "to check" in home) == (True, True)
    with acting(app, ana) as user:
        assert demo.remove(user) == 1
    with app.app_context():
        left = [db.session.scalar(sa.select(sa.func.count()).select_from(Sheet)),
                db.session.scalar(sa.select(sa.func.count()).where(Document.deleted_at.is_(None)))]
    assert left == [0, 0]
