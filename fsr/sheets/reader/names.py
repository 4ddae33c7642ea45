"""Names of people as printed: "Tennfield, Marisol A., CPA" is Marisol A. Tennfield."""

import re

from fsr.extraction.kept import kept

_AFTER_NAME = (
    r"CPA|C\.P\.A\.|CFE|CIA|CMA|CGMA|CISA|CFA|CFP|EA|JD|J\.D\.|MBA|MSA|MST|MS|MA|BS|BA|MD|M\.D\.|PhD|Ph\.D\.|Esq\.?|PA|"
    r"CA|ACCA|FCCA|LLM|RN|DDS|CRMA|CGFM|PMP|PFS|ABV|CFF|CITP")
_SUFFIX = re.compile(rf"(?:[\s,]+(?:{_AFTER_NAME})\b\.?)+\s*$")
_TITLE = re.compile(r"^(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.?\s+", re.IGNORECASE)
_GENERATION = re.compile(r",\s*(?=(?:Jr|Sr|II|III|IV)\b)")
_WORD = re.compile(r"[^\W\d_][^\W\d_'’.\-]*(?:['’.\-][^\W\d_'’.\-]+)*\.?")
_PARTICLES = frozenset({
    "de", "da", "di", "du", "del", "della", "der", "den", "van", "von", "la", "le", "el", "al", "bin", "ibn", "ben",
    "dos", "das", "y", "e", "und", "zu", "zur", "ter", "ten", "af", "av", "st", "d", "jr", "sr"})
_NO_NAME = re.compile(
    r"\b(?:llc|llp|inc|corp|ltd|institute|society|university|college|association|academy|school|center|centre|"
    r"certificate|completion|attendance|program|programme|course|webinar|seminar|credit|credits|hours|cpe|nasba|"
    r"learning|education|professional|development|director|manager|officer|administrator|president|signature|date|"
    r"field|study|sponsor|group|live|company|partners|department|state|board|this|that|the|of|for|and|has|with|on|in|"
    r"training|accounting|services|national|registry|instructor|presenter|congratulations|name|participant)\b",
    re.IGNORECASE)
_MOST_WORDS = 6


@kept
def tidy(printed: str) -> str | None:
    """The name in usual order without titles and degrees; None where `printed` is no name of a person."""
    bare = _GENERATION.sub(" ", _TITLE.sub("", " ".join(printed.split()).strip(" .,;:!*·•|\"“”")))
    bare = _SUFFIX.sub("", bare).strip(" ,;")
    if bare.count(",") == 1:
        last, first = (part.strip() for part in bare.split(","))
        bare = f"{first} {last}"
    return bare if looks_like_name(bare) else None


def looks_like_name(text: str) -> bool:
    """Whether `text` is two to six words that begin with capitals, none of them one that people are not called."""
    words = text.split()
    if not 2 <= len(words) <= _MOST_WORDS or len(text) > 60 or _NO_NAME.search(text):
        return False
    if not all(_WORD.fullmatch(word) for word in words):
        return False
    full = [word for word in words if word.lower().strip(".'’") not in _PARTICLES]
    return bool(full) and all(not word[0].islower() or re.match(r"[dlo]['’][A-ZÀ-Ý]", word) for word in full)
