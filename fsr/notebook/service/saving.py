"""Save what somebody wrote, so that nobody's text is ever lost.

A draft says which version it was written on.  Is that the page's version, the draft is saved.  Is the page further,
both are merged (`fsr.notebook.merge`); where they touch each other nothing is stored and `Stale` carries both sides,
for `resolve` to settle.  A client without versions (seed 002) writes over what is there, as it always did: what it
overwrote stays in the history.
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from fsr.audit.names import Action
from fsr.audit.service import record
from fsr.auth.models import User
from fsr.db import db
from fsr.errors import TooMany
from fsr.notebook.access import must_write
from fsr.notebook.merge import compare, merge
from fsr.notebook.models import Case, Kind, Page
from fsr.notebook.refusals import CaseClosed, Clash, Stale
from fsr.notebook.service import pace, versions
from fsr.notebook.service.versions import Op
from fsr.notebook.texts import FIELDS, Draft, Texts
from fsr.web.i18n import gettext as _

__all__ = ["CaseClosed", "Draft", "Saved", "Stale", "Texts", "begin", "resolve", "save"]

TRIES = 5
"""Rounds against other writers of the same page within one save; each round one of them was done."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a draft.

    outcome  "saved"; "unchanged": the page had this text already; "merged": `texts` are not what was sent
    """

    page: Page
    version: int
    outcome: str
    texts: Texts
    at: datetime


@dataclass(frozen=True, slots=True)
class _Wish:
    """One save on its way."""

    actor: User
    case: Case
    page: Page
    draft: Draft
    base: int | None
    op: Op
    kind: Kind = Kind.EDIT


def save(
    actor: User, case: Case, page: Page | None, draft: Draft, *, base_version: int | None, op_id: str | None = None,
) -> Saved:
    """Save the draft on `page`, which the caller may write on; None: on the actor's own, made if there is none.

    :param base_version: what the draft was written on; 0: nothing yet; None: write over whatever is there.
    :param op_id: repeated with the same content, the first answer is given again.
    :raises CaseClosed: nothing was stored.
    :raises Stale: nothing was stored; it has all sides.
    :raises Invalid: a text is too long to keep, or the operation's name was another save's.
    :raises TooMany: nobody types so fast, or others save this page without end.
    :raises Forbidden: an auditor only looks.
    """
    must_write(actor)
    pace.take(actor)
    kept = draft.cleaned()
    if not case.is_open:
        raise CaseClosed(case)
    page = page or begin(actor, case)
    return _save(_Wish(actor, case, page, kept, base_version, Op.of(op_id, page, kept)))


def resolve(
    actor: User, page: Page, draft: Draft, base_version: int, set_aside: Draft, op_id: str | None = None,
) -> Saved:
    """Save what was chosen in a conflict, and keep what was not.

    :param base_version: the version that the actor saw in the conflict; may be in conflict again.
    :param set_aside: the side that lost, as far as it stands in no version yet.
    :raises: as `save`.
    """
    must_write(actor)
    pace.take(actor)
    kept, lost = draft.cleaned(), set_aside.cleaned()
    op = Op.of(op_id, page, kept)
    done = versions.of_op(op, page, actor)
    saved = _save(_Wish(actor, page.case, page, kept, base_version, op, Kind.MERGE))
    if not done and (aside := lost.over(saved.texts)) != saved.texts:
        versions.set_aside(page, actor, aside)
        record(Action.PAGE_RESOLVED, page.subject, actor, version=saved.version, set_aside=aside.lengths())
    return saved


def begin(actor: User, case: Case) -> Page:
    """The actor's own page on the case; an empty one where there was none.

    :raises CaseClosed: there was none, and nobody begins on a closed case.
    :raises Forbidden: an auditor only looks.
    """
    must_write(actor)
    own = sa.select(Page).where(Page.case_id == case.id, Page.user_id == actor.id)
    if found := db.session.scalar(own):
        return found
    if not case.is_open:
        raise CaseClosed(case)
    try:
        with db.session.begin_nested():
            page = Page(user_id=actor.id, case=case, version=0, burst=0, line_item=1, problem_statement="",
                        fsr_notes="")
            db.session.add(page)
    except IntegrityError:  # made meanwhile, by another device of the same person
        return db.session.scalars(own).one()
    record(Action.PAGE_ADDED, page.subject, actor, case=case.id)
    return page


def _save(wish: _Wish) -> Saved:
    for _round in range(TRIES):
        if saved := _try(wish):
            return saved
        db.session.refresh(wish.case)
        db.session.refresh(wish.page)
    raise TooMany(_("Too many people are saving this page at once. Your text is not saved yet; try again."), 1)


def _try(wish: _Wish) -> Saved | None:
    """One round; None where the page changed, or the case was closed, between reading and writing."""
    page, before = wish.page, wish.page.version
    if not wish.case.is_open:
        raise CaseClosed(wish.case)
    stale = wish.base is not None and wish.base != before
    if stale and (done := _done(wish)):
        return done
    now = versions.texts_of(page)
    sent = wish.draft.over(now)
    texts = _merged(wish, now) if stale else sent
    outcome = "saved" if texts == sent else "merged"
    if texts == now:
        return Saved(page, before, "unchanged" if texts == sent else outcome, now, page.changed_at)
    over = wish.base is None and before > 0 and not _holds(texts, now)
    kind = Kind.MERGE if outcome == "merged" else wish.kind
    if not versions.put(page, wish.actor, texts, kind, op=wish.op, new_burst=over):
        return _done(wish)
    if over:
        versions.mark_overwritten(page, before)
    record(Action.PAGE_SAVED, page.subject, wish.actor, case=wish.case.id, version=page.version, kind=kind.value,
           base=wish.base, lengths=texts.lengths())
    return Saved(page, page.version, outcome, texts, page.changed_at)


def _done(wish: _Wish) -> Saved | None:
    """The first answer again, if this operation was done before."""
    row = versions.of_op(wish.op, wish.page, wish.actor)
    if row is None or row.version is None:
        return None
    texts = Texts(row.problem_statement, row.fsr_notes)
    outcome = "saved" if wish.draft.over(texts) == texts else "merged"
    return Saved(wish.page, row.version, outcome, texts, row.saved_at)


def _merged(wish: _Wish, theirs: Texts) -> Texts:
    """The draft put together with what came after its base.

    :raises Stale: they touch each other, or the base is no longer known and they differ.
    """
    base = versions.at(wish.page, wish.base or 0)
    clashes = tuple(_clash(field, wish.draft, base, theirs) for field in FIELDS)
    if all(clash.merged.is_clean for clash in clashes):
        return Texts(**{clash.field: clash.merged.text for clash in clashes})
    row = versions.current(wish.page)
    by, at = (row.author, row.saved_at) if row else (wish.page.user, wish.page.changed_at)
    raise Stale(wish.page, theirs, by, at, clashes)


def _clash(field: str, draft: Draft, base: Texts | None, theirs: Texts) -> Clash:
    there, said = getattr(theirs, field), getattr(draft, field)
    if base is None:
        mine = there if said is None else said
        return Clash(field, None, mine, there, compare(mine, there))
    known = getattr(base, field)
    mine = known if said is None else said
    return Clash(field, known, mine, there, merge(known, mine, there))


def _holds(new: Texts, old: Texts) -> bool:
    """Whether every character of `old` stands in `new` in the same order: somebody typed on, nothing was lost."""
    return all(_is_within(getattr(old, field), getattr(new, field)) for field in FIELDS)


def _is_within(part: str, whole: str) -> bool:
    letters = iter(whole)
    return all(letter in letters for letter in part)
