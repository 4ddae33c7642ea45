"""Sentences that announce a name, a title or a sponsor: "presented to …", "has successfully completed …"."""

import re
from collections.abc import Iterator
from statistics import median

from fsr.cpe.reading.boilerplate import is_heading
from fsr.cpe.reading.page import Paper
from fsr.cpe.reading.values import is_title, leading_name
from fsr.extraction.layout import Cell
from fsr.sheets.reader.candidates import Candidate, candidate
from fsr.sheets.reader.dates import dates
from fsr.sheets.reader.names import tidy
from fsr.sheets.reader.view import Text, cut

SAID, NEXT, UNDER_NAME, FALLBACK = 0.93, 0.9, 0.6, 0.55
"""Weights: in the same text as its phrase; in the text after it; a title right under a name; by its looks alone."""
_LARGER = 1.15
"""So many times as high as usual are letters that stand out."""

_TO_NAME = re.compile(
    r"\b(?:(?:presented|awarded|granted|issued|given|conferred)\s+(?:to|on|upon)\b|"
    r"(?:hereby\s+)?(?:certif(?:y|ies)|confirms?|attests?|acknowledges|verif(?:y|ies)|recogni[sz]es)(?:\s+that)?|"
    r"congratulations(?:\s+to\b|,)?|(?:course\s+)?completed\s+by|is\s+hereby\s+given\s+to|"
    r"presents\s+this\s+[\w ]{5,40}\s+to)"
    r"\s*[:,]?\s*", re.IGNORECASE)
_DID = (r"(?:successfully\s+|satisfactorily\s+|hereby\s+)?(?:completed|attended|participated|finished|fulfilled|earned|"
        r"passed|taken\s+part)\b")
_AFTER_NAME = re.compile(
    rf"^\W*(?:who\s+)?(?:(?:has|have|had)\s+)?{_DID}|^\W*(?:for\s+(?:the\s+)?(?:successful|satisfactory|completion|"
    r"attend|participat|complet|taking))", re.IGNORECASE)
_IN_NAME = r"(?:[^.:;(]|(?<=\b[A-Z])\.|(?<=\b[JS]r)\.)"
_NAME_DID = re.compile(rf"^(?P<name>{_IN_NAME}{{4,60}}?)\s+(?:has\s+|have\s+)?{_DID}")
_ATTENDED = re.compile(rf"\bthat\s+(?P<name>[A-Z]{_IN_NAME}{{3,60}}?)\s*(?:\([^)]*\)\s*)?"
                       r"(?:has|have|attended|completed|successfully)\b")

_KINDS = (r"(?:(?:online|on-line|live|in-house|group|internet|internet-based|based|qas|self|study|self-study|"
          r"self-paced|nano|learning|"
          r"blended|virtual|cpe|cpa|training|following|on-demand|enduring|educational|continuing|professional|"
          r"education|"
          r"accredited|approved|hour|\d+-hour|one-day|\d+-day|material)[\s-]+)*")
_NOUN = (r"(?:courses?|programs?|programmes?|trainings?|lessons?|webinars?|webcasts?|seminars?|sessions?|"
         r"class(?:es)?|workshops?|"
         r"modules?|events?|conference|activity|presentation|material|requirements\s+(?:for|"
         r"of)(?:\s+the)?(?:\s+certificate\s+of)?)")
_TO_TITLE = re.compile(
    r"\b(?:complet(?:ed|ing)|completion\s+of|finish(?:ed|ing)|attend(?:ed|ing)|attendance\s+(?:at|of|in)|"
    r"participat(?:ed|ing)\s+in|"
    r"participation\s+in|participated|tak(?:en|ing)\s+part\s+in|passed|fulfilled)\b(?!\s+by\b|\s+on\b|\s+at\b)"
    r"(?:\s+for\s+[\d.]+\s+hours\s+in)?"
    rf"(?:\s+[\d.]+\s+(?:total\s+)?(?:cpe\s+)?(?:hours|credits)\s+(?:of|in))?\s*(?:the\b|an?\b|our\b|"
    rf"this\b)?\s*{_KINDS}"
    rf"(?:{_NOUN}\b)?\s*(?:(?:entitled|titled|called|named|on)\b)?\s*[:,]?\s*", re.IGNORECASE)
_ENTITLED = re.compile(r"\b(?:(?:entitled|titled|for\s+the\s+certificate\s+(?:of|in))|requirements?\s+(?:for|"
                       r"of)(?:\s+the)?(?:\s+certificate)?(?:\s+(?:of|in))?)"
                       r"\s*:?\s*(?!completion\b)", re.IGNORECASE)
_TITLE_END = re.compile(
    r"\s*(?:[,.;]\s*)?\b(?:held|delivered|presented|offered|sponsored|conducted|provided|hosted|"
    r"organi[sz]ed)\s+(?:on|at|in|by|as|via|through|from)\b"
    r"|\s*,?\s+(?:and|who)\s+(?:has\s+|have\s+|is\s+|was\s+)?(?:been\s+)?(?:earned|awarded|granted|hereby)\b"
    r"|\s+(?:online|on-line)\s+(?:course|program|training)\b|\s+(?:course|webinar|program|seminar|training)\s+on\b"
    r"|\s*,?\s+for\s+[\d.]+\s+(?:cpe|hours?|credits?|continuing)\b|\s+with\s+[\d.]+\s+(?:cpe|hours|credits)"
    r"|\s+(?:as\s+an?|via)\s+(?:group|live|internet|webinar|self)|\.\s+(?=[A-Z])|\.$", re.IGNORECASE)
_ON_DATE = re.compile(r"\s*,?\s+(?:on|from|during|dated|this|as of)(?:\s+the)?\s*$", re.IGNORECASE)
_QUOTED = re.compile(r"^[\"“”„«'‘](?P<title>[^\"“”„«»]{3,200})[\"“”»'’]")


def names(paper: Paper) -> Iterator[Candidate]:
    """Names that a sentence announces, or that begin one."""
    for text in paper.prose:
        yield from _announced(paper, text)
        yield from _of_sentence(paper, text)


def _announced(paper: Paper, text: Text) -> Iterator[Candidate]:
    for match in _TO_NAME.finditer(text.text):
        rest = text.text[match.end() :]
        if name := leading_name(rest):
            yield _name(name, cut(text.cell, match.end(), len(text.text)), SAID, match.group())
        elif not rest.strip() and (after := paper.following(text)) and (name := leading_name(after.line(0).text)):
            yield _name(name, after.line(0), NEXT, match.group())


def _of_sentence(paper: Paper, text: Text) -> Iterator[Candidate]:
    for pattern in (_NAME_DID, _ATTENDED):
        match = pattern.search(text.text)
        if match and (name := tidy(match["name"])):
            yield _name(name, cut(text.cell, match.start("name"), match.end("name")), SAID, "has completed")
    if _AFTER_NAME.match(text.text) and (above := paper.preceding(text)):
        last = above.line(len(above.starts) - 1)
        if name := tidy(last.text):
            yield _name(name, last, NEXT, "has completed")


def _name(name: str, cell: Cell, weight: float, phrase: str) -> Candidate:
    at = _place(cell.text, name)
    return candidate("participant", name, cut(cell, *at) if at else cell, weight, f"phrase:{_short(phrase)}")


def _place(text: str, value: str) -> tuple[int, int] | None:
    """Where the words of `value` stand in `text`; None where they stand in another order."""
    start = text.find(value)
    return (start, start + len(value)) if start >= 0 else None


def _short(phrase: str) -> str:
    return " ".join(phrase.lower().split())[:40].strip(" :,")


def titles(paper: Paper) -> Iterator[Candidate]:
    """Titles that a sentence announces, and what stands right under a name that one announces."""
    for one in names(paper):
        home = next((text for text in paper.prose if text.cell.text.startswith(one.text[:8])
                     and abs(text.box[1] - one.box[1]) < 0.002 and one.score >= UNDER_NAME), None)
        under = paper.following(home) if home else None
        if under and is_title(under.text) and under.text[0].isupper() and not _AFTER_NAME.match(under.text) \
                and not is_heading(under.text) and not tidy(under.text):
            yield from _title(under.cell, 0, UNDER_NAME, "under the name")
    for text in paper.prose:
        if paper.labels.is_label(text):
            continue
        yield from _above_completed(paper, text)
        for pattern in (_TO_TITLE, _ENTITLED):
            for match in pattern.finditer(text.text):
                yield from _title_after(paper, text, match)


def _title_after(paper: Paper, text: Text, match: re.Match[str]) -> Iterator[Candidate]:
    rest = text.text[match.end() :]
    if rest.strip(" .:,"):
        yield from _title(text.cell, match.end(), SAID, match.group())
    elif (after := paper.following(text)) and not tidy_name_only(after.text):
        yield from _title(after.cell, 0, NEXT, match.group())


_COMPLETED = re.compile(r"^(?:course|program|training|webinar)\s+(?:was\s+)?completed\b", re.IGNORECASE)


def _above_completed(paper: Paper, text: Text) -> Iterator[Candidate]:
    """The text above "Course completed by …" or "Course completed on …"."""
    above = paper.preceding(text) if _COMPLETED.match(text.text) else None
    if above and is_title(above.text) and not is_heading(above.text) and above.cell.size > text.cell.size:
        yield candidate("title", above.text.strip(" ,."), above.cell, 0.88, "phrase:course completed")


def tidy_name_only(text: str) -> bool:
    """Whether a text is the name of a person: but a title may look like one, so only with a degree after it."""
    return bool(tidy(text)) and bool(re.search(r",\s*(?:CPA|CFE|CIA|MD|BS)\b", text))


def _title(cell: Cell, start: int, weight: float, phrase: str) -> Iterator[Candidate]:
    """The title that begins at `start`, up to where the sentence goes on."""
    rest = cell.text[start:]
    if quoted := _QUOTED.match(rest):
        start, rest = start + quoted.start("title"), quoted["title"].rstrip(",.")
    else:
        rest = rest[: _end(rest)].rstrip(" ,;")
    if rest and (rest[0].isupper() or rest[0].isdigit()) and is_title(rest) and not is_heading(rest):
        yield candidate("title", rest, cut(cell, start, start + len(rest)), weight, f"phrase:{_short(phrase)}")


def _end(rest: str) -> int:
    """Where the title with which `rest` begins is over: at a date, or at words that go on with the sentence."""
    ends = [match.start() for match in [_TITLE_END.search(rest, 3)] if match]
    for one in dates(rest):
        before = _ON_DATE.search(rest[: one.start])
        if before:
            ends.append(before.start())
        elif one.start > 3:
            ends.append(one.start)
    return min(ends, default=len(rest))


def fallback_titles(paper: Paper) -> Iterator[Candidate]:
    """The largest text that is no heading, name or value: a weak guess."""
    usual = median([text.cell.size for text in paper.prose] or [0.0])
    for text in paper.plain():
        large = text.cell.size >= max(0.85 * paper.view.largest, _LARGER * usual) and text.box[1] < 0.7
        if large and is_title(text.text) and len(text.text.split()) > 1:
            weight = FALLBACK if not tidy(text.text) else FALLBACK - 0.05
            yield candidate("title", text.text.strip(" ,."), text.cell, weight, "largest")


_DEAR = re.compile(r"^(?:dear|to)[:\s]\s*(?P<name>[A-Z][^,:;<]{4,50}?)\s*[,:;]?$", re.IGNORECASE)
_ADDRESSED = re.compile(r"^(?:Mr|Mrs|Ms|Miss|Dr)\.?\s+(?=[A-Z])")


def fallback_names(paper: Paper) -> Iterator[Candidate]:
    """Names by their looks: in an address, or in the largest letters of the page."""
    for text in paper.prose:
        if (dear := _DEAR.match(text.text)) and (name := tidy(dear["name"])):
            yield candidate("participant", name, cut(text.cell, *dear.span("name")), 0.72, "phrase:dear")
    for text in paper.plain():
        name = tidy(text.text)
        if name and _ADDRESSED.match(text.text):
            yield candidate("participant", name, text.cell, 0.75, "address")
        elif name and text.index not in paper.beside_others and text.cell.size >= 0.5 * paper.view.largest \
                and text.box[1] < 0.7:
            yield candidate("participant", name, text.cell, FALLBACK, "largest")
