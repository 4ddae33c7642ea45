"""Letters that answer for words, "J" and "N" in a column, written out as the document's legend or language has them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from fsr.extraction.labels import fold_letters
from fsr.extraction.reading import Line, Page

_LEGEND = re.compile(r"(?<!\w)(?P<letter>[^\W\d_]) ?[=:–-] ?(?P<word>ja|ne|yes|no|да|нет)\b")
_WORDS = {"ja": "Jā", "ne": "Nē", "yes": "Yes", "no": "No", "да": "Да", "нет": "Нет"}
_PAIRS = ({"J": "Jā", "N": "Nē"}, {"Y": "Yes", "N": "No"}, {"Д": "Да", "Н": "Нет"})
_COLUMN = 5
"""So many of them under one another, both of a pair among them, are answers without a legend too."""
_MOST = 1000
"""Lone letters; more of them are a text set letter by letter."""
_IN_LINE = 0.02


def letters_answered(pages: Sequence[Page]) -> list[Page]:
    """The pages with lone letters that answer written out: "J" becomes "Jā"."""
    lone = [(page.number, line) for page in pages for line in page.lines if len(line.text) == 1]
    words = _meanings(pages, lone) if 0 < len(lone) < _MOST else {}
    return [_written_out(page, words) for page in pages] if words else list(pages)


def _meanings(pages: Sequence[Page], lone: Sequence[tuple[int, Line]]) -> Mapping[str, str]:
    """Letter -> answer, empty when letters do not answer in this document."""
    said = {
        match["letter"].upper(): _WORDS[match["word"]]
        for page in pages
        for line in page.lines
        for match in _LEGEND.finditer(fold_letters(line.text))
    }
    if len(set(said.values())) > 1:
        return said
    return next((pair for pair in _PAIRS if _is_column(lone, pair)), {})


def _is_column(lone: Sequence[tuple[int, Line]], pair: Mapping[str, str]) -> bool:
    for number, first in lone:
        column = [ln.text for page, ln in lone if page == number and abs(ln.box[0] - first.box[0]) < _IN_LINE]
        if len(column) >= _COLUMN and set(column) == set(pair):
            return True
    return False


def _written_out(page: Page, words: Mapping[str, str]) -> Page:
    return replace(page, lines=tuple(_answer(line, words) if line.text in words else line for line in page.lines))


def _answer(line: Line, words: Mapping[str, str]) -> Line:
    word = line.words[0]._replace(text=words[line.text])
    return replace(line, words=(word,), text=word.text)
