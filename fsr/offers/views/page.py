"""What the page of a comparison needs beside its matrix: counts, warnings, orders, the state of reading."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from urllib.parse import parse_qsl

from flask import request, url_for
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from fsr import clock
from fsr.errors import NotFound
from fsr.offers import access, queries
from fsr.offers.compare import Column, Matrix, Offered, OfferState, compare
from fsr.offers.forms import Order, ViewForm
from fsr.offers.models import Comparison
from fsr.offers.views import shown
from fsr.web.htmx import came_from
from fsr.web.i18n import LANGUAGES, language, ngettext
from fsr.web.i18n import gettext as _
from fsr.web.sentences import said

SURE = 0.8
"""An insurer recognised with less confidence is shown as guessed."""


@dataclass(frozen=True)
class Page:
    """A comparison as `view` asks to see it; templates read its properties, each worked out when it is first read.

    may_edit  whether the reader may change anything; without it cells and columns offer nothing to do
    """

    comparison: Comparison
    offers: Sequence[Offered]
    view: ViewForm
    may_edit: bool = True

    @cached_property
    def matrix(self) -> Matrix:
        """The offers side by side."""
        return compare(self.offers, order=self.view.order, columns=self.view.only or None,
                       hide_equal=self.view.hide_equal, best=self.comparison.best)

    @cached_property
    def groups(self) -> list[shown.ShownGroup]:
        """The rows, ready to print."""
        return shown.groups(self.matrix, self.view, self.language)

    def rows(self, code: str) -> list[shown.ShownGroup]:
        """One row alone, to be swapped in; empty when the view leaves it out."""
        return [shown.ShownGroup("", tuple(line for line in group.lines if line.code == code)) for group in self.groups]

    @property
    def language(self) -> str:
        """In which language rows are named."""
        return self.comparison.language if self.comparison.language in LANGUAGES else language()

    @property
    def product(self) -> str:
        """The line of business."""
        return "KASKO" if self.language == "lv" else "CASCO"

    @property
    def title(self) -> str:
        """The heading of the page, in one line."""
        return f"{self.product} · {self.comparison.name}"

    @property
    def caption(self) -> str:
        """The name of the table for readers who do not see it."""
        return _("Comparison of offers, %(name)s", name=self.comparison.name)

    @cached_property
    def url(self) -> str:
        """The page's address, without its query string."""
        return url_for("offers.show", comparison_id=self.comparison.id)

    @staticmethod
    def document_url(document_id: int) -> str:
        """Where the uploaded file is."""
        return url_for("documents.original", document_id=document_id)

    def column(self, offer_id: int) -> Column:
        """The heading of one offer, hidden or not.

        :raises NotFound: it stands no longer in the comparison.
        """
        for column in compare(self.offers, show_hidden=True).columns:
            if column.offer_id == offer_id:
                return column
        raise NotFound(_("There is no such offer."))

    @property
    def share_url(self) -> str:
        """Where a link for the client is made."""
        return url_for("shares.new", subject=str(self.comparison.subject))

    @property
    def sure(self) -> float:
        """From which confidence on an insurer is not marked as guessed."""
        return SURE

    @property
    def counts(self) -> str:
        """How many offers, how many still to read, how many cells to look at."""
        offers, busy, check = len(self.matrix.columns), self.matrix.busy, self.matrix.to_check
        failed = sum(offer.state == OfferState.FAILED for offer in self.offers)
        parts = [self.comparison.client] if self.comparison.client else []
        parts.append(ngettext("%(num)s offer", "%(num)s offers", offers))
        if failed:
            parts.append(ngettext("%(num)s could not be read", "%(num)s could not be read", failed))
        if busy:
            parts.append(ngettext("%(num)s being read", "%(num)s being read", busy))
        elif offers > failed:
            parts.append(ngettext("%(num)s cell to check", "%(num)s cells to check", check) if check
                         else _("nothing left to check"))
        return " · ".join(parts)

    @property
    def failed(self) -> list[Column]:
        """The columns that could not be read."""
        return [column for column in self.matrix.columns if column.state == OfferState.FAILED]

    @property
    def warnings(self) -> list[tuple[str, str]]:
        """(column, sentence) of what a broker should know before trusting the matrix; column "" for all."""
        columns = [*self.matrix.columns, *self.matrix.hidden]
        told = [(column.title, said(words)) for column in columns for words in column.offer.warnings
                if words != column.offer.error]  # a failed column says that already, with what to do
        return [*self._plates(columns), *told]

    @staticmethod
    def _plates(columns: Sequence[Column]) -> list[tuple[str, str]]:
        plates = {column.offer.reg_number for column in columns if column.offer.reg_number}
        if len(plates) < 2:
            return []
        each = ", ".join(f"{column.title} {column.offer.reg_number}" for column in columns if column.offer.reg_number)
        return [("", _("These offers are for different cars: %(each)s.", each=each))]

    @property
    def orders(self) -> list[tuple[str, str]]:
        """The orders to choose from, with their names."""
        return [(Order.OWN, _("as arranged")), (Order.UPLOAD, _("as uploaded")), (Order.PRICE, _("price")),
                (Order.NAME, _("name"))]

    @cached_property
    def choices(self) -> Sequence[Column]:
        """The columns that may be picked to stand alone beside each other."""
        return compare(self.offers).columns if self.view.only else self.matrix.columns

    @property
    def all_url(self) -> str:
        """This view with all columns again."""
        return self.url + ViewForm(self.view.show, self.view.order).query

    @property
    def rules(self) -> list[tuple[str, str]]:
        """The rules of best values that are in use: name and words."""
        return shown.rules(line for group in self.groups for line in group.lines)

    @property
    def owner(self) -> str:
        """Who made the comparison."""
        return self.comparison.owner.name

    @property
    def now(self) -> datetime:
        """The day of printing."""
        return clock.now()

    @property
    def seen(self) -> str:
        """Changes whenever an offer moved on; the poll sends it back to learn what happened since."""
        state = [(offer.id, offer.state, offer.progress, offer.version) for offer in self.offers]
        return hashlib.blake2b(repr(state).encode(), digest_size=8).hexdigest()

    @property
    def settled(self) -> str:
        """Changes whenever an offer was read or failed, not when a page was counted."""
        over = [(offer.id, offer.state, offer.version) for offer in self.offers
                if offer.state in {OfferState.READ, OfferState.FAILED}]
        return hashlib.blake2b(repr(over).encode(), digest_size=8).hexdigest()

    @property
    def poll_query(self) -> str:
        """Query string of the poll: what this page shows, and how it looks at it."""
        query = self.view.query
        return f"{query}{'&' if query else '?'}seen={self.seen}-{self.settled}"




def page_of(comparison: Comparison) -> Page:
    """The page of a comparison, in the view that the reader has before them."""
    may_edit = access.may_edit(current_user, comparison)
    return Page(comparison, queries.offered(comparison.id), _view(comparison), may_edit)


def _view(comparison: Comparison) -> ViewForm:
    """The view of this request's query string; where a part of the page asks without one, the view of that page."""
    asked = came_from()
    if not request.args and asked.path == url_for("offers.show", comparison_id=comparison.id):
        return ViewForm.parse(MultiDict(parse_qsl(asked.query, keep_blank_values=True)))
    return ViewForm.parse(request.args)
