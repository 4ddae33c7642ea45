"""One plain function for each model: it adds and flushes a row that is sound, and takes what matters to the test."""

import itertools
from typing import Any

from fsr.auth.models import Role, User
from fsr.db import db
from fsr.notebook.models import Case, Member, Page, PageVersion

PASSWORD = "correct horse battery"
"""What every person of the tests signs in with."""

_numbers = itertools.count(1)


def user(password_hash: str, role: Role = Role.AGENT, **values: Any) -> User:
    """A person; `password_hash` comes from the fixture of that name, because hashing is slow on purpose."""
    number = next(_numbers)
    made = User(**{"email": f"person{number}@example.com", "name": f"Person {number}", "role": role,
                   "password_hash": password_hash, **values})
    db.session.add(made)
    db.session.flush()
    return made


def case(number: str = "", **values: Any) -> Case:
    """An open case; without a number it gets one of its own."""
    made = Case(**{"number": number or f"CASE-2024-{next(_numbers):03}", **values})
    db.session.add(made)
    db.session.flush()
    return made


def page(owner: User, on: Case, problem_statement: str = "", fsr_notes: str = "", **values: Any) -> Page:
    """The owner's page on a case; with a text it has its first version."""
    version = 1 if problem_statement or fsr_notes else 0
    made = Page(**{"user_id": owner.id, "case": on, "problem_statement": problem_statement, "fsr_notes": fsr_notes,
                   "version": version, "burst": version, "line_item": 1, **values})
    db.session.add(made)
    db.session.flush()
    if version:
        db.session.add(PageVersion(page_id=made.id, version=made.version, burst=made.burst, author_id=owner.id,
                                   problem_statement=problem_statement, fsr_notes=fsr_notes,
                                   line_item=made.line_item, saved_at=made.changed_at))
        db.session.flush()
    return made


def member(of: Page, user: User, level: str = "read") -> Member:
    """A collaborator on somebody's page."""
    made = Member(page_id=of.id, user_id=user.id, level=level, added_by_id=of.user_id)
    db.session.add(made)
    db.session.flush()
    return made
