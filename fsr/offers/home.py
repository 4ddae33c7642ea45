"""What comparisons tell the home page: cells to check, files that could not be read, and where the user left off."""

import sqlalchemy as sa
from flask import url_for

from fsr.auth.models import User
from fsr.db import db
from fsr.offers import queries
from fsr.offers.models import Comparison, Offer, OfferValue
from fsr.offers.queries import Listed
from fsr.web.i18n import gettext as _
from fsr.web.i18n import ngettext
from fsr.web.shell import HomeRow, Section, Step


def rows(user: User) -> list[HomeRow]:
    """The user's newest comparisons: those that need a look first, then all as places to go on."""
    recent = queries.recent(user)
    return [*(row for item in recent for row in _needs(item)), *(_row(item, "continue") for item in recent)]


def _needs(item: Listed) -> list[HomeRow]:
    found = []
    if item.failed:
        found.append(_row(item, "needs", ngettext(
            "%(num)s could not be read", "%(num)s could not be read", item.failed), "file-warning", "bad", _("Look")))
    if item.to_check:
        found.append(_row(item, "needs", ngettext(
            "%(num)s cell to check", "%(num)s cells to check", item.to_check), "triangle-alert", "warn", _("Check")))
    return found


def _row(
    item: Listed, section: Section, note: str = "", icon: str = "table-2", tone: str = "", verb: str = "",
) -> HomeRow:
    told = note or " · ".join(part for part in (item.comparison.client, ", ".join(item.insurers)) if part)
    address = url_for("offers.show", comparison_id=item.comparison.id)
    return HomeRow(section, item.comparison.name, address, verb or _("Open"), told, icon, tone)


def steps(user: User) -> list[Step]:
    """The first three steps of the checklist: compare, check, recommend."""
    mine = sa.select(Offer.id).join(Comparison).where(Comparison.owner_id == user.id)
    looked = mine.join(OfferValue).where(OfferValue.mark.is_not(None))
    compared, checked, chosen = db.session.execute(sa.select(
        mine.exists(), looked.exists(), mine.where(Offer.chosen).exists())).one()
    return [
        Step(10, _("Compare the offers of several insurers"), _("Drop the PDF files; the rest is read from them."),
             url_for("offers.new"), compared),
        Step(20, _("Check a value"), _("Open a cell, see the page it was read from, confirm or correct it."),
             url_for("offers.index"), checked),
        Step(30, _("Mark the offer that you recommend"), _("In the menu of its column."),
             url_for("offers.index"), chosen),
    ]
