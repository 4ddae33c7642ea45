"""Texas: 22 TAC 523.110 to 523.130, of the State Board of Public Accountancy.

120 hours in three years that end with each birth month, at least 20 in each (523.112(a)); a new licence climbs there
over 20, 60 and 100 (523.112(c)).  Four hours of Board-approved ethics every two years (523.130).  At most half may be
non-technical, half nano learning, half certification programmes (523.118), half from sponsors that are not registered
(523.119), and 20 hours a year for instruction (523.115).
"""

from datetime import date
from decimal import Decimal

from fsr.cpe import fields
from fsr.cpe.methods import Method
from fsr.cpe.rules.credit import Topic
from fsr.cpe.rules.model import (
    Category,
    Cycle,
    First,
    FirstKind,
    FirstPeriod,
    Limit,
    Minimum,
    Per,
    PeriodRule,
    RuleSet,
    Source,
)
from fsr.cpe.rules.reasons import N_

_REGULATIONS = "https://regulations.justia.com/states/texas/title-22/part-22/chapter-523/"
_HALF = Decimal("0.5")


def _regulation(section: str, subchapter: str = "b") -> Source:
    page = section.split("(", maxsplit=1)[0].replace(".", "-")
    return Source(f"22 TAC {section}", f"{_REGULATIONS}subchapter-{subchapter}/section-{page}", date(2024, 9, 20))


ETHICS = Category(N_("Board-approved ethics"), frozenset({"regulatory_ethics", "behavioral_ethics"}),
                  frozenset({Topic.ETHICS}), without=frozenset({Topic.HARASSMENT}), approved=True)

RULES = (
    Minimum("total", N_("Hours in three years"), _regulation("523.112(a)"), Decimal(120), total=True),
    Minimum("year", N_("Hours in each year"), _regulation("523.112(a)"), Decimal(20), per=Per.YEAR),
    Minimum("ethics", N_("Ethics every two years"), _regulation("523.130", "c"), Decimal(4), category=ETHICS,
            per=Per.YEARS, years=2, first=First.SECOND_YEAR, note=N_("A four-hour course that the Board approved.")),
    Limit("non_technical", N_("Non-technical subjects"), _regulation("523.118(a)"), share=_HALF,
          category=Category(N_("Non-technical subjects"), fields.NON_TECHNICAL, unknown=True)),
    Limit("nano", N_("Nano learning"), _regulation("523.118(b)"), share=_HALF,
          category=Category(N_("Nano learning"), methods=frozenset({Method.NANO}))),
    Limit("certification", N_("Certification programmes"), _regulation("523.118(c)"), share=_HALF,
          category=Category(N_("Certification programmes"), topics=frozenset({Topic.CERTIFICATION}))),
    Limit("unregistered", N_("Sponsors that are not registered"), _regulation("523.119(b)"), share=_HALF,
          category=Category(N_("Sponsors that are not registered"), unregistered=True)),
    Limit("instruction", N_("Instruction in a year"), _regulation("523.115(d)"), Decimal(20), per=Per.YEAR,
          category=Category(N_("Instruction"), methods=frozenset({Method.INSTRUCTION}))),
)

TEXAS = RuleSet(
    state="TX",
    name="Texas",
    version="2026-11",
    valid_from=date(2017, 3, 29),
    valid_to=None,
    period=PeriodRule(Cycle.BIRTH_MONTH_ROLLING, 3, _regulation("523.112(c)")),
    rules=RULES,
    first=FirstPeriod(FirstKind.STEPS, _regulation("523.112(c)"), steps=(
        (Decimal(0), 1), (Decimal(20), 1), (Decimal(60), 2), (Decimal(100), 3))),
    notes=(N_("Which subjects are technical follows NASBA's list of fields of study."),),
)
