"""One cell as its editor shows it: the value, where it was read, and what may be done with it."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from flask import url_for
from sqlalchemy.orm import joinedload, selectinload, undefer

from fsr.auth.models import User
from fsr.db import db
from fsr.documents.evidence import Evidence, evidence_of
from fsr.errors import NotFound
from fsr.extraction.found import State
from fsr.sheets import cells
from fsr.sheets.fieldset import Field
from fsr.sheets.grid.shown import Column, GridPage, ShownCell, say, shown_cells
from fsr.sheets.models import Row, SourceFile, Task
from fsr.sheets.words import wanted
from fsr.web.i18n import gettext as _


@dataclass
class CellEdit:
    """The editor of the cell of `row` in the column `name`.

    typed     what was typed and refused; None for nothing
    error     why; `conflict` why a sound value was not saved
    saved     when a change was just saved
    """

    page: GridPage
    row: Row
    name: str
    typed: str | None = None
    error: str = ""
    conflict: str = ""
    saved: datetime | None = None
    field: Field = field(init=False)

    def __post_init__(self) -> None:
        found = {one.name: one for one in self.page.fields}
        if self.name not in found:
            raise NotFound(_("There is no such column."))
        self.field = found[self.name]

    @property
    def number(self) -> int:
        """Of the column, from 1."""
        return self.page.fields.index(self.field) + 1

    @cached_property
    def cell(self) -> ShownCell:
        """The cell as the grid shows it."""
        return next(iter(shown_cells(self.row, [Column(self.number, self.field, "", "")])))

    @property
    def url(self) -> str:
        """Where the editor is, and where it posts to."""
        return self.at(self.name)

    def at(self, name: str) -> str:
        """The editor of another cell of the row."""
        return url_for("grid.cell", job_id=self.page.sheet.id, row_id=self.row.id, field=name)

    @property
    def home(self) -> str:
        """Back to the grid, at this cell."""
        return f"{self.page.here(self.page.view.query())}#{self.cell.key}"

    @property
    def previous(self) -> str | None:
        """The editor of the column before."""
        at = self.page.fields.index(self.field)
        return self.at(self.page.fields[at - 1].name) if at else None

    @property
    def next(self) -> str | None:
        """The editor of the column after."""
        at = self.page.fields.index(self.field) + 1
        return self.at(self.page.fields[at].name) if at < len(self.page.fields) else None

    @property
    def text(self) -> str:
        """What the field holds."""
        return self.cell.text if self.typed is None else self.typed

    @property
    def hint(self) -> str:
        """What may be typed."""
        return wanted(self.field.data_type)

    @property
    def state(self) -> State:
        """How sure one may be of the value."""
        return cells.state_of(self.row.found, self.row.edits, self.name)

    @property
    def read(self) -> dict[str, Any]:
        """What was read, as it was kept; empty where nothing was."""
        return self.row.found.get(self.name) or {}

    @property
    def by_hand(self) -> bool:
        """Whether nothing was read for this row."""
        return self.row.task_id is None

    @property
    def may_confirm(self) -> bool:
        """Whether a person may still agree with what was read."""
        return not self.by_hand and self.state not in (State.EDITED, State.CONFIRMED)

    @property
    def may_reset(self) -> bool:
        """Whether there is something to go back to."""
        return not self.by_hand and self.state in (State.EDITED, State.CONFIRMED)

    @property
    def was(self) -> str:
        """What was read, in words."""
        return say(self.field, cells.read_value(self.row.found, self.name)) or _("not found")

    @property
    def picks(self) -> list[str]:
        """Other values that were read."""
        now = self.row.values.get(self.name)
        others = dict.fromkeys(one["value"] for one in self.read.get("alternatives", ()))
        return [say(self.field, value) for value in others if value is not None and value != now]

    @property
    def origin(self) -> str:
        """How the value came about, in words."""
        if self.by_hand:
            return _("Typed by hand: there is no document.")
        page = self.read.get("page")
        if page is None:
            parts = [_("The document does not say anything here, as far as it could be read.")]
        else:
            parts = [_("Read on page %(page)s.", page=page)]
            if label := self.read.get("label"):
                parts.append(_("Beside “%(label)s”.", label=label))
        if self.state is State.GUESSED:
            parts.append(_("Not certain: please compare it with the page."))
        return " ".join(parts)

    @cached_property
    def touched(self) -> tuple[str, datetime] | None:
        """Who edited or confirmed the cell last, and when."""
        entry = self.row.edits.get(self.name) or {}
        if not entry.get("mark"):
            return None
        user = db.session.get(User, entry["by"])
        return user.name if user else "", datetime.fromisoformat(entry["at"])

    @cached_property
    def evidence(self) -> Evidence | None:
        """The page with the place of the value; its first page where no place is known; None without a document."""
        file = self._file
        if file is None or file.document is None or file.document.deleted_at is not None:
            return None
        box = self.read.get("box")
        return evidence_of(file.document, self.read.get("page") or self.row.page or 1, tuple(box) if box else None)

    @cached_property
    def _file(self) -> SourceFile | None:
        """The file the value was read from: the one that was noted, else the first of the row's."""
        task = db.session.scalar(sa.select(Task).where(Task.id == self.row.task_id).options(
            selectinload(Task.files).joinedload(SourceFile.document))) if self.row.task_id else None
        files = task.files if task else []
        return next((one for one in files if one.id == self.read.get("file")), files[0] if files else None)


def get_row(series_id: str, row_id: int) -> Row:
    """A row of the series with all that was read of it.

    :raises NotFound: there is none, or it was removed.
    """
    row = db.session.scalar(sa.select(Row).where(
        Row.id == row_id, Row.series_id == series_id, Row.deleted_at.is_(None)).options(
        undefer(Row.found), joinedload(Row.task)))
    if row is None:
        raise NotFound(_("There is no such row: it may have been removed."))
    return row
