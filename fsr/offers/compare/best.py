"""Which cell of a row is best for the client: one rule a row, from `fsr.offers.catalogue.Better`.

A cell that says nothing takes no part, and a cell whose words hold no figure is never guessed into one.  Where all
who take part are alike, nobody is best.
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from fsr.extraction.parsers import days
from fsr.money import amounts
from fsr.offers.catalogue import COVERED, NOT_COVERED, Better, Kind, Row
from fsr.offers.compare.normal import words

Rank = tuple[Decimal, ...]
"""Greater is better; all ranks of one row are as long."""

_NOT, _SOME, _FIGURE = Decimal(0), Decimal(1), Decimal(2)
_NONE, _ENDLESS = Decimal(0), Decimal("Infinity")


def best_of(row: Row, values: Sequence[str | None]) -> frozenset[int]:
    """Places in `values` of the best for the client, ties included; empty when nothing is better than anything."""
    ranks = {place: rank for place, value in enumerate(values) if (rank := rank_of(row, value)) is not None}
    if not ranks or min(ranks.values()) == max(ranks.values()):
        return frozenset()
    top = max(ranks.values())
    return frozenset(place for place, rank in ranks.items() if rank == top)


def rank_of(row: Row, value: str | None) -> Rank | None:
    """How good `value` is in this row; None when it cannot be compared."""
    return None if value is None else _rank(row.better, row.kind, value)


@lru_cache(maxsize=8192)
def _rank(better: Better, kind: Kind, value: str) -> Rank | None:
    if better is Better.LOWER:
        return _lower(kind, value)
    if better is Better.COVERED:
        return (_NOT,) if value == NOT_COVERED else (_SOME,)
    if better is Better.HIGHER:
        return _days(value) if kind is Kind.DAYS else _limit(value)
    return None


def _lower(kind: Kind, value: str) -> Rank | None:
    """The less to pay the better; of several deductibles the largest counts, for that is what the client may bear."""
    figures = _figures(value)
    if not figures and kind is Kind.DEDUCTIBLE and "⌀" in words(value):
        return (_NONE,)
    return (-max(figures),) if figures else None


def _limit(value: str) -> Rank:
    """No cover, cover without a figure, then by the largest sum; without limit is above any sum."""
    if value == NOT_COVERED:
        return _NOT, _NONE
    figures = [amount.value for amount in amounts(value) if amount.currency]
    if figures:
        return _FIGURE, max(figures)
    return (_FIGURE, _ENDLESS) if "∞" in words(value) else (_SOME, _NONE)


def _days(value: str) -> Rank:
    """No cover, cover without a number of days, then by days, then by the sum a day."""
    if value == NOT_COVERED:
        return _NOT, _NONE, _NONE
    if value == COVERED:
        return _SOME, _NONE, _NONE
    a_day = max((amount.value for amount in amounts(value) if amount.currency), default=_NONE)
    number = days(value)
    if number is not None:
        return _FIGURE, Decimal(number), a_day
    return (_FIGURE, _ENDLESS, a_day) if "∞" in words(value) else (_SOME, _NONE, a_day)


def _figures(value: str) -> list[Decimal]:
    """The amounts of a text: those with a currency, or all where none has one."""
    found = amounts(value)
    return [a.value for a in found if a.currency] or [a.value for a in found]
