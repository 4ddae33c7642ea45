"""Two people wrote in the same place: both texts beside what they started from, and a form for what shall count."""

from dataclasses import dataclass, field
from datetime import datetime

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr.errors import Conflict as Changed
from fsr.errors import Invalid, Refusal, TooMany
from fsr.notebook.forms import ResolveForm, new_op
from fsr.notebook.merge import Region, compare, merge
from fsr.notebook.models import Level
from fsr.notebook.refusals import Clash
from fsr.notebook.service import saving
from fsr.notebook.service.saving import CaseClosed, Stale
from fsr.notebook.texts import FIELDS
from fsr.notebook.views.blueprint import bp
from fsr.notebook.views.case import URL
from fsr.notebook.views.editor import LABELS
from fsr.notebook.views.head import Head, head_of
from fsr.notebook.views.signed_out import signed_out
from fsr.web.errors import status_of
from fsr.web.htmx import fragment_or_page, go_to
from fsr.web.i18n import gettext as _
from fsr.web.public import when_signed_out


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one side: "clash" where both sides changed it, "changed" where this one did, else "same"."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One text of the page, to be settled.

    mine    what the reader wrote, in the first conflict if this is a second one
    result  what the box begins with: all that can be merged, and both sides of what cannot
    """

    clash: Clash
    mine: str
    result: str

    @property
    def label(self) -> str:
        """What the text is called."""
        return LABELS[self.clash.field]()

    @property
    def is_settled(self) -> bool:
        """Whether the two sides do not touch each other here."""
        return self.clash.merged.is_clean

    def side(self, name: str) -> list[Piece]:
        """The text of "mine", "base" or "theirs", with what was changed in it."""
        pieces = [_piece(region, name) for region in self.clash.merged.regions]
        return [piece for piece in pieces if piece.text]


def _piece(region: Region, name: str) -> Piece:
    text = str(getattr(region, name))
    changed = "changed" if name != "base" and text != region.base else "same"
    return Piece(text, "clash" if region.text is None else changed)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Both sides of a page.

    by, at   who wrote the other side, and when; None where only the form knows the sides any more
    again    why a result was not saved; "" at first
    """

    version: int
    choices: tuple[Choice, ...]
    by: str | None = None
    at: datetime | None = None
    again: str = ""
    op_id: str = field(default_factory=new_op)


def ask(head: Head, error: Stale) -> ResponseReturnValue:
    """Show the conflict that a save ran into."""
    choices = tuple(Choice(clash, clash.mine, clash.merged.text) for clash in error.clashes)
    return _page(head, Conflict(error.version, choices, error.by.name, error.at), 409)


@bp.get(f"{URL}/conflict")
def conflict(case: str) -> ResponseReturnValue:
    """Lead back to the page: a conflict lives only in the answer that tells of it."""
    return redirect(head_of(case).url(), 303)


@bp.post(f"{URL}/conflict")
@when_signed_out(signed_out)
def resolve(case: str) -> ResponseReturnValue:
    """Save what was chosen; the page may have changed once more meanwhile."""
    head, form = head_of(case, Level.WRITE), ResolveForm.parse(request.form)
    try:
        page = head.page or saving.begin(current_user, head.case)
        saving.resolve(current_user, page, form.draft, form.seen, form.mine, form.op_id)
    except Stale as error:
        return _page(head, _again(form, error), 409)
    except (CaseClosed, Changed, Invalid, TooMany) as error:
        return _page(head, _unchanged(form, error), status_of(error))
    flash(_("Saved. What you left out is kept in the history."), "ok")
    return go_to(head.url(resolved=form.op_id))


def _again(form: ResolveForm, error: Stale) -> Conflict:
    choices = tuple(Choice(clash, getattr(form.mine, clash.field) or "", clash.merged.text) for clash in error.clashes)
    again = _("%(name)s changed the page once more while you were choosing.", name=error.by.name)
    return Conflict(error.version, choices, error.by.name, error.at, again)


def _unchanged(form: ResolveForm, error: Refusal) -> Conflict:
    """The same conflict as the form shows it, with the reason why it is not settled yet."""
    return Conflict(form.seen, tuple(_as_shown(form, name) for name in FIELDS), again=str(error))


def _as_shown(form: ResolveForm, name: str) -> Choice:
    mine, theirs = getattr(form.mine, name) or "", getattr(form.theirs, name) or ""
    base = getattr(form.base, name)
    merged = compare(mine, theirs) if base is None else merge(base, mine, theirs)
    return Choice(Clash(name, base, mine, theirs, merged), mine, getattr(form.draft, name) or "")


def _page(head: Head, conflict: Conflict, status: int) -> ResponseReturnValue:
    return fragment_or_page("notebook/_conflict.html", "notebook/conflict.html", status, head=head, case=head.case,
                            conflict=conflict)
