"""The history of a page: its revisions, what changed between two of them, and bringing one back."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from flask import make_response, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr.auth.models import User
from fsr.notebook import revisions
from fsr.notebook.forms import SaveForm
from fsr.notebook.models import Kind, Level, PageVersion
from fsr.notebook.refusals import Stale
from fsr.notebook.revisions import Change, Listed, name_of
from fsr.notebook.service import history
from fsr.notebook.texts import FIELDS
from fsr.notebook.views.blueprint import bp
from fsr.notebook.views.case import URL
from fsr.notebook.views.conflict import ask
from fsr.notebook.views.editor import LABELS
from fsr.notebook.views.head import Head, head_of
from fsr.web.htmx import fragment_or_page, go_to
from fsr.web.i18n import gettext as _

WORDS: dict[str, Callable[[], str]] = {
    Kind.MERGE: lambda: _("merged"), Kind.RESTORE: lambda: _("restored"), Kind.SET_ASIDE: lambda: _("set aside"),
    Kind.OVERWRITTEN: lambda: _("overwritten"), Kind.LINE_ITEM: lambda: _("line item"),
}
NOTES: dict[str, Callable[[], str]] = {
    Kind.SET_ASIDE: lambda: _("This text lost a conflict. It was never the page's; it is kept here."),
    Kind.OVERWRITTEN: lambda: _("A program that knows no versions wrote over this text."),
    Kind.MERGE: lambda: _("Two people's changes, put together."),
    Kind.RESTORE: lambda: _("An older text, brought back."),
}


@dataclass(frozen=True)
class Story:
    """What the page of a history shows.

    old, new  the versions that are compared; `old` None: with nothing, `new` None: there is none yet
    restored  name of the version that stood before a restore just now, for taking it back
    """

    head: Head
    listed: Listed
    old: PageVersion | None
    new: PageVersion | None
    restored: str = ""

    @cached_property
    def changes(self) -> list[Change]:
        """What became of the two texts."""
        return revisions.changes(self.old, self.new) if self.new else []

    @property
    def authors(self) -> list[tuple[User, list[PageVersion]]]:
        """Revisions one after another, by who wrote them."""
        groups = groupby(self.listed.rows, key=lambda row: row.author_id)
        return [(rows[0].author, rows) for rows in (list(group) for _author, group in groups)]

    @property
    def may_restore(self) -> bool:
        """Whether the reader may bring the shown version back: it is not what the page has."""
        page = self.head.page
        return bool(self.head.may_write and page and self.new and self.new.version != page.version)

    def word(self, row: PageVersion) -> str:
        """What a version is besides plain writing; "" for that."""
        return WORDS[row.kind]() if row.kind in WORDS else ""

    def note(self, row: PageVersion) -> str:
        """How a version came to be, in a sentence; "" for plain writing."""
        if row.kind == Kind.LINE_ITEM:
            return _("The notes were filed as a line item, or taken back.") if row.version is not None else _(
                "The text of line item %(number)s before it was corrected.", number=row.line_item)
        return NOTES[row.kind]() if row.kind in NOTES else ""

    def title(self, row: PageVersion) -> str:
        """What a version is called."""
        return _("rev %(version)s", version=row.version) if row.version is not None else self.word(row)

    def label(self, field: str) -> str:
        """What a text is called."""
        return LABELS[field]()

    name = staticmethod(name_of)


@bp.get(f"{URL}/history", endpoint="history")
def show(case: str) -> ResponseReturnValue:
    """The revisions, and what changed from `?from=` to `?to=`; without them: what the newest one changed."""
    head = head_of(case)
    restored = request.args.get("restored", "")
    return _shown(head, restored if _id(restored) is not None else "")


def _shown(head: Head, restored: str = "") -> ResponseReturnValue:
    if head.page is None:
        story = Story(head, Listed((), None), None, None)
    else:
        listed = revisions.revisions(head.page, _id(request.args.get("before", "")))
        new = _asked(head, "to") or (revisions.find(head.page, name_of(listed.rows[0])) if listed.rows else None)
        old = _asked(head, "from") or (revisions.before(head.page, new) if new else None)
        story = Story(head, listed, old, new, restored)
    return fragment_or_page("notebook/_history.html", "notebook/history.html", story=story, head=head, case=head.case,
                            page=head.page)


def _asked(head: Head, name: str) -> PageVersion | None:
    said = request.args.get(name, "")
    return revisions.find(head.page, said) if said and head.page else None


def _id(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else None


@bp.post(f"{URL}/history/restore")
def restore(case: str) -> ResponseReturnValue:
    """Bring a version back: both texts, or the one that the button names.

    What the form carries of the editor's boxes is saved first; 409 where that is in conflict with the page.
    """
    head, form = head_of(case, Level.WRITE), SaveForm.parse(request.form)
    if head.page is None:
        return go_to(head.url("notebook.history"))
    row = revisions.find(head.page, request.form.get("to", ""))
    only = request.form.get("only", "")
    typed = form.draft if any(name in request.form for name in FIELDS) else None
    try:
        stood = history.restore(current_user, head.page, row, (only,) if only in FIELDS else FIELDS, typed=typed,
                                base_version=form.base)
    except Stale as error:
        return make_response(ask(head, error))
    return go_to(head.url("notebook.history", **({} if stood is None else {"restored": stood})))
