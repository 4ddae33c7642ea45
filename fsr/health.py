"""Whether the installation is sound: checks that packages register, run by `fsr doctor` and the system page."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from fsr.db import db, reading

log = logging.getLogger(__name__)


class Level(StrEnum):
    """How bad a finding is; only `ERROR` makes `fsr doctor` fail."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: `about` two or three words, `text` a sentence that says what to do if it is not ok."""

    level: Level
    about: str
    text: str


Check = Callable[[], Iterable[Finding]]


def register(app: Flask, check: Check) -> None:
    """Run `check` whenever the health of `app` is asked for; it only reads."""
    app.extensions.setdefault("fsr.health", []).append(check)


def examine() -> list[Finding]:
    """Run every check.  One that breaks is an error of its own and does not hide the others."""
    findings: list[Finding] = []
    for check in current_app.extensions.get("fsr.health", []):
        try:
            findings.extend(check())
        except Exception as error:
            log.exception("the health check %s broke", check.__qualname__)
            findings.append(Finding(Level.ERROR, check.__qualname__, f"This check broke: {error}"))
    return findings


def database_answers() -> bool:
    """Whether a query comes back."""
    try:
        with reading():
            db.session.execute(sa.select(1))
    except SQLAlchemyError:
        log.exception("the database does not answer")
        return False
    return True
