"""The rows of a run as an export takes them: one after the other, never all at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from fsr.db import db
from fsr.sheets.fieldset import Field
from fsr.sheets.grid.rows import columns, of_run
from fsr.sheets.models import Row, Run
from fsr.web.i18n import gettext as _

SOURCE = "Source File Path(s)"
"""The first heading, as clients know it: headings are data, and so are not translated."""
CHUNK = 1000
"""Rows that are fetched at once."""


@dataclass(frozen=True, slots=True)
class Table:
    """What is exported: of each row its path, task, page and values, and with `evidence` what was read and edited."""

    title: str
    fields: tuple[Field, ...]
    query: sa.Select[Any]

    def rows(self) -> Iterator[Any]:
        """The rows in the grid's order, as of now, whatever is written meanwhile."""
        return iter(db.session.execute(self.query.execution_options(yield_per=CHUNK)))

    @property
    def headings(self) -> list[str]:
        """The first line."""
        return [SOURCE, *(field.name for field in self.fields)]


def table_of(run: Run, *, optional: bool = False, evidence: bool = False) -> Table:
    """Every row that the run shows; the columns that are shown only when asked for, if `optional`."""
    fields = tuple(field for field in columns(run) if optional or not field.optional)
    more = (Row.found, Row.edits, Row.checks) if evidence else ()
    query = sa.select(Row.path, Row.task_id, Row.values, *more).where(of_run(run))
    return Table(run.sheet.name, fields, query.order_by(Row.set_index, Row.path, Row.id))


def path_of(row: Any) -> str:
    """Where a row comes from."""
    path: str = row.path
    return path or (_("(manual)") if row.task_id is None else "")
