"""Begin a CPE sheet, and start reading what was uploaded to it."""

from fsr.auth.models import User
from fsr.errors import Conflict, Refusal
from fsr.sheets import access, fieldset
from fsr.sheets.models import Kind, Run, Sheet
from fsr.sheets.service import fields, runs, sheets, submit
from fsr.sheets.service.common import lock
from fsr.web.i18n import gettext as _


class NothingToRead(Conflict):
    """No file waits to be read."""


def create(actor: User, template_id: int, name: str = "", *, is_demo: bool = False) -> Sheet:
    """Begin a sheet for a state; without a name it is called by the state's.

    :raises NotFound: there is no such state that the actor may use.
    :raises Forbidden: an auditor only looks.
    """
    access.must_make(actor)
    template = access.get_template(template_id, actor, Kind.CPE)
    called = name.strip() or _("CPE Tracker - %(state)s", state=template.name)
    return sheets.create(actor, called, Kind.CPE, template.id, is_demo=is_demo)


def start(actor: User, sheet: Sheet) -> Run:
    """Read the files that were added since the last start, each by itself, with the state's columns of today.

    Of two who start at once the second finds nothing left to read.

    :raises NothingToRead: no file waits.
    :raises TooMany: too much of the owner's work waits already.
    """
    lock(sheet.id)
    run = runs.editable(sheet, actor)
    if not fields.readable(run):
        raise NothingToRead(_("No files uploaded. Please upload CPE certificates before starting."))
    template = run.template
    fields.take(actor, run, fieldset.of(template.fields if template else run.fields), None, template,
                _("CPE certificates for %(state)s", state=template.name) if template else None)
    return submit.submit(actor, run)


def wait_for_nothing(sheet: Sheet) -> Refusal | None:
    """Why a start would read nothing now; None where files wait."""
    waiting = fields.readable(runs.latest(sheet)) if runs.latest(sheet).is_editable else ()
    return None if waiting else NothingToRead(_("Add certificates first."))
