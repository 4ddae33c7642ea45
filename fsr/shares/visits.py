"""What the holder of a link does: open it, give its passphrase, answer, edit what the API lets holders edit.

Opening is a GET, which changes nothing but the counter; so that is written apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from fsr import clock
from fsr.audit.names import Action
from fsr.audit.service import record
from fsr.auth import passwords
from fsr.db import apart, db
from fsr.errors import Forbidden, TooMany
from fsr.shares.models import Share, ShareView, ViewKind
from fsr.shares.visitor import Visitor
from fsr.subjects import Subject
from fsr.web.i18n import gettext as _
from fsr.web.i18n import ngettext

TRIES, TRIES_WITHIN = 5, timedelta(minutes=15)
"""Wrong passphrases of one network at one link."""
TRIES_A_DAY = 50
"""Wrong passphrases of everybody at one link; beyond, the link pauses and its owner is told."""
REPLIES_A_DAY = 20
EDITABLE = ("company_name", "employees_count", "view_prefs", "title", "broker_profile", "reg_number")
"""What PATCH may change."""


@dataclass(frozen=True, slots=True)
class Stats:
    """The counters of a link, as they are after what was just counted."""

    views: int
    edits: int
    last_viewed_at: datetime | None
    last_edited_at: datetime | None


def stats(link: Share) -> Stats:
    """The counters of `link`."""
    return Stats(link.views, link.edits, link.last_viewed_at, link.last_edited_at)


def note(link: Share, visitor: Visitor, kind: ViewKind = ViewKind.VIEW) -> Stats:
    """Log that the link was opened, or printed; only an opening counts.  Writes in a transaction of its own."""
    link_id, was, now = link.id, stats(link), clock.now()
    with apart() as session:
        session.add(ShareView(share_id=link_id, at=now, kind=kind, address=visitor.network, agent=visitor.agent))
        record(Action.SHARE_OPENED, Subject("share", str(link_id)), None, actor_kind="share", session=session,
               kind=kind.value)
        if kind is not ViewKind.VIEW:
            return was
        views = session.execute(
            sa.update(Share).where(Share.id == link_id).values(views=Share.views + 1, last_viewed_at=now)
            .returning(Share.views)).scalar_one()
    return Stats(views, was.edits, now, was.last_edited_at)


def unlock(link: Share, passphrase: str, visitor: Visitor) -> bool:
    """Whether this is the link's passphrase; a try is counted before the slow check, so parallel ones cannot slip by.

    Holds no transaction while it hashes; writes in transactions of its own.

    :raises TooMany: five wrong tries from this network within a quarter of an hour, or fifty from anywhere in a day.
    """
    link_id, kept = link.id, link.passphrase_hash
    if kept is None:
        return True
    attempt = _take_try(link_id, visitor)
    right = passwords.matches(kept, passphrase)
    with apart() as session:
        if right:
            session.execute(sa.delete(ShareView).where(ShareView.id == attempt))
        else:
            record(Action.SHARE_REFUSED, Subject("share", str(link_id)), None, actor_kind="share", session=session)
    return right


def reply(link: Share, title: str, name: str, message: str, visitor: Visitor) -> None:
    """Keep the recipient's answer, "I prefer this offer"; a later one takes its place.

    :param title: of the column preferred, as the recipient saw it.
    :raises TooMany: too many answers today.
    """
    replies = sa.select(sa.func.count()).select_from(ShareView).where(
        ShareView.share_id == link.id, ShareView.kind == ViewKind.REPLY, ShareView.at > clock.now() - timedelta(days=1))
    if (db.session.scalar(replies) or 0) >= REPLIES_A_DAY:
        raise TooMany(_("Too many answers today. Call the sender instead."), 3600)
    link.reply_title, link.reply_name, link.reply_message = title, name, message
    link.replied_at = clock.now()
    db.session.add(ShareView(share_id=link.id, kind=ViewKind.REPLY, address=visitor.network, agent=visitor.agent))
    record(Action.SHARE_REPLIED, link.itself, None, actor_kind="share")


def edit(link: Share, changes: Mapping[str, Any]) -> Stats:
    """Change what the link lets its holder change; nothing to change counts as no edit.

    :param changes: a subset of `EDITABLE`.
    :raises Forbidden: the link is read-only, or names the fields it allows and this is not one.
    """
    if not link.editable:
        raise Forbidden(_("Share is read-only"))
    for name in changes:
        if link.allow_edit_fields and name not in link.allow_edit_fields:
            raise Forbidden(_("Field '%(name)s' is not allowed to edit", name=name))
    if changes:
        _put(link, changes)
        link.edits, link.last_edited_at = Share.edits + 1, clock.now()  # two holders at once are two edits
        record(Action.SHARE_EDITED, link.itself, None, actor_kind="share", fields=sorted(changes))
        db.session.flush()
    return stats(link)


def _put(link: Share, changes: Mapping[str, Any]) -> None:
    rest = {name: value for name, value in changes.items() if name not in {"title", "view_prefs"}}
    link.payload = {**link.payload, **rest}
    link.title = changes.get("title", link.title)
    link.view_prefs = changes.get("view_prefs", link.view_prefs)


def _take_try(link_id: int, visitor: Visitor) -> int:
    """Count one try as failed, or refuse it; return the row to remove when it was right."""
    now = clock.now()
    failed = sa.select(ShareView.at).where(ShareView.share_id == link_id, ShareView.kind == ViewKind.PASSPHRASE_FAILED)
    with apart() as session:
        session.execute(sa.select(Share.id).where(Share.id == link_id).with_for_update())
        here = session.scalars(failed.where(ShareView.address == visitor.network, ShareView.at > now - TRIES_WITHIN)
                               .order_by(ShareView.at)).all()
        today = session.scalars(failed.where(ShareView.at > now - timedelta(days=1)).order_by(ShareView.at)).all()
        if len(here) < TRIES and len(today) < TRIES_A_DAY:
            row = ShareView(share_id=link_id, at=now, kind=ViewKind.PASSPHRASE_FAILED, address=visitor.network,
                            agent=visitor.agent)
            session.add(row)
            session.flush()
            return row.id
    free_at = here[0] + TRIES_WITHIN if len(here) >= TRIES else today[0] + timedelta(days=1)
    raise _too_many(max(1, round((free_at - now).total_seconds())))


def _too_many(seconds: int) -> TooMany:
    """The refusal of a further try for so long."""
    minutes = -(-seconds // 60)
    return TooMany(ngettext("Too many wrong passphrases. Try again in %(num)s minute.",
                            "Too many wrong passphrases. Try again in %(num)s minutes.", minutes), seconds)
