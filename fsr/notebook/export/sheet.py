"""What a page holds when it leaves the house: plain values, so that slow drawing needs no database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from fsr import clock
from fsr.auth.models import User
from fsr.documents.desk import File, file_of
from fsr.notebook import circle
from fsr.notebook.attached import attached
from fsr.notebook.models import Case, LineItem, Page
from fsr.notebook.service.closing import closings
from fsr.notebook.service.items import filed


@dataclass(frozen=True, slots=True)
class Entry:
    """One line item; the one that is being written has no `at` and no author of its own."""

    number: int
    text: str
    author: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """One closing of the case: three answers, by whom and when; `by` is "" where no person closed it."""

    symptom: str
    fault: str
    fix: str
    at: datetime
    by: str
    reopened_at: datetime | None

    @property
    def is_empty(self) -> bool:
        """Whether nobody gave an answer, as when an outside system closed the case."""
        return not (self.symptom or self.fault or self.fix)


@dataclass(frozen=True, slots=True)
class Picture:
    """One attachment: its number and names, who added it, and the file that it is."""

    number: int
    title: str
    filename: str
    by: str
    at: datetime
    document_id: int
    kind: str
    file: File


@dataclass(frozen=True, slots=True)
class Notes:
    """One person's page: problem statement, line items by number, when it last changed."""

    author: str
    problem: str
    entries: tuple[Entry, ...]
    changed_at: datetime

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written on it."""
        return not (self.problem.strip() or self.entries)


@dataclass(frozen=True, slots=True)
class Sheet:
    """All of it.

    notes   the page; None where nothing was written yet
    others  colleagues' pages that the reader may read, where they were asked for
    """

    number: str
    title: str
    is_open: bool
    closed_at: datetime | None
    made_at: datetime
    reader: str
    notes: Notes | None
    summaries: tuple[Summary, ...]
    pictures: tuple[Picture, ...]
    others: tuple[Notes, ...] = ()


def sheet_of(case: Case, page: Page | None, reader: User, *, everyone: bool = False) -> Sheet:
    """The sheet of `page`, which the caller may read; `everyone`: also what colleagues share with them."""
    knows = circle.knows(case, reader) or page is not None
    return Sheet(
        case.number, case.title if knows else "", case.is_open, case.closed_at, clock.now(), reader.name,
        _notes(page, filed(page)[::-1]) if page else None, _summaries(case) if knows else (), _pictures(page),
        tuple(_notes(leaf.page, leaf.items) for leaf in circle.leaves(case, reader)
              if page is None or leaf.page.id != page.id) if everyone else ())


def _notes(page: Page, items: Iterable[LineItem]) -> Notes:
    entries = [Entry(item.number, item.text, item.author.name, item.filed_at) for item in items]
    if page.fsr_notes.strip():
        entries.append(Entry(page.line_item, page.fsr_notes))
    return Notes(page.user.name, page.problem_statement, tuple(entries), page.changed_at)


def _summaries(case: Case) -> tuple[Summary, ...]:
    return tuple(Summary(row.symptom, row.fault, row.fix, row.closed_at, row.closed_by.name if row.closed_by else "",
                         row.reopened_at) for row in closings(case))


def _pictures(page: Page | None) -> tuple[Picture, ...]:
    return tuple(Picture(one.number, one.title, one.row.document.filename, one.row.added_by.name, one.row.added_at,
                         one.row.document_id, one.row.document.kind, file_of(one.row.document))
                 for one in attached(page))
