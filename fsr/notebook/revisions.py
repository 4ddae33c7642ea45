"""The history of a page: its revisions, and what became of the texts between two of them.

A revision is the last version of a burst of writing, or a text that never was the page's (set aside in a conflict, the
former text of a filed line item).  Addresses name a version by its number and the others as "x" and the row's id.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload

from fsr.db import db
from fsr.errors import NotFound
from fsr.notebook.diff import Segment, words
from fsr.notebook.models import Page, PageVersion
from fsr.notebook.texts import FIELDS
from fsr.web.i18n import gettext as _

PER_PAGE = 25
LIGHT = (defer(PageVersion.problem_statement), defer(PageVersion.fsr_notes))
"""What a list does not need of a version."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Some revisions, the newest first; `older` is the id of the row to go on before, None at the end."""

    rows: Sequence[PageVersion]
    older: int | None


@dataclass(frozen=True)
class Change:
    """What became of one text."""

    field: str
    old: str
    new: str

    @property
    def is_none(self) -> bool:
        """Whether it stayed."""
        return self.old == self.new

    @cached_property
    def segments(self) -> list[Segment]:
        """What stayed, went and came."""
        return words(self.old, self.new)


def revisions(page: Page, before: int | None = None) -> Listed:
    """The revisions of the page, without their texts; those older than the row `before`."""
    last = sa.select(sa.func.max(PageVersion.version)).where(PageVersion.page_id == page.id).group_by(PageVersion.burst)
    query = sa.select(PageVersion).where(
        PageVersion.page_id == page.id, sa.or_(PageVersion.version.is_(None), PageVersion.version.in_(last)))
    if before is not None:
        query = query.where(PageVersion.id < before)
    found = db.session.scalars(query.order_by(PageVersion.id.desc()).limit(PER_PAGE + 1)
                               .options(joinedload(PageVersion.author), *LIGHT)).all()
    rows = found[:PER_PAGE]
    return Listed(rows, rows[-1].id if len(found) > PER_PAGE else None)


def name_of(row: PageVersion) -> str:
    """What names the version in an address."""
    return str(row.version) if row.version is not None else f"x{row.id}"


def find(page: Page, name: str) -> PageVersion:
    """The version of that name.

    :raises NotFound: the page has none of that name, or it was tidied away as no last of its burst.
    """
    number = name.removeprefix("x")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise NotFound(_("There is no such version of this page."))
    which = PageVersion.version.is_(None) & (PageVersion.id == int(number)) if name.startswith("x") \
        else PageVersion.version == int(number)
    found = db.session.scalar(sa.select(PageVersion).where(PageVersion.page_id == page.id, which)
                              .options(joinedload(PageVersion.author)))
    if found is None:
        raise NotFound(_("There is no such version of this page any more. Choose one of the list."))
    return found


def before(page: Page, row: PageVersion) -> PageVersion | None:
    """What the version is best compared with: the one it stood against, otherwise the last of the burst before it."""
    if row.seen is not None and row.version is None:
        query = sa.select(PageVersion).where(PageVersion.page_id == page.id, PageVersion.version == row.seen)
        if against := db.session.scalar(query):
            return against
    earlier = sa.select(PageVersion).where(PageVersion.page_id == page.id, PageVersion.version < row.burst)
    return db.session.scalar(earlier.order_by(PageVersion.version.desc()).limit(1))


def changes(old: PageVersion | None, new: PageVersion) -> list[Change]:
    """What became of the two texts from `old`, or from nothing, to `new`."""
    return [Change(field, getattr(old, field) if old else "", getattr(new, field)) for field in FIELDS]
