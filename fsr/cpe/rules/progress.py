"""Rows, a licence and a state's rules -> bars.

Totals depend neither on the order of the rows nor on that of the rules, and one more accepted hour never lowers one.
Yearly minimums are counted before the limits of the whole period, because those limit what may be claimed for it.
A row that repeats another one counts once; a planned course counts only in the "if planned" figures.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from fsr.cpe.rules import periods
from fsr.cpe.rules.bar import Bar, Hours, LeftOut, Progress, State
from fsr.cpe.rules.checks import warnings
from fsr.cpe.rules.counting import Count, Judge, Sheet, Window, count, required, why_not_applied
from fsr.cpe.rules.credit import ZERO, Credit
from fsr.cpe.rules.duplicates import Duplicate, duplicates
from fsr.cpe.rules.model import Either, Licence, Limit, Minimum, Per, Rule, RuleSet, Way
from fsr.cpe.rules.reasons import HOW, Code, Reason, reason


def progress(
    rows: Sequence[Credit], licence: Licence, rules: RuleSet, *, planned: Sequence[Credit] = (), on: date | None = None
) -> Progress:
    """How the licence stands by these rows.

    :param planned: courses not yet taken, for the "if planned" figures
    :param on: a day of the period meant, where the licence's renewal day does not say it; also "today" for warnings
    """
    day = on or licence.renewal
    period = periods.period(licence, rules, day) if day else None
    left_out = _nowhere(rows, rules)
    bars = _bars(rows, left_out, licence, rules, period)
    if planned:
        both = [*rows, *planned]
        later = _bars(both, _nowhere(both, rules), licence, rules, period)
        bars = [replace(bar, if_planned=then.counted, state_if_planned=then.state)
                for bar, then in zip(bars, later, strict=True)]
    return Progress(rules, period, tuple(bars), tuple(left_out), warnings(rows, licence, rules, on))


def _nowhere(rows: Sequence[Credit], rules: RuleSet) -> list[LeftOut]:
    """Rows that count towards no rule, and why."""
    doubles = duplicates(rows)
    found = ((credit, _unusable(credit, rules, doubles)) for credit in sorted(rows, key=lambda credit: credit.row))
    return [LeftOut(credit.row, credit.hours, why) for credit, why in found if why]


def _unusable(credit: Credit, rules: RuleSet, doubles: dict[int, Duplicate]) -> Reason | None:
    if not credit.is_cpe:
        return reason(Code.NOT_CPE)
    if double := doubles.get(credit.row):
        return reason(Code.DUPLICATE, row=double.of, how=HOW[double.how])
    if credit.completed is None:
        return reason(Code.NO_DATE)
    if credit.hours is None or credit.hours <= ZERO:
        return reason(Code.NO_HOURS)
    return reason(Code.NOT_ACCEPTED) if credit.about & rules.rejected else None


def _bars(
    rows: Sequence[Credit], left_out: Sequence[LeftOut], licence: Licence, rules: RuleSet, period: periods.Period | None
) -> list[Bar]:
    if period is None:
        note = (reason(Code.NO_PERIOD),)
        return [_finished(Bar(rule, State.UNKNOWN, required=rule.hours or ZERO, notes=note)) for rule in rules.rules]
    unusable = {left.row for left in left_out}
    pieces = tuple(piece for credit in rows if credit.row not in unusable for piece in credit.pieces)
    sheet = Sheet(tuple(sorted(pieces, key=lambda piece: piece.order)), rules, licence, period)
    return [_finished(bar) for rule in rules.rules for bar in _of(sheet, rule)]


def _finished(bar: Bar) -> Bar:
    return replace(bar, if_planned=bar.counted, state_if_planned=bar.state)


def _of(sheet: Sheet, rule: Rule) -> list[Bar]:
    if why := why_not_applied(sheet, rule):
        return [Bar(rule, State.NOT_APPLICABLE, (sheet.period.start, sheet.period.until), notes=(why,))]
    windows = _windows(sheet, rule)
    return [_bar(sheet, rule, window, number if rule.per is Per.YEAR else 0)
            for number, window in enumerate(windows, start=1)]


def _windows(sheet: Sheet, rule: Rule) -> tuple[Window, ...]:
    period = sheet.period
    if rule.per is Per.YEAR:
        return period.years
    if rule.per is Per.YEARS and not period.first:
        return ((periods.day_after(periods.years_before(period.end, rule.years)), period.until),)
    return ((period.start, period.until),)


def _bar(sheet: Sheet, rule: Rule, window: Window, year: int) -> Bar:
    if isinstance(rule, Limit):
        return _limit(sheet, rule, window, year)
    if isinstance(rule, Either):
        return _either(sheet, rule, window, year)
    bar = _minimum(rule, count(sheet, rule, rule.category, window), required(sheet, rule), window, year)
    return _noted(sheet, rule, bar)


def _minimum(rule: Rule, got: Count, asked: Decimal, window: Window, year: int, way: str = "") -> Bar:
    short = max(ZERO, asked - got.hours)
    return Bar(rule, State.SHORT if short else State.MET, window, year, asked, got.hours, short, way, got.counts,
               got.left_out)


def _limit(sheet: Sheet, rule: Limit, window: Window, year: int) -> Bar:
    """A limit's own bar: the hours used of it, and the rows over it."""
    within = list(filter(Judge(rule, rule.category, window).holds, sheet.pieces))
    allowed, earned = required(sheet, rule), sum((piece.hours for piece in within), ZERO)
    used, left = ZERO, []
    counts: dict[int, Decimal] = {}
    for piece in within:
        took = min(piece.hours, allowed - used)
        used += took
        counts[piece.credit.row] = counts.get(piece.credit.row, ZERO) + took
        if took < piece.hours:
            why = reason(Code.OVER_CAP, hours=piece.hours - took, rule=rule.name, cap=allowed)
            left.append(LeftOut(piece.credit.row, piece.hours - took, why))
    return Bar(rule, State.OVER if earned > allowed else State.MET, window, year, allowed, used, counts=tuple(
        Hours(row, hours) for row, hours in counts.items() if hours), left_out=tuple(left))


def _either(sheet: Sheet, rule: Either, window: Window, year: int) -> Bar:
    """The way that is met, else the one with the fewest hours to go; of equals the first."""
    bars = [bar for way in rule.ways for bar in _ways(sheet, rule, way, window, year)]
    return min(bars, key=lambda bar: bar.short)


def _ways(sheet: Sheet, rule: Either, way: Way, window: Window, year: int) -> list[Bar]:
    return [_minimum(rule, count(sheet, rule, subject, window), way.hours, window, year,
                     way.name if subject is None else f"{way.name}: {subject.name}")
            for subject in way.subjects or (None,)]


def _noted(sheet: Sheet, rule: Rule, bar: Bar) -> Bar:
    notes = list(bar.notes)
    if rule.category and rule.category.approved:
        approved = {piece.credit.row: piece.credit.approved for piece in sheet.pieces}
        if any(approved[hours.row] is None for hours in bar.counts):
            notes.append(reason(Code.APPROVAL_UNKNOWN))
    bar = _carried(sheet, rule, bar)
    bar = _done_before(sheet, rule, bar)
    return replace(bar, notes=(*bar.notes, *notes))


def _carried(sheet: Sheet, rule: Rule, bar: Bar) -> Bar:
    """The total with the hours that may be carried in."""
    carried, most = sheet.licence.carried, sheet.rules.carry_over
    if not carried or not (isinstance(rule, Minimum) and rule.total):
        return bar
    if not most:
        return replace(bar, notes=(reason(Code.NO_CARRY, hours=carried),))
    hours = min(carried, most)
    short = max(ZERO, bar.short - hours)
    return replace(bar, counted=bar.counted + hours, short=short, state=State.SHORT if short else State.MET,
                   notes=(reason(Code.CARRIED, hours=hours),))


def _done_before(sheet: Sheet, rule: Rule, bar: Bar) -> Bar:
    """A rule over more years than the period: what was done before the sheet, and when it is due again."""
    if rule.per is not Per.YEARS:
        return bar
    assert bar.window is not None
    done = sheet.licence.last_done.get(rule.code)
    rows = {hours.row for hours in bar.counts}
    latest = max((piece.completed for piece in sheet.pieces if piece.credit.row in rows), default=done)
    due = periods.years_after(latest, rule.years) if latest and bar.state is State.MET else None
    if bar.state is State.SHORT and done and done >= bar.window[0]:
        return replace(bar, state=State.MET, counted=bar.required, short=ZERO,
                       due=periods.years_after(done, rule.years), notes=(reason(Code.DONE_BEFORE, day=done),))
    if not bar.counted and not done and bar.window[0] < sheet.period.start:
        return replace(bar, state=State.UNKNOWN, notes=(reason(Code.NEVER_SEEN),))
    return replace(bar, due=due)
