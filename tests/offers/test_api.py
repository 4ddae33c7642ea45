"""The JSON API of comparisons: seed 000's shapes with the origin's defects mended."""

import io
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from fsr.db import db
from fsr.jobs.models import Job
from fsr.jobs.pool import Pool
from fsr.jobs.worker import run_due
from fsr.offers.catalogue import CODES
from fsr.offers.models import Comparison, Offer
from tests.offers.desk import BALCIA, BALTA, BTA, ENCRYPTED, OCTA, SAMPLES, compared, part, upload, upload_batch

EMPTY = {"offers": [], "comparison": None, "offer_count": 0, "unread": [],
         "message": "No CASCO offers found for this job"}


def rows_in(app: Flask) -> list[int]:
    """How many comparisons, offers and jobs there are."""
    with app.app_context():
        return [db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0
                for model in (Comparison, Offer, Job)]


def test_an_upload_answers_when_the_file_was_read(app: Flask, ana: Any) -> None:
    with Pool(app, 1):
        answer = upload(ana, BALTA, "BALTA", "XY-1042", wait="1")
    made = answer.json
    assert (answer.status_code, made["success"], made["errors"]) == (200, True, [])
    assert isinstance(made["casco_job_id"], int)
    assert (made["total_offers"], len(made["offer_ids"])) == (1, 1)
    assert made["message"] == "Successfully processed 1 CASCO offer(s)"
    found = ana.get(f"/casco/job/{made['casco_job_id']}/compare").json
    assert found["comparison"]["values"]["premium_total::BALTA"] == 1480.0


def test_an_upload_that_does_not_wait_answers_202_with_the_job(app: Flask, ana: Any) -> None:
    answer = upload(ana, BALTA)
    assert (answer.status_code, len(answer.json["jobs"])) == (202, 1)
    assert ana.get(f"/jobs/{answer.json['jobs'][0]}").json["status"] == "pending"
    number = answer.json["casco_job_id"]
    waiting = ana.get(f"/casco/job/{number}/compare").json
    assert (waiting["offers"], [one["status"] for one in waiting["unread"]]) == ([], ["waiting"])
    run_due(app)
    job = ana.get(f"/jobs/{answer.json['jobs'][0]}").json
    assert (job["status"], job["result"]["insurer_name"], job["metadata"]["casco_job_id"]) == (
        "completed", "BALTA", number)


def test_an_upload_that_waits_too_long_goes_on_in_the_background(app: Flask, ana: Any) -> None:
    app.config["FSR_UPLOAD_WAIT"] = 0.05
    assert upload(ana, BALTA, wait="1").status_code == 202


def test_two_uploads_are_two_comparisons_also_for_one_car(app: Flask, ana: Any) -> None:
    one, other = (upload(ana, BALTA, "BALTA", "XY1042").json["casco_job_id"] for _time in range(2))
    assert one != other


def test_inquiry_id_is_ignored(app: Flask, ana: Any) -> None:
    answer = ana.post("/casco/upload?wait=0", data={
        "file": part(BALTA), "insurer_name": "", "reg_number": "", "inquiry_id": "42"})
    assert answer.status_code == 202


def test_a_batch_is_one_comparison_with_numbered_columns_in_order_of_upload(app: Flask, ana: Any) -> None:
    number = compared(app, ana, [BALTA, "10_balta_pluss XY1042 (2).pdf", "04_if_casco_offer.pdf"],
                      ["BALTA", "BALTA", "IF"])
    found = ana.get(f"/casco/job/{number}/compare").json
    table = found["comparison"]
    assert (table["columns"], len(table["values"]), found["offer_count"]) == (["BALTA #1", "BALTA #2", "IF"], 66, 3)
    assert [offer["coverage"]["pdf_filename"] for offer in found["offers"]] == [
        BALTA, "10_balta_pluss XY1042 (2).pdf", "04_if_casco_offer.pdf"]
    assert [table["metadata"][name]["offer_id"] for name in table["columns"]] == [
        offer["id"] for offer in found["offers"]]


def test_the_same_file_may_come_twice_by_the_api_with_a_warning(app: Flask, ana: Any) -> None:
    number = compared(app, ana, [BALTA, BALTA, BALTA], ["BALTA", "BALTA", "IF"])
    found = ana.get(f"/casco/job/{number}/compare").json
    assert found["comparison"]["columns"] == ["BALTA #1", "BALTA #2", "IF"]
    assert [bool(offer["warnings"]) for offer in found["offers"]] == [False, True, True]


def test_a_comparison_has_the_22_rows_in_their_order(app: Flask, ana: Any) -> None:
    table = ana.get(f"/casco/job/{compared(app, ana)}/compare").json["comparison"]
    assert [row["code"] for row in table["rows"]] == list(CODES)
    assert [row["group"] for row in table["rows"]][:4] == ["financial", "financial", "financial", "core"]
    assert table["rows"][0] == {"code": "premium_total", "label": "Kopējā prēmija", "group": "financial",
                                "type": "number"}
    assert table["rows"][11]["label"] == "Pašrisks – bojājumi"


def test_every_value_has_its_evidence(app: Flask, ana: Any) -> None:
    table = ana.get(f"/casco/job/{compared(app, ana)}/compare").json["comparison"]
    assert set(table["evidence"]) == set(table["values"])
    for key, value in table["values"].items():
        proof = table["evidence"][key]
        if value is not None:
            assert (proof["page"] >= 1, len(proof["box"]), bool(proof["text"])) == (True, 4, True), key
            assert all(0 <= edge <= 1 for edge in proof["box"]), key


def test_what_the_document_does_not_say_is_null_and_never_a_dash(app: Flask, ana: Any) -> None:
    table = ana.get(f"/casco/job/{compared(app, ana, ['09_ban_kasko.pdf'], [''])}/compare").json["comparison"]
    missing = [key for key, proof in table["evidence"].items() if proof["state"] == "missing"]
    assert missing
    assert {table["values"][key] for key in missing} == {None}


def test_an_offer_has_the_shape_of_the_seed(app: Flask, ana: Any) -> None:
    number = compared(app, ana)
    offer = ana.get(f"/casco/job/{number}/offers").json["offers"][0]
    assert (offer["casco_job_id"], offer["insurer_name"], offer["reg_number"]) == (number, "BALTA", "XY1042")
    assert (offer["premium_total"], offer["insured_amount"], offer["currency"]) == (1480.0, 18500.0, "EUR")
    assert (offer["period"], offer["product_line"], offer["premium_breakdown"]) == ("12 mēneši", "casco", {})
    assert offer["territory"] == offer["coverage"]["Teritorija"]
    assert (offer["coverage"]["Bojājumi"], offer["coverage"]["premium_total"]) == ("v", "1480.00 EUR")


@pytest.mark.parametrize("number", ["999999", "0", "-1", "abc", "9" * 40, "%00"])
def test_an_unknown_job_is_empty_with_a_message_not_an_error(app: Flask, ana: Any, number: str) -> None:
    answer = ana.get(f"/casco/job/{number}/compare")
    assert (answer.status_code, answer.json) == (200, EMPTY)
    assert ana.get(f"/casco/job/{number}/offers").json == {"offers": [], "count": 0}


def test_somebody_elses_job_looks_like_one_that_is_not_there(
        app: Flask, ana: Any, bob: Any, mara: Any, ada: Any) -> None:
    number = compared(app, ana)
    for stranger in (bob, mara):
        assert stranger.get(f"/casco/job/{number}/compare").json == EMPTY
        assert stranger.get("/casco/vehicle/XY1042/offers").json == {"offers": [], "count": 0}
    assert ada.get(f"/casco/job/{number}/compare").json["offer_count"] == 1


@pytest.mark.parametrize(("files", "insurers", "sentence"), [
    (2, ["A", "B", "C"], "Files count (2) and insurers count (3) mismatch"),
    (2, ["A"], "Files count (2) and insurers count (1) mismatch"),
    (0, ["A"], "No files provided. Send multiple 'files' form fields."),
    (1, [], "No insurers provided. Send multiple 'insurers' form fields."),
])
def test_a_mismatch_is_refused_in_the_seeds_words_and_leaves_nothing(
        app: Flask, ana: Any, files: int, insurers: list[str], sentence: str) -> None:
    answer = upload_batch(ana, [BALTA, BTA][:files], insurers, "XY1042")
    assert (answer.status_code, answer.json["error"], answer.json["detail"]) == (400, sentence, sentence)
    assert rows_in(app) == [0, 0, 0]


def test_a_single_empty_insurer_has_all_files_detected(app: Flask, ana: Any) -> None:
    number = compared(app, ana, [BALTA, BALCIA], [""])
    assert ana.get(f"/casco/job/{number}/compare").json["comparison"]["columns"] == ["BALTA", "BALCIA"]


@pytest.mark.parametrize("missing", ["file", "insurer_name", "reg_number"])
def test_a_missing_field_is_named(app: Flask, ana: Any, missing: str) -> None:
    fields = {"file": part(BALTA), "insurer_name": "BALTA", "reg_number": "XY1042"}
    answer = ana.post("/casco/upload", data={name: value for name, value in fields.items() if name != missing},
                      content_type="multipart/form-data")
    assert (answer.status_code, [one["loc"] for one in answer.json["detail"]]) == (422, [[missing]])
    assert rows_in(app) == [0, 0, 0]


def test_one_bad_file_never_sinks_a_batch(app: Flask, ana: Any) -> None:
    bad = (io.BytesIO(b"not a pdf"), "list.pdf")
    with Pool(app, 2):
        answer = ana.post("/casco/upload/batch", data={
            "files": [bad, part(ENCRYPTED), part(BALTA)], "insurers": ["BTA", "IF", "BALTA"], "reg_number": ""})
    made = answer.json
    assert (answer.status_code, made["total_offers"], made["success"]) == (200, 1, True)
    assert [(one["filename"], bool(one["error"])) for one in made["errors"]] == [("list.pdf", True), (ENCRYPTED, True)]
    found = ana.get(f"/casco/job/{made['casco_job_id']}/compare").json
    assert (found["comparison"]["columns"], [one["filename"] for one in found["unread"]]) == (["BALTA"], [ENCRYPTED])


def test_a_file_that_cannot_be_taken_is_415_and_leaves_nothing(app: Flask, ana: Any) -> None:
    answer = ana.post("/casco/upload", data={
        "file": (io.BytesIO(b"not a pdf"), "list.pdf"), "insurer_name": "", "reg_number": ""})
    assert (answer.status_code, answer.json["errors"][0]["filename"]) == (415, "list.pdf")
    assert (answer.json["error"], answer.json["casco_job_id"]) == (answer.json["errors"][0]["error"], None)
    assert rows_in(app) == [0, 0, 0]


@pytest.mark.parametrize(("name", "words"), [(ENCRYPTED, "password"), (OCTA, "OCTA")])
def test_a_document_that_gives_nothing_is_415_with_its_column_kept(app: Flask, ana: Any, name: str, words: str) -> None:
    with Pool(app, 1):
        answer = upload(ana, name, wait="1")
    assert (answer.status_code, words in answer.json["error"]) == (415, True)
    assert len(answer.json["offer_ids"]) == 1
    assert ana.patch(f"/casco/offers/{answer.json['offer_ids'][0]}", json={"premium_total": 5}).status_code == 200


def test_a_file_that_is_too_large_is_413(app: Flask, ana: Any) -> None:
    app.config["FSR_UPLOAD_FILE_MB"] = 0
    assert upload(ana, BALTA).status_code == 413
    app.config["MAX_CONTENT_LENGTH"] = 1000
    assert upload(ana, BALTA).status_code == 413


@pytest.mark.parametrize("name", [
    "02_text_renamed.pdf", "03_truncated.pdf", "06_circular_refs.pdf", "11_png_renamed.pdf"])
def test_a_hostile_file_gets_its_sentence(app: Flask, ana: Any, name: str) -> None:
    file = (io.BytesIO((SAMPLES / "hostile" / name).read_bytes()), name)
    with Pool(app, 1):
        answer = ana.post("/casco/upload", data={"file": file, "insurer_name": "", "reg_number": ""})
    assert (answer.status_code, len(answer.json["errors"]), bool(answer.json["error"])) == (415, 1, True)


def test_vehicle_endpoints_answer_over_all_jobs_and_are_marked_deprecated(app: Flask, ana: Any) -> None:
    numbers = compared(app, ana), compared(app, ana)
    for kind, count in (("compare", "offer_count"), ("offers", "count")):
        answer = ana.get(f"/casco/vehicle/xy-1042/{kind}")
        assert answer.json[count] == 2
        assert answer.headers["Deprecation"].startswith("@")
        for number in numbers:
            assert f'</casco/job/{number}/{kind}>; rel="successor-version"' in answer.headers["Link"]
    assert ana.get("/casco/vehicle/xy1042/compare").json["comparison"]["columns"] == ["BALTA #1", "BALTA #2"]
    nothing = ana.get("/casco/vehicle/ZZ1/compare")
    assert nothing.json["message"] == "No CASCO offers found for vehicle ZZ1"
    assert "Deprecation" in nothing.headers
    assert ana.get(f"/casco/vehicle/{'X' * 30}/offers").status_code in (200, 422)


@pytest.fixture
def offer_id(app: Flask, ana: Any) -> int:
    number = compared(app, ana)
    return int(ana.get(f"/casco/job/{number}/offers").json["offers"][0]["id"])


def test_a_patch_changes_what_it_names_and_nothing_else(app: Flask, ana: Any, offer_id: int) -> None:
    answer = ana.patch(f"/casco/offers/{offer_id}", json={
        "premium_total": 1500.5, "territory": "Eiropa", "insured_entity": "SIA Piemērs",
        "coverage": {"Zādzība": "-", "Riepas / diski": "v"}, "inquiry_id": 7})
    offer = answer.json["offer"]
    assert (answer.status_code, answer.json["ok"], bool(answer.json["message"])) == (200, True, True)
    assert (offer["premium_total"], offer["territory"], offer["insured_entity"]) == (1500.5, "Eiropa", "SIA Piemērs")
    coverage = offer["coverage"]
    assert [coverage[code] for code in ("Teritorija", "Zādzība", "Riepas_diski", "Bojājumi")] == [
        "Eiropa", "-", "v", "v"]
    assert coverage["premium_total"] == "1500.50 EUR"


def test_null_clears_a_value_to_not_stated(app: Flask, ana: Any, offer_id: int) -> None:
    offer = ana.patch(f"/casco/offers/{offer_id}", json={
        "premium_total": None, "coverage": {"Zādzība": None}}).json["offer"]
    assert (offer["premium_total"], offer["coverage"]["Zādzība"]) == (None, None)


def test_sending_back_what_came_changes_nothing(app: Flask, ana: Any, offer_id: int) -> None:
    number = ana.get("/casco/vehicle/XY1042/offers").json["offers"][0]["casco_job_id"]
    before = ana.get(f"/casco/job/{number}/compare").json
    same = before["offers"][0]
    assert ana.patch(f"/casco/offers/{offer_id}", json=same).status_code == 200
    after = ana.get(f"/casco/job/{number}/compare").json
    assert after["comparison"]["evidence"] == before["comparison"]["evidence"]


def test_a_patch_of_the_insurer_renames_the_column_and_reads_nothing(app: Flask, ana: Any, offer_id: int) -> None:
    offer = ana.patch(f"/casco/offers/{offer_id}", json={"insurer_name": "ergo"}).json["offer"]
    assert (offer["insurer_name"], offer["status"]) == ("ERGO", "read")


@pytest.mark.parametrize(("body", "status"), [
    ({}, 400), ({"unknown": 1}, 400), ({"premium_total": "daudz"}, 422), ({"premium_total": 1e300}, 422),
    ({"coverage": {"Nav rindas": "v"}}, 422), ({"coverage": ["v"]}, 422), ({"currency": "euro"}, 422),
    ({"reg_number": "X" * 30}, 422), ({"insured_entity": {"a": 1}}, 422), ([], 422), ("text", 422),
])
def test_a_patch_that_cannot_be_done_changes_nothing(
        app: Flask, ana: Any, offer_id: int, body: Any, status: int) -> None:
    answer = ana.patch(f"/casco/offers/{offer_id}", json=body)
    assert (answer.status_code, set(answer.json)) == (status, {"error", "detail"})


def test_half_of_a_bad_patch_is_not_kept(app: Flask, ana: Any, offer_id: int) -> None:
    ana.patch(f"/casco/offers/{offer_id}", json={"insured_entity": "X", "coverage": {"Zādzība": "-"},
                                                 "premium_total": "daudz"})
    offer = ana.get("/casco/vehicle/XY1042/offers").json["offers"][0]
    assert (offer["insured_entity"], offer["coverage"]["Zādzība"]) == (None, "v")


def test_a_patch_of_what_is_not_ones_own_is_404(app: Flask, ana: Any, bob: Any, offer_id: int) -> None:
    for browser, number in ((bob, str(offer_id)), (ana, "999"), (ana, "x"), (ana, "9" * 30)):
        answer = browser.patch(f"/casco/offers/{number}", json={"premium_total": 1})
        assert (answer.status_code, answer.json["error"]) == (404, "CASCO offer not found")


def test_a_patch_from_an_old_version_is_409(app: Flask, ana: Any, offer_id: int) -> None:
    assert ana.patch(f"/casco/offers/{offer_id}", json={"period": "6 mēneši", "version": 0}).status_code == 409


def test_a_program_with_a_token_needs_no_csrf(
        app: Flask, ana: Any, client: FlaskClient, token_for: Callable[[Any], dict[str, str]]) -> None:
    answer = client.post("/casco/upload?wait=0", headers=token_for(ana), data={
        "file": part(BALTA), "insurer_name": "", "reg_number": ""})
    assert answer.status_code == 202
    assert client.get("/casco/job/1/compare").status_code == 401
    assert client.get("/casco/job/1/compare").json["error"]
