"""What of a passage is a value of a type: the reader of a field, given what stands beside its label."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from fsr.sheets import kinds
from fsr.sheets.reader.dates import dates
from fsr.sheets.reader.names import tidy
from fsr.sheets.reader.numbers import numbers, text_of


class Value(NamedTuple):
    """A value and its place `[start, end)` in the passage; `quality` 0..1 says how well it fits its type."""

    value: str
    start: int
    end: int
    quality: float = 1.0


Read = Callable[[str], list[Value]]
"""All values in a passage, in order."""

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w/-])\+?\(?\d[\d\s().\-/]{5,20}\d(?:\s?(?:x|ext\.?)\s?\d{1,6})?(?![\w/-])", re.IGNORECASE)
_URL = re.compile(r"(?:https?://|www\.)[^\s,;<>()]+[^\s,;<>().]|(?<![\w@.])(?:[\w-]+\.)+(?:com|org|net|edu|gov|io|eu|"
                  r"lv|co|us|uk|de|info|example)(?:/[^\s,;<>()]*)?(?![\w@])", re.IGNORECASE)
_TIME = re.compile(r"(?<![\d:.])\d{1,2}(?::\d{2}(?::\d{2})?\s*(?:[ap]\.?m\b\.?)?|\s*[ap]\.?m\b\.?)(?![\d:])",
                   re.IGNORECASE)
_CURRENCY = re.compile(r"(?:[$€£]|\b(?:USD|EUR|GBP)\b)\s*@|@\s*(?:[$€£]|(?:USD|EUR|GBP|euros?|dollars?)\b)",
                       re.IGNORECASE)
_LONGEST_TEXT = 300


def reader_of(data_type: str) -> Read:
    """The reader of a type."""
    return _READERS.get(data_type, text)


def is_typed(data_type: str) -> bool:
    """Whether a passage can be told not to be of the type: not so of texts."""
    return data_type not in ("text", "address")


def text(passage: str) -> list[Value]:
    """The passage itself."""
    bare = passage.strip(" \u00a0,;:|·•")
    if not any(c.isalnum() for c in bare) or len(bare) > _LONGEST_TEXT:
        return []
    start = passage.index(bare)
    return [Value(bare, start, start + len(bare), 0.97)]


def _dates(order: str, passage: str) -> list[Value]:
    return [Value(one.value.isoformat(), one.start, one.end, 0.9 if one.ambiguous and order == "ymd" else 1.0)
            for one in dates(passage, order)]


def _numbers(grouping_point: bool, passage: str) -> list[Value]:
    taken = [(one.start, one.end) for one in dates(passage)]
    return [Value(text_of(one.value), one.start, one.end) for one in numbers(passage, grouping_point=grouping_point)
            if not any(start < one.end and one.start < end for start, end in taken)]


def _money(passage: str) -> list[Value]:
    """Amounts with a currency before those without; a percentage is none."""
    found = [one for one in _numbers(True, passage) if not re.match(r"\s*(?:%|per ?cent)", passage[one.end :])]
    marked = [one for one in found
              if _CURRENCY.search(passage[max(0, one.start - 5) : one.start] + "@" + passage[one.end : one.end + 8])]
    return marked or [one._replace(quality=0.9) for one in found]


def _integers(passage: str) -> list[Value]:
    return [one for one in _numbers(True, passage) if "." not in one.value]


def _percent(passage: str) -> list[Value]:
    found = _numbers(False, passage)
    marked = [one for one in found if re.match(r"\s*(?:%|per ?cent)", passage[one.end :])]
    return marked or [one._replace(quality=0.8) for one in found]


def _matching(pattern: re.Pattern[str], data_type: str, passage: str) -> list[Value]:
    def values() -> Iterator[Value]:
        for match in pattern.finditer(passage):
            if value := kinds.parse(data_type, match.group()):
                yield Value(value, *match.span())

    return list(values())


def _names(passage: str) -> list[Value]:
    name = tidy(passage)
    return [Value(name, 0, len(passage.rstrip()), 0.97)] if name else []


def _booleans(passage: str) -> list[Value]:
    first = re.match(r"\s*(\S+?)[\s.,;]*(?:$|\s)", passage)
    value = kinds.parse("boolean", first.group(1)) if first else None
    return [Value(value, first.start(1), first.end(1))] if first and value else []


_READERS: dict[str, Read] = {
    "email": partial(_matching, _EMAIL, "email"), "phone": partial(_matching, _PHONE, "phone"), "name": _names,
    "url": partial(_matching, _URL, "url"), "number": partial(_numbers, False), "currency": _money,
    "percentage": _percent, "integer": _integers, "date_mdy": partial(_dates, "mdy"),
    "date_dmy": partial(_dates, "dmy"), "date_ymd": partial(_dates, "ymd"),
    "time": partial(_matching, _TIME, "time"), "boolean": _booleans,
}
