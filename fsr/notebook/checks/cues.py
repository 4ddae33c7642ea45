"""How cue words are written, and how they are found.

A language is a module with `PIECES` (named parts of patterns), `NEGATION` and `UNDONE` (words that take the meaning of
the next one away) and `CUES`: for each name a pair of strong cues, which answer a question, and weak ones, which may.
Both are patterns set apart by " | " or by lines:

    <name>   a piece
    ~        the rest of a word
    a blank  any blanks, but no line end
    \\        at the end of a line: the pattern goes on in the next

The rest is Python's `re`.  A pattern begins and ends with a word of the text, case does not count, parentheses capture
nothing.  All languages are tried on all texts, because people mix them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from fsr.notebook.checks import english, german, hebrew, latvian, russian

LANGUAGES: tuple[ModuleType, ...] = (english, latvian, russian, hebrew, german)


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a text that show something; `start` and `end` are positions in it, in characters."""

    start: int
    end: int
    text: str


def folded(text: str) -> str:
    """`text` as the cues are compared with it: small letters, plain blanks; position by position."""
    small = text.lower()
    if len(small) != len(text):  # "İ" becomes two characters
        small = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    return re.sub(r"[^\S\n]", " ", small)


def found(name: str, text: str, small: str, *, weak: bool = False, most: int = 3) -> list[Mark]:
    """Where the first `most` cues of that name stand in `text`, in order; `small` is the text folded."""
    marks = [mark for pattern in _patterns(name, weak) for mark in _first(pattern, name, text, small, most)]
    return sorted(marks, key=lambda mark: (mark.start, -mark.end))[:most]


def _first(pattern: re.Pattern[str], name: str, text: str, small: str, most: int) -> Iterator[Mark]:
    count = 0
    for match in pattern.finditer(small):
        if (before := TURNED.get(name)) and _before(before).search(small, max(match.start() - 40, 0), match.start()):
            continue
        if _is_label(small, match.end()):
            continue
        yield Mark(match.start(), match.end(), text[match.start():match.end()])
        count += 1
        if count == most:
            return


def _is_label(small: str, end: int) -> bool:
    """Whether the line ends with a colon after `end`, as a heading and a label that nobody filled in do."""
    line = small[max(end - 1, 0):end] + small[end:].partition("\n")[0]
    return line.rstrip().endswith(":")


TURNED = {"what": "NEGATION", "cause": "NEGATION", "emotional": "NEGATION", "actions": "UNDONE", "used": "UNDONE",
          "helped": "UNDONE"}
"""Which words before a cue take its meaning away: "no alarm" is no symptom, "must be replaced" is no action."""


@cache
def _before(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|\W)(?:{'|'.join(getattr(language, words) for language in LANGUAGES)}) +$")


@cache
def _patterns(name: str, weak: bool) -> tuple[re.Pattern[str], ...]:
    """The cues of that name in each language that has some."""
    return tuple(re.compile(_whole(source, language.PIECES)) for language in LANGUAGES
                 if (source := language.CUES.get(name, ("", ""))[weak].strip()))


def _whole(source: str, pieces: Mapping[str, str]) -> str:
    """One pattern of all those in `source`."""
    lines = re.sub(r"\\\n\s*", "", source).splitlines()
    parts = [part.strip() for line in lines for part in line.split(" | ") if part.strip()]
    return rf"(?:(?=\W)|(?<!\w))(?:{'|'.join(_plain(part, pieces) for part in parts)})(?:(?<=\W)|(?!\w))"


def _plain(part: str, pieces: Mapping[str, str]) -> str:
    while named := re.search(r"(?<!\?)<(\w+)>", part):
        part = f"{part[:named.start()]}(?:{pieces[named.group(1)]}){part[named.end():]}"
    part = part.replace("~", r"\w*")
    part = re.sub(r"(?<!\\)\((?!\?)", "(?:", part)
    return re.sub(r" (?![?*+{\]])", " +", part).replace(" ?", " *")
