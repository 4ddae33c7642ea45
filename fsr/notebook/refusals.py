"""What can stand against a save, with all that a page needs to show it without losing a text."""

from dataclasses import dataclass
from datetime import datetime

from fsr.auth.models import User
from fsr.errors import Conflict
from fsr.notebook.merge import Merged
from fsr.notebook.models import Case, Page
from fsr.notebook.texts import Texts
from fsr.web.i18n import gettext as _


class CaseClosed(Conflict):
    """The case is closed, so nothing was stored."""

    def __init__(self, case: Case) -> None:
        super().__init__(_("This case is closed. Your text is not saved: copy it, or have the case opened again."))
        self.case, self.closed_at = case, case.closed_at


@dataclass(frozen=True, slots=True)
class Clash:
    """One text of a page in a conflict.

    base    what both sides started from; None where that is no longer known
    merged  the regions of both sides; `merged.is_clean` where they do not touch each other
    """

    field: str
    base: str | None
    mine: str
    theirs: str
    merged: Merged


class Stale(Conflict):
    """The page changed where the draft did too; nothing was stored.

    version, theirs  the page as it stands
    by, at           who wrote that version, and when
    clashes          one for each text, in the order of the page
    """

    def __init__(self, page: Page, theirs: Texts, by: User, at: datetime, clashes: tuple[Clash, ...]) -> None:
        super().__init__(_("%(name)s changed this page meanwhile, in the same place. Choose what to keep.",
                           name=by.name))
        self.page, self.case, self.version = page, page.case, page.version
        self.theirs, self.by, self.at, self.clashes = theirs, by, at, clashes
