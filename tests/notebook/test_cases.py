"""The registry: numbers are texts, each is registered once, and strangers to the registry are told what to do."""

import threading
from contextlib import suppress
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from fsr.audit.models import AuditEvent
from fsr.auth.models import User
from fsr.db import commit, db
from fsr.errors import Conflict, Forbidden, Invalid
from fsr.notebook.models import Case, Member, Page
from fsr.notebook.service import cases
from tests import factories
from tests.notebook.conftest import acting

NUMBERS = ["00012345", "12345", "1234567890123456789", "5.02e8", "CASE-2025-00109-Ü", "a/b c", "case-1",
           "CASE-1", "..", "import"]


def test_numbers_are_kept_as_typed_and_told_apart_by_every_sign(app: Flask, ana: Any) -> None:
    with acting(app, ana) as user:
        made = {number: cases.register(user, f"  {number}\u200f ").id for number in NUMBERS}
    assert len(set(made.values())) == len(NUMBERS)
    with app.app_context():
        assert sorted(db.session.scalars(sa.select(Case.number))) == sorted(NUMBERS)


def test_a_known_number_is_the_same_case_and_keeps_its_title(app: Flask, ana: Any, bob: Any) -> None:
    with acting(app, ana) as user:
        first = cases.register(user, "C-7", " Wafer  transfer\nstops ")
        assert (first.title, first.is_open, first.created_by_id) == ("Wafer transfer stops", True, user.id)
        number = first.id
    with acting(app, bob) as user:
        again = cases.register(user, "C-7", "Something else")
        assert (again.id, again.title) == (number, "Wafer transfer stops")
    with app.app_context():
        events = db.session.scalars(sa.select(AuditEvent.action).where(AuditEvent.subject_id == number)).all()
        assert events == ["notebook:case:registered"]


@pytest.mark.parametrize("number", ["", "  \u200f ", "x" * 101, "a\nb", "a\u202eb", "a\0b", "a\u00a0b"])
def test_what_cannot_be_a_number_is_refused_in_words(app: Flask, ana: Any, number: str) -> None:
    with acting(app, ana) as user, pytest.raises(Invalid) as refused:
        cases.register(user, number)
    assert refused.value.fields["number"]


def test_a_title_over_its_length_is_refused(app: Flask, ana: Any) -> None:
    with acting(app, ana) as user, pytest.raises(Invalid) as refused:
        cases.register(user, "C-8", "x" * 201)
    assert refused.value.fields["title"]


def test_with_registration_closed_only_supervisors_add_numbers(app: Flask, ana: Any, supervisor: Any) -> None:
    app.config["FSR_CASES_OPEN_REGISTRATION"] = False
    with acting(app, ana) as user, pytest.raises(Forbidden, match="Ask a supervisor"):
        cases.register(user, "C-9")
    with acting(app, supervisor) as user:
        cases.register(user, "C-9")
    with acting(app, ana) as user:
        assert cases.register(user, "C-9").number == "C-9"


def test_an_auditor_adds_no_number(app: Flask, auditor: Any) -> None:
    with acting(app, auditor) as user, pytest.raises(Forbidden):
        cases.register(user, "C-10")


def test_many_people_who_add_one_number_at_once_get_one_case(app: Flask, ana: Any, bob: Any) -> None:
    found: list[str] = []
    ready = threading.Barrier(8)

    def add(user_id: int) -> None:
        with app.app_context():
            ready.wait()
            found.append(cases.register(db.session.get_one(User, user_id), "RACE-1").id)
            commit()

    threads = [threading.Thread(target=add, args=(who.user_id,)) for who in (ana, bob) * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(found), len(set(found))) == (8, 1)
    with app.app_context():
        registered = sa.select(sa.func.count()).where(AuditEvent.action == "notebook:case:registered")
        assert db.session.scalar(registered) == 1


def test_a_title_can_be_changed_by_who_works_on_the_case_while_it_is_open(
        app: Flask, ana: Any, bob: Any, case_id: str, page_id: int, close: Any) -> None:
    for level in ("read", "write"):
        with acting(app, ana):
            factories.member(db.session.get_one(Page, page_id), db.session.get_one(User, bob.user_id), level)
        with acting(app, bob) as user, suppress(Forbidden):
            cases.rename(user, db.session.get_one(Case, case_id), f"By Bob, who may {level}")
        with acting(app, ana):
            title = db.session.get_one(Case, case_id).title
            assert title == ("By Bob, who may write" if level == "write" else "")
            db.session.execute(sa.delete(Member))
    with acting(app, ana) as user:
        cases.rename(user, db.session.get_one(Case, case_id), "Pump")
    close(case_id)
    with acting(app, ana) as user, pytest.raises(Conflict):
        cases.rename(user, db.session.get_one(Case, case_id), "Motor")
    with app.app_context():
        assert db.session.get_one(Case, case_id).title == "Pump"
