"""Claims from running text: sentence by sentence, each weighed by its tone and its section."""

import re
from collections.abc import Iterator

from fsr.extraction.labels import Hit, fold, fold_letters
from fsr.extraction.layout import Cell
from fsr.extraction.sections import Section, Tone, clauses, condition_start, sentences, tone_of
from fsr.money import amounts
from fsr.offers.catalogue import BY_CODE, COVERED, NOT_COVERED, Kind
from fsr.offers.normalise import has_figure, names_place, tidy
from fsr.offers.reader.claims import Claim, Place
from fsr.offers.reader.cover import DEDUCTIBLE, DEDUCTIBLE_WORD, GLASS, NO_DEDUCTIBLE, figures, glass_free
from fsr.offers.reader.document import Words
from fsr.offers.reader.rows import of_something_else

_CORE = frozenset(
    {"Bojājumi", "Bojāeja", "Zādzība", "Apzagšana", "Teritorija", "Uguns_dabas_stihijas", "Vandālisms", GLASS}
)


def claims_of(cell: Cell, section: Section, words: Words) -> Iterator[Claim]:
    """All claims that the sentences of `cell` make."""
    if section in (Section.DEFINITION, Section.PAYMENT):
        return
    denied = False
    for start, end in sentences(cell.text):
        parts = list(clauses(cell.text, start, end))
        goes_on = cell.text[start:end].rstrip().endswith(";")
        if not goes_on and not any(words.hits(cell.text[first:last]) for first, last in parts):
            denied = False
            continue
        tone = tone_of(cell.text[start:end])
        if denied and tone is not Tone.EXTRA:
            tone = Tone.DENIED
        for first, last in parts:
            own = tone if first == start and last == end else _of_clause(cell.text[first:last], denied)
            yield from _clause(cell, first, last, own, section, words)
        denied = goes_on and tone is Tone.DENIED


def _of_clause(text: str, denied: bool) -> Tone:
    tone = tone_of(text)
    return Tone.DENIED if denied and tone is not Tone.EXTRA else tone


def _clause(cell: Cell, start: int, end: int, tone: Tone, section: Section, words: Words) -> Iterator[Claim]:
    text = cell.text[start:end]
    hits = list(words.hits(text))
    if not hits:
        return
    yield from _facts(cell, start, text, hits, tone, section)
    folded = _REMARKS.sub(" ", fold_letters(text))
    if DEDUCTIBLE_WORD.search(folded) and not NO_DEDUCTIBLE.search(folded) and not _CoverWord.search(folded):
        yield from _glass_deductible(cell, start, end, text, hits, words)
        return
    condition = condition_start(text)
    for code, hit in _covers(hits, text):
        verdict = _verdict(code, hit, text, hits, tone, section, condition, words)
        if verdict:
            value, weight = verdict
            yield Claim(code, value, Place(cell, start, end), weight, f"prose:{tone}", text[hit.start : hit.end])


_REMARKS = re.compile(r"\((?=[^()]*(?:pasrisk|pasa risk|deductible|excess|франшиз))[^()]*\)")
"""A remark in brackets on the deductible does not make an item of covers a sentence on deductibles."""
_CoverWord = re.compile(
    r"limit|лимит|apdrosinat|insured|covered|ieklaut|included|\bsedzam|atlidzinam|we cover|застрахован|включен|"
    r"up to|lidz \d|до \d"
)


def _covers(hits: list[Hit], text: str) -> Iterator[tuple[str, Hit]]:
    """The covers that a clause names, each once."""
    seen: set[str] = set()
    for hit in of_something_else(hits, text):
        for code in _codes(hit, text):
            if code in BY_CODE and BY_CODE[code].kind in (Kind.COVER, Kind.DAYS, Kind.LIMIT) and code not in seen:
                seen.add(code)
                yield code, hit


_LIST_DAMAGE = re.compile(r"^\W*(?:$|[,;(:]|(?:un|and|и)\b|transportl|auto|to (?:the|your)|в дтп)", re.IGNORECASE)


def _codes(hit: Hit, text: str) -> tuple[str, ...]:
    if hit.code == "_theft_and_robbery":
        return ("Zādzība", "Apzagšana")
    if hit.code == "_damage":
        return ("Bojājumi",) if _LIST_DAMAGE.match(text[hit.end :]) and not _preceded(text, hit) else ()
    return (hit.code,)


def _preceded(text: str, hit: Hit) -> bool:
    """Whether another noun before the word says damage to what: "stiklojuma bojājumi", "loss of or damage"."""
    before = fold_letters(text[: hit.start]).rstrip()
    return (
        bool(before)
        and before[-1].isalpha()
        and not re.search(
            r"(?:un|and|и|pret|against|apdrosinati|ir|is|are|риски?|riski|risks|sedz|covers?|"
            r"от|ieklauti)$",
            before,
        )
    )


def _verdict(
    code: str, hit: Hit, text: str, hits: list[Hit], tone: Tone, section: Section, condition: int, words: Words
) -> tuple[str, float] | None:
    if tone is Tone.SUPPOSED or (
        hit.code == "_damage" and (tone is not Tone.AFFIRMED and section is not Section.COVER)
    ):
        return None
    if hit.code == "_damage" and (
        tone in (Tone.DENIED, Tone.EXTRA) or section in (Section.EXCLUSION, Section.OPTIONAL)
    ):
        return None
    if tone is Tone.EXTRA or section is Section.OPTIONAL:
        return NOT_COVERED, 0.78
    if tone is Tone.DENIED or section is Section.EXCLUSION:
        return _denied(code, hit, hits, condition, condition < len(text))
    if hit.start > condition and not has_figure(text) and not NO_DEDUCTIBLE.search(fold(text)):
        return None
    if NO_DEDUCTIBLE.search(fold(text)) and tone is Tone.NEUTRAL:
        tone = Tone.AFFIRMED
    if code == GLASS:
        return _glass(text, tone, section, words)
    sure = {Tone.AFFIRMED: 0.82, Tone.NEUTRAL: 0.62}[tone] + (0.08 if section is Section.COVER else 0.0)
    detail = figures(code, [_own_part(text, hit, hits)]) if BY_CODE[code].kind is not Kind.COVER else None
    if tone is Tone.NEUTRAL and section is not Section.COVER:
        sure = 0.68 if detail else 0.4
    if section is Section.GENERAL:
        sure = min(sure, 0.4)
    if code == "Apzagšana" and all(_is_robbery(text, h) for h in hits if code in _codes(h, text)):
        sure = min(sure, 0.62 if hit.code == code else 0.66)
    return detail or COVERED, sure + (0.03 if detail else 0.0)


def _denied(code: str, hit: Hit, hits: list[Hit], condition: int, narrowed: bool) -> tuple[str, float] | None:
    """Named in a refusal.  A condition narrows it: of the main risks that says nothing, of the others a little."""
    if hit.start > condition:
        if code in _CORE or any(h.start < condition and h.code in BY_CODE for h in hits):
            return None
        return NOT_COVERED, 0.6
    if narrowed and code in _CORE:
        return None
    return NOT_COVERED, 0.76 if code not in _CORE else 0.62


def _glass(text: str, tone: Tone, section: Section, words: Words) -> tuple[str, float] | None:
    free = glass_free("", [text], "", words)
    if free is None:
        return (COVERED, 0.6) if tone is Tone.AFFIRMED or section is Section.COVER else None
    return (COVERED, 0.88) if free else (NOT_COVERED, 0.85)


_LIST = 3
"""A clause that names this many covers is a list: what is said of one item is not said of the others."""


def _own_part(text: str, hit: Hit, hits: list[Hit]) -> str:
    """What a clause says about one of the covers that it names."""
    covers = [h for h in hits if h.code in BY_CODE and BY_CODE[h.code].kind in (Kind.COVER, Kind.DAYS, Kind.LIMIT)]
    if len({h.code for h in covers}) < _LIST:
        return _tail(text, hit, hits)
    end = min((h.start for h in covers if h.start > hit.end), default=len(text))
    return (
        text[hit.end : end].split(", ", maxsplit=1)[0]
        if has_figure(text[hit.end : end].split(", ", maxsplit=1)[0])
        else text[hit.end : end]
    )


def _tail(text: str, hit: Hit, hits: list[Hit]) -> str:
    """The part of the clause that belongs to the hit.

    To the next cover named, from the label on when figures follow.
    """
    others = [
        h.start
        for h in hits
        if h.start > hit.end
        and h.code in BY_CODE
        and h.code not in (hit.code, DEDUCTIBLE, "insured_amount")
        and BY_CODE[h.code].kind in (Kind.COVER, Kind.DAYS, Kind.LIMIT)
    ]
    end = min(others, default=len(text))
    part = text[hit.end : end]
    if has_figure(part):
        bracket = part.find(")") if "(" not in part else -1
        return part[bracket + 1 :] if bracket >= 0 else part
    before = any(h.end < hit.start and h.code != hit.code and h.code in BY_CODE for h in hits)
    return text[hit.start : end] if others or before else text


def _facts(cell: Cell, start: int, text: str, hits: list[Hit], tone: Tone, section: Section) -> Iterator[Claim]:
    """Territory and deductible said in a sentence."""
    if section is Section.OPTIONAL:
        return
    for hit in hits:
        if hit.code == "Teritorija" and names_place(text[hit.end :]) and not _is_ending(text, hit):
            yield from _territory(cell, start, text, hit)
        elif hit.code == DEDUCTIBLE:
            yield from _deductible(cell, start, text, hit, hits, tone, section)


def _is_ending(text: str, hit: Hit) -> bool:
    """ "Latvijas teritorijā": the name stands before, so this is no label."""
    before = fold_letters(text[: hit.start]).rstrip()
    return bool(re.search(r"(?:latvijas|eiropas|baltijas|valsts|savienibas|visa|tas|jebkura|европы|латвии)$", before))


_LEAD = re.compile(r"^[\s:–-]*(?:ir|is|are|:|–|in|это|на|в)?[\s:–-]*")


_TERRITORY_END = re.compile(
    r",? (?:un|and|а|и) (?:tās|tas|tā|its|the (?:period|term|insur)|termin|period|срок|"
    r"период)|; "
)


def _lead(rest: str) -> int:
    """How many characters stand between a label and its value: blanks, dashes, "is"."""
    match = _LEAD.match(rest)
    return match.end() if match else 0


def _territory(cell: Cell, start: int, text: str, hit: Hit) -> Iterator[Claim]:
    rest = text[hit.end :]
    lead = _lead(rest)
    passage = _TERRITORY_END.split(rest[lead:])[0].rstrip(" .;,")
    at = start + hit.end + lead
    yield Claim(
        "Teritorija",
        tidy(passage),
        Place(cell, at, at + len(passage)),
        0.85 if hit.first < 6 else 0.7,
        "prose:territory",
        text[hit.start : hit.end],
    )


_ROBBERY = re.compile(r"laupisan|robbery|грабеж|разбо|ограблен")
"""The whole car robbed; what it says of its parts is a guess."""


def _is_robbery(text: str, hit: Hit) -> bool:
    return hit.code == "_theft_and_robbery" or bool(_ROBBERY.search(fold(text[hit.start : hit.end])))


_WITH_DAMAGE = frozenset({"Bojāeja", "Vandālisms", "Uguns_dabas_stihijas", "Sadursme_ar_dzīvnieku"})
"""Covers named together with damage bear its deductible: "Bojājumi un bojāeja (pašrisks 150 EUR)"."""


def _deductible(
    cell: Cell, start: int, text: str, hit: Hit, hits: list[Hit], tone: Tone, section: Section
) -> Iterator[Claim]:
    if tone is Tone.SUPPOSED or section in (Section.GENERAL, Section.DEFINITION):
        return
    later = [
        h.start
        for h in hits
        if h.start > hit.end and (h.code in ("_deductible_theft", "_deductible_other", GLASS) or h.code == "Zādzība")
    ]
    end = min(later, default=len(text))
    rest = text[hit.end : end]
    found = [a for a in amounts(rest) if a.currency]
    covers = [
        h
        for h in hits
        if h.code in BY_CODE
        and BY_CODE[h.code].kind in (Kind.COVER, Kind.DAYS, Kind.LIMIT)
        and h.code not in ("Bojājumi",)
    ]
    before = {h.code for h in covers if h.start < hit.start}
    if not found or (before and not (hits[0].code in ("_damage", "Bojājumi") and before <= _WITH_DAMAGE)):
        return
    lead = _lead(rest)
    sure = 0.86 if re.search(r"bojajum|damage|поврежд|ущерб|pamat|klient|базов|basic", fold(text)) else 0.75
    if len(found) == 1:
        lead = found[0].start
        passage = rest[lead : found[0].end]
    else:
        passage = rest[lead:].rstrip(" .;,")
    at = start + hit.end + lead
    yield Claim(
        DEDUCTIBLE,
        tidy(passage),
        Place(cell, start + hit.start, at + len(passage)),
        sure,
        "prose:deductible",
        text[hit.start : hit.end],
    )


def _glass_deductible(cell: Cell, start: int, end: int, text: str, hits: list[Hit], words: Words) -> Iterator[Claim]:
    """ "Every glass claim carries a deductible of EUR 50": glass, but not without deductible."""
    if any(hit.code == GLASS for hit in hits):
        free = glass_free("", [text], "", words)
        yield Claim(GLASS, COVERED if free else NOT_COVERED, Place(cell, start, end), 0.88, "prose:glass", "")
