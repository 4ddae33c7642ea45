"""What all verbs on sheets share: locking, counting versions, and cleaning names.

Whoever changes anything of a sheet locks its row first, so that two verbs on one sheet never wait for each other in a
circle, and each sees what the other did.
"""

import unicodedata

import sqlalchemy as sa
from sqlalchemy.orm.util import identity_key

from fsr import clock
from fsr.auth.models import User
from fsr.db import db
from fsr.errors import Conflict, Invalid
from fsr.sheets.models import Run, Sheet
from fsr.web.i18n import gettext as _

LONGEST_NAME = 255


def lock(sheet_id: str) -> None:
    """Keep everybody else from changing this sheet until the transaction ends (SQLite has one writer anyway)."""
    db.session.execute(sa.select(Sheet.id).where(Sheet.id == sheet_id).with_for_update())


def touch(sheet_id: str) -> None:
    """Count the sheet's version up: what it shows has changed.  Locks it too."""
    db.session.execute(
        sa.update(Sheet).where(Sheet.id == sheet_id)
        .values(version=Sheet.version + 1, last_active_at=clock.now())
        .execution_options(synchronize_session=False))
    if (loaded := db.session.identity_map.get(identity_key(Sheet, sheet_id))) is not None:
        db.session.expire(loaded, ["version", "last_active_at"])


def take_hold(run: Run) -> None:
    """Lock the run's sheet and see the run as it is now."""
    touch(run.job_id)
    db.session.flush()
    db.session.refresh(run)


def must_be_editable(run: Run) -> None:
    """Go on if files and fields of the run can still be changed.

    :raises Conflict: it was started.
    """
    if not run.is_editable:
        raise Conflict(_("This batch was started already. Add the files to the next one."))


def owner_of(run: Run) -> User:
    """Whose sheet it is."""
    return db.session.get_one(User, db.session.get_one(Sheet, run.job_id).owner_id)


def name_of(text: str | None) -> str:
    """A clean name of a sheet.

    :raises Invalid: there is nothing left of it, or it is longer than 255 characters.
    """
    kept = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in unicodedata.normalize("NFC", text or ""))
    name = " ".join(kept.split())
    if not name:
        raise Invalid(_("Give the sheet a name."), name=_("Give the sheet a name."))
    if len(name) > LONGEST_NAME:
        sentence = _("Use at most %(count)s characters.", count=LONGEST_NAME)
        raise Invalid(sentence, name=sentence)
    return name
