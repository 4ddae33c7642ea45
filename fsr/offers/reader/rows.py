"""Claims from rows: a label with what stands beside it, under it or after it on its line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from fsr.extraction.kept import kept
from fsr.extraction.labels import Hit, fold_letters
from fsr.extraction.parsers import Answer, answered, plates
from fsr.extraction.sections import Section
from fsr.money import amounts
from fsr.offers.catalogue import BY_CODE, COVERED, NOT_COVERED, Kind
from fsr.offers.normalise import has_figure, has_place, names_place, tidy
from fsr.offers.reader import finance
from fsr.offers.reader.claims import Claim, Place
from fsr.offers.reader.columns import Column, Role, by_variant
from fsr.offers.reader.cover import DEDUCTIBLE, GLASS, NO, judge
from fsr.offers.reader.document import AFTER_DAMAGE, Words

COVER_KINDS = frozenset({Kind.COVER, Kind.DAYS, Kind.LIMIT})
_ROBBERY = "_theft_and_robbery"
_NUMBER = re.compile(r"^(?:0\d(?=\s+[^\W\d])|\d{1,2}(?:\.\d{1,2})*[.)]|[-–•·▪*»>]|[a-z]\))\s+")
_LEADER = re.compile(r"\s*(?:\.{3,}|…+|_{3,}|(?:\. ){3,})\s*")
_DOTS = re.compile(r"[.…_]{3}|…|\. \.")
_COLON = re.compile(r":\s+|:$|\s[–=]\s")
CONNECT = re.compile(r"^[\s,/+&;()–-]*(?:un|vai|and|or|и|или|as well as|kā arī)?[\s,/(]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and the texts that belong to it.

    label    the text that names rows; hits: where it names them
    values   cells or parts of cells with the role of their column
    """

    label: Place
    codes: tuple[str, ...]
    values: tuple[tuple[Place, Column | None], ...]
    rule: str
    section: Section


def codes_in(text: str, words: Words) -> tuple[str, ...]:
    """The rows that a label names, in order; brackets count only when nothing else names a row."""
    hits = words.hits(text)
    if hits and hits[0].first <= 1 and hits[0].code in ("premium_total", "_premium", "_premium_other"):
        return (hits[0].code,)
    opening = text.find("(") if "(" in text else len(text)
    found = _named([h for h in hits if h.start < opening], text) or _named(list(hits), text)
    return tuple(dict.fromkeys((*found, *_listed_in_brackets(text, found, words))))


_BRACKETED = re.compile(r"\(([^()]+)\)")


def _listed_in_brackets(text: str, named: Sequence[str], words: Words) -> list[str]:
    """What brackets that are nothing but a list of main risks add: "Avārija (bojājumi, bojāeja)"."""
    bracket = _BRACKETED.search(text)
    if bracket is None or not any(c in BY_CODE and BY_CODE[c].kind is Kind.COVER and c != GLASS for c in named):
        return []
    codes: list[str] = []
    for item in re.split(r",|;|/| (?:un|and|и) ", bracket[1]):
        hits = words.hits(item.strip())
        if len(hits) != 1 or hits[0].end - hits[0].start < len(item.strip()):
            return []
        codes += _named(hits, item.strip())
    return [c for c in codes if c in BY_CODE and BY_CODE[c].kind is Kind.COVER and c != GLASS]


def _named(hits: Sequence[Hit], text: str) -> list[str]:
    codes: list[str] = []
    for hit in of_something_else(hits, text):
        if hit.code == "_damage":
            if hit.first == 0 and AFTER_DAMAGE.match(text[hit.end :]):
                codes.append("Bojājumi")
        elif hit.code == _ROBBERY:
            codes += ["Zādzība", "Apzagšana"]
        elif hit.code not in ("_deductible_free", "_deductible_applies", "_liability"):
            codes.append(hit.code)
    return codes


_EXAMPLES = re.compile(
    r"\b(?:such as|for example|e\.g\.|piemēram|tādas? kā|piem\.|например|"
    r"такие как)[^,.;()]*", re.IGNORECASE
)
"""Words after these explain another word: "parts, such as mirrors or wheels"."""
_OF = re.compile(r"^\s*(?:of|or loss of|and loss of)?\s*(?:the |your |lost |stolen )*$", re.IGNORECASE)


def of_something_else(hits: Sequence[Hit], text: str) -> list[Hit]:
    """The hits without what is said of another thing: "theft of keys", "wheels" as an example, the car's own plate."""
    if not hits:
        return []
    examples = [match.span() for match in _EXAMPLES.finditer(text)]
    return [
        hit
        for hit, after in zip_longest(hits, hits[1:])
        if not any(start <= hit.start < end for start, end in examples)
        and not (hit.code == "Numurzīmes" and next(plates(text[hit.end : hit.end + 14]), None))
        and not (
            hit.code == "Zādzība"
            and after
            and after.code not in ("Zādzība", "Apzagšana")
            and after.code in BY_CODE
            and BY_CODE[after.code].kind is Kind.LIMIT
            and _OF.match(text[hit.end : after.start])
        )
    ]


@kept
def split_pair(text: str) -> tuple[int, int] | None:
    """Where the label ends and the value begins in "Label: value" or "Label ..... value"; None when it is no pair."""
    leaders = list(_LEADER.finditer(text)) if _DOTS.search(text) else []
    if leaders:
        return leaders[0].start(), leaders[-1].end()
    colon = _COLON.search(text)
    if colon and len(text[: colon.start()].split()) <= 9 and colon.end() < len(text):
        return colon.start(), colon.end()
    return None


def pair_in(text: str, words: Words) -> tuple[int, int] | None:
    """As `split_pair`, but what only names the row again is still the label: "Nelaimes gadījumi: vadītājs – nav"."""
    parts = split_pair(text)
    if parts is None:
        return None
    further = split_pair(text[parts[1] :])
    value = text[parts[1] : parts[1] + further[0]] if further else text[parts[1] :]
    again = set(codes_in(text[: parts[0]], words)) & set(codes_in(value, words)) & set(BY_CODE)
    if not again or answered(value) or has_figure(value):
        return parts
    return (parts[1] + further[0], parts[1] + further[1]) if further else None


def claims_of(pair: Pair, words: Words) -> Iterator[Claim]:
    """The claims that a label and its values make; a definition promises nothing."""
    if pair.section is Section.DEFINITION:
        return
    label = pair.label.text
    variants = by_variant(pair.values)
    for code in pair.codes:
        if code not in BY_CODE:
            continue
        for number, values in variants:
            yield from _claims(code, pair, label, values, number, words)


def _claims(
    code: str, pair: Pair, label: str, values: Sequence[tuple[Place, Column | None]], variant: int | None, words: Words
) -> Iterator[Claim]:
    kind = BY_CODE[code].kind
    said = [(p, c) for p, c in values if not c or c.role not in (Role.PREMIUM, Role.DEDUCTIBLE)]
    borne = [(p, c) for p, c in values if c and c.role is Role.DEDUCTIBLE]
    deductibles = [p for p, _ in borne]
    if kind in COVER_KINDS:
        yield from _cover(code, pair, label, said, deductibles, variant, words)
        yield from finance.sum_of_risk(code, said, label, variant)
        if code == "Bojājumi" and deductibles:
            yield from _deductible(deductibles[0], pair, label, variant, 0.86, _UNIT.search(borne[0][1].name))
        elif code == "Bojājumi":
            yield from _noted_deductible(said, pair, label, variant)
    elif kind is Kind.DEDUCTIBLE and said:
        yield from _deductible(said[0][0], pair, label, variant, 0.93 - 0.5 * (pair.section is Section.OPTIONAL))
    elif kind is Kind.TERRITORY and said:
        yield from territory(said[0][0], label, variant, pair.rule)


def _cover(
    code: str,
    pair: Pair,
    label: str,
    said: Sequence[tuple[Place, Column | None]],
    deductibles: Sequence[Place],
    variant: int | None,
    words: Words,
) -> Iterator[Claim]:
    if any(next(plates(p.text), None) for p, _ in said):
        return
    if any(c and c.role is Role.COVER and _is_yes(p.text) for p, c in said):
        said = [(p, c) for p, c in said if not (c and c.role is Role.DETAIL and p.text.strip() in _DASHES)]
    told = [(p, c) for p, c in said if not (c and c.role is Role.DETAIL and p.text.strip() in _DASHES)]
    guessed = len(told) < len(said) and any(amounts(p.text) or "%" in p.text for p in deductibles)
    said = told if guessed else said
    texts = [_with_unit(p.text, c) for p, c in said]
    deductible = deductibles[0].text if deductibles else ""
    if pair.section is Section.DEDUCTIBLE and code == GLASS and texts:
        texts, deductible = [], texts[0]
    verdict = judge(code, label, texts, words, deductible)
    only_price = not said and any(c and c.role is Role.PREMIUM for _, c in pair.values)
    if verdict is None and (pair.rule in ("list", "tick") or only_price):
        verdict = judge(code, label, [label], words, deductible)
    if any(_REFUSED.match(fold_letters(p.text)) for p in deductibles) or (
        any(_refuses(p.text) for p, c in pair.values if variant is None and not (c and c.role is Role.DEDUCTIBLE))
        and code != GLASS
    ):
        verdict = NO
    if verdict is None:
        return
    value, weight = verdict.value, verdict.weight if not only_price else 0.45
    if pair.section is Section.EXCLUSION and pair.rule not in ("tick",) and not _answers(texts):
        value, weight = NOT_COVERED, 0.85
    if pair.section is Section.OPTIONAL and not _answers(texts):
        value, weight = NOT_COVERED, 0.8
    if pair.section in (Section.DEFINITION, Section.GENERAL, Section.PAYMENT) and not _answers(texts):
        return
    if pair.section is Section.DEDUCTIBLE and code != GLASS and pair.rule != "tick":
        return
    if pair.section is Section.OPTIONAL and pair.rule == "tick" and value != NOT_COVERED and not _is_boxed(pair):
        weight = min(weight, _BULLET)
    priced = any(c and c.asked and amounts(p.text) for p, c in pair.values)
    guessed = guessed or (priced and value != NOT_COVERED and pair.section is not Section.COVER and not _answers(texts))
    if guessed or (code == "Apzagšana" and any(h.code == _ROBBERY for h in words.hits(label))):
        weight = min(weight, 0.66)
    place = _telling([p for p, _ in said], deductibles, value) or pair.label
    yield Claim(code, value, _with_label(place, pair.label), weight, pair.rule, label, variant)


_BULLET = 0.45
"""A tick before what is only offered is a bullet: no value, but shown as another reading."""


def _is_boxed(pair: Pair) -> bool:
    """Whether the tick stands in a box, of which others are left empty: then it chooses among what is offered."""
    return bool(pair.values) and pair.values[0][0].text.strip()[:1] in "☑☒✅[("


_UNIT = re.compile(r"\bEUR\b|€|\beuro\b|\bевро\b", re.IGNORECASE)
_SUM = r"\d{1,3}(?:[ \u00a0\u202f.,]?\d{3})*(?:[.,]\d{2})?"
_BARE = re.compile(rf"{_SUM}(?: ?/ ?{_SUM})?")


def _with_unit(text: str, column: Column | None) -> str:
    """A bare number with the unit that its column's heading names: "1 000,00" under "Limits, EUR"."""
    if column and column.role is Role.DETAIL and _UNIT.search(column.name) and _BARE.fullmatch(text.strip()):
        return " / ".join(f"{part.strip()} EUR" for part in text.split("/"))
    return text


_DASHES = ("-", "–", "—", "−")


def _is_yes(text: str) -> bool:
    found = answered(text)
    return found is not None and found.answer is Answer.YES


_REFUSED = re.compile(
    r"nav (?:iekl|apdro|segt|ietver|izvel|pared|pieej|ietilp)|neiekl|neietilp|neapdro|not (?:incl|cover|insur|select|"
    r"chos|operat|avail|taken)|exclu|no cover|не (?:включ|застрах|покр|вход|выбр)|исключ"
)
"""In a column of deductibles "nav" alone is no deductible; these refuse the cover itself."""


def _refuses(text: str) -> bool:
    """Whether a cell refuses in words, in whatever column; a lone dash in a column of prices is only empty."""
    found = answered(text)
    return found is not None and found.answer is Answer.NO and any(c.isalpha() for c in text)


def _telling(said: Sequence[Place], deductibles: Sequence[Place], value: str) -> Place | None:
    """The passage that decided: the one with the figure when the value holds one, else the first."""
    if value not in (COVERED, NOT_COVERED):
        said = [p for p in said if has_figure(p.text) or has_place(p.text)] or said
    return next((p for p in (*said, *deductibles)), None)


def _answers(texts: Sequence[str]) -> bool:
    return any(answered(text) for text in texts)


def _with_label(place: Place, label: Place) -> Place:
    """The place with its label before it, unless both are one cell."""
    if place.cell is label.cell:
        end = -1 if -1 in (place.end, label.end) else max(place.end, label.end)
        return Place(place.cell, min(place.start, label.start), end)
    return Place(place.cell, place.start, place.end, label.cell)


def _deductible(
    place: Place, pair: Pair, label: str, variant: int | None, weight: float, unit: object = None
) -> Iterator[Claim]:
    """The claim on the deductible at `place`; unit: whether the heading over it names the euro."""
    text = tidy(place.text)
    found = amounts(text)
    if not found and "%" not in text:
        if any(word in text.lower() for word in ("bez ", "nav", "none", "no ", "nil", "нет", "без")):
            yield Claim(DEDUCTIBLE, text, _with_label(place, pair.label), weight - 0.1, pair.rule, label, variant)
        return
    if not any(a.currency for a in found):
        weight -= 0.0 if unit else 0.15
        if found and "%" not in text and len(text.split()) == 1:
            text = f"{text} EUR"
    yield Claim(DEDUCTIBLE, text, _with_label(place, pair.label), weight, pair.rule, label, variant)


_NOTED = re.compile(
    r"(?:pašrisks|paša risks|excess|deductible|франшиза)\W{0,3}(?:ir |is |of )?(?P<sum>(?:EUR|"
    r"€)? ?\d[\d .,\u00a0]*\d?(?: ?(?:EUR|€|euro|%))?)|(?P<before>(?:EUR|"
    r"€)? ?\d[\d .,\u00a0]*\d?(?: ?(?:EUR|€))?) (?:pašrisks|excess|deductible|франшиза)",
    re.IGNORECASE,
)


def _noted_deductible(
    said: Sequence[tuple[Place, Column | None]], pair: Pair, label: str, variant: int | None
) -> Iterator[Claim]:
    """The deductible in a remark beside "damage": "Ir, pašrisks 150 EUR"."""
    for place, _ in said:
        match = _NOTED.search(place.text)
        if match:
            start, end = match.span("sum" if match["sum"] else "before")
            yield from _deductible(
                Place(place.cell, place.start + start, place.start + end), pair, label, variant, 0.74
            )


_SENTENCE_END = re.compile(r"[.;](?=\s+[A-ZĀČĒĢĪĶĻŅŠŪŽА-ЯЁ]|\s*$)")


def territory(place: Place, label: str, variant: int | None, rule: str) -> Iterator[Claim]:
    """Where the cover holds: the first sentence of the value, if it names a place."""
    text = place.text
    end = _SENTENCE_END.search(text)
    passage = text[: end.start()] if end else text
    if not names_place(passage):
        return
    value = tidy(passage.removeprefix("ir ").removeprefix("is "))
    cut = Place(place.cell, place.start, place.start + len(passage))
    yield Claim("Teritorija", value, cut, 0.93, rule, label, variant)


def numbering(text: str) -> int:
    """How many characters of `text` number or point it: "10. Bojājumi"."""
    number = _NUMBER.match(text)
    return number.end() if number else 0
