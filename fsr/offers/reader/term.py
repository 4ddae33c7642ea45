"""The period by its first and last day, where no label says that it is one: "starts on … and ends on …", two boxes."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from fsr.extraction.parsers import dates, months_between
from fsr.extraction.sections import Section
from fsr.offers.reader.claims import Claim, Place
from fsr.offers.reader.document import Passage
from fsr.offers.reader.finance import months_text

_WEIGHT = 0.72
"""Less than any label: only a document that names no period is read so."""


def periods_of_days(passages: Sequence[Passage], language: str) -> Iterator[Claim]:
    """Two dates in one row or text of which the later is the last day of whole months from the earlier."""
    for passage in passages:
        if passage.section in (Section.EXCLUSION, Section.DEFINITION):
            continue
        days = [
            (day, Place(cell, start, end)) for cell in passage.strip.cells for day, start, end in dates(cell.text)
        ]
        months = _months(*sorted(day for day, _ in days)) if len(days) == 2 else None
        if months:
            yield Claim("period", months_text(months, language), _both(*(p for _, p in days)), _WEIGHT, "dates")


def _months(first: date, last: date) -> int | None:
    """Whole months from `first` to `last` inclusive; None where the last is the same day of another month."""
    if last in (date.max, first):
        return None
    return months_between(first, last) if (last + timedelta(days=1)).day == first.day else None


def _both(a: Place, b: Place) -> Place:
    return Place(a.cell, a.start, b.end) if a.cell is b.cell else Place(b.cell, b.start, b.end, a.cell)
