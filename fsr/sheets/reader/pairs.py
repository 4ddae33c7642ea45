"""Labels and their values: inside the same line, beside, below or above.

Whether the values of a page stand below or above their labels is decided once for the page: the side on which more of
the values fit their types wins, because papers with captions under the values look, label by label, like papers with
captions over them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from fsr.extraction.layout import Cell
from fsr.sheets.reader.candidates import TAUGHT, Candidate, candidate
from fsr.sheets.reader.marks import Mark
from fsr.sheets.reader.typed import Read
from fsr.sheets.reader.view import Text, View, cut

INLINE, BARE, BESIDE, DOWN, WEAK = 0.95, 0.62, 0.91, 0.88, 0.55
"""Weights: after a colon; after a label without one; beside; below or above on the page's side; on the other side."""
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
    upward = _is_upward(labels, [mark for mark in marks if mark.ends], wants)
    return [one for mark in marks for one in _of(labels, mark, wants[mark.code], upward)]


def _of(labels: Labels, mark: Mark, want: Want, upward: bool | None) -> Iterator[Candidate]:
    if mark.rest:
        weight = INLINE if mark.marked else _bare_weight(mark, want)
        yield from _read(want, mark, mark.rest, weight, "inline")
    if not mark.ends:
        return
    beside = labels.view.right_of(mark.text)
    if not labels.is_label(beside) and beside:
        yield from _read(want, mark, beside.cell, BESIDE, "beside")
    for up in (False, True):
        other = _next(labels, mark, up)
        if other and not labels.is_label(other):
            weight = DOWN if up == bool(upward) else WEAK * (1 if want.typed else 0.8)
            yield from _read(want, mark, other.cell, weight, "above" if up else "below")


def _bare_weight(mark: Mark, want: Want) -> float:
    """Of a label without a colon: sure where the type fits, less where any text would."""
    return INLINE - 0.03 if want.typed else BARE + 0.1 * (mark.words > 1)


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


def _is_upward(labels: Labels, marks: Sequence[Mark], wants: Mapping[str, Want]) -> bool:
    """Whether values stand above their labels on this page."""
    votes = {up: sum(_fit(labels, mark, wants[mark.code], up) for mark in marks if not _has_beside(labels, mark, wants))
             for up in (False, True)}
    return votes[True] > votes[False]


def _has_beside(labels: Labels, mark: Mark, wants: Mapping[str, Want]) -> bool:
    beside = labels.view.right_of(mark.text)
    return bool(beside and not labels.is_label(beside) and wants[mark.code].read(beside.text))


def _fit(labels: Labels, mark: Mark, want: Want, up: bool) -> float:
    """How well the text on that side would do as the value."""
    other = _next(labels, mark, up)
    if other is None or labels.is_label(other) or not want.read(other.text):
        return 0.0
    larger = other.cell.size > 1.04 * mark.text.cell.size or (other.cell.bold and not mark.text.cell.bold)
    ruled = up and labels.view.sheet.parted(other.box, mark.text.box)
    return (1.0 if want.typed else 0.4) + 0.3 * larger + 0.5 * ruled


def best_by_code(found: Iterable[Candidate]) -> dict[str, list[Candidate]]:
    """Candidates by field, best first."""
    result: dict[str, list[Candidate]] = {}
    for one in sorted(found, key=lambda one: -one.score):
        result.setdefault(one.code, []).append(one)
    return result
