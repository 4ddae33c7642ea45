"""Cases, and what people write on them.

A case is a matter with a number; a page is one person's problem statement and notes on it.  Every accepted save is a
`PageVersion` with the whole text, so that whoever wrote on an older version can be merged with what came later; the
versions of one burst of writing are one revision in the history, and the hourly tidying keeps only the last of each.
"""

from datetime import datetime
from enum import StrEnum
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fsr import clock
from fsr.auth.models import User
from fsr.db import Instant, Model, instant, pk
from fsr.documents.models import Document
from fsr.subjects import Subject

NUMBER, TITLE = 100, 200
"""Longest case number and title, in characters."""


def new_id() -> str:
    """A random UUID as text."""
    return str(uuid4())


class Level(StrEnum):
    """What a collaborator may do with somebody's page: read it, write on it, or also choose the collaborators."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"


class Kind(StrEnum):
    """How a version of a page came to be.

    edit         somebody wrote
    merge        two people's changes were put together
    restore      an older version was brought back
    set-aside    a text that lost a conflict, kept; it never was the page's text
    overwritten  the text that a client without a base version wrote over
    line-item    the notes were filed as a line item, or taken back; without a version: what a filed one was before
                 it was corrected
    """

    EDIT = "edit"
    MERGE = "merge"
    RESTORE = "restore"
    SET_ASIDE = "set-aside"
    OVERWRITTEN = "overwritten"
    LINE_ITEM = "line-item"


class How(StrEnum):
    """Who closed a case: a person, a file of cases, or the outside system that was asked."""

    PERSON = "person"
    IMPORT = "import"
    SOURCE = "source"


class Case(Model):
    """A matter, known by its number: a free string that is never read as a number ("00012345" keeps its zeros).

    id        a UUID; addresses take it or the number
    title     one line; "" where nobody gave one
    is_demo   came with the demo data and goes with it
    """

    __tablename__ = "cases"
    __table_args__ = (
        sa.UniqueConstraint("number"),
        sa.Index("ix_cases_is_open_updated_at_id", "is_open", "updated_at", "id"),
    )

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(sa.String(NUMBER))
    title: Mapped[str] = mapped_column(sa.String(TITLE), default="")
    is_open: Mapped[bool] = mapped_column(default=True)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"), index=True)
    created_at: Mapped[instant] = mapped_column(default=clock.now)
    updated_at: Mapped[instant] = mapped_column(default=clock.now)
    is_demo: Mapped[bool] = mapped_column(default=False)

    @property
    def subject(self) -> Subject:
        """The case, for ledgers."""
        return Subject("case", self.id)


class Closing(Model):
    """One closing of a case, with what was wrong, why, and what helped; a case that was opened again may have several.

    closed_by_id  None when no person closed it
    """

    __tablename__ = "case_closings"
    __table_args__ = (sa.Index("ix_case_closings_case_id_id", "case_id", "id"),)

    id: Mapped[pk]
    case_id: Mapped[str] = mapped_column(sa.ForeignKey("cases.id", ondelete="CASCADE"))
    how: Mapped[str] = mapped_column(sa.String(10))
    symptom: Mapped[str] = mapped_column(sa.Text, default="")
    fault: Mapped[str] = mapped_column(sa.Text, default="")
    fix: Mapped[str] = mapped_column(sa.Text, default="")
    closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"), index=True)
    closed_at: Mapped[instant] = mapped_column(default=clock.now)
    reopened_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"), index=True)
    reopened_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_by: Mapped[User | None] = relationship(foreign_keys=[closed_by_id])


class Assignment(Model):
    """Who looks after a case, and since when; `ended_at` None: today."""

    __tablename__ = "case_assignments"
    __table_args__ = (
        sa.Index("ix_case_assignments_case_id_ended_at", "case_id", "ended_at"),
        sa.Index("ix_case_assignments_user_id_ended_at", "user_id", "ended_at"),
    )

    id: Mapped[pk]
    case_id: Mapped[str] = mapped_column(sa.ForeignKey("cases.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    assigned_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    assigned_at: Mapped[instant] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    user: Mapped[User] = relationship(foreign_keys=[user_id])


class Page(Model):
    """One person's notebook page on one case.

    fsr_notes   the line item being written; earlier ones are filed as `LineItem`s
    line_item   its number, from 1
    version     counts up with each save that changed something; 0 before the first
    burst       the first version of the burst of writing that `version` belongs to; `burst_*` who writes, since when
    opened_at   when the author last looked at it: the order of the list's "continue"
    changed_at  when its text last changed: the API's `updatedAt`
    """

    __tablename__ = "user_cases"
    __table_args__ = (
        sa.UniqueConstraint("user_id", "case_id"),
        sa.Index("ix_user_cases_user_id_changed_at_id", "user_id", "changed_at", "id"),
        sa.Index("ix_user_cases_case_id", "case_id"),
    )

    id: Mapped[pk]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    case_id: Mapped[str] = mapped_column(sa.ForeignKey("cases.id", ondelete="CASCADE"))
    problem_statement: Mapped[str] = mapped_column(sa.Text, default="")
    fsr_notes: Mapped[str] = mapped_column(sa.Text, default="")
    line_item: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=0)
    burst: Mapped[int] = mapped_column(default=0)
    burst_author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"), index=True)
    burst_at: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[instant] = mapped_column(default=clock.now)
    changed_at: Mapped[instant] = mapped_column(default=clock.now)
    opened_at: Mapped[instant] = mapped_column(default=clock.now)
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    case: Mapped[Case] = relationship()

    @property
    def subject(self) -> Subject:
        """The page, for ledgers."""
        return Subject("page", str(self.id))


class PageVersion(Model):
    """The whole text of a page after one save.

    version     unique in the page for those that were its text; None for a text set aside, and for the former text
                of a corrected line item
    burst       the first version of its burst: the revision it belongs to
    seen        for a text set aside or overwritten: the version that stood against it
    op_id       the client's name for the save, so that a repeated one is answered again and not done again;
                op_hash  SHA-256 of what it carried
    """

    __tablename__ = "page_versions"
    __table_args__ = (
        sa.UniqueConstraint("page_id", "version"),
        sa.UniqueConstraint("op_id"),
        sa.Index("ix_page_versions_page_id_id", "page_id", "id"),
        sa.Index("ix_page_versions_saved_at", "saved_at"),
    )

    id: Mapped[pk]
    page_id: Mapped[int] = mapped_column(sa.ForeignKey("user_cases.id", ondelete="CASCADE"))
    version: Mapped[int | None]
    burst: Mapped[int]
    seen: Mapped[int | None]
    kind: Mapped[str] = mapped_column(sa.String(12), default=Kind.EDIT)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    problem_statement: Mapped[str] = mapped_column(sa.Text, default="")
    fsr_notes: Mapped[str] = mapped_column(sa.Text, default="")
    line_item: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[instant] = mapped_column(default=clock.now)
    op_id: Mapped[str | None] = mapped_column(sa.String(80))
    op_hash: Mapped[str | None] = mapped_column(sa.String(64))
    author: Mapped[User] = relationship()


class LineItem(Model):
    """Notes that were filed when a new line item was begun; `version` counts corrections."""

    __tablename__ = "line_items"
    __table_args__ = (sa.UniqueConstraint("page_id", "number"),)

    id: Mapped[pk]
    page_id: Mapped[int] = mapped_column(sa.ForeignKey("user_cases.id", ondelete="CASCADE"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(sa.Text)
    version: Mapped[int] = mapped_column(default=1)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    filed_at: Mapped[instant] = mapped_column(default=clock.now)
    changed_at: Mapped[instant] = mapped_column(default=clock.now)
    author: Mapped[User] = relationship()


class Member(Model):
    """A collaborator on somebody's page."""

    __tablename__ = "page_members"
    __table_args__ = (
        sa.UniqueConstraint("page_id", "user_id"),
        sa.Index("ix_page_members_user_id", "user_id"),
        sa.CheckConstraint("level IN ('read', 'write', 'admin')", name="level"),
    )

    id: Mapped[pk]
    page_id: Mapped[int] = mapped_column(sa.ForeignKey("user_cases.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    level: Mapped[str] = mapped_column(sa.String(5))
    added_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    added_at: Mapped[instant] = mapped_column(default=clock.now)
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    page: Mapped[Page] = relationship()


class Attachment(Model):
    """A file on a page: a pasted screenshot, a photo, a PDF."""

    __tablename__ = "page_attachments"
    __table_args__ = (sa.Index("ix_page_attachments_page_id_id", "page_id", "id"),)

    id: Mapped[pk]
    page_id: Mapped[int] = mapped_column(sa.ForeignKey("user_cases.id", ondelete="CASCADE"))
    document_id: Mapped[int] = mapped_column(sa.ForeignKey("documents.id"), index=True)
    caption: Mapped[str] = mapped_column(sa.String(TITLE), default="")
    added_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    added_at: Mapped[instant] = mapped_column(default=clock.now)
    removed_at: Mapped[datetime | None] = mapped_column(Instant)
    document: Mapped[Document] = relationship()
    added_by: Mapped[User] = relationship(foreign_keys=[added_by_id])


class Presence(Model):
    """Who has a page open, and when they were last heard of; rows older than a minute mean nothing."""

    __tablename__ = "page_presence"
    __table_args__ = (sa.PrimaryKeyConstraint("page_id", "user_id"), sa.Index("ix_page_presence_user_id", "user_id"))

    page_id: Mapped[int] = mapped_column(sa.ForeignKey("user_cases.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"))
    writing: Mapped[bool] = mapped_column(default=False)
    seen_at: Mapped[instant] = mapped_column(default=clock.now)


class Snippet(Model):
    """A text to start a field with (template) or to put in at the caret (snippet).

    owner_id  None: everybody's
    field     "problem_statement", "fsr_notes" or "" for both
    """

    __tablename__ = "text_snippets"
    __table_args__ = (
        sa.Index("ix_text_snippets_owner_id", "owner_id"),
        sa.CheckConstraint("kind IN ('template', 'snippet')", name="kind"),
    )

    id: Mapped[pk]
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(sa.String(10))
    field: Mapped[str] = mapped_column(sa.String(20), default="")
    name: Mapped[str] = mapped_column(sa.String(80))
    text: Mapped[str] = mapped_column(sa.Text)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[instant] = mapped_column(default=clock.now)
    changed_at: Mapped[instant] = mapped_column(default=clock.now)
