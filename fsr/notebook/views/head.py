"""What stands above every page of a case: its number, whose notes these are, and the ways to the other pages.

`head_of` is how the views of this package read an address: the case by number or UUID, the page by `?by=` or as one's
own, both authorised.  Templates get it as `head` and include "notebook/_head.html".
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import current_app, request
from flask_login import current_user

from fsr.auth.models import User
from fsr.errors import NotFound
from fsr.notebook import access, circle, urls
from fsr.notebook.access import RANK
from fsr.notebook.models import Case, Level, Page
from fsr.web.i18n import gettext as _


@dataclass(frozen=True)
class Head:
    """A case and one page on it, as the reader may see them.

    page   None: the reader's own, before its first save
    owner  whose page it is
    level  what the reader may do with it
    """

    case: Case
    page: Page | None
    owner: User
    level: Level

    @property
    def is_own(self) -> bool:
        """Whether the reader is the author."""
        return bool(self.owner.id == current_user.id)

    @property
    def may_write(self) -> bool:
        """Whether the reader may change the texts now: not on a closed case."""
        return self.case.is_open and RANK[self.level] >= RANK[Level.WRITE]

    def must_have_page(self) -> Page:
        """The page, for those who would change something on it.

        :raises NotFound: nothing was written yet.
        """
        if self.page is None:
            raise NotFound(_("There is no such page."))
        return self.page

    @cached_property
    def title(self) -> str:
        """The case's title, for those whose business the case is; its number is everybody's."""
        shown = self.case.title and (self.page is not None or circle.knows(self.case, current_user))
        return self.case.title if shown else ""

    def url(self, endpoint: str = "notebook.case", **values: Any) -> str:
        """The address of what `endpoint` shows of this page."""
        by = {} if self.is_own else {"by": self.owner.id}
        return urls.case_url(self.case, endpoint, **by, **values)

    @staticmethod
    def has(endpoint: str) -> bool:
        """Whether anything answers there."""
        return endpoint in current_app.view_functions

    @cached_property
    def tabs(self) -> list[tuple[str, str, bool, None]]:
        """(label, address, whether it is this page, no count) of a case's pages; one without a tab is of the notes."""
        places = [(_("Notes"), "notebook.case"), (_("History"), "notebook.history"), (_("People"), "notebook.people"),
                  (_("Everyone's notes"), "notebook.everyone")]
        here = request.endpoint if request.endpoint in dict(places).values() else "notebook.case"
        return [(label, self.url(endpoint), here == endpoint, None) for label, endpoint in places if self.has(endpoint)]

    @property
    def may_close(self) -> bool:
        """Whether the reader may close the case, or open it again."""
        return access.may_close(self.case, current_user)


def head_of(ref: str, need: Level = Level.READ) -> Head:
    """The case and the page that an address names, for this reader.

    :raises NotFound: there is no such case or page, or the reader may not know that there is one.
    :raises Forbidden: the reader may see the page, but not `need`.
    """
    case, own = access.get_both(ref, current_user)
    by = _asked_for()
    if by is None or by == current_user.id:
        return Head(case, own, current_user, _own_level(own, need))
    page = access.get_page(case, current_user, by, need)
    return Head(case, page, page.user, access.level_of(page, current_user) or Level.READ)


def _own_level(page: Page | None, need: Level) -> Level:
    if need is not Level.READ:
        access.must_write(current_user)
    return Level.ADMIN if access.may_write(current_user) else Level.READ


def _asked_for() -> int | None:
    """The id after `by`, in the address or in the form.

    :raises NotFound: it is no number.
    """
    said = request.values.get("by", "")
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and len(said) < 19):
        raise NotFound(_("There is no such page."))
    return int(said)
