"""The completeness check in words: what each rule is called, and what to ask where a text says nothing."""

from collections.abc import Callable

from fsr.notebook.checks import LEAST, Answer, Field, Report, State
from fsr.web.i18n import gettext as _

NAMES: dict[str, Callable[[], str]] = {
    "what": lambda: _("What goes wrong"), "where": lambda: _("Where"), "size": lambda: _("How many"),
    "when": lambda: _("Since when"), "often": lambda: _("How often"), "actions": lambda: _("What was done"),
    "readings": lambda: _("Readings"), "parts": lambda: _("Part numbers"), "cause": lambda: _("Cause"),
    "result": lambda: _("Result"), "next": lambda: _("Next step"), "facts": lambda: _("Facts only"),
    "concise": lambda: _("Concise"),
}
QUESTIONS: dict[str, Callable[[], str]] = {
    "what": lambda: _("What is seen, heard or measured? For example: stops, leaks, alarm 2107."),
    "where": lambda: _("Which unit or part is it? For example: tool 4, upper arm, X stage."),
    "size": lambda: _("How many are affected, and how many are not? For example: 1 of 6 tools, all recipes."),
    "when": lambda: _("When did it start? Give a date, or what happened before it."),
    "often": lambda: _("How often does it happen? For example: 3 times per shift, at each start, once."),
    "actions": lambda: _("What did you do? Say it as done: checked, replaced, called."),
    "readings": lambda: _("What did you read or measure? Give the number with its unit, or the code."),
    "parts": lambda: _("Which part numbers were used? Or write: no parts used."),
    "cause": lambda: _("What was the cause? If nobody knows yet, write that it is not known."),
    "result": lambda: _("How was it verified, and what came out? For example: 200 cycles without an alarm, no change."),
    "next": lambda: _("What is the next step, and whose? Or write that nothing is left open."),
    "facts": lambda: _("Can you say this without these words? Write what was seen, heard or measured."),
    "concise": lambda: _("Can it be shorter?"),
}
SURELY: dict[str, Callable[[], str]] = {
    "facts": lambda: _("Are you sure of this? Write what is known, and how."),
    "concise": lambda: _("This is said twice."),
}
"""What to ask after a guess, where the question itself would be too much."""


def name(answer: Answer) -> str:
    """What the rule is called."""
    return NAMES[answer.rule.name]()


def question(answer: Answer, report: Report) -> str:
    """What to ask of the writer; "" where the text says it, or need not."""
    if answer.state in (State.PASSED, State.NOT_NEEDED):
        return ""
    if answer.rule.name == "concise" and report.over:
        return _("%(over)s characters over the limit of %(limit)s: what can go?", over=report.over, limit=report.limit)
    asked = SURELY if answer.state is State.GUESSED else QUESTIONS
    return asked.get(answer.rule.name, QUESTIONS[answer.rule.name])()


def verdict(report: Report) -> str:
    """The score in words."""
    if report.score is None:
        return _("Too short to judge: at least %(least)s characters.", least=LEAST)
    grades = ((81, _("complete")), (61, _("nearly complete")), (41, _("half of it")), (0, _("much is missing")))
    return next(words for least, words in grades if report.score >= least)


def title(field: Field) -> str:
    """What the text is called."""
    return _("Problem statement") if field is Field.PROBLEM else _("FSR notes")
