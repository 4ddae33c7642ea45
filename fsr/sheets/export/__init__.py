"""Grids as files: every row, typed, and safe to open.

A file is written to the disk first, in memory that does not grow with the grid, and sent from there: so the database
is done with before a slow client has read it.
"""

import os
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

from flask import Flask, current_app

from fsr import clock, workbook
from fsr.audit import service as audit
from fsr.audit.names import Action
from fsr.auth.models import User
from fsr.db import apart
from fsr.sheets.export import as_csv, as_xlsx
from fsr.sheets.export.table import Table, table_of
from fsr.sheets.models import Kind, Run

LONGEST_NAME = 80
PART = 64 * 1024
"""Bytes that are sent at once."""
Extra = Callable[[Run, workbook.Book], None]


@dataclass(frozen=True, slots=True)
class Exported:
    """A finished file, to be sent and closed."""

    file: IO[bytes]
    name: str
    mime: str
    rows: int

    @property
    def size(self) -> int:
        """Bytes."""
        return os.fstat(self.file.fileno()).st_size

    def parts(self) -> Iterator[bytes]:
        """The bytes, some at a time; at the end the file is closed."""
        with self.file:
            while part := self.file.read(PART):
                yield part


def add_sheets(app: Flask, kind: Kind, write: Extra) -> None:
    """Let `write(run, book)` add sheets to the workbooks of sheets of this kind."""
    app.extensions.setdefault("fsr.export_sheets", {})[kind] = write


def csv(run: Run, *, optional: bool = False) -> Exported:
    """The grid as CSV."""
    return _made(run, "csv", "text/csv", table_of(run, optional=optional), as_csv.write)


def xlsx(run: Run, *, optional: bool = False) -> Exported:
    """The grid as Excel, with its totals and its evidence.

    :raises Invalid: there are more rows than Excel holds.
    """
    table = table_of(run, optional=optional, evidence=True)
    as_xlsx.must_fit(run)
    extras: dict[str, Extra] = current_app.extensions.get("fsr.export_sheets", {})
    extra = extras.get(run.sheet.job_type)

    def write(table: Table, file: IO[bytes]) -> int:
        return as_xlsx.write(table, file, (lambda book: extra(run, book)) if extra else None)

    return _made(run, "xlsx", workbook.MIME, table, write)


def _made(run: Run, ending: str, mime: str, table: Table, write: Callable[[Table, IO[bytes]], int]) -> Exported:
    file = tempfile.TemporaryFile()  # noqa: SIM115  # whoever sends it closes it
    try:
        rows = write(table, file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return Exported(file, filename(run.sheet.name, ending), mime, rows)


def filename(title: str, ending: str) -> str:
    """The sheet's name in plain letters, at most 80, and when it was taken: `My_sheet_20260315_140512Z.csv`."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    slug = "_".join("".join(c if c.isalnum() or c in "-." else " " for c in plain).split())[:LONGEST_NAME].strip("._")
    return f"{slug or 'sheet'}_{clock.now():%Y%m%d_%H%M%SZ}.{ending}"


def told(actor: User, run: Run, form: str, rows: int) -> None:
    """Log that the grid left the house as a file; in a transaction of its own, because a GET only reads."""
    subject, run_id = run.sheet.subject, run.id
    with apart() as session:
        audit.record(Action.SHEET_EXPORTED, subject, actor, session=session, form=form, run=run_id, rows=rows)
