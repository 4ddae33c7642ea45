"""What candidates mean for each other, and whether a paper is about continuing professional education at all."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from fsr.cpe.reading.vocabulary import role_of
from fsr.extraction.labels import fold
from fsr.extraction.reading import Box
from fsr.sheets.reader.candidates import Candidate, key

_REFUSED = re.compile(
    r"\bno (?:continuing|cpe|ce|professional)[^.]{0,40}credits?|not (?:eligible|approved|valid|"
    r"accepted) for (?:cpe|continuing)|"
    r"does not (?:qualify|carry|count)[^.]{0,30}(?:cpe|continuing|credit)|no cpe\b")
_IS_CPE = re.compile(r"\bcpe\b|\bc\.p\.e\b|continuing professional education|\bnasba\b|50[ -]?minute|"
                     r"national registry|national association of state boards of accountancy")
_OTHER_UNITS = re.compile(
    r"\bceus?\b|\bpdus?\b|\bpdcs?\b|\bcme\b|\bama pra\b|pra category|medical education|contact hours|"
    r"training hours|duration|"
    r"\bcle\b|total hours|course hours")
_CREDIT = re.compile(r"\bcredits?\b|\bcredit hours?\b|continuing education")
_WITHIN = 0.6


def is_cpe(text: str) -> bool | None:
    """Whether a paper with this text is about CPE; None where it speaks of credit and does not say which."""
    folded = fold(text)
    if _REFUSED.search(folded):
        return False
    if _IS_CPE.search(folded):
        return True
    return None if _CREDIT.search(folded) and not _OTHER_UNITS.search(folded) else False


def cleared(candidates: Sequence[Candidate], others: Iterable[Candidate]) -> list[Candidate]:
    """Candidates without those that only look like a value and are one of a label nobody wants.

    A date that its label calls the date of issue is no date of completion, whatever stands around it.
    """
    blocked = [one for one in others if one.score > 0.85]
    issued = [one for one in candidates if one.code == "completed:issued"]
    kept = []
    for one in candidates:
        labelled = one.rule.startswith(("label", "learned", "ticked", "table"))
        if not labelled and any(_inside(one, other) and key(one.text) in key(other.text) for other in blocked):
            continue
        if one.code == "completed" and not labelled and any(_inside(one, other) for other in issued):
            continue
        kept.append(one)
    return kept


def _inside(one: Candidate, other: Candidate) -> bool:
    return one.page == other.page and overlap(one.box, other.box) > _WITHIN


def overlap(one: Box, other: Box) -> float:
    """The share of `one` that lies under `other`."""
    across, down = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    area = (one[2] - one[0]) * (one[3] - one[1])
    return across * down / area if across > 0 and down > 0 and area > 0 else 0.0


LONE = 0.82
"""Score of the only organisation, or the only date, of a paper."""
_PLAIN_DATE = 0.8


def settled(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Candidates weighed against each other: what a paper says only once, it says of the course.

    A plain "Date" says little beside "Date attended": it is then that of the signature.
    """
    days = {one.value for one in candidates if role_of(one.code) == "completed"}
    names = {key(one.value) for one in candidates if one.code == "sponsor"}
    explicit = any(one.code == "completed" and one.rule.startswith("label") and one.score > 0.8 for one in candidates)
    return [replace(one, score=_settled(one, len(days) == 1, len(names) == 1, explicit)) for one in candidates]


def _settled(one: Candidate, only_day: bool, only_name: bool, explicit: bool) -> float:
    if (only_day and one.code == "completed") or (only_name and one.rule == "letterhead"):
        return max(one.score, LONE if one.score >= _LEAST_LONE else one.score)
    return one.score * _PLAIN_DATE if explicit and one.code == "completed:date" else one.score


_LEAST_LONE = 0.58
_ORDER = ("participant", "completed", "sponsor_id", "hours", "method", "certificate", "field", "location", "sponsor",
          "title")
"""Of two columns that claim one place the first keeps it, where both are as sure."""


def untangled(candidates: Iterable[Candidate]) -> dict[str, list[Candidate]]:
    """Candidates by role, where no place and no name is claimed by two: the surer claim stands."""
    roles: dict[str, list[Candidate]] = {role: [] for role in _ORDER}
    for one in sorted(candidates, key=lambda one: (-round(one.score, 2), _rank(one.code))):
        if not any(_claims_same(one, best) for role, taken in roles.items() if role != role_of(one.code)
                   for best in taken[:1]):
            roles.setdefault(role_of(one.code), []).append(replace(one, code=role_of(one.code)))
    return roles


def _rank(code: str) -> int:
    role = role_of(code)
    return _ORDER.index(role) if role in _ORDER else len(_ORDER)


_MAY_SHARE = ({"field", "title"}, {"hours", "field"}, {"method", "title"}, {"method", "location"}, {"method", "field"},
              {"sponsor", "location"}, {"sponsor", "sponsor_id"}, {"completed", "location"})
"""Columns whose values may stand in one place: "Accounting" is a course and its field."""
_NEVER_ALIKE = ({"sponsor", "title"}, {"sponsor", "participant"})


def _claims_same(one: Candidate, best: Candidate) -> bool:
    """Whether `one` says of another column what `best` says of its own."""
    both = {role_of(one.code), best.code}
    if both in _NEVER_ALIKE and key(one.value) == key(best.value):
        return True
    return both not in _MAY_SHARE and _inside(one, best) and _inside(best, one)
