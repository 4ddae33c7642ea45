"""The pages and the API of templates, as plain HTTP: what they show works without JavaScript."""

import io
import re
from typing import Any

import pytest
from flask import Flask

from fsr.auth.models import Role
from fsr.jobs.worker import run_due
from tests import factories
from tests.browsers import Browser
from tests.conftest import signed_in
from tests.sheets.desk import BROKEN
from tests.sheets.papers import invoice

ROWS = {"name": "Bills", "field": ["Number", "Total"], "type": ["text", "currency"], "prompt": ["", "To be paid"],
        "synonyms": ["No; Nr.", ""], "need": ["usual", "required"], "role": ["", ""]}


def bills(ana: Browser) -> str:
    """The address of Ana's template."""
    answer = ana.post("/templates/new", data=ROWS | {"do": "save"})
    assert answer.status_code == 303
    return answer.location


def typed(text: str, name: str = "field") -> list[str]:
    """What stands in the inputs of that name."""
    return [re.search(r'value="([^"]*)"', one)[1] for one in re.findall(rf'<input[^>]* name="{name}"[^>]*>', text)]


def test_a_template_is_made_moved_and_saved_without_a_script(ana: Browser) -> None:
    url = bills(ana)
    assert typed(ana.get(url).text) == ["Number", "Total"]
    sent = ROWS | {"version": "1"}
    moved = ana.post(url, data=sent | {"do": "down-0"})
    assert (moved.status_code, typed(moved.text)) == (200, ["Total", "Number"])
    assert typed(ana.get(url).text) == ["Number", "Total"]
    assert ana.post(url, data=sent | {"do": "save", "field": ["Number", "Sum"]}).location == url
    shown = ana.get(url).text
    assert (typed(shown), typed(shown, "synonyms"), "Version 2" in shown) == (["Number", "Sum"], ["No; Nr.", ""], True)


def test_a_refused_form_keeps_what_was_typed_and_names_the_field(ana: Browser) -> None:
    answer = ana.post("/templates/new", data=ROWS | {"do": "save", "name": "", "field": ["Number", "number"]})
    assert (answer.status_code, typed(answer.text)) == (422, ["Number", "number"])
    parts = ('href="#fields.1.name"', 'id="fields.1.name"', 'href="#name"', 'id="name"')
    assert [part for part in parts if part not in answer.text] == []


def test_an_old_form_is_a_conflict_that_keeps_what_was_typed(ana: Browser) -> None:
    url = bills(ana)
    ana.post(url, data=ROWS | {"version": "1", "do": "save", "field": ["Number", "Sum"]})
    answer = ana.post(url, data=ROWS | {"version": "1", "do": "save", "field": ["Mine", "Total"]})
    assert (answer.status_code, typed(answer.text), typed(answer.text, "version")) == (409, ["Mine", "Total"], ["2"])
    assert ana.post(url, data=ROWS | {"version": "2", "do": "save"}).status_code == 303


def test_a_deleted_template_comes_back_by_the_button_that_is_offered(ana: Browser) -> None:
    url = bills(ana)
    after = ana.post(f"{url}/delete").location
    page = ana.get(after).text
    assert (f'href="{url}"' in page, ana.get(url).status_code) == (False, 404)
    undo = re.search(r'action="(/templates/\d+/restore)"', page)[1]
    assert ana.get(ana.post(undo).location).status_code == 200


def test_somebody_elses_template_is_not_there_and_a_public_one_is_copied(
        ana: Browser, mara: Browser, ada: Browser) -> None:
    url = bills(ana)
    for path in (url, f"{url}/test/1"):
        assert mara.get(path).status_code == 404
    for verb in ("", "/copy", "/delete", "/restore", "/publish", "/test"):
        assert mara.post(url + verb).status_code == 404
    assert ada.post(f"{url}/publish", data={"public": "1"}).status_code == 303
    page = mara.get(url).text
    assert ("Copy" in page, 'name="do"' in page, mara.post(url, data=ROWS).status_code) == (True, False, 403)
    copied = mara.post(f"{url}/copy").location
    assert typed(mara.get(copied).text) == ["Number", "Total"]


def test_an_auditor_looks_at_templates_and_makes_none(app: Flask, ana: Browser, password_hash: str) -> None:
    url = bills(ana)
    with app.app_context():
        auditor = signed_in(app, factories.user(password_hash, Role.AUDITOR))
    assert (auditor.get(url).status_code, auditor.get("/templates").status_code) == (200, 200)
    answers = [auditor.post(f"{url}/{verb}").status_code for verb in ("copy", "delete", "test", "publish")]
    assert [*answers, auditor.get("/templates/new").status_code, auditor.post(url).status_code] == [403] * 6


def test_what_is_no_document_is_refused_in_words_beside_the_template(ana: Browser) -> None:
    url = bills(ana)
    answers = [ana.post(f"{url}/test", data={"file": (io.BytesIO(data), name)}) for data, name in (
        (b"hello", "a.pdf"), (b"", "b.pdf"), (b"", ""))]
    assert [answer.status_code for answer in answers] == [422] * 3
    assert all('role="alert"' in answer.text for answer in answers)


def tried(app: Flask, ana: Browser, url: str, data: bytes) -> tuple[str, str, str]:
    """The address of a trial of this file, and what its page says before and after the file is read."""
    address = ana.post(f"{url}/test", data={"file": (io.BytesIO(data), "one.pdf")}).location
    before = ana.get(address).text
    run_due(app)
    return address, before, ana.get(address).text


def test_a_file_shows_what_the_fields_find_in_it_and_where_without_a_script(app: Flask, ana: Browser) -> None:
    url = bills(ana)
    address, before, after = tried(app, ana, url, invoice("INV-1", "14/03/2026", "1,210.00"))
    assert ("Waiting to be read" in before, "Reload to see" in before, 'hx-trigger="every 1s"' in before) == (True,) * 3
    link = re.search(r'<a href="(/documents/\d+/pages/1\?box=[^"]*)"[^>]*><span>\s*<bdi data-value>1210.00', after)
    assert (link is not None, "evidence-box" in after, "every 1s" in after) == (True, True, False)
    assert ana.get(address, headers={"HX-Request": "true"}).status_code == 286
    changed = ROWS | {"version": "1", "field": ["Supplier", "Total"], "synonyms": ["", ""]}
    assert "Show what the file gives" in ana.post(address, data=changed | {"do": "up-1"}).text
    assert ana.post(address, data=changed | {"do": "save"}).location == address
    assert "Baltic Paper Ltd" in ana.get(address).text


def test_a_file_that_cannot_be_read_says_why_beside_the_template(app: Flask, ana: Browser) -> None:
    _address, _before, after = tried(app, ana, bills(ana), BROKEN)
    assert ("banner bad" in after, "Test on a file" in after, "table class" in after) == (True, True, False)


def body(**more: Any) -> dict[str, Any]:
    return {"name": "Bills", "fields": [{"field_name": "Total", "data_type_id": "currency", "ai_prompt": "To pay",
                                         "synonyms": ["Sum"], "required": True}], **more}


def test_programs_make_read_change_and_delete_templates(ana: Browser, mara: Browser) -> None:
    made = ana.post("/api/templates", json=body())
    assert made.status_code == 201
    one, url = made.json, f"/api/templates/{made.json['id']}"
    assert one["fields"] == [{"field_name": "Total", "data_type_id": "currency", "ai_prompt": "To pay", "role": "",
                              "synonyms": ["Sum"], "optional": False, "required": True, "display_order": 1}]
    assert (one["version"], one["template_type"], ana.get(url).json == one) == (1, "extraction", True)
    changed = ana.patch(url, json={"name": "B", "fields": [*one["fields"], {"field_name": "Due"}], "version": 1})
    assert ([row["field_name"] for row in changed.json["fields"]], changed.json["version"]) == (["Total", "Due"], 2)
    assert ana.patch(url, json={"fields": one["fields"], "version": 1}).status_code == 409
    assert ana.patch(url, json={"is_public": True}).status_code == 403
    assert [mara.get(url).status_code, mara.patch(url, json={}).status_code, mara.delete(url).status_code] == [404] * 3
    assert (ana.delete(url).status_code, ana.get(url).status_code) == (204, 404)


@pytest.mark.parametrize("wrong", [
    {"name": ""}, {"name": "x" * 256}, {"fields": []}, {"fields": [{"field_name": "A"}, {"field_name": "a"}]},
    {"fields": [{"field_name": "A", "data_type_id": "poem"}]}, {"fields": [{"field_name": "x" * 101}]},
    {"fields": [{"field_name": "A", "ai_prompt": "x" * 1501}]}, {"fields": [{"field_name": "\x00"}]},
])
def test_a_program_learns_what_is_wrong_with_its_template(ana: Browser, wrong: dict[str, Any]) -> None:
    answer = ana.post("/api/templates", json=body() | wrong)
    assert (answer.status_code, set(answer.json)) == (422, {"error", "detail"})


def test_programs_page_through_templates_by_key_and_type(ana: Browser) -> None:
    for number in range(4):
        ana.post("/api/templates", json=body(name=f"Bills {number}"))
    first = ana.get("/api/templates?limit=3&q=bills").json
    second = ana.get("/api/templates", query_string={"limit": 3, "q": "bills", "after": first["next"]}).json
    assert ([one["name"] for one in first["templates"] + second["templates"]], second["next"]) == (
        [f"Bills {number}" for number in range(4)], None)
    kinds = {one["template_type"] for one in ana.get("/api/templates?template_type=cpe").json["templates"]}
    assert kinds <= {"cpe"}
    assert [ana.get(f"/api/templates?{wrong}").status_code for wrong in ("limit=0", "limit=x", "template_type=x")] == [
        422] * 3


def test_the_types_of_data_are_those_that_clients_know(ana: Browser) -> None:
    types = ana.get("/api/data-types").json["data_types"]
    assert [one["id"] for one in types] == [
        "text", "email", "phone", "address", "name", "url", "number", "currency", "percentage", "integer", "date_mdy",
        "date_dmy", "date_ymd", "time", "boolean"]
    assert [(one["base_json_type"], one["json_format"]) for one in types if one["id"] in ("url", "currency", "time")
            ] == [("string", "uri"), ("number", None), ("string", "time")]
