"""What extraction jobs tell the home page: rows to check, files that could not be read, and where the user left off."""

import sqlalchemy as sa
from flask import url_for

from fsr.auth.models import User
from fsr.db import db
from fsr.sheets import queries
from fsr.sheets.models import Kind, Run, Sheet
from fsr.sheets.models import Step as RunStep
from fsr.sheets.queries import Listed
from fsr.web.i18n import gettext as _
from fsr.web.i18n import ngettext
from fsr.web.shell import HomeRow, Section, Step

SHOWN = 3
"""Jobs that the home page speaks of."""


def rows(user: User) -> list[HomeRow]:
    """The user's newest jobs: those that need a look first, then all as places to go on."""
    recent = queries.listed(user, Kind.EXTRACTION, size=SHOWN, mine=True).items
    return [*(row for item in recent for row in _needs(item)), *(_row(item, "continue") for item in recent)]


def _needs(item: Listed) -> list[HomeRow]:
    found = []
    if item.started and item.started.tasks_failed:
        found.append(_row(item, "needs", ngettext("%(num)s could not be read", "%(num)s could not be read",
                                                  item.started.tasks_failed), "bad", _("Look")))
    if item.to_check:
        found.append(_row(item, "needs", ngettext("%(num)s row to check", "%(num)s rows to check", item.to_check),
                          "warn", _("Check")))
    return found


def _row(item: Listed, section: Section, note: str = "", tone: str = "", verb: str = "") -> HomeRow:
    told = note or ngettext("%(num)s row", "%(num)s rows", item.rows)
    icon = {"bad": "file-warning", "warn": "triangle-alert"}.get(tone, "scan-search")
    return HomeRow(section, item.sheet.name, url_for("extract.show", job_id=item.sheet.id), verb or _("Open"), told,
                   icon, tone)


def steps(user: User) -> list[Step]:
    """One step of the checklist: read documents into a grid."""
    mine = sa.select(Sheet.id).join(Run).where(
        Sheet.owner_id == user.id, Sheet.job_type == Kind.EXTRACTION.value, Run.config_step == RunStep.SUBMITTED.value)
    done = bool(db.session.scalar(sa.select(mine.exists())))
    return [Step(65, _("Read documents into a grid"), _("Invoices, policies, certificates: choose what to read."),
                 url_for("extract.new"), done)]
