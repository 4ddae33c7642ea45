"""What programs ask for most: one's own pages, and the state of many numbers."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from fsr.auth.models import User
from fsr.db import db
from fsr.notebook.models import Case, Page
from fsr.notebook.texts import is_storable

AT_ONCE = 500
"""Numbers in one question; SQLite takes 32,766 values."""


def own_pages(user: User) -> Sequence[Page]:
    """The user's own pages on open cases, the last changed first."""
    query = sa.select(Page).join(Page.case).options(contains_eager(Page.case)).where(
        Page.user_id == user.id, Case.is_open)
    return db.session.scalars(query.order_by(Page.changed_at.desc(), Page.id.desc())).all()


def states(numbers: Sequence[str]) -> dict[str, bool]:
    """Which of these numbers are in the registry, and whether each case is open."""
    asked = [number for number in dict.fromkeys(numbers) if is_storable(number)]
    found: dict[str, bool] = {}
    for start in range(0, len(asked), AT_ONCE):
        query = sa.select(Case.number, Case.is_open).where(Case.number.in_(asked[start:start + AT_ONCE]))
        found.update(iter(db.session.execute(query)))
    return found
