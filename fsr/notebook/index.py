"""Keeps the index of words in step with cases and pages: what a trigger marked is indexed before it is looked for.

A save only marks its page (migration 0007), because indexing 10,000 characters takes longer than saving them, and
somebody who types saves the same page again in a second.  Whoever opens a list or searches first indexes what is
marked of their own, which is little; a job every minute does the rest.  So nobody misses what they just wrote, or what
was just shared with them, and no save waits for an index.

On PostgreSQL one process indexes at a time: of two that did so at once, the one that had read the older text could
write last.
"""

from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from fsr.auth.models import User
from fsr.db import apart, db, release
from fsr.jobs import Run, every
from fsr.notebook.access import LEADS
from fsr.notebook.models import Assignment, Case, Closing, LineItem, Member, Page
from fsr.notebook.words import LONGEST_TEXT, number_words, words
from fsr.web.i18n import gettext as _

EVERY_SECONDS = 60.0
AT_ONCE = 20
"""Rows of one short transaction."""
BEFORE_A_LOOK = 200
"""Rows that are indexed before a list is shown; more than that, after an import, are left to the job."""
IN_A_JOB = 20_000
LAST = 1_000
"""Marks that are looked through for a user: an import marks a hundred thousand."""
LOCK = 7_007
"""Of this work among PostgreSQL's advisory locks."""

ENTRIES = sa.table("case_search", sa.column("id", sa.BigInteger), *(sa.column(name) for name in (
    "page_id", "case_id", "words")))
WORDS = sa.table("case_search_words", *(sa.column(name) for name in ("rowid", "words", "case_search_words")))
"""FTS5's table, with the column of its own name by which it is asked."""
STALE = sa.table("case_search_stale", *(sa.column(name) for name in ("id", "page_id", "case_id", "newest")))


Key = tuple[int | None, str | None]
"""Of a page, or of a case."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is indexed of one page or one case.

    words  those of its texts; the case's number after "##" and its beginnings after "#"; and after "@" who may find it
           and how the case is: @o7 own page of user 7, @s7 shared with 7, @a7 looked after by 7 who has no page, @case,
           @open, @closed.  Nobody types these two signs: what is typed is cut into letters and digits
    at     when it last changed
    """

    key: Key
    words: tuple[str, ...]
    at: datetime


def init_app(app: Flask) -> None:
    """Index every minute what nobody looked at."""
    every(app, "notebook.index", EVERY_SECONDS, refresh, lambda: _("Indexing cases for the search"))


def refresh_for(user: User) -> None:
    """Index what is marked of all that `user` may find."""
    _refresh(_concerning(user), BEFORE_A_LOOK)


def refresh(_run: Run) -> dict[str, Any]:
    """Index what is marked; may run any number of times."""
    return {"rows": _refresh(sa.select(STALE.c.id), IN_A_JOB)}


def _refresh(which: sa.Select[int], most: int) -> int:
    done = 0
    while done < most and db.session.scalar(which.limit(1)) is not None:
        with apart() as session:
            count = _some(session, which)
        done += count
        release()  # the next look must see what was just done
        if count == 0:
            break
    return done


def _concerning(user: User) -> sa.Select[int]:
    """The marks on pages that the user may read, and on cases they have to do with; of the last thousand marks."""
    last = sa.select(STALE).order_by(STALE.c.id.desc()).limit(LAST).subquery()
    read = sa.or_(Page.user_id == user.id, sa.select(Member.id).where(
        Member.page_id == Page.id, Member.user_id == user.id).exists())
    page = sa.select(Page.id).where(Page.id == last.c.page_id, read).exists()
    on_case = sa.select(Page.id).where(Page.case_id == last.c.case_id, read).exists()
    looked_after = sa.select(Assignment.id).where(
        Assignment.case_id == last.c.case_id, Assignment.user_id == user.id).exists()
    leads = last.c.case_id.is_not(None) if user.role in LEADS else sa.false()
    return sa.select(last.c.id).where(sa.or_(page, on_case, looked_after, leads))


def _some(session: Session, which: sa.Select[int]) -> int:
    """Index some of the marked rows and take their marks away; how many.  Rows that are being saved keep theirs."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
    ids = sa.select(STALE.c.id).where(STALE.c.id.in_(which)).order_by(STALE.c.id).limit(AT_ONCE).with_for_update(
        skip_locked=True)
    taken = session.execute(sa.delete(STALE).where(STALE.c.id.in_(ids.scalar_subquery())).returning(
        STALE.c.page_id, STALE.c.case_id, STALE.c.newest)).all()
    cases = [row.case_id for row in taken if row.case_id]
    pages = {row.page_id for row in taken if row.page_id}
    pages.update(session.scalars(sa.select(Page.id).where(Page.case_id.in_(cases))))
    newest = {(row.page_id, row.case_id) for row in taken if row.newest}
    _write(session, [*_cases(session, cases), *_pages(session, list(pages))], newest)
    return len(taken)


def _pages(session: Session, ids: Sequence[int]) -> list[Entry]:
    """The pages as they are to be indexed."""
    rows = session.execute(
        sa.select(Page.id, Page.user_id, Page.case_id, Page.problem_statement, Page.fsr_notes, Page.changed_at,
                  Case.number, Case.title, Case.is_open).join(Page.case).where(Page.id.in_(ids))).all()
    members = _grouped(session, sa.select(Member.page_id, Member.user_id).where(Member.page_id.in_(ids)))
    items = _grouped(session, sa.select(LineItem.page_id, LineItem.text).where(LineItem.page_id.in_(ids)))
    answers = _grouped(session, sa.select(Closing.case_id, Closing.symptom, Closing.fault, Closing.fix).where(
        Closing.case_id.in_({row.case_id for row in rows})))
    entries = []
    for row in rows:
        texts = [row.number, row.title, row.problem_statement, row.fsr_notes, *answers[row.case_id], *items[row.id]]
        facets = (f"o{row.user_id}", _state(row.is_open), *(f"s{user}" for user in members[row.id]))
        entries.append(_entry((row.id, None), facets, row.number, texts, row.changed_at))
    return entries


def _cases(session: Session, ids: Sequence[str]) -> list[Entry]:
    """The cases as they are to be indexed: number and title alone."""
    rows = session.execute(sa.select(Case.id, Case.number, Case.title, Case.is_open, Case.updated_at)
                           .where(Case.id.in_(ids))).all()
    has_page = sa.select(Page.id).where(Page.case_id == Assignment.case_id, Page.user_id == Assignment.user_id).exists()
    after = _grouped(session, sa.select(Assignment.case_id, Assignment.user_id).where(
        Assignment.case_id.in_(ids), Assignment.ended_at.is_(None), ~has_page).distinct())
    return [_entry((None, row.id), ("case", _state(row.is_open), *(f"a{user}" for user in after[row.id])), row.number,
                   [row.number, row.title], row.updated_at) for row in rows]


def _entry(key: Key, facets: tuple[str, ...], number: str, texts: Sequence[str], at: datetime) -> Entry:
    found = words("\n".join(texts)[:LONGEST_TEXT])
    signed = (*(f"@{facet}" for facet in facets), *number_words(number))
    return Entry(key, (*signed, *dict.fromkeys(found)), at)


def _state(is_open: bool) -> str:
    return "open" if is_open else "closed"


def _grouped(session: Session, query: Any) -> defaultdict[Any, list[Any]]:
    """First column → all that the other columns hold."""
    found: defaultdict[Any, list[Any]] = defaultdict(list)
    for key, *values in session.execute(query):
        found[key] += values
    return found


def _write(session: Session, entries: Sequence[Entry], newest: Container[Key]) -> None:
    """Put the entries into the index; those that are new to it or `newest` come last in the order of its key."""
    known = _known(session, entries)
    following = count(1 + (session.scalar(sa.select(sa.func.max(ENTRIES.c.id))) or 0))
    rows = []
    for entry in sorted(entries, key=lambda entry: entry.at):
        old = known.get(entry.key)
        new = old if old and entry.key not in newest else next(following)
        rows.append({"id": new, "page_id": entry.key[0], "case_id": entry.key[1], "words": list(entry.words)})
    write = _write_postgresql if session.get_bind().dialect.name == "postgresql" else _write_sqlite
    if rows:
        write(session, list(known.values()), rows)


def _known(session: Session, entries: Sequence[Entry]) -> dict[Key, int]:
    pages, cases = ([entry.key[place] for entry in entries if entry.key[place]] for place in (0, 1))
    found = session.execute(sa.select(ENTRIES.c.page_id, ENTRIES.c.case_id, ENTRIES.c.id).where(
        sa.or_(ENTRIES.c.page_id.in_(pages), ENTRIES.c.case_id.in_(cases))))
    return {(row.page_id, row.case_id): row.id for row in found}


def _write_sqlite(session: Session, old: Sequence[int], rows: list[dict[str, Any]]) -> None:
    session.execute(sa.delete(ENTRIES).where(ENTRIES.c.id.in_(old)))  # a trigger removes the words
    session.execute(sa.insert(ENTRIES), [{name: row[name] for name in ("id", "page_id", "case_id")} for row in rows])
    session.execute(sa.insert(WORDS), [{"rowid": row["id"], "words": " ".join(row["words"])} for row in rows])


def _write_postgresql(session: Session, old: Sequence[int], rows: list[dict[str, Any]]) -> None:
    session.execute(sa.delete(ENTRIES).where(ENTRIES.c.id.in_(old)))
    vector = sa.func.array_to_tsvector(sa.bindparam("words", type_=postgresql.ARRAY(sa.Text)))
    named: dict[str, Any] = {name: sa.bindparam(name) for name in ("id", "page_id", "case_id")}
    session.execute(sa.insert(ENTRIES).values({**named, "words": vector}), rows)
