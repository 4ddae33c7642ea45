"""Who gave the course: sentences that name the sponsor, letterheads, and the line beside its registry number."""

import re
from collections.abc import Iterator

from fsr.cpe.reading.boilerplate import is_boilerplate, is_heading
from fsr.cpe.reading.page import Paper
from fsr.cpe.reading.values import WANTS
from fsr.extraction.layout import Cell
from fsr.sheets.reader.candidates import Candidate, candidate, key
from fsr.sheets.reader.names import tidy
from fsr.sheets.reader.view import Text, cut

_REGISTERED = re.compile(r"(?:^|[.!]\s+)(?P<name>[A-Z0-9][^.!?]{1,80}?(?:\b(?:Inc|Co|Corp|"
                         r"Ltd)\.)?[^.!?]{0,20}?),?\s+is\s+(?:an?\s+)?"
                         r"(?:registered|approved)\s+(?:with|sponsor|as)\b")
_BY = re.compile(r"\b(?:sponsored|organi[sz]ed|provided|offered|hosted|conducted|given|developed|issued)\s+(?:by|"
                 r"through)\s+(?:the\s+)?"
                 r"(?P<name>[A-Z0-9][^.;:·|(]{2,80}?(?:\b(?:Inc|Co|Corp|Ltd)\.)?)(?=\s*[.;:·|(]|"
                 r"\s+on\s+(?:\w+\s+)?\d|,\s+(?!(?:inc|llc|"
                 r"llp|ltd|pc|p\.c)\b)|$)",
                 re.IGNORECASE)
_CERTIFIES = re.compile(r"^(?:[Tt]he\s+)?(?P<name>[A-Z0-9][^.:;]{2,80}?(?:\b(?:Inc|Co|Corp|Ltd)\.)?)\s+(?:hereby\s+)?"
                        r"(?:certifies|confirms|awards|presents|attests|verifies|acknowledges|is\s+pleased|ha(?:s|"
                        r"ve)\s+conferred)\b")
_WITH_NUMBER = re.compile(
    r"^(?P<name>(?!National\s+Registry|NASBA|Registry|Sponsor)[A-Z][^.:;|·]{3,80}?(?:\b(?:Inc|Co|Corp|"
    r"Ltd)\.)?),?\s+\(?(?:NASBA|National\s+Registry|Registry|"
    r"Sponsor|CPE\s+sponsor)"
    r"\b[^.]{0,45}\d{5,6}")
_SENTENCES = ((_WITH_NUMBER, 0.8, "number"), (_REGISTERED, 0.84, "registered"), (_BY, 0.86, "by"),
              (_CERTIFIES, 0.9, "certifies"))
_WHO_CERTIFIES = re.compile(r"^(?:hereby\s+)?(?:certifies|confirms|awards|presents|attests|verifies|acknowledges)\b",
                            re.IGNORECASE)
ORGANISATION = re.compile(
    r"\b(?:LLC|L\.L\.C|LLP|L\.L\.P|Inc|Corp(?:oration)?|Company|Ltd|GmbH|SIA|P\.?C\.|PLLC|LP|Institute|Society|"
    r"University|"
    r"College|Associat(?:ion|es)|Academy|School|Foundation|Council|Chamber|Center|Centre|Seminars?|Learning|"
    r"Education|Training|Press|Publishing|Webcasts?|Forum|Partners|Group|Network|Advisors|CPAs|Lab|Board|Congress|"
    r"Department|"
    r"Services|Solutions|Consulting|Conferences?|Chapter|Auditors|Accountants|Bookkeepers|Practitioners|"
    r"Controllers|Firm|"
    r"Bank|Union|Agency)\b")
_ADDRESS = re.compile(r"^(?P<name>[A-Z][^,\d]{2,60}?),\s*\d+\s+\w+|"
                      r"^(?P<firm>[A-Z][^\d|·]{2,60}?\b(?:LLC|LLP|Inc\.?|Ltd|PLLC|P\.C\.)),?\s+\d+\s+\w+")
_NOT_ONE = re.compile(r"\b(?:certificate|credits?|hours|course|program director|field of study|has|have|for|completed|"
                      r"registry|nasba|sponsors?|instructor|presenter|directors?|administrator|officer|chair|"
                      r"chairman|president|"
                      r"chief|head of)\b",
                      re.IGNORECASE)
_NOBODY = re.compile(
    r"(?:this|we|it|the following|i)\b|(?:texas|illinois|new york|new jersey|ohio|pennsylvania|florida|california|"
    r"maryland|virginia|washington)(?: state)?$", re.IGNORECASE)
_TOP = 0.35
_NEAR = 0.06


def sponsors(paper: Paper) -> Iterator[Candidate]:
    """All who may be the sponsor; of two names of which one holds the other the longer."""
    found = list(_all(paper))
    for one in found:
        if not any(key(one.value) != key(other.value) and key(one.value) in key(other.value)
                   and other.score > one.score - _NEAR for other in found):
            yield one


def _all(paper: Paper) -> Iterator[Candidate]:
    for text in paper.printed:
        for pattern, weight, rule in _SENTENCES:
            for match in pattern.finditer(text.text):
                yield from _named(cut(text.cell, *match.span("name")), weight, f"phrase:{rule}")
        if _WHO_CERTIFIES.match(text.text) and (above := paper.preceding(text)):
            yield from _named(above.cell, 0.86, "phrase:certifies")
    yield from _letterheads(paper)
    yield from _near_registry(paper)


def _named(cell: Cell, weight: float, rule: str) -> Iterator[Candidate]:
    for value in WANTS["sponsor"].read(cell.text):
        if not _NOBODY.match(value.value) and not is_heading(value.value):
            yield candidate("sponsor", value.value, cut(cell, value.start, value.end), weight, rule)


def _letterheads(paper: Paper) -> Iterator[Candidate]:
    """Lines that are the name of an organisation, and names before a street."""
    for text in paper.prose:
        if paper.labels.is_label(text) or text.index in paper.beside_others or is_heading(text.text):
            continue
        for cell in text.lines():
            yield from _letterhead(paper, text, cell)


def _letterhead(paper: Paper, text: Text, cell: Cell) -> Iterator[Candidate]:
    address = _ADDRESS.match(cell.text)
    if address and not tidy(address["name"] or address["firm"]):
        yield from _named(cut(cell, *address.span("name" if address["name"] else "firm")), 0.66, "address")
    for piece in _pieces(cell):
        if not _is_organisation(piece.text):
            continue
        top = text.box[1] < _TOP and text.cell.size < paper.view.largest * 1.01
        yield from _named(piece, 0.7 if top else 0.62, "letterhead")


def _pieces(cell: Cell) -> Iterator[Cell]:
    for match in re.finditer(r"[^·•|]+", cell.text):
        bare = match.group().strip()
        start = match.start() + match.group().index(bare)
        yield cut(cell, start, start + len(bare))


def _is_organisation(text: str) -> bool:
    words = text.split()
    if not 1 < len(words) <= 9 or _NOT_ONE.search(text) or ":" in text or '"' in text:
        return False
    if not ORGANISATION.search(text.title() if text.isupper() else text):
        return False
    return words[-1] not in _SMALL and all(word[0].isupper() or word[0] in "&(" or word in _SMALL for word in words)


_SMALL = frozenset({"of", "for", "the", "and", "de", "in"})


def _near_registry(paper: Paper) -> Iterator[Candidate]:
    """The line just above the one with the registry number, where it is a name of something."""
    for mark in paper.labels.marks:
        if mark.code != "sponsor_id" or mark.text.index in paper.furniture:
            continue
        above = paper.preceding(mark.text)
        if above and not is_boilerplate(above.text) and not _NOT_ONE.search(above.text) and not tidy(above.text) \
                and len(above.text.split()) <= 9 and not re.search(r"\d", above.text):
            yield from _named(above.line(len(above.starts) - 1), 0.6, "registry")
