"""Closing a case with what was wrong, why and what helped; opening it again; and undoing either.

A person's closing needs all three answers.  A case that a file or the outside system closed has none yet: whoever looks
after it can give them afterwards, and correct them later.  The open state is changed by a compare-and-set, so of two
people who close at once the second is told who was first, and keeps the text on the screen.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from fsr import clock
from fsr.audit.names import Action
from fsr.audit.service import record
from fsr.auth.models import User
from fsr.db import db
from fsr.errors import Conflict, Invalid
from fsr.notebook.access import must_close
from fsr.notebook.models import Case, Closing, How
from fsr.notebook.texts import LONGEST, text_of
from fsr.web.i18n import gettext as _

ANSWERS = ("symptom", "fault", "fix")


@dataclass(frozen=True, slots=True)
class Summary:
    """What was wrong, why, and what helped."""

    symptom: str = ""
    fault: str = ""
    fix: str = ""

    @property
    def stamp(self) -> str:
        """Changes whenever an answer does; a form carries it, so that nobody's correction is written over unseen."""
        return hashlib.sha256("\0".join(self.answers.values()).encode()).hexdigest()[:16]

    @property
    def answers(self) -> dict[str, str]:
        """The three by name."""
        return asdict(self)

    def cleaned(self) -> "Summary":
        """The same as it is kept, each answer given.

        :raises Invalid: an answer is missing, or longer than 200,000 characters; names the fields.
        """
        kept = {name: text_of(text) for name, text in self.answers.items()}
        missing = {"symptom": _("Say what was seen."), "fault": _("Say why, or “unknown”."),
                   "fix": _("Say what was done.")}
        errors = {name: missing[name] for name, text in kept.items() if not text.strip()}
        errors |= {name: _("At most %(count)s characters.", count=LONGEST)
                   for name, text in kept.items() if len(text) > LONGEST}
        if errors:
            raise Invalid(_("Some answers cannot be accepted."), **errors)
        return Summary(**kept)


class AlreadyClosed(Conflict):
    """Somebody closed the case meanwhile; `closing` is theirs."""

    def __init__(self, closing: Closing | None) -> None:
        super().__init__(_("This case was closed meanwhile. What you typed is below; compare it with what is kept."))
        self.closing = closing


def summary_of(closing: Closing | None) -> Summary:
    """The answers of a closing; empty ones where there is none."""
    return Summary(closing.symptom, closing.fault, closing.fix) if closing else Summary()


def last_closing(case: Case) -> Closing | None:
    """The newest closing of the case, taken back or not."""
    return db.session.scalar(sa.select(Closing).where(Closing.case_id == case.id).order_by(Closing.id.desc()).limit(1))


def closings(case: Case) -> Sequence[Closing]:
    """All closings of the case, the newest first."""
    return db.session.scalars(sa.select(Closing).where(Closing.case_id == case.id).order_by(Closing.id.desc())).all()


def close(actor: User, case: Case, summary: Summary) -> Closing:
    """Close the case with all three answers; its pages can only be read from now on.

    :raises Forbidden: it is not the actor's to close.
    :raises Invalid: an answer is missing or too long; names the fields.
    :raises AlreadyClosed: somebody else was first.
    """
    must_close(case, actor)
    kept, now = summary.cleaned(), clock.now()
    if not _turn(case, open_now=False, at=now):
        raise AlreadyClosed(last_closing(case))
    closing = Closing(case_id=case.id, how=How.PERSON, closed_by_id=actor.id, closed_at=now, **kept.answers)
    db.session.add(closing)
    record(Action.CASE_CLOSED, case.subject, actor, how=How.PERSON.value, **_lengths(kept))
    return closing


def describe(actor: User, case: Case, summary: Summary, seen: str | None = None) -> Closing:
    """Give or correct the answers of a closed case.

    :param seen: the `stamp` of the answers that the actor saw; None: whatever they are.
    :raises Forbidden: it is not the actor's case.
    :raises Invalid: an answer is missing or too long; names the fields.
    :raises Conflict: the case is open, or somebody changed the answers meanwhile.
    """
    must_close(case, actor)
    kept = summary.cleaned()
    closing = _locked(case)
    if closing is None or closing.reopened_at is not None:
        raise Conflict(_("This case is open. Close it to keep these answers."))
    if seen is not None and seen != summary_of(closing).stamp and kept != summary_of(closing):
        raise Conflict(_("Somebody changed these answers while you were typing. Compare both, then save again."))
    if kept != summary_of(closing):
        for name, text in kept.answers.items():
            setattr(closing, name, text)
        record(Action.CASE_EDITED, case.subject, actor, closing=closing.id, **_lengths(kept))
    return closing


def reopen(actor: User, case: Case) -> None:
    """Open the case again; the answers of its closing stay in its history.

    :raises Forbidden: it is not the actor's case.
    :raises Conflict: it is open already.
    """
    must_close(case, actor)
    now = clock.now()
    if not _turn(case, open_now=True, at=now):
        raise Conflict(_("This case is open already."))
    if closing := _locked(case):
        closing.reopened_at, closing.reopened_by_id = now, actor.id
    record(Action.CASE_REOPENED, case.subject, actor)


def undo_reopen(actor: User, case: Case) -> None:
    """Close the case again as it was before it was opened again, with the same answers.

    :raises Forbidden: it is not the actor's case.
    :raises Conflict: it is closed already, or was never opened again.
    """
    must_close(case, actor)
    closing = _locked(case)
    if closing is None or closing.reopened_at is None or not _turn(case, open_now=False, at=closing.closed_at):
        raise Conflict(_("There is nothing to take back: this case was not just opened again."))
    closing.reopened_at = closing.reopened_by_id = None
    record(Action.CASE_CLOSED, case.subject, actor, how=closing.how, undone=True)


def _turn(case: Case, *, open_now: bool, at: datetime) -> bool:
    """Open or close the case unless it is so already; whether it was changed."""
    changed = db.session.execute(
        sa.update(Case).where(Case.id == case.id, Case.is_open.is_not(open_now)).values(
            is_open=open_now, closed_at=None if open_now else at, updated_at=clock.now())
        .returning(Case.id).execution_options(synchronize_session=False)).scalar_one_or_none()
    db.session.refresh(case)
    return changed is not None


def _locked(case: Case) -> Closing | None:
    """The newest closing, which nobody else changes until the transaction ends."""
    return db.session.scalar(sa.select(Closing).where(Closing.case_id == case.id).order_by(Closing.id.desc()).limit(1)
                             .with_for_update().execution_options(populate_existing=True))


def _lengths(summary: Summary) -> dict[str, Any]:
    return {name: len(text) for name, text in summary.answers.items()}
