"""All claims of a document: rows, cards, lines and sentences, each by its rule."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from fsr.extraction.labels import fold
from fsr.extraction.sections import Section, section_of, sentences
from fsr.extraction.tables import Strip
from fsr.offers.profiles import Clause
from fsr.offers.reader.cards import of_text
from fsr.offers.reader.claims import Claim, Place
from fsr.offers.reader.columns import Column, Role, header, may_head
from fsr.offers.reader.document import Passage, Words
from fsr.offers.reader.finance import priced_columns
from fsr.offers.reader.gathering import Gathering, Parts, marked_column, numbered_columns
from fsr.offers.reader.grids import answered_lists, numberless, of_lists, of_row, of_tiles
from fsr.offers.reader.pricing import price_edge, priced_row
from fsr.offers.reader.term import periods_of_days
from fsr.offers.reader.yearly import yearly_premium


def gather(passages: Sequence[Passage], words: Words, language: str, clauses: Sequence[Clause] = ()) -> Gathering:
    """All claims of the document and the names of its variants.

    clauses  wording peculiar to the insurer, that decides a row by itself
    """
    gathering = Gathering(words, language)
    columns: tuple[Column, ...] = ()
    place = (0, 0)
    skip = 0
    parts = Parts(passages, gathering)
    table: Section | None = None
    lists: tuple[tuple[float, Section], ...] = ()
    listed = place
    edges: dict[tuple[int, int], float | None] = {}
    for index, passage in enumerate(passages):
        strip = passage.strip
        gathering.claims += _of_clauses(strip, clauses)
        parts.enter(strip)
        if (strip.page, strip.region) != place and not _carries_over(columns, strip, place):
            columns, table = (), None
        place = (strip.page, strip.region)
        if skip:
            skip -= 1
            continue
        lists = answered_lists(strip) or (lists if (strip.page, strip.region) == listed else ())
        listed = (strip.page, strip.region)
        items = of_lists(strip, lists, gathering) if lists else None
        if items is not None:
            gathering.claims += parts.numbered(items)
        elif len(strip.cells) > 1:
            tiles, skip = of_tiles(passages, index, gathering)
            gathering.claims += parts.numbered(tiles)
            if skip:
                continue
            strip = numberless(strip, words)
            found = _columns(strip, passages, index, gathering)
            if found:
                columns, opened = found, section_of(strip.cells[0].text)
                table = opened if opened in (Section.OPTIONAL, Section.EXCLUSION) else None
                continue
            priced = () if columns else _priced(strip, passages, edges)
            gathering.claims += parts.numbered(of_row(strip, table or passage.section, columns or priced, gathering))
        else:
            claims, skip = of_text(passages, index, gathering)
            gathering.claims += parts.numbered(claims)
    gathering.claims += periods_of_days(passages, language)
    gathering.claims += yearly_premium(passages, gathering.claims)
    return gathering


def _priced(
    strip: Strip, passages: Sequence[Passage], edges: dict[tuple[int, int], float | None]
) -> tuple[Column, ...]:
    """The columns of a row that ends with a price in a column of prices without a heading; `edges` of known regions."""
    place = (strip.page, strip.region)
    if place not in edges:
        edges[place] = price_edge(passages, *place)
    edge = edges[place]
    return priced_row(strip, edge) if edge is not None else ()


def _columns(strip: Strip, passages: Sequence[Passage], index: int, gathering: Gathering) -> tuple[Column, ...]:
    """The columns that a strip heads, empty when it is no header; prices and marks in the heading are noted."""
    words = gathering.words
    following = [numberless(p.strip, words) for p in passages[index + 1 : index + 10]] if may_head(strip, words) else []
    found = header(strip, following, words)
    if not found:
        return ()
    columns = numbered_columns(found, gathering)
    if not _has_main_risks(passages, index, words):
        columns = tuple(replace(c, asked=True) if c.role is Role.PREMIUM else c for c in columns)
    gathering.claims += priced_columns(columns, strip)
    beside = (*passages[max(0, index - 1) : index], *_under(passages, index))
    gathering.marked = gathering.marked or marked_column(columns, [p.strip for p in beside])
    return columns


_MAIN = frozenset({"Bojājumi", "Bojāeja", "Zādzība"})


def _has_main_risks(passages: Sequence[Passage], index: int, words: Words) -> bool:
    """Whether a row of the table under the heading at `index`, up to the next heading, names a main risk."""
    top = passages[index].strip
    for passage in passages[index + 1 :]:
        strip = passage.strip
        if strip.heading or (strip.page, strip.region) != (top.page, top.region):
            return False
        if any(words.codes_of(cell.text) & _MAIN for cell in strip.cells[:2]):
            return True
    return False


def _under(passages: Sequence[Passage], index: int) -> Sequence[Passage]:
    """The strip under a heading, and the next where it is only the corner of a heading of two lines ("Условия")."""
    corner = passages[index + 1 : index + 2]
    deep = corner and len(corner[0].strip.cells) == 1 and len(corner[0].strip.cells[0].words) <= 2
    return passages[index + 1 : index + 2 + bool(deep)]


_CLAUSE_WEIGHT = 0.8
"""Less than an answer in a table: a clause explains the offer's rows, it does not overrule them."""


def _of_clauses(strip: Strip, clauses: Sequence[Clause]) -> Iterator[Claim]:
    """What the insurer's own wording decides, sentence by sentence."""
    for clause in clauses:
        for cell in strip.cells:
            for start, end in sentences(cell.text):
                folded = fold(cell.text[start:end])
                if all(word in folded for word in clause.words):
                    yield Claim(
                        clause.code, clause.value, Place(cell, start, end), _CLAUSE_WEIGHT, "clause", clause.reason
                    )


def _carries_over(columns: Sequence[Column], strip: Strip, place: tuple[int, int]) -> bool:
    """Whether a table goes on at the top of the next page."""
    return bool(columns) and strip.page == place[0] + 1
