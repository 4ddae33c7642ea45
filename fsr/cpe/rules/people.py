"""Whose certificate it is: names as printed, compared without titles, initials and word order."""

import re
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from fsr.extraction.labels import fold

_TITLES = frozenset({
    "cpa", "cia", "cfe", "cma", "cisa", "cgma", "ea", "jd", "mba", "msa", "mst", "bs", "ba", "phd", "esq", "mr", "mrs",
    "ms", "dr", "jr", "sr", "ii", "iii", "iv",
})
_LIKE = 0.8


@lru_cache(maxsize=16384)
def key(name: str) -> frozenset[str]:
    """The words that tell people apart: "Tennfield, Marisol A., CPA" -> marisol, tennfield."""
    words = re.findall(r"[^\W_]+", fold(name))
    return frozenset(word for word in words if len(word) > 1 and not word.isdigit() and word not in _TITLES)


def same(one: str, other: str) -> bool:
    """Whether two names may be one person's; an empty name may be anybody's.

    Every word of the shorter name must stand in the longer one, as printed or nearly so (reading errors).
    """
    shorter, longer = sorted((key(one), key(other)), key=len)
    return all(any(_alike(word, w) for w in longer) for word in shorter)


def _alike(one: str, other: str) -> bool:
    return one == other or DamerauLevenshtein.normalized_similarity(one, other) >= _LIKE
