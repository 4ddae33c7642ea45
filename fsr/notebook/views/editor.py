"""One page as the editor shows it: the texts in the boxes, what they were written on, and how things stand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from flask_login import current_user

from fsr.errors import Invalid, Refusal
from fsr.notebook.forms import SaveForm
from fsr.notebook.models import Closing, LineItem
from fsr.notebook.service.closing import last_closing
from fsr.notebook.service.items import filed
from fsr.notebook.texts import FIELDS, NOTES, PROBLEM, Draft, Texts
from fsr.notebook.views.head import Head
from fsr.web.i18n import clock_time, number, when
from fsr.web.i18n import gettext as _

MOST = {"problem_statement": PROBLEM, "fsr_notes": NOTES}
ROWS = {"problem_statement": 4, "fsr_notes": 10}
"""Lines that an empty box shows."""
LABELS: dict[str, Callable[[], str]] = {"problem_statement": lambda: _("Problem statement"),
                                        "fsr_notes": lambda: _("FSR notes")}


@dataclass(frozen=True, slots=True)
class Status:
    """What became of the last save, in the words of the status line.

    state    "new", "saved", "closed", "conflict", "refused" or "busy" (to be tried again); the script acts on it
    version  the page's, as the answer knows it; None: not told
    changes  what the boxes must change where they do not hold the page's texts, by field
    """

    state: str
    text: str
    version: int | None = None
    changes: Mapping[str, object] = field(default_factory=dict)

    @property
    def tone(self) -> str:
        """"ok", "warn", "bad" or ""."""
        return {"saved": "ok", "conflict": "warn", "closed": "bad", "refused": "bad", "busy": "bad"}.get(self.state, "")

    @property
    def icon(self) -> str:
        """The sign before the words."""
        return {"saved": "check", "conflict": "equal-not", "closed": "lock", "refused": "triangle-alert",
                "busy": "triangle-alert"}.get(self.state, "pencil")


def saved(at: datetime, version: int) -> Status:
    """The page is as it was sent, or as `at` somebody left it."""
    return Status("saved", _("Saved %(time)s · rev %(version)s", time=clock_time(at), version=version), version)


def closed(at: datetime | None) -> Status:
    """Nobody can save on this case now."""
    return Status("closed", _("Case closed at %(time)s", time=clock_time(at)) if at else _("Case closed"))


def refused(error: Refusal) -> Status:
    """The text cannot be accepted, as it is or just now."""
    return Status("refused" if isinstance(error, Invalid) else "busy", _("Not saved: %(reason)s", reason=str(error)))


@dataclass(frozen=True)
class Box:
    """One of the two texts."""

    name: str
    label: str
    text: str
    rows: int
    error: str = ""

    @property
    def most(self) -> int:
        """How many characters readers take."""
        return MOST[self.name]

    @property
    def count(self) -> str:
        """Characters written and characters advised: 212 / 1,000."""
        return f"{number(len(self.text))} / {number(self.most)}"

    @property
    def is_over(self) -> bool:
        """Whether readers will find it long."""
        return len(self.text) > self.most


@dataclass(frozen=True)
class Editor:
    """A page in the editor.

    head   the case and whose page
    typed  what a refused form held, to be shown instead of the page's texts; None: nothing
    after  how the last save went; None: the page was just opened
    """

    head: Head
    typed: SaveForm | None = None
    after: Status | None = None
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def version(self) -> int:
        """What the boxes were written on."""
        if self.typed:
            return self.typed.base
        return self.head.page.version if self.head.page else 0

    @property
    def kept(self) -> Texts:
        """The texts as they are kept."""
        page = self.head.page
        return Texts(page.problem_statement, page.fsr_notes) if page else Texts()

    @property
    def line_item(self) -> int:
        """The number of the line item that is being written."""
        return self.head.page.line_item if self.head.page else 1

    @cached_property
    def items(self) -> Sequence[LineItem]:
        """The filed line items, the last first."""
        return filed(self.head.page) if self.head.page and self.line_item > 1 else []

    @property
    def boxes(self) -> list[Box]:
        """The two texts, with what was typed last."""
        texts = self.typed.draft.over(self.kept) if self.typed else self.kept
        labels = {name: say() for name, say in LABELS.items()}
        if self.line_item > 1:
            labels["fsr_notes"] = _("FSR notes, line item %(number)s", number=self.line_item)
        return [Box(name, labels[name], getattr(texts, name), ROWS[name], self.errors.get(name, ""))
                for name in FIELDS]

    @property
    def written(self) -> list[tuple[str, str, str]]:
        """(name, label, text) of what is kept, where nothing can be written."""
        return [(name, LABELS[name](), getattr(self.kept, name)) for name in FIELDS]

    @property
    def status(self) -> Status:
        """What the status line says."""
        page = self.head.page
        if self.after:
            return self.after
        if not self.head.case.is_open:
            return closed(self.head.case.closed_at)
        if page and page.version:
            return Status("saved", _("Saved %(time)s · rev %(version)s", time=when(page.changed_at),
                                     version=page.version), page.version)
        return Status("new", _("Nothing written yet"), 0)

    @property
    def not_kept(self) -> Draft | None:
        """What was typed and could not be saved, for copying; None where the boxes can still be written in."""
        return self.typed.draft if self.typed and not self.head.may_write else None

    @property
    def closing(self) -> Closing | None:
        """Who closed the case and how, if it is closed."""
        return None if self.head.case.is_open else last_closing(self.head.case)

    @property
    def draft_key(self) -> str:
        """Under which name the browser keeps what is not saved yet: reader, case, author."""
        return f"draft|{current_user.id}|{self.head.case.id}|{self.head.owner.id}"
