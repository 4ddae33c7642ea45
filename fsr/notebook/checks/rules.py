"""What a complete text says, and what each answer weighs.

A rule answers one question of the next reader: the engineer on the next shift, the office, the customer.  It is passed
by words that answer the question (strong cues), guessed by words that may (weak cues: half its weight, and marked as a
guess), open where neither stands, and not needed where the question makes no sense.

    what      the problem: something observable that goes wrong ("stops", "does not ignite", "LO COOLANT FLOW").  Not
              after "no" or "without": "no alarm" is no symptom.  Not needed for maintenance
    where     which unit or part: a noun with a number or a side ("tool 4", "X stage", "upper arm"); a bare noun is a
              guess
    size      how many or how widespread ("3 of 10", "only tool 4", "all recipes"); "several" is a guess.  Not needed
              for maintenance
    when      since when: a date, a day, "since the weekend", "after the lamp change"; "recently" is a guess.  Not
              needed for maintenance
    often     how often: a rate ("3 to 5 times per shift", "each lot", "once"); "sometimes" is a guess.  Not needed
              for a single event (an accident, a theft) and for maintenance
    actions   what was done, in the past tense or as shop shorthand ("CLND", "R&R"); "to check" is a guess, "must be
              replaced" nothing
    readings  a number with its unit, a code, a count ("12 of 12"); "noisy", "log" and bare minutes are guesses
    parts     a part number, or the sentence that no part was used; needed only where something was replaced or
              ordered
    cause     what was wrong ("found … chafed", "cause:", "shorted"), or the sentence that it is not known; "because"
              and "broken" are guesses.  Not needed for maintenance
    result    how it was verified and came out, good or bad ("200 cycles without an alarm", "no change"); "tested"
              alone is a guess
    next      the next step ("to do", "ordered", "will …") or that nothing is left ("handed over"); "later" is a guess
    facts     no feelings ("disaster", "!!") and, for half, no suppositions ("I think", "probably")
    concise   within the limit and, for half, no sentence twice

The last two are judged only where something was said at all: they are easy to pass with nothing.
"""

from dataclasses import dataclass
from enum import StrEnum

LEAST = 20
"""Characters that are not blanks; a shorter text gets no score (origin of seed 002)."""


class Field(StrEnum):
    """The two texts of a page."""

    PROBLEM = "problem_statement"
    NOTES = "fsr_notes"


LIMITS = {Field.PROBLEM: 1_000, Field.NOTES: 10_000}
"""Characters that readers of the two texts take."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A question; `name` is that of its cues."""

    name: str
    weight: int


RULES = {
    Field.PROBLEM: (Rule("what", 25), Rule("where", 15), Rule("size", 15), Rule("when", 15), Rule("often", 15),
                    Rule("facts", 10), Rule("concise", 5)),
    Field.NOTES: (Rule("actions", 25), Rule("readings", 15), Rule("parts", 10), Rule("cause", 15), Rule("result", 15),
                  Rule("next", 10), Rule("facts", 5), Rule("concise", 5)),
}
"""The weights of each text add up to 100."""
