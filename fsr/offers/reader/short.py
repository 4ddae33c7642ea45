"""Short values from long passages: the part that answers, in the document's words.

A cell that is a whole sentence answers with its figures.  What is dropped says nothing (the label again, "is provided
for", "with a limit of") or speaks of another row (the deductible for theft in the cell of deductibles).  Whatever else
stands there, a condition above all, is kept: better long than untrue.  The passage itself stays as evidence.
"""

import re
from itertools import pairwise

from fsr.extraction.labels import Hit, fold_letters
from fsr.extraction.parsers import dates
from fsr.extraction.sections import sentences
from fsr.money import amounts, short
from fsr.offers.catalogue import BY_CODE, COVERED, NOT_COVERED, Kind
from fsr.offers.normalise import has_figure, names_place, tidy
from fsr.offers.reader.document import Words


def shortened(code: str, value: str, words: Words) -> str:
    """`value` of the row `code` without what does not answer; "v", "-" and plain figures stay as they are."""
    kind = BY_CODE[code].kind
    if value in (COVERED, NOT_COVERED) or kind not in _BY_KIND:
        return value
    return _BY_KIND[kind](code, value, words) or value


_FILLER = re.compile(
    r"lidz|ar|limitu|limits|limita|ne|vairak|ka|par|uz|laiku|terminu|ir|tiek|nodrosinata|nodrosinats"
    r"|nodrosinam|nodrosinasim|apdrosinati|apdrosinats|apdrosinata|pret|pieejams|pieejama|apmaksajam"
    r"|apmaksata|sedzam|neparsniedzot|maksimali|maksimums|un|del|izdevumi|for|up|to|at|with|limit|of|a|an"
    r"|the|not|no|more|than|max|maximum|is|are|provided|we|provide|pay|cover|exceeding|and|paid|covered"
    r"|costs|до|не|более|на|срок|с|лимит|лимитом|период|и|предоставляется|застрахован|застрахованы"
    r"|оплачивается|покрывается|максимум|сроком"
)
_LIMITING = re.compile(
    r"lidz|ne|vairak|ka|limits|limit|uz|up|to|for|no|not|max|maximum|maksimali|maksimums|un|and|и|до|не"
    r"|более|лимит"
)
"""Of those the words that limit a figure: a value may begin with them."""


def _limit(code: str, value: str, words: Words) -> str:
    """Without the label again and verbs at the beginning, as long as a figure is left."""
    hits = [h for h in words.hits(value) if h.code == code and h.last > h.first and h.first <= 2 + len(value) // 40]
    for start in (*(h.end for h in reversed(hits)), 0):
        lead = _leading(value[start:])
        rest = tidy(value[start + lead :])
        if (start or lead) and has_figure(rest) and (not start or _ANSWERS.match(fold_letters(rest))):
            return rest
    return value


_ANSWERS = re.compile(
    r"(?:eur |€ ?)?\d|(?:lidz|bez|limit\w*|vien\w*|nave|up to|without|once|death|до|без|"
    r"лимит\w*|смерть)\b"
)
"""How a text begins that answers by itself, so that the label before it can go."""


def _says_something(word: str) -> bool:
    return not _FILLER.fullmatch(word) or bool(_LIMITING.fullmatch(word))


def _leading(text: str) -> int:
    """How many characters of `text` are words that say nothing."""
    end = 0
    for match in re.finditer(r"[\s,:–-]*([^\W\d_]+)", text):
        if match.start() != end or _says_something(fold_letters(match[1])):
            break
        end = match.end()
    return end


_DAYS = re.compile(
    r"(?P<count>\d{1,3})(?: ?\([^)]*\))?[ -]*(?:kalendar\w* |calendar |календарн\w* )?"
    r"(?P<unit>dien\w*|days?|дн\w*|ден\w*|сут\w*)"
)
_DAILY = re.compile(r"\s*(?:/ ?)?(?:(?:par )?dien\w*|diennakt\w*|(?:per|a|each) day|daily|day|в день|в сутки|за сутки)")


def _days(code: str, value: str, words: Words) -> str:
    """ "15 dienas / 30 EUR dienā" where nothing is said but the days and a daily limit; else as a limit."""
    folded = fold_letters(value)
    counts = list(_DAYS.finditer(folded))
    sums = [a for a in amounts(value) if a.currency]
    daily = _DAILY.match(folded, sums[0].end) if len(sums) == 1 else None
    if len(counts) != 1 or len(sums) > 1 or (sums and not daily):
        return _limit(code, value, words)
    taken = [counts[0].span()] + ([(sums[0].start, daily.end())] if sums and daily else [])
    taken += [(h.start, h.end) for h in words.hits(value) if h.code == code]
    left = re.findall(r"\w+", "".join(c for i, c in enumerate(folded) if not any(a <= i < b for a, b in taken)))
    if not left and value[0].isdigit():
        return value
    if any(not _FILLER.fullmatch(word) for word in left):
        return _limit(code, value, words)
    days = _counted(int(counts[0]["count"]), counts[0]["unit"])
    if not daily:
        return days
    return f"{days} / {short(sums[0].value)} EUR {value[sums[0].end : daily.end()].strip(' /')}"


def _counted(count: int, unit: str) -> str:
    """A number of days in the language of `unit`."""
    one = count % 10 == 1 and count % 100 != 11
    if unit.startswith("d") and not unit.startswith("da"):
        return f"{count} {'diena' if one else 'dienas'}"
    if unit.startswith("da"):
        return f"{count} {'day' if count == 1 else 'days'}"
    few = count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14)
    return f"{count} {'день' if one else 'дня' if few else 'дней'}"


_BE = re.compile(r"^[\s:–-]*(?:(?:ir|is|are|это|in|ir spēkā|ir spēkā)\b)?[\s:–-]*", re.IGNORECASE)


_TIME = re.compile(r"^[^A-ZĀČĒĢĪĶĻŅŠŪŽА-Я]*?\d{1,2} (?:mēneš\w*|months?|месяц\w*)\W*(?:in |в )?(?=\S)")


def _territory(code: str, value: str, words: Words) -> str:
    """Without the label again and without the time: "Līguma darbības teritorija ir Eiropa" is "Eiropa"."""
    value = value[_time_before(value) :]
    for hit in words.hits(value):
        rest = value[hit.end :]
        if hit.code == code and hit.first <= 2 and names_place(rest) and not names_place(value[: hit.start]):
            lead = _BE.match(rest)
            return tidy(rest[lead.end() if lead else 0 :])
    return value


def _time_before(value: str) -> int:
    """Where the place begins after a time: "12 mēnešus Baltijas valstīs"."""
    spelled = _TIME.match(value)
    ends = [end for _, _, end in dates(value)] + ([spelled.end()] if spelled else [])
    end = max((e for e in ends if not names_place(value[:e])), default=0)
    rest = value[end:].lstrip(" .,")
    return len(value) - len(rest) if names_place(rest) else 0


_ELSE = frozenset(
    {"_deductible_theft", "_deductible_other", "Zādzība", "Apzagšana", "Stiklojums_bez_pašriska", "_theft_and_robbery"}
)
_OTHERS = re.compile(r"vaditaj|driver|водител|stikl|glass|windscreen|стек|zadzib|theft|угон|хищен")


def _deductible(code: str, value: str, words: Words) -> str:
    """The parts that speak of damage: what is said of theft, glass or young drivers is another matter."""
    parts = [value[a:b] for a, b in _parts(value)]
    own = [part for part in parts if not _is_elses(part, words.hits(part))]
    if len(parts) == 1 or not own or not _has_sum(own[0]):
        return _unlabelled(code, value, words) if len(parts) == 1 else value
    text = ", ".join(part.strip(" ,;.") for part in own if _has_sum(part))
    return _unlabelled(code, tidy(text), words)


def _has_sum(text: str) -> bool:
    return bool(amounts(text)) or "%" in text


def _parts(value: str) -> list[tuple[int, int]]:
    """Sentences, and their parts between commas where each part has its own figure."""
    found: list[tuple[int, int]] = []
    for start, end in sentences(value):
        cuts = [start, *(start + m.end() for m in re.finditer(r", | / ", value[start:end])), end]
        pieces = list(pairwise(cuts))
        found += pieces if all(_has_sum(value[a:b]) for a, b in pieces) else [(start, end)]
    return found


def _is_elses(part: str, hits: tuple[Hit, ...]) -> bool:
    about = {hit.code for hit in hits}
    return bool(about & _ELSE or _OTHERS.search(fold_letters(part))) and not about & {"Bojājumi", "_damage"}


def _unlabelled(code: str, value: str, words: Words) -> str:
    """Without the label again: "Paša risks bojājumiem: 140 EUR" is "140 EUR"."""
    for hit in words.hits(value):
        rest = value[hit.end :]
        if hit.code == code and _has_sum(rest) and not _has_sum(value[: hit.start]):
            lead = _BE.match(rest)
            return tidy(rest[lead.end() if lead else 0 :])
    return value


_BY_KIND = {Kind.LIMIT: _limit, Kind.DAYS: _days, Kind.TERRITORY: _territory, Kind.DEDUCTIBLE: _deductible}
