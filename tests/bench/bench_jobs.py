"""Jobs: how soon one is picked up, and how many are done each second, beside the disk's own limit in the same run."""

import sqlite3
import statistics
import tempfile
import threading
import time
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from fsr import create_app, jobs
from fsr.db import commit
from fsr.jobs import service
from fsr.jobs.pool import Pool
from fsr.jobs.run import Run

ROUNDS, JOBS, SINGLES = 3, 2000, 200


def main() -> None:
    """Print pick-up p50 and p95, jobs a second at synchronous=FULL, and the ratio to bare commits."""
    with tempfile.TemporaryDirectory() as home:
        app = create_app({"TESTING": True, "FSR_INSTANCE_DIR": home, "FSR_WORKERS": 0, "FSR_SECRET_KEY": "bench",
                          "FSR_SQLITE_SYNCHRONOUS": "FULL"})
        with app.app_context():
            upgrade()
        _pick_up(app)
        _throughput(app, Path(home))


def _pick_up(app: Flask) -> None:
    """From the commit of the enqueuing transaction, its fsync included, to the task's first line."""
    begun, waits = threading.Event(), list[float]()
    at = [0.0]

    def note(_run: Run) -> None:
        at[0] = time.perf_counter()
        begun.set()

    jobs.register(app, "bench.note", note)
    with Pool(app, 4):
        for _ in range(SINGLES):
            time.sleep(0.01)  # all threads asleep again
            begun.clear()
            with app.app_context():
                service.enqueue("bench.note", {}, actor=None, title="note")
                commit()
                committed = time.perf_counter()
            begun.wait(5)
            waits.append((at[0] - committed) * 1000)
    waits.sort()
    print(f"pick-up in process: p50 {statistics.median(waits):.2f} ms, p95 {waits[int(len(waits) * 0.95)]:.2f} ms "
          f"(goal p50 ≤ 2 ms)")


def _throughput(app: Flask, home: Path) -> None:
    jobs.register(app, "bench.nothing", lambda run: None)
    done, bare = list[float](), list[float]()
    for _ in range(ROUNDS):
        done.append(_done_per_second(app))
        bare.append(_bare_commits_per_second(home / "bare.sqlite"))
    ours, limit = statistics.median(done), statistics.median(bare)
    print(f"jobs done: {ours:,.0f}/s at synchronous=FULL (goal ≥ 2,000/s); bare sqlite3 commits, one thread: "
          f"{limit:,.0f}/s; ratio {ours / limit:.2f}")


def _done_per_second(app: Flask) -> float:
    with app.app_context():
        last = [service.enqueue("bench.nothing", {}, actor=None, title="nothing").id for _ in range(JOBS)]
        commit()
    begun = time.perf_counter()
    with Pool(app, 4):
        with app.app_context():
            assert service.wait_for(last, 60)
        return JOBS / (time.perf_counter() - begun)


def _bare_commits_per_second(path: Path) -> float:
    """As many one-row updates, each committed durably: what the disk and SQLite allow one thread."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS jobs (id INTEGER PRIMARY KEY, status TEXT)")
    connection.execute("INSERT OR IGNORE INTO jobs VALUES (1, 'pending')")
    begun = time.perf_counter()
    for number in range(JOBS):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE jobs SET status = ? WHERE id = 1", (str(number),))
        connection.execute("COMMIT")
    seconds = time.perf_counter() - begun
    connection.close()
    return JOBS / seconds


if __name__ == "__main__":
    main()
