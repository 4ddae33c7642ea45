"""The shapes of rules: all that a state's law on continuing education needs, as data.

A `RuleSet` holds the rules of one state for licence periods that end between two days.  A rule is one of three kinds:
at least so many hours, at most so many, or either of several ways.  Its window is the whole period, each year of it,
or a number of years up to its end (which is how "every six years" is said).
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from fsr.cpe import fields
from fsr.cpe.methods import Method
from fsr.cpe.rules.credit import Piece, Topic


class Duty(StrEnum):
    """Work of the licensee on which a rule may depend."""

    ATTEST = "attest"
    GOVERNMENT = "government"
    PREPARATION = "preparation"
    SUPERVISES_ATTEST = "supervises_attest"


class Per(StrEnum):
    """The window of a rule."""

    PERIOD = "period"
    YEAR = "year"
    YEARS = "years"
    """The `Rule.years` years up to the period's end, whether or not the period is that long."""


class First(StrEnum):
    """What becomes of a rule in the first, shorter period of a new licence."""

    SAME = "same"
    """As ever, unless the licence is exempt (its total is 0)."""
    ALWAYS = "always"
    """Even where the total is 0."""
    SCALED = "scaled"
    """In proportion to the period's total."""
    FULL_ONLY = "full_only"
    """Only where the period's total is the full one."""
    SECOND_YEAR = "second_year"
    """From the second year on of which hours are asked."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule is written.

    section  of the law or page, "16 CCR 87(a)(1)"
    as_of    the day to which the copy that was read is current; None where it does not say
    text     whether the regulation itself was read (else a page of the board, NASBA, a society or a sponsor)
    """

    section: str
    url: str
    as_of: date | None
    text: bool = True


@dataclass(frozen=True, slots=True)
class Category:
    """Which hours a rule speaks of: those of a field, a topic or a method in it, but of none of `without`.

    unknown       hours of an unknown field belong to it too: what nobody showed to be technical is not
    approved      only courses not known to be unapproved; unknown ones count with a warning
    unregistered  hours of sponsors known not to be registered
    """

    name: str
    fields: frozenset[str] = frozenset()
    topics: frozenset[Topic] = frozenset()
    methods: frozenset[Method] = frozenset()
    without: frozenset[Topic] = frozenset()
    unknown: bool = False
    approved: bool = False
    unregistered: bool = False

    def holds(self, piece: Piece) -> bool:
        """Whether the piece's hours are of this category; approval is not asked here."""
        if piece.credit.about & self.without:
            return False
        return self._by_field(piece) or self._by_row(piece)

    def _by_field(self, piece: Piece) -> bool:
        if piece.kind is None:
            return self.unknown
        meant = piece.kind.stands_for
        return bool(meant & self.fields) if self.unknown else bool(self.fields) and meant <= self.fields

    def _by_row(self, piece: Piece) -> bool:
        credit = piece.credit
        return bool(credit.about & self.topics) or credit.how in self.methods or (
            self.unregistered and credit.registered is False)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    code       stable within the state
    name       a short heading
    source     where it is written
    hours      asked for (or allowed, for a `Limit`); None where `share` says it
    share      of the period's total, 0 to 1, instead of `hours`
    category   None: all hours
    when       duties of which one makes the rule apply; empty: always
    unless     duties of which one makes it not apply (a stricter rule does)
    first      in the first period of a licence
    note       a sentence for the reader
    """

    code: str
    name: str
    source: Source
    hours: Decimal | None = None
    share: Decimal | None = None
    category: Category | None = None
    per: Per = Per.PERIOD
    years: int = 0
    when: frozenset[Duty] = frozenset()
    unless: frozenset[Duty] = frozenset()
    first: First = First.SAME
    note: str = ""


@dataclass(frozen=True, slots=True)
class Minimum(Rule):
    """At least so many hours.

    least   hours a course must have in the category to count ("ethics courses of at least one hour")
    apart   code of a rule whose hours may not be used here as well, as far as that rule needs them
    total   the rule that says the period's total, on which shares and the first period depend
    """

    least: Decimal = Decimal(0)
    apart: str = ""
    total: bool = False


@dataclass(frozen=True, slots=True)
class Limit(Rule):
    """At most so many hours of the category count towards the rules that include its window.

    not_yearly  its hours do not count towards the minimum of a year at all
    """

    not_yearly: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """One way to meet an `Either`: so many hours, all in one of `subjects` (any mixture where there are none)."""

    name: str
    hours: Decimal
    subjects: tuple[Category, ...] = ()


@dataclass(frozen=True, slots=True)
class Either(Rule):
    """Met by any of its ways."""

    ways: tuple[Way, ...] = ()


class Cycle(StrEnum):
    """How the end of a period is found."""

    BIRTH_MONTH = "birth_month"
    """The last day of the birth month, in odd or even years as the birth year is."""
    BIRTH_MONTH_ROLLING = "birth_month_rolling"
    """The last day of the birth month of every year; periods overlap."""
    FIXED = "fixed"
    """The same day for everybody, every so many years from an anchor."""
    FIXED_BY_LICENCE = "fixed_by_licence"
    """The same day for everybody, but the year depends on the licence."""
    CALENDAR_YEAR = "calendar_year"


@dataclass(frozen=True, slots=True)
class PeriodRule:
    """When a period ends and how long it is.

    month, day  of the end, for fixed cycles; otherwise unused
    anchor      a year in which a period ends, for FIXED
    third       the first period ends on the third such day after the licence was issued (FIXED_BY_LICENCE)
    """

    cycle: Cycle
    years: int
    source: Source
    month: int = 12
    day: int = 31
    anchor: int = 0
    third: bool = False


class FirstKind(StrEnum):
    """How the total of a new licence's first period is found."""

    FULL = "full"
    EXEMPT = "exempt"
    HALF_YEARS = "half_years"
    """So many hours for each full six months."""
    STEPS = "steps"
    """By the number of full licence years before the end: (hours, years that count)."""


@dataclass(frozen=True, slots=True)
class FirstPeriod:
    """The first period (STEPS: the first periods) of a licence."""

    kind: FirstKind = FirstKind.FULL
    source: Source | None = None
    hours: Decimal = Decimal(0)
    steps: tuple[tuple[Decimal, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Extension:
    """More time for more hours: until (month, day) of the year in which the period ends."""

    month: int
    day: int
    hours: Decimal
    rules: frozenset[str]
    source: Source


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules of one state for periods that end from `valid_from` to `valid_to` (None: still in force).

    version      year and month of the last change to this data
    technical    codes of fields the state calls technical
    steps        hours are given in multiples of one of these, after the first hour
    carry_over   hours of the period before that may be carried in
    """

    state: str
    name: str
    version: str
    valid_from: date
    valid_to: date | None
    period: PeriodRule
    rules: tuple[Rule, ...]
    technical: frozenset[str] = fields.TECHNICAL
    first: FirstPeriod = FirstPeriod()
    extensions: tuple[Extension, ...] = ()
    steps: tuple[Decimal, ...] = (Decimal("0.2"), Decimal("0.5"))
    carry_over: Decimal = Decimal(0)
    rejected: frozenset[Topic] = frozenset()
    notes: tuple[str, ...] = ()

    @property
    def total(self) -> Minimum | None:
        """The rule that says the period's total."""
        return next((rule for rule in self.rules if isinstance(rule, Minimum) and rule.total), None)

    @property
    def full(self) -> Decimal | None:
        """The total of a full period; None where its rules are either/or."""
        return self.total.hours if self.total else None

    def rule(self, code: str) -> Rule:
        """The rule of `code`.

        :raises KeyError: there is none.
        """
        return {rule.code: rule for rule in self.rules}[code]


@dataclass(frozen=True, slots=True)
class Licence:
    """What one must know of a licence.

    renewal   the day it must be renewed by; where given, the period follows from it
    issued    the day it was first issued
    birth     (year, month) of the licensee
    duties    work done in the period
    last_done rule code -> day, of courses taken before this sheet begins
    carried   hours left over from the period before
    extended  the day until which more time was taken, where a state gives it
    holder    the licensee's name, against which certificates are compared; "" compares them among themselves
    """

    renewal: date | None = None
    issued: date | None = None
    birth: tuple[int, int] | None = None
    duties: frozenset[Duty] = frozenset()
    last_done: dict[str, date] = field(default_factory=dict)
    carried: Decimal = Decimal(0)
    extended: date | None = None
    holder: str = ""
