"""The licence of a sheet, as its holder said it and as the rules take it."""

from datetime import date
from decimal import Decimal

import sqlalchemy as sa

from fsr.cpe.models import CpeLicence, PlannedCourse
from fsr.cpe.rules.model import Cycle, Duty, Licence, Per, Rule, RuleSet
from fsr.cpe.rules.states import rules_for
from fsr.db import db
from fsr.sheets.models import Sheet


def licence_of(sheet: Sheet) -> CpeLicence:
    """What is known of the sheet's licence; an empty one, in no table, where nobody said anything yet."""
    found = db.session.get(CpeLicence, sheet.id, populate_existing=True)
    return found or CpeLicence(sheet_id=sheet.id, number="", holder="", duties=[], last_done={},
                               carried=Decimal(0), version=0)


def planned_of(sheet: Sheet) -> list[PlannedCourse]:
    """The courses planned for the sheet, in the order of their days."""
    return list(db.session.scalars(
        sa.select(PlannedCourse).where(PlannedCourse.sheet_id == sheet.id, PlannedCourse.deleted_at.is_(None))
        .order_by(PlannedCourse.completed, PlannedCourse.id)))


def for_rules(licence: CpeLicence) -> Licence:
    """The licence as the rules take it."""
    birth = (licence.birth_year, licence.birth_month) if licence.birth_year and licence.birth_month else None
    return Licence(
        licence.renewal, licence.issued, birth, frozenset(Duty(one) for one in licence.duties),
        {code: date.fromisoformat(day) for code, day in licence.last_done.items()}, licence.carried,
        licence.extended, licence.holder)


def rules_of(state: str, licence: CpeLicence, today: date) -> RuleSet | None:
    """The rules by which the licence's period is counted; None for a state whose rules are not known."""
    return rules_for(state, licence.renewal or today)


def day_in_period(licence: CpeLicence, rules: RuleSet, today: date) -> date:
    """A day of the period to be looked at: today, or, where periods are calendar years, the year that was chosen."""
    chosen = licence.renewal
    if rules.period.cycle is Cycle.CALENDAR_YEAR and chosen and chosen.year != today.year:
        return chosen
    return today


def duties_asked(rules: RuleSet) -> list[Duty]:
    """The kinds of work on which rules of the state depend."""
    named = {duty for rule in rules.rules for duty in rule.when | rule.unless}
    return [duty for duty in Duty if duty in named]


def longer_rules(rules: RuleSet) -> list[Rule]:
    """Rules over more years than the period, whose course may have been taken before the sheet begins."""
    return [rule for rule in rules.rules if rule.per is Per.YEARS]


def asks_birth(rules: RuleSet) -> bool:
    """Whether the period follows from the month and year of birth."""
    return rules.period.cycle in {Cycle.BIRTH_MONTH, Cycle.BIRTH_MONTH_ROLLING}
