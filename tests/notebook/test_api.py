"""The seven endpoints of seed 002, to the letter, and what versions add to them."""

import re
from datetime import timedelta

import pytest

from fsr import clock
from fsr.auth.models import User
from fsr.db import commit, db
from fsr.notebook.models import Case, Level, Page
from fsr.notebook.service import pace
from tests import factories
from tests.notebook.conftest import NOTES, NUMBER, PROBLEM, page_now, versions_of

ZULU = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
ODD = ["00012345", "12345", "1234567890123456789", "TEST-001", "A/B/7", "LV 7 (a)", "Ģ-1", "תיק-5", "5.02e8", "a?b#c%d"]


@pytest.fixture
def cases(app, people):
    """Make cases of these numbers; with a closed one if asked: `cases("A-1", closed=["B-2"])`."""

    def make(*numbers, closed=()):
        with app.app_context():
            for number in numbers:
                factories.case(number)
            for number in closed:
                factories.case(number, is_open=False, closed_at=clock.now())
            commit()

    return make


@pytest.fixture
def data(ana):
    """One's page as the API tells it."""

    def read(number=NUMBER, browser=ana):
        return browser.get(f"/api/cases/data/{number}").json["data"]

    return read


def quoted(number):
    return number.replace("%", "%25").replace("?", "%3F").replace("#", "%23")


def test_nobody_gets_further_than_not_authenticated(client, case_id):
    for method, path in (("GET", f"validate/{NUMBER}"), ("GET", "user-cases"), ("POST", "status"), ("GET", "data"),
                         ("GET", f"data/{NUMBER}"), ("PUT", f"data/{NUMBER}"), ("POST", "data")):
        answer = client.open(f"/api/cases/{path}", method=method, json={} if method != "GET" else None)
        assert (answer.status_code, answer.json["error"]) == (401, "Not authenticated")


def test_a_number_is_validated(ana, cases):
    cases("OPEN-1", closed=["SHUT-1"])
    assert ana.get("/api/cases/validate/OPEN-1").json == {
        "valid": True, "case_number": "OPEN-1", "is_closed": False, "status": "open"}
    assert ana.get("/api/cases/validate/SHUT-1").json == {
        "valid": True, "case_number": "SHUT-1", "is_closed": True, "status": "closed"}
    answer = ana.get("/api/cases/validate/NO-1")
    assert (answer.status_code, answer.json) == (
        404, {"valid": False, "message": "Case number 'NO-1' does not exist in the system."})


@pytest.mark.parametrize("number", ODD)
def test_a_number_survives_every_endpoint_as_it_is(app, ana, cases, number):
    cases(number)
    path = quoted(number)
    assert ana.get(f"/api/cases/validate/{path}").json["case_number"] == number
    assert ana.put(f"/api/cases/data/{path}", json={"fsrNotes": "typed"}).json["case_number"] == number
    assert ana.get(f"/api/cases/data/{path}").json["data"]["caseNumber"] == number
    assert ana.get("/api/cases/user-cases").json["cases"] == [number]
    assert list(ana.get("/api/cases/data").json["cases"]) == [number]
    assert ana.post("/api/cases/status", json={"case_numbers": [number]}).json["results"][0] == {
        "case_number": number, "valid": True, "is_closed": False, "status": "open"}
    sent = [{"caseNumber": number, "problemStatement": "p"}]
    assert ana.post("/api/cases/data", json={"cases": sent}).json["saved_count"] == 1


def test_numbers_that_look_alike_as_numbers_are_different_cases(ana, cases, data):
    cases("1234567890123456789", "1234567890123456788", "00012345", "12345")
    for number in ("1234567890123456789", "00012345"):
        ana.put(f"/api/cases/data/{number}", json={"fsrNotes": number})
    assert set(ana.get("/api/cases/user-cases").json["cases"]) == {"1234567890123456789", "00012345"}
    assert data("00012345")["fsrNotes"] == "00012345"
    assert ana.get("/api/cases/data/12345").status_code == 404


def test_states_are_told_in_the_order_asked(ana, cases):
    cases("OPEN-1", closed=["SHUT-1"])
    answer = ana.post("/api/cases/status", json={"case_numbers": ["NO-1", "SHUT-1", "OPEN-1", "NO-1", "open-1"]})
    assert answer.json == {"results": [
        {"case_number": "NO-1", "valid": False, "is_closed": False, "status": "invalid"},
        {"case_number": "SHUT-1", "valid": True, "is_closed": True, "status": "closed"},
        {"case_number": "OPEN-1", "valid": True, "is_closed": False, "status": "open"},
        {"case_number": "NO-1", "valid": False, "is_closed": False, "status": "invalid"},
        {"case_number": "open-1", "valid": False, "is_closed": False, "status": "invalid"}]}


@pytest.mark.parametrize("body", [{}, {"case_numbers": []}, {"case_numbers": None}])
def test_asking_about_nothing_is_answered_with_nothing(ana, body):
    assert ana.post("/api/cases/status", json=body).json == {"results": []}


def test_a_thousand_numbers_are_two_questions(ana, cases):
    cases("OPEN-1")
    answer = ana.post("/api/cases/status", json={"case_numbers": [f"N-{n}" for n in range(999)] + ["OPEN-1", "\ud800"]})
    assert [each["status"] for each in answer.json["results"]] == ["invalid"] * 999 + ["open", "invalid"]


def test_own_pages_of_open_cases_come_newest_first(app, ana, bob, cases, monkeypatch):
    cases("A-1", "B-2", "C-3", closed=["D-4"])
    start = clock.now()
    for minutes, number in enumerate(("A-1", "B-2", "C-3", "A-1")):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: start + timedelta(minutes=minutes))
        ana.put(f"/api/cases/data/{number}", json={"fsrNotes": f"at {minutes}"})
    bob.put("/api/cases/data/B-2", json={"fsrNotes": "Bob's"})
    with app.app_context():
        db.session.query(Case).filter_by(number="C-3").one().is_open = False
        commit()
    assert ana.get("/api/cases/user-cases").json == {"user_id": ana.user_id, "cases": ["A-1", "B-2"], "count": 2}
    whole = ana.get("/api/cases/data").json
    assert (whole["user_id"], whole["count"], set(whole["cases"])) == (str(ana.user_id), 2, {"A-1", "B-2"})
    page = whole["cases"]["B-2"]
    assert (page["caseNumber"], page["problemStatement"], page["fsrNotes"]) == ("B-2", "", "at 1")
    assert ZULU.fullmatch(page["updatedAt"])


def test_a_page_is_saved_and_read_again(ana, case_id, data):
    answer = ana.put(f"/api/cases/data/{NUMBER}", json={"problemStatement": "It leaks", "fsrNotes": "Sealed"})
    assert answer.status_code == 200
    assert ZULU.fullmatch(answer.json["updated_at"])
    assert {key: answer.json[key] for key in ("success", "message", "case_number", "version")} == {
        "success": True, "message": "Case data saved successfully", "case_number": NUMBER, "version": 1}
    found = ana.get(f"/api/cases/data/{NUMBER}")
    assert found.json == {"found": True, "data": {
        "caseNumber": NUMBER, "problemStatement": "It leaks", "fsrNotes": "Sealed", "version": 1,
        "updatedAt": answer.json["updated_at"]}}
    assert found.headers["ETag"] == '"1"'


def test_what_is_not_saved_is_not_found(ana, bob, page_id):
    for path in (NUMBER, "NO-1"):
        answer = bob.get(f"/api/cases/data/{path}")
        assert (answer.status_code, answer.json) == (
            404, {"found": False, "message": "No saved data for this case"})


def test_an_absent_key_is_unchanged_and_an_empty_text_is_cleared(ana, page_id, data):
    ana.put(f"/api/cases/data/{NUMBER}", json={"fsrNotes": ""})
    assert (data()["problemStatement"], data()["fsrNotes"]) == (PROBLEM, "")
    ana.put(f"/api/cases/data/{NUMBER}", json={"problemStatement": None})
    assert data()["problemStatement"] == PROBLEM


def test_an_unchanged_save_moves_nothing(ana, page_id, data):
    before = data()
    answer = ana.put(f"/api/cases/data/{NUMBER}", json={"problemStatement": PROBLEM, "fsrNotes": NOTES})
    assert (answer.json["outcome"], answer.json["version"]) == ("unchanged", 1)
    assert data() == before


def test_unknown_and_closed_cases_are_refused_in_the_seeds_words(ana, cases, data, page_id, case_id, close):
    for number in ("NO-1", "x" * 300, "a\u200bb"):
        answer = ana.put(f"/api/cases/data/{number}", json={"fsrNotes": "typed"})
        assert (answer.status_code, answer.json) == (400, {"error": "Invalid case number"})
    close(case_id)
    for body in ({"fsrNotes": "late"}, {"fsrNotes": NOTES}, {}):
        answer = ana.put(f"/api/cases/data/{NUMBER}", json=body)
        assert (answer.status_code, answer.json) == (400, {"error": "Cannot save data for closed case"})
    assert data()["fsrNotes"] == NOTES  # closed pages stay readable


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b'{"fsrNotes": 5}',
                                  b'{"problemStatement": ["a"]}', b'{"baseVersion": "1"}', b'{"baseVersion": 1.5}'])
def test_a_body_that_makes_no_sense_is_refused_and_not_an_error_of_ours(ana, page_id, data, body):
    answer = ana.put(f"/api/cases/data/{NUMBER}", data=body, content_type="application/json")
    assert answer.status_code == 422
    assert data()["fsrNotes"] == NOTES


@pytest.mark.parametrize(("path", "body"), [
    ("status", {"case_numbers": [12345]}), ("status", {"case_numbers": "A"}),
    ("status", {"case_numbers": ["x"] * 2001}),
    ("data", {"cases": "A"}), ("data", {"cases": [1]}), ("data", {"cases": [{}] * 201}), ("data", []),
    ("status", 1)])
def test_a_list_of_the_wrong_kind_or_length_is_refused(ana, path, body):
    assert ana.post(f"/api/cases/{path}", json=body).status_code == 422


def test_a_text_too_long_to_keep_is_refused_by_its_name(ana, page_id, data):
    answer = ana.put(f"/api/cases/data/{NUMBER}", json={"fsrNotes": "x" * 200_001})
    assert answer.status_code == 422
    assert answer.json["detail"][0]["loc"] == ["fsr_notes"]
    assert data()["fsrNotes"] == NOTES


def test_texts_hold_whatever_json_can_say(ana, case_id, data):
    ana.put(f"/api/cases/data/{NUMBER}", data=b'{"fsrNotes": "a\\u0000b\\ud800c \\ud83d\\ude00\\r\\nd"}',
            content_type="application/json")
    assert data()["fsrNotes"] == "abc 😀\nd"


def test_a_batch_saves_each_on_its_own_and_says_what_became_of_it(ana, cases, data):
    cases("A-1", "B-2", closed=["C-3"])
    answer = ana.post("/api/cases/data", json={"cases": [
        {"caseNumber": "A-1", "problemStatement": "one", "fsrNotes": "two", "updatedAt": "whenever"},
        {"caseNumber": "NO-1", "fsrNotes": "x"}, {"caseNumber": "C-3", "fsrNotes": "x"}, {"fsrNotes": "x"},
        {"caseNumber": 12345, "fsrNotes": "x"}, {"caseNumber": "B-2", "fsrNotes": "x" * 200_001},
        {"caseNumber": "B-2", "fsrNotes": 7}, {"caseNumber": "B-2", "fsrNotes": "three"}]})
    assert answer.status_code == 200
    body = answer.json
    assert (body["success"], body["saved_count"]) == (True, 2)
    assert body["errors"][:4] == ["Invalid case: NO-1", "Case is closed: C-3", "Invalid case: None",
                                  "Invalid case: 12345"]
    assert [error.startswith("Error saving B-2: ") for error in body["errors"][4:]] == [True, True]
    assert [result["outcome"] for result in body["results"]] == [
        "saved", "invalid", "closed", "invalid", "invalid", "refused", "refused", "saved"]
    assert (data("A-1")["fsrNotes"], data("B-2")["fsrNotes"]) == ("two", "three")


@pytest.mark.parametrize("body", [{}, {"cases": []}, {"cases": None}])
def test_an_empty_batch_saves_nothing(ana, body):
    assert ana.post("/api/cases/data", json=body).json == {
        "success": True, "saved_count": 0, "errors": [], "results": []}


def test_a_refused_item_leaves_no_page_behind(app, ana, cases):
    cases("A-1")
    ana.post("/api/cases/data", json={"cases": [{"caseNumber": "A-1", "fsrNotes": "mine", "baseVersion": 7}]})
    assert ana.get("/api/cases/data/A-1").status_code == 404
    with app.app_context():
        assert db.session.query(Page).count() == 0


def test_a_version_protects_what_came_later(app, ana, page_id, data):
    ana.put(f"/api/cases/data/{NUMBER}", json={"problemStatement": "Theirs", "baseVersion": 1})
    answer = ana.put(f"/api/cases/data/{NUMBER}", json={"problemStatement": "Mine", "baseVersion": 1})
    assert answer.status_code == 409
    body = answer.json
    assert (body["version"], body["by"], body["data"]["problemStatement"]) == (2, "Ana", "Theirs")
    assert body["merged"]["problemStatement"] == {"text": "Mine\nTheirs", "clean": False, "base": PROBLEM}
    assert body["merged"]["fsrNotes"] == {"text": NOTES, "clean": True, "base": NOTES}
    assert data()["problemStatement"] == "Theirs"


def test_changes_that_do_not_touch_are_merged_and_sent_back(ana, page_id):
    ana.put(f"/api/cases/data/{NUMBER}", json={"problemStatement": "Theirs", "baseVersion": 1})
    body = ana.put(f"/api/cases/data/{NUMBER}", json={"fsrNotes": "Mine", "problemStatement": PROBLEM},
                   headers={"If-Match": '"1"'}).json
    assert (body["outcome"], body["version"]) == ("merged", 3)
    assert (body["data"]["problemStatement"], body["data"]["fsrNotes"]) == ("Theirs", "Mine")


@pytest.mark.parametrize(("tag", "status"), [('"1"', 409), ("1", 409), ('W/"1"', 409), ('"2"', 200), ("*", 200),
                                             ('"x"', 409), ("-1", 409), ("9" * 40, 409)])
def test_if_match_is_a_version_quoted_or_not(ana, page_id, tag, status):
    ana.put(f"/api/cases/data/{NUMBER}", json={"fsrNotes": "Theirs"})
    answer = ana.put(f"/api/cases/data/{NUMBER}", json={"fsrNotes": "Mine"}, headers={"If-Match": tag})
    assert answer.status_code == status


def test_without_a_version_the_last_writer_wins_and_the_loser_is_kept(app, ana, page_id):
    ana.put(f"/api/cases/data/{NUMBER}", json={"fsrNotes": "First device"})
    assert ana.put(f"/api/cases/data/{NUMBER}", json={"fsrNotes": "Second"}).status_code == 200
    assert [(version.fsr_notes, version.kind) for version in versions_of(app, page_id)] == [
        (NOTES, "overwritten"), ("First device", "overwritten"), ("Second", "edit")]


def test_a_repeated_request_is_answered_again_and_done_once(app, ana, page_id):
    first, second = (ana.put(f"/api/cases/data/{NUMBER}", json={"fsrNotes": "Once"}, headers={"X-Op-Id": "op-1"})
                     for _ in range(2))
    assert first.json["version"] == second.json["version"] == 2
    assert len(versions_of(app, page_id)) == 2


def test_a_shared_page_is_read_and_written_as_far_as_its_author_lets(app, ana, bob, mara, page_id):
    with app.app_context():
        page = db.session.get_one(Page, page_id)
        factories.member(page, db.session.get_one(User, bob.user_id), Level.WRITE)
        factories.member(page, db.session.get_one(User, mara.user_id), Level.READ)
        commit()
    path = f"/api/cases/data/{NUMBER}?by={ana.user_id}"
    assert mara.get(path).json["data"]["fsrNotes"] == NOTES
    assert mara.put(path, json={"fsrNotes": "no"}).status_code == 403
    assert bob.put(path, json={"fsrNotes": "Bob was here", "baseVersion": 1}).status_code == 200
    assert page_now(app, page_id).fsr_notes == "Bob was here"
    assert bob.get(f"/api/cases/data/{NUMBER}").status_code == 404
    for by in (bob.user_id, 10**17, "x", "-1"):
        assert ana.get(f"/api/cases/data/{NUMBER}?by={by}").status_code == 404


def test_nobody_sees_a_page_that_is_not_shared_not_even_an_administrator(ada, bob, auditor, ana, page_id):
    for browser in (ada, bob, auditor):
        answer = browser.get(f"/api/cases/data/{NUMBER}?by={ana.user_id}")
        assert (answer.status_code, answer.json) == (404, {"found": False, "message": "No saved data for this case"})
        refused = browser.put(f"/api/cases/data/{NUMBER}?by={ana.user_id}", json={"fsrNotes": "x"})
        assert (refused.status_code, refused.json) == (400, {"error": "Invalid case number"})


def test_an_auditor_asks_and_writes_nothing(auditor, case_id):
    assert auditor.get(f"/api/cases/validate/{NUMBER}").json["valid"]
    assert auditor.put(f"/api/cases/data/{NUMBER}", json={"fsrNotes": "x"}).status_code == 403
    body = {"cases": [{"caseNumber": NUMBER, "fsrNotes": "x"}]}
    assert auditor.post("/api/cases/data", json=body).json["saved_count"] == 0


def test_a_program_gone_wild_is_told_to_wait(app, ana, page_id, data, monkeypatch):
    app.config["FSR_SAVES_A_MINUTE"] = 3
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    texts = [f"text {number}" for number in range(4)]
    answers = [ana.put(f"/api/cases/data/{NUMBER}", json={"fsrNotes": text}) for text in texts]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1].headers["Retry-After"] == "20"
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(seconds=20))
    assert ana.put(f"/api/cases/data/{NUMBER}", json={"fsrNotes": texts[-1]}).status_code == 200


def test_a_clock_that_steps_back_locks_nobody_out():
    counted, now = pace.Pace(), clock.now()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: now)
        assert counted.wait(1, 60) == 0
        patch.setattr(clock, "now", lambda: now - timedelta(days=1))
        assert counted.wait(1, 60) == 0
