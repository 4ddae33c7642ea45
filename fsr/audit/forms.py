"""What to look for in the log, from the query string."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fsr.audit.names import Action
from fsr.web.i18n import gettext as _

YEARS = 1970, 9998
"""Days that have a next day and an hour in every zone."""


class Filter:
    """Who, what, about what and when; `raw` is what was typed, without what is empty.

    actor          a user's id
    action         one of `Action`
    kind, subject  of the thing that it happened to
    first, last    days in the reader's zone, both included
    before, after  seq of the neighbouring page's edge
    """

    FIELDS = ("actor", "action", "kind", "subject", "first", "last")

    def __init__(self, data: Mapping[str, str]) -> None:
        self.raw = {name: data[name].strip() for name in self.FIELDS if data.get(name, "").strip()}
        self.errors: dict[str, str] = {}
        self.actor = self._number("actor", self.raw)
        self.action = self._action()
        self.kind, self.subject = self.raw.get("kind", ""), self.raw.get("subject", "")
        self.first, self.last = self._day("first"), self._day("last")
        self.before, self.after = self._number("before", data), self._number("after", data)

    def _number(self, name: str, data: Mapping[str, str]) -> int | None:
        text = data.get(name, "")
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) <= 18:
            return int(text)
        self.errors[name] = _("This is not a number.")
        return None

    def _action(self) -> str:
        action = self.raw.get("action", "")
        if action and action not in set(Action):
            self.errors["action"] = _("Choose one of the list.")
        return action

    def _day(self, name: str) -> date | None:
        text = self.raw.get(name, "")
        try:
            day = date.fromisoformat(text) if text else None
        except ValueError:
            day = date.min
        if day is None or YEARS[0] <= day.year <= YEARS[1]:
            return day
        self.errors[name] = _("Write the day as 2026-12-31.")
        return None

    def with_page(self, **edge: int) -> dict[str, Any]:
        """The query string of another page with the same filter."""
        return {**self.raw, **edge}
