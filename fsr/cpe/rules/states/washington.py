"""Washington: WAC 4-30-132 to 4-30-138, of the Board of Accountancy.

120 hours in the three calendar years before the year of renewal, at least 20 in each, 4 of Board-approved ethics, at
most 60 non-technical (4-30-134(1)(c)).  At most 12 hours of nano learning, and at most 60 of service, instruction and
authorship together, which do not count towards the 20 of a year; no carry-over (4-30-133).
"""

from datetime import date
from decimal import Decimal

from fsr.cpe import fields
from fsr.cpe.methods import Method
from fsr.cpe.rules.credit import Topic
from fsr.cpe.rules.model import Category, Cycle, Limit, Minimum, Per, PeriodRule, RuleSet, Source
from fsr.cpe.rules.reasons import N_

_WEST = "https://www.westerncpe.com/state-requirement/washington/"
_REQUIREMENTS = Source(
    "WAC 4-30-134(1)(c)", "https://app.leg.wa.gov/WAC/default.aspx?cite=4-30-134", date(2022, 12, 31))
_LIMITS = Source("WAC 4-30-133(6)", "https://app.leg.wa.gov/WAC/default.aspx?cite=4-30-133", None)

NON_TECHNICAL = frozenset({"communications_marketing", "personal_development", "business_management", "personnel"})
"""Communication, interpersonal management, leadership, client relations, practice development, motivation."""

RULES = (
    Minimum("total", N_("Hours in three years"), _REQUIREMENTS, Decimal(120), total=True),
    Minimum("year", N_("Hours in each year"), _REQUIREMENTS, Decimal(20), per=Per.YEAR),
    Minimum("ethics", N_("Ethics"), _REQUIREMENTS, Decimal(4), category=Category(
        N_("Board-approved ethics"), frozenset({"regulatory_ethics", "behavioral_ethics"}), frozenset({Topic.ETHICS}),
        without=frozenset({Topic.HARASSMENT}), approved=True), note=N_("Ethics and regulations of Washington.")),
    Limit("non_technical", N_("Non-technical subjects"), Source("WAC 4-30-132", _WEST, None, text=False), Decimal(60),
          category=Category(N_("Non-technical subjects"), NON_TECHNICAL, unknown=True)),
    Limit("nano", N_("Nano learning"), _LIMITS, Decimal(12),
          category=Category(N_("Nano learning"), methods=frozenset({Method.NANO}))),
    Limit("no_course", N_("Service, instruction and published materials"), _LIMITS, Decimal(60), not_yearly=True,
          category=Category(N_("Service, instruction and published materials"),
                            methods=frozenset({Method.SERVICE, Method.INSTRUCTION, Method.AUTHORSHIP}))),
)

WASHINGTON = RuleSet(
    state="WA",
    name="Washington",
    version="2026-11",
    valid_from=date(2020, 1, 1),
    valid_to=None,
    period=PeriodRule(Cycle.FIXED_BY_LICENCE, 3, _LIMITS),
    rules=RULES,
    technical=frozenset(field.code for field in fields.FIELDS) - NON_TECHNICAL,
    steps=(Decimal("0.5"),),
    notes=(N_("What the first period of a new licence asks was not found; the full 120 hours are counted."),),
)
