"""Keep the licence of a sheet."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from fsr import clock
from fsr.audit import service as audit
from fsr.audit.names import Action
from fsr.auth.models import User
from fsr.cpe.licences import licence_of
from fsr.cpe.models import CpeLicence
from fsr.db import db
from fsr.errors import Conflict
from fsr.sheets.models import Sheet
from fsr.sheets.service.common import lock
from fsr.web.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody says of their licence; the fields are those of `CpeLicence`."""

    number: str = ""
    holder: str = ""
    renewal: date | None = None
    issued: date | None = None
    birth_year: int | None = None
    birth_month: int | None = None
    duties: list[str] = field(default_factory=list)
    last_done: dict[str, str] = field(default_factory=dict)
    carried: Decimal = Decimal(0)
    extended: date | None = None


NAMES = tuple(Wishes.__dataclass_fields__)


def edit(actor: User, sheet: Sheet, wishes: Wishes, version: int) -> CpeLicence:
    """Replace what the sheet knows of its licence.

    :param version: of the licence that the person saw; 0 where there was none.
    :raises Conflict: somebody changed it meanwhile.
    """
    lock(sheet.id)
    licence = licence_of(sheet)
    if licence.version != version:
        raise Conflict(_("Somebody changed the licence meanwhile. Look at it again before you save."))
    changed = [name for name in NAMES if getattr(licence, name) != getattr(wishes, name)]
    if not changed:
        return licence
    for name in changed:
        setattr(licence, name, getattr(wishes, name))
    db.session.add(licence)
    _touch(licence)
    audit.record(Action.CPE_LICENCE_EDITED, sheet.subject, actor, fields=changed)
    return licence


def touch(sheet: Sheet) -> None:
    """Note that what belongs to the licence changed: a planned course, a verdict."""
    lock(sheet.id)
    licence = licence_of(sheet)
    db.session.add(licence)
    _touch(licence)


def _touch(licence: CpeLicence) -> None:
    licence.version += 1
    licence.updated_at = clock.now()
    db.session.flush()
