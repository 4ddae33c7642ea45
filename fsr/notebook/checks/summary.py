"""Symptom, fault and fix as the texts tell them: whole sentences, quoted, never made up.

symptom  the first sentence of the problem statement that names something going wrong
fault    the sentence of the notes that names a cause; of several the last, because the truth comes last
fix      the last sentence that tells a repair whose first verdict after it is good ("OK", "no further stop").  A repair
         followed by "no change" or "same result" did not help and is never the fix

In a maintenance there is none of the three.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fsr.notebook.checks.cues import folded, found

_END = re.compile(r"(?<=[.!?])\s+(?=[^a-z])|\n+")
"""Between sentences; a small letter after a point is an abbreviation."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What was wrong, why, and what helped; None where the texts do not say."""

    symptom: str | None = None
    fault: str | None = None
    fix: str | None = None


def summary(problem: str, notes: str) -> Summary:
    """What the two texts say; `notes` in the order in which they were written."""
    if _says("maintenance", problem) or (not problem.strip() and _says("maintenance", notes)):
        return Summary()
    told = list(_sentences(notes))
    symptom = next((sentence for sentence in _sentences(problem) if _says("what", sentence)), None)
    faults = [sentence for sentence in told if _says("cause", sentence) and not _says("unknown", sentence)]
    return Summary(symptom, faults[-1] if faults else None, _fix(told))


def _fix(told: list[str]) -> str | None:
    """The last repair with a good verdict."""
    repair, fix = None, None
    for sentence in told:
        if _says("helped", sentence):
            repair = sentence
        verdict = _verdict(sentence) if repair else None
        if verdict is not None:
            fix, repair = (repair if verdict else fix), None
    return fix


def _verdict(sentence: str) -> bool | None:
    """Whether the sentence says that it helped; None where it does not say."""
    if _says("bad", sentence):
        return False
    return True if _says("good", sentence) else None


def _says(name: str, text: str) -> bool:
    return bool(found(name, text, folded(text), most=1))


def _sentences(text: str) -> Iterator[str]:
    for piece in _END.split(text):
        if sentence := piece.strip():
            yield sentence
