"""Bars as pages show them: a rule, how far it is, and what it takes to meet it, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fsr.cpe import words
from fsr.cpe.credits import FIRST_PLANNED
from fsr.cpe.rules.bar import Bar, State
from fsr.cpe.rules.credit import Credit
from fsr.cpe.rules.model import Limit, Per
from fsr.cpe.rules.reasons import Code
from fsr.cpe.standing import Standing
from fsr.web import i18n
from fsr.web.i18n import gettext as _

MOST_ROWS = 200
"""Rows of a rule that are named; of more only the number is told."""


@dataclass(frozen=True, slots=True)
class ShownBar:
    """A bar, ready to print.

    key      of the rule: its code, and the year where it is one of several
    value    filled part of the bar, of `most`
    figures  "46 / 80 h"
    state    words, tone and icon
    rest     what is still to be done, "" for nothing
    planned  how it would be with the planned courses, "" where that is no other
    """

    key: str
    code: str
    year: int
    name: str
    value: float
    most: float
    figures: str
    state: tuple[str, str, str]
    rest: str
    planned: str
    is_limit: bool
    applies: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A row behind a bar: `why` it does not count, "" where it does; what a person may say of it.

    says  (verdict, words of its button), none for most
    """

    id: int
    title: str
    path: str
    hours: str
    why: str
    says: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A rule with the rows behind it."""

    bar: ShownBar
    window: str
    section: str
    url: str
    source: str
    notes: Sequence[str]
    counts: Sequence[RuleRow]
    counts_more: int
    left_out: Sequence[RuleRow]
    left_more: int


def shown(seen: Standing) -> list[ShownBar]:
    """The bars of a sheet, in the order of its rules."""
    return [_shown(bar, seen) for bar in seen.progress.bars] if seen.progress else []


def _shown(bar: Bar, seen: Standing) -> ShownBar:
    is_limit = isinstance(bar.rule, Limit)
    figures = _("%(counted)s / %(required)s h", counted=words.hours(bar.counted), required=words.hours(bar.required))
    return ShownBar(
        f"{bar.rule.code}-{bar.year}", bar.rule.code, bar.year, title(bar), float(min(bar.counted, bar.required)),
        float(bar.required or 1), figures, words.state(bar.state), _rest(bar), _planned(bar, bool(seen.courses)),
        is_limit, bar.state is not State.NOT_APPLICABLE, bar.state in {State.SHORT, State.OVER, State.UNKNOWN})


def title(bar: Bar) -> str:
    """What a bar is called, short: "Technical, year 1"."""
    if bar.rule.code == "year":
        return _("Year %(year)s", year=bar.year) if bar.year else words.own(bar.rule.name)
    short = {"technical_year": _("Technical"), "instruction": _("Instruction")}.get(bar.rule.code)
    return _("%(rule)s, year %(year)s", rule=short or words.own(bar.rule.name), year=bar.year) if bar.year \
        else words.own(bar.rule.name)


def _rest(bar: Bar) -> str:
    if bar.state is State.SHORT:
        return _("%(hours)s h to go", hours=words.hours(bar.short))
    if bar.due:
        return _("due again by %(day)s", day=i18n.day(bar.due))
    return ""


def _planned(bar: Bar, has_courses: bool) -> str:
    """What the planned courses would make of it, where that matters."""
    if not has_courses or bar.if_planned == bar.counted or bar.state is State.MET:
        return ""
    hours = words.hours(bar.if_planned)
    if bar.state_if_planned is State.MET:
        return _("planned: %(hours)s h, met", hours=hours)
    return _("planned: %(hours)s h", hours=hours)


def detail(bar: Bar, seen: Standing) -> RuleShown:
    """The rule of a bar, with its source and its rows."""
    rule = bar.rule
    asks = "approval" if rule.category and rule.category.approved else ""
    counts = [_row(one.row, one.hours, "", seen, asks) for one in bar.counts[:MOST_ROWS]]
    nowhere = seen.progress.left_out if seen.progress else ()
    left = [*bar.left_out, *(out for out in nowhere if rule.per is not Per.YEAR)]
    left_out = [_row(out.row, out.hours, words.reason(out.reason, seen.titles), seen, out.reason.code)
                for out in left[:MOST_ROWS]]
    notes = [words.own(rule.note), bar.way and _way(bar.way), *(words.reason(note, seen.titles) for note in bar.notes)]
    return RuleShown(
        _shown(bar, seen), window(bar.window), rule.source.section, rule.source.url, words.source(rule.source),
        [note for note in notes if note], counts, len(bar.counts) - len(counts), left_out, len(left) - len(left_out))


def _way(said: str) -> str:
    """The way that counts, of a rule with several, and in it the subject."""
    way, _colon, subject = said.partition(": ")
    return f"{words.own(way)}: {words.own(subject)}" if subject else words.own(way)


def _row(row: int, hours: Decimal | None, why: str, seen: Standing, code: str = "") -> RuleRow:
    credit = seen.credits.get(row)
    said = words.hours(hours) if hours is not None else ""
    if credit is None:
        return RuleRow(row, "", "", said, why)
    day = i18n.day(credit.completed) if credit.completed else ""
    path = " · ".join(part for part in (seen.rows.paths.get(row, _("planned")), day) if part)
    return RuleRow(row, credit.title or _("(no title)"), path, said, why, _says(code, credit))


def _says(code: str, credit: Credit) -> tuple[tuple[str, str], ...]:
    """What a person may say of the row in this place: `code` is the reason it is left out, or "approval"."""
    if credit.row >= FIRST_PLANNED:
        return ()
    if code == Code.DUPLICATE:
        return (("distinct", _("It is another course")),)
    if code == "approval" and credit.approved is None:
        return ("approved", _("The board approved it")), ("not-approved", _("The board did not"))
    if code == Code.NOT_APPROVED or (code == "approval" and credit.approved):
        return (("approval-unknown", _("Ask again")),)
    return ()


def window(days: tuple[date, date] | None) -> str:
    """From day to day; "" where that is not known."""
    return f"{i18n.day(days[0])} – {i18n.day(days[1])}" if days else ""
