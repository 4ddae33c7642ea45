"""What is known of insurers and of the words on their paper: data, and lookups over it.

A new insurer is a line in `insurers.py`; a new wording is a phrase in `phrases.py` or in the insurer's own `phrases`.
"""

from collections.abc import Sequence
from functools import lru_cache

from fsr.extraction.labels import Lexicon
from fsr.offers.profiles.insurers import INSURERS, Clause, Insurer, named
from fsr.offers.profiles.phrases import PHRASES, PRODUCT_PHRASES, WHOLE

__all__ = ["INSURERS", "JOINS", "WHOLE", "Clause", "Insurer", "insurer_lexicon", "lexicon", "named", "product_lexicon"]

JOINS = {"pasa": "risk", "hydro": "lock", "wind": "screen"}
"""Words that are printed apart or together: "Paša risks" and "Pašrisks"."""


@lru_cache(maxsize=32)
def lexicon(insurer: str | None = None, learned: tuple[tuple[str, str], ...] = ()) -> Lexicon:
    """The phrases of all rows, with those of one insurer added.

    learned  (code, printed label) pairs that corrections taught; they come before all phrases
    """
    own = named(insurer)
    phrases: dict[str, Sequence[str]] = dict(PHRASES)
    for code, extra in own.phrases if own else ():
        phrases[code] = (*phrases.get(code, ()), *extra)
    return Lexicon(phrases, JOINS, learned)


@lru_cache(maxsize=1)
def product_lexicon() -> Lexicon:
    """The phrases by which a document tells its line of business."""
    return Lexicon(PRODUCT_PHRASES)


@lru_cache(maxsize=1)
def insurer_lexicon() -> Lexicon:
    """The full names of all insurers, by the name in columns."""
    return Lexicon({insurer.name: insurer.legal for insurer in INSURERS})
