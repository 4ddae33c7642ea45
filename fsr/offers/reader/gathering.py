"""What has been gathered from a document so far, and the variants it names."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from fsr.extraction.tables import Strip
from fsr.offers.reader.claims import Claim
from fsr.offers.reader.columns import Column, Role, is_mark
from fsr.offers.reader.document import Passage, Words


@dataclass
class Gathering:
    """What has been gathered so far: claims, and the names of variant columns by number."""

    words: Words
    language: str
    claims: list[Claim] = field(default_factory=list)
    variants: list[str] = field(default_factory=list)
    marked: tuple[int, str] | None = None
    """The variant whose column bears a mark of its own ("IESAKĀM" under its heading), and the mark."""


_PART = re.compile(
    r"^(?:(?P<before>[\w]{1,12})[.)]? ?(?:variants|pakete|programma|opcija|piedāvājums|вариант|пакет)|"
    r"(?:variants|pakete|programma|option|package|plan|variant|вариант|пакет)\W{1,3}(?P<after>[\w+ ]{1,20}))\W*$",
    re.IGNORECASE,
)
_ALL_PARTS = re.compile(r"\b(?:abos|visos|abiem|visiem|both|all|every|any|обоих|всех|любом|klienta)\b", re.IGNORECASE)


class Parts:
    """Variants printed one after the other, each under its heading; claims in a part are claims of its variant."""

    def __init__(self, passages: Sequence[Passage], gathering: Gathering) -> None:
        names = [p.strip.text for p in passages if _is_part(p.strip)]
        self._names = list(dict.fromkeys(names)) if len(set(names)) > 1 else []
        self._gathering = gathering
        self._number: int | None = None

    def enter(self, strip: Strip) -> None:
        """Note the part that `strip` begins or ends."""
        if not self._names:
            return
        if strip.text in self._names:
            self._number = variant_number(strip.text, self._gathering)
        elif len(strip.cells) == 1 and _ALL_PARTS.search(strip.text):
            self._number = None

    def numbered(self, claims: Iterable[Claim]) -> list[Claim]:
        """The claims, those without a variant given the part's."""
        if self._number is None:
            return list(claims)
        return [
            replace(c, variant=self._number) if c.variant is None else c for c in claims
        ]


def _is_part(strip: Strip) -> bool:
    return len(strip.cells) == 1 and len(strip.cells[0].words) <= 5 and bool(_PART.match(strip.text))


def variant_number(name: str, gathering: Gathering) -> int:
    if name not in gathering.variants:
        gathering.variants.append(name)
    return gathering.variants.index(name)


def marked_column(columns: Sequence[Column], beside: Sequence[Strip]) -> tuple[int, str] | None:
    """The variant over or under whose heading a mark of choice stands, and the mark; None without one."""
    for strip in beside:
        marks = [cell for cell in strip.cells if len(cell.words) <= _MARK_WORDS and is_mark(cell.text)]
        if len(marks) != 1:
            continue
        middle = (marks[0].box[0] + marks[0].box[2]) / 2
        for column in columns:
            if column.number is not None and column.x0 - _OVERHANG < middle < column.x1 + _OVERHANG:
                return column.number, marks[0].text
    return None


_MARK_WORDS = 4
"""A mark of choice is short: "☑ выбран клиентом"; more words are a sentence."""


_OVERHANG = 0.03
"""A mark may be this much wider than the heading it belongs to."""


def numbered_columns(columns: tuple[Column, ...], gathering: Gathering) -> tuple[Column, ...]:
    """Variant columns with the number of their variant before the name; the first table of variants names them."""
    result = []
    for column in columns:
        if column.role is Role.VARIANT:
            result.append(replace(column, number=variant_number(column.name, gathering)))
        else:
            result.append(column)
    return tuple(result)
