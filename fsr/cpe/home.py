"""What CPE sheets tell the home page: cells to check, files that could not be read, and where the user left off."""

import sqlalchemy as sa

from fsr.auth.models import User
from fsr.cpe.models import CpeLicence
from fsr.cpe.urls import home
from fsr.db import db
from fsr.sheets import queries
from fsr.sheets.models import Kind, Run, RunStatus, Sheet, Step
from fsr.sheets.queries import Listed
from fsr.web.i18n import gettext as _
from fsr.web.i18n import ngettext
from fsr.web.shell import HomeRow, Section
from fsr.web.shell import Step as HomeStep

SHOWN = 5
"""Sheets that the home page speaks of."""


def rows(user: User) -> list[HomeRow]:
    """The user's newest sheets: those that need a look first, then all as places to go on."""
    recent = queries.listed(user, Kind.CPE, size=SHOWN, mine=True).items
    return [*(row for item in recent for row in _needs(item)), *(_row(item, "continue") for item in recent)]


def _needs(item: Listed) -> list[HomeRow]:
    found = []
    if item.status in {RunStatus.FAILED, RunStatus.PARTIALLY_COMPLETED} and item.started:
        found.append(_row(item, "needs", ngettext(
            "%(num)s could not be read", "%(num)s could not be read", item.started.tasks_failed), "bad", _("Look")))
    if item.to_check:
        found.append(_row(item, "needs", ngettext(
            "%(num)s certificate to check", "%(num)s certificates to check", item.to_check), "warn", _("Check")))
    return found


def _row(item: Listed, section: Section, note: str = "", tone: str = "", verb: str = "") -> HomeRow:
    told = note or f"{item.template} · {ngettext('%(num)s row', '%(num)s rows', item.rows)}"
    icon = {"bad": "file-warning", "warn": "triangle-alert"}.get(tone, "shield-check")
    return HomeRow(section, item.sheet.name, home(item.sheet), verb or _("Open"), told, icon, tone)


def steps(user: User) -> list[HomeStep]:
    """Two steps of the checklist: read certificates, say when the licence is renewed."""
    mine = sa.select(Sheet.id).where(Sheet.owner_id == user.id, Sheet.job_type == Kind.CPE.value)
    started = mine.join(Run).where(Run.config_step == Step.SUBMITTED.value)
    said = mine.join(CpeLicence).where(CpeLicence.renewal.is_not(None))
    read, known = db.session.execute(sa.select(started.exists(), said.exists())).one()
    return [
        HomeStep(60, _("Read your CPE certificates into a sheet"), _("Drop the files and press Start."), "/cpe", read),
        HomeStep(70, _("Say when your licence is renewed"), _("Then the sheet counts how far you are."), "/cpe", known),
    ]
