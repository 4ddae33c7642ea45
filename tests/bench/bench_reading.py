"""Pages of offers read per second, engine included, against one bare thread of pdfminer.six with its default layout."""

import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

import psutil
from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams

from fsr.sandbox.pool import Sandbox
from tests.extraction.drawing import drawn
from tests.samples import samples

ENGINE = {"offers.casco": "fsr.offers.reader:read_casco"}
ROUNDS = 5
REPEAT = 4


def offers() -> list[Path]:
    """The CASCO samples with a text layer."""
    return [path for path in samples("casco") if path.name[:2] not in ("12", "13")]


def tables(folder: Path, pages: int = 12) -> list[Path]:
    """A drawn offer of tables, 22 rows of 5 columns a page: what insurers' longer offers look like."""
    def page(c: object) -> None:
        for row in range(22):
            for column in range(5):
                c.drawString(40 + 105 * column, 740 - 30 * row, f"Šūna {row}-{column} {row * 37.5:.2f} EUR")
                c.rect(36 + 105 * column, 730 - 30 * row, 105, 30)

    path = folder / "tables.pdf"
    path.write_bytes(drawn(*[page] * pages))
    return [path]


def bare(paths: Sequence[Path]) -> int:
    """Pages read by pdfminer.six with default layout, in this thread."""
    return sum(sum(1 for _ in extract_pages(str(path), laparams=LAParams())) for path in paths)


@cache
def pages_of(path: Path) -> int:
    """How many pages the file has."""
    return bare([path])


def through(sandbox: Sandbox, task: str, threads: int = 2) -> Callable[[Sequence[Path]], int]:
    """Pages read by `task` in the children, asked by threads as the app's workers do."""
    def run(paths: Sequence[Path]) -> int:
        done: list[int] = []
        queue: SimpleQueue[Path] = SimpleQueue()
        for path in paths:
            queue.put(path)

        def work() -> None:
            while not queue.empty():
                path = queue.get()
                sandbox.call(task, path, {})
                done.append(pages_of(path))

        workers = [threading.Thread(target=work) for _ in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return sum(done)

    return run


class Measured(NamedTuple):
    """Of one round: pages per second of wall clock, and CPU milliseconds per page in all processes."""

    rate: float
    cpu: float


def cpu_seconds(sandbox: Sandbox) -> float:
    """CPU used so far by this process and the children."""
    times = [psutil.Process(pid).cpu_times() for pid in sandbox.pids()]
    return time.process_time() + sum(t.user + t.system for t in times)


def measured(read: Callable[[Sequence[Path]], int], paths: Sequence[Path], sandbox: Sandbox) -> Measured:
    """One round of `read`."""
    cpu, started = cpu_seconds(sandbox), time.perf_counter()
    pages = read(paths)
    return Measured(pages / (time.perf_counter() - started), 1000 * (cpu_seconds(sandbox) - cpu) / pages)


def compare(title: str, paths: list[Path], sandbox: Sandbox) -> None:
    """Print medians of interleaved rounds, so that foreign load meets all alike; CPU shows what load hides.

    The children run at nice 19: whatever else runs on the machine slows them and not the bare limit.
    """
    ways = {"bare pdfminer, one thread": bare, "2 children, lines": through(sandbox, "read"),
            "2 children, lines and CASCO engine": through(sandbox, "offers.casco")}
    rounds: dict[str, list[Measured]] = {name: [] for name in ways}
    bare(paths)
    for path in paths:
        pages_of(path)
    for _ in range(ROUNDS):
        for name, read in ways.items():
            rounds[name].append(measured(read, paths * (1 if read is bare else REPEAT), sandbox))
    base = statistics.median(one.rate for one in rounds["bare pdfminer, one thread"])
    print(f"{title}; load {os.getloadavg()[0]:.1f}")
    for name, found in rounds.items():
        rate, cpu = (statistics.median(column) for column in zip(*found, strict=True))
        print(f"  {name:36} {rate:7.1f} pages/s  x {rate / base:.2f}   {cpu:5.1f} ms CPU a page", flush=True)


def main() -> None:
    """Offers as they come, and long tables."""
    sandbox = Sandbox(2, ENGINE)
    sandbox.warm()
    try:
        with tempfile.TemporaryDirectory() as folder:
            compare("CASCO samples (12 offers, 20 pages)", offers(), sandbox)
            compare("drawn tables (12 pages)", tables(Path(folder)), sandbox)
    finally:
        sandbox.close()


if __name__ == "__main__":
    main()
