"""Attach files to a page, caption them, take them away and put them back.

The bytes go to disk before the first row is written: the disk is slow, and on SQLite a transaction that writes keeps
everybody else out.  One bad file never sinks the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa

from fsr import clock
from fsr.audit.names import Action
from fsr.audit.service import record
from fsr.auth.models import User
from fsr.db import db, release
from fsr.documents import service as documents
from fsr.errors import Invalid, TooLarge, Unreadable
from fsr.extraction.kinds import expected_kind
from fsr.notebook.access import must_write
from fsr.notebook.models import TITLE, Attachment, Case, Page
from fsr.notebook.refusals import CaseClosed
from fsr.notebook.service import saving
from fsr.web.i18n import gettext as _

MOST = 100
"""On one page, removed ones counted."""


class File(NamedTuple):
    """A file as it was sent."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Received:
    """What became of the files that were sent: attachments, and (name, reason) of those that were not taken."""

    taken: tuple[Attachment, ...]
    refused: tuple[tuple[str, str], ...]


def attach(actor: User, case: Case, page: Page | None, files: Sequence[File]) -> Received:
    """Attach the files to `page`, which the caller may write on; None: to the actor's own, made if there is none.

    A file that is attached already is not attached twice; one that was removed comes back.

    :raises Invalid: no file, too many, or the page would have too many.
    :raises CaseClosed: the case is closed.
    :raises Forbidden: an auditor only looks.
    """
    must_write(actor)
    _must_be_open(case)
    documents.must_be_few(len(files))
    if page is not None:
        _must_have_room(page, len(files))
    good, refused = _settle(files)
    if not good:
        return Received((), tuple(refused))
    _must_be_open(case)  # asked again, because whoever closes need not wait for our disk
    page = page or saving.begin(actor, case)
    return Received(tuple(_attached(actor, page, file) for file in good), tuple(refused))


def _settle(files: Sequence[File]) -> tuple[list[File], list[tuple[str, str]]]:
    """Look at each file and write the good ones to disk, before anything is written to the database."""
    good: list[File] = []
    refused: list[tuple[str, str]] = []
    release()
    for file in files:
        try:
            documents.must_fit(file.data)
            expected_kind(file.data[:2048], documents.clean_name(file.name))
            documents.store().put(file.data)
            good.append(file)
        except (TooLarge, Unreadable) as error:
            refused.append((documents.clean_name(file.name), str(error)))
    return good, refused


def _attached(actor: User, page: Page, file: File) -> Attachment:
    document = documents.receive(actor, file.name, file.data)
    there = db.session.scalar(sa.select(Attachment).where(
        Attachment.page_id == page.id, Attachment.document_id == document.id))
    if there is not None:
        restore(actor, page, there)
        return there
    made = Attachment(page_id=page.id, document=document, added_by_id=actor.id)
    db.session.add(made)
    db.session.flush()
    record(Action.ATTACHMENT_ADDED, page.subject, actor, attachment=made.id, document=document.id,
           case=page.case_id)
    return made


def caption(actor: User, page: Page, attachment: Attachment, text: str) -> None:
    """Say what the attachment shows.

    :raises Invalid: over 200 characters.
    :raises CaseClosed: the case is closed.
    :raises Forbidden: an auditor only looks.
    """
    must_write(actor)
    _must_be_open(page.case)
    said = " ".join(text.split())
    if len(said) > TITLE:
        raise Invalid(sentence := _("At most %(count)s characters.", count=TITLE), caption=sentence)
    if said != attachment.caption:
        attachment.caption = said
        record(Action.ATTACHMENT_EDITED, page.subject, actor, attachment=attachment.id, length=len(said))


def remove(actor: User, page: Page, attachment: Attachment) -> None:
    """Take the attachment off the page; `restore` puts it back.

    :raises CaseClosed: the case is closed.
    :raises Forbidden: an auditor only looks.
    """
    must_write(actor)
    _must_be_open(page.case)
    if attachment.removed_at is None:
        attachment.removed_at = clock.now()
        record(Action.ATTACHMENT_REMOVED, page.subject, actor, attachment=attachment.id)


def restore(actor: User, page: Page, attachment: Attachment) -> None:
    """Put a removed attachment back.

    :raises CaseClosed: the case is closed.
    :raises Forbidden: an auditor only looks.
    """
    must_write(actor)
    _must_be_open(page.case)
    if attachment.removed_at is not None:
        attachment.removed_at = None
        record(Action.ATTACHMENT_RESTORED, page.subject, actor, attachment=attachment.id)


def _must_have_room(page: Page, more: int) -> None:
    held = db.session.scalar(sa.select(sa.func.count()).select_from(Attachment).where(Attachment.page_id == page.id))
    if (held or 0) + more > MOST:
        sentence = _("At most %(most)s attachments on one page.", most=MOST)
        raise Invalid(sentence, files=sentence)


def _must_be_open(case: Case) -> None:
    """Refuse on a closed case; nobody closes it before this transaction ends.

    :raises CaseClosed: it is closed.
    """
    locked = sa.select(Case.is_open).where(Case.id == case.id).with_for_update(read=True)
    if not db.session.scalar(locked):
        raise CaseClosed(case)

