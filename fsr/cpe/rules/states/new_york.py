"""New York: 8 NYCRR 70.9 and Education Law 7409, of the State Education Department.

In each calendar year 40 hours in any recognised subjects, or 24 all in one of them (70.9(b)); 4 hours of ethics in
three years; 40 hours of accounting, auditing or attest in three years for those who supervise attest work.  A new
licensee is asked from the first 1 January of the first registration on (70.9(a)(2)(i)).
"""

from datetime import date
from decimal import Decimal

from fsr.cpe.methods import Method
from fsr.cpe.rules.credit import Topic
from fsr.cpe.rules.model import (
    Category,
    Cycle,
    Duty,
    Either,
    First,
    FirstKind,
    FirstPeriod,
    Limit,
    Minimum,
    Per,
    PeriodRule,
    RuleSet,
    Source,
    Way,
)
from fsr.cpe.rules.reasons import N_

_REGULATION = "https://regulations.justia.com/states/new-york/title-8/chapter-ii/subchapter-b/part-70/section-70-9"
_BOARD = "https://op.nysed.gov/professions/certified-public-accountants/mce-questions-answers"
_TEXT = Source("8 NYCRR 70.9(a)(2)", _REGULATION, date(2024, 9, 25))
_ANSWERS = Source("NYSED, Mandatory Continuing Education Q&A", _BOARD, None, text=False)
_SPONSOR = Source("8 NYCRR 70.9", "https://www.westerncpe.com/state-requirement/new-york/", None, text=False)

_ACCOUNTING = frozenset({"accounting", "accounting_governmental"})
_AUDITING = frozenset({"auditing", "auditing_governmental"})
SUBJECTS = (
    Category(N_("Accounting"), _ACCOUNTING),
    Category(N_("Auditing and attest"), _AUDITING),
    Category(N_("Taxation"), frozenset({"taxes"})),
    Category(N_("Advisory services"), frozenset({
        "management_services", "finance", "information_technology", "economics", "statistics", "business_law"})),
    Category(N_("Specialized knowledge"), frozenset({"specialized_knowledge"})),
    Category(N_("Ethics"), frozenset({"regulatory_ethics", "behavioral_ethics"})),
)
ETHICS = Category(N_("Ethics"), frozenset({"regulatory_ethics", "behavioral_ethics"}), frozenset({Topic.ETHICS}),
                  without=frozenset({Topic.HARASSMENT}), approved=True)

RULES = (
    Either("total", N_("Hours in the year"), _ANSWERS, Decimal(40), ways=(
        Way(N_("40 hours in any recognised subjects"), Decimal(40)),
        Way(N_("24 hours in one subject"), Decimal(24), SUBJECTS),
    )),
    Minimum("ethics", N_("Ethics in three years"), _ANSWERS, Decimal(4), category=ETHICS, per=Per.YEARS, years=3,
            note=N_("Approved by New York where the principal place of business is there.")),
    Minimum("attest", N_("Accounting, auditing and attest in three years"), _SPONSOR, Decimal(40),
            category=Category(N_("Accounting, auditing and attest"), _ACCOUNTING | _AUDITING), per=Per.YEARS, years=3,
            when=frozenset({Duty.SUPERVISES_ATTEST}), first=First.ALWAYS),
    Limit("instruction", N_("Instruction and published materials"), _SPONSOR, Decimal(20), category=Category(
        N_("Instruction and published materials"), methods=frozenset({Method.INSTRUCTION, Method.AUTHORSHIP})),
        note=N_("Half of the hours in all.")),
)

NEW_YORK = RuleSet(
    state="NY",
    name="New York",
    version="2026-11",
    valid_from=date(2012, 1, 1),
    valid_to=None,
    period=PeriodRule(Cycle.CALENDAR_YEAR, 1, _ANSWERS),
    rules=RULES,
    first=FirstPeriod(FirstKind.EXEMPT, _TEXT),
    notes=(
        N_("Programmes on marketing professional services or on the profitability of a practice are not accepted."),
        N_("How New York's subjects correspond to NASBA's fields of study is this table's judgement."),
    ),
)
