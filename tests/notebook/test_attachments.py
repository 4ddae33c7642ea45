"""Attachments: taken, captioned, removed and put back by who may write; seen by who may read; never lost."""

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from fsr.audit.models import AuditEvent
from fsr.auth.models import User
from fsr.db import db
from fsr.notebook.attached import attached
from fsr.notebook.models import Attachment, Page
from tests import factories
from tests.browsers import Browser
from tests.notebook.conftest import NUMBER
from tests.samples import sample

URL = f"/cases/{NUMBER}/attachments"
HTMX = {"HX-Request": "true"}


def png(shade: int = 0) -> bytes:
    """A small sound picture; another shade is another file."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = b"".join(b"\0" + bytes([shade, 0, 0]) * 8 for _ in range(8))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def attach(browser: Any, *files: tuple[str, bytes], headers: Any = None, **form: str) -> TestResponse:
    return browser.post(URL, headers=headers, data={
        "files": [(io.BytesIO(data), name) for name, data in files], **form})  # type: ignore[no-any-return]


def status(browser: Browser, url: str) -> int:
    with browser.get(url) as answer:
        return answer.status_code


def rows(app: Flask, page_id: int) -> list[tuple[int, str, str]]:
    with app.app_context():
        return [(one.number, one.title, one.row.document.kind) for one in attached(db.session.get(Page, page_id))]


def first(app: Flask) -> int:
    with app.app_context():
        return db.session.query(Attachment).order_by(Attachment.id).first().id  # type: ignore[union-attr]


def test_pictures_and_pdfs_are_attached_and_shown_with_a_thumbnail(app: Flask, ana: Browser, page_id: int) -> None:
    pdf = sample("casco", "05").read_bytes()
    assert attach(ana, ("shot.png", png()), ("report.pdf", pdf)).status_code == 303
    assert rows(app, page_id) == [(1, "shot.png", "png"), (2, "report.pdf", "pdf")]
    page = ana.get(URL).text
    with app.app_context():
        numbers = [row.document_id for row in db.session.query(Attachment).order_by(Attachment.id)]
    assert all(f"/documents/{number}/pages/1.png" in page for number in numbers)


def test_a_pasted_picture_answers_with_its_reference_for_the_text(app: Flask, ana: Browser, page_id: int) -> None:
    answer = attach(ana, ("screenshot-1.png", png()), headers=HTMX)
    assert answer.status_code == 200
    assert "[Attachment 1: screenshot-1.png]" in answer.headers["HX-Trigger"]
    assert "<html" not in answer.text


def test_numbers_stay_when_one_is_removed(app: Flask, ana: Browser, page_id: int) -> None:
    attach(ana, ("a.png", png(1)), ("b.png", png(2)))
    ana.post(f"{URL}/{first(app)}/remove")
    attach(ana, ("c.png", png(3)))
    assert rows(app, page_id) == [(2, "b.png", "png"), (3, "c.png", "png")]


def test_a_removed_one_is_put_back_by_undo_with_and_without_htmx(app: Flask, ana: Browser, page_id: int) -> None:
    attach(ana, ("a.png", png()))
    number = first(app)
    answer = ana.post(f"{URL}/{number}/remove")
    assert rows(app, page_id) == []
    assert f"{URL}/{number}/restore" in ana.get(answer.headers["Location"]).text
    ana.post(f"{URL}/{number}/restore")
    assert rows(app, page_id) == [(1, "a.png", "png")]
    removed = ana.post(f"{URL}/{number}/remove", headers=HTMX)
    assert f"{URL}/{number}/restore" in removed.headers["HX-Trigger"]
    assert '"attachments"' in ana.post(f"{URL}/{number}/restore", headers=HTMX).headers["HX-Trigger"]


def test_the_same_file_is_attached_once_and_comes_back_if_it_was_removed(
        app: Flask, ana: Browser, page_id: int) -> None:
    attach(ana, ("a.png", png()))
    attach(ana, ("again.png", png()))
    assert len(rows(app, page_id)) == 1
    ana.post(f"{URL}/{first(app)}/remove")
    attach(ana, ("again.png", png()))
    assert rows(app, page_id) == [(1, "a.png", "png")]


def test_a_caption_names_it_and_may_not_be_too_long(app: Flask, ana: Browser, page_id: int) -> None:
    attach(ana, ("a.png", png()))
    ana.post(f"{URL}/{first(app)}/caption", data={"caption": "  Worn \n seal "})
    assert rows(app, page_id)[0][1] == "Worn seal"
    answer = ana.post(f"{URL}/{first(app)}/caption", data={"caption": "x" * 201}, headers=HTMX)
    assert answer.status_code == 422
    assert "At most 200 characters" in answer.text


def test_a_bad_file_is_refused_by_name_and_the_others_are_taken(app: Flask, ana: Browser, page_id: int) -> None:
    answer = attach(ana, ("notes.exe", b"MZ..."), ("a.png", png()), ("empty.png", b""), headers=HTMX)
    assert answer.status_code == 200
    assert "notes.exe" in answer.text
    assert "The file is empty." in answer.text
    assert rows(app, page_id) == [(1, "a.png", "png")]


@pytest.mark.parametrize("files", [[], [("a.svg", b"<svg onload=alert(1)>")]])
def test_nothing_good_is_a_422_that_says_why(ana: Browser, page_id: int, files: Any) -> None:
    answer = attach(ana, *files)
    assert answer.status_code == 422
    assert "Choose at least one file." in answer.text or "a.svg" in answer.text


def test_a_file_over_the_limit_is_refused(app: Flask, ana: Browser, page_id: int) -> None:
    app.config["FSR_UPLOAD_FILE_MB"] = 0
    assert "too large" in attach(ana, ("a.png", png())).text
    assert rows(app, page_id) == []


def test_the_first_attachment_makes_the_page(app: Flask, bob: Browser, case_id: str) -> None:
    assert attach(bob, ("a.png", png())).status_code == 303
    with app.app_context():
        assert db.session.query(Page).filter_by(user_id=bob.user_id, case_id=case_id).count() == 1


def test_a_closed_case_shows_attachments_and_changes_none(
        app: Flask, ana: Browser, page_id: int, case_id: str, close: Callable[[str], None]) -> None:
    attach(ana, ("a.png", png()))
    number = first(app)
    close(case_id)
    page = ana.get(URL)
    assert (page.status_code, "Caption or remove" in page.text, 'type="file"' in page.text) == (200, False, False)
    for answer in (attach(ana, ("b.png", png(9))), ana.post(f"{URL}/{number}/remove"),
                   ana.post(f"{URL}/{number}/caption", data={"caption": "x"}), ana.post(f"{URL}/{number}/restore")):
        assert answer.status_code == 409
    assert rows(app, page_id) == [(1, "a.png", "png")]


def test_who_may_read_the_page_sees_the_picture_and_nobody_else(
        app: Flask, ana: Browser, bob: Browser, mara: Browser, page_id: int) -> None:
    attach(ana, ("a.png", png()))
    with app.app_context():
        document = db.session.query(Attachment).one().document_id
        factories.member(db.session.get_one(Page, page_id), db.session.get_one(User, bob.user_id), "read")
        db.session.commit()
    url = f"/documents/{document}/file"
    assert [status(browser, url) for browser in (ana, bob, mara)] == [200, 200, 404]
    assert mara.get(f"{URL}?by={ana.user_id}").status_code == 404
    assert bob.get(f"{URL}?by={ana.user_id}").status_code == 200
    assert attach(bob, ("b.png", png(5)), by=str(ana.user_id)).status_code == 403
    ana.post(f"{URL}/{first(app)}/remove")
    assert status(bob, url) == 404


def test_an_attachment_is_found_on_its_own_page_only(app: Flask, ana: Browser, bob: Browser, page_id: int) -> None:
    attach(ana, ("a.png", png()))
    attach(bob, ("b.png", png(4)))
    assert bob.post(f"{URL}/{first(app)}/remove").status_code == 404
    assert len(rows(app, page_id)) == 1


def test_every_change_is_in_the_log_without_names_of_files(app: Flask, ana: Browser, page_id: int) -> None:
    attach(ana, ("secret-name.png", png()))
    number = first(app)
    ana.post(f"{URL}/{number}/caption", data={"caption": "secret words"})
    ana.post(f"{URL}/{number}/remove")
    ana.post(f"{URL}/{number}/restore")
    with app.app_context():
        events = db.session.query(AuditEvent).filter(AuditEvent.action.like("notebook:attachment:%")).order_by(
            AuditEvent.seq).all()
        assert [event.action.split(":")[-1] for event in events] == ["added", "edited", "removed", "restored"]
        assert "secret" not in str([event.details for event in events])


def test_a_page_holds_a_hundred_attachments(app: Flask, ana: Browser, page_id: int) -> None:
    attach(ana, ("a.png", png()))
    with app.app_context():
        one = db.session.query(Attachment).one()
        db.session.add_all(Attachment(page_id=page_id, document_id=one.document_id, added_by_id=one.added_by_id)
                           for _ in range(99))
        db.session.commit()
    answer = attach(ana, ("b.png", png(7)))
    assert (answer.status_code, "At most 100 attachments" in answer.text) == (422, True)
