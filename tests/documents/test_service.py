"""What is accepted from people, and what becomes of it."""

import pytest
import sqlalchemy as sa
from flask import Flask

from fsr.audit.models import AuditEvent
from fsr.auth.models import User
from fsr.db import commit, db
from fsr.documents import service
from fsr.documents.health import files
from fsr.documents.models import Document
from fsr.errors import Invalid, TooLarge, Unreadable
from fsr.health import Level
from tests import factories
from tests.browsers import Browser
from tests.samples import sample

OFFER = sample("casco", "01").read_bytes()


@pytest.fixture
def actor(app: Flask, ana: Browser):
    with app.app_context():
        yield db.session.get_one(User, ana.user_id)


def test_a_file_becomes_a_row_and_bytes(actor: User) -> None:
    document = service.receive(actor, "offer.pdf", OFFER)
    commit()
    assert (document.filename, document.mime, document.kind, document.size_bytes) == (
        "offer.pdf", "application/pdf", "pdf", len(OFFER))
    assert service.store().path(document.sha256).read_bytes() == OFFER
    event = db.session.scalars(sa.select(AuditEvent).order_by(AuditEvent.seq.desc())).first()
    assert event is not None
    assert event.action == "document:document:received"
    assert "offer.pdf" not in str(event.details)


def test_the_same_file_of_the_same_person_is_one_document(actor: User) -> None:
    first = service.receive(actor, "offer.pdf", OFFER)
    assert service.receive(actor, "again.pdf", OFFER) is first


def test_the_same_file_of_two_people_is_two_documents_and_kept_once(actor: User, password_hash: str) -> None:
    first = service.receive(actor, "offer.pdf", OFFER)
    other = service.receive(factories.user(password_hash), "offer.pdf", OFFER)
    assert first.id != other.id
    assert first.sha256 == other.sha256
    assert len(list(service.store().hashes())) == 1


def test_a_file_that_was_put_away_is_received_anew(actor: User) -> None:
    first = service.receive(actor, "offer.pdf", OFFER)
    service.delete(first, actor)
    assert service.receive(actor, "offer.pdf", OFFER) is not first


@pytest.mark.parametrize(("name", "data", "words"), [
    ("a.pdf", b"", "empty"), ("a.pdf", b"just text", "not a PDF"),
    ("a.pdf", b"\x89PNG\r\n\x1a\n....", "PNG image, not a PDF"),
    ("a.png", b"%PDF-1.7 ...", "name says that it is an image"), ("a.exe", b"%PDF-1.7 ...", "Only files named"),
    ("a", b"%PDF-1.7 ...", "Only files named"), ("a.png", b"GIF89a", "not a PDF, PNG or JPEG"),
])
def test_content_and_name_must_agree(actor: User, name: str, data: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        service.receive(actor, name, data)
    assert db.session.scalar(sa.select(sa.func.count(Document.id))) == 0
    assert not list(service.store().hashes())


def test_a_file_over_the_limit_is_refused(app: Flask, actor: User) -> None:
    app.config["FSR_UPLOAD_FILE_MB"] = 1
    with pytest.raises(TooLarge, match="at most 1 MB"):
        service.receive(actor, "big.pdf", b"%PDF-" + b"x" * (1 << 20))


@pytest.mark.parametrize("count", [0, 201])
def test_a_request_holds_one_to_two_hundred_files(app: Flask, actor: User, count: int) -> None:
    with pytest.raises(Invalid):
        service.must_be_few(count)
    service.must_be_few(200)


@pytest.mark.parametrize(("given", "kept"), [
    ("../../etc/passwd.pdf", "passwd.pdf"), ("C:\\Users\\Ana\\offer.pdf", "offer.pdf"),
    ("предложение (2).pdf", "предложение (2).pdf"),
    ("a\u202efdp.exe.pdf", "afdp.exe.pdf"), ("line\r\nbreak.pdf", "linebreak.pdf"), ("", "file"),
    ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
])
def test_a_name_is_data_without_tricks(given: str, kept: str) -> None:
    assert service.clean_name(given) == kept


def test_the_doctor_finds_missing_and_spare_files(actor: User) -> None:
    document = service.receive(actor, "offer.pdf", OFFER)
    assert [finding.level for finding in files()] == [Level.OK]
    spare = service.store().put(b"nobody's")
    service.store().path(document.sha256).unlink()
    levels = [finding.level for finding in files()]
    assert levels == [Level.ERROR, Level.WARNING]
    assert spare in " ".join(finding.text for finding in files())
