"""100,000 rows as CSV and as Excel, against `csv` and `xlsxwriter` alone writing the same cells; and their memory.

Each runs in a process of its own, so that its highest use of memory is its own; what it used before is taken off.
"""

import csv
import multiprocessing
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import xlsxwriter
from flask import Flask
from flask_migrate import upgrade

from fsr import create_app
from fsr.auth.models import Role
from fsr.db import commit, db
from fsr.sheets import export
from fsr.sheets.models import Run
from tests import factories
from tests.bench.bench_grid import fill
from tests.sheets import grids

ROWS, FEW = 100_000, 20_000
Measured = tuple[float, float]


def main() -> None:
    """Print seconds, the ratio to the bare writer, and the memory that 20,000 and 100,000 rows took."""
    with tempfile.TemporaryDirectory() as home:
        for count in (FEW, ROWS):
            lay(Path(home) / str(count), count)
        for form, bare in (("csv", bare_csv), ("xlsx", bare_xlsx)):
            _few, little = apart(ours, form, Path(home) / str(FEW))
            seconds, much = apart(ours, form, Path(home) / str(ROWS))
            alone, bare_memory = apart(bare, form, Path(home) / str(ROWS))
            print(f"{form}, {ROWS:,} rows: ours {seconds:.1f} s, bare {alone:.1f} s, ratio {seconds / alone:.2f}; "
                  f"memory {little:.0f} MB for {FEW:,} rows, {much:.0f} MB for {ROWS:,} (bare {bare_memory:.0f} MB)")


def made(home: Path) -> Flask:
    """The app at home."""
    home.mkdir(exist_ok=True)
    return create_app({"TESTING": True, "FSR_INSTANCE_DIR": str(home), "FSR_WORKERS": 0, "FSR_SECRET_KEY": "bench",
                       "FSR_SQLITE_SYNCHRONOUS": "OFF"})


def lay(home: Path, count: int) -> None:
    """A sheet of so many rows."""
    app = made(home)
    with app.app_context():
        upgrade()
        run = grids.sheet(factories.user("nobody signs in by password", Role.ADMIN).id)
        fill(run, grids.rows(run, [grids.record(1)])[0], count)
        commit()
        db.engine.dispose()


def apart(work: Callable[[str, Path], Measured], form: str, home: Path) -> Measured:
    """What `work` measured in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, (form, home))


def ours(form: str, home: Path) -> Measured:
    """CPU seconds and MB of our export."""
    app = made(home)
    with app.test_request_context():
        run = db.session.scalars(sa.select(Run)).one()

        def work() -> None:
            (export.csv if form == "csv" else export.xlsx)(run).file.close()

        return measured(work)


def measured(work: Callable[[], None]) -> Measured:
    """CPU seconds of `work`, and how many MB it took beyond what was used before."""
    Path("/proc/self/clear_refs").write_text("5")  # the highest use begins anew
    before, began = highest(), time.process_time()
    work()
    return time.process_time() - began, highest() - before


def highest() -> float:
    """The most memory that this process has used, in MB."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


def cells() -> Iterator[tuple[str, str, str, datetime, float]]:
    """The same rows as they are written."""
    for number in range(1, ROWS + 1):
        yield f"2026/cert{number:06}.pdf", f"Course {number}", "Institute", datetime(2026, 3, 2), number % 16 / 2


def bare_csv(_form: str, _home: Path) -> Measured:
    """`csv.writer` into a file."""
    def work() -> None:
        with tempfile.TemporaryFile("w+", newline="") as file:
            writer = csv.writer(file)
            for path, title, sponsor, _day, hours in cells():
                writer.writerow((path, title, sponsor, "2026-03-02", hours))

    return measured(work)


def bare_xlsx(_form: str, _home: Path) -> Measured:
    """`xlsxwriter` with constant memory: the rows, and a second sheet of as many texts for the evidence."""
    def work() -> None:
        with tempfile.TemporaryFile() as file:
            book = xlsxwriter.Workbook(file, {"constant_memory": True})
            rows, proof = book.add_worksheet(), book.add_worksheet()
            day, number = book.add_format({"num_format": "mm/dd/yyyy"}), book.add_format({"num_format": "General"})
            for at, one in enumerate(cells()):
                bare_row(rows, at, one, day, number)
                for column, text in enumerate((one[0], f"p. 1 · {one[1]}", "p. 1 · Institute", "p. 1 · x", "p. 1 · 1")):
                    proof.write_string(at, column, text)
            book.close()

    return measured(work)


def bare_row(sheet: Any, at: int, one: tuple[str, str, str, datetime, float], day: Any, number: Any) -> None:
    """One row of results."""
    for column, text in enumerate(one[:3]):
        sheet.write_string(at, column, text)
    sheet.write_datetime(at, 3, one[3], day)
    sheet.write_number(at, 4, one[4], number)


if __name__ == "__main__":
    main()
