"""Line items: notes that are finished, filed one after another under the box that the next is written in.

Filing empties the box and taking back fills it again; both are versions of the page.  A filed text that is corrected
stays in the history, as a text beside the page's versions.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from fsr import clock
from fsr.audit.names import Action
from fsr.audit.service import record
from fsr.auth.models import User
from fsr.db import db
from fsr.errors import Conflict, Invalid, NotFound
from fsr.notebook.access import must_write
from fsr.notebook.models import Kind, LineItem, Page, PageVersion
from fsr.notebook.refusals import CaseClosed
from fsr.notebook.service import versions
from fsr.notebook.texts import Draft, Texts
from fsr.web.i18n import gettext as _


class ItemChanged(Conflict):
    """A filed line item was corrected meanwhile; `item` is how it stands."""

    def __init__(self, item: LineItem) -> None:
        super().__init__(_("Line item %(number)s was changed meanwhile. Compare, and save again.", number=item.number))
        self.item = item


def filed(page: Page) -> Sequence[LineItem]:
    """The filed line items of the page, the last first."""
    return db.session.scalars(
        sa.select(LineItem).where(LineItem.page_id == page.id).order_by(LineItem.number.desc())).all()


def get_item(page: Page, number: int) -> LineItem:
    """The filed line item of that number.

    :raises NotFound: there is none.
    """
    found = db.session.scalar(sa.select(LineItem).where(LineItem.page_id == page.id, LineItem.number == number))
    if found is None:
        raise NotFound(_("There is no such line item."))
    return found


def file_line_item(actor: User, page: Page) -> LineItem:
    """File the notes, and begin the next line item with an empty box.

    :raises Invalid: there are no notes.
    :raises CaseClosed: the case is closed.
    :raises Conflict: somebody changed the page at this moment.
    :raises Forbidden: an auditor only looks.
    """
    number, notes = page.line_item, page.fsr_notes
    if not notes.strip():
        raise Invalid(sentence := _("There is nothing to file yet: the notes are empty."), fsr_notes=sentence)
    _put(page, actor, "", number + 1)
    item = LineItem(page_id=page.id, number=number, text=notes, author_id=actor.id)
    db.session.add(item)
    db.session.flush()
    record(Action.ITEM_FILED, page.subject, actor, number=number, version=page.version, length=len(notes))
    return item


def take_back(actor: User, page: Page) -> None:
    """Put the line item that was filed last back into the box; the undo of filing.

    :raises Conflict: the box is not empty, or somebody changed the page at this moment.
    :raises NotFound: nothing is filed.
    :raises CaseClosed: the case is closed.
    :raises Forbidden: an auditor only looks.
    """
    item = get_item(page, page.line_item - 1)
    if page.fsr_notes.strip():
        raise Conflict(_("The notes are not empty any more. File them first, or clear them."))
    _put(page, actor, item.text, item.number)
    db.session.delete(item)
    record(Action.ITEM_TAKEN_BACK, page.subject, actor, number=item.number, version=page.version)


def edit_line_item(actor: User, page: Page, number: int, text: str, version: int) -> LineItem:
    """Correct a filed line item; the text it had stays in the history.

    :param version: how often it had been changed when the actor saw it.
    :raises ItemChanged: it was changed since; nothing was stored.
    :raises Invalid: the text is empty, or too long to keep.
    :raises NotFound: there is no such line item.
    :raises CaseClosed: the case is closed.
    :raises Forbidden: an auditor only looks.
    """
    must_write(actor)
    item = get_item(page, number)
    new = Draft(fsr_notes=text).cleaned().fsr_notes or ""
    if not page.case.is_open:
        raise CaseClosed(page.case)
    if not new.strip():
        raise Invalid(sentence := _("A filed line item cannot be empty. Take it back instead."), text=sentence)
    if new != item.text:
        _correct(actor, page, item, new, version)
    return item


def _correct(actor: User, page: Page, item: LineItem, new: str, version: int) -> None:
    was = item.text
    query = sa.update(LineItem).where(LineItem.id == item.id, LineItem.version == _storable(version)).values(
        text=new, version=LineItem.version + 1, changed_at=clock.now(), author_id=actor.id)
    changed = db.session.execute(query.execution_options(synchronize_session=False)).rowcount  # type: ignore[attr-defined]  # an UPDATE's result has it
    db.session.refresh(item)
    if not changed:
        raise ItemChanged(item)
    db.session.add(PageVersion(
        page_id=page.id, version=None, burst=page.burst, seen=page.version, kind=Kind.LINE_ITEM, author_id=actor.id,
        problem_statement=page.problem_statement, fsr_notes=was, line_item=item.number))
    record(Action.ITEM_EDITED, page.subject, actor, number=item.number, was=len(was), now=len(new))


def _storable(version: int) -> int:
    return version if 0 < version < 2**31 else 0


def _put(page: Page, actor: User, notes: str, number: int) -> None:
    must_write(actor)
    texts = Texts(page.problem_statement, notes)
    if versions.put(page, actor, texts, Kind.LINE_ITEM, line_item=number):
        return
    db.session.refresh(page.case)
    if not page.case.is_open:
        raise CaseClosed(page.case)
    raise Conflict(_("Somebody changed this page at the same moment. Look at it, and try again."))
