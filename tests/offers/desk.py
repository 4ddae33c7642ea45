"""What tests of offers share: sample files, uploads, and a look at what stands in the database."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from fsr.audit.models import AuditEvent
from fsr.auth.models import User
from fsr.db import db
from fsr.jobs.worker import run_due
from fsr.offers import queries
from fsr.offers.models import Comparison, Offer
from fsr.offers.service import Incoming

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
CASCO = SAMPLES / "casco"
BALTA, BALCIA, BTA = "01_balta_kasko_XY1042.pdf", "02_balcia_varianti.pdf", "03_bta_piedavajums.pdf"
GJENSIDIGE, ENCRYPTED, OCTA = "05_gjensidige_kasko.pdf", "13_if_kasko_sifrets.pdf", "14_compensa_octa.pdf"


def upload(browser: Any, name: str = BALTA, insurer: str = "", plate: str = "", **query: Any) -> TestResponse:
    """One file by the API, answered at once unless asked otherwise."""
    return browser.post("/casco/upload", query_string={"wait": "0"} | query, data={
        "file": part(name), "insurer_name": insurer, "reg_number": plate})


def upload_batch(
    browser: Any, names: Sequence[str], insurers: Sequence[str], plate: str = "", **query: Any,
) -> TestResponse:
    """Several files by the API, answered at once unless asked otherwise."""
    return browser.post("/casco/upload/batch", query_string={"wait": "0"} | query, data={
        "files": [part(name) for name in names], "insurers": list(insurers), "reg_number": plate})


def part(name: str) -> tuple[io.BytesIO, str]:
    """A sample as a part of a form."""
    return io.BytesIO((CASCO / name).read_bytes()), name


def compared(app: Flask, browser: Any, names: Sequence[str] = (BALTA,), insurers: Sequence[str] = ("",)) -> int:
    """A comparison with these samples, read; its id."""
    made = upload_batch(browser, names, insurers)
    assert made.status_code == 202, made.text
    run_due(app)
    return int(made.json["casco_job_id"])


@contextmanager
def acting(app: Flask, browser: Any) -> Iterator[User]:
    """The person of this browser, inside a transaction that is committed at the end: to call services directly."""
    with app.app_context():
        yield db.session.get_one(User, browser.user_id)
        db.session.commit()


def sample(name: str, insurer: str | None = None) -> Incoming:
    """A sample as the service takes it."""
    return Incoming(name, (CASCO / name).read_bytes(), insurer)


def the_offer(number: int, place: int = 0) -> Offer:
    """The offer at `place` of a comparison, for its verbs."""
    return db.session.get_one(Comparison, number).offers[place]


def count(model: Any) -> int:
    """How many rows there are."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def actions(subject: str) -> list[str]:
    """What the log has of this kind of subject, in order."""
    return list(db.session.scalars(
        sa.select(AuditEvent.action).where(AuditEvent.subject_kind == subject).order_by(AuditEvent.seq)))


def value_of(number: int, code: str, place: int = 0) -> Any:
    """A value as people see it now."""
    return queries.offered(number)[place].values[code]
