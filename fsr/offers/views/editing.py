"""One cell as its editor shows it: the value, where it was read, what may be done with it, what was done so far."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from flask import url_for

from fsr.documents.evidence import Evidence, evidence_of
from fsr.errors import NotFound
from fsr.extraction.found import State
from fsr.offers import catalogue, queries
from fsr.offers.catalogue import Kind, Row
from fsr.offers.compare import Cell, Column, Line, Matrix, Shown, compare
from fsr.offers.forms import CellForm
from fsr.offers.models import Offer, ValueChange
from fsr.offers.views.page import Page
from fsr.offers.views.shown import PATHS, say
from fsr.web.i18n import gettext as _

AMOUNTS = frozenset({Kind.MONEY, Kind.SUM, Kind.PERIOD})
"""Rows that hold a figure: covered and not covered mean nothing in them."""


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One line of a cell's history, in words."""

    what: str
    old: str
    new: str
    who: str
    at: datetime
    why: str


@dataclass(frozen=True)
class Edit:
    """The editor of the cell of `offer` in row `code`.

    form      what was typed, with its errors; empty at first
    conflict  why a save was refused although what was typed is sound; "" for no
    saved     when a change was just saved
    """

    page: Page
    offer: Offer
    code: str
    form: CellForm = field(default_factory=CellForm)
    conflict: str = ""
    saved: datetime | None = None

    @cached_property
    def matrix(self) -> Matrix:
        """All columns, the hidden ones too: a cell of each can be edited."""
        return compare(self.page.offers, show_hidden=True, best=self.page.comparison.best)

    @cached_property
    def line(self) -> Line:
        """The row over all columns."""
        return self.matrix.line(self.code)

    @cached_property
    def cell(self) -> Cell:
        """The cell.

        :raises NotFound: its offer stands no longer in the comparison, or has no values yet.
        """
        for cell in self.line.cells:
            if cell.offer_id == self.offer.id and cell.shown != Shown.PENDING:
                return cell
        raise NotFound(_("There is no such value."))

    @cached_property
    def column(self) -> Column:
        """The heading of the cell's column."""
        return next(column for column in self.matrix.columns if column.offer_id == self.offer.id)

    @property
    def row(self) -> Row:
        """The row."""
        return catalogue.BY_CODE[self.code]

    @property
    def row_name(self) -> str:
        """The row's name in the language of the comparison."""
        return self.row.label(self.page.language)

    @property
    def url(self) -> str:
        """Where the editor is, and where it posts to."""
        return self._at(self.code)

    @property
    def page_url(self) -> str:
        """Back to the matrix, at this cell."""
        return f"{self.page.url}{self.page.view.query}#{PATHS[self.code]}-{self.offer.id}"

    def _at(self, code: str) -> str:
        return url_for("offers.cell", comparison_id=self.page.comparison.id, code=code, offer_id=self.offer.id)

    @property
    def previous(self) -> str | None:
        """The editor of the same offer's row above."""
        at = catalogue.CODES.index(self.code)
        return self._at(catalogue.CODES[at - 1]) if at else None

    @property
    def next(self) -> str | None:
        """The editor of the same offer's row below."""
        at = catalogue.CODES.index(self.code) + 1
        return self._at(catalogue.CODES[at]) if at < len(catalogue.CODES) else None

    @property
    def version(self) -> int:
        """The version of the cell that the reader has seen; a refused form has shown them no newer one."""
        seen = None if self.conflict else self.form.version
        return self.cell.version if seen is None else seen

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What can be ticked instead of typed; nothing for figures."""
        if self.row.kind in AMOUNTS:
            return []
        words = [("text", _("In words:"))] if self.typed else []
        return [("covered", _("Included")), ("excluded", _("Not included")), ("missing", _("Not stated")), *words]

    @property
    def choice(self) -> str:
        """Which choice is ticked."""
        if self.form.value or self.form.errors or self.conflict:
            return self.form.choice
        return "text" if self.cell.shown in {Shown.MONEY, Shown.TEXT} else str(self.cell.shown)

    @property
    def typed(self) -> bool:
        """Whether the value can be typed: not where only a tick makes sense."""
        return self.row.kind != Kind.COVER or self.cell.shown in {Shown.MONEY, Shown.TEXT}

    @property
    def value(self) -> str:
        """What the field holds."""
        return self.form.value or ("" if self.form.errors or self.conflict else self.shown)

    @property
    def shown(self) -> str:
        """What the field held before anything was typed."""
        return self.cell.value or "" if self.cell.shown in {Shown.MONEY, Shown.TEXT} else ""

    @property
    def hint(self) -> str:
        """What may be typed."""
        if self.row.kind == Kind.MONEY:
            return _("An amount in euro. Empty: the offer does not state it.")
        if self.row.kind in AMOUNTS:
            return _("Empty: the offer does not state it.")
        return ""

    @property
    def inputmode(self) -> str:
        """The keyboard that phones show."""
        return "decimal" if self.row.kind == Kind.MONEY else "text"

    @property
    def picks(self) -> list[tuple[int, str]]:
        """Other values that were read: number and words."""
        now = self.cell.value
        return [(at, say(self.row, value)) for at, value in enumerate(self.cell.alternatives) if value != now]

    @property
    def may_confirm(self) -> bool:
        """Whether a person may still agree with what was read."""
        return self.cell.state in {State.GUESSED, State.FOUND, State.MISSING} and not self.offer.by_hand

    @property
    def was(self) -> str:
        """What was read, in words."""
        return say(self.row, self.cell.was)

    @property
    def now(self) -> str:
        """What counts, in words."""
        return say(self.row, self.cell.value)

    @property
    def mine(self) -> str:
        """What was typed and not saved, in words."""
        return say(self.row, self.form.typed)

    @cached_property
    def changes(self) -> Sequence[ValueChange]:
        """The history as stored, newest first."""
        return queries.history(self.offer.id, self.code)

    @property
    def history(self) -> list[ShownChange]:
        """The history in words, newest first."""
        return [self._change(change) for change in self.changes]

    def _change(self, change: ValueChange) -> ShownChange:
        kinds = {"edit": _("edited"), "confirm": _("confirmed"), "reset": _("reset"), "undo": _("undone"),
                 "reread": _("read again"), "variant": _("other variant")}
        who = change.actor.name if change.actor else _("the reader")
        return ShownChange(kinds.get(change.kind, change.kind), say(self.row, change.old_value),
                           say(self.row, change.new_value), who, change.at, change.why)

    @property
    def may_undo(self) -> bool:
        """Whether a person's change can be taken back."""
        return any(change.kind in {"edit", "confirm", "reset"} and not change.undone_at for change in self.changes)

    @property
    def is_best(self) -> bool:
        """Whether the cell is marked best, by rule or by a person."""
        return self.cell.best

    @property
    def others_best(self) -> list[int]:
        """The other offers that are best in this row."""
        return [cell.offer_id for cell in self.line.cells if cell.best and cell.offer_id != self.offer.id]

    @property
    def origin(self) -> str:
        """How the value came about, in words."""
        if self.cell.page is None:
            return (_("Typed by hand: there is no place in the document.") if self.cell.edited or self.offer.by_hand
                    else _("The document does not say anything here, as far as it could be read."))
        parts = [_("Read on page %(page)s.", page=self.cell.page)]
        if self.cell.label:
            parts.append(_("Beside “%(label)s”.", label=self.cell.label))
        if self.cell.state == State.GUESSED:
            parts.append(_("Not certain: please compare it with the page."))
        if self.cell.edited:
            parts.append(_("The value that counts was typed by a person."))
        return " ".join(parts)

    @property
    def evidence(self) -> Evidence | None:
        """The page with the place of the value; its first page where no place is known; None without a document."""
        document = self.offer.document
        return evidence_of(document, self.cell.page or 1, self.cell.box) if document else None


