"""An offer's document as strips with their sections, ready for the rules."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from fsr.extraction.labels import Hit, Lexicon, fold, fold_letters
from fsr.extraction.layout import Cell, body_size, regions, sheet_of
from fsr.extraction.parsers import CROSSES, TICKS, answered
from fsr.extraction.reading import Page, Reading
from fsr.extraction.ruled import Table, inside, ruled_tables
from fsr.extraction.sections import Section, section_of
from fsr.extraction.tables import Strip, strips_of
from fsr.offers.catalogue import BY_CODE, Kind
from fsr.offers.profiles import WHOLE
from fsr.offers.reader.bilingual import named_below
from fsr.offers.reader.cleared import cleared

CARD_KINDS = frozenset({Kind.COVER, Kind.DAYS, Kind.LIMIT})
"""Rows that cards and list items are about; the other rows have sections of their own."""
_HEAD_TOKENS = 3
"""A label stands within the first words of its cell; "Transportlīdzekļa ... bojāeja" begins with another noun."""
_NO_LABELS = frozenset({"_deductible_free", "_deductible_applies", "_liability", "_validity", "_damage", "_sum"})


AFTER_DAMAGE = re.compile(
    r"^\W*(?:$|[,(/;:.–|+&]|(?:un|and|и|risks?|segums|transportl\w*|auto\w*|в дтп|при дтп|тс\b|csng|ceļu|in |"
    r"arī |also |including |incl|включая |в том числе |"
    r"to (?:the )?(?:own )?(?:vehicle|car))|\W*ir\b|\W*nav\b)",
    re.IGNORECASE,
)
"""What may follow the bare word "damage" where it names the risk: "bojājumi no …" names something narrower."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A strip and the section it stands in."""

    strip: Strip
    section: Section


_MARK = re.compile(rf"^(?:\[[xX✓✔v* _]?\]|\([xX✓✔ _]\)|\W{{0,2}}?[{TICKS}{CROSSES}])\s*")
_SIGN = re.compile(r"^[+–−-]\s+(?=[^\W\d])")


def ticks_with_signs(reading: Reading) -> bool:
    """Whether plus and minus stand before items for "covered" and "not covered"; a minus alone is only a bullet."""
    signs = [line.text[0] for _, line in reading.lines() if _SIGN.match(line.text)]
    return signs.count("+") >= _SIGNED and signs.count("+") < len(signs)


_SIGNED = 3
"""So many items with a plus make a list of ticks."""


_DEDUCTIBLES = frozenset({"Pašrisks_bojājumi", "_deductible_theft", "_deductible_other"})
_OWN_PART = re.compile(r"pasrisk|pasa risk|deductible|excess|франшиз|самориск|^(?!.*\w)")
"""A bracket after these belongs to them; after another word it says something of its own: "bojājumi (pašrisks …)"."""


_WHOLE_LENGTH = 40
"""Twice the longest label that names a row only by itself."""


class Words:
    """The lexicon of one document with what was found in each text, so that no text is searched twice."""

    def __init__(self, lexicon: Lexicon, fuzzy: bool, signed: bool = False) -> None:
        self._lexicon, self._fuzzy, self._signed = lexicon, fuzzy, signed
        self._cache: dict[str, tuple[Hit, ...]] = {}
        self._codes: dict[str, frozenset[str]] = {}

    def hits(self, text: str) -> tuple[Hit, ...]:
        """All phrases in `text`, in order."""
        if text not in self._cache:
            self._cache[text] = tuple(self._found(text))
        return self._cache[text]

    def _found(self, text: str) -> Iterator[Hit]:
        whole = WHOLE.get(fold(text.strip(" :"))) if len(text) < _WHOLE_LENGTH else None
        if whole:
            yield Hit(whole, 0, len(text), 0, 0, 1.0)
            return
        for hit in self._lexicon.find(text, fuzzy=self._fuzzy):
            opened = text.find("(", hit.start, hit.end) if hit.code in _DEDUCTIBLES else -1
            if opened < 0 or hit.taught or _OWN_PART.search(fold_letters(text[hit.start : opened])):
                yield hit
                continue
            for start, end in ((hit.start, opened), (opened, hit.end)):
                for part in self._lexicon.find(text[start:end], fuzzy=self._fuzzy):
                    first, last = hit.first + part.first, hit.first + part.last
                    yield part._replace(start=start + part.start, end=start + part.end, first=first, last=last)

    def mark(self, text: str) -> re.Match[str] | None:
        """The tick, cross or box with which `text` begins; plus and minus too in a document that ticks with them."""
        return _MARK.match(text) or (_SIGN.match(text) if self._signed else None)

    def codes_of(self, text: str) -> frozenset[str]:
        """The codes of the label with which `text` begins, empty when it begins with none."""
        if text not in self._codes:
            self._codes[text] = self._damage(text) | {
                hit.code for hit in self.hits(text[:120]) if hit.first < _HEAD_TOKENS and hit.code not in _NO_LABELS
            }
        return self._codes[text]

    def _damage(self, text: str) -> frozenset[str]:
        named = any(
            h.code == "_damage" and h.first == 0 and AFTER_DAMAGE.match(text[h.end :]) for h in self.hits(text[:120])
        )
        return frozenset({"Bojājumi"}) if named else frozenset()


def passages(reading: Reading, words: Words) -> list[Passage]:
    """The document in reading order."""
    return _sectioned(strips(reading, words.codes_of), words)


def strips(reading: Reading, codes_of: Callable[[str], frozenset[str]]) -> list[Strip]:
    """All strips of the document in reading order."""
    body = body_size(reading.pages)
    found: list[Strip] = []
    for page in cleared(reading):
        sheet = sheet_of(page)
        tables = ruled_tables(page, sheet, codes_of, _TABLES)
        number = 0
        for part, table in zip_longest(_around(page, tables), tables):
            for region in regions(part, sheet, codes_of):
                found += named_below(strips_of(region, number, page.number, sheet, codes_of, body), codes_of)
                number += 1
            found += table.strips if table else ()
    return found


_TABLES = 1000
"""Numbers of regions that are ruled tables begin here."""


def _around(page: Page, tables: Sequence[Table]) -> list[Page]:
    """The page's lines above, between and below its ruled tables, each part as a page."""
    if not tables:
        return [page]
    lines = [line for line in page.lines if not any(inside(line, table.box) for table in tables)]
    tops = [0.0, *(table.box[1] for table in tables), 2.0]
    return [replace(page, lines=tuple(ln for ln in lines if a <= ln.box[1] < b)) for a, b in pairwise(tops)]


def _sectioned(found: list[Strip], words: Words) -> list[Passage]:
    section, listed, in_list = Section.NEUTRAL, None, False
    style = 0.0
    result: list[Passage] = []
    before: Strip | None = None
    headings: list[tuple[Strip, Section]] = []
    for strip, below in zip_longest(found, found[1:]):
        cell, above, before = strip.cells[0], before, strip
        if above and (above.page, above.region) != (strip.page, strip.region):
            own = _heading_over(strip, headings)
            section, listed = (own, None) if own and own is not section else (section, listed)
        if (
            strip.heading
            and not (_is_value(strip, above, below, words) or _is_pair(cell, words) or _is_under_cell(strip, above))
            and (not _is_row_label(cell, words) or _opens(cell, style, words))
        ):
            section, listed, style = section_of(cell.text) or Section.NEUTRAL, None, cell.size
            headings.append((strip, section))
        elif len(strip.cells) == 1 and cell.text.endswith(":"):
            listed, in_list = _listed(cell.text), False
        elif listed and len(strip.cells) == 1:
            listed = None if in_list and not strip.is_item else listed
            in_list = in_list or strip.is_item
        result.append(Passage(strip, listed or section))
    return result


def _heading_over(strip: Strip, headings: Sequence[tuple[Strip, Section]]) -> Section | None:
    """The section of the column that `strip` goes on: of the nearest heading over it, if the last is no wide one."""
    page = [(h, section) for h, section in headings if h.page == strip.page]
    if not page or page[-1][0].box[2] - page[-1][0].box[0] > _WIDE:
        return None
    if _overlap(page[-1][0], strip):
        return page[-1][1]
    over = [(h.box[3], section) for h, section in page if h.box[3] <= strip.box[1] and _overlap(h, strip)]
    return max(over)[1] if over else None


_WIDE = 0.5
"""A heading wider than this part of the page stands over all columns."""


def _overlap(a: Strip, b: Strip) -> bool:
    return min(a.box[2], b.box[2]) > max(a.box[0], b.box[0])


_SEPARATED = re.compile(r"(?::| [–=]) *\S")


def _is_pair(cell: Cell, words: Words) -> bool:
    """Whether a heading is a label with its value: "Zādzība – nav apdrošināts"."""
    return bool(_SEPARATED.search(cell.text)) and bool(words.codes_of(cell.text))


def _is_under_cell(strip: Strip, above: Strip | None) -> bool:
    """Whether bold text is the second line of a cell, not the first, of the row above: "IESAKĀM" under "B variants"."""
    if above is None or above.page != strip.page or strip.box[1] - above.box[3] > strip.box[3] - strip.box[1]:
        return False
    x0, _, x1, _ = strip.box
    under = any(cell.box[0] - 0.02 < x0 and x1 < cell.box[2] + 0.02 for cell in above.cells[1:])
    return under and x0 > above.cells[0].box[2]


def _is_value(strip: Strip, above: Strip | None, below: Strip | None, words: Words) -> bool:
    """Whether bold text is the value of the label right above it and no heading: "включено", "до 14 дней"."""
    text = strip.cells[0].text
    if _FIGURE.search(fold_letters(text)) and not _NUMBERED.match(text):
        return True
    if above is None or (above.page, above.region) != (strip.page, strip.region) or len(above.cells[0].words) > 7:
        return False
    if above.is_item:
        return False
    gap, height = strip.box[1] - above.box[3], strip.box[3] - strip.box[1]
    apart = below.box[1] - strip.box[3] if below and below.region == strip.region and below.page == strip.page else 1.0
    near = gap < 0.7 * height or (gap < _CARD * height and apart > 1.3 * gap)
    return near and bool(answered(text)) and bool(words.codes_of(above.cells[0].text))


_CARD = 1.6
"""Up to this many heights under its label a value stands, if the next text is farther off."""
_FIGURE = re.compile(
    r"\d ?(?:eur|€|%)|(?:eur|€) ?\d|\d (?:dien|day|дн|men|month|мес)|^(?:bez pas\w* ?risk|without|без франш|no excess)"
)
_NUMBERED = re.compile(r"^\d{1,2}\.(?:\s|$)")


def _opens(cell: Cell, style: float, words: Words) -> bool:
    """Whether a heading that might be the label of a card opens a section: numbered, or as large as the last one."""
    if _NUMBERED.match(cell.text):
        return True
    codes = words.codes_of(cell.text) & set(BY_CODE)
    return style > 0 and cell.size > 0.97 * style and not any(BY_CODE[code].kind in CARD_KINDS for code in codes)


def _listed(text: str) -> Section | None:
    """The section of the items that follow "…:" ("The following is not insured:")."""
    opened = section_of(text)
    return opened if opened in (Section.EXCLUSION, Section.COVER, Section.OPTIONAL) else None


def _is_row_label(cell: Cell, words: Words) -> bool:
    """Whether a heading is the label of a row (a card), and so opens no section."""
    hits = words.hits(cell.text)
    if not any(hit.code in BY_CODE for hit in hits) and not words.codes_of(cell.text) & set(BY_CODE):
        return False
    if cell.text.endswith(":") and section_of(cell.text) in (Section.EXCLUSION, Section.OPTIONAL):
        return False
    covered = sum(hit.end - hit.start for hit in hits)
    return covered * 2 >= len(cell.text.strip())
