"""A price that only says "a year": "742,18 €" over "gadā", "Per year EUR 813.20".

It is a guess, and one only where nothing else names a premium.
"""

import re
from collections.abc import Iterator, Sequence

from fsr.extraction.labels import fold_letters
from fsr.extraction.layout import Cell
from fsr.extraction.sections import Section
from fsr.money import amounts, plain
from fsr.offers.reader.claims import Claim, Place
from fsr.offers.reader.document import Passage

_YEAR = re.compile(r"\W*(?:gada|par gadu|per year|a year|yearly|annually|в год|за год)\b")
_PART = re.compile(r"\s+[·|•]\s+")
_NOT_PRICED = frozenset({Section.EXCLUSION, Section.OPTIONAL, Section.DEFINITION, Section.GENERAL, Section.DEDUCTIBLE})
_GUESS = 0.66
_FEW = 0.6
"""With a claim of at least this on the premium nothing is guessed."""
_OWN = 4
"""A sum so near after "a year" is the year's own price, and the one above another."""
_LEAST = 30
"""Euros: no car is insured for less."""


def yearly_premium(passages: Sequence[Passage], claims: Sequence[Claim]) -> Iterator[Claim]:
    """Claims on the premium by amounts said to be for a year; none where the document has a premium."""
    if any(claim.code == "premium_total" and claim.weight >= _FEW for claim in claims):
        return
    cells = [cell for p in passages if p.section not in _NOT_PRICED for cell in p.strip.cells]
    for index, cell in enumerate(cells):
        for start, end in _parts(cell):
            if _YEAR.match(fold_letters(cell.text[start:end])):
                yield from _claims(Place(cell, start, end))
        if _is_sum(cell) and any(_is_under(other, cell) for other in cells[index + 1 : index + 6]):
            yield from _claims(Place(cell, 0, len(cell.text)))


def _parts(cell: Cell) -> list[tuple[int, int]]:
    cuts = [match.span() for match in _PART.finditer(cell.text)]
    return list(zip([0, *(b for _, b in cuts)], [*(a for a, _ in cuts), len(cell.text)], strict=True)) if cuts else []


def _is_sum(cell: Cell) -> bool:
    found = amounts(cell.text)
    return len(found) == 1 and found[0].currency and found[0].end - found[0].start == len(cell.text.strip())


def _is_under(other: Cell, cell: Cell) -> bool:
    near = other.page == cell.page and 0 < other.box[1] - cell.box[1] < 2.5 * (cell.box[3] - cell.box[1])
    level = min(other.box[2], cell.box[2]) > max(other.box[0], cell.box[0])
    said = _YEAR.match(fold_letters(other.text)) if near and level else None
    return said is not None and not any(a.start < said.end() + _OWN for a in amounts(other.text))


def _claims(place: Place) -> Iterator[Claim]:
    found = [a for a in amounts(place.text) if a.currency and a.value >= _LEAST]
    if len(found) == 1:
        at = Place(place.cell, place.start + found[0].start, place.start + found[0].end)
        yield Claim("premium_total", plain(found[0].value), at, _GUESS, "yearly")
