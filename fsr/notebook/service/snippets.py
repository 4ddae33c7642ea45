"""Make, change and delete templates and snippets: one's own, and, for administrators, everybody's."""

from dataclasses import dataclass

import sqlalchemy as sa

from fsr import clock
from fsr.audit.names import Action
from fsr.audit.service import record
from fsr.auth.models import User
from fsr.db import db
from fsr.errors import Conflict, Forbidden, Invalid
from fsr.notebook.access import must_write
from fsr.notebook.models import Snippet
from fsr.notebook.snippets import SNIPPET, TEMPLATE, may_edit
from fsr.notebook.texts import FIELDS, NOTES, text_of
from fsr.subjects import Subject
from fsr.web.i18n import gettext as _

NAME = 80
MOST = 200
"""Of one person."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody wants of a snippet; the fields are those of `Snippet`.  `for_all`: everybody's, not one's own."""

    kind: str
    field: str
    name: str
    text: str
    for_all: bool = False


def create(actor: User, wishes: Wishes) -> Snippet:
    """Make a snippet.

    :raises Invalid: names the fields.
    :raises Forbidden: everybody's, by somebody who is no administrator; or an auditor asks.
    """
    must_write(actor)
    if wishes.for_all and not actor.is_admin:
        raise Forbidden(_("Only administrators may change what is there for everybody."))
    _must_be_sound(wishes)
    owner_id = None if wishes.for_all else actor.id
    held = sa.select(sa.func.count()).select_from(Snippet).where(Snippet.owner_id == owner_id)
    if (db.session.scalar(held) or 0) >= MOST:
        raise Invalid(sentence := _("At most %(most)s of them.", most=MOST), name=sentence)
    made = Snippet(owner_id=owner_id, kind=wishes.kind, field=wishes.field, name=wishes.name.strip(),
                   text=text_of(wishes.text), version=1)
    db.session.add(made)
    db.session.flush()
    record(Action.SNIPPET_CREATED, _subject(made), actor, for_all=wishes.for_all, kind=made.kind)
    return made


def edit(actor: User, row: Snippet, wishes: Wishes, version: int) -> None:
    """Change a snippet that was seen at `version`; whose it is stays.

    :raises Invalid: names the fields.
    :raises Conflict: somebody changed it since.
    :raises Forbidden: it is not the actor's to change.
    """
    _must_be_theirs(actor, row)
    _must_be_sound(wishes)
    known = version if 0 < version < 2**31 else 0
    query = sa.update(Snippet).where(Snippet.id == row.id, Snippet.version == known).values(
        kind=wishes.kind, field=wishes.field, name=wishes.name.strip(), text=text_of(wishes.text),
        version=Snippet.version + 1, changed_at=clock.now())
    if not db.session.execute(query).rowcount:  # type: ignore[attr-defined]  # an UPDATE's result has it
        raise Conflict(_("Somebody changed this meanwhile. Your text is below; look at theirs, and save again."))
    record(Action.SNIPPET_EDITED, _subject(row), actor, kind=wishes.kind)


def delete(actor: User, row: Snippet) -> None:
    """Delete a snippet; texts that were made with it stay as they are.

    :raises Forbidden: it is not the actor's to delete.
    """
    _must_be_theirs(actor, row)
    db.session.delete(row)
    record(Action.SNIPPET_REMOVED, _subject(row), actor)


def _must_be_theirs(actor: User, row: Snippet) -> None:
    must_write(actor)
    if not may_edit(row, actor):
        raise Forbidden(_("Only administrators may change what is there for everybody."))


def _must_be_sound(wishes: Wishes) -> None:
    found: dict[str, str] = {}
    if not wishes.name.strip():
        found["name"] = _("Give it a name.")
    elif len(wishes.name.strip()) > NAME:
        found["name"] = _("At most %(count)s characters.", count=NAME)
    if not wishes.text.strip():
        found["text"] = _("Write the text that is put in.")
    elif len(wishes.text) > NOTES:
        found["text"] = _("At most %(count)s characters.", count=NOTES)
    if wishes.kind not in (TEMPLATE, SNIPPET) or wishes.field not in ("", *FIELDS):
        found["kind"] = _("Choose one of the list.")
    if found:
        raise Invalid(next(iter(found.values())), **found)


def _subject(row: Snippet) -> Subject:
    return Subject("snippet", str(row.id))
