"""Where a value stands and what is printed beside it, so that a person's correction can teach.

A corrected cell has a value that the person typed.  When that value is printed in the document, the label beside it
is what the next offer of the same layout will carry too: `place_of` finds both, `label_near` finds the label of a
known place.
"""

import re
from collections.abc import Iterator

from fsr.extraction.kept import forgetting
from fsr.extraction.labels import fold
from fsr.extraction.layout import Cell
from fsr.extraction.reading import Box, Reading
from fsr.extraction.tables import Strip
from fsr.money import amounts
from fsr.offers.catalogue import BY_CODE
from fsr.offers.profiles import lexicon
from fsr.offers.reader.document import Words, strips

_LEADERS = re.compile(r"[\s.:…_–=-]+$")
_LONGEST_LABEL = 12
"""In words: a longer text before a value is a sentence, and the next offer will not repeat it."""


@forgetting
def label_near(reading: Reading, page: int, box: Box) -> str:
    """The label printed beside the value at `box` of `page`; "" when there is none.

    The first cell of its row, else the words before it on its line, else a short line right above.
    """
    found = _strips(reading)
    for index, strip in enumerate(found):
        if strip.page == page and _within(box, strip.box):
            return _label(found, index, box)
    return ""


@forgetting
def place_of(reading: Reading, text: str, code: str) -> tuple[int, Box, str] | None:
    """Where `text`, typed by a person as the value of row `code`, is printed: page, box and label; None when nowhere.

    Amounts are compared as amounts ("1480" finds "1 480,00 EUR").  Of several places the one is taken whose label
    names the
    row or no row at all, so that a correction does not teach the label of another row.
    """
    if len(fold(text)) < 2:
        return None
    words = Words(lexicon(), fuzzy=False)
    found = _strips(reading)
    best: tuple[int, tuple[int, Box, str]] | None = None
    for index, strip in enumerate(found):
        for cell in strip.cells:
            for start, end in _occurrences(cell, text):
                box = cell.box_of(start, end)
                label = _label(found, index, box)
                rank = _rank(label, code, words)
                if best is None or rank > best[0]:
                    best = rank, (cell.page, box, label)
    return best[1] if best else None


def _strips(reading: Reading) -> list[Strip]:
    return strips(reading, Words(lexicon(), fuzzy=False).codes_of)


def _within(box: Box, other: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return other[0] - 0.002 <= x <= other[2] + 0.002 and other[1] - 0.002 <= y <= other[3] + 0.002


def _label(found: list[Strip], index: int, box: Box) -> str:
    strip = found[index]
    if len(strip.cells) > 1 and _within(strip.cells[0].box, box):
        return _tidied(strip.cells[0].text)
    home = next((cell for cell in strip.cells if _within(box, cell.box)), strip.cells[0])
    if home is not strip.cells[0]:
        return _tidied(strip.cells[0].text)
    return _before(home, box) or _inside(home, box) or _above(found, index)


def _before(cell: Cell, box: Box) -> str:
    """The words of the line before the box."""
    start = next(
        (
            at
            for word, at in zip(cell.words, cell.starts, strict=True)
            if _within(word.box, box) or _within(box, word.box)
        ),
        0,
    )
    line = re.split(r"(?<=[.;])\s+(?=[^\W\d_])", cell.text[:start])[-1]
    return _tidied(line) if len(line.split()) <= _LONGEST_LABEL else ""


def _inside(cell: Cell, box: Box) -> str:
    """The label at the beginning of the passage itself: "pašrisks bojājumiem ir 120 EUR"."""
    inside = [at for word, at in zip(cell.words, cell.starts, strict=True) if _within(word.box, box)]
    if not inside:
        return ""
    first = next(
        (hit for hit in lexicon().find(cell.text[inside[0] :]) if hit.first <= 2 and not hit.code.startswith("_")), None
    )
    return _tidied(cell.text[inside[0] + first.start : inside[0] + first.end]) if first else ""


def _above(found: list[Strip], index: int) -> str:
    strip, above = found[index], found[index - 1] if index else None
    if above is None or (above.page, above.region) != (strip.page, strip.region) or len(above.cells) > 1:
        return ""
    near = strip.box[1] - above.box[3] < 1.6 * (strip.box[3] - strip.box[1])
    return _tidied(above.text) if near and len(above.cells[0].words) <= _LONGEST_LABEL else ""


def _tidied(label: str) -> str:
    return _LEADERS.sub("", label).strip(" *•☑☐✓✔✘✗")


def _occurrences(cell: Cell, text: str) -> Iterator[tuple[int, int]]:
    """Where `text` stands in the cell: as an amount when it is one, else as words whatever their case and blanks."""
    wanted = amounts(text)
    if len(wanted) == 1 and len(text.split()) <= 3:
        yield from ((a.start, a.end) for a in amounts(cell.text) if a.value == wanted[0].value)
        return
    pattern = r"\s+".join(re.escape(word) for word in text.split())
    yield from (match.span() for match in re.finditer(pattern, cell.text, re.IGNORECASE))


def _rank(label: str, code: str, words: Words) -> int:
    """2 when the label names the row, 1 when it names none, 0 when another or when there is no label."""
    codes = {hit.code for hit in words.hits(label)} & set(BY_CODE)
    if code in codes:
        return 2
    return 1 if label and not codes else 0
