"""The doctor's look at documents: rows against files, and the tools that read them."""

import shutil
from collections.abc import Iterable

import sqlalchemy as sa

from fsr.db import db
from fsr.documents import desk
from fsr.documents.models import Document
from fsr.documents.service import store
from fsr.health import Finding, Level


def files() -> Iterable[Finding]:
    """Every row has its bytes, unchanged; files without a row are told, not removed."""
    wanted = set(db.session.scalars(sa.select(Document.sha256).distinct()))
    keep = store()
    bad = sorted(sha for sha in wanted if not keep.is_sound(sha))
    spare = sorted(set(keep.hashes()) - wanted)
    if bad:
        yield Finding(Level.ERROR, "uploaded files", f"{len(bad)} files are missing or changed on disk, "
                      f"first {bad[0]}: restore them from a backup.")
    if spare:
        yield Finding(Level.WARNING, "uploaded files", f"{len(spare)} files belong to no document, first {spare[0]}: "
                      "left by a crash or a restored database; they may be removed.")
    if not bad and not spare:
        yield Finding(Level.OK, "uploaded files", f"{len(wanted)} files, all as they were uploaded.")


def children() -> Iterable[Finding]:
    """The children that read strangers' files start, and cannot reach the network."""
    told = desk.sandbox().call("limits", priority=0)
    if told["network"] == ["lo"]:
        yield Finding(Level.OK, "reading children", "They start, are limited, and have no network.")
    else:
        yield Finding(Level.WARNING, "reading children", "They start and are limited, but can reach the network: this "
                      "kernel gives them no user namespace. Let the service run without network if you can.")


def tesseract() -> Iterable[Finding]:
    """Scans can be read only where Tesseract is installed."""
    if shutil.which("tesseract"):
        yield Finding(Level.OK, "OCR", "Tesseract is installed.")
    else:
        yield Finding(Level.WARNING, "OCR", "Tesseract is not installed, scans cannot be read: "
                      "apt install tesseract-ocr tesseract-ocr-lav tesseract-ocr-rus tesseract-ocr-heb.")
