"""What deserves a look in a row although it changes no count: missing items, odd hours, another person's name."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from fsr.cpe.methods import Method
from fsr.cpe.rules import people
from fsr.cpe.rules.bar import Warning
from fsr.cpe.rules.credit import Credit
from fsr.cpe.rules.model import Licence, RuleSet
from fsr.cpe.rules.reasons import ITEMS, Code, Reason, reason, said

_NO_COURSE = frozenset({Method.INSTRUCTION, Method.AUTHORSHIP, Method.SERVICE})
_HOUR = Decimal(1)


def warnings(rows: Sequence[Credit], licence: Licence, rules: RuleSet, on: date | None) -> tuple[Warning, ...]:
    """All warnings, in the sheet's order."""
    holder = licence.holder or _most_named(rows)
    return tuple(Warning(credit.row, why) for credit in sorted(rows, key=lambda credit: credit.row)
                 for why in _of(credit, holder, rules, on))


def _of(credit: Credit, holder: str, rules: RuleSet, on: date | None) -> Iterator[Reason]:
    yield from missing_items(credit)
    yield from _measured(credit, rules)
    if (parts := sum((part.hours for part in credit.parts), Decimal(0))) and credit.hours and parts != credit.hours:
        yield reason(Code.SPLIT_SUM, parts=parts, hours=credit.hours)
    if holder and not people.same(credit.participant, holder):
        yield reason(Code.OTHER_PERSON, name=credit.participant, holder=holder)
    if on and credit.completed and credit.completed > on:
        yield reason(Code.FUTURE, day=credit.completed)


def missing_items(credit: Credit) -> Iterator[Reason]:
    """The items of 16 CCR 89(a) that the row lacks: title, date, provider, method, hours, subject."""
    given = {"title": credit.title, "completed": credit.completed, "sponsor": credit.sponsor, "method": credit.method,
             "hours": credit.hours, "field": credit.field or any(part.field for part in credit.parts)}
    for item, words in ITEMS.items():
        if not given[item]:
            yield reason(Code.MISSING_ITEM, item=words)


def _measured(credit: Credit, rules: RuleSet) -> Iterator[Reason]:
    """Hours as courses are measured: one at least (nano learning excepted), then in steps (16 CCR 88.2)."""
    if not credit.hours or credit.hours <= 0 or credit.how in _NO_COURSE:
        return
    if credit.hours < _HOUR and credit.how is not Method.NANO:
        yield reason(Code.UNDER_ONE_HOUR, hours=credit.hours)
    if all(credit.hours % step for step in rules.steps) and not (
            credit.how is Method.NANO and credit.hours % Decimal("0.2") == 0):
        yield reason(Code.OFF_GRID, hours=credit.hours, steps=" / ".join(said(step) for step in rules.steps))


def _most_named(rows: Sequence[Credit]) -> str:
    """The name on more than half of the certificates, where a sheet names no holder; rows of one file are one."""
    named = {(people.key(credit.participant), credit.source or str(credit.row)): credit.participant for credit in rows
             if people.key(credit.participant)}
    names = Counter(key for key, _source in named)
    key, count = names.most_common(1)[0] if names else (frozenset[str](), 0)
    if 2 * count <= len(named):
        return ""
    return next(credit.participant for credit in rows if people.key(credit.participant) == key)
