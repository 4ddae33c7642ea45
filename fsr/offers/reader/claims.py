"""A claim: one passage of the document that speaks about one row, and how much it is worth."""

from dataclasses import dataclass
from typing import NamedTuple

from fsr.extraction.layout import Cell, around
from fsr.extraction.reading import Box


class Place(NamedTuple):
    """A passage: characters `[start, end)` of a cell, perhaps with the label beside it."""

    cell: Cell
    start: int = 0
    end: int = -1
    label: Cell | None = None

    @property
    def text(self) -> str:
        """As printed; the label first when it stands in another cell."""
        passage = self.cell.text[self.start : self.end if self.end >= 0 else None]
        return f"{self.label.text} {passage}" if self.label else passage

    @property
    def box(self) -> Box:
        """Tight around the words."""
        end = self.end if self.end >= 0 else len(self.cell.text)
        box = self.cell.box_of(self.start, end)
        return around((self.label.box, box)) if self.label else box


@dataclass(frozen=True, slots=True)
class Claim:
    """What one passage says about one row.

    value    normal form
    weight   0..1: how likely the passage means this; claims of several passages are weighed against each other
    rule     name of the rule that made it
    label    the printed label
    variant  number of the variant column, None when it holds for all
    """

    code: str
    value: str
    place: Place
    weight: float
    rule: str
    label: str = ""
    variant: int | None = None
