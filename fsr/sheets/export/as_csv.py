"""A grid as CSV: dates in ISO form, plain numbers, and texts that no spreadsheet takes for a formula."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import IO, Any

from fsr.audit.export import safe
from fsr.sheets.export.table import Table, path_of
from fsr.sheets.kinds import BY_CODE

TOGETHER = 500
"""Lines that are made at once."""


def write(table: Table, file: IO[bytes]) -> int:
    """Write the table; how many rows that were."""
    rows = 0
    for part, count in parts(table):
        file.write(part.encode("utf-8"))
        rows += count
    return rows


def parts(table: Table) -> Iterator[tuple[str, int]]:
    """Some lines at a time and how many rows they hold; begins with a byte order mark, so that Excel reads UTF-8."""
    buffer = io.StringIO()
    writer, count = csv.writer(buffer), 0
    buffer.write("\ufeff")
    writer.writerow([safe(heading) for heading in table.headings])
    for line in _lines(table):
        writer.writerow(line)
        count += 1
        if count % TOGETHER == 0:
            yield buffer.getvalue(), TOGETHER
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue(), count % TOGETHER


def _lines(table: Table) -> Iterable[list[Any]]:
    texts = [(field.name, BY_CODE[field.data_type].base == "string" and not field.data_type.startswith("date_"))
             for field in table.fields]
    for row in table.rows():
        values = row.values
        yield [safe(path_of(row)), *(safe(value) if is_text or not _is_number(value) else value for value, is_text in (
            (values.get(name), is_text) for name, is_text in texts))]


def _is_number(value: str | None) -> bool:
    """Whether a value of a typed column is what it should be, and so needs no apostrophe: "-2.5" is no formula."""
    return value is None or value.lstrip("-").replace(".", "", 1).isdigit() or value[:1].isalnum()
