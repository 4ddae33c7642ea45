"""`/cases`: the list with its tabs and search, and the way to a case by its number.

The list is a page, the rows that a search or a tab swaps, and the column beside the editor, which loads it there; so it
answers in three sizes.  Everything that is filtered stands in the address.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr.errors import Invalid
from fsr.notebook import access, queries, urls
from fsr.notebook.models import Case, Page
from fsr.notebook.queries import Listing, Row
from fsr.notebook.search import Key, Tab
from fsr.notebook.service import cases, saving
from fsr.notebook.texts import number_of
from fsr.notebook.views.blueprint import bp
from fsr.notebook.words import Query
from fsr.web.htmx import came_from, fragment_or_page, trigger, wants_fragment
from fsr.web.i18n import gettext as _
from fsr.web.i18n import ngettext

URL = "/cases"
ROWS = "case-rows"
"""The id of what a search and a tab swap."""


@dataclass(frozen=True, slots=True)
class ListForm:
    """What the address asks for."""

    tab: Tab
    query: Query
    after: Key | None = None

    @classmethod
    def of(cls, data: Mapping[str, str], tabs: Sequence[Tab]) -> "ListForm":
        """Read the query string; what is no tab of this reader is the first one, or for words everything.

        Anything may stand there.
        """
        query, said = Query.of(data.get("q", "")), data.get("tab", "")
        first = Tab.FOUND if query.text else Tab.OPEN
        return cls(Tab(said) if said in tabs else first, query, Key.of(data.get("after", "")))

    def url(self, tab: Tab | str | None = None, after: Key | None = None, text: str | None = None) -> str:
        """The address of the same list, changed so; templates name a tab by its word."""
        to, said = Tab(tab or self.tab), self.query.text if text is None else text
        shown = None if to is (Tab.FOUND if said else Tab.OPEN) else to.value
        return url_for("notebook.index", tab=shown, q=said or None, after=str(after) if after else None)


@dataclass(frozen=True)
class Shown:
    """The list as templates take it.

    beside  the column beside an editor, whose address a search does not change
    """

    form: ListForm
    listing: Listing
    tabs: list[tuple[Tab, str]]
    beside: str

    @property
    def older(self) -> str | None:
        """The address of the next part."""
        return self.form.url(after=self.listing.older) if self.listing.older else None

    @property
    def count(self) -> str:
        """How many were found, in words."""
        number = len(self.listing.rows)
        if self.listing.older or self.form.after:
            return ngettext("%(num)s case here, others follow", "%(num)s cases here, others follow", number)
        return ngettext("%(num)s case found", "%(num)s cases found", number) if number else _("Nothing found")

    def url(self, row: Row) -> str:
        """Where the row leads."""
        return urls.case_url(row.case, by=row.author.id if row.author else None)

    def is_current(self, row: Row) -> bool:
        """Whether the editor beside the list shows this row."""
        return bool(self.beside) and self.beside == self.url(row)


LABELS = {Tab.FOUND: lambda: _("Everywhere"), Tab.OPEN: lambda: _("Open"), Tab.MINE: lambda: _("Mine"),
          Tab.SHARED: lambda: _("Shared"), Tab.CLOSED: lambda: _("Closed"), Tab.ALL: lambda: _("All")}


@bp.get(URL, endpoint="index")
def index() -> ResponseReturnValue:
    """Show the list: whole, its rows for a search, or the column beside an editor."""
    tabs = queries.tabs(current_user)
    form = ListForm.of(request.args, tabs)
    listing = queries.page(current_user, form.tab, form.query, form.after)
    names = [Tab.FOUND, *tabs] if form.query.text else tabs
    shown = Shown(form, listing, [(tab, LABELS[tab]()) for tab in names], _beside())
    fragment = "notebook/_rows.html" if request.headers.get("HX-Target") == ROWS else "notebook/_list.html"
    response = make_response(fragment_or_page(
        fragment, "notebook/index.html", shown=shown, adding=Adding(), may_add=access.may_write(current_user),
        may_import=Tab.ALL in tabs))
    if wants_fragment() and form.query.text:
        trigger(response, announce={"message": shown.count})
    return response


def _beside() -> str:
    """The address of the case beside which the list is loaded; "": it is a page of its own."""
    came = came_from()
    if not wants_fragment() or came.path in ("", url_for("notebook.index")):
        return ""
    return f"{came.path}?{came.query}" if came.query else came.path


@dataclass(frozen=True, slots=True)
class Adding:
    """What is known of a number that somebody types.

    state  "" nothing typed, "invalid", "mine" one's own page is there, "open", "closed", "unknown" and may be created,
           "refused" unknown and may not
    known  registered cases whose number begins so, with their addresses
    """

    number: str = ""
    title: str = ""
    state: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    case: Case | None = None
    known: Sequence[tuple[Case, str]] = ()


@bp.get(f"{URL}/add", endpoint="add")
def add() -> ResponseReturnValue:
    """Show the form; to htmx what is known of the number so far."""
    access.must_write(current_user)
    said = request.args.get("number", "")
    adding = _known_of(said) if said else Adding()
    return fragment_or_page("notebook/_add_state.html", "notebook/add.html", adding=adding)


@bp.post(f"{URL}/add")
def open_or_create() -> ResponseReturnValue:
    """Open the case with this number, with a page of one's own; create it if that was asked for."""
    access.must_write(current_user)
    said, title = request.form.get("number", ""), request.form.get("title", "")
    adding = _known_of(said)
    try:
        if adding.state in ("", "invalid", "refused") or (adding.state == "unknown" and "create" not in request.form):
            return _again(adding)
        case = cases.register(current_user, said, title)
    except Invalid as error:
        return _again(Adding(said, title, adding.state, error.fields, adding.case))
    if case.is_open:
        saving.begin(current_user, case)
    if adding.state == "unknown":
        flash(_("Case %(number)s was created.", number=case.number), "ok")
    return redirect(urls.case_url(case), 303)


def _again(adding: Adding) -> ResponseReturnValue:
    return render_template("notebook/add.html", adding=adding), 422


def _known_of(said: str) -> Adding:
    try:
        number = number_of(said)
    except Invalid as error:
        return Adding(said, state="invalid", errors=error.fields)
    known = [(case, urls.case_url(case)) for case in queries.known(number) if case.number != number]
    case = cases.find(number)
    if case is None:
        return Adding(number, state="unknown" if access.may_register(current_user) else "refused", known=known)
    own: Page | None = access.own_page(case, current_user)
    state = "mine" if own else "open" if case.is_open else "closed"
    return Adding(number, state=state, case=case, known=known)
