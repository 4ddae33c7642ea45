"""What of a passage is a value of a column of a CPE sheet: the readers by role."""

import re
from collections.abc import Iterator
from decimal import Decimal

from fsr.cpe import fields, methods
from fsr.cpe.reading.boilerplate import is_boilerplate, is_heading
from fsr.cpe.reading.vocabulary import LABELS, role_of
from fsr.extraction.labels import fold
from fsr.sheets.reader.dates import dates
from fsr.sheets.reader.names import tidy
from fsr.sheets.reader.numbers import numbers, text_of
from fsr.sheets.reader.pairs import Want
from fsr.sheets.reader.typed import Value

MOST_HOURS, LEAST_HOURS = Decimal(100), Decimal("0.1")
"""Credit of one certificate; more is a number of something else."""
_ID = re.compile(r"(?<![\w-])#?(\d{5,6})(?![\w-])")
_CODE = re.compile(r"#?([A-Za-z0-9][A-Za-z0-9./_-]{2,79})(?![\w])")
_NOT_HOURS = re.compile(r"\s*(?:%|min|minute|of \d|days?\b|/|questions?|poll|year|ceus?\b|pdus?\b|cme\b|ama\b|ce\b)",
                        re.IGNORECASE)
_VIRTUAL = re.compile(
    r"^(?:online|web(?:cast|inar|ex)?|virtual|internet|n/?a|none|self[- ]study|zoom|on[- ]demand|remote)\b")
_ABBREVIATED = re.compile(r"\b(?:Inc|Co|Corp|Ltd|P\.C|L\.L\.C|L\.L\.P)$")
_BODY = re.compile(r"^\s*(?:the\s+)?(?:board(?:\s+of\s+(?:directors|trustees))?|faculty|members|"
                   r"staff)\s+of\s+(?:the\s+)?",
                   re.IGNORECASE)
_TAIL = re.compile(r"[\s,;(–-]*(?:(?:nasba|registry|sponsor|provider)\b.*|\(?#?\d{5,6}\)?\.?|\()$", re.IGNORECASE)
_QUOTES = " \u00a0\"“”„«»'‘’*.,;:|·•-–—"
_HOURS_AROUND = re.compile(r"[\s,:(–-]*\d+(?:[.,]\d+)?\s*(?:cpe\s*)?(?:credits?|hours?|hrs?)?\.?\s*\)?\s*$",
                           re.IGNORECASE)
_UNKNOWN = 0.75
"""Quality of a field of study that nobody knows."""
_FIELD_NAME_MOST = 60
_MAIL = re.compile(r"(?:your|re:|fwd?:|from:|to:|subject:)\s", re.IGNORECASE)
_ONLY_FIGURES = re.compile(r"[\d\s./:,#%$-]+")


def _participant(passage: str) -> list[Value]:
    name = tidy(passage) or leading_name(passage)
    return [Value(name, 0, len(passage.rstrip()))] if name else []


_NAME_END = re.compile(
    r"\s*[(;:!]|\s+(?:has|have|had|who|for|successfully|satisfactorily|attended|completed|participated|finished|earned|"
    r"on|of|in|at|with|is|was|and has|as)\b|,\s+(?:has|who|for|license|licence|of)\b|(?<=[a-z]{3})\.\s|[·•|]")


def leading_name(passage: str) -> str | None:
    """The name of a person with which `passage` begins."""
    end = _NAME_END.search(passage)
    return tidy(passage[: end.start()] if end else passage)


def _title(passage: str) -> list[Value]:
    return _text_value(passage) if is_title(passage) else []


def is_title(passage: str) -> bool:
    """Whether `passage` may be the title of a course: letters, and neither a date nor one of the usual sentences."""
    bare = passage.strip(_QUOTES)
    if len(bare) < 3 or len(bare) > 250 or sum(c.isalpha() for c in bare) < 3 or is_boilerplate(bare):
        return False
    if _ONLY_FIGURES.fullmatch(bare) or _mostly_date(bare) or _MAIL.match(bare) or is_heading(bare):
        return False
    return not any(one.start == 0 for one in dates(bare))


def _mostly_date(text: str) -> bool:
    found = dates(text)
    return bool(found) and sum(one.end - one.start for one in found) > 0.5 * len(text)


def _text_value(passage: str) -> list[Value]:
    bare = passage.strip(_QUOTES)
    start = passage.index(bare)
    if bare.count("(") > bare.count(")") and passage[start + len(bare) :].startswith(")"):
        bare += ")"
    return [Value(bare, start, start + len(bare))] if bare else []


def _completed(passage: str) -> list[Value]:
    """The last of a range: "10/02/2025 - 10/03/2025"."""
    found = dates(passage)
    if not found:
        return []
    last = found[0]
    for following in found[1:]:
        if re.fullmatch(r"\s*(?:-|–|—|to|through|thru|until|and|&)\s*", passage[last.end : following.start]):
            last = following
    return [Value(last.value.isoformat(), found[0].start, last.end, 0.97 if last.ambiguous else 1.0)]


def hours_in(passage: str) -> list[Value]:
    """Numbers that may be credit: 0.1 to 100, with no other unit after them."""
    taken = [(one.start, one.end) for one in dates(passage)]
    return [Value(text_of(one.value), one.start, one.end) for one in numbers(passage)
            if LEAST_HOURS <= one.value <= MOST_HOURS and not _NOT_HOURS.match(passage, one.end)
            and not any(start < one.end and one.start < end for start, end in taken)]


def _field(passage: str) -> list[Value]:
    """A field of study by its canonical name; a name nobody knows as printed, if it is short."""
    bare = _HOURS_AROUND.sub("", passage).strip(_QUOTES) or passage.strip(_QUOTES)
    if not bare or len(bare) > _FIELD_NAME_MOST or any(c.isdigit() for c in bare) or is_boilerplate(bare):
        return []
    start = passage.index(bare)
    if bare.count("(") > bare.count(")") and passage[start + len(bare) :].startswith(")"):
        bare += ")"
    match = fields.find(bare)
    if match:
        return [Value(match.field.name, start, start + len(bare), match.likeness)]
    known = leading_field(bare)
    if known:
        return [Value(known[0], start, start + known[1], 0.97)]
    return [Value(bare, start, start + len(bare), _UNKNOWN)] if methods.find(bare) is None else []


def _known_field(passage: str) -> list[Value]:
    """The same, but only a name that is known: "Subject" is also a label of titles."""
    return [one for one in _field(passage) if one.quality > _UNKNOWN]


def leading_field(text: str) -> tuple[str, int] | None:
    """The known field of study with which `text` begins: its canonical name and where it ends."""
    ends = [match.end() for match in re.finditer(r"[^\W_]+\)?", text)][:6]
    for end in reversed(ends):
        match = fields.find(text[:end])
        if match and match.likeness == 1.0:
            return match.field.name, end
    return None


def _method(passage: str) -> list[Value]:
    bare = passage.strip(_QUOTES)
    if len(bare) > 70:
        bare = bare[:70]
    method = methods.find(bare)
    if not method:
        return []
    start = passage.index(bare)
    return [Value(method.label, start, start + len(bare))]


def _sponsor(passage: str) -> list[Value]:
    bare = _TAIL.sub("", _BODY.sub("", passage).strip(_QUOTES[:-3])).strip(" \u00a0,;:|·•-–—(®™©")
    if sum(c.isalpha() for c in bare) < 3 or len(bare) > 120 or is_boilerplate(bare) or _mostly_date(bare):
        return []
    start = passage.index(bare)
    if _ABBREVIATED.search(bare) and passage[start + len(bare) :].startswith("."):
        bare += "."
    return [Value(bare, start, start + len(bare))]


def _sponsor_id(passage: str) -> list[Value]:
    return [Value(match.group(1), *match.span(1)) for match in _ID.finditer(passage)]


def _certificate(passage: str) -> list[Value]:
    """A token with figures, not a date."""
    taken = [(one.start, one.end) for one in dates(passage)]
    return list(_codes(passage, taken))


def _codes(passage: str, taken: list[tuple[int, int]]) -> Iterator[Value]:
    for match in _CODE.finditer(passage):
        code = match.group(1).rstrip(".")
        if any(c.isdigit() for c in code) and len(code) > 2 and not any(
                start < match.end() and match.start() < end for start, end in taken):
            yield Value(code, match.start(1), match.start(1) + len(code))


def _location(passage: str) -> list[Value]:
    bare = passage.strip(_QUOTES)
    if len(bare) > 120 or sum(c.isalpha() for c in bare) < 3 or _VIRTUAL.match(fold(bare)) or _mostly_date(bare):
        return []
    return _text_value(passage)


WANTS: dict[str, Want] = {
    "participant": Want("participant", _participant, typed=True),
    "title": Want("title", _title),
    "title:kind": Want("title:kind", _title),
    "title:subject": Want("title:subject", _title, weight=0.72),
    "field:subject": Want("field:subject", _known_field, typed=True),
    "completed": Want("completed", _completed, typed=True),
    "completed:date": Want("completed:date", _completed, typed=True, weight=0.92),
    "completed:issued": Want("completed:issued", _completed, typed=True, weight=0.6),
    "hours": Want("hours", hours_in, typed=True),
    "hours:approved": Want("hours:approved", hours_in, typed=True, weight=0.7),
    "field": Want("field", _field, typed=True),
    "method": Want("method", _method, typed=True),
    "certificate": Want("certificate", _certificate, typed=True),
    "sponsor": Want("sponsor", _sponsor),
    "sponsor_id": Want("sponsor_id", _sponsor_id, typed=True),
    "sponsor_id:short": Want("sponsor_id:short", _sponsor_id, typed=True),
    "location": Want("location", _location),
}
"""By label code; of text columns any text will do."""

def _any(passage: str) -> list[Value]:
    return [Value(passage, 0, len(passage))] if passage.strip() else []


OTHERS: dict[str, Want] = {code: Want(code, _any) for code in LABELS if role_of(code) == "other"}
"""Labels of things that no column wants; what stands beside them is not to be taken for anything else."""
