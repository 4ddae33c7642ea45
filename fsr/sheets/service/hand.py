"""One thing that somebody does in a grid: it changes cells, remembers how they were, and counts versions up once.

The sheet is locked first, so that what was seen of its rows stays true until the end.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import undefer

from fsr import clock
from fsr.audit import service as audit
from fsr.audit.names import Action
from fsr.auth.models import User
from fsr.db import db
from fsr.errors import Conflict, Invalid, NotFound
from fsr.extraction.found import State
from fsr.sheets import cells
from fsr.sheets.fieldset import Field
from fsr.sheets.grid.rows import columns_of
from fsr.sheets.kinds import parse, show, to_json
from fsr.sheets.memory import GridChange
from fsr.sheets.models import Row, Sheet
from fsr.sheets.service.common import touch
from fsr.sheets.words import wanted
from fsr.web.i18n import gettext as _

VALUE = 2000
"""Longest value, in characters."""


class Hand:
    """Changes of `actor` to rows of one series of `sheet`, to be kept by `done`."""

    def __init__(self, sheet: Sheet, series_id: str, actor: User) -> None:
        self.sheet, self.series_id, self.actor = sheet, series_id, actor
        self.cells: list[dict[str, Any]] = []
        self._touched: set[int] = set()
        touch(sheet.id)
        self.fields = {field.name: field for field in columns_of(series_id)}

    def row(self, row_id: int) -> Row:
        """The row as it is now.

        :raises NotFound: it is not of this grid, or was removed.
        """
        return self.rows([row_id])[0]

    def rows(self, ids: Sequence[int], *, removed: bool = False) -> list[Row]:
        """The rows as they are now, in that order; `removed`: those that were.

        :raises NotFound: one of them is not of this grid, or not there.
        """
        stand = Row.deleted_at.is_not(None) if removed else Row.deleted_at.is_(None)
        found = {row.id: row for row in db.session.scalars(
            sa.select(Row).where(Row.id.in_(ids), Row.series_id == self.series_id, stand)
            .options(undefer(Row.found)).execution_options(populate_existing=True))}
        if len(found) < len(set(ids)):
            raise NotFound(_("There is no such row: it may have been removed."))
        return [found[number] for number in ids]

    def field(self, name: str) -> Field:
        """The field of that name.

        :raises NotFound: the grid has no such column.
        """
        if name not in self.fields:
            raise NotFound(_("There is no such column."))
        return self.fields[name]

    def type(self, row: Row, name: str, value: str | None) -> bool:
        """Put a value, in normal form, into a cell; typing what was read is agreeing with it.  Whether that changed it.

        Rows that were typed are only typed over: there is nothing to agree with.
        """
        now, read = cells.state_of(row.found, row.edits, name), cells.read_value(row.found, name)
        field = self.fields[name]
        if row.task_id is not None and same(field, value, read):
            return now not in (State.CONFIRMED, State.MISSING) and self.put(row, name, State.CONFIRMED, None)
        if now is State.EDITED and same(field, value, row.values.get(name)):
            return False
        return self.put(row, name, State.EDITED, value)

    def put(self, row: Row, name: str, mark: str, value: str | None) -> bool:
        """Mark a cell; always a change, so always true."""
        entry = {"mark": mark, "value": value, "by": self.actor.id, "at": clock.now().isoformat()} if mark else None
        self.set(row, name, entry)
        return True

    def set(self, row: Row, name: str, entry: dict[str, Any] | None) -> None:
        """Make this the edit of a cell, None for none, and remember the one before."""
        if row.id not in self._touched:
            row.version += 1
            self._touched.add(row.id)
        self.cells.append({"row": row.id, "field": name, "old": edit_of(row, name), "new": entry})
        row.edits = {**row.edits, name: {**(entry or {"mark": ""}), "version": row.version}}
        cells.settle(row, self.fields.values())

    def done(self, kind: str, action: Action, rows: Iterable[int] = (), **details: Any) -> GridChange:
        """Keep what was done, to be taken back, and log it."""
        made = GridChange(job_id=self.sheet.id, actor_id=self.actor.id, kind=kind, cells=self.cells, rows=list(rows))
        db.session.add(made)
        audit.record(action, self.sheet.subject, self.actor, **details)
        db.session.flush()
        return made


def edit_of(row: Row, name: str) -> dict[str, Any] | None:
    """What a person made of a cell, without when it was counted; None for nothing."""
    entry = row.edits.get(name) or {}
    return {key: value for key, value in entry.items() if key != "version"} if entry.get("mark") else None


def must_be_current(row: Row, name: str, seen: int | None, field: Field) -> None:
    """Go on if the actor saw the newest value, or did not say which.

    :raises Conflict: somebody changed the cell meanwhile; says to what.
    """
    if seen is not None and cells.version_of(row.edits, name) > seen:
        now = show(field.data_type, row.values.get(name)) or _("nothing")
        raise Conflict(_("Somebody changed this: now it says “%(value)s”. Save again to put yours in its place.",
                         value=now))


def parsed(field: Field, text: str | None, key: str = "value") -> str | None:
    """What a person typed, in the normal form of the field's type; None for nothing.

    :raises Invalid: it does not fit the type, or is too long; the error is at `key`.
    """
    typed = line(text)
    if not typed:
        return None
    if len(typed) > VALUE:
        _refuse(_("Use at most %(count)s characters.", count=VALUE), key)
    value = parse(field.data_type, typed)
    if value is None:
        _refuse(_("%(field)s: %(sentence)s", field=field.name, sentence=wanted(field.data_type)), key)
    return value


def all_parsed(hand: Hand, texts: Mapping[str, str]) -> dict[str, str | None]:
    """What was typed for several fields, in normal form.

    :raises Invalid: some do not fit; names them by field.
    """
    values, errors = {}, {}
    for name, text in texts.items():
        try:
            values[name] = parsed(hand.field(name), text)
        except Invalid as error:
            errors[name] = str(error)
    if errors:
        raise Invalid(next(iter(errors.values())), **errors)
    return values


def _refuse(sentence: str, key: str) -> None:
    raise Invalid(sentence, **{key: sentence})


def same(field: Field, one: str | None, other: str | None) -> bool:
    """Whether two values, in normal form, say the same: "2" and "2.0" are one number."""
    if one is None or other is None or one == other:
        return one == other
    try:
        return to_json(field.data_type, one) == to_json(field.data_type, other)
    except (ValueError, ArithmeticError):
        return False


def line(text: str | None) -> str:
    """`text` on one line, composed, without control characters."""
    kept = "".join(" " if c.isspace() else c for c in unicodedata.normalize("NFC", text or "")
                   if c.isspace() or unicodedata.category(c) not in ("Cc", "Cs"))
    return " ".join(kept.split())
