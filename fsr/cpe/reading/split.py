"""Credit that is split over fields of study: a list of fields with the hours of each."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from fsr.cpe.reading.page import Paper
from fsr.cpe.reading.values import hours_in, leading_field
from fsr.cpe.reading.vocabulary import TOTALS
from fsr.extraction.labels import fold
from fsr.sheets.reader.candidates import Candidate, candidate
from fsr.sheets.reader.typed import Value
from fsr.sheets.reader.view import Text, cut

WEIGHT = 0.93
_BETWEEN = re.compile(r"\s*[:(=–-]?\s*$")
_IN = re.compile(r"^\s*(?:\(?(?:cpe\s+)?(?:credits?|hours?|hrs?)\)?\s+)?(?:in|of|for|-|–|"
                 r":)?\s*(?:the field of study (?:of )?)?",
                 re.IGNORECASE)


class Share(NamedTuple):
    """The hours in one field."""

    field: Candidate
    hours: Candidate


def shares(paper: Paper) -> list[Share]:
    """The hours of each field of study, in the order printed; a field counts once."""
    found: dict[str, Share] = {}
    for text in paper.prose:
        for share in [*_inside(text), *_in_row(paper, text)]:
            found.setdefault(share.field.value, share)
    return list(found.values())


def _inside(text: Text) -> Iterator[Share]:
    """Shares in one text: "Finance: 3.0 credits. Taxes: 1.5", "8.0 in Taxes", "2 hours of Accounting"."""
    taken = 0
    for value in hours_in(text.text):
        before = _field_before(text.text[taken : value.start])
        after = _field_after(text.text[value.end :])
        if before:
            place = (taken + before[1], taken + before[2])
            yield _share(text, before[0], place, value)
        elif after:
            yield _share(text, after[0], (value.end + after[1], value.end + after[2]), value)
        taken = value.end


def _field_before(text: str) -> tuple[str, int, int] | None:
    bare = _BETWEEN.sub("", text)
    for match in re.finditer(r"(?:^|(?<=[\s,;.•·|(]))[A-Z&]", bare):
        known = leading_field(bare[match.start() :])
        if known and match.start() + known[1] == len(bare):
            return known[0], match.start(), len(bare)
    return None


def _field_after(text: str) -> tuple[str, int, int] | None:
    match = _IN.match(text)
    start = match.end() if match else 0
    known = leading_field(text[start:])
    return (known[0], start, start + known[1]) if known else None


def _in_row(paper: Paper, text: Text) -> Iterator[Share]:
    """A field of study with a number on either side, as in a table."""
    known = leading_field(text.text)
    if known is None or known[1] < len(text.text.rstrip(" .:")) or fold(text.text) in TOTALS:
        return
    for beside in (paper.view.right_of(text), paper.view.left_of(text)):
        values = hours_in(beside.text) if beside and len(beside.text) <= 20 else []
        if beside and len(values) == 1:
            hours = values[0]
            yield Share(candidate("field", known[0], text.cell, WEIGHT, "table"),
                        candidate("hours", hours.value, cut(beside.cell, hours.start, hours.end), WEIGHT, "table"))
            return


def _share(text: Text, field: str, place: tuple[int, int], hours: Value) -> Share:
    return Share(candidate("field", field, cut(text.cell, *place), WEIGHT, "split"),
                 candidate("hours", hours.value, cut(text.cell, hours.start, hours.end), WEIGHT, "split"))
