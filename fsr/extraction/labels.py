"""Finding known phrases in printed text, whatever their case, diacritics, endings and blanks.

A `Lexicon` holds phrases by code and finds all of them in a text in one pass over its words, so the price grows with
the text and not with the number of phrases.  A phrase is written as words:

    apdrosinasan* teritorij*     `*` any ending (Latvian and Russian inflect: -a, -as, -ai, -ām …)
    pasrisk* (bojajum*)          in brackets: may be absent
    atsleg*|kluc* zadzib*        either word
    stikl* .. bez pasrisk*       up to three words between

Phrases are folded like the text, so they may be written with diacritics.  Of overlapping finds the longest wins, which
is how "stiklojuma bojājumi" (glass) is not also taken for "bojājumi" (damage).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from fsr.extraction.kept import kept

_WORD = re.compile(r"[^\W_]+")
_PARTING = frozenset(",;:.")
_GAP = 3
_FUZZY_MIN_LENGTH = 5
_FUZZY_RATIO = 0.8
"""OCR confuses about one letter in eight; below five letters a likeness says nothing."""


@lru_cache(maxsize=16384)
def _fold_word(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))


@kept
def fold(text: str) -> str:
    """`text` in lower case without diacritics, blanks as single spaces.

    "Pašrisks" -> "pasrisks", "стёкол" -> "стекол".
    """
    return " ".join(map(_fold_word, text.split()))


class _Letters(dict[int, str]):
    """Letter -> folded letter, filled as letters are met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        folded = " " if letter.isspace() else _fold_word(letter)
        self[code] = folded if len(folded) == 1 else letter
        return self[code]


_LETTERS = _Letters()


@kept
def fold_letters(text: str) -> str:
    """`text` folded letter by letter: as `fold`, but every place stays where it was."""
    return text.translate(_LETTERS)


class Token(NamedTuple):
    """A word of a text: folded form, its place `[start, end)` in the characters of the text, and what stands before it.

    parted  a comma, semicolon, colon or point parts it from the word before: no phrase runs across
    """

    text: str
    start: int
    end: int
    parted: bool = False


def tokens(text: str, joins: Mapping[str, str] | None = None) -> Sequence[Token]:
    """The words of `text` in order, folded; punctuation parts words.

    joins  folded first word -> folded beginning of the second: the pair becomes one token, their letters put together;
           {"pasa": "risk"} makes "Paša risks" and "Pašrisks" alike once phrases say "pasrisk*|pasarisk*".
    """
    return _joined(_tokens(text), joins) if joins else _tokens(text)


@kept
def _tokens(text: str) -> Sequence[Token]:
    found: list[Token] = []
    end = 0
    new = tuple.__new__  # a third of the time of Token(…), and a page has a thousand of them
    folded = fold_letters(text)
    for match in _WORD.finditer(folded):
        start, stop = match.span()
        between, word = text[end:start], folded[start:stop]
        parted = between != " " and not _PARTING.isdisjoint(between)
        found.append(new(Token, (word if word.isascii() else _fold_word(word), start, stop, parted)))
        end = stop
    return found


def _joined(found: Sequence[Token], joins: Mapping[str, str]) -> Sequence[Token]:
    if not any(token.text in joins for token in found):
        return found
    result: list[Token] = []
    for token in found:
        before = result[-1] if result else None
        start = joins.get(before.text) if before else None
        if before and start and token.text.startswith(start):
            result[-1] = Token(before.text + token.text, before.start, token.end, before.parted)
        else:
            result.append(token)
    return result


class Hit(NamedTuple):
    """A phrase found: its code, its place in characters and in tokens, how alike it is (1.0 unless OCR), whether a
    person taught it."""

    code: str
    start: int
    end: int
    first: int
    last: int
    likeness: float = 1.0
    taught: bool = False

    @property
    def length(self) -> int:
        """How many tokens it covers."""
        return self.last - self.first + 1


Form = tuple[str, bool]
"""A word of a phrase: its letters, and whether any ending may follow."""


@dataclass(frozen=True, slots=True)
class _Step:
    """One word of a phrase: its forms, may it be absent, may words stand before it."""

    forms: tuple[Form, ...]
    optional: bool
    gap: bool

    def likeness(self, word: str) -> float:
        """How alike the word is to the nearest form, 0.0 when not alike enough."""
        return max((_alike(stem, open_end, word) for stem, open_end in self.forms), default=0.0)


@lru_cache(maxsize=65536)
def _alike(stem: str, open_end: bool, word: str) -> float:
    if len(stem) < _FUZZY_MIN_LENGTH or len(word) < _FUZZY_MIN_LENGTH - 1:
        return 0.0
    if stem[0] != word[0] and stem[1] != word[1]:
        return 0.0  # two letters wrong at the very start are too many; this saves nine comparisons in ten
    if open_end:
        word = word[: len(stem)]
    if abs(len(stem) - len(word)) * 5 > max(len(stem), len(word)):
        return 0.0
    # the library's own limit is a hair too strict: exactly 0.8 would fall below it
    ratio = DamerauLevenshtein.normalized_similarity(stem, word, score_cutoff=_FUZZY_RATIO - 0.01)
    return ratio if ratio >= _FUZZY_RATIO else 0.0


def _steps(phrase: str) -> tuple[_Step, ...]:
    steps: list[_Step] = []
    gap = False
    for part in phrase.split():
        if part == "..":
            gap = True
            continue
        optional = part.startswith("(")
        forms = tuple((_fold_word(form.rstrip("*")), form.endswith("*")) for form in part.strip("()").split("|"))
        steps.append(_Step(forms, optional, gap))
        gap = False
    if not steps or steps[0].optional:
        raise ValueError(f"A phrase must begin with a word that is there: {phrase!r}")
    return tuple(steps)


class _Node:
    """The phrases that begin alike up to one word: those that may end with it, and the words that may come next.

    whole, stems  the forms of the word: complete, and those that any ending may follow
    after         all words that may come next; of those `loose` ones may be absent or stand farther on, and `next` has
                  the others by their first letter
    """

    __slots__ = ("after", "ends", "gap", "loose", "next", "optional", "stems", "step", "whole")

    def __init__(self, step: _Step) -> None:
        self.step = step
        self.whole = frozenset(stem for stem, open_end in step.forms if not open_end)
        self.stems = tuple(stem for stem, open_end in step.forms if open_end)
        self.gap, self.optional = _GAP * step.gap, step.optional
        self.ends: dict[tuple[str, bool], None] = {}
        self.after: dict[_Step, _Node] = {}
        self.loose: list[_Node] = []
        self.next: dict[str, list[_Node]] = {}

    def add(self, node: "_Node") -> None:
        """Let `node` come next."""
        self.after[node.step] = node
        if node.gap or node.optional:
            self.loose.append(node)
            return
        for letter in {stem[:1] for stem, _ in node.step.forms}:
            self.next.setdefault(letter, []).append(node)

    def fits(self, word: str) -> bool:
        return word in self.whole or word.startswith(self.stems)


class Lexicon:
    """Phrases by code, ready to be found in texts.

    phrases  code -> phrases in the notation of this module
    joins    as for `tokens`
    taught   (code, label as printed) pairs that a person taught: they win over every phrase that they overlap
    """

    def __init__(
        self,
        phrases: Mapping[str, Iterable[str]],
        joins: Mapping[str, str] | None = None,
        taught: Iterable[tuple[str, str]] = (),
    ) -> None:
        self.joins = dict(joins or {})
        self._roots: dict[_Step, _Node] = {}
        self._by_start: dict[str, list[_Node]] = {}
        self._short: list[_Node] = []
        self._by_letter: dict[tuple[int, str], list[tuple[str, bool, _Node]]] = {}
        self._known: dict[str, Sequence[_Node]] = {}
        self._alike_starts: dict[str, list[tuple[_Node, float]]] = {}
        for code, lines in phrases.items():
            for phrase in lines:
                self._add(code, _steps(phrase))
        for code, label in taught:
            steps = tuple(_Step(((token.text, False),), False, False) for token in tokens(label, self.joins))
            if steps:
                self._add(code, steps, taught=True)

    def _add(self, code: str, steps: Sequence[_Step], taught: bool = False) -> None:
        node = self._roots.get(steps[0])
        if node is None:
            node = self._roots[steps[0]] = _Node(steps[0])
            self._index(node)
        for step in steps[1:]:
            if step not in node.after:
                node.add(_Node(step))
            node = node.after[step]
        node.ends[code, taught] = None

    def _index(self, root: _Node) -> None:
        """Make the node of a first word findable by its first letters, and by either of the first two for OCR."""
        for key in {stem[:_KEY] for stem, _ in root.step.forms}:
            self._by_start.setdefault(key, []).append(root)
        if any(open_end and len(stem) < _KEY for stem, open_end in root.step.forms):
            self._short.append(root)
        for stem, open_end in root.step.forms:
            for place, letter in enumerate(stem[:2]):
                self._by_letter.setdefault((place, letter), []).append((stem, open_end, root))

    def find(self, text: str, *, fuzzy: bool = False) -> list[Hit]:
        """All phrases in `text`, in order, none overlapping another.

        fuzzy  the text comes from OCR: words may differ a little from the phrase
        """
        return self.find_among(tokens(text, self.joins), fuzzy=fuzzy)

    def find_among(self, words: Sequence[Token], *, fuzzy: bool = False) -> list[Hit]:
        """The same in a text whose tokens, joined as this lexicon joins them, are known."""
        hits: list[Hit] = []
        known = self._known
        for index, token in enumerate(words):
            if fuzzy:
                for root, likeness in self._alike(token.text):
                    _follow(root, words, index, index + 1, likeness, True, hits)
                continue
            word = token.text
            for root in known[word] if word in known else self._starting(word):
                _follow(root, words, index, index + 1, 1.0, False, hits)
        return _longest(hits) if len(hits) > 1 else hits

    def _starting(self, word: str) -> Sequence[_Node]:
        """The first words of phrases that `word` fits, kept by word: all pages are made of the same words."""
        if word not in self._known:
            roots = self._by_start.get(word[:_KEY], ())
            fitting = [root for root in (*roots, *(one for one in self._short if one not in roots)) if root.fits(word)]
            if len(self._known) >= _MOST_WORDS:
                self._known.clear()
            self._known[word] = fitting
        return self._known[word]

    def _alike(self, word: str) -> list[tuple[_Node, float]]:
        """The first words of phrases that `word` fits or nearly fits, kept by word: pages repeat their words."""
        if word not in self._alike_starts:
            near: dict[_Node, float] = {}
            for place, letter in enumerate(word[:2]):
                for stem, open_end, root in self._by_letter.get((place, letter), ()):
                    near[root] = max(near.get(root, 0.0), _alike(stem, open_end, word))
            near.update((root, 1.0) for root in self._starting(word))
            self._alike_starts[word] = [(root, likeness) for root, likeness in near.items() if likeness]
        return self._alike_starts[word]


_MOST_WORDS = 16384
_KEY = 3
"""Letters by which first words are looked up."""


_END = Token("", 0, 0, parted=True)
"""Stands after the last word of a text, where no phrase goes on."""


def _follow(
    node: _Node, words: Sequence[Token], first: int, index: int, least: float, fuzzy: bool, hits: list[Hit]
) -> None:
    """Add the phrases that start at `first` and go over `node` with the words up to `index`.

    least  the least likeness on the way
    """
    for code, taught in node.ends:
        hits.append(Hit(code, words[first].start, words[index - 1].end, first, index - 1, least, taught))
    if not node.after:
        return
    following = words[index] if index < len(words) else _END
    word, near = following.text, not following.parted
    if not fuzzy and near:
        for after in node.next.get(word[:1], ()):
            if after.fits(word):
                _follow(after, words, first, index + 1, least, fuzzy, hits)
    for after in node.after.values() if fuzzy else node.loose:
        if near and after.fits(word):
            _follow(after, words, first, index + 1, least, fuzzy, hits)
            continue
        found, likeness = _seek(words, index, after, fuzzy) if fuzzy or after.gap else (-1, 0.0)
        if found >= 0:
            _follow(after, words, first, found + 1, min(least, likeness), fuzzy, hits)
        elif after.optional:
            _follow(after, words, first, index, least, fuzzy, hits)


def _seek(words: Sequence[Token], index: int, node: _Node, fuzzy: bool) -> tuple[int, float]:
    """The index of the next word that fits `node`, -1 if none does, and its likeness."""
    for at in range(index, min(len(words), index + 1 + node.gap)):
        word = words[at].text
        if words[at].parted:
            break
        if node.fits(word):
            return at, 1.0
        likeness = node.step.likeness(word) if fuzzy else 0.0
        if likeness:
            return at, likeness
    return -1, 0.0


def _longest(hits: Iterable[Hit]) -> list[Hit]:
    """Hits that do not overlap; the one with more letters wins, and of equals the more alike.

    Two codes may share exactly the same words: "atslēgu zādzība vai degvielas sajaukšana" is not such a case, but one
    word may stand for two rows ("ugunsgrēks, dabas stihijas"), so equal spans of different codes are all kept.
    """
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (not h.taught, h.start - h.end, -h.likeness)):
        clash = [k for k in kept if k.first <= hit.last and hit.first <= k.last]
        if all(
            not k.taught
            and (k.first, k.last) == (hit.first, hit.last)
            and k.code != hit.code
            and k.likeness == hit.likeness
            for k in clash
        ):
            kept.append(hit)
    return sorted(kept, key=lambda h: (h.first, h.code))
