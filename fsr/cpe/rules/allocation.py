"""Sharing limited hours out: as many hours as possible count, no limit is exceeded, and earlier courses come first.

Limits may overlap ("at most 60 non-technical", "at most 60 nano", "at most 60 from unregistered sponsors"), and then
serving rows by date alone could block more hours than it lets through, so that one more certificate would lower the
total.  The hours of rows under the same limits are therefore taken together, their best shares are found by linear
programming (exact, in fractions), and only within a share does date order decide.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

from fsr.cpe.rules.credit import Piece

Key = tuple[int, int]
_FINEST = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `hours` for the pieces of `keys`; `code` is the rule's."""

    code: str
    name: str
    hours: Decimal
    keys: frozenset[Key]


@dataclass(frozen=True, slots=True)
class Share:
    """What counts of a piece, and the limit that stopped the rest (None: nothing was stopped)."""

    piece: Piece
    hours: Decimal
    stopped: Cap | None = None


def allocate(pieces: Sequence[Piece], hours: Mapping[Key, Decimal], caps: Sequence[Cap]) -> list[Share]:
    """What counts of each piece, in date order; `hours` says how much of each is to be counted at most."""
    groups: dict[tuple[int, ...], list[Piece]] = defaultdict(list)
    for piece in sorted(pieces, key=lambda piece: piece.order):
        groups[tuple(i for i, cap in enumerate(caps) if piece.key in cap.keys)].append(piece)
    limits = _limits({under: sum((hours[p.key] for p in group), Decimal(0)) for under, group in groups.items()}, caps)
    full = _full(limits, caps)
    shares = [share for under, group in groups.items()
              for share in _fill(group, hours, limits[under], [cap for cap in (caps[i] for i in under) if cap in full])]
    return sorted(shares, key=lambda share: share.piece.order)


def _fill(group: Sequence[Piece], hours: Mapping[Key, Decimal], left: Decimal, full: Sequence[Cap]) -> list[Share]:
    shares = []
    for piece in group:
        took = min(hours[piece.key], left)
        left -= took
        shares.append(Share(piece, took, full[0] if took < hours[piece.key] and full else None))
    return shares


def _full(limits: Mapping[tuple[int, ...], Decimal], caps: Sequence[Cap]) -> list[Cap]:
    """The limits that are used up, to the finest step."""
    return [cap for i, cap in enumerate(caps)
            if sum((h for under, h in limits.items() if i in under), Decimal(0)) > cap.hours - _FINEST * len(limits)]


def _limits(demand: Mapping[tuple[int, ...], Decimal], caps: Sequence[Cap]) -> dict[tuple[int, ...], Decimal]:
    """The hours that count of each group: of those under one limit at most it, of others the best shares."""
    under = sorted(group for group in demand if group)
    best = dict(demand)
    if all(len(group) == 1 for group in under):
        best.update({group: min(demand[group], caps[group[0]].hours) for group in under})
    else:
        best.update(_best(under, demand, caps))
    return best


def _best(
    under: Sequence[tuple[int, ...]], demand: Mapping[tuple[int, ...], Decimal], caps: Sequence[Cap]
) -> dict[tuple[int, ...], Decimal]:
    rows = [[Fraction(i == j) for j in range(len(under))] for i in range(len(under))]
    right = [Fraction(demand[group]) for group in under]
    for i, cap in enumerate(caps):
        rows.append([Fraction(i in group) for group in under])
        right.append(Fraction(cap.hours))
    return dict(zip(under, (_decimal(value) for value in maximum(rows, right)), strict=True))


def _decimal(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact if Fraction(exact) == value else exact.quantize(_FINEST, ROUND_DOWN)


def maximum(rows: Sequence[Sequence[Fraction]], right: Sequence[Fraction]) -> list[Fraction]:
    """The x >= 0 with rows * x <= right (right >= 0) whose sum is largest: the simplex method with Bland's rule.

    Exact, and it ends: Bland's rule (always the first column, of equal rows the first basis) never runs in circles.
    """
    width, height = len(rows[0]), len(rows)
    table = [[*row, *(Fraction(i == k) for k in range(height)), right[i]] for i, row in enumerate(rows)]
    gain = [Fraction(1)] * width + [Fraction(0)] * (height + 1)
    basis = list(range(width, width + height))
    while (column := next((j for j, value in enumerate(gain[:-1]) if value > 0), None)) is not None:
        _, _, row = min((table[i][-1] / table[i][column], basis[i], i) for i in range(height) if table[i][column] > 0)
        basis[row] = column
        _pivot(table, gain, row, column)
    return [next((table[i][-1] for i in range(height) if basis[i] == j), Fraction(0)) for j in range(width)]


def _pivot(table: list[list[Fraction]], gain: list[Fraction], row: int, column: int) -> None:
    pivot = table[row][column]
    table[row] = [value / pivot for value in table[row]]
    for line in (gain, *(line for i, line in enumerate(table) if i != row)):
        factor = line[column]
        if factor:
            line[:] = [value - factor * lead for value, lead in zip(line, table[row], strict=True)]
