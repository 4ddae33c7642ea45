"""Boxes of a form: in each a small label with its value on the lines under it."""

from collections.abc import Sequence

from fsr.extraction.layout import Cell
from fsr.offers.reader.document import Words
from fsr.offers.reader.typed import is_figure, is_typed

_LABEL_WORDS = 6


def framed_pairs(cells: Sequence[Cell], words: Words) -> list[tuple[Cell, Cell]]:
    """Label and value of each cell of a row of boxes; empty where the row is none."""
    cuts = [_first_line(cell) for cell in cells]
    if len(cells) < 2 or not all(0 < cut < len(cell.words) for cut, cell in zip(cuts, cells, strict=True)):
        return []
    pairs = [(cell.part(0, cell.starts[cut] - 1), cell.part(cell.starts[cut], len(cell.text)))
             for cut, cell in zip(cuts, cells, strict=True)]
    if any(len(label.words) > _LABEL_WORDS or is_figure(label.text) for label, _ in pairs):
        return []
    known = sum(bool(words.hits(label.text)) for label, _ in pairs)
    return pairs if known > 1 and 2 * sum(is_typed(value.text) for _, value in pairs) >= len(pairs) else []


def _first_line(cell: Cell) -> int:
    """How many words stand on the first line of a cell."""
    top = cell.words[0].box
    level = top[3] - 0.3 * (top[3] - top[1])
    return next((i for i, word in enumerate(cell.words) if word.box[1] > level), len(cell.words))
