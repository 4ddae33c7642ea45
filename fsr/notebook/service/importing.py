"""Put a file of cases, or a list of closed numbers, into the registry: chunk by chunk, each whole or not at all.

A chunk is a short transaction of its own (`apart`), so that 100,000 lines keep no other writer waiting and need no
memory; doing the same file again changes nothing more, so an interrupted import is simply done again.  A case that the
file says to be closed is closed without answers: whoever looks after it is asked for them on the first page.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import IO, Any, NamedTuple, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fsr import clock
from fsr.audit.names import Action
from fsr.audit.service import record
from fsr.auth.models import User
from fsr.db import apart, db
from fsr.errors import Forbidden
from fsr.notebook import access
from fsr.notebook.casefile import Bad, Row, read
from fsr.notebook.models import Case, Closing, How, new_id
from fsr.notebook.service.cases import inserting
from fsr.subjects import Subject
from fsr.web.i18n import gettext as _

CHUNK = 1000
"""Lines of one transaction."""
SHOWN = 50
"""Rows of a preview, and lines that could not be read, that are kept to be shown; the others are counted."""

Item = TypeVar("Item")
Told = Callable[[int], None]


class By(NamedTuple):
    """Whoever imports, as far as the log needs to know: a row that is loaded would open a transaction of its own."""

    id: int


@dataclass(slots=True)
class Report:
    """What became of a file, or would.

    counts   added, closed, reopened, retitled, unchanged: of the lines read; unknown: numbers nobody registered
    bad      the first lines that could not be read; `bad_count` of all
    doubted  the first rows with a note; `rows` the first of all, in a preview only
    """

    lines: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    bad: list[Bad] = field(default_factory=list)
    bad_count: int = 0
    doubted: list[Row] = field(default_factory=list)
    rows: list[tuple[Row, str]] = field(default_factory=list)

    def facts(self) -> dict[str, Any]:
        """As a job's result."""
        return {"lines": self.lines, **self.counts, "bad": [[one.line, one.reason] for one in self.bad],
                "bad_count": self.bad_count}


def must_import(user: User) -> None:
    """Let `user` import cases.

    :raises Forbidden: neither a supervisor nor an administrator.
    """
    if user.role not in access.LEADS:
        raise Forbidden(_("Only supervisors and administrators may import cases."))


def preview(file: IO[bytes]) -> Report:
    """What importing the file would do; changes nothing.

    :raises Unreadable: it is no file of cases.
    """
    report = Report()
    for rows in _chunks(_good(read(file), report)):
        known = _known(db.session(), [row.number for row in rows])
        for row in rows:
            fate = _fate(row, known.get(row.number))
            report.counts[fate] += 1
            if len(report.rows) < SHOWN:
                report.rows.append((row, fate))
    return report


def run(actor: By | None, file: IO[bytes], told: Told = lambda lines: None) -> Report:
    """Import the file; `told` hears after each chunk how many lines are done.

    :param actor: None: the house itself, for a command or a folder.
    :raises Unreadable: it is no file of cases; nothing was changed.
    """
    report = Report()
    for rows in _chunks(_good(read(file), report)):
        with apart() as session:
            report.counts += _apply(session, actor, rows)
        told(report.lines)
    return report


def close_numbers(numbers: Iterable[str]) -> Counter[str]:
    """Close the open ones among these cases, because the outside system says so; counts closed, unchanged, unknown."""
    counts: Counter[str] = Counter()
    for some in _chunks(dict.fromkeys(numbers)):
        with apart() as session:
            known = _held(session, some)
            closed = _close(session, None, [one.id for one in known.values() if one.is_open], How.SOURCE)
        counts += Counter(closed=closed, unchanged=len(known) - closed, unknown=len(some) - len(known))
    return counts


def _good(found: Iterable[Row | Bad], report: Report) -> Iterator[Row]:
    """The rows that can be read; the report learns of all."""
    for one in found:
        report.lines += 1
        if isinstance(one, Row):
            if one.note and len(report.doubted) < SHOWN:
                report.doubted.append(one)
            yield one
        else:
            report.bad_count += 1
            if len(report.bad) < SHOWN:
                report.bad.append(one)


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    left = iter(items)
    while some := list(islice(left, CHUNK)):
        yield some


class Known(NamedTuple):
    """A case as the registry has it."""

    id: str
    number: str
    is_open: bool
    title: str


def _known(session: Session, numbers: Sequence[str]) -> dict[str, Known]:
    """The cases with these numbers."""
    return {row.number: Known(*row) for row in session.execute(_naming(numbers))}


def _held(session: Session, numbers: Sequence[str]) -> dict[str, Known]:
    """The same, locked in one order for all, so that two imports of the same cases cannot wait in a circle."""
    return {row.number: Known(*row) for row in session.execute(_naming(numbers).order_by(Case.id).with_for_update())}


def _naming(numbers: Sequence[str]) -> Any:
    return sa.select(Case.id, Case.number, Case.is_open, Case.title).where(Case.number.in_(numbers))


def _fate(row: Row, known: Known | None) -> str:
    """What the row changes: a new title beside a new state goes without saying."""
    if known is None:
        return "added"
    if known.is_open != row.is_open:
        return "reopened" if row.is_open else "closed"
    return "retitled" if row.title not in ("", known.title) else "unchanged"


def _apply(session: Session, actor: By | None, rows: Sequence[Row]) -> Counter[str]:
    """Bring the registry in line with these rows; counts what changed."""
    now = clock.now()
    added = _add(session, actor, rows, now)
    known = _held(session, [row.number for row in rows])
    old = [(row, known[row.number]) for row in rows if known[row.number].id not in added]
    fates = Counter(_fate(row, was) for row, was in old)
    _close(session, actor, [was.id for row, was in old if _fate(row, was) == "closed"], How.IMPORT)
    _reopen(session, actor, [was.id for row, was in old if _fate(row, was) == "reopened"])
    _retitle(session, [(was.id, row.title) for row, was in old if row.title not in ("", was.title)])
    counts = fates + Counter(added=len(rows) - len(old))
    told: dict[str, Any] = {"first": rows[0].line, "last": rows[-1].line, **counts}
    record(Action.CASES_IMPORTED, None, actor, session=session, **told)
    return counts


def _add(session: Session, actor: By | None, rows: Sequence[Row], now: datetime) -> set[str]:
    """Register the numbers that are not known; the ids of those that nobody else registered meanwhile."""
    known = _known(session, [row.number for row in rows])
    new = [_values(row, actor, now) for row in sorted(rows, key=lambda row: row.number) if row.number not in known]
    if not new:
        return set()
    session.execute(inserting(session.get_bind().dialect.name), new)
    ids = [values["id"] for values in new]
    added = set(session.scalars(sa.select(Case.id).where(Case.id.in_(ids))))
    closed = [values["id"] for values in new if not values["is_open"] and values["id"] in added]
    _note_closings(session, closed, How.IMPORT, actor, now)
    return added


def _values(row: Row, actor: By | None, now: datetime) -> dict[str, Any]:
    return {"id": new_id(), "number": row.number, "title": row.title, "is_open": row.is_open,
            "closed_at": None if row.is_open else now, "created_by_id": actor.id if actor else None,
            "created_at": now, "updated_at": now, "is_demo": False}


def _close(session: Session, actor: By | None, ids: Sequence[str], how: How) -> int:
    """Close those of the cases that are open; how many."""
    if not ids:
        return 0
    now = clock.now()
    closed = list(session.scalars(
        sa.update(Case).where(Case.id.in_(ids), Case.is_open).values(is_open=False, closed_at=now, updated_at=now)
        .returning(Case.id).execution_options(synchronize_session=False)))
    _note_closings(session, closed, how, actor, now)
    for case_id in closed:
        record(Action.CASE_CLOSED, Subject("case", case_id), actor, session=session, how=how.value)
    return len(closed)


def _note_closings(session: Session, ids: Sequence[str], how: How, actor: By | None, now: datetime) -> None:
    if ids:
        session.execute(sa.insert(cast(sa.Table, Closing.__table__)), [
            {"case_id": case_id, "how": how.value, "symptom": "", "fault": "", "fix": "", "closed_at": now,
             "closed_by_id": actor.id if actor else None} for case_id in ids])


def _reopen(session: Session, actor: By | None, ids: Sequence[str]) -> None:
    if not ids:
        return
    now, unsynchronised = clock.now(), {"synchronize_session": False}
    opened = list(session.scalars(
        sa.update(Case).where(Case.id.in_(ids), ~Case.is_open).values(is_open=True, closed_at=None, updated_at=now)
        .returning(Case.id).execution_options(**unsynchronised)))
    session.execute(sa.update(Closing).where(Closing.case_id.in_(opened), Closing.reopened_at.is_(None)).values(
        reopened_at=now, reopened_by_id=actor.id if actor else None).execution_options(**unsynchronised))
    for case_id in opened:
        record(Action.CASE_REOPENED, Subject("case", case_id), actor, session=session, how=How.IMPORT.value)


def _retitle(session: Session, titles: Sequence[tuple[str, str]]) -> None:
    if titles:
        now = clock.now()
        session.execute(sa.update(Case), [{"id": case_id, "title": title, "updated_at": now}
                                          for case_id, title in titles])
