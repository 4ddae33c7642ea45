"""The 15 types of data that a field may have: how a value of each is read, stored, sent and shown.

Stored is text in normal form: an ISO date, a plain decimal, "true" or "false", "14:05"; for all else the text itself
without blanks around it.  `parse(code, show(code, value))` is `value` again.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fsr.extraction.labels import fold
from fsr.sheets.reader.dates import dates
from fsr.sheets.reader.numbers import numbers, text_of


def N_(text: str) -> str:  # noqa: N802  # the name that gettext tools look for
    """Mark `text` to be translated where it is shown."""
    return text


@dataclass(frozen=True, slots=True)
class DataType:
    """A type of data.

    code         stable, stored
    label        what people call it, to be translated
    base         its JSON type: "string", "number", "integer" or "boolean"
    json_format  its format in JSON schema, None where there is none
    """

    code: str
    label: str
    base: str = "string"
    json_format: str | None = None


DATA_TYPES: tuple[DataType, ...] = (
    DataType("text", N_("Text")),
    DataType("email", N_("E-mail address"), json_format="email"),
    DataType("phone", N_("Phone number")),
    DataType("address", N_("Address")),
    DataType("name", N_("Name")),
    DataType("url", N_("Web address"), json_format="uri"),
    DataType("number", N_("Number"), "number"),
    DataType("currency", N_("Amount of money"), "number"),
    DataType("percentage", N_("Percentage"), "number"),
    DataType("integer", N_("Whole number"), "integer"),
    DataType("date_mdy", N_("Date (month/day/year)"), json_format="date"),
    DataType("date_dmy", N_("Date (day/month/year)"), json_format="date"),
    DataType("date_ymd", N_("Date (year-month-day)"), json_format="date"),
    DataType("time", N_("Time"), json_format="time"),
    DataType("boolean", N_("Yes or no"), "boolean"),
)
"""In the order in which people choose from them."""

BY_CODE: dict[str, DataType] = {kind.code: kind for kind in DATA_TYPES}

DATE_FORMATS = {"date_mdy": "%m/%d/%Y", "date_dmy": "%d/%m/%Y", "date_ymd": "%Y-%m-%d"}
"""How each type of date is written."""


def parse(code: str, text: str) -> str | None:
    """`text`, all of it, in the normal form of type `code`; None where it does not fit, or is blank."""
    bare = text.strip()
    return _PARSERS.get(code, _text)(bare) if bare else None


def to_json(code: str, value: str | None) -> str | int | float | bool | None:
    """A stored value as JSON: numbers as numbers, everything else as stored."""
    if value is None:
        return None
    base = BY_CODE[code].base
    if base == "boolean":
        return value == "true"
    if base == "string":
        return value
    number = Decimal(value)
    return int(number) if number == number.to_integral_value() else float(number)


def show(code: str, value: str | None) -> str:
    """A stored value as a person writes it in that type; "" where there is none."""
    if value is None:
        return ""
    if code in DATE_FORMATS:
        return date.fromisoformat(value).strftime(DATE_FORMATS[code])
    return value


def _text(text: str) -> str:
    return text


_SPACES = re.compile(r"\s+")
_EMAIL = re.compile(r"[^\s@,;<>()]+@[^\s@,;<>()]+\.[^\s@,;<>().]{2,}")
_PHONE = re.compile(r"\+?[\d\s().\-/]{6,25}(?:\s?(?:x|ext\.?)\s?\d{1,6})?", re.IGNORECASE)
_URL = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE)
_TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?(?::\d{2})?\s*(?P<half>[ap])?\.?\s?(?(half)m\.?)",
                   re.IGNORECASE)
_AROUND_A_DATE = re.compile(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day)?[\s,.]*@"
    r"(?:[\s,]*(?:at )?[\d:.]+\s*(?:[ap]\.?m\.?)?\s*[a-z]{0,4})?", re.IGNORECASE)
_AROUND_A_NUMBER = re.compile(r"[($€£#]?\s*@\s*\)?\s*(?:%|€|\$|£|[a-z.]{1,12}(?:\s[a-z.]{1,12}){0,2})?", re.IGNORECASE)
_YES = frozenset({"yes", "y", "true", "1", "x", "ja", "да", "✓", "✔", "☑", "☒", "on", "checked"})
_NO = frozenset({"no", "n", "false", "0", "ne", "нет", "✗", "✘", "☐", "off", "unchecked"})


def _one_line(text: str) -> str:
    return _SPACES.sub(" ", text)


def _email(text: str) -> str | None:
    return text if _EMAIL.fullmatch(text) else None


def _phone(text: str) -> str | None:
    digits = sum(c.isdigit() for c in text)
    return _one_line(text) if _PHONE.fullmatch(text) and 7 <= digits <= 18 else None


def _url(text: str) -> str | None:
    if not _URL.fullmatch(text):
        return None
    return text if "://" in text else f"https://{text}"


def _number(text: str) -> str | None:
    return _only_number(text, grouping_point=False)


def _money(text: str) -> str | None:
    return _only_number(text, grouping_point=True)


def _only_number(text: str, grouping_point: bool) -> str | None:
    """The number, where at most a sign, a currency or a unit stands around it ("2 Hrs.")."""
    text = text.lstrip("$€£ ")
    found = numbers(text, grouping_point=grouping_point)
    if len(found) != 1 or not _AROUND_A_NUMBER.fullmatch(text[: found[0].start] + "@" + text[found[0].end :]):
        return None
    return text_of(found[0].value)


def _integer(text: str) -> str | None:
    number = _only_number(text, grouping_point=True)
    if number is None or Decimal(number) != Decimal(number).to_integral_value():
        return None
    return str(int(Decimal(number)))


def _date(order: str) -> Callable[[str], str | None]:
    def read(text: str) -> str | None:
        found = dates(text, order)
        if len(found) != 1 or not _AROUND_A_DATE.fullmatch(text[: found[0].start] + "@" + text[found[0].end :]):
            return None
        return found[0].value.isoformat()

    return read


def _time(text: str) -> str | None:
    """Of "2:05 pm" and "14.05" alike "14:05"."""
    match = _TIME.fullmatch(text)
    if not match or not (match["minute"] or match["half"]):
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None


def _boolean(text: str) -> str | None:
    folded = fold(text).strip(" .")
    return "true" if folded in _YES else "false" if folded in _NO else None


_PARSERS: dict[str, Callable[[str], str | None]] = {
    "email": _email, "phone": _phone, "address": _one_line, "name": _one_line, "url": _url, "number": _number,
    "currency": _money, "percentage": _number, "integer": _integer, "date_mdy": _date("mdy"),
    "date_dmy": _date("dmy"), "date_ymd": _date("ymd"), "time": _time, "boolean": _boolean,
}
