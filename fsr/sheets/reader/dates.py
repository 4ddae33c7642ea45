"""Dates as printed anywhere: figures in any order, names of months in several languages, ranges of days.

Of figures alone nobody can say whether 03/04/2026 is in March or in April; the caller says which order is usual, and
such a date is marked as ambiguous.  Of a range the last day is meant.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from fsr.extraction.labels import fold_letters

_MONTHS = (
    "january jan janvaris janvari janvara enero ene janvier janv januar gennaio gen ocak oca январь января янв",
    "february feb febr februaris februari februara febrero fevrier fevr februar febbraio subat sub февраль февраля фев",
    "march mar marts marta marzo mars marz maerz mart март марта мар",
    "april apr aprilis aprili aprila abril abr avril avr aprile nisan nis апрель апреля апр",
    "may maijs maija mayo mai maggio mag mayis май мая мая",
    "june jun junijs junija junio juin juni giugno giu haziran haz июнь июня июн",
    "july jul julijs julija julio juillet juil juli luglio lug temmuz tem июль июля июл",
    "august aug augusts augusta agosto ago aout agustos agu август августа авг",
    "september sep sept septembris septembri septembra septiembre setiembre septembre settembre set eylul eyl "
    "сентябрь сентября сен сент",
    "october oct oktobris oktobri oktobra octubre octobre oktober okt ottobre ott ekim eki октябрь октября окт",
    "november nov novembris novembri novembra noviembre novembre kasim kas ноябрь ноября ноя нояб",
    "december dec decembris decembri decembra diciembre dic decembre dezember dez dicembre aralik ara "
    "декабрь декабря дек",
)
"""Folded names and abbreviations, a month a line: English, Latvian, Spanish, French, German, Italian, Turkish,
Russian."""
_MONTH_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.replace("й", "и").split()}
_MONTH = "(?:" + "|".join(sorted(map(re.escape, _MONTH_OF), key=len, reverse=True)) + r")\b\.?"
_DAY = r"\d{1,2}(?:\s?(?:st|nd|rd|th)\b)?"
_TO = r"\s*(?:-|–|—|to|until|thru|through|and|&)\s*"
_YEAR = r"(?:\d{4}|['’]?\d{2}(?![\d:]))"

_FORMS = tuple(re.compile(form) for form in (
    r"(?<![\d/.-])(?P<y>\d{4})\s?(?P<sep>[-/.])\s?(?P<m>\d{1,2})\s?(?P=sep)\s?(?P<d>\d{1,2})(?![\d/-])",
    r"(?<![\d/.-])(?P<a>\d{1,2})\s?(?P<sep>[-/.])\s?(?P<b>\d{1,2})\s?(?P=sep)\s?(?P<y>\d{4}|\d{2})(?![\d/])",
    rf"\b(?P<month>{_MONTH})\s*(?:{_DAY}{_TO}(?:{_MONTH}\s*)?)?(?P<d>{_DAY})(?:\s*,\s*|\s+)(?:of\s+)?(?P<y>{_YEAR})",
    rf"(?<![\d/.])(?:{_DAY}{_TO})?(?P<d>{_DAY})[\s.,/-]{{0,3}}(?:(?:day )?of\s+)?(?P<month>{_MONTH})[\s.,/-]{{0,3}}"
    rf"(?P<y>{_YEAR})",
    rf"\b(?P<y>\d{{4}})[\s.,/-]{{1,3}}(?:gada |g\. )?(?P<month>{_MONTH})[\s.,/-]{{1,2}}(?P<d>{_DAY})",
    rf"\b(?P<y>\d{{4}})\. ?(?:gada|g\.) (?P<d>\d{{1,2}})\. ?(?P<month>{_MONTH})",
))
_RANGE = re.compile(rf"\b(?P<month>{_MONTH})\s*{_DAY}{_TO}(?P<last>{_MONTH})")
_DIGIT = re.compile(r"\d")
EARLIEST, LATEST = 1990, 2099
"""Years of dates that documents are about; a year outside is a misreading."""


class Printed(NamedTuple):
    """A date and its place `[start, end)` in the text; ambiguous where the order of day and month is a guess."""

    value: date
    start: int
    end: int
    ambiguous: bool = False


def dates(text: str, order: str = "mdy") -> list[Printed]:
    """All dates in `text`, in order; of a range with one year the last day.

    order  "mdy", "dmy" or "ymd": which of two figures is the month where both may be; "ymd" reads as "dmy" does
    """
    if not _DIGIT.search(text):
        return []
    found: list[Printed] = []
    folded = fold_letters(text)
    for form in _FORMS:
        for match in form.finditer(folded):
            if all(match.end() <= other.start or other.end <= match.start() for other in found):
                found += _read(match, order)
    return sorted(found, key=lambda one: one.start)


def _read(match: re.Match[str], order: str) -> Iterator[Printed]:
    parts = match.groupdict()
    year = _year(parts["y"])
    if parts.get("a"):
        first, second = int(parts["a"]), int(parts["b"])
        ambiguous = first <= 12 and second <= 12 and first != second
        swapped = first > 12 or (order != "mdy" and second <= 12)
        month, day = (second, first) if swapped else (first, second)
    else:
        month = int(parts["m"]) if parts.get("m") else _month(match)
        day, ambiguous = int(re.sub(r"\D", "", parts["d"])), False
    try:
        yield Printed(date(year, month, day), *match.span(), ambiguous)
    except ValueError:
        return


def _month(match: re.Match[str]) -> int:
    """The month named; of "June 30 to July 2" the last."""
    both = _RANGE.match(match.group())
    return _MONTH_OF[(both["last"] if both else match["month"]).rstrip(".")]


def _year(printed: str) -> int:
    digits = printed.lstrip("'’")
    year = int(digits)
    if len(digits) == 2:
        return year + (2000 if year < 70 else 1900)
    return year if EARLIEST <= year <= LATEST else 0
