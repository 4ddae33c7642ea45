"""Comparisons as the list shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from fsr.offers.queries import Listed
from fsr.web.i18n import gettext as _
from fsr.web.i18n import ngettext


@dataclass(frozen=True, slots=True)
class ListedRow:
    """One line of the list.

    states  (tone, words) of what is going on, the most urgent first
    """

    url: str
    name: str
    client: str
    insurers: str
    states: tuple[tuple[str, str], ...]
    changed: datetime
    owner: str
    is_demo: bool


def listed(items: Iterable[Listed], reader_id: int) -> list[ListedRow]:
    """The lines of a list; an owner is named only where it is somebody else than the reader."""
    return [_row(item, reader_id) for item in items]


def _row(item: Listed, reader_id: int) -> ListedRow:
    one = item.comparison
    insurers = ", ".join(item.insurers) or ngettext("%(num)s offer", "%(num)s offers", item.offers)
    owner = "" if one.owner_id == reader_id else one.owner.name
    url = url_for("offers.show", comparison_id=one.id)
    return ListedRow(url, one.name, one.client, insurers, tuple(_states(item)), one.updated_at, owner, one.is_demo)


def _states(item: Listed) -> Iterable[tuple[str, str]]:
    if item.busy:
        yield "info", ngettext("%(num)s being read", "%(num)s being read", item.busy)
    if item.failed:
        yield "bad", ngettext("%(num)s not read", "%(num)s not read", item.failed)
    if item.to_check:
        yield "warn", ngettext("%(num)s cell to check", "%(num)s cells to check", item.to_check)
    if not item.offers:
        yield "", _("no offers")
    elif not (item.busy or item.failed or item.to_check):
        yield "ok", _("ready")
