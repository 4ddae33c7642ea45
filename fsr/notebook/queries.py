"""The list of cases as a page shows it: as many questions for one row as for a thousand."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, load_only

from fsr.auth.models import User
from fsr.db import db
from fsr.notebook import index, search
from fsr.notebook.access import LEADS
from fsr.notebook.circle import sees
from fsr.notebook.models import Assignment, Case, Closing, LineItem, Page
from fsr.notebook.search import Hit, Key, Tab
from fsr.notebook.words import Piece, Query, first_line, snippet

PAGE = 50
"""Rows of a page of the list."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list: a page, or a case on which the reader has none.

    author    None: it is the reader's own page, or none
    looked_after_by  names of those who look after the case
    excerpt   what was found, or how the text begins; [] where nothing is written
    draft     under which name the browser keeps unsaved text of that page
    """

    case: Case
    page_id: int | None
    author: User | None
    looked_after_by: tuple[str, ...]
    excerpt: Sequence[Piece]
    changed_at: datetime
    draft: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the list; `older` begins the next one, None at the end."""

    rows: tuple[Row, ...]
    older: Key | None


def tabs(user: User) -> tuple[Tab, ...]:
    """The tabs that `user` has."""
    own = (Tab.OPEN, Tab.MINE, Tab.SHARED, Tab.CLOSED)
    return (*own, Tab.ALL) if user.role in LEADS else own


def page(user: User, tab: Tab, query: Query, after: Key | None = None, size: int = PAGE) -> Listing:
    """The part of the list that begins after that key."""
    if query.text and query.is_empty:
        return Listing((), None)
    index.refresh_for(user)
    hits = search.find(user, tab, query, after, size + 1)
    older = hits[size - 1].key if len(hits) > size else None
    return Listing(_rows(user, tab, query, hits[:size]), older)


def known(beginning: str) -> Sequence[Case]:
    """Registered cases whose number begins so, the very number first; for everybody, so without titles."""
    ids = search.known_numbers(beginning)
    found = db.session.scalars(sa.select(Case).where(Case.id.in_(ids)).options(
        load_only(Case.id, Case.number, Case.is_open))).all()
    return sorted(found, key=lambda case: ids.index(case.id))


def _rows(user: User, tab: Tab, query: Query, hits: Sequence[Hit]) -> tuple[Row, ...]:
    pages = _pages(user, [hit.page_id for hit in hits if hit.page_id])
    cases = _cases(user, tab, [hit.case_id for hit in hits if hit.case_id])
    found = [pages.get(hit.page_id) if hit.page_id else cases.get(hit.case_id or "") for hit in hits]
    there = [one for one in found if one is not None and _belongs(one, tab)]
    after = _looked_after(_case_of(one).id for one in there)
    texts = _further_texts([one for one in there if isinstance(one, Page)] if query.words else [])
    return tuple(_row(user, one, query, after[_case_of(one).id], texts) for one in there)


def _case_of(one: Page | Case) -> Case:
    return one.case if isinstance(one, Page) else one


def _belongs(one: Page | Case, tab: Tab) -> bool:
    """Whether the case is as the tab says; it may have changed since it was indexed."""
    return tab not in (Tab.OPEN, Tab.CLOSED) or _case_of(one).is_open is (tab is Tab.OPEN)


def _pages(user: User, ids: Sequence[int]) -> dict[int, Page]:
    """Those of the pages that `user` may read."""
    query = (sa.select(Page).join(Page.case).join(Page.user).where(Page.id.in_(ids), sees(user))
             .options(contains_eager(Page.case), contains_eager(Page.user)))
    return {one.id: one for one in db.session.scalars(query)}


def _cases(user: User, tab: Tab, ids: Sequence[str]) -> dict[str, Case]:
    """Those of the cases that `user` looks after without a page; in the registry's tab all."""
    query = sa.select(Case).where(Case.id.in_(ids))
    if tab is not Tab.ALL or user.role not in LEADS:
        after = sa.select(Assignment.id).where(
            Assignment.case_id == Case.id, Assignment.user_id == user.id, Assignment.ended_at.is_(None))
        own = sa.select(Page.id).where(Page.case_id == Case.id, Page.user_id == user.id)
        query = query.where(after.exists(), ~own.exists())
    return {one.id: one for one in db.session.scalars(query)}


def _looked_after(case_ids: Iterable[str]) -> defaultdict[str, list[str]]:
    """Case → names of those who look after it, since longest first."""
    query = sa.select(Assignment.case_id, User.name).join(User, Assignment.user_id == User.id).where(
        Assignment.case_id.in_(set(case_ids)), Assignment.ended_at.is_(None)).order_by(Assignment.id)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for case_id, name in db.session.execute(query):
        found[case_id].append(name)
    return found


def _further_texts(pages: Sequence[Page]) -> dict[int, list[str]]:
    """Page → its filed line items and the answers of its case's closings: where a word may have been found as well."""
    answers = _grouped(sa.select(Closing.case_id, Closing.symptom, Closing.fault, Closing.fix).where(
        Closing.case_id.in_({page.case_id for page in pages})).order_by(Closing.id.desc()))
    items = _grouped(sa.select(LineItem.page_id, LineItem.text).where(
        LineItem.page_id.in_([page.id for page in pages])).order_by(LineItem.number.desc()))
    return {page.id: [*items[page.id], *answers[page.case_id]] for page in pages}


def _grouped(query: Any) -> defaultdict[Any, list[str]]:
    found: defaultdict[Any, list[str]] = defaultdict(list)
    for key, *texts in db.session.execute(query):
        found[key] += texts
    return found


def _row(user: User, one: Page | Case, query: Query, names: Sequence[str], texts: dict[int, list[str]]) -> Row:
    case = _case_of(one)
    if isinstance(one, Case):
        return Row(case, None, None, tuple(names), [], case.updated_at, _draft(user, case, user.id))
    excerpt = _excerpt([one.problem_statement, one.fsr_notes, *texts.get(one.id, [])], query)
    author = one.user if one.user_id != user.id else None
    return Row(case, one.id, author, tuple(names), excerpt, one.changed_at, _draft(user, case, one.user_id))


def _excerpt(texts: Sequence[str], query: Query) -> Sequence[Piece]:
    """Where the words stand first, otherwise how the first text begins."""
    for text in texts if query.words else ():
        if pieces := snippet(text, query):
            return pieces
    line = next((line for text in texts[:2] if (line := first_line(text))), "")
    return [Piece(line)] if line else []


def _draft(user: User, case: Case, owner_id: int) -> str:
    return f"draft|{user.id}|{case.id}|{owner_id}"
