"""Put together what two people wrote on the same text: diff3 by lines, then by words where lines touch.  Pure.

A stretch that only one side changed is taken from that side.  A stretch that both changed is taken by its words, if no
two changes touch there; otherwise it stays one conflict of whole lines, which people can read.  So a clean merge holds
every character that either side typed.

The sides are laid against the base by words or lines that stand once on each side (patience diff): they are seldom the
same by chance, unlike blanks, and finding them takes no more than n log n, since a save waits for it.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, pairwise

SMALL = 40_000
"""Pairs of pieces that may be compared one by one where nothing stands once: 10 ms at most."""
DEEPEST = 12
"""Rounds of looking for what stands once between what stood once; texts of people need three."""

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_WORD = re.compile(r"\n|[^\S\n]*\w+|[^\S\n]*[^\w\s]|[^\S\n]+")
"""A word takes the blanks before it along: blanks alone hold no two texts together."""

Pair = tuple[int, int]
Span = tuple[int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of the three texts, and what becomes of it; `text` None: both sides changed it, each in its own way."""

    base: str
    mine: str
    theirs: str
    text: str | None

    @property
    def both(self) -> str:
        """The text; in a conflict both sides, mine first, each on lines of its own."""
        if self.text is not None:
            return self.text
        gap = "\n" if self.mine and self.theirs and not self.mine.endswith("\n") else ""
        return self.mine + gap + self.theirs


@dataclass(frozen=True, slots=True)
class Merged:
    """Regions that together cover all three texts."""

    regions: tuple[Region, ...]

    @property
    def is_clean(self) -> bool:
        """Whether the two sides touch each other nowhere."""
        return all(region.text is not None for region in self.regions)

    @property
    def text(self) -> str:
        """The merged text; where the sides touch each other, both."""
        return "".join(region.both for region in self.regions)


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Put the changes of both sides together."""
    if mine in (base, theirs) or theirs == base:
        return Merged((Region(base, mine, theirs, _chosen(base, mine, theirs)),))
    regions = groupby(_regions(base, mine, theirs, _LINE), lambda region: region.base == region.mine == region.theirs)
    return Merged(tuple(found for is_same, run in regions
                        for found in ([_joined(list(run))] if is_same else map(_by_words, run))))


def compare(mine: str, theirs: str) -> Merged:
    """The same without a base: only lines that both sides have are sure, all others are in conflict."""
    ours, others = _LINE.findall(mine), _LINE.findall(theirs)
    regions, done = [], (0, 0)
    for at, to in [*pairs(ours, others), (len(ours), len(others))]:
        if done != (at, to):
            regions.append(Region("", "".join(ours[done[0]:at]), "".join(others[done[1]:to]), None))
        if at < len(ours):
            regions.append(Region("", ours[at], ours[at], ours[at]))
        done = at + 1, to + 1
    return Merged(tuple(regions))


def _joined(run: list[Region]) -> Region:
    """One region of what nobody changed."""
    text = "".join(region.base for region in run)
    return Region(text, text, text, text)


def _by_words(region: Region) -> Region:
    if region.text is not None:
        return region
    merged = Merged(tuple(_regions(region.base, region.mine, region.theirs, _WORD)))
    return Region(region.base, region.mine, region.theirs, merged.text) if merged.is_clean else region


def _regions(base: str, mine: str, theirs: str, piece: re.Pattern[str]) -> Iterator[Region]:
    """The texts cut at the pieces that all three have."""
    roots, ours, others = piece.findall(base), piece.findall(mine), piece.findall(theirs)
    in_mine, in_theirs = dict(pairs(roots, ours)), dict(pairs(roots, others))
    stable = [(at, in_mine[at], in_theirs[at]) for at in sorted(in_mine.keys() & in_theirs.keys())]
    done = (0, 0, 0)
    for at, of_mine, of_theirs in [*stable, (len(roots), len(ours), len(others))]:
        if done != (at, of_mine, of_theirs):
            sides = ("".join(roots[done[0]:at]), "".join(ours[done[1]:of_mine]), "".join(others[done[2]:of_theirs]))
            yield Region(*sides, _chosen(*sides))
        if at < len(roots):
            yield Region(roots[at], roots[at], roots[at], roots[at])
        done = at + 1, of_mine + 1, of_theirs + 1


def _chosen(base: str, mine: str, theirs: str) -> str | None:
    """The side that changed a stretch; None where both did.

    Where one typed on from what the other has, the longer one: a page whose save arrived, but not the answer to it,
    would otherwise be in conflict with itself.
    """
    if mine == base or (mine.startswith(base) and theirs.startswith(mine)):
        return theirs
    if theirs == base or (theirs.startswith(base) and mine.startswith(theirs)):
        return mine
    return mine if mine == theirs else None


def pairs(one: Sequence[str], other: Sequence[str]) -> list[Pair]:
    """Places of equal pieces in both, each used once, in the order of both."""
    found: list[Pair] = []
    todo: list[Span] = [(0, len(one), 0, len(other), 0)]
    while todo:
        a, to_a, b, to_b, depth = todo.pop()
        while a < to_a and b < to_b and one[a] == other[b]:
            found.append((a, b))
            a, b = a + 1, b + 1
        while a < to_a and b < to_b and one[to_a - 1] == other[to_b - 1]:
            to_a, to_b = to_a - 1, to_b - 1
            found.append((to_a, to_b))
        if a < to_a and b < to_b:
            inner, between = _anchored(one, other, (a, to_a, b, to_b, depth))
            found += inner
            todo += between
    return sorted(found)


def _anchored(one: Sequence[str], other: Sequence[str], span: Span) -> tuple[list[Pair], list[Span]]:
    """What surely belongs together in the span, and the spans between that are still to be looked at."""
    a, to_a, b, to_b, depth = span
    anchors = _in_both_orders(_once(one, a, to_a, other, b, to_b)) if depth < DEEPEST else []
    if not anchors:
        return (_small(one, other, span) if (to_a - a) * (to_b - b) <= SMALL else []), []
    edges = [(a - 1, b - 1), *anchors, (to_a, to_b)]
    return anchors, [(start[0] + 1, end[0], start[1] + 1, end[1], depth + 1)
                     for start, end in pairwise(edges)]


def _once(one: Sequence[str], a: int, to_a: int, other: Sequence[str], b: int, to_b: int) -> list[Pair]:
    """Places of the pieces that stand exactly once on each side, in the order of `one`."""
    left, right = Counter(one[a:to_a]), Counter(other[b:to_b])
    places = {other[at]: at for at in range(b, to_b) if right[other[at]] == 1}
    return [(at, places[one[at]]) for at in range(a, to_a) if left[one[at]] == 1 and one[at] in places]


def _in_both_orders(found: list[Pair]) -> list[Pair]:
    """The longest part of `found` that is in the order of the second side too."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_at, to) in enumerate(found):
        place = bisect_left(ends, to)
        before.append(last[place - 1] if place else -1)
        ends[place:place + 1] = [to]
        last[place:place + 1] = [number]
    chain, number = [], last[-1] if last else -1
    while number >= 0:
        chain.append(found[number])
        number = before[number]
    return chain[::-1]


def _small(one: Sequence[str], other: Sequence[str], span: Span) -> list[Pair]:
    a, to_a, b, to_b, _depth = span
    blocks = SequenceMatcher(None, one[a:to_a], other[b:to_b], autojunk=False).get_matching_blocks()
    return [(a + block.a + step, b + block.b + step) for block in blocks for step in range(block.size)]
