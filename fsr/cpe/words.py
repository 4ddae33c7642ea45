"""Rules, reasons and periods in the reader's language."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from fsr.cpe.rules.bar import State
from fsr.cpe.rules.model import Duty, Source
from fsr.cpe.rules.reasons import Code, Reason, Value
from fsr.web import i18n
from fsr.web.i18n import gettext as _

_TRANSLATED = {"rule", "how", "item"}
"""Values of a reason's sentence that are words of ours; others are people's own."""


def hours(value: Decimal) -> str:
    """Hours without needless noughts: 2, 1.5, 12.25."""
    plain = value.normalize()
    exponent = plain.as_tuple().exponent
    return i18n.number(plain, max(0, -exponent) if isinstance(exponent, int) else 0)


def reason(why: Reason, titles: Mapping[int, str]) -> str:
    """Why a row does not count, in words; `titles` names rows that it may speak of."""
    return _(why.sentence, **{name: _said(name, value, why, titles) for name, value in why.values.items()})


def _said(name: str, value: Value, why: Reason, titles: Mapping[int, str]) -> str:
    if why.code is Code.DUPLICATE and isinstance(value, int):
        return f"“{titles.get(value) or value}”"
    if isinstance(value, Decimal):
        return hours(value)
    if isinstance(value, date):
        return i18n.day(value)
    return own(str(value)) if name in _TRANSLATED else str(value)


def own(text: str) -> str:
    """A text of the rules, translated; gettext answers the empty text with its own header."""
    return _(text) if text else ""


def duplicate(why: Reason, titles: Mapping[int, str]) -> str:
    """Which row a row repeats."""
    of = why.values["row"]
    return _("repeats “%(title)s”", title=titles.get(of, "") if isinstance(of, int) else of)


def mark(why: Reason) -> tuple[str, str]:
    """(words, tone) of a row's mark in the grid."""
    known = {
        Code.DUPLICATE: (_("duplicate"), "warn"), Code.NOT_CPE: (_("not CPE"), "bad"),
        Code.BEFORE: (_("outside the period"), ""), Code.AFTER: (_("outside the period"), ""),
        Code.NO_DATE: (_("no date"), "warn"), Code.NO_HOURS: (_("no hours"), "warn"),
        Code.NOT_ACCEPTED: (_("not accepted"), "warn"), Code.UNKNOWN_FIELD: (_("unknown field"), "warn"),
        Code.OTHER_PERSON: (_("another name"), "warn"), Code.FUTURE: (_("still to come"), "warn"),
        Code.OFF_GRID: (_("odd hours"), "warn"), Code.UNDER_ONE_HOUR: (_("under one hour"), "warn"),
        Code.SPLIT_SUM: (_("split differs"), "warn"),
    }
    return known.get(why.code, ("", ""))


def state(bar_state: State) -> tuple[str, str, str]:
    """(words, tone, icon) of how a rule stands."""
    return {
        State.MET: (_("met"), "ok", "circle-check"), State.SHORT: (_("short"), "warn", "circle-alert"),
        State.OVER: (_("over the limit"), "warn", "circle-alert"),
        State.NOT_APPLICABLE: (_("does not apply"), "", "minus"),
        State.UNKNOWN: (_("not known"), "warn", "circle-help"),
    }[bar_state]


def duty(one: Duty) -> str:
    """Work on which rules depend."""
    return {
        Duty.ATTEST: _("I audit, review, compile or attest financial statements"),
        Duty.GOVERNMENT: _("I audit government agencies or plan such audits"),
        Duty.PREPARATION: _("I prepare financial statements, as my highest level of work"),
        Duty.SUPERVISES_ATTEST: _("I supervise attest or compilation work, or sign its reports"),
    }[one]


def source(of: Source) -> str:
    """Where a rule is written and how fresh the copy is that was read."""
    read = _("the regulation itself") if of.text else _("a page about the regulation")
    if of.as_of:
        return _("%(what)s, as of %(day)s", what=read, day=i18n.day(of.as_of))
    return read
