"""When a licence's period begins and ends, and how many hours its total is."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from fsr.cpe.rules.model import Cycle, FirstKind, Licence, PeriodRule, RuleSet

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A licence period; both days belong to it.

    years  its years, oldest first; a first period's may be shorter
    first  the licence was issued within it
    until  the last day on which hours still count: `end`, or later where more time was taken
    total  the hours it asks for; None where its rules have no total (either/or)
    """

    start: date
    end: date
    years: tuple[tuple[date, date], ...]
    first: bool
    until: date
    total: Decimal | None

    def holds(self, day: date) -> bool:
        """Whether hours of that day count."""
        return self.start <= day <= self.until


def period(licence: Licence, rules: RuleSet, on: date) -> Period | None:
    """The period that `on` falls into, or that the licence's renewal day closes; None where too little is known."""
    end = _end(licence, rules.period, on)
    if end is None:
        return None
    start = years_before(end, rules.period.years) + _DAY
    first = licence.issued is not None and start <= licence.issued <= end
    total, length = _total(licence, rules, start, end)
    start = max(start, years_before(end, length) + _DAY) if length else start
    if first and licence.issued and rules.first.kind is not FirstKind.STEPS:
        start = licence.issued
    elif licence.issued and _third_is(licence, rules.period, end):
        start, first = licence.issued, True
    return Period(start, end, _years(start, end), first, _until(licence, rules, end), total)


def _end(licence: Licence, rule: PeriodRule, on: date) -> date | None:
    if rule.cycle is Cycle.CALENDAR_YEAR:
        return date(on.year, 12, 31)
    if licence.renewal:
        return _last_before(licence.renewal, rule)
    if rule.cycle in {Cycle.BIRTH_MONTH, Cycle.BIRTH_MONTH_ROLLING}:
        return _by_birth(licence, rule, on)
    if rule.cycle is Cycle.FIXED:
        return _next_of(date(rule.anchor, rule.month, rule.day), rule.years, on)
    if rule.third and licence.issued:
        first = _third_after(licence.issued, rule)
        return max(first, _next_of(first, rule.years, on))
    return None


def _last_before(renewal: date, rule: PeriodRule) -> date:
    """The end that belongs to a renewal day: that day itself, or the fixed day before it."""
    if rule.cycle in {Cycle.BIRTH_MONTH, Cycle.BIRTH_MONTH_ROLLING}:
        return renewal
    fixed = date(renewal.year, rule.month, rule.day)
    return fixed if fixed <= renewal else date(renewal.year - 1, rule.month, rule.day)


def _by_birth(licence: Licence, rule: PeriodRule, on: date) -> date | None:
    if licence.birth is None:
        return None
    born, month = licence.birth
    step = rule.years if rule.cycle is Cycle.BIRTH_MONTH else 1
    year = on.year + (born - on.year) % step
    end = month_end(year, month)
    return end if end >= on else month_end(year + step, month)


def _next_of(anchor: date, step: int, on: date) -> date:
    """The first day not before `on` that is a multiple of `step` years away from `anchor`."""
    year = on.year + (anchor.year - on.year) % step
    end = date(year, anchor.month, anchor.day)
    return end if end >= on else date(year + step, anchor.month, anchor.day)


def _third_after(issued: date, rule: PeriodRule) -> date:
    """The third fixed day after the licence was issued (Florida's first period)."""
    first = date(issued.year, rule.month, rule.day)
    return date(issued.year + (2 if first > issued else 3), rule.month, rule.day)


def _third_is(licence: Licence, rule: PeriodRule, end: date) -> bool:
    return rule.third and licence.issued is not None and _third_after(licence.issued, rule) == end


def _total(licence: Licence, rules: RuleSet, start: date, end: date) -> tuple[Decimal | None, int]:
    """The hours of the period's total, and how many years up to its end they are asked of (0: all)."""
    full = rules.full
    if licence.issued is None or licence.issued > end:
        return full, 0
    first = rules.first
    if first.kind is FirstKind.STEPS and full is not None:
        return _step(first.steps, licence.issued, end, full)
    if licence.issued < start:
        return full, 0
    if first.kind is FirstKind.EXEMPT:
        return Decimal(0), 0
    if first.kind is FirstKind.HALF_YEARS and full is not None:
        return min(full, first.hours * (months_between(licence.issued, end) // 6)), 0
    return full, 0


def _step(steps: tuple[tuple[Decimal, int], ...], issued: date, end: date, full: Decimal) -> tuple[Decimal, int]:
    """Texas counts full twelve-month licence periods, which begin after the first, short one."""
    done = months_between(issued, end) // 12
    return steps[done] if done < len(steps) else (full, 0)


def _until(licence: Licence, rules: RuleSet, end: date) -> date:
    given = [date(end.year, extension.month, extension.day) for extension in rules.extensions]
    chosen = [day for day in sorted(given) if licence.extended and licence.extended <= day]
    return chosen[0] if chosen else end


def _years(start: date, end: date) -> tuple[tuple[date, date], ...]:
    years, last = [], end
    while last >= start:
        begin = max(start, years_before(last, 1) + _DAY)
        years.append((begin, last))
        last = begin - _DAY
    return tuple(reversed(years))


def years_before(day: date, years: int) -> date:
    """The same day `years` years before; a month's last day stays its last day (29 Feb 2028 - 1 = 28 Feb 2027)."""
    year = day.year - years
    last = calendar.monthrange(day.year, day.month)[1] == day.day
    length = calendar.monthrange(year, day.month)[1]
    return date(year, day.month, length if last else min(day.day, length))


def years_after(day: date, years: int) -> date:
    """The same day `years` years later; a month's last day stays its last day."""
    return years_before(day, -years)


def day_after(day: date) -> date:
    """The next day."""
    return day + _DAY


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def months_between(first: date, last: date) -> int:
    """Full months from `first` to the end of `last` (15 Jan to 14 Jul is six)."""
    after = last + _DAY
    months = (after.year - first.year) * 12 + after.month - first.month
    return months if after.day >= first.day else months - 1
