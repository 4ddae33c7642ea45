"""Florida: Rule 61H1-33.003, F.A.C., of the Board of Accountancy.

80 hours in the two years that end on 30 June before the licence expires on 31 December: at least 8 of accounting and
auditing, at least 4 of Board-approved ethics, at most 20 behavioural (61H1-33.003(1)(b)).  The first period ends on the
third 30 June after the licence (61H1-33.003(1)(a)).  Who is late may finish by 15 September with 8 hours of accounting
and auditing more, or by 31 December with 16.
"""

from datetime import date
from decimal import Decimal

from fsr.cpe.rules.credit import Topic
from fsr.cpe.rules.model import (
    Category,
    Cycle,
    Extension,
    Limit,
    Minimum,
    PeriodRule,
    RuleSet,
    Source,
)
from fsr.cpe.rules.reasons import N_

_REGULATION = "https://regulations.justia.com/states/florida/61/61h1/chapter-61h1-33/section-61h1-33-003"


def _regulation(paragraph: str) -> Source:
    return Source(f"61H1-33.003{paragraph}, F.A.C.", _REGULATION, date(2024, 9, 24))


_LATE = Source("61H1ER20-5(1)(b), F.A.C.",
               "https://regulations.justia.com/states/florida/61/61h1/chapter-61h1er20/section-61h1er20-5",
               date(2024, 9, 24), text=False)
"""The sentence on being late was read in the emergency rule of 2020, which repeats it."""
_RAISED = frozenset({"total", "accounting_auditing"})

BEHAVIORAL = frozenset({"communications_marketing", "personal_development", "personnel", "business_management"})
"""Communication, the social environment of business, administration of practice; ethics is a category of its own."""

RULES = (
    Minimum("total", N_("Hours in all"), _regulation("(1)(b)"), Decimal(80), total=True),
    Minimum("accounting_auditing", N_("Accounting and auditing"), _regulation("(1)(b)"), Decimal(8), category=Category(
        N_("Accounting and auditing"),
        frozenset({"accounting", "accounting_governmental", "auditing", "auditing_governmental"}))),
    Minimum("ethics", N_("Ethics"), _regulation("(1)(b)"), Decimal(4), category=Category(
        N_("Board-approved ethics"), frozenset({"regulatory_ethics", "behavioral_ethics"}), frozenset({Topic.ETHICS}),
        without=frozenset({Topic.HARASSMENT}), approved=True),
        note=N_("Approved by Florida's Board, passed with 80%; two modules must be of one provider.")),
    Limit("behavioral", N_("Behavioural subjects"), _regulation("(1)(b)"), Decimal(20),
          category=Category(N_("Behavioural subjects"), BEHAVIORAL, unknown=True)),
)

FLORIDA = RuleSet(
    state="FL",
    name="Florida",
    version="2026-11",
    valid_from=date(2018, 7, 1),
    valid_to=None,
    period=PeriodRule(Cycle.FIXED_BY_LICENCE, 2, _regulation("(1)(a)"), month=6, day=30, third=True),
    rules=RULES,
    extensions=(Extension(9, 15, Decimal(8), _RAISED, _LATE), Extension(12, 31, Decimal(16), _RAISED, _LATE)),
    notes=(
        N_("Which NASBA fields are behavioural in Florida is this table's judgement."),
        N_("Hours that the Board counts for one period are not carried into the next."),
    ),
)
