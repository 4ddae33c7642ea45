"""Demo data: twelve invented cases with a page each, some finished, some in the middle of the work.

`cases.json` beside this file holds them; `days` is how long ago a case began, so that the lists look lived in.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask

from fsr import clock, demo
from fsr.auth.models import User
from fsr.db import db
from fsr.notebook.models import Assignment, Case, Closing, How, Kind, LineItem, Page, PageVersion
from fsr.notebook.service.versions import BURST

CASES = Path(__file__).resolve().parent / "cases.json"
PAUSE = timedelta(minutes=47)
"""Between two sittings at a case: longer than a burst, so that each is a revision of its own."""
assert PAUSE > BURST


def init_app(app: Flask) -> None:
    """Offer the demo data to set-up and to `fsr demo`."""
    demo.register(app, demo.Demo(load, remove))


def load(user: User) -> int:
    """Make the demo cases, with pages of `user`; how many were not there yet."""
    wanted = json.loads(CASES.read_text("utf-8"))
    there = set(db.session.scalars(sa.select(Case.number).where(Case.number.in_([one["number"] for one in wanted]))))
    new = [one for one in wanted if one["number"] not in there]
    for one in sorted(new, key=lambda one: -one["days"]):  # the list is in the order in which things were changed
        _make(user, one, clock.now() - timedelta(days=one["days"], hours=4))
    return len(new)


def remove(_user: User) -> int:
    """Take the demo cases away with their pages; how many.

    One on which somebody else wrote stays, as a case like any other: what people wrote is theirs.
    """
    others = sa.select(PageVersion.id).join(Page, PageVersion.page_id == Page.id).where(
        Page.case_id == Case.id, PageVersion.author_id != Case.created_by_id)
    db.session.execute(sa.update(Case).where(Case.is_demo, others.exists()).values(is_demo=False).execution_options(
        synchronize_session=False))
    gone = list(db.session.scalars(sa.delete(Case).where(Case.is_demo).returning(Case.id).execution_options(
        synchronize_session=False)))
    db.session.expire_all()
    return len(gone)


def _make(user: User, told: dict[str, Any], began: datetime) -> None:
    how = told.get("closed")
    case = Case(number=told["number"], title=told["title"], is_demo=True, created_by_id=user.id, created_at=began,
                updated_at=began, is_open=how is None)
    page = Page(user_id=user.id, case=case, created_at=began, burst_author_id=user.id)
    db.session.add_all([case, page])
    db.session.flush()
    ended = _write(page, told, began)
    if told.get("assigned"):
        db.session.add(Assignment(case_id=case.id, user_id=user.id, assigned_by_id=user.id, assigned_at=began))
    if how is not None:
        case.closed_at = case.updated_at = ended + PAUSE
        answers = {name: told.get(name, "") for name in ("symptom", "fault", "fix")}
        db.session.add(Closing(case_id=case.id, how=How(how), closed_at=case.closed_at, **answers,
                               closed_by_id=None if how == How.SOURCE else user.id))


def _write(page: Page, told: dict[str, Any], began: datetime) -> datetime:
    """Put the page's versions and filed line items there, one sitting after another; when the last ended."""
    at = began
    for number, (kind, problem, notes, line_item) in enumerate(_sittings(told), 1):
        at = began + PAUSE * (number - 1)
        db.session.add(PageVersion(page_id=page.id, version=number, burst=number, kind=kind, author_id=page.user_id,
                                   problem_statement=problem, fsr_notes=notes, line_item=line_item, saved_at=at))
        page.problem_statement, page.fsr_notes, page.line_item = problem, notes, line_item
        page.version = page.burst = number
    page.changed_at = page.opened_at = page.burst_at = at
    for number, text in enumerate(told["items"], 1):
        db.session.add(LineItem(page_id=page.id, number=number, text=text, author_id=page.user_id, filed_at=at,
                                changed_at=at))
    return at


def _sittings(told: dict[str, Any]) -> Iterator[tuple[Kind, str, str, int]]:
    """(kind, problem statement, notes, number of the line item being written) of each version."""
    problem = ""
    for problem in told["problem"]:
        yield Kind.EDIT, problem, "", 1
    for number, text in enumerate(told["items"], 1):
        yield Kind.EDIT, problem, text, number
        yield Kind.LINE_ITEM, problem, "", number + 1
    if told["notes"]:
        yield Kind.EDIT, problem, told["notes"], len(told["items"]) + 1
