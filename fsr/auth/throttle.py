"""Slow down whoever keeps failing, and never lock anybody out for good.

After some free failures each further one doubles a wait, from one second up to
a limit; an hour or a day of peace forgets them (`Rule.forget`).  A try is
counted before the slow check, in a transaction of its own: parallel tries
cannot all pass on the same count, and a refusal or a restart forgets nothing.

A stranger could use this to keep an owner out (ASVS 5.0 6.1.1), so the long
wait holds for one address and account together; an account as a whole only
waits a minute at most, which still leaves a guesser 1,440 tries a day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fsr import clock
from fsr.auth.models import Throttle
from fsr.db import apart
from fsr.errors import TooMany
from fsr.web.i18n import ngettext


@dataclass(frozen=True, slots=True)
class Rule:
    """How long to wait under one key.

    free     failures without a wait
    longest  seconds that the doubling wait reaches at most
    forget   seconds without a failure after which all are forgotten
    """

    name: str
    free: int
    longest: int
    forget: int = 86400

    def key(self, *parts: object) -> str:
        """Where failures are counted: the rule's name and what it is about."""
        return " ".join([self.name, *map(str, parts)])[:160]

    def wait(self, tries: int) -> timedelta:
        """How long nothing is let through after `tries` failures."""
        beyond = tries - self.free
        return timedelta(seconds=min(2 ** min(beyond - 1, 20), self.longest) if beyond > 0 else 0)


def take(counts: Iterable[tuple[Rule, str]]) -> None:
    """Let one try through and count it as failed under each key, or refuse it and count nothing.

    Call `forgive` when it turns out well.  Opens a transaction of its own.

    :raises TooMany: a wait is not over.
    """
    with apart() as session:
        rows = [(rule, _row(session, key)) for rule, key in sorted(counts, key=lambda count: count[1])]
        now = clock.now()  # not before the rows are locked: another try may have come first
        if (wait := max((row.open_at for _, row in rows), default=now) - now) <= timedelta(0):
            for rule, row in rows:
                _count(rule, row, now)
            return
    seconds = max(1, round(wait.total_seconds()))
    raise TooMany(ngettext("Too many tries. Wait %(num)s second.", "Too many tries. Wait %(num)s seconds.", seconds),
                  seconds)


def forgive(keys: Iterable[str], but_one: Iterable[tuple[Rule, str]] = ()) -> None:
    """Forget the failures under `keys`, and of those `but_one` only the try that just turned out well.

    Opens a transaction of its own.  The second kind is for keys that many share:
    whoever guesses at others must not wipe the slate with an account of their own.
    """
    with apart() as session:
        session.execute(sa.delete(Throttle).where(Throttle.key.in_(list(keys))))
        for rule, key in but_one:
            row = _row(session, key)
            row.tries = max(0, row.tries - 1)
            row.open_at = row.last_at + rule.wait(row.tries)


def place(address: str) -> str:
    """Where a guesser sits: the address, of IPv6 the /64, which one customer has to choose addresses from."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    found = getattr(found, "ipv4_mapped", None) or found
    return str(found) if found.version == 4 else str(ip_network((found, 64), strict=False))


def forget_old(session: Session, age: timedelta = timedelta(days=2)) -> int:
    """Remove counts that no rule remembers any more; return how many."""
    return session.execute(sa.delete(Throttle).where(Throttle.last_at < clock.now() - age)).rowcount  # type: ignore[attr-defined, no-any-return]  # a DELETE's cursor result


def _row(session: Session, key: str) -> Throttle:
    """The locked row of `key`; two threads may both make it, then the second reads the first's."""
    locked = sa.select(Throttle).where(Throttle.key == key).with_for_update()
    if row := session.scalar(locked):
        return row
    now = clock.now()
    try:
        with session.begin_nested():
            session.add(Throttle(key=key, tries=0, last_at=now, open_at=now))
    except IntegrityError:
        pass  # made meanwhile by another thread; it is read below
    return session.scalars(locked).one()


def _count(rule: Rule, row: Throttle, now: datetime) -> None:
    forgotten = now - row.last_at > timedelta(seconds=rule.forget)
    row.tries = 1 if forgotten else row.tries + 1
    row.last_at, row.open_at = now, now + rule.wait(row.tries)
