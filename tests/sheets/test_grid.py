"""The grid's page: what it shows, how it is filtered, sorted and paged, and what it answers to changes."""

import json
import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from fsr.audit.models import AuditEvent
from fsr.auth.models import Role, User
from fsr.db import commit, db
from fsr.extraction.found import State
from fsr.sheets import grid as public
from fsr.sheets.fieldset import Field
from fsr.sheets.grid import rows as reads
from fsr.sheets.grid.hooks import Mark
from fsr.sheets.models import Kind, Row, Run, RunStatus, Sheet
from tests.sheets import grids
from tests.sheets.grids import read, record

HTMX = {"HX-Request": "true"}
TITLE, HOURS = "Course Title", "CPE Hours"


def titles(page: Any) -> list[str]:
    """The first column of a page."""
    return re.findall(r'<th scope="row"><a [^>]*><bdi>([^<]*)', page.text)


def column(page: Any, number: int) -> list[str]:
    """What the cells of a column show."""
    return re.findall(rf'<a id="c\d+-{number}"[^>]*>(?:<bdi data-value>)?([^<]*)', page.text)


def looks(page: Any, row: int) -> list[str]:
    """The classes of the cells of a row."""
    return re.findall(rf'<td id="tc{row}-\d+" class="([^"]*)"', page.text)


def queries(app: Flask, ask: Any) -> int:
    """How many statements a request takes."""
    count = []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *_: count.append(1))
    assert ask().status_code == 200
    return len(count)


def test_each_state_of_a_cell_has_its_look(app: Flask, ana: Any) -> None:
    job, (first, *_rest) = grids.laid(app, ana, 2, **{
        TITLE: read(None), HOURS: read("2", State.GUESSED), "Completion Date": read("2026-03-15")})
    ana.post(f"/sheets/{job}/grid/cells/{first}?field=Provider/Sponsor", data={"value": "Other"})
    ana.post(f"/sheets/{job}/grid/cells/{first}?field=Completion Date", data={"action": "confirm"})
    page = ana.get(f"/sheets/{job}/grid")
    assert looks(page, first) == ["is-missing", "is-edited", "whole is-confirmed", "num is-guessed"]
    assert (column(page, 3)[0], "Read: Institute" in page.text, "not found" in page.text) == ("03/15/2026", True, True)
    assert "2 cells to check" in page.text


def test_optional_columns_are_shown_when_asked_for(app: Flask, ana: Any) -> None:
    job, _ids = grids.laid(app, ana, 1)
    assert ("Location" in ana.get(f"/sheets/{job}/grid").text,
            "Location" in ana.get(f"/sheets/{job}/grid?optional=1").text) == (False, True)


@pytest.mark.parametrize(("query", "expected"), [
    ("", ["cert00001.pdf", "cert00002.pdf", "cert00003.pdf"]),
    ("?check=1", ["cert00001.pdf"]),
    ("?q=course+3.5", ["cert00003.pdf"]),
    ("?q=03/04/2026", ["cert00003.pdf"]),
    ("?q=INSTITUTE+%25", []),  # a sign of the database's own is a sign like others
    ("?file=cert00002.pdf", ["cert00002.pdf"]),
    ("?sort=-0", ["cert00003.pdf", "cert00002.pdf", "cert00001.pdf"]),
    ("?sort=4", ["cert00003.pdf", "cert00002.pdf", "cert00001.pdf"]),  # 3.5, 10.5, and nothing stands last
    ("?sort=-4", ["cert00002.pdf", "cert00003.pdf", "cert00001.pdf"]),
    ("?sort=99", ["cert00001.pdf", "cert00002.pdf", "cert00003.pdf"]),
    ("?sort=x&after=y&before=-1", ["cert00001.pdf", "cert00002.pdf", "cert00003.pdf"]),
])
def test_the_address_filters_and_sorts(app: Flask, ana: Any, query: str, expected: list[str]) -> None:
    with app.app_context():
        run = grids.sheet(ana.user_id)
        grids.rows(run, [record(1, **{TITLE: read(None), HOURS: read(None)}), record(2, **{HOURS: read("10.5")}),
                         record(3, **{HOURS: read("3.5")})])
        job = run.job_id
        commit()
    assert titles(ana.get(f"/sheets/{job}/grid{query}")) == expected


@pytest.mark.parametrize("query", ["", "&sort=4", "&sort=-1", "&q=cert"])
def test_every_row_is_on_exactly_one_page_there_and_back(
    app: Flask, ana: Any, query: str, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reads.page, "__defaults__", (3,))
    job, _ids = grids.laid(app, ana, 8)
    seen, url = [], f"/sheets/{job}/grid?x=1{query}"
    while True:
        page = ana.get(url)
        seen.append(titles(page))
        later = re.search(r'rel="next"[^>]* hx-get="([^"]*)"', page.text)
        if not later:
            break
        url = later[1].replace("&amp;", "&")
    rows = sorted(title for part in seen for title in part)
    assert (rows, [len(part) for part in seen]) == ([f"cert{n:05}.pdf" for n in range(1, 9)], [3, 3, 2])
    earlier = re.search(r'rel="prev"[^>]* hx-get="([^"]*)"', page.text)
    assert earlier
    assert titles(ana.get(earlier[1].replace("&amp;", "&"))) == seen[1]


def test_a_page_costs_as_many_queries_for_a_thousand_rows_as_for_one(app: Flask, ana: Any) -> None:
    small, _ids = grids.laid(app, ana, 1)
    large, ids = grids.laid(app, ana, 1)
    with app.app_context():
        row = db.session.get_one(Row, ids[0])
        db.session.execute(sa.insert(Row), [
            {"series_id": row.series_id, "set_index": 0, "task_id": row.task_id, "position": at, "path": f"x{at:05}",
             "values": row.values, "found": row.found, "edits": {}} for at in range(1, 1000)])
        commit()
    for query in ("", "?sort=1&q=x", "?check=1"):
        ana.get(f"/sheets/{small}/grid{query}")
        assert (queries(app, lambda q=query: ana.get(f"/sheets/{large}/grid{q}"))
                <= queries(app, lambda q=query: ana.get(f"/sheets/{small}/grid{q}")) * 2)


def test_appended_rows_follow_and_are_new_until_they_were_seen(app: Flask, ana: Any) -> None:
    job, _ids = grids.laid(app, ana, 2)
    ana.post(f"/sheets/{job}/grid/seen")
    with app.app_context():
        first = db.session.scalars(sa.select(Run).where(Run.job_id == job)).one()
        later = grids.batch(first.sheet, (Field("Course Title"), Field("Grade")), first)
        grids.rows(later, [{"Course Title": read("Appended"), "Grade": read("A")}])
        first_id = first.id
        commit()
    page = ana.get(f"/sheets/{job}/grid")
    assert (column(page, 1), page.text.count(">new</span>"), "1 new" in page.text) == (
        ["Course 1", "Course 2", "Appended"], 1, True)
    assert "Grade" in page.text  # the union of the columns of all batches
    assert column(ana.get(f"/sheets/{job}/grid?run_id={first_id}"), 1) == ["Course 1", "Course 2"]
    ana.post(f"/sheets/{job}/grid/seen", data={"quiet": "1"}, headers=HTMX)
    assert ">new</span>" not in ana.get(f"/sheets/{job}/grid").text


def test_a_grid_that_is_being_filled_asks_again_and_is_answered_when_there_is_something(app: Flask, ana: Any) -> None:
    job, ids = grids.laid(app, ana, 1)
    with app.app_context():
        db.session.scalars(sa.select(Run)).one().status = RunStatus.IN_PROGRESS
        commit()
    poll = re.search(r'id="grid-poll" hx-get="([^"]*)"', ana.get(f"/sheets/{job}/grid").text)
    assert poll
    url = poll[1].replace("&amp;", "&")
    assert ana.get(url, headers=HTMX).status_code == 204
    ana.post(f"/sheets/{job}/grid/cells/{ids[0]}?field={HOURS}", data={"value": "7"})
    answer = ana.get(url, headers=HTMX)
    assert (answer.status_code, column(answer, 4)) == (200, ["7"])


def test_a_cell_is_changed_in_its_place_with_the_counts(app: Flask, ana: Any) -> None:
    job, ids = grids.laid(app, ana, 1, **{HOURS: read("2", State.GUESSED)})
    url = f"/sheets/{job}/grid/cells/{ids[0]}?field={HOURS}"
    answer = ana.post(url, data={"value": "3", "version": "1", "inline": "1"}, headers=HTMX)
    assert (answer.status_code, column(answer, 4), "no doubtful values" in answer.text) == (200, ["3"], True)
    assert {"grid-changed", "announce"} <= set(json.loads(answer.headers["HX-Trigger"]))
    late = ana.post(url, data={"value": "4", "version": "1", "inline": "1"}, headers=HTMX)
    assert (late.status_code, 'value="4"' in late.text, "now it says “3”" in late.text) == (409, True, True)
    bad = ana.post(url, data={"value": "four", "version": "2", "inline": "1"}, headers=HTMX)
    assert (bad.status_code, 'value="four"' in bad.text, 'aria-invalid="true"' in bad.text) == (422, True, True)


def test_the_editor_shows_where_a_value_was_read_and_what_else_the_page_says(app: Flask, ana: Any) -> None:
    other = read("3", State.GUESSED)
    job, ids = grids.laid(app, ana, 1, **{HOURS: read("2", State.GUESSED, alternatives=()) | {"alternatives": [other]}})
    page = ana.get(f"/sheets/{job}/grid/cells/{ids[0]}?field={HOURS}")
    assert all(part in page.text for part in (
        "Read on page 1. Beside “Label”. Not certain", 'class="evidence-box"', "/pages/1.png", "pick:3",
        "Confirm as read"))
    saved = ana.post(f"/sheets/{job}/grid/cells/{ids[0]}?field={HOURS}", data={"action": "pick:3"}, headers=HTMX)
    assert (saved.status_code, "Reset to: 2" in saved.text, "Edited by Ana" in saved.text) == (200, True, True)


def test_a_block_is_pasted_over_the_rows_that_are_shown(app: Flask, ana: Any) -> None:
    job, ids = grids.laid(app, ana, 3)
    answer = ana.post(f"/sheets/{job}/grid/paste?sort=-0", headers=HTMX, data={
        "row": ids[::-1], "field": TITLE, "block": 'One\tFirst\n"Two\nlines"\tSecond\n'})
    assert (answer.status_code, column(answer, 1), column(answer, 2)) == (
        200, ["One", "Two lines", "Course 1"], ["First", "Second", "Institute"])
    assert ana.post(f"/sheets/{job}/grid/undo", headers=HTMX).status_code == 200
    assert column(ana.get(f"/sheets/{job}/grid"), 1) == ["Course 1", "Course 2", "Course 3"]
    assert [ana.post(f"/sheets/{job}/grid/paste", headers=HTMX, data=data).status_code for data in (
        {"row": ids[0], "field": "Nope", "block": "x"}, {"row": "x", "field": TITLE, "block": "x"},
        {"field": TITLE, "block": "x"}, {"row": 10**17, "field": TITLE, "block": "x"})] == [422, 422, 422, 404]


def test_a_row_that_the_filter_has_just_let_go_can_still_be_worked_on(app: Flask, ana: Any) -> None:
    job, ids = grids.laid(app, ana, 2, **{HOURS: read("2", State.GUESSED)})
    block = {"row": ids[0], "field": HOURS}
    assert ana.post(f"/sheets/{job}/grid/confirm?check=1", headers=HTMX, data=block).status_code == 200
    assert ana.post(f"/sheets/{job}/grid/paste?check=1", headers=HTMX, data=block | {"block": "3"}).status_code == 200
    assert column(ana.get(f"/sheets/{job}/grid"), 4) == ["3", "2.5"]


def test_a_block_longer_than_the_page_is_refused_while_rows_follow(
    app: Flask, ana: Any, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reads.page, "__defaults__", (2,))
    job, ids = grids.laid(app, ana, 3)
    answer = ana.post(f"/sheets/{job}/grid/paste", data={"row": ids[:2], "field": TITLE, "block": "a\nb\nc"})
    assert (answer.status_code, "only 2 rows left on this page" in answer.text) == (422, True)


def test_rows_are_removed_with_a_way_back(app: Flask, ana: Any) -> None:
    job, ids = grids.laid(app, ana, 3)
    answer = ana.post(f"/sheets/{job}/grid/rows/remove", data={"id": ids[:2]}, headers=HTMX)
    assert titles(answer) == ["cert00003.pdf"]
    back = re.search(r'"undo": "([^"]*)"', answer.headers["HX-Trigger"])
    assert back
    assert ana.post(back[1], headers=HTMX).status_code == 200
    assert len(titles(ana.get(f"/sheets/{job}/grid"))) == 3
    assert ana.post(back[1], headers=HTMX).status_code == 409


def test_a_row_is_typed_by_hand_and_changed_as_a_form(app: Flask, ana: Any) -> None:
    job, _ids = grids.laid(app, ana, 1)
    bad = ana.post(f"/sheets/{job}/grid/rows/new", data={f"v:{TITLE}": "By hand", f"v:{HOURS}": "many"})
    assert (bad.status_code, 'value="By hand"' in bad.text, "Type a number" in bad.text) == (422, True, True)
    good = ana.post(f"/sheets/{job}/grid/rows/new", data={f"v:{TITLE}": "By hand", f"v:{HOURS}": "2"})
    assert good.status_code == 303
    page = ana.get(f"/sheets/{job}/grid")
    assert (sorted(titles(page)), "is-missing" in page.text) == (["(manual)", "cert00001.pdf"], False)
    with app.app_context():
        row = db.session.scalars(sa.select(Row).where(Row.task_id.is_(None))).one().id
    saved = ana.post(f"/sheets/{job}/grid/rows/{row}", data={f"v:{HOURS}": "3", "version": "1"})
    late = ana.post(f"/sheets/{job}/grid/rows/{row}", data={f"v:{HOURS}": "4", "version": "1"})
    assert (saved.status_code, late.status_code) == (303, 409)


def test_features_above_mark_rows_and_say_where_the_page_is(app: Flask, ana: Any) -> None:
    with app.app_context():
        run = grids.sheet(ana.user_id, job_type=Kind.CPE)
        made = grids.rows(run, [record(1)])
        job, number = run.job_id, made[0].id
        commit()
    public.add_home(app, Kind.CPE, lambda sheet: f"/cpe?job_id={sheet.id}")
    public.add_marks(app, Kind.CPE, lambda _run: {number: [Mark("duplicate of cert9.pdf")]})
    page = ana.get(f"/sheets/{job}/grid?mine=1")
    assert ("duplicate of cert9.pdf" in page.text, f'href="/cpe?job_id={job}&amp;mine=1&amp;sort=1"' in page.text) == (
        True, True)
    saved = ana.post(f"/sheets/{job}/grid/cells/{number}?field={HOURS}", data={"value": "9"})
    assert saved.location == f"/cpe?job_id={job}#c{number}-4"


def test_an_auditor_looks_and_changes_nothing(app: Flask, ana: Any, mara: Any) -> None:
    job, ids = grids.laid(app, ana, 1)
    with app.app_context():
        db.session.get_one(User, mara.user_id).role = Role.AUDITOR
        commit()
    page = mara.get(f"/sheets/{job}/grid")
    assert (page.status_code, "grid-undo" in page.text, "grid-input" in page.text) == (200, False, False)
    assert mara.post(f"/sheets/{job}/grid/cells/{ids[0]}?field={HOURS}", data={"value": "9"}).status_code == 403
    assert mara.get(f"/sheets/{job}/grid/rows/{ids[0]}").status_code == 200


def test_the_log_says_who_changed_what_from_what(app: Flask, ana: Any) -> None:
    job, ids = grids.laid(app, ana, 1)
    ana.post(f"/sheets/{job}/grid/cells/{ids[0]}?field={HOURS}", data={"value": "9"})
    with app.app_context():
        entry = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "sheet:cell:edited")).one()
        assert (entry.actor_id, entry.subject_id, entry.details) == (
            ana.user_id, job, {"row": ids[0], "field": HOURS, "old": "1.5", "new": "9"})
        assert db.session.get_one(Sheet, job).version > 1
