"""Hourly tidying: a day after it was written, of each burst of writing only the last version is kept."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from fsr import clock
from fsr.db import db
from fsr.jobs import Run
from fsr.notebook.models import PageVersion
from fsr.notebook.service import presence

EVERY_SECONDS = 3600.0
KEEP = timedelta(hours=24)
"""So long every version is kept, as the base of whoever still writes on it, and as the answer to a repeated save."""
BACK = timedelta(days=30)
"""How far an hour's tidying looks back: what is older was tidied before, unless no process ran for so long."""
AT_ONCE = 5_000


def tidy(_run: Run) -> dict[str, Any]:
    """Remove versions that a later one of the same burst stands for; may run any number of times.

    Versions of a burst follow each other, so one question each is enough.  Texts that were set aside, overwritten, or
    filed and corrected have none that follows in their burst, and stay.
    """
    return {"versions": _drop_old(), "presence": presence.forget_old()}


def _drop_old() -> int:
    follows, now = aliased(PageVersion), clock.now()
    of_burst = sa.select(follows.id).where(follows.page_id == PageVersion.page_id, follows.burst == PageVersion.burst,
                                           follows.version == PageVersion.version + 1)
    old = sa.select(PageVersion.id).where(
        PageVersion.saved_at < now - KEEP, PageVersion.saved_at > now - KEEP - BACK, PageVersion.version.is_not(None),
        of_burst.exists()).order_by(PageVersion.id).limit(AT_ONCE)
    gone = sa.delete(PageVersion).where(PageVersion.id.in_(old.scalar_subquery()))
    return int(db.session.execute(gone.execution_options(synchronize_session=False)).rowcount)  # type: ignore[attr-defined]  # a DELETE's result has it
