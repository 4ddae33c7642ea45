"""One text judged by its rules."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from fsr.notebook.checks.cues import Mark, folded, found
from fsr.notebook.checks.rules import LEAST, LIMITS, RULES, Field, Rule

_PART_NUMBER = re.compile(
    r"(?<![\w-])(?!(?:CASE|CLAIM|TEST|ISO|DIN|EN|IEC|COVID|PM|REF|REV|LOT|FSR|WO|SR|PO|INV|TKT|UTF|SHA|HTTP|Q[1-4])-)"
    r"[A-Z]{2,5}\d{0,4}-[A-Z]{0,2}\d[\w-]*")
"""As printed on parts (CBL-7781-R): capitals, a hyphen, a figure; not the numbers of cases, norms and lots."""
_SHOUTING = re.compile(r"[!?]{2,}")
_SENTENCE = re.compile(r"[^.!?\n]+")
JUDGED = 20_000
"""Characters that are looked at, twice what readers take: nobody waits for a text that is far too long anyhow."""
_LONG = 25
"""Characters from which a repeated sentence is no coincidence ("Lamp OK")."""


class State(StrEnum):
    """What the text says to a rule."""

    PASSED = "passed"
    GUESSED = "guessed"
    OPEN = "open"
    NOT_NEEDED = "not-needed"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a text says to one rule; `marks` are the words that show it, at most three."""

    rule: Rule
    state: State
    marks: tuple[Mark, ...] = ()

    @property
    def points(self) -> float:
        """Out of the rule's weight."""
        return self.rule.weight * {State.PASSED: 1.0, State.GUESSED: 0.5}.get(self.state, 0.0)


@dataclass(frozen=True, slots=True)
class Report:
    """The judgement of one text.

    length  characters; over the limit by `over`, 0 where it is within
    score   0 to 100 of what is needed, None where the text is too short to judge
    """

    field: Field
    length: int
    over: int
    score: int | None
    answers: tuple[Answer, ...]

    @property
    def limit(self) -> int:
        """Characters that the readers of this text take."""
        return LIMITS[self.field]

    def answer(self, name: str) -> Answer:
        """What the text says to the rule of that name."""
        return next(answer for answer in self.answers if answer.rule.name == name)


def check(field: Field, text: str, *, problem: str = "") -> Report:
    """Judge `text`, as far as `JUDGED`.

    :param problem: of notes: the statement that they belong to, which says whether this is maintenance.
    """
    over = max(len(text) - LIMITS[field], 0)
    if len(re.sub(r"\s", "", text)) < LEAST:
        return Report(field, len(text), over, None, ())
    return _Judge(field, text[:JUDGED], problem[:JUDGED]).report(over, len(text))


class _Judge:
    """A text and what it says; cues are looked for once each."""

    def __init__(self, field: Field, text: str, problem: str) -> None:
        self.field, self.text, self.small = field, text, folded(text)
        stated = problem and found("maintenance", problem, folded(problem), most=1)
        self.is_maintenance = self.says("maintenance") or bool(stated)

    def says(self, name: str) -> bool:
        """Whether a strong cue of that name stands there."""
        return bool(found(name, self.text, self.small, most=1))

    def report(self, over: int, length: int) -> Report:
        """All answers and the score."""
        rules = RULES[self.field]
        said = [self.answer(rule) for rule in rules if rule.name not in ("facts", "concise")]
        if any(answer.state in (State.PASSED, State.GUESSED) for answer in said):
            manners = [self.facts(rules[-2]), self.concise(rules[-1], over)]
        else:
            manners = [Answer(rule, State.NOT_NEEDED) for rule in rules[-2:]]
        answers = (*said, *manners)
        needed = sum(answer.rule.weight for answer in answers if answer.state is not State.NOT_NEEDED)
        score = round(100 * sum(answer.points for answer in answers) / needed) if needed else 0
        return Report(self.field, length, over, score, answers)

    def answer(self, rule: Rule) -> Answer:
        """What the text says to a question."""
        special: dict[str, Callable[[Rule], Answer]] = {
            "what": self.unless_maintenance, "size": self.unless_maintenance, "when": self.unless_maintenance,
            "often": self.frequency, "parts": self.parts, "cause": self.cause}
        return special.get(rule.name, self.by_cues)(rule)

    def by_cues(self, rule: Rule) -> Answer:
        """Strong cues, otherwise weak ones, otherwise open."""
        if marks := found(rule.name, self.text, self.small):
            return Answer(rule, State.PASSED, tuple(marks))
        if marks := found(rule.name, self.text, self.small, weak=True):
            return Answer(rule, State.GUESSED, tuple(marks))
        return Answer(rule, State.OPEN)

    def unless_maintenance(self, rule: Rule) -> Answer:
        """Nothing goes wrong in a maintenance; where something does all the same, it is told."""
        answer = self.by_cues(rule)
        return Answer(rule, State.NOT_NEEDED) if self.is_maintenance and answer.state is State.OPEN else answer

    def frequency(self, rule: Rule) -> Answer:
        """A single event happens once, and says so by its name."""
        answer = self.unless_maintenance(rule)
        once = answer.state is State.OPEN and self.says("event")
        return Answer(rule, State.NOT_NEEDED) if once else answer

    def parts(self, rule: Rule) -> Answer:
        """Part numbers, asked for where something was replaced, fitted or ordered."""
        numbers = [Mark(match.start(), match.end(), match.group()) for match in _PART_NUMBER.finditer(self.text)][:3]
        if numbers:
            return Answer(rule, State.PASSED, tuple(numbers))
        answer = self.by_cues(rule)
        return answer if answer.state is State.PASSED or self.says("used") else Answer(rule, State.NOT_NEEDED)

    def cause(self, rule: Rule) -> Answer:
        """The cause, or the plain word that it is not known."""
        answer = self.unless_maintenance(rule)
        if answer.state in (State.PASSED, State.NOT_NEEDED):
            return answer
        unknown = found("unknown", self.text, self.small)
        return Answer(rule, State.PASSED, tuple(unknown)) if unknown else answer

    def facts(self, rule: Rule) -> Answer:
        """Feelings leave the rule open, suppositions alone half."""
        feelings = found("emotional", self.text, self.small)
        feelings += [Mark(match.start(), match.end(), match.group()) for match in _SHOUTING.finditer(self.text)]
        if feelings:
            return Answer(rule, State.OPEN, tuple(feelings[:3]))
        supposed = found("unfounded", self.text, self.small)
        return Answer(rule, State.GUESSED if supposed else State.PASSED, tuple(supposed))

    def concise(self, rule: Rule, over: int) -> Answer:
        """Over the limit leaves the rule open, a sentence told twice half."""
        twice = _repeated(self.text)
        if over:
            return Answer(rule, State.OPEN, twice)
        return Answer(rule, State.GUESSED if twice else State.PASSED, twice)


def _repeated(text: str) -> tuple[Mark, ...]:
    """The first sentence that was told before."""
    seen: set[str] = set()
    for match in _SENTENCE.finditer(text):
        said = " ".join(match.group().casefold().split())
        if len(said) >= _LONG and said in seen:
            return (Mark(match.start(), match.end(), match.group().strip()),)
        seen.add(said)
    return ()
