"""Rows that say the same twice: the same file, the same certificate number, or the same course, day and hours.

Rows of one file are no duplicates for its hash, and rows of one file with different fields are the split of one course.
A duplicate is left out of every count until a person says that it is not one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from fsr.cpe.rules import people
from fsr.cpe.rules.credit import Credit
from fsr.extraction.labels import fold


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Row `row` repeats row `of`; `how` is a key of `reasons.HOW`."""

    row: int
    of: int
    how: str


def duplicates(rows: Sequence[Credit]) -> dict[int, Duplicate]:
    """Each row that repeats one with a lower number, by row."""
    found: dict[int, Duplicate] = {}
    seen: dict[tuple[object, ...], list[Credit]] = {}
    for credit in sorted(rows, key=lambda credit: credit.row):
        match = None if credit.distinct else _match(credit, seen)
        if match:
            found[credit.row] = match
            continue
        for key, how in _keys(credit):
            known = seen.setdefault(key, [])
            if how != "file" or not credit.source or all(other.source != credit.source for other in known):
                known.append(credit)
    return found


def _match(credit: Credit, seen: dict[tuple[object, ...], list[Credit]]) -> Duplicate | None:
    for key, how in _keys(credit):
        for other in seen.get(key, ()):
            if not _belong_together(credit, other, how):
                return Duplicate(credit.row, other.row, how)
    return None


def _belong_together(credit: Credit, other: Credit, how: str) -> bool:
    """Whether both rows may be true: of two people, or of one file."""
    names = {people.key(credit.participant), people.key(other.participant)} - {frozenset()}
    if how == "course" and len(names) > 1:
        return True
    if not credit.source or credit.source != other.source:
        return False
    return how == "file" or _plain(credit.field) != _plain(other.field)


def _keys(credit: Credit) -> Iterator[tuple[tuple[object, ...], str]]:
    """What it is known by, the surest first."""
    if credit.file_hash:
        yield ("file", credit.file_hash), "file"
    if len(number := _plain(credit.certificate)) > 3 and any(c.isdigit() for c in number):
        yield ("certificate", number, _plain(credit.sponsor)), "certificate"
    if credit.title and credit.completed and credit.hours:
        yield ("course", _plain(credit.title), credit.completed, credit.hours.normalize()), "course"


@lru_cache(maxsize=16384)
def _plain(text: str) -> str:
    return re.sub(r"\W", "", fold(text))
