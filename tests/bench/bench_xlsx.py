"""A comparison as XLSX, against xlsxwriter alone writing the same file, in the same run."""

import statistics
import time
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any, NamedTuple

import openpyxl
import xlsxwriter
from flask import Flask

from fsr import clock
from fsr.offers import workbook
from fsr.offers.compare import compare
from fsr.offers.models import Comparison, ValueChange
from tests.bench.made import offers

ROUNDS = 40
Look = tuple[tuple[str, Any], ...]


class Sheet(NamedTuple):
    """What is to be written: title, widths of columns, range of the filter, (row, column, value, look)."""

    title: str
    widths: list[float]
    filter: str
    cells: list[tuple[int, int, Any, int]]


Sheets = tuple[list[Look], list[Sheet]]


def main() -> None:
    """Print the median of both for 22 x 8 cells with their evidence and 30 edits, and their ratio."""
    app = Flask(__name__)
    app.config["FSR_TIMEZONE"] = "Europe/Riga"
    with app.app_context():
        ours, bare = measured()
    print(f"22 x 8 comparison: ours {ours:.1f} ms, xlsxwriter alone {bare:.1f} ms, ratio {ours / bare:.2f} "
          "(goal ≤ 1.2)")


def measured() -> tuple[float, float]:
    """Milliseconds of ours and of the bare library, medians of alternating rounds."""
    comparison = Comparison(id=1, reg_number="XY1042", title="", client="Client", language="lv")
    matrix, changes = compare(offers(8)), edits()
    cells = cells_of(workbook.write(comparison, matrix, changes))
    ours, bare = list[float](), list[float]()
    for _round in range(ROUNDS):
        ours.append(timed(lambda: workbook.write(comparison, matrix, changes)))
        bare.append(timed(lambda: written(cells)))
    return statistics.median(ours), statistics.median(bare)


def timed(work: Callable[[], Any]) -> float:
    """CPU time of `work` in milliseconds: it waits for nothing, and other processes do not count."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def edits() -> list[ValueChange]:
    """Thirty edits, made by nobody in particular."""
    return [ValueChange(offer_id=number % 8 + 1, code="premium_total", kind="edit", old_value="100.00",
                        new_value="200.00", at=clock.now(), why="seen in a letter") for number in range(30)]


def cells_of(data: bytes) -> Sheets:
    """Every filled cell of a file with its look, and the widths of the columns, read by another library."""
    book = openpyxl.load_workbook(BytesIO(data))
    looks: dict[Look, int] = {}
    sheets = [Sheet(sheet.title, [one.width for one in sheet.column_dimensions.values()], sheet.auto_filter.ref or "", [
        (cell.row - 1, cell.column - 1, cell.value, looks.setdefault(look_of(cell), len(looks)))
        for row in sheet.iter_rows() for cell in row if cell.value is not None]) for sheet in book.worksheets]
    return list(looks), sheets


def look_of(cell: Any) -> Look:
    """The look of a cell as xlsxwriter takes it."""
    return (("font_name", cell.font.name), ("font_size", cell.font.size), ("bold", bool(cell.font.bold)),
            ("italic", bool(cell.font.italic)), ("text_wrap", bool(cell.alignment.wrap_text)), ("valign", "top"),
            ("num_format", cell.number_format), ("bg_color", f"#{(cell.fill.fgColor.rgb or '00FFFFFF')[2:]}"))


def written(content: Sheets) -> bytes:
    """The same file by xlsxwriter alone: same options, looks, widths, headings and filters."""
    data = BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                      "strings_to_numbers": False})
    looks = [book.add_format(dict(look)) for look in content[0]]
    for one in content[1]:
        sheet = book.add_worksheet(one.title)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        if one.filter:
            sheet.autofilter(one.filter)
        for column, width in enumerate(one.widths):
            sheet.set_column(column, column, width)
        for row, column, value, look in one.cells:
            if isinstance(value, str):
                sheet.write_string(row, column, value, looks[look])
            elif isinstance(value, datetime):
                sheet.write_datetime(row, column, value, looks[look])
            else:
                sheet.write_number(row, column, value, looks[look])
    book.close()
    return data.getvalue()


if __name__ == "__main__":
    main()
