"""XLSX files of one look: typed cells, a frozen heading, and text that can never run.

Every text is written as a string, whatever it begins with: text out of documents may begin with "=", and a spreadsheet
would calculate it.  Numbers are numbers and times are times, so that people can sort and sum.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import IO, Any, NamedTuple

import xlsxwriter

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32767
"""Characters in a cell.  Source: Excel specifications and limits, Microsoft."""
NAME = 31
"""Characters in the name of a sheet, same source."""

BASE = {"font_name": "Calibri", "font_size": 11, "valign": "top", "text_wrap": True}
INK, FAINT, LINE, PAPER = "#1F2933", "#6B7280", "#D5DAE1", "#F4F6F8"
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14, "text_wrap": False},
    "faint": {"font_color": FAINT, "text_wrap": False},
    "head": {"bold": True, "bg_color": PAPER, "bottom": 1, "bottom_color": LINE},
    "group": {"bold": True, "font_color": FAINT, "bg_color": PAPER, "text_wrap": False},
    "text": {},
    "money": {"num_format": "#,##0.00\\ [$€-x-euro2]", "align": "left"},
    "number": {"num_format": "0.00"},
    "when": {"num_format": "yyyy-mm-dd hh:mm"},
    "day": {"num_format": "yyyy-mm-dd", "align": "left"},
}

Look = tuple[str, tuple[tuple[str, Any], ...]]
Written = str | Decimal | float | int | bool | datetime | date | None


class Styled(NamedTuple):
    """A value in another look than its type's: the name of a look, and properties of xlsxwriter over it."""

    value: Written
    look: str = "text"
    over: tuple[tuple[str, Any], ...] = ()


class Book:
    """A workbook in memory, or for many rows in a file: then each row is on the disk before the next is written."""

    def __init__(self, properties: Mapping[str, str] | None = None, file: IO[bytes] | None = None) -> None:
        self._bytes = BytesIO()
        self._book = xlsxwriter.Workbook(file or self._bytes, {
            "in_memory": file is None, "constant_memory": file is not None, "strings_to_formulas": False,
            "strings_to_urls": False, "strings_to_numbers": False})
        self._book.set_properties(dict(properties or {}))
        self._formats: dict[Look, Any] = {}

    def sheet(self, name: str, widths: Sequence[float], *, landscape: bool = False) -> "Sheet":
        """Add a sheet; `widths` of its columns in characters."""
        made = self._book.add_worksheet(name[:NAME])
        for column, width in enumerate(widths):
            made.set_column(column, column, width)
        made.set_paper(9)  # A4
        made.fit_to_pages(1, 0)
        made.hide_gridlines(2)
        if landscape:
            made.set_landscape()
        return Sheet(self, made)

    def look(self, name: str, over: tuple[tuple[str, Any], ...] = ()) -> Any:
        """The format of a look, made once."""
        known = self._formats.get((name, over))
        if known is None:
            known = self._formats[name, over] = self._book.add_format({**BASE, **LOOKS[name], **dict(over)})
        return known

    def close(self) -> None:
        """Finish the file; nothing can be added afterwards."""
        self._book.close()

    def to_bytes(self) -> bytes:
        """The finished file, of a workbook in memory."""
        self.close()
        return self._bytes.getvalue()


class Sheet:
    """One sheet, written from the top, a row at a time."""

    def __init__(self, book: Book, sheet: Any) -> None:
        self._book, self._sheet, self._row = book, sheet, 0

    def add(self, values: Sequence[Written | Styled], look: str | None = None) -> None:
        """Write the next row; `look` for all cells that have none of their own."""
        row, sheet, look_of = self._row, self._sheet, self._book.look
        text = look_of(look or "text")
        for column, given in enumerate(values):
            if isinstance(given, Styled):
                value, form = given.value, look_of(given.look, given.over)
            else:
                value, form = given, None
            if isinstance(value, str):
                sheet.write_string(row, column, value[:LONGEST], form or text)
            elif value is None:
                if form or look:
                    sheet.write_blank(row, column, None, form or text)
            elif isinstance(value, datetime):
                sheet.write_datetime(row, column, value.replace(tzinfo=None), form or look_of(look or "when"))
            elif isinstance(value, date):
                sheet.write_datetime(row, column, datetime.combine(value, time()), form or look_of(look or "day"))
            elif isinstance(value, bool):
                sheet.write_boolean(row, column, value, form or text)
            elif isinstance(value, int):
                sheet.write_number(row, column, value, form or text)
            else:
                sheet.write_number(row, column, float(value), form or look_of(look or "number"))
        self._row += 1

    def head(self, values: Sequence[str], columns: int = 0) -> None:
        """Write the headings and keep them, with the first `columns`, in sight; each printed page repeats them."""
        self.add(values, "head")
        self._sheet.freeze_panes(self._row, columns)
        self._sheet.repeat_rows(self._row - 1)

    def right_to_left(self) -> None:
        """Begin at the right, as Hebrew is read."""
        self._sheet.right_to_left()

    def filtered(self, columns: int) -> None:
        """Let people filter what stands under the headings, the row that was written first."""
        self._sheet.autofilter(0, 0, max(self._row - 1, 0), columns - 1)
