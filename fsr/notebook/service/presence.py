"""Who else has a page open, so that two people see each other before their texts do.

Written apart from the request, because looking is a GET: it is nobody's change, and no refusal takes it back.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from fsr import clock
from fsr.auth.models import User
from fsr.db import apart, db
from fsr.notebook.models import Page, Presence

FRESH = timedelta(minutes=1)
"""Who was not heard of for so long has gone; pages ask every 20 s."""


def seen(page: Page, user: User, writing: bool) -> None:
    """Note that `user` has the page open; for its author also that it was looked at, which the list is ordered by."""
    insert: Any = (postgresql if db.engine.dialect.name == "postgresql" else sqlite).insert(Presence)
    now = clock.now()
    values = {"writing": writing, "seen_at": now}
    query = insert.values(page_id=page.id, user_id=user.id, **values).on_conflict_do_update(
        index_elements=["page_id", "user_id"], set_=values)
    own = sa.update(Page).where(Page.id == page.id).values(opened_at=now) if page.user_id == user.id else None
    with apart() as session:
        session.execute(query)
        if own is not None:
            session.execute(own)


def others(page: Page, user: User) -> Sequence[tuple[User, bool]]:
    """Who else has the page open now, and whether they write, by name."""
    fresh = sa.select(Presence, User).join(User, Presence.user_id == User.id).where(
        Presence.page_id == page.id, Presence.user_id != user.id, Presence.seen_at > clock.now() - FRESH)
    return [(who, there.writing) for there, who in db.session.execute(fresh.order_by(User.name, User.id))]


def left(page: Page, user: User) -> None:
    """Note that `user` closed the page."""
    query = sa.delete(Presence).where(Presence.page_id == page.id, Presence.user_id == user.id)
    with apart() as session:
        session.execute(query)


def forget_old() -> int:
    """Remove the rows of those who have gone; return how many."""
    gone = sa.delete(Presence).where(Presence.seen_at < clock.now() - FRESH)
    return int(db.session.execute(gone).rowcount)  # type: ignore[attr-defined]  # a DELETE's result has it
