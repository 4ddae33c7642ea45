"""A row of the sheet as the rules see it, and the pieces it falls into when its hours are split over fields."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property, lru_cache

from fsr.cpe import fields, methods
from fsr.cpe.methods import Method
from fsr.extraction.labels import fold

ZERO = Decimal(0)


class Topic(StrEnum):
    """What a course is about where the field of study does not say it."""

    ETHICS = "ethics"
    HARASSMENT = "harassment"
    FRAUD = "fraud"
    GOVERNMENT = "government"
    PREPARATION = "preparation"
    REGULATORY_REVIEW = "regulatory_review"
    CERTIFICATION = "certification"
    NOT_ACCEPTED = "not_accepted"


_WORDS: dict[Topic, str] = {
    Topic.HARASSMENT: r"harass|workplace violence",
    Topic.FRAUD: r"\bfraud|embezzle",
    Topic.GOVERNMENT: r"\bgovernment(?:al)? (?:audit|account)|yellow book|\bgagas\b|\bgasb\b|single audit|"
                      r"uniform guidance",
    Topic.PREPARATION: r"preparation engagement|\bssars\b",
    Topic.REGULATORY_REVIEW: r"regulatory review",
    Topic.ETHICS: r"\bethic|professional conduct",
    Topic.NOT_ACCEPTED: r"personal growth|self[ -]?reali[sz]ation|spiritual|\bfitness\b|\bsports?\b|\byoga\b|\bgolf\b|"
                        r"foreign language|\bwellness\b",
}


@dataclass(frozen=True, slots=True)
class Part:
    """Hours of one row in one field of study, as printed."""

    field: str
    hours: Decimal


@dataclass(frozen=True)
class Credit:
    """One row: a certificate, or a line of one.

    row          identity in the sheet; also the last word where two rows are equal
    hours        credit as printed, the whole of it; None where the paper says none
    parts        the split over fields, where the paper gives one; () means all hours are in `field`
    method       as printed
    source       the file it came from: rows of one file are no duplicates for having its hash
    file_hash    of that file, "" for a row typed by hand
    is_cpe       False for training hours, CEU, PDU and the like
    topics       None: judged by title and field; a person's choice replaces that judgement
    approved     whether the state's board approved the course; None where nobody knows
    registered   whether the sponsor is registered with the state's board or NASBA; None where nobody knows
    distinct     a person said that it is no duplicate
    """

    row: int
    title: str = ""
    sponsor: str = ""
    completed: date | None = None
    hours: Decimal | None = None
    field: str = ""
    parts: tuple[Part, ...] = ()
    method: str = ""
    certificate: str = ""
    participant: str = ""
    source: str = ""
    file_hash: str = ""
    is_cpe: bool = True
    topics: frozenset[Topic] | None = None
    approved: bool | None = None
    registered: bool | None = None
    distinct: bool = False

    @cached_property
    def about(self) -> frozenset[Topic]:
        """Topics said by a person, else those that the title speaks of and the printed field does not contradict.

        A printed field says whether a course is on ethics, whatever its title; and what looks like leisure ("Accounting
        for Sports Clubs") is not that where its field is technical.
        """
        if self.topics is not None:
            return self.topics
        known = [piece.kind for piece in self.pieces if piece.kind]
        unlikely = {Topic.ETHICS} if known else set()
        if any(kind.stands_for <= fields.TECHNICAL for kind in known):
            unlikely.add(Topic.NOT_ACCEPTED)
        return topics_of(self.title) - unlikely

    @cached_property
    def how(self) -> Method | None:
        """The delivery method; None where the row says none or one nobody knows."""
        return methods.find(self.method)

    @cached_property
    def pieces(self) -> tuple["Piece", ...]:
        """Its hours by field: never more than `hours`; what the split leaves over has no field."""
        left = self.hours or ZERO
        found: list[Piece] = []
        for part in self.parts or (Part(self.field, left),):
            took = min(part.hours, left)
            if took > 0:
                found.append(Piece(self, len(found), took, part.field))
                left -= took
        if left > 0:
            found.append(Piece(self, len(found), left, ""))
        return tuple(found)


@dataclass(frozen=True)
class Piece:
    """Hours of one row in one field; `index` counts within the row.

    kind       the field or bucket that `printed` names
    completed  the row's day, `date.max` where it has none: such rows are never counted
    key        which piece it is, in the whole sheet
    """

    credit: Credit
    index: int
    hours: Decimal
    printed: str
    kind: fields.Field | None = field(init=False)
    completed: date = field(init=False)
    key: tuple[int, int] = field(init=False)

    def __post_init__(self) -> None:
        match = fields.find(self.printed)
        object.__setattr__(self, "kind", match.field if match else None)
        object.__setattr__(self, "completed", self.credit.completed or date.max)
        object.__setattr__(self, "key", (self.credit.row, self.index))

    @property
    def order(self) -> tuple[date, int, int]:
        """Date order, then the sheet's."""
        return (self.completed, self.credit.row, self.index)

    @cached_property
    def nature(self) -> tuple[object, ...]:
        """All that a category asks about: pieces of equal nature belong to the same categories."""
        credit = self.credit
        return (self.kind.code if self.kind else "", credit.about, credit.how, credit.registered, credit.approved)


@lru_cache(maxsize=16384)
def topics_of(title: str) -> frozenset[Topic]:
    """Topics a title speaks of: "Fraud in Government Audits" -> fraud, government."""
    text = fold(title)
    return frozenset(topic for topic, words in _WORDS.items() if re.search(words, text))
