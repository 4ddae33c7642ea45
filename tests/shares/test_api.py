"""`/shares`: the shapes of seed 000, with its defects mended."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from fsr import clock
from fsr.audit.models import AuditEvent
from fsr.db import commit, db
from fsr.offers.catalogue import CODES
from fsr.shares.models import Share
from tests.browsers import Browser
from tests.shares.making import acting, comparison, edit_value, link_of

TITLE = "CASCO Comparison for LX1234"
GROUPS = [{"source_file": "a.pdf", "company_name": "SIA Piemērs", "employee_count": 12, "programs": [
    {"insurer": "BTA", "program_code": "V2+", "premium_eur": 410},
    {"insurer": "BALTA", "program_code": "B1", "premium_eur": 395}]}]


def made(app: Flask, browser: Browser) -> int:
    with acting(app, browser) as user:
        return comparison(user).id


def create(browser: Browser, **body: Any) -> dict[str, Any]:
    answer = browser.post("/shares", json=body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json)


def expire(app: Flask, token: str) -> None:
    with app.app_context():
        db.session.query(Share).filter_by(token_prefix=token[:6]).one().expires_at = clock.now() - timedelta(seconds=1)
        commit()


def test_a_casco_share_gives_the_comparison_with_its_22_rows(app: Flask, ana: Browser, client: Browser) -> None:
    number = made(app, ana)
    share = create(ana, product_line="casco", casco_job_id=number, expires_in_hours=720, title=TITLE)
    assert (share["ok"], share["title"], share["view_prefs"]) == (
        True, TITLE, {"column_order": [], "hidden_features": []})
    assert share["url"] == f"http://localhost/s/{share['token']}"
    body = client.get(f"/shares/{share['token']}").json
    assert set(body) == {"token", "payload", "offers", "comparison", "offer_count", "product_line", "stats"}
    assert [row["code"] for row in body["comparison"]["rows"]] == list(CODES)
    assert (body["comparison"]["columns"], body["offer_count"]) == (["BALTA", "BTA", "ERGO"], 3)
    assert body["comparison"]["values"]["premium_total::BTA"] == 588.0
    assert body["comparison"]["values"]["Hidrotrieciens::BTA"] is None
    assert body["stats"] == {"views_count": 0, "edit_count": 0, "last_viewed_at": None, "last_edited_at": None}
    assert body["payload"] == {
        "product_line": "casco", "casco_job_id": number, "title": TITLE, "editable": False,
        "role": "broker", "allow_edit_fields": [], "view_prefs": {"column_order": [], "hidden_features": []}}


def test_the_job_id_may_come_as_text(app: Flask, ana: Browser) -> None:
    assert create(ana, product_line="casco", casco_job_id=str(made(app, ana)))["ok"] is True


def test_it_says_what_was_shared_whatever_the_owner_does_later(app: Flask, ana: Browser, client: Browser) -> None:
    number = made(app, ana)
    pinned = create(ana, product_line="casco", casco_job_id=number)["token"]
    live = create(ana, product_line="casco", casco_job_id=number, always_latest=True)["token"]
    edit_value(app, ana, number, "BTA", "premium_total", "1.00")
    bodies = [client.get(f"/shares/{token}").json for token in (pinned, live)]
    assert [body["comparison"]["values"]["premium_total::BTA"] for body in bodies] == [588.0, 1.0]


def test_evidence_is_said_only_where_the_sender_allows_it(app: Flask, ana: Browser, client: Browser) -> None:
    number = made(app, ana)
    shown = create(ana, product_line="casco", casco_job_id=number, show_evidence=True)["token"]
    plain = create(ana, product_line="casco", casco_job_id=number)["token"]
    evidence = client.get(f"/shares/{shown}").json["comparison"]["evidence"]["premium_total::BALTA"]
    assert (evidence["page"], evidence["box"]) == (2, [0.1, 0.2, 0.5, 0.25])
    body = client.get(f"/shares/{plain}")
    assert (body.json["comparison"]["evidence"], "Apdrošināšanas prēmija kopā" in body.text) == ({}, False)


@pytest.mark.parametrize("number", [999999, "no-number", 2**62, ""])
def test_an_unknown_comparison_cannot_be_shared(app: Flask, ana: Browser, number: object) -> None:
    assert ana.post("/shares", json={"product_line": "casco", "casco_job_id": number}).status_code == 404
    with app.app_context():
        assert db.session.query(Share).count() == 0


def test_a_strangers_comparison_cannot_be_shared(app: Flask, ana: Browser, mara: Browser, ada: Browser) -> None:
    number = made(app, ana)
    assert mara.post("/shares", json={"product_line": "casco", "casco_job_id": number}).status_code == 404
    assert ada.post("/shares", json={"product_line": "casco", "casco_job_id": number}).status_code == 200


def test_casco_without_a_job_is_refused(ana: Browser) -> None:
    answer = ana.post("/shares", json={"product_line": "casco"})
    assert (answer.status_code, answer.json["detail"][0]["loc"]) == (422, ["casco_job_id"])


def test_nobody_creates_without_signing_in(client: Browser) -> None:
    answer = client.post("/shares", json={})
    assert (answer.status_code, answer.json["error"]) == (401, "Not authenticated")


def test_without_a_product_line_it_is_health(ana: Browser, client: Browser) -> None:
    token = create(ana, title="HEALTH", results=GROUPS)["token"]
    body = client.get(f"/shares/{token}").json
    assert set(body) == {
        "ok", "token", "payload", "offers", "views", "edits", "stats", "last_viewed_at", "last_edited_at"}
    assert (body["ok"], body["offers"], body["views"], body["edits"]) == (True, GROUPS, 0, 0)
    assert body["stats"] == {"views": 0, "edits": 0, "last_viewed_at": None, "last_edited_at": None}
    assert body["payload"] == {
        "company_name": "SIA Piemērs", "employees_count": 12, "product_line": "health", "title": "HEALTH",
        "editable": False, "role": "broker", "allow_edit_fields": [],
        "view_prefs": {"column_order": [], "hidden_features": []}}


def test_insurer_only_leaves_one_insurers_programs(ana: Browser, client: Browser) -> None:
    token = create(ana, results=GROUPS, insurer_only="BTA")["token"]
    programs = client.get(f"/shares/{token}").json["offers"][0]["programs"]
    assert [program["insurer"] for program in programs] == ["BTA"]


def test_what_was_stored_and_not_meant_for_the_holder_is_not_said(ana: Browser, client: Browser) -> None:
    token = create(ana, document_ids=["doc-77"], file_ids=[4711], batch_token="batch-99", insurer_only="BTA")["token"]
    text = client.get(f"/shares/{token}").text
    assert [word for word in ("doc-77", "4711", "batch-99", "insurer_only") if word in text] == []


def test_a_health_share_is_the_same_before_and_after_casco_work(app: Flask, ana: Browser, client: Browser) -> None:
    token = create(ana, results=GROUPS)["token"]
    before = client.get(f"/shares/{token}").json
    create(ana, product_line="casco", casco_job_id=made(app, ana))
    assert client.get(f"/shares/{token}").json == before


def test_it_counts_a_view_only_when_asked_to(app: Flask, ana: Browser, client: Browser) -> None:
    token = create(ana, product_line="casco", casco_job_id=made(app, ana))["token"]
    client.get(f"/shares/{token}")
    assert client.get(f"/shares/{token}?count=1").json["stats"]["views_count"] == 1
    assert client.get(f"/shares/{token}", headers={"X-Count-View": "1"}).json["stats"]["views_count"] == 2
    client.head(f"/shares/{token}?count=1")
    assert ana.get(f"/shares/{token}?count=1").json["stats"]["views_count"] == 2
    seen = client.get(f"/shares/{token}?count=0").json["stats"]
    assert (seen["views_count"], seen["last_viewed_at"] is not None) == (2, True)


def test_expired_unknown_read_only_and_disallowed_are_four_answers(app: Flask, ana: Browser, client: Browser) -> None:
    number = made(app, ana)
    expired = create(ana, product_line="casco", casco_job_id=number, expires_in_hours=1)["token"]
    expire(app, expired)
    fixed = create(ana, product_line="casco", casco_job_id=number)["token"]
    some = create(ana, product_line="casco", casco_job_id=number, editable=True, allow_edit_fields=["title"])["token"]
    answers = [client.get(f"/shares/{expired}"), client.get("/shares/unknown"),
               client.patch(f"/shares/{fixed}", json={"title": "x"}),
               client.patch(f"/shares/{some}", json={"company_name": "x"})]
    assert [answer.status_code for answer in answers] == [410, 404, 403, 403]
    assert answers[2].json["error"] == "Share is read-only"
    assert answers[3].json["error"] == "Field 'company_name' is not allowed to edit"


def test_zero_hours_never_end(app: Flask, ana: Browser) -> None:
    token = create(ana, expires_in_hours=0)["token"]
    with app.app_context():
        assert db.session.query(Share).filter_by(token_prefix=token[:6]).one().expires_at is None


@pytest.mark.parametrize("method", ["patch", "post"])
def test_an_editable_share_takes_edits_from_its_holder(ana: Browser, client: Browser, method: str) -> None:
    token = create(ana, editable=True, results=GROUPS)["token"]
    client.send_csrf = False
    changes = {"title": "New", "company_name": "SIA Cits", "employees_count": 3, "reg_number": "AB1",
               "broker_profile": {"name": "B"}, "view_prefs": {"column_order": ["BTA"], "hidden_features": ["x"]}}
    answer = getattr(client, method)(f"/shares/{token}", json=changes)
    assert (answer.status_code, answer.json["ok"], answer.json["token"]) == (200, True, token)
    assert answer.json["stats"]["edits"] == 1
    assert changes.items() <= client.get(f"/shares/{token}").json["payload"].items()


def test_an_edit_that_changes_nothing_is_not_counted(ana: Browser, client: Browser) -> None:
    editable, fixed = create(ana, editable=True)["token"], create(ana)["token"]
    assert client.patch(f"/shares/{editable}", json={}).json["stats"]["edits"] == 0
    assert client.patch(f"/shares/{editable}", json={"unknown": 1}).json["stats"]["edits"] == 0
    assert client.patch(f"/shares/{fixed}", json={}).status_code == 403
    assert client.get(f"/shares/{fixed}").json["edits"] == 0


def test_broker_profile_obeys_the_rules_of_every_field(ana: Browser, client: Browser) -> None:
    fixed = create(ana)["token"]
    some = create(ana, editable=True, allow_edit_fields=["title"])["token"]
    for token in (fixed, some):
        assert client.patch(f"/shares/{token}", json={"broker_profile": {"name": "x"}}).status_code == 403


@pytest.mark.parametrize("body", [
    {"employees_count": -1}, {"expires_in_hours": -1}, {"product_line": "octa"}, {"role": "god"}, {"title": "x" * 201},
    {"results": "x"}, {"expires_in_hours": 10**9}, {"language": "fr"}])
def test_a_body_that_does_not_fit_names_its_field(ana: Browser, body: dict[str, Any]) -> None:
    answer = ana.post("/shares", json=body)
    assert (answer.status_code, answer.json["detail"][0]["loc"]) == (422, list(body))


def test_too_much_is_refused(ana: Browser) -> None:
    assert ana.post("/shares", json={"results": [{"x": "y" * 3_000_000}]}).status_code == 413


def test_a_passphrase_is_asked_of_programs_too(app: Flask, ana: Browser, client: Browser) -> None:
    token = create(ana, product_line="casco", casco_job_id=made(app, ana), passphrase="blue door 17")["token"]
    assert client.get(f"/shares/{token}").status_code == 403
    assert client.patch(f"/shares/{token}", json={"title": "x"}).status_code == 403
    wrong = [client.get(f"/shares/{token}", headers={"X-Share-Passphrase": "guess 1234"}).status_code for _ in range(2)]
    right = client.get(f"/shares/{token}", headers={"X-Share-Passphrase": "blue door 17"})
    assert (wrong, right.status_code, right.json["offer_count"]) == ([403, 403], 200, 3)


def test_creating_opening_and_editing_are_logged_without_the_token(
        app: Flask, ana: Browser, client: Browser, token_for: Callable[[Browser], dict[str, str]]) -> None:
    token = client.post("/shares", json={"editable": True}, headers=token_for(ana)).json["token"]
    client.get(f"/shares/{token}?count=1")
    client.patch(f"/shares/{token}", json={"title": "x"})
    with app.app_context():
        events = db.session.query(AuditEvent).filter(AuditEvent.action.like("share:%")).order_by(AuditEvent.seq)
        rows = [(row.action, row.actor_kind, row.actor_id, row.subject_kind, str(row.details)) for row in events]
    assert [row[:4] for row in rows] == [
        ("share:share:created", "user", ana.user_id, "share"), ("share:share:opened", "share", None, "share"),
        ("share:share:edited", "share", None, "share")]
    assert not any(token[:10] in row[4] for row in rows)


def test_a_public_url_that_is_set_is_the_one_told(app: Flask, ana: Browser) -> None:
    app.config["FSR_PUBLIC_URL"] = "https://desk.example/"
    share = create(ana)
    assert share["url"] == f"https://desk.example/s/{share['token']}"
    assert link_of(app, 1).token_hash not in share["url"]
