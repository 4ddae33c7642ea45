"""Sentences that stand on every certificate and are no values: the Registry's statements, headings, print headers."""

import re
from dataclasses import replace

from fsr.extraction.labels import fold
from fsr.sheets.reader.dates import dates
from fsr.sheets.reader.view import Text, View

_SENTENCES = re.compile(
    r"50[ -]?minute|final authority|complaints regarding|national association of state|is registered with|"
    r"in accordance with the standards|national registry of cpe sponsors through|nasbaregistry|"
    r"acceptance of individual|"
    r"have been granted based|registered sponsors may|sponsor of continuing|quality assurance service|"
    r"by continuing to learn|made yourself even more|skills,? and made|fictitious|terms and conditions|"
    r"please (?:keep|retain|save)|state boards? of accountancy")
_HEADING = re.compile(
    r"(?:this |cpe |your )?(?:certificate|certification|record|verification|proof|letter|confirmation|statement|"
    r"transcript)(?: of| for)?(?: \w+){0,4}(?: and \w+)?|(?:\w+ ){0,3}(?:certificate|completion record)|"
    r"certificates?|congratulations!?|thank you.{0,30}|dear .{3,40}|sincerely|(?:kind |best )?regards|yours \w+")
_PAGE = re.compile(r"https?://|www\.|^page \d+(?: of \d+)?$|^\d+ ?/ ?\d+$|^\d{1,2}/\d{1,2}/\d{2,4},? \d{1,2}:\d{2}",
                   re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[a-z0-9)\"”]{2}[.!?])\s+(?=[A-Z\"“])")
_EDGE = 0.06


def is_boilerplate(text: str) -> bool:
    """Whether `text` is, or holds, one of the sentences of every certificate."""
    return bool(_SENTENCES.search(fold(text)))


def unmarked(text: Text) -> Text:
    """The text with blanks in place of the sentences of every certificate: places stay where they are."""
    if not is_boilerplate(text.text):
        return text
    ends = [match.start() for match in _SENTENCE_END.finditer(text.text)]
    parts = [text.text[start:end] for start, end in zip([0, *ends], [*ends, len(text.text)], strict=True)]
    bare = "".join(" " * len(part) if is_boilerplate(part) else part for part in parts)
    return replace(text, cell=replace(text.cell, text=bare))


def is_heading(text: str) -> bool:
    """Whether `text` only says that this is a certificate."""
    return bool(_HEADING.fullmatch(fold(text).strip(" .!:")))


def is_furniture(text: Text, view: View) -> bool:
    """Whether a text is the header or footer of a printed web page, or hardly to be seen."""
    at_edge = text.box[1] < _EDGE or text.box[3] > 1 - _EDGE
    if not at_edge:
        return False
    small = text.cell.size < 0.6 * view.largest
    return bool(_PAGE.search(text.text)) or _is_alone(text, view) or (small and bool(dates(text.text)))


def _is_alone(text: Text, view: View) -> bool:
    """Whether another text of the same edge is a date, an address or a page number: then all of it is furniture."""
    return any(_PAGE.search(other.text) for other in view.texts
               if other is not text and abs(other.box[1] - text.box[1]) < 0.01)
