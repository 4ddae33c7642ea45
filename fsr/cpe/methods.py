"""How a course was taken: NASBA's delivery methods, and what counts beside courses (teaching, writing, service)."""

import re
from enum import StrEnum
from functools import lru_cache

from fsr.extraction.labels import fold


class Method(StrEnum):
    """A delivery method; the value is stored."""

    GROUP_LIVE = "group_live"
    GROUP_INTERNET = "group_internet"
    SELF_STUDY = "self_study"
    NANO = "nano"
    BLENDED = "blended"
    INSTRUCTION = "instruction"
    AUTHORSHIP = "authorship"
    SERVICE = "service"

    @property
    def label(self) -> str:
        """The canonical name, as on certificates."""
        return _NAMES[self]


_NAMES = {
    Method.GROUP_LIVE: "Group Live",
    Method.GROUP_INTERNET: "Group Internet Based",
    Method.SELF_STUDY: "QAS Self Study",
    Method.NANO: "Nano Learning",
    Method.BLENDED: "Blended Learning",
    Method.INSTRUCTION: "Instruction",
    Method.AUTHORSHIP: "Authorship",
    Method.SERVICE: "Service",
}

_PHRASES: tuple[tuple[Method, str], ...] = (
    (Method.NANO, r"nano"),
    (Method.BLENDED, r"blended"),
    (Method.INSTRUCTION, r"\binstruct(?:ion|or)\b(?!al)|discussion leader|\bspeaker\b|\bteaching\b|\blecturer\b"),
    (Method.AUTHORSHIP, r"author|published (?:article|book|material)"),
    (Method.SERVICE, r"(?:board|committee|peer review) service|service on (?:the|a) (?:board|committee)"),
    (Method.SELF_STUDY, r"self[ -]?(?:study|paced|directed)|\bqas\b|on[ -]?demand|correspondence|adaptive"),
    (Method.GROUP_INTERNET, r"internet|web(?:cast|inar|-based)|\bonline\b|virtual|live stream"),
    (Method.GROUP_LIVE, r"group[ -]?live|\blive\b|in[ -]person|classroom|seminar|conference|group[ -]study"),
)
"""In this order: "live webcast" is taken over the internet, "online self-study" alone."""


@lru_cache(maxsize=1024)
def find(printed: str) -> Method | None:
    """The method that `printed` names, None where it names none ("Live webcast" -> GROUP_INTERNET)."""
    text = fold(printed)
    if text in set(Method):
        return Method(text)
    return next((method for method, phrases in _PHRASES if re.search(phrases, text)), None)
