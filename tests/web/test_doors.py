"""Every door of the house is tried: by nobody, by another site, by somebody whose business it is not."""

import re

import pytest

from fsr.web.public import is_public
from tests.browsers import Browser

OPEN = {
    "auth.join", "auth.set_up", "auth.sign_in", "auth.sign_out",
    "home.healthz", "openapi_api.document",
    "recipient.clause", "recipient.picture", "recipient.print_page", "recipient.reply", "recipient.show",
    "recipient.unlock",
    "shares_api.edit", "shares_api.show",
}
"""Endpoints open to everybody.  Whoever adds one says in its docstring why no sign-in is needed."""
WITHOUT_CSRF = {"shares_api.edit"}
"""Changes that act on a secret in their URL, never in the user's name."""
EMPTY_RATHER_THAN_ABSENT = {
    "casco_api.compare_job", "casco_api.offers_of_job", "casco_api.compare_vehicle", "casco_api.offers_of_vehicle",
}
"""Endpoints that answer an unknown id with an empty list, as the clients they were made for expect (seed 000)."""
CHANGES = {"POST", "PUT", "PATCH", "DELETE"}


def doors(app):
    """(endpoint, method, path with made-up values) of every route."""
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:(\w+)(?:\([^)]*\))?:)?\w+>",
                      lambda match: {"int": "999999", "uuid": "00000000-0000-4000-8000-000000000000"}.get(
                          match.group(1), "nothing"), rule.rule)
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            yield rule.endpoint, method, path


def test_the_public_endpoints_are_these(app):
    marked = {endpoint for endpoint, view in app.view_functions.items() if is_public(view)}
    assert marked == OPEN

KEEPS_THE_TEXT = {"notebook.save", "notebook.resolve"}
"""Forms whose text is given back to whoever was signed out meanwhile, instead of the sign-in form."""


def test_nobody_gets_through_a_closed_door(app, people, client):
    through = []
    for endpoint, method, path in doors(app):
        if endpoint in OPEN | {"static"}:
            continue
        answer = client.open(path, method=method)
        says_so = endpoint.rpartition(".")[0].endswith("api") or endpoint in KEEPS_THE_TEXT
        denied = answer.status_code == 401 if says_so else (
            answer.status_code == 302 and answer.location.startswith("/sign-in"))
        if not denied:
            through.append((method, path, answer.status_code))
    assert through == []


def test_htmx_is_told_that_the_session_ended(app, people, client):
    for endpoint, method, path in doors(app):
        if endpoint not in OPEN | {"static"} and not endpoint.rpartition(".")[0].endswith("api"):
            answer = client.open(path, method=method, headers={"HX-Request": "true"})
            assert (answer.status_code, answer.headers["HX-Trigger"]) == (401, '{"session-expired": {}}'), path


def test_no_change_goes_through_without_the_csrf_token(app, ada):
    ada.send_csrf = False
    through = []
    for endpoint, method, path in doors(app):
        if method in CHANGES and endpoint not in WITHOUT_CSRF:
            answer = ada.open(path, method=method)
            if answer.status_code != 400:
                through.append((method, path, answer.status_code))
    assert through == []


def test_only_these_changes_need_no_csrf_token(app):
    marked = {name for name, view in app.view_functions.items() if getattr(view, "is_without_csrf", False)}
    assert marked <= WITHOUT_CSRF


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_browser_that_says_another_site_asked_changes_nothing(ana, site):
    answer = ana.post("/account", data={"name": "Hacked"}, headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 403


@pytest.mark.parametrize("who", ["ana", "ada"])
def test_what_is_not_there_is_never_a_fault_of_ours(app, people, who):
    """Every route with made-up ids: refused in words, whoever asks."""
    browser: Browser = people[who]
    wrong = []
    for endpoint, method, path in doors(app):
        if path.count("999999") + path.count("nothing") + path.count("00000000") and endpoint != "static":
            status = browser.open(path, method=method, json={} if method in CHANGES else None).status_code
            if status not in {400, 403, 404, 409, 410, 415, 422} and endpoint not in EMPTY_RATHER_THAN_ABSENT:
                wrong.append((method, path, status))
    assert wrong == []


def test_every_page_of_its_own_opens_for_the_administrator_and_carries_the_headers(app, ada):
    for endpoint, method, path in list(doors(app)):
        if method != "GET" or "<" in path or "999999" in path or "nothing" in path or endpoint == "static":
            continue
        answer = ada.get(path, buffered=True)
        assert answer.status_code < 500, path
        headers = answer.headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, path
        assert "unsafe" not in policy, path
        assert "frame-ancestors 'none'" in policy, path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["Referrer-Policy"] in {"same-origin", "no-referrer"}, path
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", path
        assert headers["Cache-Control"].startswith("no-store"), path
        assert re.fullmatch("[0-9a-f]{16}", headers["X-Request-Id"]), path
