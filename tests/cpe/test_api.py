"""/api/cpe: the states, the sheets, and Start."""

import io
from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa
from flask import Flask

from fsr.db import db
from fsr.jobs.worker import run_due
from fsr.sheets.models import Run, Sheet, Step, Template
from tests.browsers import Browser
from tests.cpe.desk import made, state
from tests.sheets.desk import LETTER, NANO, sample

SEVEN = ["Course Title", "Provider/Sponsor", "Completion Date", "CPE Hours", "Field of Study", "Certificate Number",
         "Delivery Method"]


def uploaded(browser: Browser, job: str, *names: str) -> None:
    files = [(io.BytesIO(sample(name)), name) for name in names]
    assert browser.post(f"/api/jobs/{job}/files", data={"files": files}).status_code < 300


def test_six_states_are_known_california_with_its_seven_columns_in_order(app: Flask, ana: Browser) -> None:
    states = ana.get("/api/cpe/states").json["states"]
    assert [one["name"] for one in states] == [
        "California", "Florida", "Illinois", "New York", "Texas", "Washington"]
    with app.app_context():
        california = db.session.get_one(Template, states[0]["template_id"])
        shown = [(field.name, field.data_type) for field in california.fields if not field.optional]
        assert ([name for name, _kind in shown], shown[2][1], shown[3][1]) == (SEVEN, "date_mdy", "number")
        assert (california.template_type, california.is_public, california.owner_id) == ("cpe", True, None)


def test_a_sheet_is_called_by_its_state_and_listed_with_what_the_list_needs(ana: Browser, bob: Browser) -> None:
    answer = ana.post("/api/cpe/sheets", json={"template_id": state(ana)}).json
    named = made(ana, "Renewal 2027", "Texas")
    listed = ana.get("/api/cpe/sheets").json
    first = next(one for one in listed["sheets"] if one["job_id"] == answer["job_id"])
    assert (listed["total"], {one["name"] for one in listed["sheets"]}) == (
        2, {"CPE Tracker - California", "Renewal 2027"})
    assert (first["state_name"], first["status"], first["config_step"], first["latest_run_id"]) == (
        "California", "pending", "upload", answer["run_id"])
    assert bob.get("/api/cpe/sheets").json == {"sheets": [], "total": 0, "next": None}
    assert {bob.delete(f"/api/cpe/sheets/{named}").status_code, bob.post(f"/api/cpe/sheets/{named}/start").status_code,
            bob.get(f"/cpe?job_id={named}").status_code} == {404}


def test_a_sheet_needs_a_cpe_template(app: Flask, ana: Browser) -> None:
    ana.get("/api/cpe/states")
    with app.app_context():
        other = db.session.scalar(sa.select(Template.id).where(Template.template_type == "extraction"))
    for wanted, status in ((other, 404), (99999, 404), ("x", 422), (None, 422)):
        assert ana.post("/api/cpe/sheets", json={"template_id": wanted}).status_code == status
    assert ana.get("/api/cpe/sheets").json["total"] == 0


def test_start_without_files_says_what_to_do(ana: Browser) -> None:
    answer = ana.post(f"/api/cpe/sheets/{made(ana)}/start")
    assert (answer.status_code, answer.json["error"]) == (
        400, "No files uploaded. Please upload CPE certificates before starting.")


def test_each_start_appends_to_one_grid_and_leaves_a_run_to_fill(app: Flask, ana: Browser) -> None:
    job = made(ana)
    runs = []
    for name in (LETTER, NANO):
        uploaded(ana, job, name)
        runs.append(ana.post(f"/api/cpe/sheets/{job}/start").json["active_run_id"])
        run_due(app)
    assert ana.post(f"/api/cpe/sheets/{job}/start").status_code == 400
    results = ana.get(f"/api/jobs/{job}/results").json
    assert [one["source_files"] for one in results["results"]] == [[LETTER], [NANO]]
    with app.app_context():
        all_runs = db.session.scalars(sa.select(Run).where(Run.job_id == job).order_by(Run.set_index)).all()
        assert [run.id for run in all_runs[:2]] == runs
        assert [run.config_step for run in all_runs] == [Step.SUBMITTED, Step.SUBMITTED, Step.UPLOAD]
        assert {run.series_id for run in all_runs} == {runs[0]}


def test_of_two_starts_at_once_one_reads_and_the_other_finds_nothing(app: Flask, ana: Browser, token_for) -> None:
    job, headers = made(ana), token_for(ana)
    uploaded(ana, job, LETTER)

    def start(_number: int) -> int:
        return app.test_client().post(f"/api/cpe/sheets/{job}/start", headers=headers).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(start, range(2))) == [200, 400]
    with app.app_context():
        started = sa.select(sa.func.count()).where(Run.job_id == job, Run.config_step == Step.SUBMITTED)
        assert db.session.scalar(started) == 1


def test_a_deleted_sheet_is_gone_and_stands_in_no_list_of_jobs(app: Flask, ana: Browser) -> None:
    job = made(ana)
    assert ana.get("/api/jobs").json["jobs"] == []
    assert ana.delete(f"/api/cpe/sheets/{job}").status_code == 200
    assert (ana.get("/api/cpe/sheets").json["total"], ana.get(f"/cpe?job_id={job}").status_code) == (0, 404)
    assert ana.delete(f"/api/cpe/sheets/{job}").status_code == 404
    with app.app_context():
        assert db.session.get_one(Sheet, job).deleted_at is not None
