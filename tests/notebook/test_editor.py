"""The editor's pages without a browser: who sees what, which form is answered how, and that no text is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import encode_multipart

from fsr.db import db
from fsr.notebook.changes import changes
from fsr.notebook.models import LineItem, Page
from tests import factories
from tests.browsers import Browser
from tests.notebook.conftest import NOTES, NUMBER, PROBLEM, acting, page_now, versions_of

PATH = f"/cases/{NUMBER}"
HTMX = {"HX-Request": "true"}


def form(notes: str, base: int = 1, **more: Any) -> dict[str, Any]:
    """The editor's form, with other notes than it was opened with."""
    return {"problem_statement": PROBLEM, "fsr_notes": notes, "base_version": base, **more}


def test_looking_at_a_case_begins_no_page(app: Flask, ana: Browser, case_id: str) -> None:
    answer = ana.get(PATH)
    with app.app_context():
        pages = db.session.query(Page).count()
    assert (answer.status_code, "Nothing written yet" in answer.text, pages) == (200, True, 0)


def test_a_page_is_there_for_its_author_and_its_people_only(
        app: Flask, ana: Browser, bob: Browser, mara: Browser, ada: Browser, page_id: int) -> None:
    theirs = f"{PATH}?by={ana.user_id}"
    with acting(app, bob) as user:
        factories.member(db.session.get_one(Page, page_id), user, "read")
    assert [who.get(theirs).status_code for who in (ana, bob, mara, ada)] == [200, 200, 404, 404]
    assert [who.post(f"{PATH}/save", data=form("x", by=ana.user_id)).status_code for who in (bob, mara, ada)] == [
        403, 404, 404]
    assert (bob.get(theirs).text.count("<textarea"), "Checked the filter." in bob.get(theirs).text) == (2, True)
    assert [ana.get(f"{PATH}?by={odd}").status_code for odd in ("x", "-1", "9" * 30, "0")] == [404] * 4


def test_an_auditor_reads_no_page_and_writes_none(auditor: Browser, ana: Browser, page_id: int) -> None:
    assert auditor.get(f"{PATH}?by={ana.user_id}").status_code == 404
    assert ("<textarea name" in auditor.get(PATH).text, auditor.post(f"{PATH}/save", data=form("x")).status_code) == (
        False, 403)


def test_a_save_answers_htmx_with_the_status_line_alone(app: Flask, ana: Browser, page_id: int) -> None:
    answer = ana.post(f"{PATH}/save", data=form("New."), headers=HTMX)
    assert (answer.status_code, 'data-version="2"' in answer.text, "<textarea" in answer.text) == (200, True, False)
    assert page_now(app, page_id).fsr_notes == "New."


def test_a_plain_save_leads_back_to_the_page(app: Flask, ana: Browser, page_id: int) -> None:
    answer = ana.post(f"{PATH}/save", data=form("New.\r\nLine."))
    assert (answer.status_code, answer.location) == (303, PATH)
    assert page_now(app, page_id).fsr_notes == "New.\nLine."


def test_a_repeated_save_makes_one_version_whether_the_form_or_the_header_names_it(
        app: Flask, ana: Browser, page_id: int) -> None:
    for _ in range(3):
        assert ana.post(f"{PATH}/save", data=form("New."), headers={**HTMX, "X-Op-Id": "one"}).status_code == 200
        assert ana.post(f"{PATH}/save", data=form("New.", op_id="one"), headers=HTMX).status_code == 200
    assert len(versions_of(app, page_id)) == 2


def test_a_name_of_another_save_is_refused_with_the_text_in_the_answer(ana: Browser, page_id: int) -> None:
    ana.post(f"{PATH}/save", data=form("New.", op_id="one"))
    answer = ana.post(f"{PATH}/save", data=form("Other.", 2, op_id="one"))
    assert (answer.status_code, "Other.</textarea>" in answer.text) == (422, True)


def test_a_save_written_on_ones_own_lost_answer_is_no_conflict(app: Flask, ana: Browser, page_id: int) -> None:
    ana.post(f"{PATH}/save", data=form("Seal worn.", op_id="lost"))
    answer = ana.post(f"{PATH}/save", data=form("Seal worn through.", 1, op_id="next", after="never,lost"))
    assert (answer.status_code, page_now(app, page_id).fsr_notes) == (303, "Seal worn through.")


def test_a_conflict_answers_409_with_both_texts_and_stores_nothing(app: Flask, ana: Browser, page_id: int) -> None:
    ana.post(f"{PATH}/save", data=form("Theirs."))
    whole = ana.post(f"{PATH}/save", data=form("Mine."))
    part = ana.post(f"{PATH}/save", data=form("Mine."), headers=HTMX)
    assert (whole.status_code, "Mine." in whole.text, "Theirs." in whole.text) == (409, True, True)
    assert (part.status_code, 'data-state="conflict"' in part.text, 'id="notice"' in part.text) == (409, True, True)
    assert [row.fsr_notes for row in versions_of(app, page_id)] == [NOTES, "Theirs."]


@pytest.mark.parametrize("base", ["", "x", "-1", "99", "9" * 40])
def test_a_base_that_nobody_knows_is_never_written_over(app: Flask, ana: Browser, page_id: int, base: str) -> None:
    answer = ana.post(f"{PATH}/save", data=form("Mine.", base))  # type: ignore[arg-type]  # as a broken client sends it
    assert (answer.status_code, page_now(app, page_id).fsr_notes) == (409, NOTES)


def test_a_closed_case_refuses_saves_and_keeps_the_text(
        app: Flask, ana: Browser, page_id: int, case_id: str, close: Callable[..., None]) -> None:
    close(case_id)
    whole, part = (ana.post(f"{PATH}/save", data=form("Late."), headers=headers) for headers in ({}, HTMX))
    assert (whole.status_code, "Late.</textarea>" in whole.text) == (409, True)
    assert (part.status_code, 'data-state="closed"' in part.text) == (409, True)
    assert page_now(app, page_id).fsr_notes == NOTES
    shown = ana.get(PATH).text
    assert ("<textarea" in shown.partition("kept-draft")[0], "nobody can change" in shown) == (False, True)


def test_a_text_that_somebody_else_typed_is_not_saved_in_the_readers_name(
        app: Flask, ana: Browser, bob: Browser, page_id: int) -> None:
    answer = ana.post(f"{PATH}/save", data=form("Bob's.", user=bob.user_id), headers=HTMX)
    assert (answer.status_code, page_now(app, page_id).fsr_notes) == (403, NOTES)


def test_a_text_too_long_to_keep_comes_back_in_its_box(ana: Browser, page_id: int) -> None:
    answer = ana.post(f"{PATH}/save", data=form("x" * 200_001))
    assert (answer.status_code, "x" * 200_001 in answer.text, 'aria-invalid="true"' in answer.text) == (422, True, True)


def test_two_texts_as_long_as_they_may_be_fit_through_the_form(app: Flask, ana: Browser, page_id: int) -> None:
    longest = "ש" * 200_000
    data = {"problem_statement": longest, "fsr_notes": longest, "base_version": "1"}
    boundary, body = encode_multipart(data)
    answer = ana.post(f"{PATH}/save", data=body, content_type=f"multipart/form-data; boundary={boundary}")
    assert (answer.status_code, page_now(app, page_id).fsr_notes == longest) == (303, True)


def test_whoever_is_signed_out_gets_no_status_but_401(app: Flask, page_id: int) -> None:
    answer = app.test_client().post(f"{PATH}/save", data=form("x"), headers=HTMX)
    assert (answer.status_code, "session-expired" in answer.headers["HX-Trigger"]) == (401, True)


def test_presence_tells_an_idle_editor_what_changed_and_a_busy_one_nothing(ana: Browser, page_id: int) -> None:
    ana.post(f"{PATH}/save", data=form(f"First.\n{NOTES}"))
    ask = f"{PATH}/presence?base=1&open=1"
    idle, busy = ana.get(ask, headers=HTMX).text, ana.get(f"{ask}&unsaved=1", headers=HTMX).text
    assert ("First." in idle, 'data-version="2"' in idle, "save-status" in busy) == (True, True, False)
    assert ana.get(f"{PATH}/presence").location == PATH


def test_presence_tells_of_closing_and_of_opening_again(
        ana: Browser, page_id: int, case_id: str, close: Callable[..., None]) -> None:
    close(case_id)
    assert 'data-state="closed"' in ana.get(f"{PATH}/presence?base=1&open=1", headers=HTMX).text
    assert "save-status" not in ana.get(f"{PATH}/presence?base=1&open=0", headers=HTMX).text
    close(case_id, is_open=True)
    assert 'data-state="saved"' in ana.get(f"{PATH}/presence?base=1&open=0", headers=HTMX).text


@pytest.mark.parametrize(("old", "new"), [
    ("", "x"), ("x", ""), ("a b c", "a c"), ("one two", "one 2 two"), ("🛠️ seal", "🛠️ worn seal 🛠️"), ("ab", "ba"),
    ("line\nline\n", "first\nline\nline\n")])
def test_changes_make_the_new_text_of_the_old_as_a_browser_counts(old: str, new: str) -> None:
    text = old.encode("utf-16-le")
    for start, end, come in reversed(changes(old, new)):
        text = text[:2 * start] + come.encode("utf-16-le") + text[2 * end:]
    assert text.decode("utf-16-le") == new


def filed(app: Flask, page_id: int) -> list[tuple[int, str]]:
    """Number and text of the filed line items."""
    with app.app_context():
        return [(one.number, one.text) for one in db.session.query(LineItem).filter_by(page_id=page_id)]


def test_filing_saves_what_is_in_the_box_and_begins_the_next_line_item(app: Flask, ana: Browser, page_id: int) -> None:
    answer = ana.post(f"{PATH}/save", data=form("Day one.", then="file"))
    page = page_now(app, page_id)
    assert (answer.status_code, filed(app, page_id), page.fsr_notes, page.line_item) == (303, [(1, "Day one.")], "", 2)
    shown = ana.get(PATH).text
    assert ("FSR notes, line item 2" in shown, "Day one." in shown, "File and start line item 3" in shown) == (
        True, True, True)


def test_nothing_is_filed_of_empty_notes(app: Flask, ana: Browser, page_id: int) -> None:
    answer = ana.post(f"{PATH}/save", data=form("  ", then="file"))
    assert (answer.status_code, filed(app, page_id), page_now(app, page_id).fsr_notes) == (422, [], NOTES)


def test_the_last_line_item_is_taken_back_while_the_box_is_empty(app: Flask, ana: Browser, page_id: int) -> None:
    ana.post(f"{PATH}/save", data=form("Day one.", then="file"))
    assert ana.post(f"{PATH}/items/take-back").status_code == 303
    assert (filed(app, page_id), page_now(app, page_id).fsr_notes) == ([], "Day one.")
    assert ana.post(f"{PATH}/items/take-back").status_code == 404


def test_a_line_item_is_not_taken_back_over_new_notes(app: Flask, ana: Browser, page_id: int) -> None:
    ana.post(f"{PATH}/save", data=form("Day one.", then="file"))
    ana.post(f"{PATH}/save", data=form("Day two.", 3))
    answer = ana.post(f"{PATH}/items/take-back", follow_redirects=True)
    assert ("not empty any more" in answer.text, page_now(app, page_id).fsr_notes) == (True, "Day two.")


def test_a_filed_line_item_is_corrected_and_a_second_correction_sees_the_first(
        app: Flask, ana: Browser, page_id: int) -> None:
    ana.post(f"{PATH}/save", data=form("Day one.", then="file"))
    url = f"{PATH}/items/1"
    assert ana.post(url, data={"text": "Day 1.", "version": 1}).location == f"{PATH}#item-1"
    stale = ana.post(url, data={"text": "First day.", "version": 1}, headers=HTMX)
    assert (stale.status_code, "Day 1." in stale.text, "First day.</textarea>" in stale.text) == (409, True, True)
    assert ana.post(url, data={"text": "First day.", "version": 2}, headers=HTMX).status_code == 200
    assert filed(app, page_id) == [(1, "First day.")]


def test_line_items_belong_to_the_page_and_its_people(app: Flask, ana: Browser, bob: Browser, page_id: int) -> None:
    ana.post(f"{PATH}/save", data=form("Day one.", then="file"))
    asked = [bob.get(f"{PATH}/items/1"), bob.get(f"{PATH}/items/1?by={ana.user_id}"),
             bob.post(f"{PATH}/items/take-back"), ana.get(f"{PATH}/items/2"), ana.get(f"{PATH}/items/1")]
    assert [answer.status_code for answer in asked] == [404, 404, 404, 404, 200]


def test_a_plain_form_of_an_ended_session_comes_back_with_its_text_until_it_is_saved(
        app: Flask, ana: Browser, page_id: int) -> None:
    nobody = app.test_client()
    answer = nobody.post(f"{PATH}/save", data=form("Typed."))
    assert (answer.status_code, "Typed.</textarea>" in answer.text, "Checked" in answer.text) == (401, True, False)
    ana.send_csrf = False  # signed in anew beside it: the form still has the token of before
    answer = ana.post(f"{PATH}/save", data=form("Typed."))
    assert (answer.status_code, "Typed.</textarea>" in answer.text, page_now(app, page_id).fsr_notes) == (
        400, True, NOTES)
    ana.send_csrf = True
    assert ana.post(f"{PATH}/save", data=form("Typed.")).status_code == 303


def test_the_result_of_a_conflict_outlives_its_session_too(app: Flask, ana: Browser, page_id: int) -> None:
    data = {"result_problem_statement": PROBLEM, "result_fsr_notes": "Decided.", "base_version": 1}
    for who, status in ((app.test_client(), 401), (ana, 400)):
        who.send_csrf = False  # type: ignore[attr-defined]  # the tests' browser
        answer = who.post(f"{PATH}/conflict", data=data)
        assert (answer.status_code, "Decided.</textarea>" in answer.text) == (status, True)
        assert f'action="{PATH}/save"' in answer.text


def test_a_form_from_another_site_shows_and_saves_nothing(app: Flask, ana: Browser, page_id: int) -> None:
    ana.send_csrf = False
    answer = ana.post(f"{PATH}/save", data=form("Forged."), headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, "Forged." in answer.text, page_now(app, page_id).fsr_notes) == (403, False, NOTES)
    assert ana.post("/cases/NONE/save", data=form("Forged.")).status_code == 400
