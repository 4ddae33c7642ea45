"""What the home page shows: one ordered list across all features, and a checklist while there is little to show."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import chain

from flask import current_app

from fsr.auth.models import User
from fsr.web.i18n import gettext as _
from fsr.web.shell import HomeRow, Step

MOST = 8
"""Rows of one section; more would hide what is urgent."""

SETTLED = 3
"""A user who has so many things to go on with needs no checklist any more."""


@dataclass(frozen=True)
class Board:
    """The home page of one user; each section holds at most `MOST` rows, in the order the features gave them."""

    needs: list[HomeRow]
    running: list[HomeRow]
    going_on: list[HomeRow]
    ending: list[HomeRow]
    steps: list[Step]

    @cached_property
    def stamp(self) -> str:
        """Changes whenever the board does, so that a poll can be answered "as before"."""
        parts = (self.needs, self.running, self.going_on, self.ending, self.steps)
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]

    @property
    def shows_steps(self) -> bool:
        """Whether the checklist still helps."""
        return any(not step.done for step in self.steps) and len(self.going_on) < SETTLED

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to list."""
        return not (self.needs or self.running or self.going_on or self.ending)


def board_of(user: User) -> Board:
    """Ask every feature what it has for `user`."""
    rows = list(chain.from_iterable(ask(user) for ask in current_app.extensions.get("fsr.home", ())))
    steps = chain.from_iterable(ask(user) for ask in current_app.extensions.get("fsr.steps", ()))

    def section(name: str) -> list[HomeRow]:
        return [row for row in rows if row.section == name][:MOST]

    return Board(section("needs"), section("running"), section("continue"), section("ending"),
                 sorted(steps, key=lambda step: step.position))


def greeting(now: datetime, name: str) -> str:
    """What to say at that hour of the user's day; only the first of the names, as people are spoken to."""
    first = name.split(maxsplit=1)[0] if name.split() else name
    if now.hour < 5 or now.hour >= 18:
        return _("Good evening, %(name)s", name=first)
    if now.hour < 12:
        return _("Good morning, %(name)s", name=first)
    return _("Good afternoon, %(name)s", name=first)
