"""What comes out of counting: one bar a rule and window, with the rows behind it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from fsr.cpe.rules.model import Rule, RuleSet
from fsr.cpe.rules.periods import Period
from fsr.cpe.rules.reasons import Reason

ZERO = Decimal(0)


class State(StrEnum):
    """How a rule stands."""

    MET = "met"
    SHORT = "short"
    OVER = "over"
    """Of a limit only: more hours were earned than count."""
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of a row that count."""

    row: int
    hours: Decimal


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Hours of a row that do not count, and why; None hours where the row states none."""

    row: int
    hours: Decimal | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class Bar:
    """A rule in one window.

    window     its first and last day; None where the period is not known
    year       1, 2, ... of the period's years; 0 for the others
    required   hours asked for; of a limit, hours allowed
    counted    hours that count; of a limit, hours used of it
    short      hours still to be earned; 0 of a limit
    way        name of the way that is met or nearest, of a rule with several
    counts     rows that feed it, in date order
    left_out   rows that do not, in the sheet's order
    notes      what the reader should know
    due        the day by which it must be done, where that is not the period's end
    if_planned hours that would count with the planned courses
    state_if_planned  how it would stand with them
    """

    rule: Rule
    state: State
    window: tuple[date, date] | None = None
    year: int = 0
    required: Decimal = ZERO
    counted: Decimal = ZERO
    short: Decimal = ZERO
    way: str = ""
    counts: tuple[Hours, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[Reason, ...] = ()
    due: date | None = None
    if_planned: Decimal = ZERO
    state_if_planned: State = State.UNKNOWN


@dataclass(frozen=True, slots=True)
class Warning:
    """Something to check; `row` None for the whole sheet. It changes no count."""

    row: int | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class Progress:
    """How a licence stands.

    rules      by which it was counted: their version and sources
    period     None where the licence says too little
    bars       in the order of the rules
    left_out   rows that count nowhere
    warnings   rows to check
    """

    rules: RuleSet
    period: Period | None
    bars: tuple[Bar, ...]
    left_out: tuple[LeftOut, ...]
    warnings: tuple[Warning, ...]

    @property
    def met(self) -> bool:
        """Whether nothing is short and nothing is unknown."""
        return not any(bar.state in {State.SHORT, State.UNKNOWN} for bar in self.bars)

    def bar(self, code: str, year: int = 0) -> Bar:
        """The bar of a rule (and of a year).

        :raises KeyError: there is none.
        """
        return {(bar.rule.code, bar.year): bar for bar in self.bars}[code, year]
