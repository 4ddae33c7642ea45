"""Claims from cards: a label with its value under it, or over it, or nothing but a heading that speaks for it."""

import re
from collections.abc import Iterator, Sequence

from fsr.extraction.labels import fold_letters
from fsr.extraction.layout import Cell
from fsr.extraction.parsers import Answer, answered
from fsr.extraction.sections import Section
from fsr.extraction.tables import Strip
from fsr.money import amounts
from fsr.offers.catalogue import BY_CODE, NOT_COVERED
from fsr.offers.reader import inline, prose, rows
from fsr.offers.reader.claims import Claim, Place
from fsr.offers.reader.columns import Column, Role
from fsr.offers.reader.cover import DEDUCTIBLE
from fsr.offers.reader.document import Passage, Words
from fsr.offers.reader.gathering import Gathering
from fsr.offers.reader.lines import financial, of_line, weaker
from fsr.offers.reader.typed import is_figure

_TITLE = re.compile(r"piedavajum|\bquot|\boffer|proposal|предложени|\bpolise?s?\b|policy|полис")
"""A title names the product in the words of a row: "Motor own damage (CASCO) quote"."""
_OF_CONTRACT = frozenset({"Teritorija", "period"})
"""Rows whose labels name the policy too: "Where the policy is valid"."""
_CARD_GAP = 1.6
"""A card's text follows its heading within this many line heights."""


def of_text(passages: Sequence[Passage], index: int, gathering: Gathering) -> tuple[list[Claim], int]:
    """The claims of a strip of one cell, and how many of the following strips belong to it as the text of a card."""
    passage = passages[index]
    cell = passage.strip.cells[0]
    words = gathering.words
    if _is_bare_label(passage.strip, words):
        card = _card(passages, index, words)
        if card:
            return list(_of_card(cell, card, passage.section, gathering)), len(card)
        above = _above(passages, index)
        if above:
            return list(_of_card(cell, [above], passage.section, gathering)), 0
        if _is_blank_row(passages, index):
            return list(_blank(passage, gathering)), 0
        return list(_bare(passage, gathering)), 0
    return list(of_line(cell, passage.section, gathering)), 0


def _is_bare_label(strip: Strip, words: Words) -> bool:
    """Whether the strip is a label and nothing else: short, names a row at its beginning, holds no value."""
    cell = strip.cells[0]
    if (
        len(cell.words) > 9
        or (amounts(cell.text) and any(a.currency for a in amounts(cell.text)))
        or words.mark(cell.text)
    ):
        return False
    text = cell.text.rstrip(":")
    if _TITLE.search(fold_letters(text)) and not words.codes_of(text) & _OF_CONTRACT:
        return False
    if rows.pair_in(text, words) or text.endswith("."):
        return False
    return bool(words.codes_of(text) - {"_plate", "_fuel_kind"}) and not next(
        inline.trailing(cell, text, 0, Section.NEUTRAL, words), None
    )


def _card(passages: Sequence[Passage], index: int, words: Words) -> list[Strip]:
    """The strips under a label, as near to it and to one another as lines of one text."""
    strip = passages[index].strip
    height = strip.cells[0].words[0].box[3] - strip.cells[0].words[0].box[1]
    card: list[Strip] = []
    last = strip
    for passage in passages[index + 1 : index + 6]:
        after = passage.strip
        gap = after.box[1] - last.box[3]
        if (
            after.page != strip.page
            or after.region != strip.region
            or not -height < gap < _CARD_GAP * height
            or len(after.cells) > 1
        ):
            break
        if after.is_item or (after.heading and passage.section is not passages[index].section):
            break
        if _starts_another(after, card, strip, words):
            break
        card.append(after)
        last = after
    return card


def _above(passages: Sequence[Passage], index: int) -> Strip | None:
    """The value printed over its label: a short strip right above that is nothing but a figure."""
    strip, before = passages[index].strip, passages[index - 1].strip if index else None
    if before is None or before.page != strip.page or before.region != strip.region or len(before.cells) > 1:
        return None
    if before.is_item or strip.is_item:
        return None
    gap = strip.box[1] - before.box[3]
    height = before.box[3] - before.box[1]
    text = before.cells[0].text
    return before if is_figure(text) and len(before.cells[0].words) <= 5 and -height < gap < height else None


def _starts_another(after: Strip, card: Sequence[Strip], strip: Strip, words: Words) -> bool:
    """Whether a strip is the label of the next card: a label itself, but no deductible or limit of this one."""
    codes = words.codes_of(after.cells[0].text)
    if words.codes_of(strip.cells[0].text) == {DEDUCTIBLE} and is_figure(after.cells[0].text):
        return False
    if strip.heading and not after.heading:
        return False
    if not codes or codes & words.codes_of(strip.cells[0].text):
        return after.heading and not codes and not any(c.isdigit() for c in after.cells[0].text) and bool(card)
    return not codes <= {DEDUCTIBLE, "_deductible_free", "_deductible_theft"} or _is_bare_label(after, words)


def _of_card(label: Cell, card: Sequence[Strip], section: Section, gathering: Gathering) -> Iterator[Claim]:
    words = gathering.words
    codes = rows.codes_in(label.text, words)
    deductible = Column(0.0, 1.0, Role.DEDUCTIBLE, "")
    values = tuple((Place(s.cells[0]), deductible if _is_deductible(s.cells[0], words) else None) for s in card)
    yield from financial(label, values, section, gathering)
    yield from rows.claims_of(rows.Pair(Place(label), codes, values, "card", section), words)
    for strip in card:
        cell = strip.cells[0]
        if len(cell.words) > 4:
            yield from weaker(prose.claims_of(cell, section, words), 0.1)


def _is_deductible(cell: Cell, words: Words) -> bool:
    hits = words.hits(cell.text)
    return len(cell.words) <= 6 and any(h.code == DEDUCTIBLE and h.first <= 1 for h in hits)


_NEIGHBOURS = 3
"""How many strips up and down to look for the table that a lone label belongs to."""
BLANK_WEIGHT = 0.6
"""An empty cell in a column of ticks means "not covered", but nobody wrote so: a guess."""


def _is_blank_row(passages: Sequence[Passage], index: int) -> bool:
    """Whether a lone label, and no list of several, stands among labels with ticks beside them: its cell is empty."""
    strip = passages[index].strip
    if strip.text.count(",") > 1:
        return False
    for passage in passages[max(0, index - _NEIGHBOURS) : index + _NEIGHBOURS + 1]:
        other = passage.strip
        if other.page != strip.page or other.region != strip.region or len(other.cells) < 2:
            continue
        answer = answered(other.cells[1].text)
        aligned = abs(other.cells[0].box[0] - strip.cells[0].box[0]) < 0.012
        if aligned and answer and answer.answer is Answer.YES:
            return True
    return False


def _blank(passage: Passage, gathering: Gathering) -> Iterator[Claim]:
    cell = passage.strip.cells[0]
    for code in rows.codes_in(cell.text, gathering.words):
        if code in BY_CODE and BY_CODE[code].kind in rows.COVER_KINDS:
            yield Claim(code, NOT_COVERED, Place(cell), BLANK_WEIGHT, "blank", cell.text)


def _bare(passage: Passage, gathering: Gathering) -> Iterator[Claim]:
    """A label with nothing beside or under it: an item of a list under a heading that speaks for it."""
    cell = passage.strip.cells[0]
    if passage.section in (Section.COVER, Section.EXCLUSION, Section.OPTIONAL):
        for code in rows.codes_in(cell.text, gathering.words):
            if code in BY_CODE and BY_CODE[code].kind in rows.COVER_KINDS:
                pair = rows.Pair(Place(cell), (code,), (), "list", passage.section)
                yield from weaker(rows.claims_of(pair, gathering.words), 0.02)
