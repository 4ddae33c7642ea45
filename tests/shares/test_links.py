"""The owner's pages: dialog, list, one link; without JavaScript, and for nobody else."""

from datetime import timedelta
from typing import Any

import html5lib
import pytest
import sqlalchemy as sa
from flask import Flask

from fsr import clock
from fsr.audit.models import AuditEvent
from fsr.db import db
from fsr.offers.models import Offer
from fsr.shares.models import Mode, Share
from tests.browsers import Browser
from tests.shares.making import TITLE, acting, comparison, edit_value, link_of, share

HTMX = {"HX-Request": "true"}


def dialog(app: Flask, browser: Browser) -> tuple[str, dict[str, Any]]:
    """The address of a dialog, and its fields as a browser would send them unchanged."""
    with acting(app, browser) as user:
        number = comparison(user).id
        keys = [str(row.id) for row in db.session.query(Offer).filter_by(comparison_id=number).order_by(Offer.position)]
    path = f"/shared/new?subject=comparison:{number}"
    fields = {"title": "KASKO", "contact": "Anna", "language": "en", "expires": "30", "column": keys, "evidence": "on"}
    return path, fields


def test_the_dialog_needs_nothing_typed(app: Flask, ana: Browser) -> None:
    path, _ = dialog(app, ana)
    tree = html5lib.parse(ana.get(path).text, namespaceHTMLElements=False)
    inputs = {(field.get("name"), field.get("value")): field for field in tree.iter("input")}
    ticked = {name for name, field in inputs.items() if field.get("checked") is not None}
    assert inputs["contact", "Ana, ana@example.com"] is not None
    assert {("expires", "30"), ("evidence", "on")} <= ticked
    assert len([name for name, _ in ticked if name == "column"]) == 3


def test_a_link_is_made_and_shown_once_with_its_picture(app: Flask, ana: Browser, client: Browser) -> None:
    path, fields = dialog(app, ana)
    made = ana.post(path, data=fields)
    tree = html5lib.parse(made.text, namespaceHTMLElements=False)
    url = next(code.text for code in tree.iter("code") if code.get("id") == "share-url")
    picture = made.text.split("qr-box")[1].split("</svg>")[0]
    assert (made.status_code, "<svg" in picture, "style=" in picture) == (201, True, False)
    assert client.get(url).status_code == 200
    token = url.rsplit("/", 1)[1]
    assert all(token not in ana.get(page).text for page in ("/shared", "/shared/1"))
    left = link_of(app, 1).expires_at
    assert left is not None
    assert timedelta(days=29, hours=23) < left - clock.now() < timedelta(days=30)


def test_a_form_that_does_not_fit_comes_back_with_what_was_typed(app: Flask, ana: Browser) -> None:
    path, fields = dialog(app, ana)
    bad = fields | {"title": "", "contact": "typed contact", "expires": "date", "until": "2001-01-01", "locked": "on",
                    "passphrase": "short", "column": []}
    answer = ana.post(path, data=bad)
    assert answer.status_code == 422
    missing = [text for text in ("typed contact", "2001-01-01", 'href="#title"', 'href="#until"', 'href="#passphrase"',
                                 'href="#column"') if text not in answer.text]
    assert missing == []
    with app.app_context():
        assert db.session.query(Share).count() == 0


def test_generate_fills_in_a_passphrase_and_makes_nothing(app: Flask, ana: Browser) -> None:
    path, fields = dialog(app, ana)
    answer = ana.post(path, data=fields | {"do": "generate"})
    tree = html5lib.parse(answer.text, namespaceHTMLElements=False)
    typed = next(field.get("value") for field in tree.iter("input") if field.get("name") == "passphrase")
    assert (answer.status_code, len(typed), typed.count("-")) == (200, 14, 2)
    with app.app_context():
        assert db.session.query(Share).count() == 0


def test_the_preview_is_the_recipients_page_and_makes_nothing(app: Flask, ana: Browser) -> None:
    path, fields = dialog(app, ana)
    answer = ana.post(path, data=fields | {"do": "preview", "column": fields["column"][:2], "language": "lv"})
    assert ('<html lang="lv"' in answer.text, "BTA" in answer.text, "ERGO" in answer.text) == (True, True, False)
    with app.app_context():
        assert db.session.query(Share).count() == 0


def test_choices_of_the_dialog_are_kept(app: Flask, ana: Browser, client: Browser) -> None:
    path, fields = dialog(app, ana)
    day = (clock.now() + timedelta(days=9)).date().isoformat()
    ana.post(path, data=fields | {"expires": "date", "until": day, "column": fields["column"][1:], "locked": "on",
                                  "passphrase": "blue door 17", "comments": "on", "latest": "on", "language": "he",
                                  "recommended": fields["column"][2], "reason": "because"})
    row = link_of(app, 1)
    assert (row.mode, row.show_comments, row.show_evidence, row.language, row.reason) == (
        Mode.LIVE, True, True, "he", "because")
    assert (row.hidden_columns, row.recommended, bool(row.passphrase_hash)) == (
        [fields["column"][0]], fields["column"][2], True)
    assert row.expires_at is not None
    assert timedelta(days=8) < row.expires_at - clock.now() < timedelta(days=11)


def test_a_hidden_column_cannot_be_recommended(app: Flask, ana: Browser) -> None:
    path, fields = dialog(app, ana)
    answer = ana.post(path, data=fields | {"column": fields["column"][:1], "recommended": fields["column"][2]})
    assert (answer.status_code, "must be one that is shown" in answer.text) == (422, True)


@pytest.mark.parametrize("who", ["mara", "bob"])
def test_nobody_else_may_share_or_see_or_change(app: Flask, ana: Browser, people: dict[str, Browser], who: str) -> None:
    other, (path, fields) = people[who], dialog(app, ana)
    share_id, _, _ = share(app, ana)
    assert [other.get(path).status_code, other.post(path, data=fields).status_code] == [404, 404]
    assert [other.get(f"/shared/{share_id}{end}").status_code for end in ("", "/preview")] == [404, 404]
    for path in (f"{share_id}", f"{share_id}/update", f"{share_id}/keep", f"{share_id}/renew", "revoke", "restore"):
        assert other.post(f"/shared/{path}", data=fields | {"id": share_id}).status_code == 404, path
    assert TITLE not in other.get("/shared").text
    assert link_of(app, share_id).revoked_at is None


def test_an_administrator_sees_and_closes_everybodys(app: Flask, ana: Browser, ada: Browser) -> None:
    share_id, _, _ = share(app, ana)
    assert [TITLE in ada.get(path).text for path in ("/shared", "/shared?whose=all")] == [False, True]
    assert ada.post("/shared/revoke", data={"id": share_id}).status_code == 303
    assert link_of(app, share_id).revoked_at is not None


def test_the_list_says_how_links_do(app: Flask, ana: Browser) -> None:
    _, _, number = share(app, ana, title="First")
    edit_value(app, ana, number, "BALTA", "premium_total", "1.00")
    share(app, ana, number, title="Second", passphrase="blue door 17", mode=Mode.LIVE)
    text = ana.get("/shared").text
    first, second = text[text.index(">First<"):], text[text.index(">Second<"):text.index(">First<")]
    assert ("changed since" in first, "changed since" in second, "passphrase" in second, "always latest" in second) == (
        True, False, True, True)


def test_an_empty_list_says_what_to_do(ana: Browser) -> None:
    assert "Nothing is shared" in ana.get("/shared").text


def test_links_are_closed_together_and_the_toast_offers_to_undo(app: Flask, ana: Browser) -> None:
    ids = [share(app, ana)[0] for _ in range(3)]
    answer = ana.post("/shared/revoke", data={"id": ids[:2]}, headers=HTMX)
    told = answer.headers["HX-Trigger"]
    assert ("2 links closed." in told, "/shared/restore?id=1" in told) == (True, True)
    assert [link_of(app, share_id).revoked_at is not None for share_id in ids] == [True, True, False]
    ana.post("/shared/restore?id=1&id=2")
    assert [link_of(app, share_id).revoked_at for share_id in ids] == [None] * 3


def test_ended_links_have_a_list_of_their_own(app: Flask, ana: Browser) -> None:
    share(app, ana, title="Runs")
    share(app, ana, title="Over", expires_at=clock.now() - timedelta(hours=1))
    assert (">Over<" in ana.get("/shared").text, ">Over<" in ana.get("/shared?show=ended").text) == (False, True)


def test_the_list_is_paged_by_key(app: Flask, ana: Browser) -> None:
    number = share(app, ana, title="Link 0")[2]
    for count in range(1, 30):
        share(app, ana, number, title=f"Link {count}")
    first = ana.get("/shared").text
    older = ana.get("/shared?before=6").text
    assert (first.count('name="id"'), "before=6" in first) == (25, True)
    assert (older.count('name="id"'), ">Link 0<" in older) == (5, True)


def test_the_list_takes_as_many_queries_for_ten_links_as_for_one(app: Flask, ana: Browser) -> None:
    def queries() -> int:
        seen: list[str] = []
        with app.app_context():
            engine = db.engine
        listener = lambda *args: seen.append(args[2])  # noqa: E731  # SQLAlchemy removes it by identity
        sa.event.listen(engine, "before_cursor_execute", listener)
        ana.get("/shared")
        sa.event.remove(engine, "before_cursor_execute", listener)
        return len([statement for statement in seen if statement.startswith("SELECT")])

    number = share(app, ana)[2]
    ana.get("/shared")
    one = queries()
    for _ in range(9):
        share(app, ana, number)
    share(app, ana)
    assert queries() == one


def test_settings_are_changed_and_the_address_stays(app: Flask, ana: Browser, client: Browser) -> None:
    share_id, token, _ = share(app, ana, language="en", passphrase="blue door 17")
    fields = {"title": "Other title", "contact": "", "language": "lv", "expires": "never", "locked": "on",
              "passphrase": "", "column": [str(row) for row in (1, 2, 3)]}
    assert ana.post(f"/shared/{share_id}", data=fields).status_code == 303
    row = link_of(app, share_id)
    assert (row.title, row.language, row.expires_at, bool(row.passphrase_hash)) == ("Other title", "lv", None, True)
    ana.post(f"/shared/{share_id}", data=fields | {"locked": ""})
    assert "Other title" in client.get(f"/s/{token}").text


def test_a_settings_form_that_does_not_fit_comes_back(app: Flask, ana: Browser) -> None:
    share_id, _, _ = share(app, ana)
    answer = ana.post(f"/shared/{share_id}", data={"title": "", "language": "lv", "expires": "never", "column": ["1"]})
    assert (answer.status_code, link_of(app, share_id).title) == (422, TITLE)


def test_the_owner_sees_what_the_client_sees(app: Flask, ana: Browser) -> None:
    share_id, _, number = share(app, ana, language="en")
    edit_value(app, ana, number, "BALTA", "premium_total", "999.99")
    text = ana.get(f"/shared/{share_id}/preview").text
    assert ("€612.40" in text, "999.99" in text, "/s/" in text) == (True, False, False)
    assert link_of(app, share_id).views == 0


@pytest.mark.parametrize("path", ["/shared", "/shared/1", "/shared/new?subject=comparison:1"])
def test_what_htmx_gets_is_a_piece_and_what_others_get_is_the_page(app: Flask, ana: Browser, path: str) -> None:
    share(app, ana)
    assert ("<html" in ana.get(path).text, "<html" in ana.get(path, headers=HTMX).text) == (True, False)


@pytest.mark.parametrize("path", ["/shared/new", "/shared/new?subject=nonsense", "/shared/new?subject=weather:1",
                                  "/shared/new?subject=comparison:0", "/shared/999999"])
def test_what_is_not_there_is_404(ana: Browser, path: str) -> None:
    assert ana.get(path).status_code == 404


def test_every_verb_is_logged(app: Flask, ana: Browser) -> None:
    share_id, _, number = share(app, ana)
    edit_value(app, ana, number, "BALTA", "premium_total", "1.00")
    for path, data in ((f"/{share_id}/update", {}), (f"/{share_id}/keep", {}), (f"/{share_id}/renew", {}),
                       ("/revoke", {"id": share_id}), ("/restore", {"id": share_id})):
        ana.post(f"/shared{path}", data=data)
    with app.app_context():
        events = db.session.query(AuditEvent).filter_by(subject_kind="share").order_by(AuditEvent.seq)
        actions = [row.action for row in events]
    assert actions == ["share:share:created", "share:share:repinned", "share:share:edited", "share:share:edited",
                       "share:share:revoked", "share:share:edited"]
