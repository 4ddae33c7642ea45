"""One certificate: all candidates of its pages, and the rows it makes: one a field of study."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from fsr.cpe.reading.judging import cleared, is_cpe, settled, untangled
from fsr.cpe.reading.page import Paper
from fsr.cpe.reading.patterns import patterns
from fsr.cpe.reading.phrases import fallback_names, fallback_titles, names, titles
from fsr.cpe.reading.split import Share, shares
from fsr.cpe.reading.sponsors import sponsors
from fsr.cpe.reading.values import OTHERS, WANTS
from fsr.extraction.found import Found, State
from fsr.sheets.reader.candidates import LIKELY, Candidate, choose
from fsr.sheets.reader.grids import Row, rows_of
from fsr.sheets.reader.pairs import pairs

ROLES = ("title", "sponsor", "completed", "hours", "field", "certificate", "method", "participant", "sponsor_id",
         "location")
"""What is read of a certificate; "split" is not among them, because split credit makes a row a field."""
_OTHER_PAGE = 0.85
"""What stands on a further page counts less than what stands on the certificate's own."""
_PRIMARY = ("participant", "title", "completed", "hours", "field", "sponsor_id")
_STRONG = 0.8
ONE = 0.83
"""Weight of a field with hours beside it ("Finance: 3.0 credits"), where it is the only one."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen on one page."""

    paper: Paper
    candidates: Sequence[Candidate]
    shares: Sequence[Share]
    rows: Sequence[Row]

    @property
    def stands_alone(self) -> bool:
        """Whether the page is a certificate by itself: it says who or what, and when or how much."""
        known = {role for role in _PRIMARY for one in self.candidates if one.code == role and one.score >= _STRONG}
        return len(known) >= 3 and bool(known & {"participant", "title"}) and bool(known & {"completed", "hours"})

    @property
    def text(self) -> str:
        """All that it says."""
        return "\n".join(text.text for text in self.paper.prose)


def seen_on(paper: Paper) -> Seen:
    """All candidates of a page."""
    labels = paper.labels
    found = [*pairs(labels, WANTS), *patterns(paper), *names(paper), *titles(paper), *sponsors(paper),
             *fallback_titles(paper), *fallback_names(paper)]
    parts = shares(paper)
    if len(parts) == 1 and parts[0].field.rule == "split":
        found += [replace(parts[0].field, score=ONE), replace(parts[0].hours, score=ONE)]
    inside = [one for one in found if not _is_furniture(one, paper)]
    rows = [row for row in rows_of(labels, WANTS)
            if "hours" in row.values and {"title", "completed"} & row.values.keys()]
    return Seen(paper, cleared(inside, pairs(labels, OTHERS)), parts if len(parts) > 1 else [], rows)


def _is_furniture(one: Candidate, paper: Paper) -> bool:
    return any(text.box[1] <= one.box[1] and one.box[3] <= text.box[3] and text.box[0] <= one.box[0] <= text.box[2]
               for text in paper.view.texts if text.index in paper.furniture)


@dataclass(frozen=True, slots=True)
class Certificate:
    """What one certificate says.

    page    where it begins
    rows    of each row the values by role
    is_cpe  whether it is about continuing professional education; None where it does not say
    notes   codes of what a person should know
    """

    page: int
    rows: Sequence[dict[str, Found]]
    is_cpe: bool | None
    notes: tuple[str, ...]


def certificate_of(pages: Sequence[Seen]) -> Certificate:
    """The certificate on `pages`, of which the first that stands alone is its own."""
    main = next((seen for seen in pages if seen.stands_alone), pages[0])
    candidates = [one if seen is main else replace(one, score=one.score * _OTHER_PAGE)
                  for seen in pages for one in seen.candidates]
    cpe = is_cpe("\n".join(seen.text for seen in pages))
    chosen = {role: choose(role, found) for role, found in untangled(settled(candidates)).items()}
    values = {role: chosen.get(role, Found(role)) for role in ROLES}
    values["hours"] = _credit(values["hours"], cpe)
    parts = next((seen.shares for seen in (main, *pages) if seen.shares), ()) if cpe is not False else ()
    rows, notes = _rows(values, parts)
    return Certificate(main.paper.view.number, rows, cpe, (*notes, *(["not_cpe"] if cpe is False else [])))


def _credit(hours: Found, cpe: bool | None) -> Found:
    """Hours of a paper that is not about CPE are no credit; where that is open they are a guess."""
    if cpe is False or (cpe is None and not hours.rule.startswith(("label", "learned"))):
        return Found("hours")
    return replace(hours, state=State.GUESSED) if cpe is None and hours.value is not None else hours


def _rows(values: dict[str, Found], parts: Sequence[Share]) -> tuple[list[dict[str, Found]], list[str]]:
    """A row a field of study; where the parts do not add up to the total printed, all hours are guesses."""
    if not parts:
        return [values], []
    total = values["hours"]
    whole = sum((Decimal(part.hours.value) for part in parts), Decimal(0))
    printed = {Decimal(one.value) for one in (total, *total.alternatives) if one.value}
    differs = bool(printed) and whole not in printed and max(printed) > max(Decimal(p.hours.value) for p in parts)
    rows = []
    for part in parts:
        hours, field = choose("hours", [part.hours]), choose("field", [part.field])
        rows.append({**values, "field": field, "hours": replace(hours, state=State.GUESSED) if differs else hours})
    return rows, ["split_differs"] if differs else []


def groups(pages: Iterable[Seen]) -> list[list[Seen]]:
    """Pages that are one certificate: each page that stands alone begins one, unless it repeats the one before."""
    result: list[list[Seen]] = []
    waiting: list[Seen] = []
    for seen in pages:
        if not seen.stands_alone:
            (result[-1] if result else waiting).append(seen)
        elif result and _same(result[-1], seen):
            result[-1].append(seen)
        else:
            result.append([*waiting, seen])
            waiting = []
    return result or [waiting]


def _same(group: Sequence[Seen], seen: Seen) -> bool:
    """Whether a page says of course, day and credit what one before it says: a copy, or a second page."""
    main = next(one for one in group if one.stands_alone)
    return all(_best(main, role) == _best(seen, role) for role in ("title", "completed", "hours", "participant"))


def _best(seen: Seen, role: str) -> str | None:
    found = [one for one in seen.candidates if one.code == role and one.score >= LIKELY]
    return max(found, key=lambda one: one.score).value if found else None


def listed(pages: Sequence[Seen]) -> list[Certificate]:
    """The certificates of a transcript: a table with a course a row; empty where there is none."""
    rows = [row for seen in pages for row in seen.rows]
    if len(rows) < 2:
        return []
    whole = certificate_of(pages)
    if whole.is_cpe is False:
        return []
    outside = whole.rows[0]
    return [Certificate(row.page, [_listed(row, outside)], whole.is_cpe, whole.notes) for row in rows]


def _listed(row: Row, outside: dict[str, Found]) -> dict[str, Found]:
    """A row's own values; of what stands outside of the table only that which may hold for all of its rows."""
    values = {role: Found(role) for role in ROLES}
    values |= {role: outside[role] for role in ("participant", "sponsor", "sponsor_id")}
    for code, one in row.values.items():
        role = code.partition(":")[0]
        if role in values:
            values[role] = choose(role, [replace(one, code=role)])
    return values
