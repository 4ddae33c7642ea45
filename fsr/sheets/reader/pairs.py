"""Labels and their values: inside the same line, beside, below or above.

Whether the values of a page stand below or above their labels is decided once for the page: the side on which more of
the values fit their types wins, because papers with captions under the values look, label by label, like papers with
captions over them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from fsr.extraction.layout import Cell
from fsr.sheets.reader.candidates import TAUGHT, Candidate, candidate
from fsr.sheets.reader.marks import Mark
from fsr.sheets.reader.typed import Read
from fsr.sheets.reader.view import Text, View, cut

INLINE, BARE, BESIDE, DOWN, WEAK = 0.95, 0.62, 0.91, 0.88, 0.55
"""Weights: after a colon; after a label without one; beside; below or above on the page's side; on the other side."""
_NUMBERED = re.compile(r"(?:\b(?:no|nr|num|number|id)|№|#)\W*$", re.IGNORECASE)
"""Ends of labels after which a figure is the value, with or without a colon."""
_WEAK_TEXT = 0.45
"""Of any text on a side where the values of the page do not stand."""
_SHORT_WAY = 12
"""Of a passage the value begins within so many characters, or it is prose that only mentions one."""


@dataclass(frozen=True, slots=True)
class Want:
    """A field that is looked for.

    code    of the field
    read    values of its type in a passage
    typed   whether a passage can be told not to be of its type
    weight  what labels of it are worth
    """

    code: str
    read: Read
    typed: bool = False
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of a page and the texts that are taken by one."""

    view: View
    marks: Sequence[Mark]
    taken: frozenset[int]

    def is_label(self, text: Text | None) -> bool:
        """Whether the text is itself a label, or begins with one."""
        return text is None or text.index in self.taken


def labels_of(view: View, marks: Sequence[Mark]) -> Labels:
    """The labels found on a page."""
    taken = frozenset(mark.text.index for mark in marks
                      if mark.text.text.startswith(mark.printed) and (mark.marked or mark.ends))
    return Labels(view, marks, taken)


def pairs(labels: Labels, wants: Mapping[str, Want]) -> list[Candidate]:
    """Candidates beside the labels of a page, for the fields wanted."""
    marks = [mark for mark in labels.marks if mark.code in wants]
    side = _side(labels, [mark for mark in marks if mark.ends], wants)
    return [one for mark in marks for one in _of(labels, mark, wants[mark.code], side)]


def _of(labels: Labels, mark: Mark, want: Want, side: str) -> Iterator[Candidate]:
    inline = list(_inline(mark, want))
    yield from inline
    if not mark.ends and (inline or not _is_aside(mark, want)):
        return
    beside = labels.view.right_of(mark.text)
    if not labels.is_label(beside) and beside:
        weight = BESIDE if want.typed or side == "beside" else _WEAK_TEXT
        yield from _read(want, mark, beside.cell, weight, "beside")
    for where in ("below", "above"):
        other = _next(labels, mark, where == "above")
        if other and not labels.is_label(other):
            weight = DOWN if where == side or (side == "beside" and not beside and where == "below") else \
                WEAK if want.typed else _WEAK_TEXT
            yield from _read(want, mark, other.cell, weight, where)


def _inline(mark: Mark, want: Want) -> Iterator[Candidate]:
    if mark.rest:
        weight = INLINE if mark.marked else _bare_weight(mark, want)
        yield from _read(want, mark, mark.rest, weight, "inline")


def _is_aside(mark: Mark, want: Want) -> bool:
    """Whether what follows a label is no value and only belongs to it: "VAT 21%"."""
    return want.typed and mark.rest is not None and len(mark.rest.text) <= _SHORT_WAY


def _bare_weight(mark: Mark, want: Want) -> float:
    """Of a label without a colon: sure where the type fits, less where any text would."""
    if want.typed:
        return INLINE - 0.03
    if mark.rest and _NUMBERED.search(mark.printed) and any(c.isdigit() for c in mark.rest.text.split()[0]):
        return INLINE - 0.03
    in_prose = mark.rest is not None and mark.rest.text[0].islower()
    return _WEAK_TEXT if in_prose else BARE + 0.1 * (mark.words > 1)


def _next(labels: Labels, mark: Mark, up: bool) -> Text | None:
    return labels.view.above(mark.text) if up else labels.view.below(mark.text)


def _read(want: Want, mark: Mark, passage: Cell, weight: float, rule: str) -> Iterator[Candidate]:
    values = [one for one in want.read(passage.text) if not want.typed or _is_near(passage.text, one.start)]
    for value in values[:1]:
        score = TAUGHT if mark.taught else weight * mark.likeness * value.quality * want.weight
        cell = cut(passage, value.start, value.end)
        rule_name = f"learned:{rule}" if mark.taught else f"label:{rule}"
        yield candidate(want.code, value.value, cell, score, rule_name, mark.printed)


def _is_near(passage: str, start: int) -> bool:
    return start <= _SHORT_WAY or sum(c.isalpha() for c in passage[:start]) <= _SHORT_WAY


def _side(labels: Labels, marks: Sequence[Mark], wants: Mapping[str, Want]) -> str:
    """Where on this page values stand: "beside", "below" or "above" their labels; where it is even, beside."""
    votes = {side: sum(_fit(labels, mark, wants[mark.code], side) for mark in marks)
             for side in ("beside", "below", "above")}
    return max(votes, key=lambda side: votes[side])


def _fit(labels: Labels, mark: Mark, want: Want, side: str) -> float:
    """How well the text on that side would do as the value."""
    other = labels.view.right_of(mark.text) if side == "beside" else _next(labels, mark, side == "above")
    if other is None or labels.is_label(other) or not want.read(other.text):
        return 0.0
    larger = other.cell.size > 1.04 * mark.text.cell.size or (other.cell.bold and not mark.text.cell.bold)
    ruled = side == "above" and labels.view.sheet.parted(other.box, mark.text.box)
    return (1.0 if want.typed else 0.4) + 0.3 * larger + 0.5 * ruled


def best_by_code(found: Iterable[Candidate]) -> dict[str, list[Candidate]]:
    """Candidates by field, best first."""
    result: dict[str, list[Candidate]] = {}
    for one in sorted(found, key=lambda one: -one.score):
        result.setdefault(one.code, []).append(one)
    return result
