"""A page of a grid of 5,000 rows, against Jinja alone, in the same run.

CPU time of whole requests through the test client.  "Jinja alone" renders the same template from the same values,
without routing, session, access and database.
"""

import statistics
import tempfile
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask import Flask, render_template
from flask_login import login_user
from flask_migrate import upgrade

from fsr import create_app
from fsr.auth import service
from fsr.auth.guard import limits
from fsr.auth.models import Role, User
from fsr.auth.sessions import Origin
from fsr.db import commit, db
from fsr.sheets import grid
from fsr.sheets.models import Row, Run
from tests import factories
from tests.bench.bench_matrix import fetched, timed
from tests.browsers import Browser
from tests.sheets import grids

ROUNDS, ROWS = 60, 5000
QUERIES = {"first page": "", "last page": "?before=9999999", "to check": "?check=1", "search": "?q=course+4999",
           "sorted": "?sort=4"}


def main() -> None:
    """Print p50 and p95 of several looks at 5,000 rows, and the ratio of the first to Jinja alone."""
    with tempfile.TemporaryDirectory() as home:
        app = create_app({"TESTING": True, "FSR_INSTANCE_DIR": home, "FSR_WORKERS": 0, "FSR_SECRET_KEY": "bench",
                          "FSR_LOG_LEVEL": "WARNING"})
        app.test_client_class = Browser
        with app.app_context():
            upgrade()
        browser, job = laid(app, ROWS)
        report(app, browser, job)
        with app.app_context():
            db.engine.dispose()


def laid(app: Flask, count: int) -> tuple[Browser, str]:
    """A signed-in browser, and a sheet of its person with so many rows."""
    with app.app_context():
        user = factories.user("nobody signs in by password", Role.ADMIN)
        run = grids.sheet(user.id)
        first = grids.rows(run, [grids.record(1)])[0]
        fill(run, first, count)
        secret, user_id, job = service.start_session(user, Origin("127.0.0.1", "bench"), limits()), user.id, run.job_id
        commit()
    browser = app.test_client()
    assert isinstance(browser, Browser)
    browser.remember(secret, user_id)
    return browser, job


def fill(run: Run, first: Row, count: int) -> None:
    """Rows like the first, each of a file of its own; every tenth has a cell to check."""
    made = ({
        "series_id": run.series_id, "set_index": 0, "task_id": first.task_id, "position": number,
        "path": f"2026/cert{number:06}.pdf", "found": first.found, "edits": {}, "checks": int(number % 10 == 0),
        "values": {**first.values, "Course Title": f"Course {number}", "CPE Hours": str(number % 16 / 2)},
        "words": f"2026/cert{number:06}.pdf course {number} institute"} for number in range(2, count + 1))
    db.session.execute(sa.insert(Row), list(made))


def report(app: Flask, browser: Browser, job: str) -> None:
    """Measure in turns and print."""
    url = f"/sheets/{job}/grid"
    times: dict[str, list[float]] = {name: [] for name in QUERIES}
    for query in QUERIES.values():
        fetched(browser, url + query)
    for _round in range(ROUNDS):
        for name, query in QUERIES.items():
            times[name].append(timed(lambda query=query: fetched(browser, url + query)))  # type: ignore[misc]
    jinja = statistics.median(alone(app, browser, job))
    for name, found in times.items():
        found.sort()
        print(f"grid of {ROWS}, {name}: p50 {statistics.median(found):.1f} ms, p95 {found[int(ROUNDS * 0.95)]:.1f} ms "
              "(goal p95 ≤ 200 ms)")
    print(f"Jinja alone {jinja:.1f} ms: ratio {statistics.median(times['first page']) / jinja:.1f}; "
          f"{len(fetched(browser, url)) / 1024:.0f} kB")


def alone(app: Flask, browser: Browser, job: str) -> list[float]:
    """Milliseconds of the template by itself, its rows worked out before."""
    with app.test_request_context(f"/sheets/{job}/grid"):
        user = db.session.get_one(User, browser.user_id)
        login_user(user)
        page = grid.shown(db.session.scalars(sa.select(Run)).one(), {}, user)
        work: Callable[[], Any] = lambda: render_template("sheets/grid/page.html", grid=page)  # noqa: E731
        work()
        return [timed(work) for _round in range(ROUNDS)]


if __name__ == "__main__":
    main()
