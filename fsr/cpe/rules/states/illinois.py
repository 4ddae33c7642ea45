"""Illinois: 68 Ill. Adm. Code 1420.70 and 1130.400, of the Department of Financial and Professional Regulation.

120 hours in three years that end on 30 September 2024, 2027 and so on, at least 4 of professional ethics; nothing for
the first renewal, nothing carried over (1420.70(a)).  One hour of sexual harassment prevention training for each
renewal (1130.400), within the 120.
"""

from datetime import date
from decimal import Decimal

from fsr.cpe.methods import Method
from fsr.cpe.rules.credit import Topic
from fsr.cpe.rules.model import (
    Category,
    Cycle,
    FirstKind,
    FirstPeriod,
    Limit,
    Minimum,
    PeriodRule,
    RuleSet,
    Source,
)
from fsr.cpe.rules.reasons import N_

_CODE = "https://ilga.gov/commission/jcar/admincode/068/068014200000700R.html"
_SOCIETY = "https://www.icpas.org/advocacy/licensing-status/cpe-requirements"
_TOOLS = "https://www.accountingtools.com/state-cpa-cpe-requirements/illinois-cpe-requirements"


def _code(paragraph: str) -> Source:
    return Source(f"68 Ill. Adm. Code 1420.70{paragraph}", _CODE, None)


_LIMITS = Source("68 Ill. Adm. Code 1420.70(b)", _TOOLS, None, text=False)

RULES = (
    Minimum("total", N_("Hours in three years"), _code("(a)(1)"), Decimal(120), total=True),
    Minimum("ethics", N_("Ethics"), _code("(a)(1)"), Decimal(4), category=Category(
        N_("Ethics"), frozenset({"regulatory_ethics", "behavioral_ethics"}), frozenset({Topic.ETHICS}),
        without=frozenset({Topic.HARASSMENT}))),
    Minimum("harassment", N_("Sexual harassment prevention"), Source(
        "68 Ill. Adm. Code 1130.400", _SOCIETY, None, text=False), Decimal(1), category=Category(
        N_("Sexual harassment prevention"), topics=frozenset({Topic.HARASSMENT}), approved=True),
        note=N_("By a provider that the Department approved.")),
    Limit("self_study", N_("Self-study"), _LIMITS, Decimal(80), category=Category(
        N_("Self-study"), methods=frozenset({Method.SELF_STUDY})),
        note=N_("Of self-study that is not interactive at most 60 hours; certificates do not say which it is.")),
    Limit("personal_development", N_("Personal development"), _LIMITS, Decimal(24), category=Category(
        N_("Personal development"), frozenset({"personal_development"}))),
    Limit("instruction", N_("Instruction"), _LIMITS, Decimal(60), category=Category(
        N_("Instruction"), methods=frozenset({Method.INSTRUCTION}))),
    Limit("authorship", N_("Published materials"), _LIMITS, Decimal(30), category=Category(
        N_("Published materials"), methods=frozenset({Method.AUTHORSHIP}))),
)

ILLINOIS = RuleSet(
    state="IL",
    name="Illinois",
    version="2026-11",
    valid_from=date(2020, 1, 3),
    valid_to=None,
    period=PeriodRule(Cycle.FIXED, 3, _code("(a)(1)"), month=9, day=30, anchor=2024),
    rules=RULES,
    first=FirstPeriod(FirstKind.EXEMPT, _code("(a)(1)")),
    steps=(Decimal("0.5"),),
)
