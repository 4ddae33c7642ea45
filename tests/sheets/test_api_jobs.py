"""`/api/jobs*`: the walk of a program from a new job to its rows, and what is refused on the way."""

import io
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from fsr.jobs.worker import run_due
from fsr.sheets.models import Kind
from tests.browsers import Browser
from tests.sheets import desk


def upload(browser: Browser, job: str, *sent: tuple[str, bytes], **more: Any) -> TestResponse:
    data = {"files": [(io.BytesIO(data), name) for name, data in sent], **more.pop("data", {})}
    answer: TestResponse = browser.post(f"{job}/files", data=data, **more)
    return answer


def begun(browser: Browser, **body: Any) -> tuple[str, str]:
    """The address of a new job, and its run."""
    made = browser.post("/api/jobs", json={"name": "Papers", **body})
    assert made.status_code == 201, made.text
    return f"/api/jobs/{made.json['job_id']}", made.json["run_id"]


def test_a_program_goes_from_a_new_job_to_its_rows_and_appends(app: Flask, ana: Browser) -> None:
    job, run = begun(ana)
    sent = upload(ana, job, ("a.pdf", desk.sample(desk.FORM)), ("b.pdf", b"x"), query_string={"run_id": run},
                  data={"paths": ["2024/a.pdf", "2024/b.pdf"]})
    assert (sent.status_code, sent.json["message"]) == (201, "1 file was added.")
    assert sent.json["errors"] == [
        {"filename": "2024/b.pdf", "error": "This is not a PDF file, whatever its name says."}]
    taken = ana.put(f"{job}/fields", json={"fields": [
        {"field_name": "Course Title", "role": "title"}], "processing_modes": {"2024": "individual"}})
    assert (taken.status_code, taken.json["config_step"], taken.json["progress"]) == (200, "review", 66)
    assert ana.post(f"{job}/submit").json["status"] == "in_progress"
    assert ana.post(f"{job}/submit").status_code == 200
    run_due(app)
    whole = ana.get(job, query_string={"run_id": run}).json
    assert (whole["status"], whole["tasks_total"], whole["progress"]) == ("completed", 1, 100)
    refused = upload(ana, job, ("c.pdf", desk.sample(desk.NANO)), query_string={"run_id": run})
    assert (refused.status_code, "started already" in refused.json["error"]) == (409, True)
    more = ana.post(f"{job}/runs", json={"clone_from_run_id": run, "append_results": True})
    assert (more.status_code, more.json["append_from_run_id"], len(more.json["fields"])) == (201, run, 1)
    assert ana.post(f"{job}/runs", json={"clone_from_run_id": run, "append_results": True}).status_code == 409
    assert [one["run_id"] for one in ana.get(f"{job}/runs").json["runs"]] == [more.json["run_id"], run]
    assert len(ana.get(f"{job}/results").json["results"]) == 1


def test_cpe_sheets_are_listed_only_when_asked_for(app: Flask, ana: Browser, bob: Browser) -> None:
    sheet, cpe = desk.made(app, ana), desk.made(app, ana, Kind.CPE)

    def listed(browser: Browser, **query: Any) -> set[str]:
        return {one["job_id"] for one in browser.get("/api/jobs", query_string=query).json["jobs"]}

    assert (listed(ana), listed(ana, job_type="cpe"), listed(ana, job_type="all")) == ({sheet}, {cpe}, {sheet, cpe})
    assert (listed(bob, job_type="all"), listed(ana, q="nothing like it")) == (set(), set())
    assert (listed(ana, status="pending"), listed(ana, status="completed")) == ({sheet}, set())
    for wrong in ({"limit": "101"}, {"limit": "x"}, {"job_type": "other"}, {"status": "other"}):
        assert ana.get("/api/jobs", query_string=wrong).status_code == 422, wrong


def test_a_list_goes_on_where_it_stopped(app: Flask, ana: Browser) -> None:
    made = {desk.made(app, ana) for _number in range(5)}
    seen, after = [], None
    while True:
        part = ana.get("/api/jobs", query_string={"limit": 2, **({"after": after} if after else {})}).json
        seen += [one["job_id"] for one in part["jobs"]]
        if (after := part["next"]) is None:
            break
    assert (len(seen), set(seen), part["total"]) == (5, made, 5)


def test_what_cannot_be_read_at_all_is_415_and_leaves_nothing(app: Flask, ana: Browser) -> None:
    job, _run = begun(ana)
    answer = upload(ana, job, ("a.txt", b"x"), ("b.exe", b"MZ"))
    assert (answer.status_code, len(answer.json["errors"])) == (415, 2)
    assert ana.get(f"{job}/files").json["total"] == 0
    assert upload(ana, job).status_code == 422
    assert upload(ana, job, ("a.pdf", b"x"), data={"paths": ["1", "2"]}).status_code == 422


def test_a_file_is_removed_from_its_own_run_and_comes_back(app: Flask, ana: Browser) -> None:
    sheet = desk.made(app, ana)
    first = desk.read(app, ana, sheet, [("a.pdf", desk.sample(desk.FORM))])
    second = desk.read(app, ana, sheet, [("b.pdf", desk.sample(desk.NANO))])
    job = f"/api/jobs/{sheet}"
    [file] = ana.get(f"{job}/files", query_string={"run_id": first}).json["files"]
    one = f"{job}/files/{file['id']}"
    assert ana.delete(one, query_string={"run_id": second}).status_code == 404
    gone = ana.delete(one, query_string={"run_id": first})
    assert (gone.status_code, gone.json["rows"], gone.json["edited_rows"]) == (200, 1, 0)
    assert [one["original_path"] for one in ana.get(f"{job}/files:all").json["files"]] == ["b.pdf"]
    assert ana.post(f"{one}/restore").status_code == 200
    assert ana.get(f"{job}/files:all").json["total"] == 2


def test_steps_are_kept_and_only_a_start_takes_the_last(ana: Browser) -> None:
    job, _run = begun(ana)
    kept = ana.put(f"{job}/config-step", json={"config_step": "fields"})
    assert (kept.json["config_step"], kept.json["progress"]) == ("fields", 33)
    assert ana.put(f"{job}/config-step", json={"config_step": "submitted"}).status_code == 422
    assert ana.post(f"{job}/submit").status_code == 422
    assert ana.put(f"{job}/fields", json={}).status_code == 422
    assert ana.put(f"{job}/cancel").status_code == 409


def test_a_job_is_renamed_deleted_and_restored(ana: Browser) -> None:
    job, _run = begun(ana)
    assert ana.patch(job, json={"name": "  Other\tpapers "}).json["name"] == "Other papers"
    assert ana.patch(job, json={"name": " \x00 "}).status_code == 422
    assert ana.delete(job).status_code == 200
    assert (ana.get(job).status_code, ana.get("/api/jobs").json["total"]) == (404, 0)
    assert ana.post(f"{job}/restore").status_code == 200
    assert ana.get(job).status_code == 200


def test_a_template_gives_its_fields_to_a_new_job(ana: Browser) -> None:
    template = ana.post("/api/templates", json={"name": "Mine", "fields": [{"field_name": "Title"}]}).json["id"]
    job, _run = begun(ana, template_id=template)
    assert [field["field_name"] for field in ana.get(job).json["fields"]] == ["Title"]
    assert ana.post("/api/jobs", json={"template_id": 999999}).status_code == 404
