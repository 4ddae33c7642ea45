"""Periodic work: say once in the log that a link expired, and forget what ended links showed."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from fsr import clock
from fsr.audit.names import Action
from fsr.audit.service import record
from fsr.db import db
from fsr.jobs import Run
from fsr.shares.models import Share, ShareView

EVERY_SECONDS = 3600.0
KEEP = timedelta(days=90)
"""A link that ended so long ago loses what it showed and who looked; it goes on saying that it ended."""
AT_ONCE = 500


def expire(_run: Run) -> dict[str, Any]:
    """Log the links that expired since the last time and forget the old ones; may run any number of times."""
    return {"expired": _log_expired(), "forgotten": _forget_old()}


def _log_expired() -> int:
    now = clock.now()
    links = db.session.scalars(
        sa.select(Share).where(Share.expires_at <= now, Share.expiry_noted_at.is_(None), Share.revoked_at.is_(None))
        .limit(AT_ONCE)).all()
    for link in links:
        link.expiry_noted_at = now
        record(Action.SHARE_EXPIRED, link.itself, None, actor_kind="system")
    return len(links)


def _forget_old() -> int:
    old = clock.now() - KEEP
    ended = sa.select(Share.id).where(sa.or_(Share.expires_at < old, Share.revoked_at < old))
    db.session.execute(sa.delete(ShareView).where(sa.or_(ShareView.at < old, ShareView.share_id.in_(ended)))
                       .execution_options(synchronize_session=False))
    full = sa.select(Share).where(Share.id.in_(ended), sa.or_(Share.snapshot.is_not(None), Share.reply_message != ""))
    links = db.session.scalars(full.limit(AT_ONCE)).all()
    for link in links:
        link.snapshot, link.payload = None, {}
        link.reply_title = link.reply_name = link.reply_message = ""
    return len(links)
