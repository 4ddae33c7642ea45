"""The tracker's page: the sheets at its side, and the one that is open."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import request, url_for
from flask_login import current_user

from fsr.cpe import bars, queries, words
from fsr.cpe.bars import ShownBar
from fsr.cpe.queries import Desk
from fsr.cpe.standing import Standing, standing
from fsr.cpe.urls import home
from fsr.errors import Forbidden, NotFound
from fsr.sheets import access, grid
from fsr.sheets import queries as listing
from fsr.sheets.access import Access
from fsr.sheets.grid import GridPage
from fsr.sheets.models import Kind, RunStatus, Sheet, Template
from fsr.sheets.queries import Listed
from fsr.sheets.service import runs
from fsr.sheets.templates import choices
from fsr.web import i18n
from fsr.web.i18n import gettext as _
from fsr.web.i18n import ngettext

TABS = ("files", "grid", "progress", "sheets")
"""What a phone shows of the page at a time."""

COUNTED_AT_ONCE = 500
"""Rows that are counted in a moment."""


@dataclass(frozen=True)
class Open:
    """The sheet that is open.

    desk  its files
    seen  its rows, counted
    """

    sheet: Sheet
    desk: Desk
    seen: Standing
    args: Mapping[str, Any]

    @property
    def url(self) -> str:
        """The page that shows it."""
        return home(self.sheet)

    @cached_property
    def may_edit(self) -> bool:
        """Whether the reader may change it."""
        return access.may_edit(current_user, self.sheet)

    @cached_property
    def grid(self) -> GridPage:
        """Its grid, as the address asks for it."""
        return grid.shown(self.desk.run, self.args, current_user)

    @cached_property
    def bars(self) -> list[ShownBar]:
        """All bars."""
        return bars.shown(self.seen)

    @property
    def asked(self) -> list[ShownBar]:
        """What is asked for, and limits that are passed."""
        return [bar for bar in self.bars if bar.applies and (not bar.is_limit or bar.is_open)]

    @property
    def quiet(self) -> list[ShownBar]:
        """Limits that are kept, and what does not apply."""
        return [bar for bar in self.bars if bar not in self.asked]

    @property
    def period(self) -> str:
        """The period that is counted, in words."""
        done = self.seen.progress
        if done is None:
            return _("No rules are known for this state; the grid works all the same.")
        if done.period is None:
            return _("The licence period is not known yet.")
        days = bars.window((done.period.start, done.period.end))
        return _("%(state)s, %(days)s", state=self.seen.state, days=days)

    @property
    def needs_period(self) -> bool:
        """Whether the bars wait for the licence's renewal day."""
        return self.seen.progress is not None and self.seen.progress.period is None

    @property
    def renews(self) -> str:
        """When the licence is renewed; "" where nobody said."""
        day = self.seen.licence.renewal
        return _("renews %(day)s", day=i18n.day(day)) if day else ""

    @property
    def start_words(self) -> str:
        """What the button does."""
        return ngettext("Start (%(num)s new file)", "Start (%(num)s new files)", self.desk.to_start)

    @property
    def why_not_start(self) -> str:
        """Why there is nothing to start; "" where there is."""
        if self.desk.to_start:
            return ""
        if self.desk.is_busy:
            return _("All files are being read. Add more to start again.")
        return _("No new files. Add certificates to start.")

    @property
    def counts(self) -> str:
        """What a screen reader is told when something moved."""
        told = [ngettext("%(num)s file read", "%(num)s files read", self.desk.read)]
        if self.desk.reading_count:
            told.append(ngettext("%(num)s on the way", "%(num)s on the way", self.desk.reading_count))
        if self.desk.failed_count:
            told.append(ngettext("%(num)s not read", "%(num)s not read", self.desk.failed_count))
        return ", ".join(told)

    @property
    def shows_bars(self) -> bool:
        """Whether the bars are worked out at each poll; of a large sheet only when all is read."""
        return not self.desk.is_busy or self.desk.read <= COUNTED_AT_ONCE

    @property
    def line(self) -> Listed:
        """The sheet as the list shows it."""
        return listing.line_of(self.sheet)

    @property
    def poll(self) -> str:
        """Where a poll asks, with what it has seen."""
        return url_for("cpe.progress", job_id=self.sheet.id, seen=self.desk.seen)

    @property
    def notes(self) -> list[str]:
        """What the state's rules leave open."""
        return [words.own(note) for note in self.seen.progress.rules.notes] if self.seen.progress else []


@dataclass(frozen=True)
class Page:
    """The whole page.

    deleted  id of a sheet that was just put away
    """

    sheets: listing.Page
    states: Sequence[Template]
    open: Open | None
    tab: str
    deleted: str | None

    @property
    def may_make(self) -> bool:
        """Whether the reader may begin sheets."""
        return access.may_make(current_user)

    @property
    def older(self) -> str | None:
        """Where the list goes on."""
        if not self.sheets.after:
            return None
        return url_for("cpe.index", job_id=self.open.sheet.id if self.open else None, tab="sheets",
                       sheets_after=self.sheets.after)

    def at(self, tab: str) -> str:
        """The page with another tab, for phones."""
        args: dict[str, Any] = {**request.args, "tab": tab}
        return url_for("cpe.index", **args)


def open_sheet(sheet: Sheet) -> Open:
    """The sheet as the page shows it now."""
    run = runs.latest(sheet)
    return Open(sheet, queries.desk(run), standing(sheet, run), request.args)


def page_of(sheet: Sheet | None, tab: str = "") -> Page:
    """The page with that sheet open."""
    asked, opened = tab or request.args.get("tab", ""), open_sheet(sheet) if sheet else None
    usual = "grid" if opened and opened.seen.rows.credits else "files"
    listed = listing.listed(current_user, Kind.CPE, after=request.args.get("sheets_after"))
    return Page(listed, choices(current_user, Kind.CPE), opened, asked if asked in TABS else usual, _deleted())


def _deleted() -> str | None:
    """The id of the sheet that was just put away, if the reader could take that back."""
    with suppress(NotFound, Forbidden):
        said = access.get_sheet(request.args.get("deleted", ""), current_user, Access.EDIT, kind=Kind.CPE, deleted=True)
        return said.id if said.deleted_at else None
    return None


def badge(item: Listed) -> tuple[str, str]:
    """(tone, words) of how far a sheet is."""
    if item.started is None:
        return "", _("new") if not item.files else _("ready to start")
    return {
        RunStatus.IN_PROGRESS: ("info", _("reading")), RunStatus.FAILED: ("bad", _("not read")),
        RunStatus.PARTIALLY_COMPLETED: ("warn", _("partly read")), RunStatus.CANCELLED: ("", _("stopped")),
        RunStatus.COMPLETED: ("warn", ngettext("%(num)s to check", "%(num)s to check", item.to_check))
        if item.to_check else ("ok", ngettext("%(num)s row", "%(num)s rows", item.rows)),
        RunStatus.PENDING: ("", _("new")),
    }[item.status]
