"""The grid in the words of the reader: what each cell looks like, worked out once before the page is drawn.

A page has up to 100 rows of 60 cells, so the template's inner loop only prints what stands here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from flask import url_for

from fsr.auth.models import User
from fsr.extraction.found import State
from fsr.sheets import cells
from fsr.sheets.access import may_edit
from fsr.sheets.fieldset import Field
from fsr.sheets.grid import hooks, rows
from fsr.sheets.grid.hooks import Mark
from fsr.sheets.grid.rows import Counts, Part
from fsr.sheets.grid.view import View
from fsr.sheets.kinds import BY_CODE, show
from fsr.sheets.models import Run, RunStatus, Sheet
from fsr.sheets.words import wanted
from fsr.web.i18n import gettext as _
from fsr.web.i18n import ngettext

NUMERIC = frozenset({"number", "integer"})


@dataclass(frozen=True, slots=True)
class Column:
    """A heading: `number` counts from 1 over all columns, the hidden ones too; `order` as `aria-sort` says it."""

    number: int
    field: Field
    order: str
    query: str

    @property
    def css(self) -> str:
        """Figures stand at the end of their cells, and neither they nor dates are broken."""
        if BY_CODE[self.field.data_type].base in NUMERIC:
            return "num"
        return "whole" if self.field.data_type.startswith(("date_", "time")) else ""


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One cell, ready to print.

    key   its id in the page, "c12-3": row and column
    text  as a person writes it; "" for nothing
    was   what was read, where a person typed something else; None otherwise
    """

    key: str
    path: str
    text: str
    css: str
    state: str
    check: bool
    was: str | None
    version: int


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row; `by_hand` says that nothing was read for it."""

    id: int
    version: int
    title: str
    page: int | None
    by_hand: bool
    new: bool
    marks: Sequence[Mark]
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True)
class GridPage:
    """A page of the grid of `run`, as `user` sees it.

    fields  of all columns, the hidden ones too
    """

    run: Run
    view: View
    user: User
    fields: tuple[Field, ...]
    part: Part
    counts: Counts
    matching: int
    seen: int | None

    @property
    def sheet(self) -> Sheet:
        """The sheet."""
        return self.run.sheet

    @cached_property
    def url(self) -> str:
        """Where the grid answers by itself."""
        return url_for("grid.show", job_id=self.sheet.id)

    @cached_property
    def home(self) -> str:
        """The page that shows it."""
        return hooks.home_of(self.sheet)

    @cached_property
    def may_edit(self) -> bool:
        """Whether the reader may change values."""
        return may_edit(self.user, self.sheet)

    def here(self, query: str) -> str:
        """The address of the page with that query, whatever its own address is made of."""
        return self.home + (query.replace("?", "&", 1) if "?" in self.home else query)

    @property
    def home_args(self) -> list[tuple[str, str]]:
        """What stands in the address of the page itself: a form that asks for it must say it too."""
        return parse_qsl(urlsplit(self.home).query)

    @cached_property
    def cell_query(self) -> str:
        """What the address of a cell ends with, after its field: the view, so that one comes back to it."""
        return self._place.replace("?", "&", 1)

    @cached_property
    def _place(self) -> str:
        return self.view.query(after=self.view.after, before=self.view.before)

    @property
    def row_query(self) -> str:
        """What the address of a row's form ends with."""
        return self._place

    def export(self, form: str) -> str:
        """The address of the whole grid as "csv" or "excel"."""
        optional = "&optional=1" if self.view.optional else ""
        return f"/api/jobs/{self.sheet.id}/export/{form}?run_id={self.run.id}{optional}"

    @staticmethod
    def wanted(field: Field) -> str:
        """What to type into a field."""
        return field.prompt or wanted(field.data_type)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The headings that are shown."""
        return tuple(self._column(number, field) for number, field in enumerate(self.fields, 1)
                     if not field.optional or self.view.optional)

    def _column(self, number: int, field: Field) -> Column:
        order = "" if self.view.sort != number else "descending" if self.view.descending else "ascending"
        return Column(number, field, order, self.sorted_by(number))

    def sorted_by(self, number: int) -> str:
        """The query that sorts by a column; by the same once more from the end, and then not at all."""
        if self.view.sort != number:
            return self.view.query(sort=number, descending=False)
        return self.view.query(sort=None if self.view.descending else number, descending=not self.view.descending)

    @cached_property
    def file_order(self) -> str:
        """How the column of files is sorted."""
        return "" if self.view.sort != 0 else "descending" if self.view.descending else "ascending"

    @property
    def hidden(self) -> int:
        """How many columns can be shown when asked for."""
        return sum(field.optional for field in self.fields)

    @cached_property
    def rows(self) -> tuple[ShownRow, ...]:
        """The rows of this page."""
        marks = hooks.marks_of(self.run)
        return tuple(self.row(row, marks.get(row.id, ())) for row in self.part.rows)

    def row(self, row: Any, marks: Sequence[Mark] = ()) -> ShownRow:
        """One row, from a tuple of `rows.STORED` or a `Row`."""
        by_hand = row.task_id is None
        new = self.seen is not None and row.id > self.seen and not row.edits
        title = row.path or (_("(manual)") if by_hand else "")
        return ShownRow(row.id, row.version, title, row.page, by_hand, new, marks,
                        tuple(shown_cells(row, self.columns)))

    @property
    def is_busy(self) -> bool:
        """Whether rows are on their way."""
        return self.run.status == RunStatus.IN_PROGRESS

    @property
    def known(self) -> str:
        """What the reader has before them; the page asks again until it is another."""
        return f"{self.sheet.version}.{self.run.status}"

    @property
    def poll(self) -> str:
        """The address that answers when there is something else to see."""
        return f"{self.url}{self._place}{'&' if self._place else '?'}known={self.known}"

    @property
    def said(self) -> str:
        """How many rows there are, in words."""
        if self.view.is_filtered:
            return _("%(count)s of %(all)s rows", count=self.matching, all=self.counts.rows)
        return ngettext("%(num)s row", "%(num)s rows", self.counts.rows)

    @property
    def earlier(self) -> str | None:
        """The query of the page before."""
        return self.view.query(before=self.part.before) if self.part.before else None

    @property
    def later(self) -> str | None:
        """The query of the page after."""
        return self.view.query(after=self.part.after) if self.part.after else None


def shown(run: Run, args: Mapping[str, Any], user: User) -> GridPage:
    """The grid of a run as the address asks for it."""
    view, fields = View.of(args), rows.columns(run)
    seen = rows.seen_by(run, user)
    counts = rows.counts(run, seen)
    matching = rows.matching(run, view) if view.is_filtered else counts.rows
    return GridPage(run, view, user, fields, rows.page(run, view, fields), counts, matching, seen)


def say(field: Field, value: str | None) -> str:
    """A stored value as a person writes it; as it is stored, if it is of a time when the field had another type."""
    try:
        return show(field.data_type, value)
    except ValueError:
        return value or ""


def shown_cells(row: Any, columns: Iterable[Column]) -> Iterable[ShownCell]:
    """The cells of a row under these headings."""
    by_hand = row.task_id is None
    for column in columns:
        field = column.field
        state = cells.state_of(row.found, row.edits, field.name)
        check = cells.to_check(row.found, row.edits, field.name, need=field.required)
        text = say(field, row.values.get(field.name))
        look = "" if by_hand and not (field.required and state is State.MISSING) else str(state)
        css = " ".join(part for part in (column.css, f"is-{look}" if look else "") if part)
        was = say(field, cells.read_value(row.found, field.name)) if look == State.EDITED else None
        yield ShownCell(f"c{row.id}-{column.number}", f"{row.id}?field={quote(field.name, safe='')}", text, css, look,
                        check, was, row.version)
