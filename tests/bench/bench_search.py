"""How long the list and the search take over 100,000 cases, against the bare index in the same run.

SQLite, or PostgreSQL where FSR_TEST_DATABASE_URL names a server.  Ana owns nearly all pages and Bob ten of them, so
that a common word is asked both ways: by whoever may see all that holds it, and by whoever may see next to none.
"""

import itertools
import os
import random
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask_migrate import upgrade

from fsr import create_app
from fsr.auth.models import User
from fsr.config import database_url
from fsr.db import commit, db, reading
from fsr.notebook import index, queries, search
from fsr.notebook.models import Case, Page
from fsr.notebook.search import Step, Tab
from fsr.notebook.words import Query
from tests import factories
from tests.bench.bench_latency import at_share

CASES, CHUNK, ROUNDS = 100_000, 2_000, 10
SERVER = os.environ.get("FSR_TEST_DATABASE_URL", "")
ASKED = [
    ("Ana", Tab.OPEN, ""), ("Ana", Tab.CLOSED, ""), ("Bob", Tab.OPEN, ""), ("Ana", Tab.FOUND, "pump"),
    ("Ana", Tab.FOUND, "pu"), ("Ana", Tab.FOUND, "pump older"), ("Ana", Tab.FOUND, "older"),
    ("Ana", Tab.FOUND, "unicorn"), ("Ana", Tab.FOUND, "pump missing"), ("Bob", Tab.FOUND, "pump"),
    ("Bob", Tab.FOUND, "unicorn"), ("Ana", Tab.FOUND, "CASE-000"), ("Ana", Tab.FOUND, "CASE-00012345"),
    ("Bob", Tab.FOUND, "CASE")]
"""Who asks, in which tab, for what: "pump" is on every page, "older" on the older half, "unicorn" on Bob's ten."""


def main() -> None:
    """Print p50 and p95 of every question, and of all together."""
    name = f"fsr_bench_{uuid.uuid4().hex[:12]}"
    with tempfile.TemporaryDirectory() as home:
        url = _create(name) if SERVER else ""
        try:
            measure({"TESTING": True, "FSR_WORKERS": 0, "FSR_SECRET_KEY": "bench", "FSR_INSTANCE_DIR": home,
                     "FSR_DATABASE_URL": url, "FSR_SQLITE_SYNCHRONOUS": "OFF"})
        finally:
            if SERVER:
                _server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _server(statement: str) -> None:
    engine = sa.create_engine(database_url(SERVER, Path()), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)


def _create(name: str) -> str:
    _server(f'CREATE DATABASE "{name}"')
    return sa.make_url(database_url(SERVER, Path())).set(database=name).render_as_string(hide_password=False)


def measure(settings: dict[str, Any]) -> None:
    """Fill the database, then ask everything so many times."""
    app = create_app(settings)
    with app.app_context():
        upgrade()
        people = {name: factories.user("not a hash: nobody signs in by password").id for name in ("Ana", "Bob")}
        commit()
        filled, indexed = _timed(lambda: fill(people["Ana"], people["Bob"])), _timed(index_all)
        print(f"{CASES:,} cases with a page each: written in {filled / 1000:.0f} s, indexed in {indexed / 1000:.0f} s "
              f"({indexed / 2 / CASES:.2f} ms a row), {db.engine.dialect.name}")
        if SERVER:
            db.session.execute(sa.text("ANALYZE"))
            commit()
        everything = [took for asked in ASKED for took in _ask(people, *asked)]
        print(f"  {'all of these':25} {_shares(everything)} (goal p95 ≤ 100)")
        db.session.remove()
        db.engine.dispose()


def _timed(work: Callable[[], Any]) -> float:
    """Milliseconds that it took."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _ask(people: dict[str, int], name: str, tab: Tab, text: str) -> list[float]:
    query, whole, bare = Query.of(text), [], []
    for _ in range(ROUNDS):
        with reading():
            user = db.session.get_one(User, people[name])
            bare.append(_timed(lambda user=user: search._of_step(  # type: ignore[misc]  # mypy takes the default amiss
                user, tab, query, Step.WORDS, search.NO_KEY, queries.PAGE)))
            whole.append(_timed(lambda user=user: queries.page(user, tab, query)))  # type: ignore[misc]
            db.session.remove()
    print(f"  {name} {tab.value:6} {text:14} {_shares(whole)}   bare index p50 {at_share(bare, 0.5):5.1f} ms",
          flush=True)
    return whole


def _shares(found: list[float]) -> str:
    return f"p50 {at_share(found, 0.5):6.1f} ms   p95 {at_share(found, 0.95):6.1f} ms"


def fill(ana: int, bob: int) -> None:
    """Cases and pages of some 80 words, of 8,000 that are as unevenly common as words are."""
    chance = random.Random(1)
    known = ["".join(chance.choices("abdegiklmnorstuvz", k=chance.randint(3, 9))) for _ in range(8_000)]
    weights = list(itertools.accumulate(1 / (place + 1) for place in range(len(known))))
    for start in range(0, CASES, CHUNK):
        cases, pages = [], []
        for number in range(start, start + CHUNK):
            said = ["pump", *(["older"] if number < CASES // 2 else []), *(["unicorn"] if number % 10_000 == 5 else []),
                    *chance.choices(known, cum_weights=weights, k=80)]
            at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number)
            case_id, owner = str(uuid.UUID(int=chance.getrandbits(128))), bob if number % 10_000 == 5 else ana
            cases.append({"id": case_id, "number": f"CASE-{number:08}", "title": " ".join(said[5:8]),
                          "is_open": number % 3 != 0, "updated_at": at})
            pages.append({"user_id": owner, "case_id": case_id, "problem_statement": " ".join(said[:12]),
                          "fsr_notes": " ".join(said[12:]), "version": 1, "burst": 1, "changed_at": at})
        db.session.execute(sa.insert(Case), cases)
        db.session.execute(sa.insert(Page), pages)
        commit()


def index_all() -> None:
    """What the job does, in larger parts."""
    index.AT_ONCE = CHUNK
    while index.refresh(None)["rows"]:  # type: ignore[arg-type]  # it asks its run nothing
        commit()


if __name__ == "__main__":
    main()
