"""Who has to do with a case: whoever leads, looks after it, or has a page on it that is theirs or shared with them.

These see its title, its closings and who else is concerned; nobody sees a text by that.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from fsr.auth.models import User
from fsr.db import db
from fsr.errors import NotFound
from fsr.notebook import access
from fsr.notebook.models import Assignment, Case, Level, LineItem, Member, Page
from fsr.web.i18n import gettext as _


def knows(case: Case, user: User) -> bool:
    """Whether the case is this user's business."""
    if user.role in access.LEADS:
        return True
    looks_after = sa.select(Assignment.id).where(Assignment.case_id == case.id, Assignment.user_id == user.id,
                                                 Assignment.ended_at.is_(None))
    reads = sa.select(Page.id).where(Page.case_id == case.id, sees(user))
    return bool(db.session.scalar(sa.select(sa.or_(looks_after.exists(), reads.exists()))))


def works_on(case: Case, user: User) -> bool:
    """Whether the user leads, looks after the case, or writes on it: on an own page, or with its author's leave."""
    if user.role in access.LEADS or not access.may_write(user):
        return user.role in access.LEADS
    looks_after = sa.select(Assignment.id).where(Assignment.case_id == case.id, Assignment.user_id == user.id,
                                                 Assignment.ended_at.is_(None))
    may_write = sa.select(Member.id).where(Member.page_id == Page.id, Member.user_id == user.id,
                                           Member.level != Level.READ)
    writes = sa.select(Page.id).where(Page.case_id == case.id, sa.or_(Page.user_id == user.id, may_write.exists()))
    return bool(db.session.scalar(sa.select(sa.or_(looks_after.exists(), writes.exists()))))


def must_know(case: Case, user: User) -> None:
    """Let `user` see what is round a case.

    :raises NotFound: it is not their business.
    """
    if not knows(case, user):
        raise NotFound(_("There is no such case."))


def sees(user: User) -> sa.ColumnElement[bool]:
    """That a page is the user's own or shared with them; an administrator's opening is another matter."""
    shared = sa.select(Member.id).where(Member.page_id == Page.id, Member.user_id == user.id)
    return sa.or_(Page.user_id == user.id, shared.exists())


@dataclass(frozen=True, slots=True)
class Leaf:
    """One person's notes, as they stand beside the others'.

    items  the filed line items, by number
    """

    page: Page
    items: tuple[LineItem, ...]


def leaves(case: Case, user: User) -> list[Leaf]:
    """The pages on the case that `user` may read, their own first; in two queries however many there are."""
    opened = _opened(case, user)
    mine_first = (Page.user_id == user.id).desc()
    pages = db.session.scalars(
        sa.select(Page).where(Page.case_id == case.id, sa.or_(sees(user), Page.id.in_(opened)))
        .options(joinedload(Page.user)).order_by(mine_first, Page.changed_at.desc(), Page.id)).all()
    filed = db.session.scalars(sa.select(LineItem).where(
        LineItem.page_id.in_([page.id for page in pages])).order_by(LineItem.number)).all()
    return [Leaf(page, tuple(item for item in filed if item.page_id == page.id)) for page in pages]


def _opened(case: Case, user: User) -> list[int]:
    """Pages that an administrator opened within the last hour."""
    if not user.is_admin:
        return []
    pages = db.session.scalars(sa.select(Page).where(Page.case_id == case.id)).all()
    return [page.id for page in pages if access.has_opened(page, user)]


def members(page: Page) -> Sequence[Member]:
    """The collaborators of a page, by name."""
    return db.session.scalars(sa.select(Member).join(User, Member.user_id == User.id).where(Member.page_id == page.id)
                              .options(joinedload(Member.user)).order_by(sa.func.lower(User.name), User.id)).all()


def assignments(case: Case) -> Sequence[Assignment]:
    """Who looks after the case and who did: today's first, then the last ended first."""
    return db.session.scalars(
        sa.select(Assignment).where(Assignment.case_id == case.id).options(joinedload(Assignment.user))
        .order_by(Assignment.ended_at.is_not(None), Assignment.ended_at.desc(), Assignment.id)).all()


def authors(case: Case) -> Sequence[Page]:
    """Everybody's pages on the case, for those who lead: whose they are and when they changed, by name."""
    return db.session.scalars(sa.select(Page).join(User, Page.user_id == User.id).where(Page.case_id == case.id)
                              .options(joinedload(Page.user)).order_by(sa.func.lower(User.name), User.id)).all()
