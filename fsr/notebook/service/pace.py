"""How many saves one person gets: far more than anybody types, far fewer than a program gone wild would send.

Counted in memory, in each process: a count in the database would cost every save as much as the save itself.
"""

from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from flask import current_app

from fsr import clock
from fsr.auth.models import User
from fsr.errors import TooMany
from fsr.web.i18n import ngettext


@dataclass(slots=True)
class _Bucket:
    left: float
    at: datetime


class Pace:
    """A minute's saves at once, and as many again in each further minute."""

    def __init__(self) -> None:
        self._buckets: dict[int, _Bucket] = {}
        self._lock = Lock()

    def wait(self, user_id: int, limit: int) -> float:
        """Let one save of that user through and answer 0, or answer the seconds until the next is let through."""
        now = clock.now()
        with self._lock:
            bucket = self._buckets.setdefault(user_id, _Bucket(limit, now))
            passed = max(0.0, (now - bucket.at).total_seconds())
            bucket.left, bucket.at = min(float(limit), bucket.left + passed * limit / 60), now
            if bucket.left < 1:
                return (1 - bucket.left) * 60 / limit
            bucket.left -= 1
        return 0.0


def take(actor: User) -> None:
    """Count one save of the actor.

    :raises TooMany: there were too many in the last minute; the text is not stored.
    """
    limit = int(current_app.config["FSR_SAVES_A_MINUTE"])
    pace: Pace = current_app.extensions.setdefault("fsr.pace", Pace())
    if limit and (wait := pace.wait(actor.id, limit)):
        seconds = max(1, round(wait))
        raise TooMany(ngettext("Too many saves at once. Your text is not saved yet; try again in %(num)s second.",
                               "Too many saves at once. Your text is not saved yet; try again in %(num)s seconds.",
                               seconds), seconds)
