"""Candidates for a field's value, and the choice among them.

A score is the weight of the rule (a label beside the value, a phrase, a pattern), lowered by weak types and uncertain
letters.  Two candidates that agree strengthen each other; two that disagree and are near make a guess.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from fsr.extraction.found import Found, State
from fsr.extraction.kept import kept
from fsr.extraction.labels import fold
from fsr.extraction.layout import Cell
from fsr.extraction.reading import Box

SURE = 0.8
"""From this score on a value counts as found."""
LIKELY = 0.5
"""Below this it is only a suggestion."""
NEAR = 0.1
"""Another value whose score is nearer than this makes a guess of both."""
_MOST = 4
_AGREED = 0.04
TAUGHT = 0.99
"""Score of a value whose label a person taught: above every rule."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that a field may have.

    code   of the field it is for
    value  normal form
    text   as printed
    score  0..1
    rule   which rule found it, e.g. "label:inline", "phrase:presented to"
    label  the printed label beside it, "" if none
    """

    code: str
    value: str
    text: str
    page: int
    box: Box
    score: float
    rule: str
    label: str = ""


def candidate(code: str, value: str, cell: Cell, score: float, rule: str, label: str = "") -> Candidate:
    """The candidate that stands in `cell`."""
    certainty = 0.75 + 0.25 * cell.score if cell.is_ocr else 1.0
    return Candidate(code, value, cell.text, cell.page, cell.box, min(score * certainty, TAUGHT), rule, label)


def found(one: Candidate, state: State, others: Iterable[Candidate] = ()) -> Found:
    """The candidate as evidence, with other readings beside it."""
    return Found(one.code, one.value, one.text, one.page, one.box, round(one.score, 3), state, one.rule, one.label,
                 tuple(found(other, State.GUESSED) for other in others))


@kept
def key(value: str) -> str:
    """A value as it is compared with others: letters and figures only."""
    return re.sub(r"[\W_]", "", fold(value)) or value


def choose(code: str, candidates: Iterable[Candidate], *, sure: float = SURE, likely: float = LIKELY) -> Found:
    """The best candidate: found, guessed where it is weak or contested, missing where it is only a suggestion."""
    ranked = agreed(list(candidates))
    if not ranked:
        return Found(code)
    best, others = ranked[0], ranked[1 : 1 + _MOST]
    if best.score < likely:
        return replace(Found(code), alternatives=tuple(found(one, State.GUESSED) for one in ranked[:_MOST]))
    contested = any(best.score - other.score < NEAR for other in others) and best.score < TAUGHT - 0.02
    return found(best, State.GUESSED if contested or best.score < sure else State.FOUND, others)


def agreed(candidates: Sequence[Candidate]) -> list[Candidate]:
    """One candidate a value, best first; each further place that says the same adds a little."""
    groups: dict[str, list[Candidate]] = {}
    for one in sorted(candidates, key=lambda one: -one.score):
        groups.setdefault(key(one.value), []).append(one)
    best = [replace(group[0], score=min(TAUGHT, group[0].score + _AGREED * (len({one.box for one in group}) - 1)))
            for group in groups.values()]
    return sorted(best, key=lambda one: -one.score)
