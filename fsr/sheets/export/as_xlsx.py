"""A grid as Excel: the rows with typed cells, their totals, and where each value was read.

The sheet "Evidence" has the same rows and columns as the first one, so that a cell's proof stands at its own address.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import IO, Any

from fsr import clock
from fsr.errors import Invalid
from fsr.extraction.found import State
from fsr.sheets import cells
from fsr.sheets.export.table import Table, path_of
from fsr.sheets.fieldset import Field
from fsr.sheets.grid.rows import counts
from fsr.sheets.kinds import BY_CODE
from fsr.sheets.models import Run
from fsr.web.i18n import gettext as _
from fsr.workbook import Book, Sheet, Styled, Written

RESULTS = "Extraction Results"
"""The first sheet, as clients know it."""
MOST_ROWS = 1_048_575
"""Below the heading.  Source: Excel specifications and limits, Microsoft."""
SHORT = 300
"""Characters of a printed passage beside its page."""
FORMATS = {"date_mdy": "mm/dd/yyyy", "date_dmy": "dd/mm/yyyy", "date_ymd": "yyyy-mm-dd", "currency": "#,##0.00"}
NUMBERS = frozenset({"number", "integer"})


@dataclass
class Total:
    """What a column adds up to, counted as its rows are written."""

    of: Field
    filled: int = 0
    sum: Decimal = Decimal(0)
    dates: list[date] = field(default_factory=list)

    def add(self, value: Written) -> None:
        """Count a cell."""
        self.filled += 1
        if isinstance(value, Decimal):
            self.sum += value
        elif isinstance(value, date):
            self.dates = [min([value, *self.dates]), max([value, *self.dates])]


def must_fit(run: Run) -> None:
    """Go on if Excel can hold the rows.

    :raises Invalid: it cannot.
    """
    if counts(run, None).rows > MOST_ROWS:
        raise Invalid(_("Excel holds at most %(count)s rows. Take the CSV file.", count=MOST_ROWS))


def write(table: Table, file: IO[bytes], extra: Callable[[Book], None] | None = None) -> int:
    """Write the workbook, with the sheets that `extra` adds; how many rows that were."""
    book = Book({"title": table.title}, file)
    width = [30.0, *(_width(one) for one in table.fields)]
    results = book.sheet(RESULTS, width, landscape=True)
    totals = book.sheet(_("Totals"), [34, 12, 12, 16, 16, 16])
    evidence = book.sheet(_("Evidence"), [30.0, *(30.0 for _one in table.fields)], landscape=True)
    for sheet in (results, evidence):
        sheet.head(table.headings, 1)
    columns = [Total(one) for one in table.fields]
    rows, checks = _rows(table, results, evidence, columns)
    results.filtered(len(width))
    _totals(totals, table, columns, rows, checks)
    if extra:
        extra(book)
    book.close()
    return rows


def _width(field: Field) -> float:
    return 14 if BY_CODE[field.data_type].base in NUMBERS or field.data_type in FORMATS else 28


def _rows(table: Table, results: Sheet, evidence: Sheet, columns: Sequence[Total]) -> tuple[int, int]:
    """Write all rows; how many, and how many of their cells somebody should look at."""
    rows = checks = 0
    words = _words()
    typed = [(one, _writer(one.of)) for one in columns]
    for row in table.rows():
        path, line = path_of(row), list[Written | Styled]()
        for total, writer in typed:
            value = row.values.get(total.of.name)
            if value is None:
                line.append(None)
                continue
            cell = writer(value)
            total.add(cell.value if isinstance(cell, Styled) else cell)
            line.append(cell)
        results.add([path, *line])
        evidence.add([path, *(_proof(row, one.of.name, words) for one in columns)])
        rows, checks = rows + 1, checks + row.checks
    return rows, checks


def _writer(field: Field) -> Callable[[str], Written | Styled]:
    """What turns a stored value of that field into a typed cell; what does not fit its type stays a text."""
    base, over = BY_CODE[field.data_type].base, FORMATS.get(field.data_type)
    if field.data_type.startswith("date_"):
        return lambda value: _or_text(lambda: Styled(date.fromisoformat(value), "day", (("num_format", over),)), value)
    if base in NUMBERS:
        form = (("num_format", over or "General"),)
        return lambda value: _or_text(lambda: Styled(Decimal(value), "number", form), value)
    if base == "boolean":
        return lambda value: value == "true" if value in ("true", "false") else value
    return lambda value: value


def _or_text(make: Callable[[], Styled], value: str) -> Styled | str:
    try:
        return make()
    except (ValueError, InvalidOperation):
        return value


def _words() -> dict[str, str]:
    return {State.GUESSED: _("guessed"), State.EDITED: _("edited"), State.CONFIRMED: _("confirmed"),
            State.MISSING: _("not found"), "hand": _("typed by hand"), "page": _("p. %(page)s", page="{}")}


def _proof(row: Any, name: str, words: dict[str, str]) -> str | None:
    """How sure a cell is, on which page it was read, and what is printed there."""
    if row.task_id is None:
        return words["hand"] if row.values.get(name) is not None else None
    state, read = cells.state_of(row.found, row.edits, name), row.found.get(name) or {}
    page = words["page"].format(read["page"]) if read.get("page") else ""
    said = words.get(state, "") if state is not State.FOUND else ""
    return " · ".join(part for part in (page, said, (read.get("text") or "")[:SHORT]) if part)


def _totals(sheet: Sheet, table: Table, columns: Sequence[Total], rows: int, checks: int) -> None:
    sheet.add([Styled(table.title, "title")])
    sheet.add([_("Taken"), clock.now()])
    sheet.add([_("Rows"), rows])
    sheet.add([_("Cells to check"), checks])
    sheet.add([])
    sheet.add([_("Column"), _("Filled"), _("Empty"), _("Sum"), _("First"), _("Last")], "head")
    for one in columns:
        is_number = BY_CODE[one.of.data_type].base in NUMBERS
        look = Styled(one.sum, "number", (("num_format", FORMATS.get(one.of.data_type, "General")),))
        sheet.add([one.of.name, one.filled, rows - one.filled, look if is_number and one.filled else None,
                   *one.dates])
