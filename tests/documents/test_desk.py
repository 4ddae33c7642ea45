"""Documents are read once, by children, and what was kept is not believed blindly."""

import io
import json

import pytest
from flask import Flask
from PIL import Image

from fsr.auth.models import User
from fsr.db import db
from fsr.documents import desk, service
from fsr.errors import Unreadable
from fsr.sandbox import pool
from tests.browsers import Browser
from tests.samples import sample


@pytest.fixture
def file(app: Flask, ana: Browser):
    desk.add_engine(app, "count", "tests.sandbox.engines:count")
    with app.app_context():
        actor = db.session.get_one(User, ana.user_id)
        yield desk.file_of(service.receive(actor, "offer.pdf", sample("casco", "01").read_bytes()))


def kept(file: desk.File) -> bytes | None:
    return service.store().kept(file.sha256, desk.READING)


def test_a_document_is_read_once(file: desk.File, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "PROGRESS_SECONDS", 0)
    told: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        told.append((done, total))

    first = desk.read(file, progress=progress)
    assert told == [(1, 2), (2, 2)]
    assert desk.read(file, progress=progress) == first
    assert len(told) == 2


def test_an_engine_leaves_the_reading_for_the_next_one(file: desk.File) -> None:
    assert kept(file) is None
    assert desk.extract("count", file)["pages"] == 2
    assert len(json.loads(kept(file) or b"{}")["pages"]) == 2
    assert desk.extract("count", file, {"insurer": "BTA"}) == {
        "pages": 2, "options": {"insurer": "BTA", "filename": "offer.pdf"}}


@pytest.mark.parametrize("spoilt", [b"", b"{not json", b"[]", b'{"pages": [[1]], "notes": []}', b"\x80\x04pickle"])
def test_a_spoilt_kept_reading_is_made_anew(file: desk.File, spoilt: bytes) -> None:
    service.store().keep(file.sha256, desk.READING, spoilt)
    assert len(desk.read(file).pages) == 2
    assert json.loads(kept(file) or b"")["pages"]


def test_a_picture_is_drawn_once_in_one_of_few_widths(file: desk.File) -> None:
    png = desk.picture(file, 1, 900)
    assert Image.open(io.BytesIO(png)).width == 960
    other = desk.picture(file, 2, 900)
    service.store().keep(file.sha256, "p1.w960.png", other)
    assert desk.picture(file, 1, 950) == other


def test_a_kept_picture_that_was_cut_short_is_drawn_again(file: desk.File) -> None:
    png = desk.picture(file, 1, 900)
    service.store().keep(file.sha256, "p1.w960.png", png[:-20])
    assert desk.picture(file, 1, 900) == png


def test_a_page_that_is_not_there_cannot_be_drawn(file: desk.File) -> None:
    with pytest.raises(Unreadable, match="no page 3"):
        desk.picture(file, 3, 960)
