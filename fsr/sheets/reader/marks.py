"""Printed labels on a page: where they stand, and what is left of their line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fsr.extraction.labels import Hit, Lexicon
from fsr.extraction.layout import Cell
from fsr.sheets.reader.view import Text, View, cut, hits_in

_BEFORE = re.compile(r"(?:^|[:·•|;/(\u2013\u2014✓✔☑☒☐□■✗-]\s*|\s{2,})$")
"""What may stand before a label inside a line."""
_AFTER = re.compile(
    r"\)?(?:\.(?=\s|:|$))?\s*(?:\([^)]{1,25}\)\s*)?(?P<mark>[:#：]+|[-–—=](?=\s)|\.{2,}|no\.(?=\s))?\s*[-:#]?\s*",
    re.IGNORECASE)
_PIECE = re.compile(r"\s+[·•|]\s+|\s{3,}|\s*;\s+")
"""Parts the statements of one line."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A label found on a page.

    code    what it is a label of
    text    the text it stands in
    printed the label as printed
    rest    what follows it in the same text up to the next label or separator; None where nothing does
    marked  whether a colon or the like stands after it
    ends    whether it is the last of its line: its value may stand beside, below or above
    """

    code: str
    text: Text
    cell: Cell
    rest: Cell | None
    marked: bool
    ends: bool
    taught: bool
    likeness: float

    @property
    def printed(self) -> str:
        """The label as printed."""
        return self.cell.text

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.cell.text.split())


def marks(view: View, lexicon: Lexicon) -> list[Mark]:
    """All labels on the page, from the top."""
    return [mark for text in view.texts for mark in marks_in(text, lexicon)]


def marks_in(text: Text, lexicon: Lexicon) -> Iterator[Mark]:
    """The labels of one text."""
    hits = [hit for hit in hits_in(lexicon, text.text, text.cell.is_ocr) if _is_label(text, hit)]
    starts = sorted({hit.start for hit in hits})
    for hit in hits:
        following = next((start for start in starts if start >= hit.end), len(text.text))
        yield _mark(text, hit, following)


def _mark(text: Text, hit: Hit, following: int) -> Mark:
    after = _AFTER.match(text.text, hit.end)
    begin = after.end() if after else hit.end
    rest = _rest(text.cell, begin, following)
    return Mark(hit.code, text, cut(text.cell, hit.start, hit.end), rest, bool(after and after["mark"]),
                not text.text[begin:following].strip(" ."), hit.taught, hit.likeness)


def _rest(cell: Cell, begin: int, end: int) -> Cell | None:
    """The characters up to a separator as a cell of their own."""
    piece = _PIECE.split(cell.text[begin:end], maxsplit=1)[0]
    bare = piece.strip(" \u00a0,|·•-–—(")
    if not bare or not any(c.isalnum() for c in bare):
        return None
    start = begin + piece.index(bare)
    return cut(cell, start, start + len(bare))


def _is_label(text: Text, hit: Hit) -> bool:
    """Whether the words found stand where a label does: at the start of a line or after a separator.

    Words that only begin a sentence ("Completed 4 of 4 polls") are told from labels by what follows.
    """
    before, after = text.text[: hit.start], text.text[hit.end :]
    if hit.start not in text.starts and not _BEFORE.search(before):
        return bool(re.match(r"\s*[:#]", after)) and bool(re.search(r"[\s,]$", before))
    return not re.match(r"['’]s?\s+\w", after)


def words_of(labels: Sequence[str]) -> list[str]:
    """Labels as people print them, in the notation of `Lexicon`."""
    return [" ".join(re.findall(r"[^\W_]+", label)) for label in labels if re.search(r"[^\W_]", label)]
