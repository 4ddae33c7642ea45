"""The registry as a CSV file: everything for those who lead, one's own cases for everybody else.

The first columns are those that an import reads, so a file taken here can be brought in elsewhere.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from fsr.audit.export import safe
from fsr.audit.names import Action
from fsr.audit.service import record
from fsr.auth.models import User
from fsr.db import apart, db
from fsr.notebook.access import LEADS
from fsr.notebook.circle import sees
from fsr.notebook.models import Assignment, Case, Page

COLUMNS = ("case_number", "is_open", "title", "created_at", "closed_at", "updated_at")
BATCH = 1000
"""Rows fetched at once, so that the whole registry is never in memory."""


def lines(user: User) -> Iterator[str]:
    """A heading, then a line for each case, by number; begins with a byte order mark, so that Excel reads UTF-8."""
    return _lines(_wanted(user))  # asked for now: when the lines are, the request's user is no longer in memory


def _lines(wanted: Any) -> Iterator[str]:
    yield "\ufeff" + _line(COLUMNS)
    after = ""
    while some := db.session.execute(wanted.where(Case.number > after)).all():
        for one in some:
            yield _line((one.number, "yes" if one.is_open else "no", one.title, one.created_at.isoformat(),
                         one.closed_at.isoformat() if one.closed_at else "", one.updated_at.isoformat()))
        after = some[-1].number


def told(user: User) -> None:
    """Log that the list left the house; at once, since the download is a GET."""
    with apart() as session:
        record(Action.CASES_EXPORTED, None, user, session=session, everything=user.role in LEADS)


def _wanted(user: User) -> Any:
    told = (Case.number, Case.is_open, Case.title, Case.created_at, Case.closed_at, Case.updated_at)
    wanted = sa.select(*told).order_by(Case.number).limit(BATCH)
    return wanted if user.role in LEADS else wanted.where(_mine(user))


def _mine(user: User) -> sa.ColumnElement[bool]:
    """That the user looks after the case, or may read a page on it."""
    reads = sa.select(Page.id).where(Page.case_id == Case.id, sees(user))
    after = sa.select(Assignment.id).where(Assignment.case_id == Case.id, Assignment.user_id == user.id,
                                           Assignment.ended_at.is_(None))
    return sa.or_(reads.exists(), after.exists())


def _line(values: Iterable[object]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([safe(value) for value in values])
    return buffer.getvalue()
