"""Every route is asked for Ana's things by people whose business they are not (ASVS 5.0 8.2.2)."""

import io
import re
import zipfile
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from fsr.auth.models import User
from fsr.db import commit, db
from fsr.notebook.models import LineItem, Member, Page
from fsr.web.public import is_public
from tests.browsers import CHANGES, Browser
from tests.conftest import signed_in
from tests.security.notes import MARK
from tests.security.world import doors

EVERYBODYS = {"offers.label"}
"""Learned labels are seen by all who compare; only their teacher may change them: 403."""
FORBIDDEN = {"offers.label", "offers.forget_label"}
EMPTY = {"casco_api.compare_job", "casco_api.offers_of_job", "casco_api.compare_vehicle",
         "casco_api.offers_of_vehicle"}
"""Answer an unknown id, and so somebody else's, with an empty list (seed 000)."""
JSON = ("patch_offer", "notebook_api.save")
"""Endpoints that want a JSON body before they look for anything."""
OPEN = {"notebook_api.validate": 200, "notebook_api.save": 400}
"""That a case number is known may be asked by everybody; a page that cannot be saved is a 400 (seed 002)."""
OF_THE_LOOKER = {"grid.seen": 303}
"""What somebody has looked at is noted for themselves alone."""
MARKS = ("BALTA", "XY1042", "balta_kasko", MARK)
"""What stands in Ana's things and must be told to nobody."""


def closed_doors(app: Flask, ids: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(endpoint, method, path) for endpoint, method, path, named in doors(app, ids)
            if named and not is_public(app.view_functions[endpoint])]


@pytest.mark.parametrize("who", ["bob", "mara"])
def test_somebody_elses_things_do_not_exist(
        app: Flask, ids: dict[str, Any], request: pytest.FixtureRequest, who: str) -> None:
    browser: Browser = request.getfixturevalue(who)
    wrong = []
    for endpoint, method, path in closed_doors(app, ids):
        answer = browser.open(path, method=method, json={} if endpoint.endswith(JSON) else None)
        expected = 403 if endpoint in FORBIDDEN else 200 if endpoint in EMPTY else OPEN.get(endpoint, 404)
        told = [mark for mark in MARKS if mark in answer.text and mark not in path]
        if answer.status_code != expected or told:
            wrong.append((method, path, answer.status_code, told))
    assert wrong == []


def test_a_program_of_a_stranger_gets_no_further(app: Flask, ids: dict[str, Any], mara: Browser, client: Browser,
                                                 token_for: Any) -> None:
    headers = token_for(mara)
    through = []
    for endpoint, method, path in closed_doors(app, ids):
        if endpoint in EMPTY | FORBIDDEN | OPEN.keys() or endpoint.startswith("auth."):
            continue
        answer = client.open(path, method=method, headers=headers, json={} if endpoint.endswith(JSON) else None)
        if answer.status_code != 404:
            through.append((method, path, answer.status_code))
    assert through == []


def test_a_token_opens_no_page_of_accounts(app: Flask, ids: dict[str, Any], ada: Browser, client: Browser,
                                           token_for: Any) -> None:
    headers = token_for(ada)
    through = [(method, path) for endpoint, method, path, _named in doors(app, ids)
               if endpoint.startswith("auth.") and not is_public(app.view_functions[endpoint])
               and client.open(path, method=method, headers=headers).status_code != 302]
    assert through == []


def test_an_auditor_looks_and_changes_nothing(app: Flask, ids: dict[str, Any], auditor: Browser) -> None:
    changed = []
    for endpoint, method, path in closed_doors(app, ids):
        if method in CHANGES:
            answer = auditor.open(path, method=method, json={} if endpoint.endswith(JSON) else None)
            if answer.status_code not in {403, 404, OPEN.get(endpoint), OF_THE_LOOKER.get(endpoint)}:
                changed.append((method, path, answer.status_code))
    assert changed == []
    assert auditor.get(f"/extract/{ids['sheet_id']}").status_code == 200
    assert auditor.get(f"/compare/{ids['comparison_id']}").status_code == 200


def as_person(app: Flask, user_id: int) -> Browser:
    with app.app_context():
        return signed_in(app, db.session.get_one(User, user_id))


def notes_of_ana(app: Flask, ids: dict[str, Any], *, change: bool) -> list[tuple[str, str, str]]:
    """What there is to ask of Ana's page on the open case, by its author or a collaborator."""
    return [(endpoint, method, path) for endpoint, method, path in closed_doors(app, ids)
            if endpoint.startswith("notebook.") and ids["case"] in path and (method in CHANGES) == change]


def test_a_reader_of_a_page_reads_all_of_it_and_changes_nothing(app: Flask, ids: dict[str, Any]) -> None:
    reader, by = as_person(app, ids["reader_id"]), {"by": ids["user_id"]}
    may_not_read = {"notebook.pick"}  # what can be put into a text is for its writers
    wrong = [(method, path, status) for endpoint, method, path in notes_of_ana(app, ids, change=False)
             if (status := reader.get(path, buffered=True).status_code) not in {200, 303}
             and endpoint not in may_not_read]
    assert wrong == []
    assert MARK in reader.get(f"/cases/{ids['case']}", query_string=by).text
    before = page_of_ana(app, ids)
    changed = [(path, status) for endpoint, method, path in notes_of_ana(app, ids, change=True)
               if (status := reader.open(path, method=method, data={"fsr_notes": "x", "text": "x"}).status_code)
               not in {403, 404} and endpoint != "notebook.check_typed"]
    assert changed == []
    answer = reader.put(f"/api/cases/data/{ids['case']}", query_string=by, json={"fsrNotes": "x"})
    assert answer.status_code == 403
    assert page_of_ana(app, ids) == before


def page_of_ana(app: Flask, ids: dict[str, Any]) -> tuple[Any, ...]:
    """The texts, the version and the people of Ana's page, as the tables have them."""
    with app.app_context():
        page = db.session.get_one(Page, ids["page_id"])
        people = db.session.execute(sa.select(Member.user_id, Member.level).order_by(Member.id)).all()
        items = db.session.scalars(sa.select(LineItem.text).order_by(LineItem.id)).all()
        return page.problem_statement, page.fsr_notes, page.version, tuple(map(tuple, people)), tuple(items)


def test_a_writer_of_a_page_writes_and_does_not_choose_who_sees_it(app: Flask, ids: dict[str, Any]) -> None:
    writer, by = as_person(app, ids["writer_id"]), {"by": ids["user_id"]}
    version = writer.get(f"/api/cases/data/{ids['case']}", query_string=by).json["data"]["version"]
    saved = writer.post(f"/cases/{ids['case']}/save", query_string=by, data={
        "fsr_notes": "By the writer", "base_version": version})
    assert saved.status_code == 303
    assert page_of_ana(app, ids)[1:3] == ("By the writer", version + 1)
    for path, data in (("people", {"person": "mara@example.com", "level": "read"}),
                       (f"people/{ids['reader_id']}", {"level": "write"}),
                       (f"people/{ids['reader_id']}", {"do": "remove"}),
                       ("open", {"of": ids["user_id"], "reason": "x"})):
        assert writer.post(f"/cases/{ids['case']}/{path}", query_string=by, data=data).status_code == 403, path
    assert [member[1] for member in page_of_ana(app, ids)[3]] == ["read", "write"]


def test_whoever_has_a_page_of_their_own_on_the_case_sees_no_other(app: Flask, ids: dict[str, Any],
                                                                    mara: Browser) -> None:
    """The case, its title and how it was closed are Mara's business then; Ana's texts and files are not."""
    assert mara.put(f"/api/cases/data/{ids['case']}", json={"fsrNotes": "Mara's own"}).status_code == 200
    told = []
    for _endpoint, method, path in notes_of_ana(app, ids, change=False):
        for asked in (path, path.partition("?")[0]):
            text = words_of(mara.open(asked, method=method, buffered=True))
            told += [(asked, found) for found in re.findall(f".{{0,20}}{MARK}.{{0,20}}", text)
                     if f"{MARK} of {ids['case']}" not in found]
    assert told == []
    assert mara.get(f"/documents/{ids['attached_id']}/file").status_code == 404
    assert mara.get(f"/documents/{ids['attached_id']}/pages/1.png").status_code == 404
    version = page_of_ana(app, ids)
    for _endpoint, method, path in notes_of_ana(app, ids, change=True):
        mara.open(path, method=method, data={"fsr_notes": "x", "text": "x", "person": "mara@example.com"})
    assert page_of_ana(app, ids) == version


def words_of(answer: TestResponse) -> str:
    """What an answer says, a DOCX too."""
    if "wordprocessingml" in answer.mimetype:
        with zipfile.ZipFile(io.BytesIO(answer.data)) as parts:
            return "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
    return answer.text


def test_nobodys_notes_are_in_anybody_elses_list_or_search(app: Flask, ids: dict[str, Any], mara: Browser) -> None:
    for path in ("/cases?q=trips", "/cases?q=filed", "/cases?q=being", "/cases?q=mended", f"/cases?q={MARK[:6]}",
                 "/cases?q=SEC-2026", "/cases", "/cases?tab=closed", "/cases?q=mended&tab=closed", "/cases?tab=all",
                 "/cases/export.csv", "/cases/snippets", "/cases/add?number=SEC", "/", "/api/cases/data",
                 "/api/cases/user-cases"):
        answer = mara.get(path, buffered=True)
        assert (answer.status_code, MARK in answer.text) == (200, False), path


def test_what_is_in_anas_search_is_in_nobody_elses(app: Flask, ids: dict[str, Any], mara: Browser) -> None:
    for path in ("/extract", "/cpe", "/templates", "/templates/learned", "/api/jobs?job_type=all", "/api/cpe/sheets",
                 "/api/templates", "/", "/activity"):
        assert MARK not in mara.get(path).text, path
    for path in ("/compare?q=XY1042", "/", "/activity", "/activity?who=all", "/shared?whose=all", "/jobs",
                 f"/shared?subject=comparison:{ids['comparison_id']}", "/casco/vehicle/XY1042/offers"):
        answer = mara.get(path)
        assert answer.status_code == 200, path
        assert not [mark for mark in ("balta_kasko", "KASKO LX1234", "KASKO XY") if mark in answer.text], path
    subject = f"comparison:{ids['comparison_id']}"
    assert mara.get(f"/shared/new?subject={subject}").status_code == 404
    body = {"product_line": "casco", "casco_job_id": ids["comparison_id"]}
    assert mara.post("/shares", json=body).status_code == 404


def test_the_sessions_of_a_deactivated_person_end_at_once(app: Flask, ids: dict[str, Any], ana: Browser,
                                                          ada: Browser) -> None:
    assert ana.get("/compare").status_code == 200
    assert ada.post(f"/admin/users/{ana.user_id}/deactivate").status_code in {302, 303}
    assert ana.get("/compare").status_code == 302
    with app.app_context():
        user = db.session.get_one(User, ana.user_id)
        user.is_active = True
        commit()
    assert ana.get("/compare").status_code == 302
