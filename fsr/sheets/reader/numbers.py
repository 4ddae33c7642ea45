"""Numbers as printed: "1,471.60", "1.471,60", "1 480", "1 1/2", "(2)", "50 %", "$30"."""

import re
from decimal import Decimal
from typing import NamedTuple

_BLANK = " \u00a0\u202f\u2009"
_VULGAR = {"½": "0.5", "¼": "0.25", "¾": "0.75", "⅓": "0.33", "⅔": "0.67", "⅕": "0.2", "⅖": "0.4",
           "⅗": "0.6", "⅘": "0.8"}
_NUMBER = re.compile(
    rf"(?<![\d.,/\w])(?P<sign>[-\u2212](?=\d))?(?:"
    rf"(?P<whole>\d{{1,3}}(?:(?P<sep>[{_BLANK}.,'])\d{{3}}(?!\d))+|\d+)(?:(?P<mark>[.,])(?P<cents>\d+))?"
    rf"(?:\s?(?P<vulgar>[{''.join(_VULGAR)}])|\s(?P<top>\d)/(?P<bottom>[2-9])(?![\d/]))?"
    rf"|(?P<point>[.,]\d+)|(?P<alone>[{''.join(_VULGAR)}]))(?![\d]|[.,/:]\d)")
_LONGEST = 24
"""Signs of a number: longer ones are accounts or nonsense, and Decimal counts in 28 digits."""


class Number(NamedTuple):
    """A number and its place `[start, end)` in the text."""

    value: Decimal
    start: int
    end: int


def numbers(text: str, *, grouping_point: bool = False) -> list[Number]:
    """All numbers in `text`, in order; figures of dates, times and codes are none.

    grouping_point  "2.500" is two thousand five hundred (amounts of money), not two and a half
    """
    return [Number(_value(match, grouping_point), *match.span()) for match in _NUMBER.finditer(text)
            if match.end() - match.start() <= _LONGEST]


def _value(match: re.Match[str], grouping_point: bool) -> Decimal:
    sign = -1 if match["sign"] else 1
    if match["alone"]:
        return sign * Decimal(_VULGAR[match["alone"]])
    if match["point"]:
        return sign * Decimal("0" + match["point"].replace(",", "."))
    value = _plain(match, grouping_point)
    if match["vulgar"]:
        value += Decimal(_VULGAR[match["vulgar"]])
    if match["top"]:
        value += (Decimal(match["top"]) / int(match["bottom"])).quantize(Decimal("0.01"))
    return sign * value


def _plain(match: re.Match[str], grouping_point: bool) -> Decimal:
    whole, cents = match["whole"], match["cents"]
    if cents is None and match["sep"] == "." and whole.count(".") == 1 and not grouping_point:
        return Decimal(whole)
    return Decimal(re.sub(r"\D", "", whole) + (f".{cents}" if cents else ""))


def text_of(value: Decimal) -> str:
    """The number as stored: plain, with the decimals it was printed with."""
    return f"{value:f}"
