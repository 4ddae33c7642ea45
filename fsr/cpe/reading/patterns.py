"""Values that carry their meaning with them: "8.0 CPE credits", "in the field of study Taxes", "Group Live"."""

import re
from collections.abc import Iterator

from fsr.cpe import methods
from fsr.cpe.reading.page import Paper
from fsr.cpe.reading.sponsors import ORGANISATION
from fsr.cpe.reading.values import WANTS, hours_in, leading_field
from fsr.extraction.layout import Cell
from fsr.sheets.reader.candidates import Candidate, candidate
from fsr.sheets.reader.dates import dates
from fsr.sheets.reader.view import Text, cut

_UNIT_AFTER = re.compile(
    r"^\s*\)?\s*(?:interactive\s+)?(?:(?:credit\s+)?hours?|hrs?\.?|credits?|"
    r"units?)?(?:\(s\))?(?:\s+hours?)?\s*(?:of\s+|in\s+)?"
    r"(?:recommended\s+|nasba\s+)?(?P<unit>\(?cpe\b|continuing\s+professional\s+education|"
    r"continuing\s+education)", re.IGNORECASE)
_UNIT_BEFORE = re.compile(
    r"\b(?:cpe|continuing professional education)\b(?:\s+(?:credits?|hours?|units?|earned|awarded|granted|total|"
    r"of|is|are|"
    r"value|\(cpe\)))*\s*[:=(–-]?\s*$", re.IGNORECASE)
_WEAK_UNIT = re.compile(r"^\s*(?:total\s+)?(?:credits?|hours?|hrs?)\b", re.IGNORECASE)
_AT_MOST = re.compile(r"\b(?:maximum|max\.?|available|up to|approved|possible|eligible|designated|"
                      r"qualif\w+)\b", re.IGNORECASE)
_EARNED = re.compile(r"\b(?:earned|awarded|granted|received|for|of which)\b", re.IGNORECASE)
_FIELD_BEFORE = re.compile(
    r"(?:fields?\s+of\s+study(?:\s+of)?|subject\s+(?:area|matter)(?:\s+of)?|(?:credits?|hours?|education|cpe|"
    r"\d)\s+(?:(?:were|was|are|is)\s+)?(?:(?:awarded|earned|granted)\s+)?in|"
    r"credits?\s*\(|\d\s*\()[\s:]*", re.IGNORECASE)
_METHOD = re.compile(
    r"\bgroup[\s-]+(?:live|internet[\s-]*b\w*|study)(?:\s+(?:webinar|program))?|\bqas[\s-]+self[\s-]*study|"
    r"\bself[\s-]+study|"
    r"\bnano[\s-]+(?:learning|lesson|course)|\bblended[\s-]+learning|\bgroup[\s-]+program\b|"
    r"\binternet[\s-]+based\b", re.IGNORECASE)
_LOOSE_METHOD = re.compile(r"\b(?:live\s+)?(?:webinar|webcast)\b|\bin\s+person\b|\bself[\s-]+paced\b|"
                           r"\bon[\s-]demand\b|\bin-house course",
                           re.IGNORECASE)
_TICKED = re.compile(r"[☒☑✓✔✗✘■●]\s*(?P<name>[^☐☒☑✓✔□■○●]{4,40}?)(?=\s*[☐☒☑✓✔□■○●]|$)|(?:\[|\()\s*[xX✓✔]\s*(?:\]|\))\s*"
                     r"(?P<name2>[^\[\](]{4,40}?)(?=\s*[\[(]|$)")
_REGISTRY = re.compile(r"\b(?:registry|nasba|national\s+registry[\w ]{0,25}|sponsors?|"
                       r"provider)\b[^\d\n]{0,45}?#?(?P<id>\d{5,6})(?![\d-])",
                       re.IGNORECASE)
_STATES = re.compile(
    r"\b(?:texas|illinois|new york|new jersey|ohio|pennsylvania|florida|california|maryland|tennessee|virginia|oregon|"
    r"washington|iowa|kansas|tx|ny|nj|irs)\b", re.IGNORECASE)
_HELD = re.compile(
    r"\b(?:held|conducted|given|offered|attended|place|live)\b[^.\"“”]{0,60}?\b(?:at|in)\s+(?:our\s+|"
    r"the\s+)?(?P<where>[A-Z][^.;·|]{3,90}?)"
    r"(?=\s*(?:[.;·|]|,?\s+(?:on|from|and|for|during)\b|$))")
_AT_AFTER_DATE = re.compile(r"^[\s,]*(?:at|in)\s+(?:our\s+|the\s+)?(?P<where>[A-Z][^.;·|]{3,90}?)(?=\s*(?:[.;·|]|"
                            r"\s+(?:and|for|you)\b|$))")
_AFTER_METHOD = re.compile(r"\b(?:[Gg]roup [Ll]ive|[Ii]n person|[Ll]ive)\s*[-–—,·]\s*"
                           r"(?P<where>[A-Z][\w .'-]+,\s*[A-Z][\w .]+)$")
_AFTER_DATE = re.compile(r"^\s*[·•|]\s*(?P<where>[A-Z][\w .'-]+,\s*[A-Z][\w .]+)$")
_CITY_AFTER_DATE = re.compile(r"^\s*,\s*(?P<where>[A-Z][A-Za-z .'-]+,\s*[A-Z][A-Za-z .]+)$")
_CITY_BEFORE_DATE = re.compile(r"(?:^|[·•|]\s*)(?P<where>[A-Z][A-Za-z .'-]+,\s*[A-Z][A-Za-z .]+?)\s+[-–—·•|]\s*$")
_IN_BEFORE_DATE = re.compile(r"\bin\s+(?P<where>[A-Z][\w. ]+,\s*[A-Z][\w. ]+?),?\s+on\s*$")


def patterns(paper: Paper) -> Iterator[Candidate]:
    """Candidates of all kinds that need no label."""
    for text in paper.prose:
        yield from hours(text.cell)
        yield from _fields(paper, text)
        yield from _days(text.cell)
        yield from _places(text.cell)
        yield from _methods(text)
    for text in paper.printed:
        yield from _registry_ids(text.cell)


def hours(cell: Cell) -> Iterator[Candidate]:
    """Credit with its unit: "earned 8.0 CPE credits", "CPE: 1.5 credits", "4.5 hours of continuing professional …"."""
    for value in hours_in(cell.text):
        before, after = cell.text[max(0, value.start - 70) : value.start], cell.text[value.end :]
        sentence = re.split(r"[.;·|•]\s", before)[-1]
        weight = _hours_weight(sentence, after)
        if weight:
            weight = weight * 0.65 if _AT_MOST.search(sentence) else weight
            code = "hours:approved" if _AT_MOST.search(sentence) else "hours"
            yield candidate(code, value.value, cut(cell, value.start, value.end), weight, "pattern:credit")


def _hours_weight(before: str, after: str) -> float:
    if _UNIT_AFTER.match(after):
        return 0.92 if _EARNED.search(before) else 0.9
    if _UNIT_BEFORE.search(before):
        return 0.88
    return 0.6 if _WEAK_UNIT.match(after) and _EARNED.search(before) else 0.0


def _fields(paper: Paper, text: Text) -> Iterator[Candidate]:
    for match in _FIELD_BEFORE.finditer(text.text):
        known = leading_field(text.text[match.end() :])
        if known:
            place = cut(text.cell, match.end(), match.end() + known[1])
            yield candidate("field", known[0], place, 0.9, "pattern:field")
    for piece in _pieces(text.cell):
        known = leading_field(piece.text)
        if known and known[1] >= len(piece.text.rstrip(". ")) and not paper.labels.is_label(text):
            yield candidate("field", known[0], piece, 0.74, "name")


def _pieces(cell: Cell) -> Iterator[Cell]:
    for match in re.finditer(r"[^·•|;]+", cell.text):
        bare = match.group().strip()
        if bare:
            start = match.start() + match.group().index(bare)
            yield cut(cell, start, start + len(bare))


def _methods(text: Text) -> Iterator[Candidate]:
    for match in _TICKED.finditer(text.text):
        name = match["name"] or match["name2"]
        if method := methods.find(name):
            yield candidate("method", method.label, cut(text.cell, *match.span()), 0.97, "ticked")
    for pattern, weight in ((_METHOD, 0.84), (_LOOSE_METHOD, 0.56)):
        for match in pattern.finditer(text.text):
            method = methods.find(match.group())
            if method and not _in_name(text, match):
                yield candidate("method", method.label, cut(text.cell, *match.span()), weight, "pattern:method")


def _in_name(text: Text, match: re.Match[str]) -> bool:
    """Whether the words are part of a sponsor's name: "Fernwick Self-Study Press"."""
    around = text.text[max(0, match.start() - 25) : match.end() + 25]
    return bool(re.search(rf"\b[A-Z]\w+\s+{re.escape(match.group())}\s+(?:{ORGANISATION.pattern})", around))


_AFTER_NAME = re.compile(rf"{ORGANISATION.pattern}[^()]{{0,40}}\((?:#\s?)?(?P<id>\d{{5,6}})\)")


def _registry_ids(cell: Cell) -> Iterator[Candidate]:
    """Numbers near the Registry's name, and one in brackets after that of an organisation."""
    for match in _AFTER_NAME.finditer(cell.text):
        yield candidate("sponsor_id", match["id"], cut(cell, *match.span("id")), 0.82, "pattern:brackets")
    for match in _REGISTRY.finditer(cell.text):
        before = cell.text[max(0, match.start() - 12) : match.start("id")]
        if not _STATES.search(before):
            weight = 0.9 if re.search(r"registry|nasba", match.group(), re.IGNORECASE) else 0.84
            yield candidate("sponsor_id", match["id"], cut(cell, *match.span("id")), weight, "pattern:registry")


_DONE_ON = re.compile(r"\b(?:completed|attended|held|given|on|from|dated|participated|"
                      r"presented)\b[^.]{0,90}$", re.IGNORECASE)
_NOT_DONE_ON = re.compile(r"\b(?:issued?|printed|expires?|enrolled|born|signed|letter|valid|registered|"
                          r"revised)\b[^.,;·|]{0,20}$",
                          re.IGNORECASE)


def _days(cell: Cell) -> Iterator[Candidate]:
    """Dates by what stands before them: a sentence about the course, nothing, or words that say it is another date."""
    for one in dates(cell.text):
        before = cell.text[: one.start]
        place = cut(cell, one.start, one.end)
        if _NOT_DONE_ON.search(before):
            yield candidate("completed:issued", one.value.isoformat(), place, 0.5, "pattern:other date")
        elif _DONE_ON.search(before):
            yield candidate("completed", one.value.isoformat(), place, 0.9, "pattern:on")
        else:
            yield candidate("completed", one.value.isoformat(), place, 0.6, "pattern:date")


def _places(cell: Cell) -> Iterator[Candidate]:
    found = [(match.start("where"), match.end("where"), 0.8) for match in _HELD.finditer(cell.text)]
    found += [(match.start("where"), match.end("where"), 0.74) for match in _AFTER_METHOD.finditer(cell.text)]
    for one in dates(cell.text):
        rest = cell.text[one.end :]
        after = _AT_AFTER_DATE.match(rest) or _AFTER_DATE.match(rest) or _CITY_AFTER_DATE.match(rest)
        head = cell.text[: one.start]
        before = _IN_BEFORE_DATE.search(head) or _CITY_BEFORE_DATE.search(head)
        if after:
            found.append((one.end + after.start("where"), one.end + after.end("where"), 0.84))
        if before:
            found.append((before.start("where"), before.end("where"), 0.84))
    for start, end, weight in found:
        for value in WANTS["location"].read(cell.text[start:end]):
            if not dates(value.value):
                place = cut(cell, start + value.start, start + value.end)
                yield candidate("location", value.value, place, weight, "phrase:held at")
