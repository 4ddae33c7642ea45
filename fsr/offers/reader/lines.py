"""Claims from one text by itself: pairs on its line, and its sentences."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from fsr.extraction.layout import Cell
from fsr.extraction.sections import Section, section_of, sentences
from fsr.offers.catalogue import COVERED, NOT_COVERED
from fsr.offers.reader import finance, inline, prose, rows
from fsr.offers.reader.claims import Claim, Place
from fsr.offers.reader.columns import Column, by_variant
from fsr.offers.reader.cover import DEDUCTIBLE
from fsr.offers.reader.document import Words
from fsr.offers.reader.gathering import Gathering


def of_line(cell: Cell, section: Section, gathering: Gathering) -> Iterator[Claim]:
    """One cell by itself: pairs on its line, and its sentences."""
    words = gathering.words
    paired: set[str] = set()
    parts = rows.split_pair(cell.text)
    listed = section_of(cell.text[: parts[0]]) if parts and not rows.codes_in(cell.text[: parts[0]], words) else None
    if listed in (Section.COVER, Section.EXCLUSION, Section.OPTIONAL):
        section = listed
    for start, end in _pieces(cell, words):
        piece = cell.part(start, end)
        for pair in inline.inline(piece, section, words):
            for claim in _of_pair(pair, piece, section, gathering):
                paired.add(claim.code)
                yield claim
    yield from finance.premiums_in(cell, words, section)
    yield from finance.sums_in(cell, words)
    yield from finance.periods_in(cell, words, gathering.language)
    for claim in prose.claims_of(cell, section, words):
        if claim.code not in paired or claim.value not in (COVERED, NOT_COVERED):
            yield claim


def _of_pair(pair: rows.Pair, cell: Cell, section: Section, gathering: Gathering) -> Iterator[Claim]:
    if section is Section.DEDUCTIBLE and pair.rule != "tick":
        pair = replace(pair, codes=under_deductible(pair.codes))
    yield from rows.claims_of(pair, gathering.words)
    if pair.rule == "inline" and pair.values:
        label = Cell(pair.label.text, cell.page, cell.words, cell.starts, cell.box, cell.bold, cell.size)
        yield from financial(label, pair.values, section, gathering)


_MARKS = re.compile(r"(?:(?<=\s)|^)[☐☑☒✓✔✗✘]\s")
"""Marks of items that stand one after the other in one text."""
_SEPARATOR = re.compile(r"\s+[·|•¦]\s+")


def _pieces(cell: Cell, words: Words) -> Iterator[tuple[int, int]]:
    """The sentences of a cell, so that "Срок: 12 месяцев. Территория: Европа" is two pairs."""

    marks = [m.start() for m in _MARKS.finditer(cell.text)]
    if len(marks) > 1 and marks[0] == 0:
        yield from zip(marks, [*marks[1:], len(cell.text)], strict=True)
        return
    cuts = [m.span() for m in _SEPARATOR.finditer(cell.text)]
    starts, ends = [0, *(b for _, b in cuts)], [*(a for a, _ in cuts), len(cell.text)]
    if cuts and sum(":" in cell.text[a:b] for a, b in zip(starts, ends, strict=True)) > 1:
        for start, end in zip(starts, ends, strict=True):
            yield from ((start + a, start + b) for a, b in sentences(cell.text[start:end]))
        return
    found = [piece for a, b in sentences(cell.text) for piece in _labelled(cell.text, a, b, words)]
    paired = [":" in cell.text[a:b] for a, b in found]
    later = [words.codes_of(cell.text[a:b]) for pair, (a, b) in zip(paired, found, strict=True) if pair and a]
    if sum(paired) > 1 or any(later):
        yield from found
    else:
        yield 0, len(cell.text)


_PAIRED = 2
"""Two labels have so many colons."""
_INNER = re.compile(r"(?<=\w|\))\s+(?=[^\W\d_][^:.;,()]{2,30}:\s)")


def _labelled(text: str, start: int, end: int, words: Words) -> Iterator[tuple[int, int]]:
    """A sentence, parted before a label inside it: "Period: 12 months Where: Europe" is two."""
    at = start
    if text.count(":", start, end) < _PAIRED:
        yield start, end
        return
    for match in _INNER.finditer(text, start, end):
        label = text[match.end() : text.index(":", match.end())]
        if label[:1].isupper() and ":" in text[at : match.start()] and words.codes_of(label):
            yield at, match.start()
            at = match.end()
    yield at, end


def financial(
    label: Cell, values: Sequence[tuple[Place, Column | None]], section: Section, gathering: Gathering
) -> Iterator[Claim]:
    hits = [h for h in gathering.words.hits(label.text) if h.first <= 4]
    for hit in hits:
        if section is Section.DEFINITION:
            return
        if hit.code in ("premium_total", "_premium") and not any(h.code == "_premium_other" for h in hits):
            for number, cells in by_variant(values):
                yield from finance.premiums(label, hit, cells, section, number)
        elif hit.code == "insured_amount" or (hit.code == "_sum" and len(label.text.split()) <= 2):
            for number, cells in by_variant(values):
                if cells:
                    yield from finance.sums(cells[0][0], label.text, 0.93, "row:sum", number)
        elif hit.code == "period" and values:
            yield from finance.periods(values[0][0], label.text, 0.93, "row:period", gathering.language)
            yield from finance.period_of_cells([p for p, _ in values], label, gathering.language)


def under_deductible(codes: Sequence[str]) -> tuple[str, ...]:
    """Under a heading "Pašriski" the row "Bojājumiem" is the deductible for damage."""
    return tuple(
        DEDUCTIBLE if code == "Bojājumi" else code
        for code in codes
        if code in ("Bojājumi", DEDUCTIBLE, "Stiklojums_bez_pašriska")
    )


def weaker(claims: Iterator[Claim], by: float) -> Iterator[Claim]:
    for claim in claims:
        yield replace(claim, weight=round(claim.weight - by, 3))
