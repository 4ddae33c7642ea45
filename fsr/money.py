"""Amounts of money as printed: the one parser of the product.

The rule.  Blanks (also no-break and narrow ones) only group thousands.  Of points and commas, the last one followed
by one or two digits at the end is the decimal mark; every other one groups thousands, three digits a group.  So "1
480,00", "1.480,00", "1,480.00" and "1480" are the same amount, "2.500" is two thousand five hundred and "30.00" is
thirty. Amounts are `Decimal`, in major units (euros), never float.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

_BLANK = " \u00a0\u202f\u2009\u2007"
_GROUPED = rf"\d{{1,3}}(?:(?P<sep>[{_BLANK}.,'])\d{{3}})(?:(?P=sep)\d{{3}})*"
_NUMBER = re.compile(
    rf"(?<![\d.,/])(?P<sign>[-\u2212](?=\d))?(?P<whole>{_GROUPED}(?![\d])|\d+)(?:[.,](?P<cents>\d{{1,2}}))?"
    r"(?![\d]|[.,]\d)"
)
_DIGIT = re.compile(r"\d")
_CURRENCY_AFTER = re.compile(rf"[{_BLANK}]{{0,2}}(€|e[ui]r(?:o|os|iem|i)?\b|евро\b)", re.IGNORECASE)
_CURRENCY_BEFORE = re.compile(rf"(€|\beur|\beuro)[{_BLANK}]{{0,2}}$", re.IGNORECASE)
_LONGEST = 24
"""Signs of an amount: longer numbers are accounts or nonsense, and Decimal counts in 28 digits."""
_AFTER_PERCENT = re.compile(rf"[{_BLANK}]?(%|procent|процент)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount inside a text.

    value       in major units
    start, end  its place in the text, the currency included
    currency    whether a euro sign or word stands with it
    """

    value: Decimal
    start: int
    end: int
    currency: bool


def amounts(text: str) -> list[Amount]:
    """All numbers in `text` that may be amounts, in order; percentages and endless numbers are left out.

    "12 mēneši, 1 480,00 EUR" gives 12 (without currency) and 1480.00 (with).
    """
    found: list[Amount] = []
    if not _DIGIT.search(text):
        return found
    for match in _NUMBER.finditer(text):
        if _AFTER_PERCENT.match(text, match.end()) or match.end() - match.start() > _LONGEST:
            continue
        found.append(_amount(text, match, found[-1].end if found else 0))
    return found


def _amount(text: str, match: re.Match[str], taken: int) -> Amount:
    """The amount at `match`; a currency that stands before `taken` belongs to the amount before it."""
    start, end = match.span()
    after = _CURRENCY_AFTER.match(text, end)
    before = _CURRENCY_BEFORE.search(text[max(taken, start - 7) : start])
    if before:
        start -= len(before.group())
    return Amount(_decimal(match), start, after.end() if after else end, bool(after or before))


def _decimal(match: re.Match[str]) -> Decimal:
    whole = re.sub(r"\D", "", match["whole"])
    return Decimal(f"{'-' if match['sign'] else ''}{whole}.{match['cents'] or '0'}")


def parse_amount(text: str | None) -> Decimal | None:
    """The one amount in `text`, with two decimals; None when there is none ("-", "", "pēc pieprasījuma").

    An amount with a currency is preferred to numbers without ("450.00 EUR 12 mēnešiem").

    :raises ValueError: `text` holds several different amounts, so nobody can say which one is meant.
    """
    found = amounts(text or "")
    values = {a.value for a in found if a.currency} or {a.value for a in found}
    if len(values) > 1:
        raise ValueError(f"More than one amount in {text!r}")
    return values.pop().quantize(Decimal("0.01")) if values else None


def plain(value: Decimal) -> str:
    """The amount as stored and sent: a point and two decimals, "1480.00"."""
    return f"{value.quantize(Decimal('0.01')):f}"


def short(value: Decimal) -> str:
    """The amount as written in a cell: without ".00", no grouping; "1480", "38.40"."""
    text = plain(value)
    return text.removesuffix(".00")
