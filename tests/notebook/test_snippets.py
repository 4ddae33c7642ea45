"""Templates and snippets: one's own and everybody's, filled in once, put in with and without JavaScript."""

from typing import Any

import pytest
from flask import Flask

from fsr.db import db
from fsr.notebook import snippets
from fsr.notebook.checks import Field, State, check
from fsr.notebook.models import Page, Snippet
from fsr.notebook.snippets import added, filled
from tests.browsers import Browser
from tests.notebook.conftest import NOTES, NUMBER, PROBLEM

VALUES = {"date": "3 May 2025", "time": "14:05", "me": "Ana {case}", "case": "00012345"}
MINE = {"kind": "snippet", "field": "fsr_notes", "name": "No parts", "text": "No parts used. {me}, {date}"}


def make(browser: Browser, **values: str) -> Any:
    return browser.post("/cases/snippets/new", data={**MINE, **values})


def keys(app: Flask) -> list[str]:
    with app.app_context():
        return [f"s{row.id}" for row in db.session.query(Snippet).order_by(Snippet.id)]


def notes(app: Flask, page_id: int) -> tuple[str, str, int]:
    with app.app_context():
        page = db.session.get_one(Page, page_id)
        return page.problem_statement, page.fsr_notes, page.version


def test_places_are_filled_once_and_other_braces_stay() -> None:
    assert filled("{date} {time} {me} {case} {other} {{me}} {", VALUES) == (
        "3 May 2025 14:05 Ana {case} 00012345 {other} {Ana {case}} {")


def test_a_text_goes_below_what_is_there() -> None:
    assert added("", "new") == added("  \n", "new") == "new"
    assert added("old\n", "new") == "old\n\nnew"


def test_four_good_templates_come_with_fsr_and_pass_nothing_while_nobody_filled_them_in(app: Flask) -> None:
    with app.test_request_context():
        found = snippets.built_in()
    assert [one.key for one in found] == ["report", "intermittent", "handover", "call"]
    for one in found:
        report = check(Field(one.field), one.text.replace("{date}", "").replace("{time}", ""))
        passed = [answer.rule.name for answer in report.answers if answer.state is State.PASSED]
        assert set(passed) <= {"facts", "concise"}, (one.key, passed)


def test_a_filled_label_counts() -> None:
    text = "Cause: worn seal\nDone: replaced the seal\nTest and its result: no leak\n"
    assert check(Field.NOTES, text).answer("cause").state is State.PASSED
    assert check(Field.NOTES, text).answer("result").state is State.PASSED


def test_one_of_my_own_is_made_changed_and_deleted(app: Flask, ana: Browser) -> None:
    assert make(ana).status_code == 303
    assert "No parts" in ana.get("/cases/snippets").text
    (key,) = keys(app)
    url = f"/cases/snippets/{key[1:]}"
    assert "No parts used." in ana.get(url).text
    assert ana.post(url, data={**MINE, "name": "None used", "version": "1"}).status_code == 303
    assert "None used" in ana.get("/cases/snippets").text
    assert ana.post(f"{url}/delete").status_code == 303
    assert keys(app) == []


def test_a_change_on_an_older_version_keeps_what_was_typed(app: Flask, ana: Browser) -> None:
    make(ana)
    url = f"/cases/snippets/{keys(app)[0][1:]}"
    ana.post(url, data={**MINE, "text": "first", "version": "1"})
    answer = ana.post(url, data={**MINE, "text": "second, typed", "version": "1"})
    assert answer.status_code == 409
    assert "second, typed" in answer.text
    assert "first" in answer.text
    assert ana.post(url, data={**MINE, "text": "second, typed", "version": "9" * 17}).status_code == 409
    assert ana.post(url, data={**MINE, "text": "second, typed", "version": "2"}).status_code == 303


@pytest.mark.parametrize(("values", "sentence"), [
    ({"name": "  "}, "Give it a name."), ({"name": "x" * 81}, "At most 80 characters."),
    ({"text": " \n"}, "Write the text"), ({"text": "x" * 10_001}, "At most 10000 characters."),
    ({"kind": "macro"}, "Choose one of the list."), ({"field": "title"}, "Choose one of the list.")])
def test_what_cannot_be_kept_is_said_at_its_field(ana: Browser, values: dict[str, str], sentence: str) -> None:
    answer = make(ana, **values)
    assert (answer.status_code, sentence in answer.text) == (422, True)


def test_everybodys_are_chosen_by_all_and_changed_by_administrators(app: Flask, ada: Browser, ana: Browser) -> None:
    assert make(ada, name="House rules", for_all="1").status_code == 303
    assert make(ana, for_all="1").status_code == 403
    assert "House rules" in ana.get("/cases/snippets").text
    url = f"/cases/snippets/{keys(app)[0][1:]}"
    assert [ana.get(url).status_code, ana.post(f"{url}/delete").status_code, ada.get(url).status_code] == [
        403, 403, 200]


def test_what_is_somebody_elses_own_does_not_exist(app: Flask, ana: Browser, bob: Browser, ada: Browser) -> None:
    make(ana)
    url = f"/cases/snippets/{keys(app)[0][1:]}"
    for browser in (bob, ada):
        assert [browser.get(url).status_code, browser.post(url, data=MINE).status_code,
                browser.post(f"{url}/delete").status_code] == [404, 404, 404]
        assert "No parts" not in browser.get("/cases/snippets").text


def test_one_that_comes_with_fsr_is_copied_to_be_changed(ana: Browser) -> None:
    assert "Site and contact:" in ana.get("/cases/snippets/new?copy=report").text


def test_beside_the_editor_they_stand_filled_in(ana: Browser, page_id: int) -> None:
    make(ana)
    fragment = ana.get(f"/cases/{NUMBER}/snippets", headers={"HX-Request": "true"}).text
    assert "<html" not in fragment
    assert "No parts used. Ana, " in fragment
    assert f"Hand-over of {NUMBER}, " in fragment
    assert "{me}" not in fragment


def test_without_javascript_the_text_goes_below_what_is_kept(app: Flask, ana: Browser, page_id: int) -> None:
    make(ana)
    (key,) = keys(app)
    url = f"/cases/{NUMBER}/snippets/insert"
    assert key in ana.get(f"/cases/{NUMBER}/snippets").text
    assert ana.post(url, data={"snippet": key, "base_version": "1"}).status_code == 303
    problem, text, version = notes(app, page_id)
    assert (problem, version) == (PROBLEM, 2)
    assert text.startswith(f"{NOTES.rstrip()}\n\nNo parts used. Ana, ")


def test_a_text_for_both_goes_where_the_button_says(app: Flask, ana: Browser, page_id: int) -> None:
    make(ana, field="")
    ana.post(f"/cases/{NUMBER}/snippets/insert", data={
        "snippet": f"{keys(app)[0]}:problem_statement", "base_version": "1"})
    assert notes(app, page_id)[0].startswith(f"{PROBLEM}\n\nNo parts used.")


def test_what_was_typed_beside_it_is_saved_with_it(app: Flask, ana: Browser, page_id: int) -> None:
    ana.post(f"/cases/{NUMBER}/snippets/insert", data={
        "snippet": "handover", "base_version": "1", "problem_statement": PROBLEM, "fsr_notes": "typed"})
    assert notes(app, page_id)[1].startswith(f"typed\n\nHand-over of {NUMBER}")


def test_an_older_base_is_a_conflict_and_nothing_is_lost(app: Flask, ana: Browser, page_id: int) -> None:
    ana.post(f"/cases/{NUMBER}/save", data={"base_version": "1", "fsr_notes": "changed wholly"})
    answer = ana.post(f"/cases/{NUMBER}/snippets/insert", data={
        "snippet": "handover", "base_version": "1", "fsr_notes": "typed instead"})
    assert answer.status_code == 409
    assert "typed instead" in answer.text
    assert notes(app, page_id)[1] == "changed wholly"


def test_a_closed_case_takes_none_and_an_unknown_one_is_not_there(
        ana: Browser, page_id: int, case_id: str, close: Any) -> None:
    url = f"/cases/{NUMBER}/snippets/insert"
    assert ana.post(url, data={"snippet": "nothing"}).status_code == 404
    close(case_id)
    assert ana.post(url, data={"snippet": "handover", "base_version": "1"}).status_code == 409


def test_auditors_have_none(auditor: Browser, case_id: str) -> None:
    assert auditor.get("/cases/snippets").status_code == 403
    assert make(auditor).status_code == 403
    assert auditor.get(f"/cases/{NUMBER}/snippets").status_code == 403
