"""The registry: which case numbers there are, and what each case is called.

A number is a free string.  It is registered once, whoever comes first: the database's unique constraint decides, so
that two people who type the same new number at the same moment get one case and neither gets an error.
"""

from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from fsr import clock
from fsr.audit.names import Action
from fsr.audit.service import record
from fsr.auth.models import User
from fsr.db import db
from fsr.errors import Conflict, Forbidden, Invalid
from fsr.notebook.access import may_register, must_write
from fsr.notebook.circle import works_on
from fsr.notebook.models import TITLE, Case, new_id
from fsr.notebook.texts import number_of
from fsr.web.i18n import gettext as _


def title_of(text: str) -> str:
    """`text` as a title: one line, without what cannot be seen.

    :raises Invalid: it is too long.
    """
    title = "".join(letter for letter in " ".join(text.split()) if letter.isprintable())
    if len(title) > TITLE:
        sentence = _("A title has at most %(count)s characters.", count=TITLE)
        raise Invalid(sentence, title=sentence)
    return title


def find(number: str) -> Case | None:
    """The case with this very number; capitals and zeros count."""
    return db.session.scalar(sa.select(Case).where(Case.number == number))


def register(actor: User, number: str, title: str = "") -> Case:
    """The case with this number, added to the registry if it was not known; the title is the first one's.

    :raises Forbidden: the actor only reads, or the number is not known and registration is closed (by setting).
    :raises Invalid: it cannot be a number, or the title is too long.
    """
    must_write(actor)
    number, title = number_of(number), title_of(title)
    if known := find(number):
        return known
    if not may_register(actor):
        raise Forbidden(_("There is no case %(number)s. Ask a supervisor to add it.", number=number))
    case_id = db.session.scalar(inserting(db.engine.dialect.name).values(_new(actor, number, title)).returning(Case.id))
    if case_id is not None:
        record(Action.CASE_REGISTERED, Case(id=case_id).subject, actor, title=len(title))
    return db.session.scalars(sa.select(Case).where(Case.number == number)).one()


def inserting(dialect: str) -> Any:
    """The statement that adds cases and passes over numbers that are there already.

    Into the table, not the model: the model's bulk insert sorts rows by which values are None, and takes twice as long.
    """
    insert = (postgresql if dialect == "postgresql" else sqlite).insert(cast(sa.Table, Case.__table__))
    return insert.on_conflict_do_nothing(index_elements=["number"])


def _new(actor: User, number: str, title: str) -> dict[str, Any]:
    now = clock.now()
    return {"id": new_id(), "number": number, "title": title, "is_open": True, "created_by_id": actor.id,
            "created_at": now, "updated_at": now, "is_demo": False}


def rename(actor: User, case: Case, title: str) -> None:
    """Give the case another title; "" takes it away.

    :raises Forbidden: the actor does not work on the case.
    :raises Conflict: it is closed.
    :raises Invalid: the title is too long.
    """
    if not works_on(case, actor):
        raise Forbidden(_("Only those who work on this case may change its title."))
    title = title_of(title)
    if not case.is_open:
        raise Conflict(_("This case is closed. Open it again to change its title."))
    if title != case.title:
        record(Action.CASE_EDITED, case.subject, actor, was=len(case.title), now=len(title))
        case.title, case.updated_at = title, clock.now()
