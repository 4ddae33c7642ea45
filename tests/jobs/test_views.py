"""The activity pages: whole without JavaScript, fragments that stop asking by themselves."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from fsr import clock
from fsr.db import db
from fsr.jobs.models import jobs
from fsr.jobs.worker import run_due
from tests.browsers import Browser
from tests.jobs.conftest import Enqueue

FRAGMENT = {"HX-Request": "true"}


def polled(text: str) -> list[str]:
    return re.findall(r'hx-get="([^"]+)"', text.replace("&amp;", "&"))


def test_an_empty_list_says_what_would_be_here(ana: Browser) -> None:
    page = ana.get("/activity")
    assert (page.status_code, "Nothing is running" in page.text, polled(page.text)) == (200, True, [])


def test_a_list_polls_once_for_all_and_stops_when_nothing_can_change(
    app: Flask, ana: Browser, enqueue: Enqueue,
) -> None:
    for _ in range(3):
        enqueue(browser=ana)
    [url] = polled(ana.get("/activity?tab=waiting").text)
    assert ana.get(url, headers=FRAGMENT).status_code == 204
    run_due(app)
    answer = ana.get(url, headers=FRAGMENT)
    assert (answer.status_code, polled(answer.text), "<html" in answer.text) == (286, [], False)


def test_a_job_polls_until_it_is_over(app: Flask, ana: Browser, enqueue: Enqueue) -> None:
    job_id = enqueue(browser=ana)
    [url] = polled(ana.get(f"/activity/{job_id}").text)
    assert ana.get(url, headers=FRAGMENT).status_code == 204
    run_due(app)
    answer = ana.get(url, headers=FRAGMENT)
    assert (answer.status_code, polled(answer.text)) == (286, [])
    assert "<title>✓ Job test.add · fsr</title>" in answer.text


def test_the_line_of_a_job_can_be_had_alone(app: Flask, ana: Browser, enqueue: Enqueue) -> None:
    job_id = enqueue(browser=ana)
    line = ana.get(f"/activity/{job_id}?row=1", headers=FRAGMENT)
    assert line.text.lstrip().startswith('<li class="job ')
    assert [url.startswith(f"/activity/{job_id}?row=1&seen=") for url in polled(line.text)] == [True]
    run_due(app)
    line = ana.get(f"/activity/{job_id}?row=1", headers=FRAGMENT)
    assert (line.status_code, polled(line.text)) == (286, [])


@pytest.mark.parametrize("query", ["", "?row=1", "?seen=x"])
def test_every_address_that_is_polled_is_a_page(ana: Browser, enqueue: Enqueue, query: str) -> None:
    page = ana.get(f"/activity/{enqueue(browser=ana)}{query}")
    assert (page.status_code, "</html>" in page.text) == (200, True)


def test_failed_work_shows_its_reason_and_a_button_that_works_without_javascript(
    app: Flask, ana: Browser, enqueue: Enqueue,
) -> None:
    job_id = enqueue("test.refused", ana)
    run_due(app)
    page = ana.get("/activity?tab=failed")
    assert "The file is encrypted." in page.text
    assert f'action="/activity/{job_id}/retry"' in page.text
    answer = ana.post(f"/activity/{job_id}/retry")
    again = answer.headers["Location"].rsplit("/", 1)[1]
    assert (answer.status_code, again != job_id) == (303, True)
    page = ana.get("/activity?tab=failed").text
    assert (f'action="/activity/{job_id}/retry"' in page, f'href="/activity/{again}"' in page) == (False, True)


def test_cancel_goes_back_to_where_the_button_was(ana: Browser, enqueue: Enqueue) -> None:
    job_id = enqueue(browser=ana)
    for referrer, place in (("http://localhost/activity?tab=waiting", "/activity?tab=waiting"),
                            ("http://evil.example/x", f"/activity/{job_id}")):
        answer = ana.post(f"/activity/{job_id}/cancel", headers={"Referer": referrer})
        assert (answer.status_code, answer.headers["Location"]) == (303, place)


def test_strangers_find_no_job(ana: Browser, mara: Browser, enqueue: Enqueue) -> None:
    job_id = enqueue(browser=ana, title="Ana's own")
    answers = [mara.get(f"/activity/{job_id}"), mara.post(f"/activity/{job_id}/cancel"),
               mara.post(f"/activity/{job_id}/retry")]
    assert [answer.status_code for answer in answers] == [404] * 3
    assert "Ana&#39;s own" not in mara.get("/activity?tab=waiting&who=all").text


def test_an_admin_sees_all_when_asked(ana: Browser, ada: Browser, enqueue: Enqueue) -> None:
    enqueue(browser=ana, title="Of Ana")
    assert "Of Ana" not in ada.get("/activity?tab=waiting").text
    page = ada.get("/activity?tab=waiting&who=all").text
    assert ("Of Ana" in page, "<bdi>Ana</bdi>" in page) == (True, True)


def test_the_type_filter_offers_what_there_is_in_words(ana: Browser, enqueue: Enqueue) -> None:
    enqueue(browser=ana)
    enqueue("test.refused", ana)
    page = ana.get("/activity?tab=waiting&kind=test.refused").text
    assert ">Adding up</option>" in page
    assert ("Job test.refused" in page, "Job test.add" in page) == (True, False)


def test_nonsense_in_the_address_is_left_out(ana: Browser) -> None:
    assert ana.get("/activity?tab=x&before=y&who=z&kind=%00&seen=q").status_code == 200


def _heap(app: Flask, user_id: int, count: int) -> None:
    now = clock.now()
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(sa.insert(jobs), [
            {"id": f"{count}-{number}", "kind": "test.add", "title": "t", "user_id": user_id, "payload": {},
             "facts": {}, "language": "en", "status": "completed", "created_at": now} for number in range(count)])


def _queries(app: Flask, browser: Browser, url: str) -> int:
    counted: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        counted.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert browser.get(url).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(counted)


@pytest.mark.parametrize("url", ["/activity?tab=done", "/jobs"])
def test_a_list_of_ten_thousand_costs_the_queries_of_one(app: Flask, ana: Browser, url: str) -> None:
    _heap(app, ana.user_id, 1)
    ana.get(url)
    one = _queries(app, ana, url)
    _heap(app, ana.user_id, 10000)
    assert _queries(app, ana, url) == one


def test_the_older_page_follows_the_first(app: Flask, ana: Browser) -> None:
    _heap(app, ana.user_id, 60)
    [older] = re.findall(r'rel="next" href="([^"]+)"', ana.get("/activity?tab=done").text.replace("&amp;", "&"))
    assert len(re.findall(r'id="job-', ana.get(older).text)) == 10
