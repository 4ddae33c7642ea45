"""Counting the hours of one rule in one window: which pieces belong, which limits bear on them, what is left over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fsr.cpe.rules.allocation import Cap, Share, allocate
from fsr.cpe.rules.bar import Hours, LeftOut
from fsr.cpe.rules.credit import ZERO, Piece, Topic
from fsr.cpe.rules.model import Category, Licence, Limit, Minimum, Per, Rule, RuleSet
from fsr.cpe.rules.periods import Period
from fsr.cpe.rules.reasons import Code, Reason, reason

Window = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What counting needs to know of the whole: dated pieces, rules, licence and period."""

    pieces: tuple[Piece, ...]
    rules: RuleSet
    licence: Licence
    period: Period


@dataclass(frozen=True, slots=True)
class Count:
    """Hours that count, the rows behind them and the others."""

    hours: Decimal
    counts: tuple[Hours, ...]
    left_out: tuple[LeftOut, ...]


def count(sheet: Sheet, rule: Rule, category: Category | None, window: Window) -> Count:
    """The hours of `category` in `window` that count towards `rule`."""
    judge = Judge(rule, category, window)
    reasons = [(piece, judge.why_not(piece)) for piece in sheet.pieces]
    pieces = [piece for piece, why in reasons if why is None]
    left = [LeftOut(piece.credit.row, piece.hours, why) for piece, why in reasons if why]
    hours, used = _less_apart(sheet, rule, pieces, window)
    shares = allocate(pieces, hours, _caps(sheet, rule, window, pieces))
    left += used + [LeftOut(s.piece.credit.row, hours[s.piece.key] - s.hours, _over(sheet, s, hours)) for s in shares
                    if s.hours < hours[s.piece.key]]
    left.sort(key=lambda out: out.row)
    return Count(sum((share.hours for share in shares), ZERO), _by_row(shares), tuple(left))


class Judge:
    """Says which pieces belong to a rule's category in a window, asking once for all pieces of one nature."""

    def __init__(self, rule: Rule, category: Category | None, window: Window) -> None:
        self._category, self._window = category, window
        self._least = rule.least if isinstance(rule, Minimum) else ZERO
        self._natures: dict[tuple[object, ...], Reason | None] = {}

    def why_not(self, piece: Piece) -> Reason | None:
        """Why the piece does not belong; None where it does."""
        if piece.completed < self._window[0]:
            return reason(Code.BEFORE, day=piece.completed, start=self._window[0])
        if piece.completed > self._window[1]:
            return reason(Code.AFTER, day=piece.completed, end=self._window[1])
        if self._category is None:
            return None
        if piece.nature not in self._natures:
            self._natures[piece.nature] = _by_nature(piece, self._category)
        short = piece.hours < self._least
        return self._natures[piece.nature] or (
            reason(Code.TOO_SHORT, hours=piece.hours, least=self._least) if short else None)

    def holds(self, piece: Piece) -> bool:
        """Whether the piece belongs."""
        return self.why_not(piece) is None


def _by_nature(piece: Piece, category: Category) -> Reason | None:
    if not category.holds(piece):
        return _foreign(piece, category)
    return reason(Code.NOT_APPROVED) if category.approved and piece.credit.approved is False else None


def _foreign(piece: Piece, category: Category) -> Reason:
    """Why the category does not hold the piece."""
    if Topic.HARASSMENT in piece.credit.about & category.without:
        return reason(Code.HARASSMENT)
    if piece.kind is None:
        return reason(Code.UNKNOWN_FIELD)
    if piece.kind.stands_for & category.fields and not category.unknown:
        return reason(Code.OPEN_FIELD, field=piece.kind.name)
    return reason(Code.OTHER_SUBJECT, field=piece.kind.name)


def _less_apart(
    sheet: Sheet, rule: Rule, pieces: Sequence[Piece], window: Window
) -> tuple[dict[tuple[int, int], Decimal], list[LeftOut]]:
    """The hours of each piece that another rule does not need for itself, and those that it does.

    The other rule first uses what counts only there, then the earliest of what would count in both.
    """
    hours = {piece.key: piece.hours for piece in pieces}
    other = _apart(sheet, rule)
    if other is None:
        return hours, []
    own = list(filter(Judge(other, other.category, window).holds, sheet.pieces))
    need = max(ZERO, required(sheet, other) - sum((p.hours for p in own if p.key not in hours), ZERO))
    used = []
    for piece in sorted((p for p in own if p.key in hours), key=lambda p: p.order):
        took = min(need, piece.hours)
        need -= took
        hours[piece.key] -= took
        if took:
            used.append(LeftOut(piece.credit.row, took, reason(Code.APART, hours=took, rule=other.name)))
    return hours, used


def _apart(sheet: Sheet, rule: Rule) -> Rule | None:
    other = sheet.rules.rule(rule.apart) if isinstance(rule, Minimum) and rule.apart else None
    return other if other and why_not_applied(sheet, other) is None else None


def _caps(sheet: Sheet, rule: Rule, window: Window, pieces: Sequence[Piece]) -> list[Cap]:
    """The limits that bear on these pieces: those whose own window lies within `window`."""
    if rule.per is Per.YEARS:
        return []
    caps = []
    for limit in limits(sheet):
        held = list(filter(Judge(limit, limit.category, window).holds, pieces))
        if rule.per is Per.YEAR and limit.not_yearly:
            caps.append(_cap(sheet, limit, ZERO, held))
        elif limit.per is Per.YEAR:
            caps += [_cap(sheet, limit, required(sheet, limit), [p for p in held if first <= p.completed <= last])
                     for first, last in sheet.period.years if window[0] <= first and last <= window[1]]
        elif rule.per is Per.PERIOD:
            caps.append(_cap(sheet, limit, required(sheet, limit), held))
    return [cap for cap in caps if cap.keys]


def limits(sheet: Sheet) -> list[Limit]:
    """The limits that apply."""
    return [rule for rule in sheet.rules.rules if isinstance(rule, Limit) and why_not_applied(sheet, rule) is None]


def _cap(sheet: Sheet, limit: Limit, hours: Decimal, held: Iterable[Piece]) -> Cap:
    return Cap(limit.code, limit.name, hours, frozenset(piece.key for piece in held))


def _over(sheet: Sheet, share: Share, hours: dict[tuple[int, int], Decimal]) -> Reason:
    cap = share.stopped
    assert cap is not None
    if cap.hours == ZERO and required(sheet, sheet.rules.rule(cap.code)) > ZERO:
        return reason(Code.NOT_YEARLY, rule=cap.name)
    return reason(Code.OVER_CAP, hours=hours[share.piece.key] - share.hours, rule=cap.name, cap=cap.hours)


def _by_row(shares: Sequence[Share]) -> tuple[Hours, ...]:
    """Hours by row, in date order."""
    found: dict[int, Decimal] = {}
    for share in shares:
        if share.hours:
            found[share.piece.credit.row] = found.get(share.piece.credit.row, ZERO) + share.hours
    return tuple(Hours(row, hours) for row, hours in found.items())


def required(sheet: Sheet, rule: Rule) -> Decimal:
    """The hours the rule asks for (or allows) in this period."""
    total, full = sheet.period.total, sheet.rules.full
    if rule.share is not None:
        return rule.share * (total or ZERO) + extra(sheet, rule)
    if isinstance(rule, Minimum) and rule.total and total is not None:
        return total + extra(sheet, rule)
    hours = rule.hours or ZERO
    if rule.first.value == "scaled" and total is not None and full:
        hours = hours * total / full
    return hours + extra(sheet, rule)


def extra(sheet: Sheet, rule: Rule) -> Decimal:
    """The hours that more time costs."""
    period = sheet.period
    return sum((e.hours for e in sheet.rules.extensions if rule.code in e.rules and period.until > period.end
                and date(period.end.year, e.month, e.day) == period.until), ZERO)


def why_not_applied(sheet: Sheet, rule: Rule) -> Reason | None:
    """Why the rule does not apply to this licence; None where it does."""
    duties = sheet.licence.duties
    if rule.when and not rule.when & duties:
        return reason(Code.NO_DUTY)
    if rule.unless & duties:
        return reason(Code.STRICTER)
    return _why_not_first(sheet, rule)


def _why_not_first(sheet: Sheet, rule: Rule) -> Reason | None:
    period, first = sheet.period, rule.first.value
    if first == "always":
        return None
    if period.total == ZERO:
        return reason(Code.EXEMPT)
    not_full = period.total is not None and period.total != sheet.rules.full
    if (first == "full_only" and not_full) or (first == "none" and period.first) or (
            first == "second_year" and len(period.years) < 2):
        return reason(Code.NOT_FIRST)
    return None
