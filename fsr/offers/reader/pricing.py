"""Prices that no heading names: a column of sums at the right of rows that already have their values."""

import re
from collections.abc import Sequence

from fsr.extraction.layout import Cell
from fsr.extraction.tables import Strip
from fsr.offers.reader.columns import Column, Role
from fsr.offers.reader.document import Passage

_PRICE = re.compile(
    r"(?:\+ ?)?(?:(?:EUR|€) ?)?\d{1,3}(?:[ .,'\u00a0]?\d{3})*[.,]\d{2}(?: ?(?:EUR|€))?\*?", re.IGNORECASE
)
_SHARE = re.compile(r"t\. ?sk\.?|incl?\.?|в т\. ?ч\.?|[–—-]", re.IGNORECASE)
"""What stands in such a column where the price is part of another."""
_PRICES = 4
"""So many rows of a label, a value and a sum make a column of prices; fewer may be limits or deductibles."""
_IN_LINE = 0.012


def price_edge(passages: Sequence[Passage], page: int, region: int) -> float | None:
    """The right edge of the region's column of prices, None where it has none."""
    rows = [p.strip for p in passages if (p.strip.page, p.strip.region) == (page, region) and len(p.strip.cells) == 3]
    edges = [row.cells[-1].box[2] for row in rows if _PRICE.fullmatch(row.cells[-1].text)]
    if len(edges) < _PRICES or 2 * len(edges) < len(rows):
        return None
    edge = max(edges, key=lambda e: sum(abs(e - other) < _IN_LINE for other in edges))
    return edge if sum(abs(edge - other) < _IN_LINE for other in edges) >= _PRICES else None


def priced_row(strip: Strip, edge: float) -> tuple[Column, ...]:
    """The columns of a row of three cells whose last is a price or its share; empty for any other."""
    if len(strip.cells) != 3 or not _is_price(strip.cells[-1], edge):
        return ()
    roles = (Role.LABEL, Role.UNKNOWN, Role.PREMIUM)
    return tuple(Column(c.box[0], c.box[2], role, "") for c, role in zip(strip.cells, roles, strict=True))


def _is_price(cell: Cell, edge: float) -> bool:
    return abs(cell.box[2] - edge) < _IN_LINE and bool(_PRICE.fullmatch(cell.text) or _SHARE.fullmatch(cell.text))
