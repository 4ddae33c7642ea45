"""Who looks after a case, who sees a page, and an administrator's opening of somebody else's page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr.errors import Invalid
from fsr.notebook import access, circle, urls
from fsr.notebook.access import LEADS
from fsr.notebook.models import Assignment, Level, Member, Page
from fsr.notebook.service import cases, people
from fsr.notebook.views.blueprint import bp
from fsr.notebook.views.head import Head, head_of
from fsr.web.htmx import fragment_or_page, go_to
from fsr.web.i18n import gettext as _

LEVELS: dict[Level, Callable[[], str]] = {
    Level.READ: lambda: _("may read"), Level.WRITE: lambda: _("may read and write"),
    Level.ADMIN: lambda: _("may also choose people"),
}


@dataclass(frozen=True)
class Circle:
    """The page: who has to do with the case.

    form    which form was refused ("share", "assign", "open" and the id, "title"), with its `errors`
    gone    a collaborator who was just removed, (user id, level), to be taken back
    """

    head: Head
    form: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    raw: Mapping[str, str] = field(default_factory=dict)
    gone: tuple[int, str] | None = None

    @property
    def may_choose(self) -> bool:
        """Whether the reader may choose the page's people."""
        page = self.head.page
        return page is not None and access.may_write(current_user) and access.may(page, current_user, Level.ADMIN)

    @property
    def may_rename(self) -> bool:
        """Whether the reader may give the case another title."""
        return self.head.case.is_open and circle.works_on(self.head.case, current_user)

    @property
    def may_assign(self) -> bool:
        """Whether the reader may say who looks after the case."""
        return people.may_assign(self.head.case, current_user)

    @property
    def members(self) -> list[Member]:
        """The page's collaborators."""
        return list(circle.members(self.head.page)) if self.head.page else []

    @property
    def assignments(self) -> list[Assignment]:
        """Who looks after the case, and who did."""
        return list(circle.assignments(self.head.case)) if circle.knows(self.head.case, current_user) else []

    @property
    def others(self) -> list[tuple[Page, bool]]:
        """For those who lead: everybody else's pages, and whether the reader may read them."""
        if current_user.role not in LEADS:
            return []
        return [(page, access.level_of(page, current_user) is not None) for page in circle.authors(self.head.case)
                if page.user_id != current_user.id]

    @property
    def levels(self) -> list[tuple[str, str]]:
        """What a collaborator may do, in words."""
        return [(level.value, label()) for level, label in LEVELS.items()]


@bp.get("/cases/<case>/people", endpoint="people")
def show(case: str) -> ResponseReturnValue:
    """Who has to do with the case."""
    head = head_of(case)
    if not access.may_write(current_user):
        circle.must_know(head.case, current_user)
    return _shown(Circle(head, gone=_gone()))


@bp.post("/cases/<case>/people")
def share_page(case: str) -> ResponseReturnValue:
    """Let somebody see the page, or change what they may do with it."""
    head, page = _page(case)
    try:
        people.share(current_user, page, request.form.get("person", ""), _level())
    except Invalid as error:
        return _refused(head, "share", error)
    return go_to(head.url("notebook.people"))


@bp.post("/cases/<case>/people/<int:user_id>")
def change_member(case: str, user_id: int) -> ResponseReturnValue:
    """Change what a collaborator may do, or let them see the page no more."""
    head, page = _page(case)
    if request.form.get("do") == "remove":
        was = people.remove_member(current_user, page, user_id)
        if user_id == current_user.id:
            flash(_("You left this page."))
            return go_to("/cases")
        return go_to(head.url("notebook.people", **({"gone": user_id, "was": was.value} if was else {})))
    people.set_member(current_user, page, people.colleague(user_id), _level())
    return go_to(head.url("notebook.people"))


@bp.post("/cases/<case>/assignments")
def assign(case: str) -> ResponseReturnValue:
    """Let somebody look after the case; nobody named: the actor."""
    head = _known(case)
    try:
        if "person" in request.form:
            people.give(current_user, head.case, request.form["person"])
        else:
            people.assign(current_user, head.case, current_user)
    except Invalid as error:
        return _refused(head, "assign", error)
    return go_to(head.url("notebook.people"))


@bp.post("/cases/<case>/assignments/<int:user_id>/end")
def unassign(case: str, user_id: int) -> ResponseReturnValue:
    """End somebody's looking after the case."""
    head = _known(case)
    people.unassign(current_user, head.case, user_id)
    return go_to(head.url("notebook.people"))


@bp.post("/cases/<case>/title")
def rename(case: str) -> ResponseReturnValue:
    """Give the case another title."""
    head = _known(case)
    try:
        cases.rename(current_user, head.case, request.form.get("title", ""))
    except Invalid as error:
        return _refused(head, "title", error)
    return go_to(head.url("notebook.people"))


@bp.post("/cases/<case>/open")
def open_page(case: str) -> ResponseReturnValue:
    """Open somebody's page as administrator, for an hour."""
    head = head_of_case(case)
    circle.must_know(head.case, current_user)
    user_id = request.form.get("of", 0, type=int)
    try:
        page = people.open_page(current_user, head.case, user_id if 0 < user_id < 2**63 else 0,
                                request.form.get("reason", ""))
    except Invalid as error:
        return _refused(head, f"open-{user_id}", error)
    return go_to(urls.page_url(page, "notebook.everyone"))


@bp.get("/cases/<case>/everyone")
def everyone(case: str) -> ResponseReturnValue:
    """The notes of all who share theirs with the reader, side by side."""
    head = head_of_case(case)
    circle.must_know(head.case, current_user)
    return fragment_or_page("notebook/_everyone.html", "notebook/everyone.html", head=head, case=head.case,
                            leaves=circle.leaves(head.case, current_user))


def head_of_case(ref: str) -> Head:
    """The case with the reader's own page, whatever `by` says: for what concerns all pages of a case."""
    case, own = access.get_both(ref, current_user)
    return Head(case, own, current_user, Level.ADMIN if access.may_write(current_user) else Level.READ)


def _known(ref: str) -> Head:
    head = head_of(ref)
    circle.must_know(head.case, current_user)
    return head


def _page(ref: str) -> tuple[Head, Page]:
    """The page whose people are to be changed; the verbs check the right.

    :raises NotFound: there is none, or it is not the reader's business.
    """
    head = head_of(ref)
    return head, access.get_page(head.case, current_user, head.owner.id)


def _level() -> Level:
    said = request.form.get("level", "")
    return Level(said) if said in set(Level) else Level.READ


def _gone() -> tuple[int, str] | None:
    """Who was just removed, as the address says; taking it back asks for the right again."""
    user_id, was = request.args.get("gone", 0, type=int), request.args.get("was", "")
    return (user_id, was) if 0 < user_id < 2**63 and was in set(Level) else None


def _refused(head: Head, form: str, error: Invalid) -> ResponseReturnValue:
    return _shown(Circle(head, form, error.fields, request.form), 422)


def _shown(board: Circle, status: int = 200) -> ResponseReturnValue:
    return fragment_or_page("notebook/_people.html", "notebook/people.html", status, board=board, head=board.head,
                            case=board.head.case)
