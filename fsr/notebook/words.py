"""Words as the search knows them: without capitals and marks, so that "suknis" finds "Sūknis".

Pure, and the same for both databases, whose own ways of cutting a text into words differ.  A word is a run of letters
and digits; signs only separate.  A case number is besides one word without its signs, so that "2024-00", "2024/00" and
"202400" all begin it.
"""

import re
import unicodedata
from dataclasses import dataclass

LONGEST_WORD = 64
"""Characters of a word that count."""
LONGEST_TEXT = 150_000
"""Characters of one page that are indexed: a tsvector holds a megabyte."""
LONGEST_QUERY, MOST_WORDS = 200, 10
"""What of a query counts: characters, words."""
BEGINNING = 24
"""Characters of the beginning of a number that count."""
AROUND, SNIPPET = 40, 160
"""Characters shown before the first hit, and in all."""

_MARKS = re.compile("[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f]")
_WORD = re.compile(r"[^\W_]+")
_BLANKS = re.compile(r"\s+")


def fold(text: str) -> str:
    """`text` in small letters, without accents, and without the points of Hebrew and Arabic."""
    if text.isascii():
        return text.lower()
    return _MARKS.sub("", unicodedata.normalize("NFD", text.lower()))


def words(text: str) -> list[str]:
    """The words of a text, in order; as often as they occur."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(fold(text))]


def number_word(number: str) -> str:
    """A case number, or the beginning of one, as a single word; "" where it is all signs."""
    return "".join(words(number))[:LONGEST_WORD]


def number_words(number: str) -> list[str]:
    """What is indexed of a case number: it as a whole after "##", and after "#" each beginning of it.

    To look through all words that begin so would take long where 100,000 numbers do.
    """
    whole = number_word(number)
    return [f"##{whole}", *(f"#{whole[:length]}" for length in range(1, min(len(whole), BEGINNING) + 1))]


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody looks for.

    text    as it was typed
    words   each must occur, or begin a word
    number  the same as the beginning of a case number; "" where it cannot be one
    """

    text: str = ""
    words: tuple[str, ...] = ()
    number: str = ""

    @classmethod
    def of(cls, text: str) -> "Query":
        """Read what was typed; anything may be typed."""
        said = " ".join(text.split())[:LONGEST_QUERY]
        found = dict.fromkeys(word for word in _known(words(said)) if len(word) > 1 or not word.isascii()
                              or word.isdigit())
        return cls(said, tuple(found)[:MOST_WORDS], "".join(_known([number_word(said)])))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not self.words and not self.number


def _known(found: list[str]) -> list[str]:
    """The words without letters that came to Unicode later than to SQLite, which would take them for signs."""
    return [word for part in found for word in "".join(
        letter if unicodedata.ucd_3_2_0.category(letter)[0] in "LN" else " " for letter in part).split()]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a snippet; `is_hit`: it is what was looked for."""

    text: str
    is_hit: bool = False


def snippet(text: str, wanted: Query) -> list[Piece]:
    """The place of `text` where the wanted words stand first, in one line; [] where none does."""
    beginnings, folded = _beginnings(wanted), fold(text)
    if beginnings is None or not (first := beginnings.search(folded)):
        return []
    place = first.start() if len(folded) == len(text) else _places(text)[first.start()]
    start = _word_start(text, max(0, place - AROUND))
    part = _BLANKS.sub(" ", text[start:start + SNIPPET * 2]).strip()[:SNIPPET]
    return _pieces(("… " if start else "") + part + ("…" if start + SNIPPET < len(text) else ""), beginnings)


def first_line(text: str) -> str:
    """The first line of a text that says something, shortened."""
    line = next((line for line in text[:LONGEST_QUERY * 10].splitlines() if line.strip()), "").strip()
    return line if len(line) <= SNIPPET else f"{line[:SNIPPET].rstrip()}…"


def _beginnings(wanted: Query) -> re.Pattern[str] | None:
    some = sorted(wanted.words, key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])((?:{'|'.join(map(re.escape, some))})[^\W_]*)") if some else None


def _word_start(text: str, at: int) -> int:
    """The beginning of the first word after `at`, unless that is far."""
    blank = _BLANKS.search(text, at, at + AROUND // 2) if at else None
    return blank.end() if blank else at


def _pieces(line: str, beginnings: re.Pattern[str]) -> list[Piece]:
    folded = fold(line)
    places = range(len(line) + 1) if len(folded) == len(line) else _places(line)
    pieces, done = [], 0
    for hit in beginnings.finditer(folded):
        start, end = places[hit.start()], places[hit.end()]
        pieces += [Piece(line[done:start]), Piece(line[start:end], True)]
        done = end
    return [piece for piece in (*pieces, Piece(line[done:])) if piece.text]


def _places(line: str) -> list[int]:
    """Where each letter of the folded line stands in the line, and where the line ends."""
    return [place for place, letter in enumerate(line) for _ in fold(letter)] + [len(line)]
