"""Every endpoint of the API keeps to its own description, whatever is sent.

Schemathesis makes requests from `/api/openapi.json`, valid and broken ones; the
checks are: never a fault of ours, no status, content type or body that the
description does not name.
"""

from urllib.parse import quote

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests import factories
from tests.offers.desk import compared
from tests.shares.making import acting
from tests.sheets import desk

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 8
"""For each endpoint and each mode; all of them together take less than a minute."""
NOBODY = "00000000-0000-4000-8000-000000000000"
PATIENT = settings(max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
                   suppress_health_check=list(HealthCheck))


def operations(app):
    """Every operation of the description; loaded in process, no server needed."""
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    return [(result.ok().label, result.ok()) for result in schema.get_all_operations()]


def hammer(operation, mode, headers, known=None):
    """Send what schemathesis makes up; raise on the first answer that breaks the contract.

    `known` holds path parameters of things that are there, since nobody makes those up.
    """

    @PATIENT
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case):
        if isinstance(case.query, dict) and ("upload" in operation.path or "events" in operation.path):
            case.query["wait"] = "0"  # no job threads run here, so nobody would ever finish the reading
        if known:
            case.path_parameters = {**(case.path_parameters or {}), **known}
        case.call_and_validate(headers=headers, checks=CHECKS)

    send()


def test_valid_requests_are_answered_as_described(app, ana, token_for, subtests):
    headers = token_for(ana)
    for label, operation in operations(app):
        with subtests.test(label):
            hammer(operation, GenerationMode.POSITIVE, headers)


def test_broken_requests_are_answered_as_described(app, ana, token_for, subtests):
    headers = token_for(ana)
    for label, operation in operations(app):
        with subtests.test(label):
            hammer(operation, GenerationMode.NEGATIVE, headers)


def test_what_is_there_is_answered_and_changed_as_described(app, ana, token_for, subtests):
    comparison = compared(app, ana)
    with acting(app, ana) as user:
        factories.page(user, factories.case("CASE-2024-001"), "Pump trips", "Replaced the seal")
    headers = token_for(ana)
    offer = ana.get(f"/casco/job/{comparison}/offers").json["offers"][0]
    share = ana.post("/shares", json={"casco_job_id": comparison, "product_line": "casco", "editable": True}).json
    known = {
        "/casco/job": {"job_id": str(comparison)}, "/casco/offers": {"offer_id": str(offer["id"])},
        "/casco/vehicle": {"reg_number": offer["reg_number"]}, "/shares/": {"token": share["token"]},
        "/jobs/": {"job_id": ana.get("/jobs").json["jobs"][0]["job_id"]},
        "/api/cases/": {"case_number": "CASE-2024-001"}, **sheets_of(app, ana),
    }
    for label, operation in sorted(operations(app), key=lambda one: one[1].method.upper() == "DELETE"):
        values = next((values for path, values in known.items() if operation.path.startswith(path)), None)
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE) if values else ():
            with subtests.test(label, mode=mode.name):
                hammer(operation, mode, headers, values)


def sheets_of(app, ana):
    """Path parameters of a sheet that was read, an empty CPE sheet and a template."""
    sheet = desk.made(app, ana)
    run = desk.read(app, ana, sheet, [("a.pdf", desk.sample(desk.FORM))])
    result = ana.get(f"/api/jobs/{sheet}/results").json["results"][0]
    state = ana.get("/api/cpe/states").json["states"][0]["template_id"]
    template = ana.post("/api/templates", json={"name": "Mine", "fields": [{"field_name": "Title"}]}).json["id"]
    return {
        "/api/jobs/": {
            "job_id": sheet, "run_id": run, "row_id": result["rows"][0]["id"], "task_id": result["task_id"],
            "file_id": ana.get(f"/api/jobs/{sheet}/files").json["files"][0]["id"]},
        "/api/cpe/sheets/": {"job_id": ana.post("/api/cpe/sheets", json={"template_id": state}).json["job_id"]},
        "/api/templates/": {"template_id": template},
    }


def test_without_a_token_every_closed_operation_answers_401_as_described(app, people, subtests):
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.definition.raw["security"]:
            with subtests.test(operation.label):
                path = operation.path.format_map({
                    one["name"]: NOBODY if one["schema"].get("format") == "uuid" else quote("1")
                    for one in operation.definition.raw["parameters"] if one["in"] == "path"})
                answer = app.test_client().open(path, method=operation.method)
                assert (answer.status_code, set(answer.json)) == (401, {"error", "detail"})
