"""Typed parsers: from a printed passage to a date, a span of months, a number of days, a plate, yes or no.

Languages: Latvian, English, Russian.  Every parser answers None (or nothing) for text that is not its type; none
guesses.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from fsr.extraction.kept import kept
from fsr.extraction.labels import fold, fold_letters
from fsr.extraction.wordings import any_of

_MONTHS = {
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "mai": 5,
    "may": 5,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "okt": 10,
    "oct": 10,
    "nov": 11,
    "dec": 12,
    "янв": 1,
    "фев": 2,
    "мар": 3,
    "апр": 4,
    "мая": 5,
    "маи": 5,
    "июн": 6,
    "июл": 7,
    "авг": 8,
    "сен": 9,
    "окт": 10,
    "ноя": 11,
    "дек": 12,
}
"""Folded first three letters of the names of months (Latvian, English, Russian)."""

_DIGIT = re.compile(r"\d")
_NAME = r"([^\W\d_]{3,12})"
_DATE_FORMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b"), "ymd"),
    (re.compile(r"\b(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?!\d)"), "dmy"),
    (re.compile(rf"\b(\d{{4}})\. ?(?:gada|g\.) (\d{{1,2}})\. ?{_NAME}"), "ydm"),
    (re.compile(rf"\b(\d{{1,2}})\.? {_NAME},? (\d{{4}})"), "dmy"),
    (re.compile(rf"\b{_NAME} (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})"), "mdy"),
)


@kept
def dates(text: str) -> list[tuple[date, int, int]]:
    """All dates in `text`, in order, with their places `[start, end)`.

    Day before month, as the Baltic countries write.
    """
    found: dict[int, tuple[date, int, int]] = {}
    if not _DIGIT.search(text):
        return []
    for pattern, order in _DATE_FORMS:
        for match in pattern.finditer(text):
            day = _date(dict(zip(order, match.groups(), strict=True)))
            if day and not any(start < match.end() and match.start() < end for _, start, end in found.values()):
                found[match.start()] = (day, *match.span())
    return [found[start] for start in sorted(found)]


def _date(parts: dict[str, str]) -> date | None:
    month = int(parts["m"]) if parts["m"].isdigit() else _MONTHS.get(fold(parts["m"])[:3], 0)
    year = int(parts["y"])
    try:
        return date(year + 2000 if year < 100 else year, month, int(parts["d"]))
    except ValueError:
        return None


_MONTH_COUNT = re.compile(r"\b(\d{1,2})(?:\s*\(\w+\)|\))?\s*(?:menes\w*|men\b|months?\b|месяц\w*|мес\b)")
_YEAR_COUNT = re.compile(
    r"\b(?:1|viens|vienu|one|один)\s*(?:gads|gadu|year|год)\b|^\W*(?:a )?(?:gads|year|"
    r"год)\b(?! ?\d)"
)
_SPELLED = re.compile(
    r"\b(?:(?P<twelve>divpadsmit|twelve|двенадцать)|(?P<six>sesi|sesus|six|шесть)) (?:menes\w*|months?|месяц\w*)"
)


@kept
def months_named(text: str) -> tuple[int, int, int] | None:
    """A number of months said in `text` ("12 mēneši", "1 gads") and its place, else None."""
    folded = fold_letters(text)
    match = _MONTH_COUNT.search(folded)
    if match:
        return int(match.group(1)), match.start(), match.end()
    match = _SPELLED.search(folded)
    if match:
        return 12 if match["twelve"] else 6, match.start(), match.end()
    match = _YEAR_COUNT.search(folded)
    return (12, match.start(), match.end()) if match else None


def _following(day: date) -> tuple[date, ...]:
    """The next day; none after the calendar's last, which stands for "without end"."""
    return () if day == date.max else (day + timedelta(days=1),)


def months_between(first: date, last: date) -> int | None:
    """Whole months from `first` to `last`, the last day included (01.12.2026–30.11.2027 is 12); None if not whole.

    A last day equal to the first day of the next period is taken too, for insurers write both.
    """
    for end in (*_following(last), last):
        months = (end.year - first.year) * 12 + end.month - first.month
        if months > 0 and abs(end.day - first.day) <= 1:
            return months
    return None


_DAYS = re.compile(r"(\d{1,3})(?:\s*\([^)]*\))?[\s-]*(?:dien|day|дн|ден|сут|calendar day|kalendar\w* dien)")


def days(text: str) -> int | None:
    """The number of days said in `text` ("līdz 15 dienām", "up to 30 days"), else None."""
    match = _DAYS.search(fold(text))
    return int(match.group(1)) if match else None


_PLATE = re.compile(r"(?<![\w-])([A-ZĀČĒĢĪĶĻŅŠŪŽ]{2}) ?[-–]? ?(\d{1,4})(?![\w-])")


def plates(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield Latvian number plates (two letters, one to four digits) without blank or hyphen, with their places."""
    for match in _PLATE.finditer(text):
        yield match.group(1) + match.group(2), match.start(), match.end()


class Answer(Enum):
    """What a cell answers to "is it covered?"."""

    YES = "yes"
    NO = "no"
    EXTRA = "extra"
    """Only for another price or on request: not part of what is offered."""


TICKS = "✓✔☑☒✅🗹⊠■●"
CROSSES = "✗✘✖❌☐□○✕×⨯"
_YES_MARKS, _NO_MARKS = "✓✔☑✅🗹☒●■+", "✗✘✖❌☐□○✕×–-−—"
_YES = (
    r"ir|ja|iekl\w*|ieklauts|ietilpst|ietverts|apdrosinat\w*|segts|segti|segta|tiek segt\w*|sedz|ir speka|"
    r"yes|included|incl|covered|insured|operative|in force|"
    r"да|есть|включен\w*|застрахован\w*|покрывается|покрываются|покрыт\w*|входит|входят|v|x"
)
_NO = (
    r"nav(?: (?:ieklaut\w*|apdrosinat\w*|segt\w*|ietvert\w*|izvelet\w*|paredzet\w*|pieejam\w*|ietilpst))?|"
    r"ne(?=$|\s*[^\w\s])|neieklauts|neietilpst|neapdrosinat\w*|netiek (?:segt|apdrosinat|atlidzinat|ieklaut|"
    r"kompenset|piedavat|nodrosinat)\w*|nesedz|izslegt\w*|bez segum\w*|"
    r"no(?=$|\s*[^\w\s])|not (?:included|covered|insured|selected|chosen|taken|operative|in force|available|"
    r"applicable|part of \w+)|inoperative|excluded|none|n/a|no cover\w*|"
    r"нет|не (?:включен\w*|застрахован\w*|покрывается|покрываются|покрыт\w*|входит|входят|выбран\w*)|исключен\w*|"
    r"не предусмотрен\w*|отсутствует"
)
_EXTRA = (
    r"par (?:papildu|piemaksu|atsevisku|papildus) ?\w*|papildu (?:samaksa|premij|maks)\w*|pec (?:pieprasijuma|"
    r"izveles)|"
    r"var(?:u|am|at|esim|etu)? (?:klat )?(?:pielikt|piekombin\w*)|(?:\bpar|\bfor|\bза) \+ ?\d|var(?:am|"
    r"at)? (?:pievienot|iegadaties|iegadat|izveleties|pieteikt|apdrosinat|piedavat)|iespejams (?:pievienot|"
    r"iegadaties)|"
    r"pievienojam\w*|izvelams|opcij\w*|"
    r"can be (?:added|bought|purchased|included|insured)|may be (?:added|bought|purchased|included)|(?:bought|"
    r"purchased) separately|on request|for an? (?:extra|additional)|"
    r"at (?:an )?(?:extra|additional)|at extra|optional\w*|available (?:for|at|on)|"
    r"за (?:дополнительн\w+|доплату|отдельн\w+)|по запросу|по желанию|можно (?:добавить|включить|подключить|"
    r"выбрать|застраховать)|"
    r"опци\w+|дополнительно за|подключается"
)
_FREE = r"(?:nav|no|нет|none) (?:\w+ )?(?:pasrisk|pasa risk|deduct|excess|франшиз|limit|лимит|ierobezoj|ограничен)"
"""Refuses a restriction and not the cover: "no deductible applies", "nav limita"."""
_ANSWER = re.compile(rf"\s*(?!{_FREE})(?:(?P<no>{_NO})|(?P<yes>{_YES}))(?![\w/])")
_EXTRA_ANYWHERE = any_of(rf"\b(?:{_EXTRA})")


_PAID = re.compile(
    r"jau (?:ir )?ieklaut|already included|included in the (?:total|premium)|уже включен|"
    r"ieklauta (?:kopeja )?premij"
)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer and the text that follows it: "Iekļauts, limits 300 EUR" is YES and "limits 300 EUR"."""

    answer: Answer
    rest: str


@kept
def is_extra(text: str) -> bool:
    """Whether `text` says that something is to be had only for another price or on request."""
    folded = fold(text)
    return bool(_EXTRA_ANYWHERE.search(folded)) and not _PAID.search(folded)


_BOXED = re.compile(r"\[(?:(?P<ticked>[xX✓✔v*])|[ _]?)\]|\((?:(?P<tick2>[xX✓✔])|[ _])\)")


@kept
def answered(text: str) -> Answered | None:
    """The answer with which `text` begins, None when it does not begin with one.

    A lone dash is "no" and a lone tick is "yes"; a minus before a figure is neither.
    """
    printed = text.strip()
    if not printed:
        return None
    boxed = _BOXED.match(printed)
    if boxed:
        return Answered(
            Answer.YES if boxed["ticked"] or boxed["tick2"] else Answer.NO, printed[boxed.end() :].strip(" ,;:")
        )
    mark = printed[0]
    if mark in _YES_MARKS or mark in _NO_MARKS:
        return _marked(printed)
    folded = fold_letters(printed)
    match = _ANSWER.match(folded)
    if is_extra(printed):
        return Answered(Answer.EXTRA, printed)
    if not match:
        return None
    rest = printed[match.end() :].strip(" ,;:.–-")
    return Answered(Answer.NO if match["no"] else Answer.YES, rest)


def _marked(printed: str) -> Answered | None:
    mark, rest = printed[0], printed[1:].strip(" ,;:")
    if mark in "–-−—+●■○□" and rest:
        return None
    if is_extra(rest):
        return Answered(Answer.EXTRA, rest)
    return Answered(Answer.YES if mark in _YES_MARKS else Answer.NO, rest)
