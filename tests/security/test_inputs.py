"""What nobody would type, in every field of every form and body: answered in words, on both databases.

Of all pairs of a place and a text, SQLite is asked the one half and PostgreSQL the other: every text comes to every
form on both, and the run stays short enough to be run each time.
"""

from typing import Any

import pytest
from flask import Flask

from fsr.web.public import is_public
from tests import factories
from tests.browsers import CHANGES, Browser
from tests.conftest import SERVER
from tests.security import sheets
from tests.security.world import doors

HUGE = "9" * 40
TEXTS = {
    "nul": "a\x00b", "controls": "a\x01\x08\x1b\x7f\x85b", "half a character": "a\ud800b",
    "direction": "a\u202eb\u2066c", "not a character": "a\ufffe\uffffb", "long": "x" * 70_000, "number": HUGE,
    "signs": "%(x)s {0} ${x} {{7*7}} \\ ' \" <b>",
    "astral": "\U0001f697" * 300, "unicode digits": "٣٤²①",
}
"""A form cannot carry half a character (it arrives as U+FFFD), a JSON body can."""
FIELDS: dict[str, tuple[str, ...]] = {
    "auth.sign_in": ("email", "password", "next"), "auth.set_up": ("key", "email", "name", "password", "language"),
    "auth.edit_account": ("name", "language", "timezone", "theme", "density"),
    "auth.change_password": ("current", "password"), "auth.create_token": ("purpose",),
    "auth.confirm": ("current", "next"), "auth.invite": ("email", "role"), "auth.change_role": ("role",),
    "auth.join": ("name", "language", "timezone", "password"), "upkeep.demo_data": ("do",),
    "offers.change_cell": ("action", "choice", "value", "why", "shown", "version"),
    "offers.change_column": ("title", "insurer", "variant", "comment"),
    "offers.edit": ("reg_number", "client", "title", "language"), "offers.add_by_hand": ("insurer",),
    "offers.label": ("label", "code"), "shares.revoke": ("id",), "shares.restore": ("id",),
    **dict.fromkeys(("shares.create", "shares.edit"), (
        "title", "contact", "reason", "language", "expires", "until", "recommended", "passphrase", "column")),
    "recipient.reply": ("offer", "name", "message"), "recipient.unlock": ("passphrase",),
    "notebook.save": ("problem_statement", "fsr_notes", "base_version", "op_id", "after", "user", "then", "by"),
    "notebook.resolve": ("result_fsr_notes", "mine_fsr_notes", "theirs_fsr_notes", "base_fsr_notes",
                         "choose_fsr_notes", "base_version", "op_id"),
    "notebook.check_typed": ("problem_statement", "fsr_notes"),
    "notebook.restore": ("to", "only", "fsr_notes", "base_version"), "notebook.edit_item": ("text", "version"),
    "notebook.take_back": ("by",), "notebook.insert_snippet": ("snippet", "fsr_notes", "base_version"),
    **dict.fromkeys(("notebook.new_snippet", "notebook.edit_snippet"), (
        "kind", "field", "name", "text", "for_all", "version")),
    "notebook.caption": ("caption",), "notebook.rename": ("title",), "notebook.assign": ("person",),
    "notebook.close_case": ("symptom", "fault", "fix", "do", "seen", "quote"),
    "notebook.share_page": ("person", "level"), "notebook.change_member": ("level", "do"),
    "notebook.open_page": ("of", "reason"), "notebook.open_or_create": ("number", "title", "create"),
    "extract.setup": ("field", "type", "prompt", "synonyms", "need", "role", "do", "template", "folder", "mode"),
    "extract.rename": ("name",), "grid.change_cell": ("value", "version", "action"),
    "grid.paste": ("block", "row", "field", "rows", "columns"), "grid.row": ("v:Course Title", "version"),
    "grid.add_row": ("v:CPE Hours", "v:nothing"), "grid.remove_rows": ("id",),
    "templates.change": ("name", "description", "field", "type", "need", "version", "do"),
    "learned.edit": ("label", "field"), "cpe.create": ("template_id", "name"), "cpe.rename": ("name",),
    "cpe.licence": ("number", "holder", "renewal", "issued", "birth", "carried", "extended", "version", "duties"),
    "cpe.plan": ("title", "completed", "hours", "field", "method"), "cpe.judge": ("said", "rule"),
}
SOUND: dict[str, dict[str, str]] = {
    "auth.sign_in": {"email": "ana@example.com", "password": "wrong"},
    "auth.edit_account": {"name": "Ana", "language": "en", "timezone": "Europe/Riga", "theme": "auto",
                          "density": "compact"},
    "auth.change_password": {"current": factories.PASSWORD, "password": "another horse battery"},
    "auth.invite": {"email": "x@example.com", "role": "agent"}, "auth.create_token": {"purpose": "x"},
    "offers.change_cell": {"action": "save", "choice": "text", "value": "x"},
    "offers.edit": {"language": "en"}, "offers.label": {"label": "Kur", "code": "Teritorija"},
    "shares.create": {"title": "t", "language": "en", "expires": "never", "column": "1"},
    "shares.edit": {"title": "t", "language": "en", "expires": "never", "column": "1"},
    "recipient.reply": {"offer": "1", "name": "n", "message": "m"},
    "notebook.save": {"fsr_notes": "x"}, "notebook.edit_item": {"text": "x", "version": "1"},
    "notebook.resolve": {"result_fsr_notes": "x", "mine_fsr_notes": "y", "base_version": "1"},
    "notebook.restore": {"to": "1"}, "notebook.insert_snippet": {"snippet": "report", "fsr_notes": "x"},
    "notebook.new_snippet": {"kind": "snippet", "name": "x", "text": "x"},
    "notebook.edit_snippet": {"kind": "snippet", "name": "x", "text": "x", "version": "1"},
    "notebook.close_case": {"symptom": "x", "fault": "x", "fix": "x", "do": "describe"},
    "notebook.share_page": {"person": "bob@example.com", "level": "read"},
    "extract.setup": {"field": "Hours", "type": "number", "do": "save"},
    "grid.paste": {"field": "Course Title", "block": "x"}, "cpe.judge": {"said": "distinct"},
    "templates.change": {"name": "x", "field": "Hours", "type": "number", "version": "1", "do": "save"},
    "learned.edit": {"label": "Hours", "field": "Hours"},
    "cpe.plan": {"title": "x", "completed": "2026-01-01", "hours": "2"},
    "notebook.open_page": {"of": "2", "reason": "x"}, "notebook.open_or_create": {"number": "X-1", "create": "1"},
}
"""Fields that fit, so that the one that does not gets as far as it can."""
QUERIES: dict[str, tuple[str, ...]] = {
    "offers.index": ("q", "after", "deleted"), "offers.show": ("show", "order", "only", "removed"),
    "offers.progress": ("seen",), "offers.column": ("x",), "jobs.index": ("tab", "kind", "before", "who", "seen"),
    "jobs_api.index": ("status", "type", "limit", "cursor"), "jobs.show": ("seen", "row"),
    "shares.index": ("show", "whose", "before", "subject"), "shares.new": ("subject",),
    "auth.users": ("q",), "auth.sign_in": ("next",), "auth.confirm": ("next",),
    "audit.index": ("actor", "action", "kind", "subject", "first", "last", "before", "after"),
    "audit.export_csv": ("actor", "action", "kind", "subject", "first", "last"),
    "documents.page": ("box", "width"), "documents.picture": ("width",), "home.index": ("seen",),
    "recipient.show": ("only", "differences"), "recipient.clause": ("x",), "shares_api.show": ("count",),
    "shares.preview": ("only",), "casco_api.compare_job": ("x",), "upkeep.system": ("welcome",),
    "notebook.index": ("q", "tab", "after"), "notebook.add": ("number",), "notebook.case": ("by", "resolved"),
    "notebook.history": ("from", "to", "before", "restored"), "notebook.people": ("gone", "was"),
    "notebook.presence": ("base", "open", "unsaved", "writing"), "notebook.new_snippet": ("copy",),
    "notebook.close": ("done", "by"), "notebook_api.page": ("by",),
    "extract.index": ("after", "deleted"), "extract.files": ("after",), "grid.show": ("q", "sort", "after"),
    "templates.index": ("after",), "templates_api.index": ("template_type", "limit"), "cpe.index": ("job_id",),
    "cpe.rule": ("year",), "sheets_api.index": ("status", "after"), "sheets_api.progress": ("run_id", "after"),
    "sheets_api.show_results": ("limit", "offset"),
    **dict.fromkeys(("notebook.print", "notebook.paper", "notebook.text", "notebook.docx"), ("everyone", "by")),
}
FRAGMENTS = ("notebook.save", "notebook.presence", "notebook.index", "notebook.attachments")
"""Endpoints that do something else for htmx."""
EXTREMES = ("0001-01-01", "9999-12-31", "0001-01-01T00:00:00+14:00_1", "9999-12-31T23:59:59-14:00_1",
            "9" * 17 + "-x", "99999999999999999", "-1", "nan", "1e999", "comparison:" + HUGE, "comparison:٣", "None")
UNSURE = {"version", "action", "until", "expires", "id", "offer", "recommended", "value", "reg_number", "base_version",
          "to", "number", "of", "row", "rows", "template", "template_id", "hours", "completed", "renewal", "birth",
          "carried", "v:CPE Hours"}
"""Fields of forms that are more than a text."""
PATCHES = ("insurer_name", "reg_number", "insured_entity", "insured_amount", "currency", "territory", "period",
           "premium_total", "raw_text", "why")
SHARES = ("title", "company_name", "batch_token", "insurer_only", "product_type", "type", "reg_number", "contact",
          "passphrase", "recommended", "casco_job_id")


def half(asked: list[tuple[str, str, dict[str, Any]]]) -> list[tuple[str, str, dict[str, Any]]]:
    """Every second request: the even ones on SQLite, the odd ones on a server."""
    return asked[bool(SERVER)::2]


def surprises(browser: Browser, asked: list[tuple[str, str, dict[str, Any]]]) -> list[tuple[str, str, str, int]]:
    """Those of the requests that a defect of ours answered; answers are read to their end, downloads too."""
    found = []
    for method, path, more in asked:
        answer = browser.open(path, method=method, buffered=True, **more)
        if answer.status_code >= 500:
            found.append((method, path[:80], repr(more)[:120], answer.status_code))
    return found


def both(endpoint: str) -> list[dict[str, str]]:
    """The headers of a browser, and those of htmx where these make a difference."""
    return [{}, {"HX-Request": "true"}] if endpoint in FRAGMENTS else [{}]


def form_safe() -> dict[str, str]:
    return {name: text for name, text in TEXTS.items() if name != "half a character"}


@pytest.mark.parametrize(("who", "where"), [
    ("ana", ("offers", "shares", "auth")), ("ana", ("notebook",)),
    ("ana", ("extract", "grid", "templates", "cpe")), ("ada", ("auth", "upkeep", "notebook.open")),
    ("client", ("recipient", "auth.sign", "auth.set", "auth.join"))])
def test_every_field_of_every_form(
        app: Flask, ids: dict[str, Any], request: pytest.FixtureRequest, who: str, where: tuple[str, ...]) -> None:
    browser: Browser = request.getfixturevalue(who)
    asked = []
    for endpoint, method, path, _named in doors(app, ids):
        if method not in CHANGES or endpoint not in FIELDS or not endpoint.startswith(where):
            continue
        about = f"?subject=comparison:{ids['comparison_id']}" if endpoint == "shares.create" else ""
        for field in FIELDS[endpoint]:
            asked += [(method, path + about, {"data": SOUND.get(endpoint, {}) | {field: text}, "headers": headers})
                      for text in (*form_safe().values(), *(EXTREMES if field in UNSURE else ()))
                      for headers in both(endpoint)]
    assert surprises(browser, half(asked)) == []


@pytest.mark.parametrize(("who", "where"), [
    ("ana", ("offers", "jobs", "shares", "documents", "casco", "home")), ("ana", ("notebook",)),
    ("ana", ("extract", "grid", "templates", "learned", "cpe", "sheets_api")),
    ("ada", ("auth", "audit.index", "upkeep", "notebook.index")),
    ("auditor", ("audit.export",)), ("client", ("recipient", "shares_api", "auth", "openapi"))])
def test_every_query_string(
        app: Flask, ids: dict[str, Any], request: pytest.FixtureRequest, who: str, where: tuple[str, ...]) -> None:
    browser: Browser = request.getfixturevalue(who)
    asked = []
    for endpoint, method, address, _named in doors(app, ids):
        if not endpoint.startswith(where):
            continue
        path = address.partition("?")[0]
        unread = () if endpoint.startswith("notebook") else ("q",)
        for field in QUERIES.get(endpoint, unread) if method == "GET" else ():
            asked += [(method, path, {"query_string": {field: text}, "headers": headers})
                      for text in (*form_safe().values(), *EXTREMES) for headers in both(endpoint)]
        if method == "GET":
            asked.append((method, f"{path}?a=\xff\xfe%ff&a[]=1&a=2&=&&", {}))
    assert surprises(browser, half(asked)) == []


def test_every_variable_of_every_address(app: Flask, ids: dict[str, Any], ana: Browser, client: Browser) -> None:
    hostile = (HUGE, "0", "9223372036854775808", "%00", "a%00b", "%ff%fe", "%ed%a0%80", "..%2f..%2fetc%2fpasswd",
               "%0d%0aX-Evil:1", "x" * 3000, "%F0%9F%9A%97", "1" * 3000, "-1")
    there = {path for _endpoint, _method, path, _named in doors(app, ids)}
    places = {(method, path): endpoint for name in ids.keys() - sheets.ALIKE for text in hostile
              for endpoint, method, path, named in doors(app, ids | {name: text}) if named and path not in there}
    asked = {(method, path): (method, path, {"json": {}} if method in CHANGES else {}) for method, path in places}
    assert surprises(ana, half(list(asked.values()))) == []
    # a closed door is closed to a stranger before anybody looks at what is behind it, as tests/web/test_doors.py shows
    assert surprises(client, [asked[place] for place, endpoint in places.items()
                              if is_public(app.view_functions[endpoint])]) == []


NOTES = ("", "/history", "/check", "/print", "/text", "/export.txt", "/export.docx", "/everyone", "/close", "/snippets")
"""Pages that show the texts of a case."""


def test_every_text_of_every_body(ids: dict[str, Any], ana: Browser) -> None:
    wrong = {name: found for name, text in TEXTS.items() if (found := surprises(ana, bodies_with(text, ids, ana)))}
    assert wrong == {}


def bodies_with(text: str, ids: dict[str, Any], ana: Browser) -> list[tuple[str, str, dict[str, Any]]]:
    """Requests with `text` wherever a body may hold one, and looks at what became of it."""
    offer, link = f"/casco/offers/{ids['offer_id']}", f"/shares/{ids['token']}"
    made = ana.post("/shares", json={"editable": True})
    assert made.status_code == 200
    editable = f"/shares/{made.json['token']}"
    asked: list[tuple[str, str, dict[str, Any]]] = []
    for field in PATCHES:
        asked.append(("PATCH", offer, {"json": {field: text}}))
    asked += [("PATCH", offer, {"json": {"coverage": {text: "v"}}}),
              ("PATCH", offer, {"json": {"coverage": {"Teritorija": text}}}),
              ("PATCH", offer, {"json": {"premium_breakdown": {text: text}}})]
    for field in SHARES:
        asked.append(("POST", "/shares", {"json": {field: text}}))
    asked.append(("POST", "/shares", {"json": {"product_line": "casco", "casco_job_id": text}}))
    for nested in ({"results": [{text: text, "company_name": text}]}, {"broker_profile": {text: text}},
                   {"view_prefs": {"column_order": [text], "hidden_features": [text]}}, {"document_ids": [text]},
                   {"allow_edit_fields": [text]}):
        asked.append(("POST", "/shares", {"json": nested}))
    for url in (editable, link):
        for changes in ({"title": text}, {"company_name": text}, {"reg_number": text}, {"broker_profile": {text: text}},
                        {"view_prefs": {"column_order": [text]}}):
            asked += [("PATCH", url, {"json": changes}), ("POST", url, {"json": changes})]
    data = f"/api/cases/data/{ids['case']}"
    for field in ("problemStatement", "fsrNotes", "baseVersion"):
        asked += [("PUT", data, {"json": {field: text}}), ("GET", data, {}), ("POST", "/api/cases/data", {
            "json": {"cases": [{"caseNumber": ids["case"], field: text}, {"caseNumber": text, field: text}]}})]
    asked.append(("POST", "/api/cases/status", {"json": {"case_numbers": [text, ids["case"]]}}))
    asked += [("GET", f"/cases/{ids['case']}{page}", {}) for page in NOTES]
    asked += [("GET", url, {}) for url in (offer, link, editable, f"/casco/job/{ids['comparison_id']}/compare",
                                           f"/compare/{ids['comparison_id']}", f"/s/{ids['token']}", "/shared",
                                           f"/compare/{ids['comparison_id']}/xlsx")]
    return asked


BODIES = {
    "nothing": b"", "no JSON": b"{", "a list": b"[]", "a number": b"7", "null": b"null", "a string": b'"x"',
    "deep lists": b"[" * 100_000, "deep objects": b'{"results":' * 50_000, "closed and deep": b"[" * 9000 + b"]" * 9000,
    "deep in a field": b'{"broker_profile":{"a":' + b"[" * 900 + b"]" * 900 + b"}}",
    "deep, and still read": b'{"broker_profile":{"a":' + b"[" * 400 + b"]" * 400 + b"}}",
    "no number": b'{"broker_profile": {"x": NaN}}', "endless": b'{"broker_profile": {"x": [Infinity, -Infinity]}}',
    "a huge number": b'{"employees_count": ' + b"9" * 5000 + b"}", "a huge float": b'{"broker_profile": {"x": 1e999}}',
    "a large number": b'{"broker_profile": {"x": ' + b"9" * 400 + b"}}", "twice": b'{"title": "a", "title": "b"}',
    "bytes": b'{"title": "\xff\xfe"}', "UTF-16": '{"title": "x"}'.encode("utf-16"),
    "a mark": b'\xef\xbb\xbf{"title": "x"}',
    "the wrong types": b'{"title": {}, "results": 5, "view_prefs": [], "editable": "perhaps", "file_ids": ["x"]}',
    "pages of the wrong types": b'{"cases": [1, null, [], {"caseNumber": {}}, {"caseNumber": 1e999, "fsrNotes": []}]}',
    "numbers of the wrong types": b'{"case_numbers": [1, null, {}]}', "no list": b'{"cases": {}, "case_numbers": "x"}',
    "half characters": b'{"fsrNotes": "\\ud800", "case_numbers": ["\\udfff"], "cases": [{"caseNumber": "\\ud800"}]}',
    "huge version": b'{"baseVersion": ' + b"9" * 400 + b"}",
    "breakdown": b'{"premium_breakdown": {"x": NaN}}', "deep breakdown": b'{"premium_breakdown": {"x": '
    + b"[" * 900 + b"]" * 900 + b"}}",
}


def test_bodies_that_are_none(ids: dict[str, Any], ana: Browser) -> None:
    token = ana.post("/shares", json={"editable": True}).json["token"]
    wrong = {name: found for name, body in BODIES.items() if (found := surprises(ana, sent(body, token, ids)))}
    assert wrong == {}


def sent(body: bytes, token: str, ids: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """Requests with `body` as every kind of content, to whatever reads one."""
    asked: list[tuple[str, str, dict[str, Any]]] = []
    for kind in ("application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data",
                 "multipart/form-data; boundary=x", "application/json; charset=utf-7", ""):
        more = {"data": body, "content_type": kind}
        asked += [("POST", "/shares", more), ("PATCH", f"/shares/{token}", more), ("POST", f"/shares/{token}", more),
                  ("PATCH", f"/casco/offers/{ids['offer_id']}", more), ("POST", "/casco/upload", more),
                  ("PUT", f"/api/cases/data/{ids['case']}", more),
                  ("POST", "/casco/upload/batch", more), ("POST", "/compare/new", more), ("POST", "/sign-in", more),
                  ("POST", f"/compare/{ids['comparison_id']}/edit", more)]
        if "json" in kind:
            asked += [("POST", "/api/cases/data", more), ("POST", "/api/cases/status", more)]
        elif "form" in kind:
            asked += [("POST", f"/cases/{ids['case']}/{form}", more) for form in ("save", "attachments")]
            asked.append(("POST", "/cases/import", more))
    return [*asked, ("GET", f"/shares/{token}", {}), ("GET", f"/casco/job/{ids['comparison_id']}/offers", {})]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_what_is_no_json_is_not_kept(ids: dict[str, Any], ana: Browser, number: str) -> None:
    body = f'{{"editable": true, "broker_profile": {{"x": [{number}]}}}}'
    assert ana.post("/shares", data=body, content_type="application/json").status_code == 422
    body = f'{{"premium_breakdown": {{"x": {number}}}}}'
    assert ana.patch(f"/casco/offers/{ids['offer_id']}", data=body, content_type="application/json").status_code == 422


HEADERS = {
    "Referer": ("http://[", "http://localhost//evil.example/x", "//evil.example", "\xff\xfe"),
    "Accept-Language": ("\xff", "x" * 5000, "en;q=nan", "lv-LV;q=-1,*;q=2", ";;;,,,", "en;q=" + "9" * 400),
    "Authorization": ("Bearer", "Bearer ", "Bearer \xff\xfe", "Basic \xff", "Bearer " + "x" * 8000, "Basic eDp5"),
    "User-Agent": ("", "\xff" * 3000, "<script>alert(1)</script>", "%(x)s"),
    "Sec-Fetch-Site": ("\xff", "same-origin, cross-site", ""),
    "X-CSRFToken": ("\xff", "", "a.b.c", "x" * 5000), "Cookie": ("fsr=\xff", "fsr=a.b.c; fsr=", "fsr=" + "x" * 4000),
    "HX-Request": ("true", "\xff"), "HX-Current-URL": ("\xff", "javascript:alert(1)", "http://[", "x" * 5000),
    "HX-Prompt": ("\xff",),
    "Host": ("evil.example", "a b", "[", "localhost:99999", "\xff", "a" * 300, "localhost@evil.example"),
    "X-Forwarded-For": ("\xff", "' OR 1=1", "1" * 500), "X-Forwarded-Host": ("evil.example",),
    "X-Share-Passphrase": ("\xff", "x" * 5000), "X-Count-View": ("1", "\xff"), "Range": ("bytes=5-1", "bytes=\xff"),
    "If-None-Match": ('"\xff"',), "If-Modified-Since": ("never", "Thu, 01 Jan 0001 00:00:00 GMT"),
    "Content-Type": ("\xff", "multipart/form-data", "text/plain; charset=\xff"), "Content-Length": ("0",),
    "If-Match": ("*", '"\xff"', "W/", HUGE, '"1", "2"', "-1"), "X-Op-Id": ("\xff", "x" * 5000, "a\x85b"),
    "HX-Target": ("case-rows", "\xff"), "X-HTTP-Method-Override": ("DELETE",), "Purpose": ("\xff",),
    "Accept": ("\xff", "text/html;q=x"),
}

OF_NOTES = {"If-Match", "X-Op-Id", "HX-Request", "HX-Target", "HX-Current-URL", "Authorization"}
"""Headers that lists and saves of the notebook read."""


def test_every_header_we_read(ids: dict[str, Any], ana: Browser, client: Browser) -> None:
    asked: list[tuple[str, str, dict[str, Any]]] = []
    for name, value in [(name, value) for name, values in HEADERS.items() for value in values]:
        for path in ("/", "/compare", f"/compare/{ids['comparison_id']}", f"/s/{ids['token']}",
                     f"/shares/{ids['token']}?count=1", f"/documents/{ids['document_id']}/file", "/api/me", "/sign-in",
                     "/static/css/fsr.css", "/nothing", f"/documents/{ids['document_id']}/pages/1.png",
                     f"/cases/{ids['case']}/text"):
            asked.append(("GET", path, {"headers": {name: value}}))
        if name in OF_NOTES:
            asked += [("GET", "/cases", {"headers": {"HX-Request": "true", name: value}}),
                      ("PUT", f"/api/cases/data/{ids['case']}", {"headers": {name: value}, "json": {"fsrNotes": "x"}}),
                      ("POST", f"/cases/{ids['case']}/save", {"headers": {name: value}, "data": {"fsr_notes": "x"}})]
        asked += [("POST", f"/activity/{ids['job_id']}/retry", {"headers": {name: value}}),
                  ("POST", "/sign-in", {"headers": {name: value}, "data": {"email": "a@b.c", "password": "x"}}),
                  ("POST", f"/s/{ids['token']}", {"headers": {name: value}, "data": {"passphrase": "x"}})]
    assert surprises(ana, half(asked)) == []
    assert surprises(client, half(asked)) == []
