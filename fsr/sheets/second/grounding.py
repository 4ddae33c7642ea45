"""Proof of what the second reader says: the value must be printed in the lines that it names."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from fsr.extraction.found import Found, State
from fsr.extraction.layout import Cell, around
from fsr.sheets import kinds
from fsr.sheets.fieldset import Field
from fsr.sheets.reader.candidates import key
from fsr.sheets.reader.typed import is_typed, reader_of
from fsr.sheets.reader.view import cut

SAID, AGREED = 0.75, 0.9
"""Confidence of a value that the second reader gives alone, and of one that the rules had guessed."""
RULE = "second"
_LONGEST = 300
_MOST_CITED = 6


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was sent, with its number."""

    number: int
    cell: Cell


def grounded(field: Field, said: Any, lines: Sequence[Line]) -> Found | None:
    """What was said of a field, with the place where it is printed; None where it is printed nowhere in those lines."""
    if not isinstance(said, dict) or not isinstance(said.get("value"), str | int | float):
        return None
    printed, numbers = str(said["value"]).strip()[:_LONGEST], said.get("lines")
    if not isinstance(numbers, list) or not printed:
        return None
    named = set(map(str, numbers[:_MOST_CITED]))
    cited = [line.cell for line in lines if str(line.number) in named]
    value = kinds.parse(field.data_type, printed)
    if value is None or not cited:
        return None
    return _typed(field, value, cited) if is_typed(field.data_type) and field.data_type != "name" else _text(
        field, value, cited)


def _typed(field: Field, value: str, cited: Sequence[Cell]) -> Found | None:
    """A value of a type stands in a line where a reader of the type finds it."""
    for cell in cited:
        for one in reader_of(field.data_type)(cell.text):
            if one.value == value or _same_number(field.data_type, one.value, value):
                place = cut(cell, one.start, one.end)
                return _found(field, value, place.text, [place])
    return None


def _same_number(data_type: str, one: str, other: str) -> bool:
    is_number = kinds.BY_CODE[data_type].base == "number"
    return is_number and kinds.to_json(data_type, one) == kinds.to_json(data_type, other)


def _text(field: Field, value: str, cited: Sequence[Cell]) -> Found | None:
    """A text stands in the lines, one after the other on one page, letters and figures alike."""
    page = [cell for cell in cited if cell.page == cited[0].page]
    wanted = key(value)
    whole = "".join(key(cell.text) for cell in page)
    if not wanted or not any(c.isalnum() for c in value) or wanted not in whole:
        return None
    holding = next(([cell] for cell in page if wanted in key(cell.text)), page)
    return _found(field, value, " ".join(cell.text for cell in holding), holding)


def _found(field: Field, value: str, text: str, cells: Sequence[Cell]) -> Found:
    return Found(field.name, value, text, cells[0].page, around(cell.box for cell in cells), SAID, State.GUESSED, RULE)


def weighed(before: Found, proven: Found) -> Found:
    """The field with both readings: a guess that the second reader shares is surer, and one that it does not share
    stands with the other beside it."""
    if before.value is None:
        return replace(proven, alternatives=before.alternatives)
    if key(before.value) == key(proven.value or ""):
        return replace(before, confidence=max(before.confidence, AGREED), rule=f"{before.rule}+{RULE}")
    others = (one for one in before.alternatives if one.value != proven.value)
    return replace(before, alternatives=(proven, *others))
