"""The only ways to a case and to a page: load and authorise in one step.

That a number exists, and whether it is open, is everybody's business who has an account (seed 002).  A page belongs to
its author: collaborators see it as far as its author lets them, administrators only for an hour after an opening that
is in the audit log, and for all others it does not exist.  Auditors look at most; they never write.
"""

from datetime import timedelta

import sqlalchemy as sa
from flask import current_app

from fsr import clock
from fsr.audit.models import AuditEvent
from fsr.audit.names import Action
from fsr.auth.models import Role, User
from fsr.db import db
from fsr.errors import Forbidden, NotFound
from fsr.notebook.models import Assignment, Case, Level, Member, Page
from fsr.notebook.texts import is_storable, trimmed
from fsr.web.i18n import gettext as _

RANK = {Level.READ: 1, Level.WRITE: 2, Level.ADMIN: 3}
LEADS = (Role.ADMIN, Role.SUPERVISOR)
"""Roles that look after the registry."""
OPENED_FOR = timedelta(hours=1)
"""How long an administrator's audited opening shows somebody's page."""


_BOTH = sa.select(Case, Page).outerjoin(
    Page, sa.and_(Page.case_id == Case.id, Page.user_id == sa.bindparam("user_id"))).where(
    sa.or_(Case.number == sa.bindparam("key"), Case.id == sa.bindparam("key")))
"""Made once: every save asks it."""


def get_case(ref: str, user: User) -> Case:
    """The case of this number or UUID, for anybody who is signed in.

    :raises NotFound: there is none.
    """
    return get_both(ref, user)[0]


def get_both(ref: str, user: User) -> tuple[Case, Page | None]:
    """The case of this number or UUID, and the user's own page on it if there is one, in one question.

    :raises NotFound: there is no such case.
    """
    rows = db.session.execute(_BOTH, {"key": _key(ref), "user_id": user.id}).all()
    found = sorted(rows, key=lambda pair: pair[0].id != ref)
    if not found:
        raise NotFound(_("There is no such case."))
    case, page = found[0]
    return case, page


def _key(ref: str) -> str:
    """`ref` as the databases can be asked for it; what they cannot hold is nobody's number."""
    key = trimmed(ref)
    return key if is_storable(key) else ""


def own_page(case: Case, user: User) -> Page | None:
    """The user's own page on the case; None before its first save."""
    return db.session.scalar(sa.select(Page).where(Page.case_id == case.id, Page.user_id == user.id))


def get_page(case: Case, user: User, by: int | None = None, need: Level = Level.READ) -> Page:
    """The page on the case of the user with the id `by`, or the user's own, if the user may do with it what is needed.

    :raises NotFound: there is none, or the user may not know that there is one.
    :raises Forbidden: the user may see it, but not `need`.
    """
    of = by if by is not None and 0 < by < 2**63 else user.id if by is None else 0
    found = db.session.scalar(sa.select(Page).where(Page.case_id == case.id, Page.user_id == of))
    level = level_of(found, user) if found else None
    if found is None or level is None:
        raise NotFound(_("There is no such page."))
    if RANK[level] < RANK[need]:
        raise Forbidden(_("You may look at this page, but not change it.") if need is Level.WRITE
                        else _("You may not choose who sees this page."))
    return found


def level_of(page: Page, user: User) -> Level | None:
    """What `user` may do with the page; None: not even know that there is one."""
    level = Level.ADMIN if page.user_id == user.id else _given(page, user)
    if level and user.role is Role.AUDITOR:
        return Level.READ
    return level or (Level.READ if user.is_admin and has_opened(page, user) else None)


def may(page: Page, user: User, need: Level) -> bool:
    """Whether `user` may do with the page what is needed."""
    level = level_of(page, user)
    return level is not None and RANK[level] >= RANK[need]


def _given(page: Page, user: User) -> Level | None:
    level = db.session.scalar(sa.select(Member.level).where(Member.page_id == page.id, Member.user_id == user.id))
    return Level(level) if level else None


def has_opened(page: Page, user: User) -> bool:
    """Whether this administrator opened the page, with an event in the log, within the last hour."""
    return db.session.scalar(sa.select(AuditEvent.seq).where(
        AuditEvent.subject_kind == page.subject.kind, AuditEvent.subject_id == page.subject.id,
        AuditEvent.action == Action.PAGE_OPENED.value, AuditEvent.actor_id == user.id,
        AuditEvent.ts > clock.now() - OPENED_FOR).limit(1)) is not None


def may_close(case: Case, user: User) -> bool:
    """Whether `user` may close the case and open it again: whoever leads or looks after it.

    Where nobody looks after it: every agent who has a page on it.
    """
    if user.role in LEADS:
        return True
    assigned = set(db.session.scalars(
        sa.select(Assignment.user_id).where(Assignment.case_id == case.id, Assignment.ended_at.is_(None))))
    if user.role is not Role.AGENT or assigned:
        return user.role is Role.AGENT and user.id in assigned
    return own_page(case, user) is not None


def must_close(case: Case, user: User) -> None:
    """Let `user` close the case, or open it again.

    :raises Forbidden: it is not theirs to close.
    """
    if not may_close(case, user):
        raise Forbidden(_("Only those who look after this case may close it or open it again."))


def may_write(user: User) -> bool:
    """Whether `user` may have pages at all; auditors only look."""
    return user.role is not Role.AUDITOR


def must_write(user: User) -> None:
    """Let `user` write on a page of their own.

    :raises Forbidden: an auditor only looks.
    """
    if not may_write(user):
        raise Forbidden(_("Auditors may look at cases, not write on them."))


def may_register(user: User) -> bool:
    """Whether `user` may add numbers that are not in the registry yet."""
    return user.role in LEADS or (may_write(user) and bool(current_app.config["FSR_CASES_OPEN_REGISTRATION"]))
