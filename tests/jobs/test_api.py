"""`GET /jobs` and its verbs, as seed 004 has them."""

import re
from collections.abc import Callable

from flask import Flask

from fsr.jobs.worker import run_due
from tests.browsers import Browser
from tests.jobs.conftest import SECRET, Enqueue

KEYS = {"job_id", "job_type", "status", "progress", "progress_message", "result", "error", "metadata", "created_at",
        "started_at", "completed_at", "result_expired"}


def test_a_waiting_job_has_the_keys_of_the_seed(ana: Browser, enqueue: Enqueue) -> None:
    job_id = enqueue(browser=ana, facts={"document_count": 3})
    answer = ana.get(f"/jobs/{job_id}").json
    assert set(answer) == KEYS
    assert (answer["job_id"], answer["job_type"]) == (job_id, "test.add")
    assert (answer["status"], answer["progress"], answer["progress_message"]) == ("pending", 0, None)
    assert (answer["result"], answer["error"], answer["started_at"], answer["completed_at"]) == (None, None, None, None)
    assert (answer["metadata"]["user_id"], answer["metadata"]["document_count"]) == (ana.user_id, 3)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}", answer["created_at"])


def test_a_done_job_has_its_result(app: Flask, ana: Browser, enqueue: Enqueue) -> None:
    job_id = enqueue(browser=ana, payload={"a": 2, "b": 3})
    run_due(app)
    answer = ana.get(f"/jobs/{job_id}").json
    assert (answer["status"], answer["progress"], answer["progress_message"], answer["result"], answer["error"]) == (
        "completed", 100, "Completed", {"sum": 5}, None)


def test_a_token_signs_in_too(
    ana: Browser, client: Browser, enqueue: Enqueue, token_for: Callable[..., dict[str, str]],
) -> None:
    job_id = enqueue(browser=ana)
    assert client.get(f"/jobs/{job_id}").status_code == 401
    assert client.get(f"/jobs/{job_id}", headers=token_for(ana)).json["job_id"] == job_id


def test_strangers_find_nothing_and_admins_everything(
    ana: Browser, mara: Browser, ada: Browser, enqueue: Enqueue,
) -> None:
    job_id, mine = enqueue(browser=ana), enqueue(browser=mara)
    for call in (mara.get(f"/jobs/{job_id}"), mara.post(f"/jobs/{job_id}/cancel"), mara.post(f"/jobs/{job_id}/retry")):
        assert (call.status_code, call.json["error"]) == (404, "Job not found")
    assert [job["job_id"] for job in mara.get("/jobs").json["jobs"]] == [mine]
    assert ada.get(f"/jobs/{job_id}").status_code == 200
    assert {job["job_id"] for job in ada.get("/jobs").json["jobs"]} == {job_id, mine}


def test_the_list_is_paged_newest_first(ana: Browser, enqueue: Enqueue) -> None:
    made = [enqueue(browser=ana) for _ in range(5)]
    first = ana.get("/jobs?limit=2").json
    second = ana.get(f"/jobs?limit=2&cursor={first['next']}").json
    third = ana.get(f"/jobs?limit=2&cursor={second['next']}").json
    pages = [[job["job_id"] for job in page["jobs"]] for page in (first, second, third)]
    assert pages == [[made[4], made[3]], [made[2], made[1]], [made[0]]]
    assert (first["count"], third["next"]) == (2, None)


def test_the_list_is_filtered_by_status_and_type(app: Flask, ana: Browser, enqueue: Enqueue) -> None:
    done = enqueue(browser=ana)
    run_due(app)
    waiting = enqueue("test.refused", ana)
    assert [job["job_id"] for job in ana.get("/jobs?status=completed").json["jobs"]] == [done]
    assert [job["job_id"] for job in ana.get("/jobs?type=test.refused").json["jobs"]] == [waiting]


def test_a_list_asked_wrongly_says_what_is_wrong(ana: Browser) -> None:
    for query in ("status=lost", "limit=0", "limit=x", "cursor=nowhere"):
        answer = ana.get(f"/jobs?{query}")
        assert (answer.status_code, [item["loc"] for item in answer.json["detail"]]) == (422, [[query.split("=")[0]]])


def test_a_refusal_is_told_and_a_traceback_is_for_admins(
    app: Flask, ana: Browser, ada: Browser, enqueue: Enqueue,
) -> None:
    refused, broken = enqueue("test.refused", ana), enqueue("test.broken", ana, max_attempts=1)
    run_due(app)
    answer = ana.get(f"/jobs/{refused}").json
    assert (answer["status"], answer["error"], answer["result"]) == ("failed", "The file is encrypted.", None)
    answer = ana.get(f"/jobs/{broken}")
    assert answer.json["status"] == "failed"
    sentence = r"Something went wrong on our side\. If it happens again, quote [0-9a-f]{8}\."
    assert re.fullmatch(sentence, answer.json["error"])
    assert SECRET not in answer.text + ana.get("/jobs").text + ana.get(f"/activity/{broken}").text
    assert SECRET in ada.get(f"/jobs/{broken}").json["error_detail"]
    assert SECRET in ada.get(f"/activity/{broken}").text


def test_a_waiting_job_is_cancelled_at_once_and_twice_does_no_harm(ana: Browser, enqueue: Enqueue, app: Flask) -> None:
    job_id = enqueue(browser=ana)
    answers = [ana.post(f"/jobs/{job_id}/cancel") for _ in range(2)]
    assert [(answer.status_code, answer.json["status"]) for answer in answers] == [(200, "cancelled")] * 2
    assert run_due(app) == 0


def test_a_job_that_is_over_cannot_be_cancelled(app: Flask, ana: Browser, enqueue: Enqueue) -> None:
    job_id = enqueue(browser=ana)
    run_due(app)
    answer = ana.post(f"/jobs/{job_id}/cancel")
    assert (answer.status_code, answer.json["error"]) == (409, "This job is over already.")


def test_a_double_click_on_retry_starts_one_linked_job(app: Flask, ana: Browser, enqueue: Enqueue) -> None:
    job_id = enqueue("test.refused", ana)
    run_due(app)
    answers = [ana.post(f"/jobs/{job_id}/retry") for _ in range(2)]
    run_due(app)
    answers.append(ana.post(f"/jobs/{job_id}/retry"))
    assert [answer.status_code for answer in answers] == [202] * 3
    assert len({answer.json["job_id"] for answer in answers}) == 1
    assert answers[0].json["metadata"]["retry_of"] == job_id
    assert ana.get("/jobs").json["count"] == 2


def test_what_did_not_fail_cannot_be_tried_again(app: Flask, ana: Browser, enqueue: Enqueue) -> None:
    job_id = enqueue(browser=ana)
    run_due(app)
    assert ana.post(f"/jobs/{job_id}/retry").status_code == 409
