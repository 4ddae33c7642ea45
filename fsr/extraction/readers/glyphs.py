"""Characters with places, and what their codes mean in plain text.

Every reader hands glyphs to `fsr.extraction.readers.lines`, so two readers that
agree about the glyphs agree about the words and lines.
"""

from typing import NamedTuple


class Glyph(NamedTuple):
    """One printed character.

    x0, x1    left and right end of its advance, in points from the left edge
    base      baseline, in points from the top edge
    size      height of the font as drawn, in points
    rise      how far the baseline sinks over the advance, in points; not 0 for text that is turned
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    rise: float = 0.0


UNKNOWN = "\ufffd"
"""Stands for a character whose font does not say what it means."""

SOFT_HYPHEN = "\u00ad"

_BLANKS = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\r\n\v\f\0"
_NOTHING = "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_SAME = {
    **dict.fromkeys(map(ord, _BLANKS), " "),
    **dict.fromkeys(map(ord, _NOTHING), ""),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2212\uf0ad"), "-"),
    **dict.fromkeys(map(ord, "\u2012\u2013\u2014\u2015"), "\u2013"),
    **dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u2032"), "'"),
    **dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033"), '"'),
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st",
}


def plain(text: str) -> str:
    """The one form of blanks, quotes, dashes and ligatures; bidi marks vanish.

    Hyphens and the minus become "-", the long dashes "–", any quotes `'` or `"`.
    """
    return text if text.isascii() and text.isprintable() else text.translate(_SAME)


_DINGBATS = {
    0x25: "☎", 0x2A: "☛", 0x2B: "☞", 0x48: "★", 0x6C: "●", 0x6E: "■", 0x73: "▲", 0x74: "▼", 0x75: "◆", 0x77: "◗",
}
_WINGDINGS = {
    0x6E: "■", 0x6F: "☐", 0x71: "☐", 0x72: "☐", 0x78: "☒", 0x9F: "•", 0xA7: "▪", 0xA8: "☐",
    0xFB: "✘", 0xFC: "✔", 0xFD: "☒", 0xFE: "☑", 0xD8: "➢", 0x6C: "●", 0xE0: "→",
}


def symbol(font: str, text: str) -> str:
    """What a letter of a symbol font draws: "4" of ZapfDingbats is "✔".

    font  the font's name in any case; other fonts give the text back unchanged.
    Source: the built-in encodings of ZapfDingbats (ISO 32000-1, annex D.6, whose
    glyphs a1.. lie in Unicode's block U+2700 at the same offsets) and Wingdings.
    """
    if len(text) != 1:
        return text
    code = ord(text) - 0xF000 if 0xF020 <= ord(text) <= 0xF0FF else ord(text)
    name = font.lower()
    if "zapfdingbats" in name and 0x21 <= code <= 0x7E:
        return _DINGBATS.get(code, chr(0x2700 + code - 0x20))
    if "wingdings" in name:
        return _WINGDINGS.get(code, text)
    return text


def is_symbol_font(font: str) -> bool:
    """Whether `symbol` has something to say about this font."""
    name = font.lower()
    return "dingbats" in name or "wingdings" in name


def is_bold(font: str) -> bool:
    """Whether a font's name says that it is bold."""
    name = font.lower()
    return any(word in name for word in ("bold", "black", "heavy", "semibd", "demi"))
