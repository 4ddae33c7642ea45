"""What every answer carries, whatever it is: pages, errors, files, pictures, static files, shared pages."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.browsers import Browser
from tests.shares.making import share

ALWAYS = {"X-Content-Type-Options": "nosniff", "Cross-Origin-Opener-Policy": "same-origin",
          "Cross-Origin-Resource-Policy": "same-origin", "X-Frame-Options": "DENY"}


def answers(app: Flask, ids: dict[str, Any], ana: Browser, client: Browser) -> Iterator[tuple[str, TestResponse]]:
    """An answer of each kind."""
    def broken() -> str:
        raise RuntimeError("inside")

    app.view_functions["home.help_page"] = broken
    compare, shared = f"/compare/{ids['comparison_id']}", f"/s/{ids['token']}"
    for path in (compare, f"{compare}/xlsx", f"{compare}/print", "/nothing", "/help", "/compare/999999",
                 f"/documents/{ids['document_id']}/file", f"/documents/{ids['document_id']}/pages/1.png",
                 f"/documents/{ids['document_id']}/pages/1", "/static/css/fsr.css", "/static/nothing.css",
                 "/static/../fsr/config.py", "/static/%2e%2e/fsr/config.py", "/static/..%2f..%2fetc/passwd", "/jobs",
                 "/jobs/nothing", "/api/openapi.json", "/healthz", "/robots.txt", "/favicon.ico"):
        yield path, ana.get(path, buffered=True)
    for path in (shared, f"{shared}/print", f"{shared}/clauses/1/1", "/s/unknown", f"/shares/{ids['token']}",
                 "/shares/unknown", "/join/unknown", "/sign-in", "/", "/jobs", compare, f"{shared}/pages/1/1.png"):
        yield path, client.get(path, buffered=True)
    yield "wrong method", client.delete("/sign-in")
    yield "wrong method of the API", ana.put("/shares")
    yield "options", client.options("/sign-in")
    yield "no token", app.test_client().post("/sign-in", headers={"X-CSRFToken": "x"})
    yield "fragment", ana.get("/compare/999999", headers={"HX-Request": "true"})
    yield "too large", ana.post("/compare/new", data=b"x" * 100, environ_overrides={"CONTENT_LENGTH": str(60 << 20)})
    yield "impossible host", client.get("/", headers={"Host": "a b"})


def test_every_answer_is_kept_to_itself(app: Flask, ids: dict[str, Any], ana: Browser, client: Browser) -> None:
    wrong = []
    for path, answer in answers(app, ids, ana, client):
        headers, policy = answer.headers, answer.headers.get("Content-Security-Policy", "")
        missing = [name for name, value in ALWAYS.items() if headers.get(name) != value]
        if "default-src 'none'" not in policy or "unsafe" in policy or missing:
            wrong.append((path, answer.status_code, missing, policy))
        if headers.get("Referrer-Policy") not in {"same-origin", "no-referrer"}:
            wrong.append((path, answer.status_code, "Referrer-Policy"))
        is_asset = path.startswith("/static/css/fsr.css")
        if not is_asset and not headers.get("Cache-Control", "").startswith("no-store"):
            wrong.append((path, answer.status_code, headers.get("Cache-Control")))
        if "Server" in headers or "X-Powered-By" in headers:
            wrong.append((path, "says what it is made of"))
        if re.search(rb"Traceback|File \"/|sqlalchemy|werkzeug", answer.data):
            wrong.append((path, "tells of its inside"))
        if answer.status_code == 500 and path != "/help":
            wrong.append((path, 500))
    assert wrong == []


def test_no_page_runs_or_loads_anything_that_it_was_not_given(
        app: Flask, ids: dict[str, Any], ana: Browser, client: Browser) -> None:
    wrong = []
    for path, answer in answers(app, ids, ana, client):
        if answer.mimetype == "text/html":
            text = answer.get_data(as_text=True)
            for bad in (r"<script(?![^>]*\ssrc=\"/static/)", r"\son\w+\s*=\s*[\"']", r"<style", r"\sstyle=\"",
                        r"javascript:", r"hx-on", r"(?:src|href|action)=\"(?:https?:)?//"):
                wrong += [(path, found) for found in re.findall(f"{bad}.{{0,60}}", text)]
    assert wrong == []


@pytest.mark.parametrize("path", ["", "/print", "/clauses/1/1", "/pages/1/1.png"])
def test_a_shared_page_is_sent_to_nobody_else(ids: dict[str, Any], client: Browser, path: str) -> None:
    answer = client.get(f"/s/{ids['token']}{path}")
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert answer.headers["Cache-Control"] == "no-store"


def test_files_come_as_files_and_can_do_nothing(ids: dict[str, Any], ana: Browser) -> None:
    file = ana.get(f"/documents/{ids['document_id']}/file", buffered=True)
    assert file.headers["Content-Disposition"].startswith("attachment; ")
    assert file.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    for path in (f"/documents/{ids['document_id']}/pages/1.png", f"/s/{ids['token']}/pages/1/1.png"):
        picture = ana.get(path)
        assert picture.mimetype == "image/png"
        assert picture.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in picture.headers["Content-Security-Policy"]


HOSTILE = '"><img src=x onerror=alert(1)><script>alert(1)</script>{{7*7}}\''


def test_what_people_type_is_shown_as_text_everywhere(app: Flask, ids: dict[str, Any], ana: Browser, ada: Browser,
                                                      client: Browser) -> None:
    page, offer = f"/compare/{ids['comparison_id']}", f"/compare/{ids['comparison_id']}/offers/{ids['offer_id']}"
    pdf = b"%PDF-1.4 nothing"
    asked = [
        ana.post(f"{page}/edit", data={"title": HOSTILE, "client": HOSTILE, "language": "en"}),
        ana.post(offer, data={"title": HOSTILE[:80], "comment": HOSTILE}),
        ana.post(f"{page}/offers/by-hand", data={"insurer": HOSTILE[:80]}),
        ana.post(f"{page}/cells/Teritorija/{ids['offer_id']}", data={"value": HOSTILE, "why": HOSTILE}),
        ana.post(f"{page}/offers/new", data={"files": (io.BytesIO(pdf), f"{HOSTILE}.pdf")}),
        ana.post("/account", data={"name": HOSTILE, "language": "en", "timezone": "Europe/Riga", "theme": "auto",
                                   "density": "compact"}),
        ana.post("/account/tokens", data={"purpose": HOSTILE}),
        ana.post(f"/templates/labels/{ids['label_id']}", data={"label": HOSTILE, "code": "Teritorija"}),
        ada.post("/admin/invites", data={"email": f"{HOSTILE.replace(' ', '')}@example.com", "role": "agent"}),
    ]
    assert [answer.status_code for answer in asked if answer.status_code >= 500] == []
    _number, token, _comparison = share(
        app, ana, ids["comparison_id"], title=HOSTILE, contact=HOSTILE, reason=HOSTILE, show_comments=True,
        show_evidence=True)
    assert client.post(f"/s/{token}/reply", data={"offer": "1", "name": HOSTILE[:80], "message": HOSTILE}).status_code \
        == 303
    wrong, seen = [], 0
    for browser, paths in (
            (ana, (page, f"{page}/print", offer, f"{page}/cells/Teritorija/{ids['offer_id']}", f"{page}/delete",
                   f"{page}/edit", "/compare", "/", "/account", "/templates", f"/templates/labels/{ids['label_id']}",
                   "/activity", "/shared", f"/shared/new?subject=comparison:{ids['comparison_id']}",
                   f"{offer}/newer", f"/compare?q={HOSTILE}", f"/activity?kind={HOSTILE}")),
            (ada, ("/admin", f"/admin/users/{ana.user_id}", "/audit", f"/admin?q={HOSTILE}",
                   f"/audit?subject={HOSTILE}", "/shared?whose=all")),
            (client, (f"/s/{token}", f"/s/{token}/print", f"/s/{token}/clauses/1/7", f"/sign-in?next={HOSTILE}",
                      f"/s/{token}?x={HOSTILE}", f"/{HOSTILE}"))):
        for path in paths:
            text = browser.get(path).get_data(as_text=True)
            seen += "alert(1)" in text
            if "<img src=x" in text or "<script>alert" in text or "49" in re.findall(r"alert\(1\).{0,30}?(49)", text):
                wrong.append(path)
    assert wrong == []
    assert seen > 10


def raw(app: Flask, path: str, query: str) -> int:
    """The status of a GET with bytes in its query string that a browser would have encoded."""
    return app.test_client().get(path, environ_overrides={"QUERY_STRING": query}, buffered=True).status_code


def test_bytes_in_a_query_string_are_no_fault_of_ours(app: Flask, ids: dict[str, Any], people: Any) -> None:
    for path in ("/", f"/s/{ids['token']}", f"/s/{ids['token']}/clauses/1/1", f"/s/{ids['token']}/print",
                 f"/shares/{ids['token']}", "/sign-in", "/nothing", "/healthz"):
        assert raw(app, path, "x=\xff\xfe&\xc3(=1&only=\xed\xa0\x80") < 500, path
