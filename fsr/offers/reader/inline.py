"""The pairs that one text holds by itself: a tick and a label, a label and its value on one line, a bare item."""

import re
from collections.abc import Iterator

from fsr.extraction.layout import Cell
from fsr.extraction.parsers import answered
from fsr.extraction.sections import Section
from fsr.money import amounts
from fsr.offers.reader.claims import Place
from fsr.offers.reader.document import Words
from fsr.offers.reader.rows import CONNECT, Pair, codes_in, numbering, pair_in, split_pair


def inline(cell: Cell, section: Section, words: Words) -> Iterator[Pair]:
    """The pairs that one cell holds by itself: a tick and a label, a label and a value on one line, a bare item."""
    text = cell.text
    mark = words.mark(text)
    start = mark.end() if mark else 0
    start += numbering(text[start:])
    body = text[start:]
    parts = pair_in(body, words)
    if mark:
        codes = (codes_in(body[: parts[0]], words) if parts else ()) or codes_in(body, words)
        yield Pair(
            Place(cell, start), codes, ((Place(cell, 0, start), None), *_detail(cell, body, start)), "tick", section
        )
        return
    if parts:
        codes = codes_in(body[: parts[0]], words)
        if codes and _is_label(body[: parts[0]], words):
            value = Place(cell, start + parts[1], _value_end(text, start + parts[1]))
            yield Pair(Place(cell, start, start + parts[0]), codes, ((value, None),), "inline", section)
            return
    yield from trailing(cell, body, start, section, words)


def _detail(cell: Cell, body: str, start: int) -> tuple[tuple[Place, None], ...]:
    """What follows the label on its line: after a colon, a dash or in brackets."""
    parts = split_pair(body)
    if parts:
        return ((Place(cell, start + parts[1]), None),)
    if "(" in body:
        return ((Place(cell, start + body.index("(")), None),)
    comma = body.find(", ")
    return ((Place(cell, start + comma + 2), None),) if comma > 0 and any(c.isdigit() for c in body[comma:]) else ()


_VALUE_STOP = re.compile(r";\s+(?=[^;]*(?:prēm|premium|прем|cena|price))|[.](?=\s+[A-ZĀČĒĢĪĶĻŅŠŪŽА-ЯЁ])")


def _value_end(text: str, start: int) -> int:
    """Where a value on the label's line ends: with its sentence, or before a part about its price."""
    stop = _VALUE_STOP.search(text, start)
    return stop.start() if stop else len(text)


def _is_label(text: str, words: Words) -> bool:
    """Whether `text` is a label rather than the beginning of a sentence: names a row within its first words."""
    return any(hit.first <= 3 for hit in words.hits(text)) and len(text.split()) <= 9


_TRAILING = re.compile(r"^[\s*¹²³:–-]*(?=\S)")


_LABELLED = 14
"""A label with its value has no more words."""


def trailing(cell: Cell, body: str, start: int, section: Section, words: Words) -> Iterator[Pair]:
    """ "Zādzība ✓", "Zādzība Ir 120 EUR": an answer or an amount right after the label on one line."""
    if len(body.split()) > _LABELLED:
        return
    hits = [h for h in words.hits(body) if h.code not in ("_deductible_free",)]
    if not hits or hits[0].first > 2:
        return
    end = hits[0].end
    for hit in hits[1:]:
        if not CONNECT.match(body[end : hit.start]):
            break
        end = hit.end
    rest = body[end:]
    lead = _TRAILING.match(rest)
    skip = lead.end() if lead else 0
    value = rest[skip:]
    if len(value.split()) > 5 and value.endswith("."):
        return
    if value and (answered(value) or (amounts(value) and amounts(value)[0].start < 4)):
        yield Pair(
            Place(cell, start, start + end),
            codes_in(body[:end], words),
            ((Place(cell, start + end + skip), None),),
            "inline",
            section,
        )
