"""The completeness check of a page: of what is kept, or of what is being typed; it stores nothing."""

from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue

from fsr.notebook import questions
from fsr.notebook.checks import Answer, Field, Mark, Report, State, check
from fsr.notebook.texts import FIELDS, LONGEST, Texts, text_of
from fsr.notebook.views.blueprint import bp
from fsr.notebook.views.case import URL
from fsr.notebook.views.head import Head, head_of
from fsr.web.htmx import fragment_or_page

ICONS = {State.PASSED: "check", State.GUESSED: "circle-help", State.OPEN: "circle", State.NOT_NEEDED: "minus"}
TONES = {State.PASSED: "ok", State.GUESSED: "warn", State.OPEN: "bad", State.NOT_NEEDED: ""}


@dataclass(frozen=True, slots=True)
class Shown:
    """One answer, ready to be drawn."""

    answer: Answer
    report: Report
    text: str

    @property
    def name(self) -> str:
        """What the rule is called."""
        return questions.name(self.answer)

    @property
    def question(self) -> str:
        """What to ask of the writer, or ""."""
        return questions.question(self.answer, self.report)

    @property
    def icon(self) -> str:
        """The sign before the name."""
        return ICONS[self.answer.state]

    @property
    def tone(self) -> str:
        """Its colour."""
        return TONES[self.answer.state]

    @property
    def marks(self) -> list[tuple[Mark, int, int]]:
        """The words that were found, each once, with their places as a text area counts: in UTF-16."""
        seen = {mark.text.casefold(): mark for mark in reversed(self.answer.marks)}
        marks = sorted(seen.values(), key=lambda mark: mark.start)
        return [(mark, _utf16(self.text[:mark.start]), _utf16(self.text[:mark.end])) for mark in marks]


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, slots=True)
class Checked:
    """Both texts of a page, judged; `is_typed`: as they stand in the boxes, perhaps not saved."""

    texts: Texts
    is_typed: bool

    @property
    def reports(self) -> list[tuple[str, str, Report, list[Shown]]]:
        """(title, verdict, report, answers) of each text, what is open first."""
        found = [(check(field, getattr(self.texts, field), problem=self.texts.problem_statement),
                  getattr(self.texts, field)) for field in Field]
        return [(questions.title(report.field), questions.verdict(report), report,
                 [Shown(answer, report, text) for answer in sorted(report.answers, key=_urgency)])
                for report, text in found]


def _urgency(answer: Answer) -> int:
    return (State.OPEN, State.GUESSED, State.PASSED, State.NOT_NEEDED).index(answer.state)


@bp.get(f"{URL}/check", endpoint="check")
def of_kept(case: str) -> ResponseReturnValue:
    """Check the page as it is kept."""
    head = head_of(case)
    texts = Texts(head.page.problem_statement, head.page.fsr_notes) if head.page else Texts()
    return _shown(head, Checked(texts, False))


@bp.post(f"{URL}/check")
def check_typed(case: str) -> ResponseReturnValue:
    """Check what is in the editor's boxes."""
    head = head_of(case)
    said = {field: text_of(request.form.get(field, ""))[:LONGEST] for field in FIELDS}
    return _shown(head, Checked(Texts(**said), True))


def _shown(head: Head, checked: Checked) -> ResponseReturnValue:
    return fragment_or_page("notebook/_check.html", "notebook/check.html", checked=checked, head=head, case=head.case,
                            page=head.page)
