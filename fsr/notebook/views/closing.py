"""Closing a case, its answers, opening it again, and undoing either.

One page for an open case (the form that closes it) and for a closed one (its answers, to be read, given or corrected).
An empty box is offered what the reader's own notes say literally, found by rule and marked as a quotation; nothing is
filled in that nobody chose.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from flask import request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr.errors import Conflict, Invalid, Refusal
from fsr.notebook import checks, circle, urls
from fsr.notebook.models import Case, Closing
from fsr.notebook.service import closing as service
from fsr.notebook.service import items
from fsr.notebook.service.closing import ANSWERS, Summary
from fsr.notebook.views.blueprint import bp
from fsr.notebook.views.head import Head, head_of
from fsr.web.htmx import fragment_or_page, go_to
from fsr.web.i18n import gettext as _

LABELS: dict[str, tuple[Callable[[], str], Callable[[], str]]] = {
    "symptom": (lambda: _("Symptom"), lambda: _("What was seen: what failed, where, how often.")),
    "fault": (lambda: _("Fault"), lambda: _("Why: the cause that was found, or “unknown”.")),
    "fix": (lambda: _("Fix"), lambda: _("What was done, and how it was proven to work.")),
}


@dataclass(frozen=True, slots=True)
class Box:
    """One answer in the form; `quote`: what the notes say to it, "" where they say nothing or the box is not empty."""

    name: str
    label: str
    hint: str
    text: str
    error: str | None
    quote: str
    is_focused: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page: a case with its closings, and the form as it was typed.

    typed   what to show in the boxes; what is kept where nothing was refused
    seen    the stamp of the answers that the form began with
    theirs  answers that somebody else gave meanwhile, to be compared; None: nobody did
    undo    "close" or "reopen": what was just done and can be taken back; "" for nothing
    taken   the answer into which a quotation was just put; "" for none
    """

    head: Head
    closings: list[Closing]
    typed: Summary
    seen: str
    errors: Mapping[str, str] = field(default_factory=dict)
    theirs: Summary | None = None
    problem: str = ""
    undo: str = ""
    taken: str = ""

    @property
    def last(self) -> Closing | None:
        """The closing that holds now; None for an open case."""
        return self.closings[0] if self.closings and not self.head.case.is_open else None

    @property
    def earlier(self) -> list[Closing]:
        """Closings that were taken back."""
        return self.closings[1:] if self.last else self.closings

    @property
    def kept(self) -> Summary:
        """The answers as they are kept."""
        return service.summary_of(self.last)

    @property
    def is_described(self) -> bool:
        """Whether the answers have been given."""
        return self.kept != Summary()

    @property
    def boxes(self) -> list[Box]:
        """The three of the form."""
        quoted = _quotes(self.head)
        return [Box(name, label(), hint(), text := getattr(self.typed, name), self.errors.get(name),
                    "" if text.strip() else quoted[name], name == self.taken) for name, (label, hint) in LABELS.items()]

    @property
    def labels(self) -> list[tuple[str, str]]:
        """(name, label) of the three."""
        return [(name, label()) for name, (label, _hint) in LABELS.items()]


@bp.get("/cases/<case>/close", endpoint="close")
def show(case: str) -> ResponseReturnValue:
    """The form that closes the case, or the answers of a closed one."""
    head = _known(case)
    undo = request.args.get("done", "")
    return _shown(_sheet(head, undo=undo if undo in ("close", "reopen") else ""))


@bp.post("/cases/<case>/close")
def close_case(case: str) -> ResponseReturnValue:
    """Close the case, or give and correct the answers of a closed one; what was typed stays whatever happens."""
    head, typed, seen = _known(case), _typed(), request.form.get("seen")
    if (name := request.form.get("quote")) in ANSWERS:
        return _shown(_sheet(head, typed=replace(typed, **{name: _quotes(head)[name]}), seen=seen or "", taken=name))
    closes = request.form.get("do") != "describe"
    try:
        if closes:
            service.close(current_user, head.case, typed)
        else:
            service.describe(current_user, head.case, typed, seen)
    except (Invalid, Conflict) as error:
        return _refused(head, typed, seen or "", error)
    return go_to(_url(head.case, "close" if closes else ""))


@bp.post("/cases/<case>/reopen")
def reopen(case: str) -> ResponseReturnValue:
    """Open the case again."""
    head = _known(case)
    service.reopen(current_user, head.case)
    return go_to(_url(head.case, "reopen"))


@bp.post("/cases/<case>/reopen/undo")
def undo_reopen(case: str) -> ResponseReturnValue:
    """Close the case again as it was."""
    head = _known(case)
    service.undo_reopen(current_user, head.case)
    return go_to(_url(head.case, ""))


def _known(ref: str) -> Head:
    head = head_of(ref)
    circle.must_know(head.case, current_user)
    return head


def _quotes(head: Head) -> dict[str, str]:
    """What the page's own texts say to each answer."""
    page = head.page
    if page is None:
        return dict.fromkeys(ANSWERS, "")
    notes = [item.text for item in reversed(items.filed(page))] + [page.fsr_notes]
    found = checks.summary(page.problem_statement, "\n".join(notes))
    return {name: getattr(found, name) or "" for name in ANSWERS}


def _typed() -> Summary:
    return Summary(**{name: request.form.get(name, "") for name in ANSWERS})


def _sheet(head: Head, **values: object) -> Sheet:
    found = list(service.closings(head.case))
    kept = service.summary_of(found[0] if found and not head.case.is_open else None)
    return Sheet(head, found, **{"typed": kept, "seen": kept.stamp, **values})  # type: ignore[arg-type]  # its own fields


def _refused(head: Head, typed: Summary, seen: str, error: Refusal) -> ResponseReturnValue:
    """The form again, with what was typed; where others were first, with what they gave, to be saved over knowingly."""
    if isinstance(error, Invalid):
        return _shown(_sheet(head, typed=typed, errors=error.fields, seen=seen), 422)
    kept = _sheet(head).kept
    theirs = kept if kept not in (Summary(), typed) else None
    return _shown(_sheet(head, typed=typed, theirs=theirs, problem=str(error)), 409)


def _shown(sheet: Sheet, status: int = 200) -> ResponseReturnValue:
    return fragment_or_page("notebook/_closing.html", "notebook/closing.html", status, sheet=sheet, head=sheet.head,
                            case=sheet.head.case)


def _url(case: Case, done: str) -> str:
    return urls.case_url(case, "notebook.close", **({"done": done} if done else {}))
