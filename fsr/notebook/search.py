"""Finds the cases and pages that a list shows: those in which all words occur, the newest change first.

Three steps follow each other, each paged by the key of the index: what has the very number, what has a number that
begins so, and what holds the words.  Each word may be the beginning of one.

There is no ranking beyond that, because it is the trap of such lists: to rank the 100,000 pages that say "pump", all of
them must be fetched first, and the newest is what people look for anyway.  The key of the index grows with each change
of text, so the newest come first without being sorted: FTS5 walks its lists from the end, and stops at a page.  Who may
find an entry stands in the index as a word of its own, so that ten pages of one's own are found among 100,000 others'
without looking at those.  (What is found is authorised once more when it is loaded.)

PostgreSQL's index of words has no order.  So the newest 2,000 entries are looked through first, which finds a page of
anything common; only if they are too few is the index asked for everything, which is quick for what is rare.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from fsr.auth.models import User
from fsr.db import db
from fsr.notebook.index import ENTRIES, WORDS
from fsr.notebook.words import BEGINNING, Query

WALK = 2_000
"""Entries that PostgreSQL looks through before it asks the index of words."""
NO_KEY = 2**62


class Tab(StrEnum):
    """Which cases a list shows.

    found   all that one may find: where a search begins
    open    open cases on which one has a page, or that one looks after
    mine    one's own pages
    shared  pages that others share with one
    closed  of all these the closed ones
    all     the whole registry, numbers and titles alone; for those who lead
    """

    FOUND = "found"
    OPEN = "open"
    MINE = "mine"
    SHARED = "shared"
    CLOSED = "closed"
    ALL = "all"


FACETS = {Tab.FOUND: ("osa", ""), Tab.OPEN: ("oa", "open"), Tab.MINE: ("o", ""), Tab.SHARED: ("s", ""),
          Tab.CLOSED: ("osa", "closed")}
"""Tab → which ways to have to do with it, and which state."""


class Step(StrEnum):
    """What an entry is found by: its very number, the beginning of it, its words."""

    NUMBER = "n"
    BEGINNING = "b"
    WORDS = "w"


STEPS = tuple(Step)


@dataclass(frozen=True, slots=True)
class Key:
    """Where a page of the list begins: after that entry, in that step."""

    step: Step
    before: int

    @classmethod
    def of(cls, said: str) -> "Key | None":
        """Read what `str()` wrote; None for anything else."""
        step, number = said[:1], said[1:]
        known = step in set(STEPS) and number.isascii() and number.isdigit() and len(number) < 19
        return cls(Step(step), int(number)) if known else None

    def __str__(self) -> str:
        return f"{self.step}{self.before}"


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found: a page, or a case."""

    key: Key
    page_id: int | None
    case_id: str | None


def find(user: User, tab: Tab, query: Query, after: Key | None = None, size: int = 50) -> list[Hit]:
    """The next so many entries; fewer: there are no more."""
    found: list[Hit] = []
    for step in _steps(query):
        if after and STEPS.index(step) < STEPS.index(after.step):
            continue
        before = after.before if after and after.step is step else NO_KEY
        found += _of_step(user, tab, query, step, before, size - len(found))
        if len(found) == size:
            break
    return found


def known_numbers(beginning: str, size: int = 8) -> list[str]:
    """Ids of the registered cases whose number is this one or begins so, the very one first; for everybody."""
    query = Query.of(beginning)
    numbers = Query(query.text, (), query.number)
    hits = _of_steps(Tab.ALL, numbers, (Step.NUMBER, Step.BEGINNING), size) if numbers.number else []
    return [hit.case_id for hit in hits if hit.case_id]


def _of_steps(tab: Tab, query: Query, steps: tuple[Step, ...], size: int) -> list[Hit]:
    found: list[Hit] = []
    for step in steps:
        found += _of_step(None, tab, query, step, NO_KEY, size - len(found))
    return found


def _steps(query: Query) -> Iterator[Step]:
    if query.number:
        yield from (Step.NUMBER, Step.BEGINNING)
    if query.words or not query.text:
        yield Step.WORDS


def _of_step(user: User | None, tab: Tab, query: Query, step: Step, before: int, size: int) -> list[Hit]:
    if size <= 0:
        return []
    ask = _ask_postgresql if db.engine.dialect.name == "postgresql" else _ask_sqlite
    return [Hit(Key(step, row.id), row.page_id, row.case_id)
            for row in ask(_facets(user, tab), query, step, before, size)]


def _facets(user: User | None, tab: Tab) -> tuple[tuple[str, ...], str]:
    """One of these facets, and this one beside; "": no other."""
    if tab is Tab.ALL or user is None:
        return ("case",), ""
    ways, state = FACETS[tab]
    return tuple(f"{way}{user.id}" for way in ways), state


def _ask_sqlite(facets: tuple[tuple[str, ...], str], query: Query, step: Step, before: int, size: int) -> list[Any]:
    found = sa.select(WORDS.c.rowid.label("rowid")).where(
        WORDS.c.case_search_words.op("MATCH")(match_of(facets, query, step)), WORDS.c.rowid < before,
    ).order_by(WORDS.c.rowid.desc()).limit(size).subquery()
    entries = sa.select(ENTRIES.c.id, ENTRIES.c.page_id, ENTRIES.c.case_id).join(found, found.c.rowid == ENTRIES.c.id)
    return list(db.session.execute(entries.order_by(ENTRIES.c.id.desc())))


def match_of(facets: tuple[tuple[str, ...], str], query: Query, step: Step) -> str:
    """The question in FTS5's words; all that was typed stands in quotes, as letters and digits alone."""
    ways, state = facets
    seen = "(" + " OR ".join(f'"@{way}"' for way in ways) + ")" + (f' AND "@{state}"' if state else "")
    exact, begins = f'"##{query.number}"', f'"#{query.number[:BEGINNING]}"'
    if step is Step.NUMBER:
        return f"{seen} AND {exact}"
    if step is Step.BEGINNING:
        return f"({seen} AND {begins}) NOT {exact}"
    said = "".join(f' AND "{word}" *' for word in query.words)
    return f"({seen}{said})" + (f" NOT {begins}" if query.number else "")


def _ask_postgresql(facets: tuple[tuple[str, ...], str], query: Query, step: Step, before: int, size: int) -> list[Any]:
    match: sa.Cast[Any] = sa.cast(tsquery_of(facets, query, step), postgresql.TSQUERY)
    newest = sa.select(ENTRIES).where(ENTRIES.c.id < before).order_by(ENTRIES.c.id.desc()).limit(WALK).subquery()
    walked = list(db.session.execute(sa.select(newest.c.id, newest.c.page_id, newest.c.case_id).where(
        newest.c.words.op("@@")(match)).order_by(newest.c.id.desc()).limit(size)))
    if len(walked) == size:
        return walked
    key = ENTRIES.c.id + 0  # so that the order of the key is no reason to walk all of it
    wanted = sa.select(ENTRIES.c.id, ENTRIES.c.page_id, ENTRIES.c.case_id).where(
        ENTRIES.c.words.op("@@")(match), key < before).order_by(key.desc()).limit(size)
    _set("off")
    found = list(db.session.execute(wanted))
    _set("on")
    return found


def _set(state: str) -> None:
    """Let PostgreSQL read whole tables, and compile what looks long, or not."""
    db.session.execute(sa.select(*(sa.func.set_config(name, state, True) for name in ("enable_seqscan", "jit"))))


def tsquery_of(facets: tuple[tuple[str, ...], str], query: Query, step: Step) -> str:
    """The question in PostgreSQL's words; all that was typed stands in quotes, as letters and digits alone."""
    ways, state = facets
    seen = "(" + " | ".join(f"'@{way}'" for way in ways) + ")" + (f" & '@{state}'" if state else "")
    exact, begins = f"'##{query.number}'", f"'#{query.number[:BEGINNING]}'"
    if step is Step.NUMBER:
        return f"{seen} & {exact}"
    if step is Step.BEGINNING:
        return f"{seen} & {begins} & !{exact}"
    said = "".join(f" & '{word}':*" for word in query.words)
    return f"{seen}{said}" + (f" & !{begins}" if query.number else "")
