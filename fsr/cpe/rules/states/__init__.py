"""The states whose rules are known; a further state, or a change of law, is a further `RuleSet` here.

A change of law does not edit a rule set: the old one gets its last day, and a new one follows.  A licence period is
counted by the rules in force on its last day.
"""

from datetime import date

from fsr.cpe.rules.model import RuleSet
from fsr.cpe.rules.states.california import CALIFORNIA
from fsr.cpe.rules.states.florida import FLORIDA
from fsr.cpe.rules.states.illinois import ILLINOIS
from fsr.cpe.rules.states.new_york import NEW_YORK
from fsr.cpe.rules.states.texas import TEXAS
from fsr.cpe.rules.states.washington import WASHINGTON

RULE_SETS: tuple[RuleSet, ...] = (CALIFORNIA, NEW_YORK, TEXAS, FLORIDA, ILLINOIS, WASHINGTON)


def rules_for(state: str, on: date) -> RuleSet | None:
    """The rules of a state ("CA" or "California") in force on `on`, else its oldest later ones; None: not known."""
    found = sorted((rules for rules in RULE_SETS if state in {rules.state, rules.name}), key=lambda r: r.valid_from)
    fitting = [rules for rules in found if rules.valid_from <= on and (rules.valid_to is None or on <= rules.valid_to)]
    return next(iter(fitting or found), None)
