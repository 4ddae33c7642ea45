"""Reads of a grid: a fixed number of queries, whatever the number of rows.

Rows are fetched as plain tuples, and what was read of them only for those that are shown.  They stand as they came in:
by batch, then by file.  Sorting by a column looks at that value of all rows, since it stands in JSON.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import sqlalchemy as sa

from fsr.auth.models import User
from fsr.db import db, fold
from fsr.sheets.fieldset import Field
from fsr.sheets.fieldset import of as fields_from
from fsr.sheets.grid.view import View
from fsr.sheets.kinds import BY_CODE
from fsr.sheets.memory import GridSeen
from fsr.sheets.models import Row, Run, RunField

PAGE = 100
"""Rows of a page."""
STORED = (Row.id, Row.set_index, Row.task_id, Row.path, Row.page, Row.values, Row.found, Row.edits, Row.checks,
          Row.version)


@dataclass(frozen=True, slots=True)
class Counts:
    """Of all rows of a run, filtered or not: rows, cells to check, and rows that came since the reader looked last."""

    rows: int
    checks: int
    new: int


@dataclass(frozen=True, slots=True)
class Part:
    """A page of rows (of `STORED`); `before` and `after` are the ids that begin the next ones, None at the ends."""

    rows: Sequence[Any]
    before: int | None
    after: int | None


def columns(run: Run) -> tuple[Field, ...]:
    """The fields of all batches that the run shows, each once, in the order in which they came; the newest says how."""
    return columns_of(run.series_id, run.set_index)


def columns_of(series_id: str, last: int | None = None) -> tuple[Field, ...]:
    """The same of a series up to a batch; without one, of all."""
    found: dict[str, Field] = {}
    upto = [Run.set_index <= last] if last is not None else []
    stored = db.session.scalars(sa.select(RunField).join(Run).where(Run.series_id == series_id, *upto)
                                .order_by(Run.set_index, RunField.position))
    for one in fields_from(stored):
        found[one.name] = one
    return tuple(found.values())


def of_run(run: Run) -> sa.ColumnElement[bool]:
    """The condition of the rows that the run shows."""
    return sa.and_(Row.series_id == run.series_id, Row.set_index <= run.set_index, Row.deleted_at.is_(None))


def counts(run: Run, seen: int | None) -> Counts:
    """How much there is to see; `seen` as `seen_by` says it."""
    later = sa.func.count().filter(Row.id > seen) if seen is not None else sa.literal(0)
    rows, checks, new = db.session.execute(
        sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(Row.checks), 0), later)
        .select_from(Row).where(of_run(run))).one()
    return Counts(rows, int(checks), new)


def seen_by(run: Run, user: User) -> int | None:
    """The last row that the user has seen; None: they have not looked yet, and nothing is new to them."""
    return db.session.scalar(sa.select(GridSeen.row_id).where(
        GridSeen.job_id == run.job_id, GridSeen.user_id == user.id))


def matching(run: Run, view: View) -> int:
    """How many rows the view leaves."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(Row).where(*_wanted(run, view))) or 0


def page(run: Run, view: View, fields: Sequence[Field], size: int = PAGE) -> Part:
    """The part of the grid that the view asks for."""
    if view.sort is None:
        return _as_they_came(run, view, size)
    ids = sorted_ids(run, view, fields)
    start, end = _window(ids, view, size)
    rows = {row.id: row for row in db.session.execute(sa.select(*STORED).where(Row.id.in_(ids[start:end])))}
    return Part([rows[number] for number in ids[start:end] if number in rows],
                ids[start] if start > 0 else None, ids[end - 1] if end < len(ids) else None)


def _wanted(run: Run, view: View) -> Iterable[sa.ColumnElement[bool]]:
    yield of_run(run)
    if view.check:
        yield Row.checks > 0
    if view.file:
        yield Row.path == view.file
    for word in (fold(view.text) or "").split():
        yield Row.words.contains(word, autoescape=True)


_PLACE = (Row.set_index, Row.path, Row.id)


def _place() -> Any:
    return sa.tuple_(*_PLACE)


def _place_of(number: int) -> Any:
    """Where a row stands, or stood before it was removed; what names no row stands before all."""
    row = db.session.execute(sa.select(*_PLACE).where(Row.id == number)).one_or_none()
    return sa.tuple_(*(sa.literal(value) for value in row or (-1, "", 0)))


def _as_they_came(run: Run, view: View, size: int) -> Part:
    query = sa.select(*STORED).where(*_wanted(run, view)).limit(size + 1)
    if view.before is not None:
        back = query.where(_place() < _place_of(view.before)).order_by(*(one.desc() for one in _PLACE))
        found = db.session.execute(back).all()
        if rows := found[:size][::-1]:
            return Part(rows, rows[0].id if len(found) > size else None, rows[-1].id)
    if view.after is not None:
        query = query.where(_place() > _place_of(view.after))
    found = db.session.execute(query.order_by(*_PLACE)).all()
    rows = found[:size]
    first = rows[0].id if rows and view.after is not None else None
    return Part(rows, first, rows[-1].id if len(found) > size else None)


def sorted_ids(run: Run, view: View, fields: Sequence[Field]) -> list[int]:
    """The ids of all rows of the view, by the column that it names; rows without a value stand last."""
    field = fields[view.sort - 1] if view.sort and view.sort <= len(fields) else None
    key = _key(field)
    found = _sortable(run, view, field)
    known = sorted(((key(value), number) for number, value in found if value is not None), reverse=view.descending)
    return [number for _value, number in known] + [number for number, value in found if value is None]


def _sortable(run: Run, view: View, field: Field | None) -> Sequence[Any]:
    """(id, value) of all rows of the view; without a field the path."""
    rows = sa.select(Row.id).where(*_wanted(run, view)).order_by(*_PLACE)
    if field is None:
        return db.session.execute(rows.add_columns(Row.path)).all()
    if '"' not in field.name:
        return db.session.execute(rows.add_columns(Row.values[field.name].as_string())).all()
    # SQLite has no way to write a quotation mark in the name of a value that is asked for.
    return [(number, values.get(field.name)) for number, values in db.session.execute(rows.add_columns(Row.values))]


def _key(field: Field | None) -> Callable[[str], tuple[int, Any]]:
    """What to sort values by; among numbers, texts of a time when the column was none stand last."""
    if field and BY_CODE[field.data_type].base in ("number", "integer"):
        return _figure
    return lambda value: (0, value.casefold())


def _figure(value: str) -> tuple[int, Any]:
    try:
        return 0, Decimal(value)
    except InvalidOperation:
        return 1, value.casefold()


def _window(ids: Sequence[int], view: View, size: int) -> tuple[int, int]:
    """From where to where in `ids` the page goes."""
    if view.before is not None and view.before in ids:
        end = ids.index(view.before)
        return max(0, end - size), end
    start = ids.index(view.after) + 1 if view.after is not None and view.after in ids else 0
    return start, min(len(ids), start + size)
