"""The tracker's page: files, start and progress, bars and what is behind them, with and without JavaScript."""

import io
import re

import pytest
import sqlalchemy as sa
from flask import Flask

from fsr import clock
from fsr.auth.models import Role
from fsr.cpe.models import CpeLicence, PlannedCourse
from fsr.db import db
from fsr.jobs.worker import run_due
from fsr.sheets.models import Row
from fsr.sheets.service import cells
from tests import factories
from tests.browsers import Browser
from tests.conftest import signed_in
from tests.cpe.desk import HTMX, bars, counted, course, logged, made, not_cpe, row_ids, sent
from tests.sheets.desk import BROKEN, LETTER, NANO, acting

RENEWAL = {"renewal": "06/30/2026", "version": "0"}


def test_the_first_page_asks_for_one_thing_and_later_the_newest_sheet_opens(ana: Browser) -> None:
    page = ana.get("/cpe").text
    assert ("Create sheet" in page, "Start" in page) == (True, False)
    job = made(ana, "Mine")
    assert ana.get("/cpe").headers["Location"] == f"/cpe?job_id={job}"


def test_without_javascript_files_are_sent_started_and_seen_after_a_reload(app: Flask, ana: Browser) -> None:
    job = made(ana)
    assert "No new files. Add certificates to start." in ana.get(f"/cpe?job_id={job}").text
    assert sent(ana, job, LETTER, NANO).status_code == 303
    assert "Start (2 new files)" in ana.get(f"/cpe?job_id={job}").text
    assert ana.post(f"/cpe/sheets/{job}/start").status_code == 303
    page = ana.get(f"/cpe?job_id={job}").text
    assert ("2 files on their way" in page, "Reload to see" in page) == (True, True)
    run_due(app)
    page = ana.get(f"/cpe?job_id={job}").text
    assert ("2 files read" in page, LETTER in page, NANO in page, "Start (" in page) == (True, True, True, False)


def test_a_poll_hears_nothing_until_something_moved_and_stops_at_the_end(app: Flask, ana: Browser) -> None:
    job = made(ana)
    sent(ana, job, LETTER)
    first = ana.post(f"/cpe/sheets/{job}/start", headers=HTMX).text
    asked = re.search(r'hx-get="([^"]*progress[^"]*)"', first)
    assert asked
    assert ana.get(asked[1], headers=HTMX).status_code == 204
    run_due(app)
    answer = ana.get(asked[1], headers=HTMX)
    assert (answer.status_code, "hx-trigger=\"every" in answer.text, 'id="bars"' in answer.text) == (286, False, True)
    assert ana.get(asked[1]).text.startswith("<!doctype html>")


def test_a_start_with_nothing_new_says_so_and_changes_nothing(ana: Browser) -> None:
    job = made(ana)
    for headers in (HTMX, {}):
        answer = ana.post(f"/cpe/sheets/{job}/start", headers=headers)
        assert (answer.status_code, "Please upload CPE certificates" in answer.text) == (409, True)


def test_a_file_that_cannot_be_read_says_why_and_can_be_tried_again(app: Flask, ana: Browser) -> None:
    job = made(ana)
    ana.post(f"/cpe/sheets/{job}/files", data={"files": [(io.BytesIO(BROKEN), "bad.pdf"), (io.BytesIO(b"x"), "a.exe")]})
    assert "This is not a PDF" in ana.get(f"/cpe?job_id={job}").text
    sent(ana, job, LETTER)
    ana.post(f"/cpe/sheets/{job}/start")
    run_due(app)
    page = ana.get(f"/cpe?job_id={job}").text
    retry = re.search(rf"/cpe/sheets/{job}/tasks/[\w-]+/retry", page)
    assert retry
    assert ("The PDF is damaged" in page, "1 file read" in page, "partly read" in page) == (True, True, True)
    assert "1 file on its way" in ana.post(retry[0], headers=HTMX).text


def test_the_same_file_twice_is_announced_and_can_be_removed(ana: Browser) -> None:
    job = made(ana)
    sent(ana, job, LETTER)
    page = sent(ana, job, LETTER, follow_redirects=True).text
    assert f"the same file as {LETTER}" in page
    remove = re.findall(rf"/cpe/sheets/{job}/files/[\w-]+/remove", ana.get(f"/cpe?job_id={job}").text)
    assert "Start (1 new file)" in ana.post(remove[0], headers=HTMX).text


def test_bars_wait_for_the_renewal_day_and_count_as_soon_as_it_is_said(app: Flask, ana: Browser) -> None:
    job = counted(app, ana, [
        course("Update", "2026-03-01", "8"), course("Ethics", "2025-05-05", "4", "Regulatory Ethics"),
        course("Leading", "2024-09-09", "6", "Personal Development")], wishes=None)
    assert "When is your licence renewed?" in ana.get(f"/cpe?job_id={job}").text
    assert ana.post(f"/cpe/sheets/{job}/licence", data=RENEWAL).status_code == 303
    seen = bars(ana, job)
    assert (seen["total-0"], seen["year-1"], seen["year-2"], seen["technical-0"], seen["ethics-0"]) == (
        ("18 / 80 h", "62 h to go"), ("10 / 20 h", "10 h to go"), ("8 / 20 h", "12 h to go"),
        ("12 / 40 h", "28 h to go"), ("4 / 4 h", "met"))
    assert logged(app) == ["cpe:licence:edited"]


def test_a_rule_shows_its_source_the_rows_that_count_and_why_others_do_not(app: Flask, ana: Browser) -> None:
    job = counted(app, ana, [
        course("Tax update", "2026-03-01", "8"), course("Tax update", "2026-03-01", "8"),
        course("Old news", "2023-03-01", "5"), course("No day", "", "2"),
        course("Widgets", "2026-01-01", "3", "Widgets"), course("Staff training", "2026-02-02", "4")])
    not_cpe(app, job, "cert00006.pdf")
    page = ana.get(f"/cpe/sheets/{job}/rules/technical").text
    told = re.sub(r"<[^>]+>|\s+", " ", page)
    assert ("16 CCR 87(a)(2)" in page, "29 Mar 2023" in page) == (True, True)
    for words in ("It repeats row “Tax update” (same course, date and hours).", "It has no completion date.",
                  "It was completed on 1 Mar 2023, before 1 Jul 2024.", "Its field of study is missing or not known",
                  "It is not continuing professional education"):
        assert words in told, words
    assert ana.get(f"/cpe/sheets/{job}/rules/nonsense").status_code == 404
    marks = re.findall(r'<span class="chip[^"]*">([^<]+)</span>', ana.get(f"/cpe?job_id={job}").text)
    assert {"repeats “Tax update”", "outside the period", "no date", "not CPE", "unknown field"} <= set(marks)


def test_a_person_says_that_a_row_is_no_duplicate_and_what_the_board_approved(app: Flask, ana: Browser) -> None:
    job = counted(app, ana, [course("Tax update", "2026-03-01", "8"), course("Tax update", "2026-03-01", "8"),
                             course("Regulatory Review", "2026-04-01", "2", "Regulatory Ethics")])
    first, second, review = row_ids(ana, job)
    assert bars(ana, job)["total-0"][0] == "10 / 80 h"
    answer = ana.post(f"/cpe/sheets/{job}/rows/{second}/verdict", data={"said": "distinct", "rule": "total-0"},
                      headers=HTMX)
    assert (answer.status_code, "grid-changed" in answer.headers["HX-Trigger"]) == (200, True)
    assert (bars(ana, job)["total-0"][0], bars(ana, job)["regulatory_review-0"][0]) == ("18 / 80 h", "2 / 2 h")
    ana.post(f"/cpe/sheets/{job}/rows/{review}/verdict", data={"said": "not-approved", "rule": "regulatory_review-0"})
    assert bars(ana, job)["regulatory_review-0"][0] == "0 / 2 h"
    assert ana.post(f"/cpe/sheets/{job}/rows/{first}/verdict", data={"said": "nonsense"}).status_code == 422
    assert ana.post(f"/cpe/sheets/{job}/rows/99999/verdict", data={"said": "distinct"}).status_code == 404
    assert logged(app)[1:] == ["cpe:row:judged", "cpe:row:judged"]


def test_a_planned_course_counts_only_in_the_planned_figures(app: Flask, ana: Browser) -> None:
    job = counted(app, ana, [course("Tax update", "2026-03-01", "78")])
    plan = f"/cpe/sheets/{job}/planned"
    refused = ana.post(plan, data={"title": "", "completed": "soon", "hours": "-1"}, headers=HTMX)
    assert (refused.status_code, refused.text.count("field-error")) == (422, 3)
    ana.post(plan, data={"title": "Ethics", "completed": "2026-06-01", "hours": "4", "field": "Regulatory Ethics"})
    page = ana.get(f"/cpe/sheets/{job}/bars", headers=HTMX).text
    assert (bars(ana, job)["total-0"][0], "planned: 82 h, met" in page) == ("78 / 80 h", True)
    with app.app_context():
        course_id = db.session.scalars(sa.select(PlannedCourse.id)).one()
    ana.post(f"{plan}/{course_id}", data={})
    assert "planned: " not in ana.get(f"/cpe/sheets/{job}/bars", headers=HTMX).text
    ana.post(f"{plan}/{course_id}", data={"do": "remove"})
    assert ana.post(f"{plan}/{course_id}", data={"counted": "1"}).status_code == 404


@pytest.mark.parametrize(("said", "words"), [
    ({"renewal": "31/31/2026"}, "This is no date."), ({"birth": "1980"}, "Give the month and the year"),
    ({"carried": "many"}, "Give the hours as a number"), ({"holder": "x" * 201}, "Use at most 200 characters."),
])
def test_a_licence_that_cannot_be_is_refused_in_its_field(ana: Browser, said: dict[str, str], words: str) -> None:
    job = made(ana)
    answer = ana.post(f"/cpe/sheets/{job}/licence", data=RENEWAL | said)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert 'value=""' in ana.get(f"/cpe/sheets/{job}/licence").text


def test_a_licence_that_somebody_changed_meanwhile_is_not_written_over(app: Flask, ana: Browser, ada: Browser) -> None:
    job = made(ana)
    ada.post(f"/cpe/sheets/{job}/licence", data=RENEWAL | {"number": "12345"})
    stale = ana.post(f"/cpe/sheets/{job}/licence", data=RENEWAL | {"number": "999"})
    assert (stale.status_code, "Somebody changed the licence meanwhile" in stale.text) == (409, True)
    with app.app_context():
        assert db.session.get_one(CpeLicence, job).number == "12345"


def test_birth_and_work_say_the_period_and_the_rules(app: Flask, ana: Browser) -> None:
    today = clock.now().date().isoformat()
    job = counted(app, ana, [course("Audit", today, "8", "Auditing")], wishes=None)
    ana.post(f"/cpe/sheets/{job}/licence", data={
        "birth": "05/1980", "duties": ["attest", "nonsense"], "done-regulatory_review": "2023-05-05", "version": "0"})
    seen = bars(ana, job)
    assert (seen["accounting_auditing-0"][0], seen["fraud-0"][0]) == ("8 / 24 h", "0 / 4 h")
    assert "renews" not in ana.get(f"/cpe?job_id={job}").text
    form = ana.get(f"/cpe/sheets/{job}/licence").text
    assert ('value="1980-05"' in form, 'value="2023-05-05"' in form) == (True, True)


def test_a_sheet_is_renamed_deleted_taken_back_and_removed_only_by_its_name(app: Flask, ana: Browser) -> None:
    job = made(ana, "Renewal")
    sent(ana, job, LETTER)
    assert ana.post(f"/cpe/sheets/{job}/rename", data={"name": " "}).status_code == 422
    ana.post(f"/cpe/sheets/{job}/rename", data={"name": "Renewal 2027"})
    assert ana.get(f"/cpe/sheets/{job}/erase").status_code == 404, "only what was deleted can be removed for good"
    gone = ana.post(f"/cpe/sheets/{job}/delete", follow_redirects=True).text
    assert "The sheet was deleted." in gone
    assert "was deleted" not in ana.get("/cpe?deleted=../../x").text
    assert ana.get(f"/cpe?job_id={job}").status_code == 404
    ana.post(f"/cpe/sheets/{job}/restore")
    assert "Renewal 2027" in ana.get(f"/cpe?job_id={job}").text
    ana.post(f"/cpe/sheets/{job}/delete")
    assert ana.post(f"/cpe/sheets/{job}/erase", data={"name": "renewal"}).status_code == 422
    assert ana.post(f"/cpe/sheets/{job}/erase", data={"name": "Renewal 2027"}).status_code == 303
    assert ana.get(f"/cpe/sheets/{job}/erase").status_code == 404
    assert logged(app) == ["cpe:sheet:erased"]


def test_documents_that_another_sheet_holds_stay_when_one_is_removed_for_good(app: Flask, ana: Browser) -> None:
    first, second = made(ana, "One"), made(ana, "Two")
    for job in (first, second):
        sent(ana, job, LETTER)
    sent(ana, first, NANO)
    ana.post(f"/cpe/sheets/{first}/delete")
    ana.post(f"/cpe/sheets/{first}/erase", data={"name": "One"})
    with app.app_context():
        papers = dict(db.session.execute(sa.text("SELECT filename, deleted_at FROM documents")).all())
    assert (papers[LETTER], papers[NANO] is None) == (None, False)


def test_somebody_else_sees_nothing_and_an_auditor_only_looks(
        app: Flask, ana: Browser, mara: Browser, password_hash: str) -> None:
    job = counted(app, ana, [course("Tax update", "2026-03-01", "8")])
    with app.app_context():
        auditor = signed_in(app, factories.user(password_hash, Role.AUDITOR))
    parts = ("bars", "rules/total", "planned", "progress", "pack")
    assert {mara.get(f"/cpe/sheets/{job}/{part}").status_code for part in parts} == {404}
    assert {auditor.get(f"/cpe/sheets/{job}/{part}").status_code for part in parts} == {200}
    assert {auditor.post(f"/cpe/sheets/{job}/{part}").status_code for part in (
        "start", "stop", "delete", "rename", "licence", "planned", "files")} == {403}
    assert auditor.post("/cpe/sheets", data={"template_id": "1"}).status_code == 403
    page = auditor.get(f"/cpe?job_id={job}").text
    assert ("Tax update" in page, 'id="start"' in page, 'id="upload"' in page) == (True, False, False)


def test_the_page_asks_the_database_as_often_for_many_rows_as_for_one(app: Flask, ana: Browser) -> None:
    asked: list[str] = []
    with app.app_context():
        sa.event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    counts = []
    for number in (2, 40):
        job = counted(app, ana, [course(f"Course {n}", "2026-03-01", "1") for n in range(number)])
        ana.get(f"/cpe?job_id={job}")  # what a process asks but once
        db_before = len(asked)
        ana.get(f"/cpe/sheets/{job}/rules/total")
        ana.get(f"/cpe?job_id={job}&tab=grid")
        counts.append(len(asked) - db_before)
        ana.post(f"/cpe/sheets/{job}/delete")
    assert counts[0] == counts[1]


def test_counts_follow_the_grid_and_the_licence(app: Flask, ana: Browser) -> None:
    job = counted(app, ana, [course("Tax update", "2026-03-01", "8")])
    assert (bars(ana, job)["total-0"][0], bars(ana, job)["total-0"][0]) == ("8 / 80 h", "8 / 80 h")
    with acting(app, ana) as actor:
        row = db.session.scalars(sa.select(Row)).one()
        cells.edit(actor, row, "CPE Hours", "10")
    assert bars(ana, job)["total-0"][0] == "10 / 80 h"
    ana.post(f"/cpe/sheets/{job}/licence", data={"renewal": "2028-06-30", "version": "1"})
    assert bars(ana, job)["total-0"][0] == "0 / 80 h"
