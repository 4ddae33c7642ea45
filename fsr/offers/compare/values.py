"""The comparison as plain values: what goes in (`Offered`, `Value`) and what comes out (`Matrix`).

Nothing here knows the database or the web, so that a page, the JSON API, the workbook and a share pinned to an old
revision are all drawn from the same value.
"""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from fsr.extraction.found import State
from fsr.extraction.reading import Box
from fsr.offers.catalogue import Group, Row


class OfferState(StrEnum):
    """How far an offer is; only a READ one takes part in comparing."""

    WAITING = "waiting"
    READING = "reading"
    READ = "read"
    FAILED = "failed"


class Shown(StrEnum):
    """How a cell looks."""

    COVERED = "covered"
    """✓, the value "v"."""
    EXCLUDED = "excluded"
    """–, the value "-"."""
    MISSING = "missing"
    """The chip "not found": the document says nothing."""
    MONEY = "money"
    """An amount in euro: `Cell.amount`."""
    TEXT = "text"
    PENDING = "pending"
    """Nothing yet: the offer waits, is being read, or could not be read."""


@dataclass(frozen=True, slots=True)
class Value:
    """What an offer says in one row; the fields are those of `fsr.offers.models.OfferValue`.

    value      "v", "-", a text, or None when the document is silent
    read       the value as read, whatever people did since
    edited_by  name of the person who edited or confirmed it; None when nobody did
    """

    value: str | None = None
    state: State = State.MISSING
    read: str | None = None
    text: str = ""
    page: int | None = None
    box: Box | None = None
    confidence: float = 0.0
    label: str = ""
    rule: str = ""
    alternatives: tuple[str, ...] = ()
    edited_by: str | None = None
    edited_at: datetime | None = None
    why: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Offered:
    """One offer as the comparison takes it.

    position  order of upload; place: the order people chose
    filename  of its document; "" when typed by hand
    before    values of the older offer that this one replaces, by code; None when it replaces none
    """

    id: int
    position: int
    place: int
    state: OfferState = OfferState.READ
    insurer: str | None = None
    insurer_given: bool = False
    insurer_confidence: float = 1.0
    insurer_reason: str = ""
    title: str = ""
    filename: str = ""
    document_id: int | None = None
    job_id: str | None = None
    product: str | None = "casco"
    reg_number: str | None = None
    insured_entity: str | None = None
    currency: str = "EUR"
    variant: str | None = None
    variants: tuple[str, ...] = ()
    variant_reason: str = ""
    warnings: tuple[str, ...] = ()
    error: str | None = None
    progress: str | None = None
    comment: str = ""
    chosen: bool = False
    hidden: bool = False
    by_hand: bool = False
    version: int = 1
    created_at: datetime | None = None
    before: dict[str, str | None] | None = None
    values: dict[str, Value] = field(default_factory=dict)
    comparison_id: int = 0
    premium_breakdown: dict[str, Any] = field(default_factory=dict)
    raw_text: str | None = None

    def to_data(self) -> dict[str, Any]:
        """As plain values, ready for JSON."""
        data = asdict(self)
        data["created_at"] = _iso(self.created_at)
        data["values"] = {code: {**asdict(value), "edited_at": _iso(value.edited_at)}
                          for code, value in self.values.items()}
        return data

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Offered":
        """The offer that `to_data` wrote."""
        given = {**data, "state": OfferState(data["state"]), "variants": tuple(data["variants"]),
                 "warnings": tuple(data["warnings"]), "created_at": _instant(data["created_at"])}
        return cls(**{**given, "values": {code: _value(value) for code, value in data["values"].items()}})


def _iso(value: datetime | None) -> str | None:
    return value.isoformat() if value else None


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _value(data: dict[str, Any]) -> Value:
    return Value(**{**data, "state": State(data["state"]), "box": tuple(data["box"]) if data["box"] else None,
                    "alternatives": tuple(data["alternatives"]), "edited_at": _instant(data["edited_at"])})


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the matrix.

    shown     how it looks; `amount` is set when it is money
    was       what was read, where a person typed something else; None otherwise (`edited` says which None is meant)
    before    what the older offer of this insurer said; only where `changed`
    changed   this offer replaces an older one, which said something else here
    best      the best of the row for the client; `minority` differs from what most offers say
    to_check  guessed and not yet looked at
    key       unique on the page: "<code>-<offer id>"
    """

    code: str
    offer_id: int
    key: str
    shown: Shown
    value: str | None = None
    amount: Decimal | None = None
    state: State = State.MISSING
    page: int | None = None
    box: Box | None = None
    text: str = ""
    confidence: float = 0.0
    label: str = ""
    rule: str = ""
    alternatives: tuple[str, ...] = ()
    edited: bool = False
    was: str | None = None
    changed: bool = False
    before: str | None = None
    edited_by: str | None = None
    edited_at: datetime | None = None
    why: str = ""
    version: int = 0
    best: bool = False
    minority: bool = False
    to_check: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the matrix.

    cells       one a column, in the order of `Matrix.columns`
    differs     the offers that were read do not all say the same; `equal` is the opposite
    rule        which side is better, in English words, to be translated
    overridden  a person said which is best
    """

    row: Row
    cells: tuple[Cell, ...]
    differs: bool
    equal: bool
    rule: str
    overridden: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One offer's heading.

    name      unique in the comparison, from the insurer and the order of upload: "BALTA", or "BALTA #1" and "BALTA #2"
    title     what people call it: their own name for it, else `name`
    premium   total premium; None when not stated or not an amount
    to_check  how many cells are guessed and not yet looked at
    """

    offer_id: int
    name: str
    title: str
    offer: Offered
    premium: Decimal | None = None
    to_check: int = 0

    @property
    def insurer(self) -> str | None:
        """The insurer's short name; None when unknown."""
        return self.offer.insurer

    @property
    def state(self) -> OfferState:
        """How far the offer is."""
        return self.offer.state


@dataclass(frozen=True, slots=True)
class Section:
    """The lines under one heading."""

    group: Group
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Offers side by side.

    columns   in order of display, without the hidden ones; `hidden` are those
    sections  the lines in the order of the catalogue, without those that were asked to be left out
    differs   how many lines differ, left out or not; `equal` how many are the same; `to_check` cells to look at
    busy      how many shown or hidden offers still wait or are being read
    """

    columns: tuple[Column, ...]
    hidden: tuple[Column, ...]
    sections: tuple[Section, ...]
    differs: int
    equal: int
    to_check: int
    busy: int

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines, without their headings."""
        return tuple(line for section in self.sections for line in section.lines)

    def line(self, code: str) -> Line:
        """The line of this row.

        :raises KeyError: there is no such line here.
        """
        for line in self.lines:
            if line.row.code == code:
                return line
        raise KeyError(code)

    def cell(self, code: str, offer_id: int) -> Cell:
        """One cell.

        :raises KeyError: there is no such cell here.
        """
        for cell in self.line(code).cells:
            if cell.offer_id == offer_id:
                return cell
        raise KeyError(offer_id)
