"""Labels printed in two languages one under the other: the row is named by the one that is known."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from fsr.extraction.tables import Strip

CodesOf = Callable[[str], frozenset[str]]
_ALIGNED = 0.012
_NEAR = 0.7
"""The second language stands within so many heights under the first."""
_APART = 1.2
"""And nearer to it than the next row by this."""
_FEW = 3
"""So many such pairs make a bilingual document; fewer may be headings between rows."""


def named_below(found: list[Strip], codes_of: CodesOf) -> list[Strip]:
    """The strips, rows whose label says nothing and has a known label right under it named by that one."""
    pairs = {i for i in range(len(found) - 1) if _is_named_below(found, i, codes_of)}
    if len(pairs) < _FEW:
        return found
    return [
        replace(strip, cells=(found[i + 1].cells[0], *strip.cells[1:])) if i in pairs else strip
        for i, strip in enumerate(found)
        if i - 1 not in pairs
    ]


def _is_named_below(found: Sequence[Strip], index: int, codes_of: CodesOf) -> bool:
    row, below = found[index], found[index + 1]
    if len(row.cells) < 2 or len(below.cells) > 1 or (row.page, row.region) != (below.page, below.region):
        return False
    label, other = row.cells[0], below.cells[0]
    if abs(label.box[0] - other.box[0]) > _ALIGNED or codes_of(label.text) or not codes_of(other.text):
        return False
    gap, height = other.box[1] - row.box[3], other.box[3] - other.box[1]
    after = found[index + 2] if index + 2 < len(found) else None
    room = after.box[1] - other.box[3] if after and after.page == row.page and after.region == row.region else 1.0
    return gap < _NEAR * height and room > max(_APART * gap, 0.0)
