"""Receiving files: what is accepted, and how the row and the bytes come to agree."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import sqlalchemy as sa
from flask import current_app

from fsr import clock
from fsr.audit.names import Action
from fsr.audit.service import record
from fsr.auth.models import User
from fsr.db import apart, db
from fsr.documents.models import Document
from fsr.documents.store import Store
from fsr.errors import Invalid, TooLarge
from fsr.extraction.kinds import MIME, expected_kind
from fsr.web.i18n import gettext as _

MOST_FILES = 200
"""Files in one request.  Source: OWASP ASVS 5.2.4, as set for this product."""
LONGEST_NAME = 200
MB = 1024 * 1024


def store() -> Store:
    """The store of this app."""
    return Store(current_app.config["FILES_DIR"])


def must_be_few(count: int) -> None:
    """Refuse a request with too many files.

    :raises Invalid: none, or more than 200.
    """
    if count == 0:
        raise Invalid(_("Choose at least one file."), files=_("Choose at least one file."))
    if count > MOST_FILES:
        sentence = _("At most %(most)s files at once; these are %(count)s.", most=MOST_FILES, count=count)
        raise Invalid(sentence, files=sentence)


def must_fit(data: bytes) -> None:
    """Refuse a file that is too large.

    :raises TooLarge: over FSR_UPLOAD_FILE_MB.
    """
    most = current_app.config["FSR_UPLOAD_FILE_MB"]
    if len(data) > most * MB:
        raise TooLarge(_("The file is too large (at most %(most)s MB).", most=most))


@dataclass(frozen=True, slots=True)
class Kept:
    """A file whose bytes are on disk, and whose row is still to be made."""

    filename: str
    sha256: str
    size_bytes: int
    kind: str


def receive(actor: User, filename: str, data: bytes) -> Document:
    """Keep an uploaded file and return its row; the same bytes of the same person are one row.

    The bytes are written before the row is committed: a crash in between leaves a
    file without a row, which the doctor tells and which harms nobody.

    :raises TooLarge: over FSR_UPLOAD_FILE_MB.
    :raises Unreadable: empty, or not what its name says (a sentence for this file).
    """
    return adopt(actor, [keep(filename, data)])[0]


def keep(filename: str, data: bytes) -> Kept:
    """Check a file and write its bytes to disk; no transaction is needed, and none should be open meanwhile.

    :raises TooLarge: over FSR_UPLOAD_FILE_MB.
    :raises Unreadable: empty, or not what its name says (a sentence for this file).
    """
    must_fit(data)
    name = clean_name(filename)
    kind = expected_kind(data[:2048], name)
    return Kept(name, store().put(data), len(data), kind)


def adopt(actor: User, files: Sequence[Kept]) -> list[Document]:
    """The rows of kept files, in their order; the same bytes of the same person are one row."""
    known = _known(actor, {file.sha256 for file in files})
    new: dict[str, Document] = {}
    for file in files:
        if file.sha256 not in known:
            known[file.sha256] = new[file.sha256] = _new(actor, file)
    db.session.add_all(new.values())
    db.session.flush()
    for document in new.values():
        record(Action.DOCUMENT_RECEIVED, document.subject, actor, sha256=document.sha256,
               size_bytes=document.size_bytes, kind=document.kind)
    return [known[file.sha256] for file in files]


def _known(actor: User, hashes: set[str]) -> dict[str, Document]:
    found = db.session.scalars(sa.select(Document).where(
        Document.owner_id == actor.id, Document.sha256.in_(hashes), Document.deleted_at.is_(None))
        .order_by(Document.id.desc()))
    return {document.sha256: document for document in found}


def _new(actor: User, file: Kept) -> Document:
    return Document(sha256=file.sha256, size_bytes=file.size_bytes, filename=file.filename, mime=MIME[file.kind],
                    kind=file.kind, owner_id=actor.id, page_count=None if file.kind == "pdf" else 1)


def clean_name(filename: str) -> str:
    """The file's own name: no folders, no control or direction characters, at most 200 characters, suffix kept."""
    last = PurePosixPath(filename.replace("\\", "/")).name
    text = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C").strip() or "file"
    if len(text) <= LONGEST_NAME:
        return text
    suffix = PurePosixPath(text).suffix[:20]
    return text[: LONGEST_NAME - len(suffix)] + suffix


def note(document: Document, page_count: int, notes: tuple[str, ...]) -> None:
    """Write down what reading showed about the file."""
    document.page_count = page_count
    document.notes = list(notes)
    db.session.flush()


def delete(document: Document, actor: User) -> None:
    """Put the file away; the bytes stay, so that `restore` can bring it back."""
    document.deleted_at = clock.now()
    record(Action.DOCUMENT_DELETED, document.subject, actor)


def restore(document: Document, actor: User) -> None:
    """Undo `delete`."""
    document.deleted_at = None
    record(Action.DOCUMENT_RESTORED, document.subject, actor)


def told_download(document: Document, actor: User) -> None:
    """Log that the original left the house; in a transaction of its own, because a GET only reads."""
    subject, details = document.subject, {"sha256": document.sha256}
    with apart() as session:
        record(Action.DOCUMENT_DOWNLOADED, subject, actor, session=session, **details)


def facts(document: Document) -> dict[str, Any]:
    """The document as plain values for the API."""
    return {"id": document.id, "filename": document.filename, "mime": document.mime,
            "size_bytes": document.size_bytes, "page_count": document.page_count, "notes": document.notes,
            "sha256": document.sha256}
