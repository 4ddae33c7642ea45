"""What is attached to a page, and who may see it: whoever may read the page, as long as it is attached.

Attachments of a page are numbered from 1 in the order in which they came, removed ones counted, so that
"[Attachment 3]" in a text means the same picture for ever.
"""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from fsr.auth.models import User
from fsr.db import db
from fsr.documents.models import Document
from fsr.errors import NotFound
from fsr.notebook import access
from fsr.notebook.models import Attachment, Page
from fsr.web.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class Attached:
    """One attachment and its number on the page."""

    row: Attachment
    number: int

    @property
    def title(self) -> str:
        """Its caption, or the name of its file."""
        return self.row.caption or self.row.document.filename

    @property
    def reference(self) -> str:
        """How a text refers to it."""
        return _("[Attachment %(number)s: %(name)s]", number=self.number, name=self.title)


def attached(page: Page | None) -> list[Attached]:
    """The attachments of the page in the order in which they came, without those that were removed."""
    if page is None:
        return []
    rows = db.session.scalars(sa.select(Attachment).where(Attachment.page_id == page.id).order_by(Attachment.id)
                              .options(joinedload(Attachment.document), joinedload(Attachment.added_by))).all()
    return [Attached(row, number) for number, row in enumerate(rows, 1)
            if row.removed_at is None and row.document.deleted_at is None]


def find(page: Page, attachment_id: int) -> Attachment:
    """The attachment of the page, also one that was removed.

    :raises NotFound: the page has none of that id.
    """
    found = db.session.get(Attachment, attachment_id)
    if found is None or found.page_id != page.id:
        raise NotFound(_("There is no such attachment."))
    return found


def may_view(document: Document, user: User) -> bool:
    """Whether `user` may see the document because it is attached to a page that they may read."""
    pages = db.session.scalars(sa.select(Page).join(Attachment, Attachment.page_id == Page.id).where(
        Attachment.document_id == document.id, Attachment.removed_at.is_(None)))
    return any(access.level_of(page, user) is not None for page in pages)
