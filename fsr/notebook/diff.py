"""What became of a text, word by word: the segments that stayed, went and came.

A word is what a reader takes for one: letters with their marks (Hebrew points, accents), a number with its decimals, a
part number, one character of Chinese or Japanese.  White space between words is a token of its own and a line end
another, so that nothing is hidden and joining the segments gives both texts back, character for character.

The longest common subsequence of the tokens is found by RapidFuzz's bit-parallel algorithm.  Its time and memory grow
with the product of the lengths, so texts over `MOST_CELLS` are compared by lines first, and the changed lines by words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import LCSseq

MOST_CELLS = 60_000_000
"""Tokens of one text times tokens of the other: some 8 MB and 20 ms; two texts of 10,000 characters have a tenth."""

_TAIL = (r"[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
         r"\u06d6-\u06ed\u0711\u0730-\u074a\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u200b\u200c\u200e\u200f"
         r"\u202a-\u202e\u2060-\u2069\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]")
"""Marks, joiners and direction signs: they belong to the character before them and are never shown apart from it."""
_ALONE = r"[\u2e80-\u2fdf\u3005-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
"""Scripts written without spaces: each character is a word."""
_LETTER = rf"(?:(?!{_ALONE})\w(?:{_TAIL}|\u200d)*)"
_TOKEN = re.compile(
    rf"\n|[^\S\n]+|\d+(?:[.,:]\d+)+(?!\w)|{_LETTER}+(?:[-'’׳״/._]{_LETTER}+)*|.{_TAIL}*(?:\u200d.{_TAIL}*)*", re.DOTALL)


class Op(StrEnum):
    """What became of a segment."""

    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text that stayed, came or went."""

    op: Op
    text: str


def tokens(text: str) -> list[str]:
    """`text` in pieces that are compared whole; joined they are `text`."""
    return _TOKEN.findall(text)


def lines(text: str) -> list[str]:
    """`text` in lines with their ends; joined they are `text`.  Only "\\n" ends a line, as in a text area."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def words(old: str, new: str) -> list[Segment]:
    """How `old` became `new`.  EQUAL and DELETE joined are `old`, EQUAL and INSERT joined are `new`."""
    if old == new:
        return [Segment(Op.EQUAL, old)] if old else []
    return _joined(_readable(_compared(tokens(old), tokens(new), old, new)))


def _compared(was: list[str], now: list[str], old: str, new: str) -> list[Segment]:
    if len(was) * len(now) <= MOST_CELLS:
        return _segments(was, now)
    rows = lines(old), lines(new)
    if len(rows[0]) * len(rows[1]) > MOST_CELLS:
        return _replaced(old, new)
    return _finer(_segments(*rows))


def _finer(by_line: list[Segment]) -> list[Segment]:
    """Changed lines compared by words, each block as far as it is not too long itself."""
    found: list[Segment] = []
    gone = ""
    for segment in [*_joined(by_line), Segment(Op.EQUAL, "")]:
        if segment.op is Op.DELETE:
            gone = segment.text
            continue
        both = gone and segment.op is Op.INSERT
        found += _block(gone, segment.text) if both else [Segment(Op.DELETE, gone), segment]
        gone = ""
    return found


def _block(gone: str, come: str) -> list[Segment]:
    was, now = tokens(gone), tokens(come)
    return _segments(was, now) if len(was) * len(now) <= MOST_CELLS else _replaced(gone, come)


def _replaced(old: str, new: str) -> list[Segment]:
    """The whole middle replaced, between what both texts begin and end with."""
    head = _common(old, new)
    rest = old[head:], new[head:]
    tail = _common(rest[0][::-1], rest[1][::-1])
    end = len(rest[0]) - tail
    return [Segment(Op.EQUAL, old[:head]), Segment(Op.DELETE, rest[0][:end]),
            Segment(Op.INSERT, rest[1][:len(rest[1]) - tail]), Segment(Op.EQUAL, rest[0][end:])]


def _common(one: str, other: str) -> int:
    """How many characters both begin with; found by halving, so that a long text costs no loop over characters."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


def _segments(was: Sequence[str], now: Sequence[str]) -> list[Segment]:
    numbers: dict[str, int] = {}
    codes = [[numbers.setdefault(token, len(numbers)) for token in side] for side in (was, now)]
    found: list[Segment] = []
    for step in LCSseq.opcodes(codes[0], codes[1]):
        gone, come = "".join(was[step.src_start:step.src_end]), "".join(now[step.dest_start:step.dest_end])
        found += [Segment(Op.EQUAL, gone)] if step.tag == "equal" else [Segment(Op.DELETE, gone),
                                                                       Segment(Op.INSERT, come)]
    return found


def _readable(segments: list[Segment]) -> list[Segment]:
    """Without islands: what happens to stay within a line, and is no longer than each change beside it, changed too.

    Otherwise a sentence written anew would be a confetti of "the" and "of".
    """
    blocks = _joined(segments)
    found: list[Segment] = []
    for at, segment in enumerate(blocks):
        if segment.op is Op.EQUAL and 0 < at < len(blocks) - 1 and _is_island(segment.text, blocks, at):
            found += [Segment(Op.DELETE, segment.text), Segment(Op.INSERT, segment.text)]
        else:
            found.append(segment)
    return found


def _is_island(text: str, blocks: list[Segment], at: int) -> bool:
    if "\n" in text:
        return False
    before = max(len(block.text) for block in blocks[max(at - 2, 0):at] if block.op is not Op.EQUAL)
    after = max(len(block.text) for block in blocks[at + 1:at + 3] if block.op is not Op.EQUAL)
    return not re.search(r"\w", text) or len(text) <= min(before, after)


def _joined(segments: list[Segment]) -> list[Segment]:
    """Neighbours of one kind as one segment, in each change the deletion first; no empty ones."""
    found: list[Segment] = []
    gone, come = "", ""
    for segment in segments:
        if segment.op is Op.DELETE:
            gone += segment.text
        elif segment.op is Op.INSERT:
            come += segment.text
        elif segment.text:
            _extend(found, _change(gone, come))
            gone, come = "", ""
            _extend(found, [segment])
    _extend(found, _change(gone, come))
    return found


def _change(gone: str, come: str) -> list[Segment]:
    return [segment for segment in (Segment(Op.DELETE, gone), Segment(Op.INSERT, come)) if segment.text]


def _extend(found: list[Segment], more: list[Segment]) -> None:
    """Add `more`; what stayed joins what stayed before it."""
    for segment in more:
        if found and found[-1].op is segment.op is Op.EQUAL:
            found[-1] = Segment(Op.EQUAL, found[-1].text + segment.text)
        else:
            found.append(segment)
