"""California: 16 CCR 87 to 89, of the Board of Accountancy.

80 hours in the two years before the licence expires, at least 20 of them (12 technical) in each year, at least half
technical; no carry-over (s. 87(a)).  4 hours of ethics in courses of at least one hour, not on harassment (s. 87(b));
a Board-approved Regulatory Review every six years (s. 87.8).  24 hours of governmental work, accounting and auditing or
8 of preparation for those who do such work, and for all of those 4 of fraud besides.  A new licence asks for 20 hours
per full six months (s. 87.1).
"""

from datetime import date
from decimal import Decimal

from fsr.cpe import fields
from fsr.cpe.methods import Method
from fsr.cpe.rules.credit import Topic
from fsr.cpe.rules.model import (
    Category,
    Cycle,
    Duty,
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

_REGULATIONS = "https://regulations.justia.com/states/california/title-16/division-1/article-12/"
_NASBA = "https://nasbaregistry.org/cpe-requirements/california"
_SEPTEMBER = date(2024, 9, 20)


def _regulation(section: str) -> Source:
    page = section.split("(", maxsplit=1)[0].replace(".", "-")
    return Source(f"16 CCR {section}", f"{_REGULATIONS}section-{page}", _SEPTEMBER)


def _nasba(section: str) -> Source:
    return Source(section, _NASBA, date(2023, 3, 29), text=False)


_HALF = Decimal("0.5")
TECHNICAL = Category(N_("Technical subjects"), fields.TECHNICAL)
NON_TECHNICAL = Category(N_("Non-technical subjects"), fields.NON_TECHNICAL, unknown=True)
ETHICS = Category(
    N_("Ethics"), frozenset({"regulatory_ethics", "behavioral_ethics"}) | fields.named("ethics").stands_for,
    frozenset({Topic.ETHICS}), without=frozenset({Topic.HARASSMENT, Topic.REGULATORY_REVIEW}))
FRAUD = Category(N_("Fraud"), topics=frozenset({Topic.FRAUD}))
ACCOUNTING_AUDITING = Category(
    N_("Accounting and auditing"),
    frozenset({"accounting", "accounting_governmental", "auditing", "auditing_governmental"}))
GOVERNMENTAL = Category(
    N_("Governmental accounting and auditing"), frozenset({"accounting_governmental", "auditing_governmental"}),
    frozenset({Topic.GOVERNMENT}))
PREPARATION = Category(
    N_("Preparation engagements, accounting and auditing"), ACCOUNTING_AUDITING.fields, frozenset({Topic.PREPARATION}))
REVIEW = Category(N_("Regulatory Review"), topics=frozenset({Topic.REGULATORY_REVIEW}), approved=True)

RULES = (
    Minimum("total", N_("Hours in all"), _regulation("87(a)"), Decimal(80), total=True),
    Minimum("year", N_("Hours in each year"), _regulation("87(a)(1)"), Decimal(20), per=Per.YEAR, first=First.NONE),
    Minimum("technical", N_("Technical hours"), _nasba("16 CCR 87(a)(2)"), share=_HALF, category=TECHNICAL,
            first=First.SCALED),
    Minimum("technical_year", N_("Technical hours in each year"), _regulation("87(a)(1)"), Decimal(12),
            category=TECHNICAL, per=Per.YEAR, first=First.NONE),
    Minimum("ethics", N_("Ethics"), _regulation("87(b)"), Decimal(4), category=ETHICS, first=First.FULL_ONLY,
            least=Decimal(1), note=N_("Courses, or their part on ethics, of at least one hour.")),
    Minimum("regulatory_review", N_("Regulatory Review"), _nasba("16 CCR 87.8"), Decimal(2), category=REVIEW,
            per=Per.YEARS, years=6, first=First.ALWAYS, note=N_(
                "Board-approved, every six years; the certificate must show the Board's approval number. "
                "Licensed from 2024 on: before the first expiry.")),
    Minimum("governmental", N_("Governmental auditing"), _regulation("87(c)"), Decimal(24), category=GOVERNMENTAL,
            when=frozenset({Duty.GOVERNMENT}), first=First.SCALED, apart="fraud"),
    Minimum("accounting_auditing", N_("Accounting and auditing"), _nasba("16 CCR 87(d)"), Decimal(24),
            category=ACCOUNTING_AUDITING, when=frozenset({Duty.ATTEST}), unless=frozenset({Duty.GOVERNMENT}),
            first=First.SCALED, apart="fraud",
            note=N_("Met by the hours for governmental auditing, where those apply.")),
    Minimum("preparation", N_("Preparation engagements"), _nasba("16 CCR 87(e)"), Decimal(8), category=PREPARATION,
            when=frozenset({Duty.PREPARATION}), unless=frozenset({Duty.ATTEST, Duty.GOVERNMENT}), first=First.SCALED,
            apart="fraud"),
    Minimum("fraud", N_("Fraud"), _nasba("16 CCR 87(f)"), Decimal(4), category=FRAUD,
            when=frozenset({Duty.GOVERNMENT, Duty.ATTEST, Duty.PREPARATION}), first=First.FULL_ONLY,
            note=N_("Detection or reporting of fraud in financial statements; in the total, outside the 24 hours.")),
    Limit("non_technical", N_("Non-technical subjects"), _nasba("16 CCR 87(a)(3)"), share=_HALF, category=NON_TECHNICAL,
          note=N_("Hours without a known field of study are counted here until the field is named.")),
    Limit("instruction", N_("Instruction"), Source(
        "CBA", "https://www.westerncpe.com/state-requirement/california/", None, text=False), share=_HALF,
        category=Category(N_("Instruction"), methods=frozenset({Method.INSTRUCTION}))),
    Limit("authorship", N_("Published materials"), Source(
        "CBA", "https://www.westerncpe.com/state-requirement/california/", None, text=False), share=_HALF,
        category=Category(N_("Published materials"), methods=frozenset({Method.AUTHORSHIP})),
        note=N_("Older pages say 25%.")),
)

CALIFORNIA = RuleSet(
    state="CA",
    name="California",
    version="2026-11",
    valid_from=date(2024, 1, 1),
    valid_to=None,
    period=PeriodRule(Cycle.BIRTH_MONTH, 2, _nasba("License Renewal Date")),
    rules=RULES,
    first=FirstPeriod(FirstKind.HALF_YEARS, _regulation("87.1(b)"), Decimal(20)),
    rejected=frozenset({Topic.NOT_ACCEPTED}),
    notes=(
        N_("No limit on nano learning was found in the regulations; none is counted."),
        N_("Of a new licence with fewer than 80 hours no fraud hours are counted as asked: compare 16 CCR 87.1."),
        N_("Keep certificates four years after renewal, six for the Regulatory Review (16 CCR 89)."),
    ),
)
