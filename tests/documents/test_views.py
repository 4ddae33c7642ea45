"""Originals, pictures and pages: who sees them, and how a stranger's bytes are served."""

import pytest
import sqlalchemy as sa
from flask import Flask

from fsr.audit.models import AuditEvent
from fsr.auth.models import User
from fsr.db import commit, db
from fsr.documents import access, service
from tests.browsers import Browser
from tests.samples import sample

OFFER = sample("casco", "11")


@pytest.fixture
def document_id(app: Flask, ana: Browser) -> int:
    with app.app_context():
        actor = db.session.get_one(User, ana.user_id)
        made = service.receive(actor, "piedāvājums \"BTA\".pdf", OFFER.read_bytes())
        service.note(made, 2, ())
        commit()
        return made.id


def paths(document_id: int) -> tuple[str, ...]:
    return tuple(f"/documents/{document_id}/{rest}" for rest in ("file", "pages/1.png", "pages/1"))


def test_the_original_is_a_confined_download(ana: Browser, document_id: int) -> None:
    answer = ana.get(f"/documents/{document_id}/file", buffered=True)
    assert answer.data == OFFER.read_bytes()
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''pied%C4%81v%C4%81jums" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.mimetype == "application/pdf"


def test_a_download_is_logged(app: Flask, ana: Browser, document_id: int) -> None:
    ana.get(f"/documents/{document_id}/file", buffered=True)
    with app.app_context():
        event = db.session.scalars(sa.select(AuditEvent).order_by(AuditEvent.seq.desc())).first()
        assert event is not None
        assert (event.action, event.actor_id) == ("document:document:downloaded", ana.user_id)


def test_a_page_has_a_picture(ana: Browser, document_id: int) -> None:
    answer = ana.get(f"/documents/{document_id}/pages/2.png?width=480")
    assert answer.mimetype == "image/png"
    assert answer.data.startswith(b"\x89PNG")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_page_shows_the_box_and_the_way_to_the_others(ana: Browser, document_id: int) -> None:
    text = ana.get(f"/documents/{document_id}/pages/1?box=0.1,0.2,0.5,0.25").text
    assert 'class="evidence-box" x="96.0" y="197.0"' in text
    assert f'href="/documents/{document_id}/pages/2"' in text
    assert 'rel="prev"' not in text
    assert "<html" in text


def test_a_fragment_is_asked_for_by_htmx(ana: Browser, document_id: int) -> None:
    text = ana.get(f"/documents/{document_id}/pages/2", headers={"HX-Request": "true"}).text
    assert text.lstrip().startswith('<figure class="stack" id="evidence">')
    assert 'rel="next"' not in text


@pytest.mark.parametrize("box", ["", "1,2,3", "0.5,0.5,0.1,0.9", "-1,0,1,1", "nan,0,1,1", '"><script>'])
def test_a_box_that_is_none_marks_nothing(ana: Browser, document_id: int, box: str) -> None:
    text = ana.get(f"/documents/{document_id}/pages/1", query_string={"box": box}).text
    assert "evidence-box" not in text
    assert "<script>" not in text


def test_a_stranger_gets_404_for_all_of_it(mara: Browser, document_id: int) -> None:
    assert [mara.get(path).status_code for path in paths(document_id)] == [404, 404, 404]


def test_nobody_signed_in_gets_nothing(app: Flask, document_id: int) -> None:
    assert all(app.test_client().get(path).status_code in (302, 303, 401) for path in paths(document_id))


def test_a_feature_can_open_a_document_to_those_who_see_what_it_belongs_to(
        app: Flask, bob: Browser, mara: Browser, document_id: int) -> None:
    access.add_viewer(app, lambda document, user: user.id == bob.user_id)
    assert [bob.get(path, buffered=True).status_code for path in paths(document_id)] == [200, 200, 200]
    assert [mara.get(path).status_code for path in paths(document_id)] == [404, 404, 404]


def test_a_document_that_was_put_away_is_gone_until_restored(app: Flask, ana: Browser, document_id: int) -> None:
    with app.app_context():
        actor = db.session.get_one(User, ana.user_id)
        document = access.get_document(document_id, actor)
        service.delete(document, actor)
        commit()
        assert ana.get(f"/documents/{document_id}/file", buffered=True).status_code == 404
        service.restore(document, actor)
        commit()
    assert ana.get(f"/documents/{document_id}/file", buffered=True).status_code == 200


def test_a_page_that_does_not_exist_is_told(ana: Browser, document_id: int) -> None:
    assert ana.get(f"/documents/{document_id}/pages/99.png").status_code == 415
