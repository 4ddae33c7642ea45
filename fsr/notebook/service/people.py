"""Who looks after a case, who may see a page, and an administrator's opening of somebody else's page."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from fsr import clock
from fsr.audit.names import Action
from fsr.audit.service import record
from fsr.auth.access import must_be_admin
from fsr.auth.models import Role, User
from fsr.db import db, fold
from fsr.errors import Conflict, Forbidden, Invalid, NotFound
from fsr.notebook import access
from fsr.notebook.models import Assignment, Case, Level, Member, Page
from fsr.web.i18n import gettext as _

REASON = 500
"""Characters of an administrator's reason."""


def person(said: str) -> User:
    """The active colleague with this e-mail address or name, who may write.

    :raises Invalid: nobody or several have it, or the person is an auditor.
    """
    words = (fold(said) or "").removeprefix("@")
    found = db.session.scalars(sa.select(User).where(
        User.is_active, sa.or_(User.email == words, _folded(User.name) == words)).limit(3)).all()
    exact = [user for user in found if user.email == words] or found
    sentence = ""
    if not words:
        sentence = _("Give a name or an e-mail address.")
    elif not exact:
        sentence = _("Nobody here is called “%(said)s”. Give the e-mail address.", said=said.strip())
    elif len(exact) > 1:
        sentence = _("Several people are called “%(said)s”. Give the e-mail address.", said=said.strip())
    if sentence:
        raise Invalid(sentence, person=sentence)
    _refuse_auditor(exact[0])
    return exact[0]


def _refuse_auditor(user: User) -> None:
    if user.role is Role.AUDITOR:
        raise Invalid(sentence := _("%(name)s is an auditor: auditors see no notes and look after no case.",
                                    name=user.name), person=sentence)


def colleague(user_id: int) -> User:
    """The active colleague with this id.

    :raises NotFound: there is none.
    """
    found = db.session.get(User, user_id)
    if found is None or not found.is_active:
        raise NotFound(_("There is no such account."))
    return found


def _folded(column: Any) -> sa.ColumnElement[str]:
    """The column for case-blind comparison; PostgreSQL's own lower() knows all of Unicode, SQLite's does not."""
    on_sqlite = db.engine.dialect.name == "sqlite"
    return sa.func.fold(column) if on_sqlite else sa.func.lower(column)


def may_assign(case: Case, user: User) -> bool:
    """Whether `user` may say who looks after the case; one rule with closing, since both settle its fate."""
    return access.may_close(case, user)


def assign(actor: User, case: Case, user: User) -> None:
    """Let `user` look after the case, beside those who do; a second time changes nothing.

    :raises Forbidden: the case is not the actor's to give.
    """
    _must_assign(actor, case)
    if user.id in {one.user_id for one in _locked(case)}:
        return
    db.session.add(Assignment(case_id=case.id, user_id=user.id, assigned_by_id=actor.id))
    case.updated_at = clock.now()
    record(Action.CASE_ASSIGNED, case.subject, actor, user=user.id)


def unassign(actor: User, case: Case, user_id: int) -> None:
    """End that person's looking after the case; one that has ended stays as it is.

    :raises Forbidden: the case is not the actor's to take away.
    """
    _must_assign(actor, case)
    for one in _locked(case):
        if one.user_id == user_id:
            one.ended_at = case.updated_at = clock.now()
            record(Action.CASE_UNASSIGNED, case.subject, actor, user=user_id)


def _must_assign(actor: User, case: Case) -> None:
    if not may_assign(case, actor):
        raise Forbidden(_("Only those who look after this case may say who else does."))


def _locked(case: Case) -> Sequence[Assignment]:
    """Who looks after the case; nobody else changes that until the transaction ends."""
    db.session.execute(sa.select(Case.id).where(Case.id == case.id).with_for_update())
    return db.session.scalars(sa.select(Assignment).where(
        Assignment.case_id == case.id, Assignment.ended_at.is_(None))).all()


def give(actor: User, case: Case, said: str) -> None:
    """Let the person of that name or address look after the case.

    :raises Forbidden: the case is not the actor's to give.
    :raises Invalid: nobody can be meant.
    """
    _must_assign(actor, case)
    assign(actor, case, person(said))


def share(actor: User, page: Page, said: str, level: Level) -> None:
    """Let the person of that name or address see the page.

    :raises Forbidden: the actor may not choose the page's people.
    :raises Invalid: nobody can be meant, or it is the author.
    """
    _must_choose(actor, page)
    set_member(actor, page, person(said), level)


def set_member(actor: User, page: Page, user: User, level: Level) -> None:
    """Let `user` see the page, or change what they may do with it.

    :raises Forbidden: the actor may not choose the page's people.
    :raises Invalid: it is the author, who needs no permission, or an auditor, who gets none.
    """
    _must_choose(actor, page)
    if user.id == page.user_id:
        raise Invalid(sentence := _("%(name)s wrote this page and may do everything with it.", name=user.name),
                      person=sentence)
    _refuse_auditor(user)
    was = db.session.scalar(sa.select(Member.level).where(Member.page_id == page.id, Member.user_id == user.id))
    if was == level:
        return
    insert = (postgresql if db.engine.dialect.name == "postgresql" else sqlite).insert(Member)
    values = {"page_id": page.id, "user_id": user.id, "level": level.value, "added_by_id": actor.id,
              "added_at": clock.now()}
    db.session.execute(insert.values(values).on_conflict_do_update(
        index_elements=["page_id", "user_id"], set_={"level": level.value}))
    record(Action.MEMBER_CHANGED if was else Action.MEMBER_ADDED, page.subject, actor, user=user.id, level=level.value,
           was=was)


def remove_member(actor: User, page: Page, user_id: int) -> Level | None:
    """Let that person see the page no more; what they could do until now, None if nothing.  Everybody may leave.

    :raises Forbidden: the actor may not choose the page's people.
    """
    if user_id != actor.id:
        _must_choose(actor, page)
    member = db.session.scalar(sa.select(Member).where(Member.page_id == page.id, Member.user_id == user_id))
    if member is None:
        return None
    db.session.delete(member)
    record(Action.MEMBER_REMOVED, page.subject, actor, user=user_id, was=member.level)
    return Level(member.level)


def _must_choose(actor: User, page: Page) -> None:
    if not access.may_write(actor) or not access.may(page, actor, Level.ADMIN):
        raise Forbidden(_("Only the author, and whom the author lets, may choose who sees this page."))


def open_page(actor: User, case: Case, user_id: int, reason: str) -> Page:
    """Open somebody's page as administrator, for an hour; the event in the log is what opens it.

    :raises Forbidden: the actor is no administrator.
    :raises NotFound: there is no such page.
    :raises Invalid: no reason is given, or it is too long.
    :raises Conflict: the page is open to the actor anyway.
    """
    must_be_admin(actor)
    page = db.session.scalar(sa.select(Page).where(Page.case_id == case.id, Page.user_id == user_id))
    if page is None:
        raise NotFound(_("There is no such page."))
    words = " ".join(reason.split())
    if not words or len(words) > REASON:
        sentence = _("Say why, in at most %(count)s characters: the author can ask for it.", count=REASON)
        raise Invalid(sentence, reason=sentence)
    if access.level_of(page, actor) is not None:
        raise Conflict(_("You may see this page already."))
    record(Action.PAGE_OPENED, page.subject, actor, user=user_id, reason=words)
    return page
