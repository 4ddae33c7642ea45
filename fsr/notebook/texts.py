"""What people may type: case numbers, and the two texts of a page.

A text is kept as it was typed, blanks and all.  Only what no database or no other system could hold is changed: line
ends become "\\n", NULs and halves of surrogate pairs go.  A number is a name that people copy from elsewhere, so blanks
and invisible marks around it go; inside it nothing invisible may hide, or two numbers could look alike.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Self

from fsr.errors import Invalid
from fsr.notebook.models import NUMBER
from fsr.web.i18n import gettext as _

PROBLEM, NOTES = 1_000, 10_000
"""Characters that readers of the two texts take; advice that the page counts, never a reason to refuse a text."""
LONGEST = 200_000
"""Characters of one text that are accepted at all."""
FIELDS = ("problem_statement", "fsr_notes")

_LINE_END = re.compile(r"\r\n?")
_UNKEEPABLE = re.compile("[\0\ud800-\udfff]")
_INVISIBLE = {"Zs", "Zl", "Zp", "Cc", "Cf"}


def number_of(raw: str) -> str:
    """`raw` as a case number: without blanks and invisible marks around it, otherwise as it is.

    :raises Invalid: nothing is left, it is over 100 characters, or it holds a character that cannot be seen.
    """
    number = trimmed(raw)
    if not number:
        raise Invalid(sentence := _("Type a case number."), number=sentence)
    if len(number) > NUMBER:
        raise Invalid(sentence := _("A case number has at most %(most)s characters.", most=NUMBER), number=sentence)
    if not number.isprintable():
        raise Invalid(sentence := _("This case number holds a character that cannot be seen. Type it by hand."),
                      number=sentence)
    return number


def trimmed(raw: str) -> str:
    """`raw` without blanks and invisible marks at its ends: a byte-order mark, the direction marks of Hebrew pages."""
    start, end = 0, len(raw)
    while start < end and unicodedata.category(raw[start]) in _INVISIBLE:
        start += 1
    while start < end and unicodedata.category(raw[end - 1]) in _INVISIBLE:
        end -= 1
    return raw[start:end]


def text_of(raw: str) -> str:
    """`raw` as a text that is kept: with "\\n" for every line end, without what no database can hold."""
    return _UNKEEPABLE.sub("", _LINE_END.sub("\n", raw))


def is_storable(text: str) -> bool:
    """Whether the databases can be asked for `text` at all."""
    return _UNKEEPABLE.search(text) is None


@dataclass(frozen=True, slots=True)
class Texts:
    """The two texts of a page, whole."""

    problem_statement: str = ""
    fsr_notes: str = ""

    def lengths(self) -> dict[str, int]:
        """Characters of each, for events, which never hold a text."""
        return {field: len(getattr(self, field)) for field in FIELDS}


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants saved; None leaves a text as it is, "" clears it."""

    problem_statement: str | None = None
    fsr_notes: str | None = None

    def cleaned(self) -> Self:
        """The same as it can be kept.

        :raises Invalid: a text is over 200,000 characters; names the fields.
        """
        kept = {field: None if (raw := getattr(self, field)) is None else text_of(raw) for field in FIELDS}
        sentence = _("This is over %(most)s characters and cannot be saved. Shorten it, or keep the rest elsewhere.",
                     most=f"{LONGEST:,}")
        long = {field: sentence for field, text in kept.items() if text is not None and len(text) > LONGEST}
        if long:
            raise Invalid(sentence, **long)
        return type(self)(**kept)

    def over(self, texts: Texts) -> Texts:
        """`texts` with what this draft says."""
        said = {field: text for field in FIELDS if (text := getattr(self, field)) is not None}
        return Texts(**{**{field: getattr(texts, field) for field in FIELDS}, **said})
