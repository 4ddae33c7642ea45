"""One version after another: the only place that changes a page's text.

The page is changed by compare-and-set: the UPDATE itself asks whether the page still has the version it was read with,
whether its case is open, and whether this very save was not done before.  So neither a second writer on PostgreSQL nor
a closing in between can be written over, and a save costs one question, one UPDATE and one INSERT.

Versions of one person within five minutes are one burst, which the history shows as one revision: its last version.
What is no plain writing (a merge, a restored text, filed notes) is a revision of its own, so that the text before it is
the last of its burst and outlives the tidying.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from fsr import clock
from fsr.auth.models import User
from fsr.db import db
from fsr.errors import Invalid
from fsr.notebook.models import Case, Kind, Page, PageVersion
from fsr.notebook.texts import Draft, Texts
from fsr.web.i18n import gettext as _

BURST = timedelta(minutes=5)
LONGEST_OP = 80


_PAGES, _VERSIONS = (Page.metadata.tables[model.__tablename__] for model in (Page, PageVersion))
_SET = sa.update(_PAGES).where(
    _PAGES.c.id == sa.bindparam("page_id"), _PAGES.c.version == sa.bindparam("read"),
    sa.exists().where(Case.id == _PAGES.c.case_id, Case.is_open),
    ~sa.exists().where(PageVersion.op_id == sa.bindparam("op", type_=sa.String)),
).values({name: sa.bindparam(name) for name in (
    "problem_statement", "fsr_notes", "version", "changed_at", "burst", "burst_at", "burst_author_id", "line_item")})
_KEEP = sa.insert(_VERSIONS).values({name: sa.bindparam(name) for name in (
    "page_id", "version", "burst", "kind", "author_id", "problem_statement", "fsr_notes", "line_item", "saved_at",
    "op_id", "op_hash")})
"""Made once, and without the ORM: making them took longer than running them."""


@dataclass(frozen=True, slots=True)
class Op:
    """The client's name for one save, and the SHA-256 of what it carried."""

    id: str | None
    hash: str | None

    @classmethod
    def of(cls, name: str | None, page: Page, draft: Draft) -> Self:
        """The operation called `name`; "" and None name none.

        :raises Invalid: the name is over 80 characters, or no plain text.
        """
        if not name:
            return cls(None, None)
        if len(name) > LONGEST_OP or not name.isprintable():
            raise Invalid(_("The name of an operation has at most %(most)s plain characters.", most=LONGEST_OP),
                          op_id=_("Send a UUID."))
        carried = json.dumps([page.id, draft.problem_statement, draft.fsr_notes])
        return cls(name, hashlib.sha256(carried.encode()).hexdigest())


NO_OP = Op(None, None)


def texts_of(page: Page) -> Texts:
    """The page's texts as they were read."""
    return Texts(page.problem_statement, page.fsr_notes)


def at(page: Page, version: int) -> Texts | None:
    """The texts of that version of the page; None where it was tidied away, or never was."""
    if version == 0:
        return Texts()
    if not 0 < version <= page.version:
        return None
    row = db.session.execute(sa.select(PageVersion.problem_statement, PageVersion.fsr_notes).where(
        PageVersion.page_id == page.id, PageVersion.version == version)).one_or_none()
    return Texts(*row) if row else None


def current(page: Page) -> PageVersion | None:
    """The row of the version that the page has; None before the first save."""
    return db.session.scalar(sa.select(PageVersion).where(
        PageVersion.page_id == page.id, PageVersion.version == page.version))


def put(
    page: Page, actor: User, texts: Texts, kind: Kind = Kind.EDIT, *, op: Op = NO_OP, line_item: int | None = None,
    new_burst: bool = False,
) -> bool:
    """Give the page these texts as its next version, and keep `page` in step.

    False, with nothing changed: the page is no longer as it was read, its case is closed, or `op` was done before;
    the caller finds out which, and reads again.
    """
    values = _next(page, actor, texts, kind, new_burst)
    values["line_item"] = line_item or page.line_item
    changed = db.session.execute(_SET, {**values, "page_id": page.id, "read": page.version, "op": op.id})
    if not changed.rowcount:  # type: ignore[attr-defined]  # an UPDATE's result has it
        return False
    for name, value in values.items():
        set_committed_value(page, name, value)
    db.session.execute(_KEEP, {
        "page_id": page.id, "version": page.version, "burst": page.burst, "kind": kind.value, "author_id": actor.id,
        "problem_statement": texts.problem_statement, "fsr_notes": texts.fsr_notes, "line_item": page.line_item,
        "saved_at": page.changed_at, "op_id": op.id, "op_hash": op.hash})
    return True


def _next(page: Page, actor: User, texts: Texts, kind: Kind, new_burst: bool) -> dict[str, Any]:
    now, version = clock.now(), page.version + 1
    goes_on = kind is Kind.EDIT and not new_burst and _in_burst(page, actor, now)
    return {
        "problem_statement": texts.problem_statement, "fsr_notes": texts.fsr_notes, "version": version,
        "changed_at": now, "burst": page.burst if goes_on else version,
        "burst_at": page.burst_at if goes_on else now, "burst_author_id": actor.id if kind is Kind.EDIT else None}


def _in_burst(page: Page, actor: User, now: datetime) -> bool:
    return page.burst_author_id == actor.id and page.burst_at is not None and now - page.burst_at < BURST


def set_aside(page: Page, actor: User, texts: Texts) -> None:
    """Keep texts that lost a conflict against the page's present version."""
    db.session.add(PageVersion(
        page_id=page.id, version=None, burst=page.burst, seen=page.version, kind=Kind.SET_ASIDE, author_id=actor.id,
        problem_statement=texts.problem_statement, fsr_notes=texts.fsr_notes, line_item=page.line_item))


def mark_overwritten(page: Page, version: int) -> None:
    """Say of that version that the page's present one was written over it unseen."""
    db.session.execute(sa.update(PageVersion).where(PageVersion.page_id == page.id, PageVersion.version == version)
                       .values(kind=Kind.OVERWRITTEN.value, seen=page.version)
                       .execution_options(synchronize_session=False))


def of_op(op: Op, page: Page, actor: User) -> PageVersion | None:
    """What this operation wrote, if it was done before.

    :raises Invalid: another save had this name.
    """
    if not op.id:
        return None
    row = db.session.scalar(sa.select(PageVersion).where(PageVersion.op_id == op.id))
    if row and (row.page_id, row.author_id, row.op_hash) != (page.id, actor.id, op.hash):
        raise Invalid(_("Another save had the same operation name. Give each save a name of its own."),
                      op_id=_("Send a new UUID."))
    return row


def landed(names: Sequence[str], page: Page, actor: User) -> int | None:
    """The last version that one of these saves of the actor made, if any arrived.

    Not a merge: whoever did not get its answer has not seen the text that it made, so goes on from an older one.
    """
    return db.session.scalar(sa.select(sa.func.max(PageVersion.version)).where(
        PageVersion.op_id.in_(names), PageVersion.page_id == page.id, PageVersion.author_id == actor.id,
        PageVersion.kind != Kind.MERGE))
