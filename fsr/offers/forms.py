"""Input of the comparison pages: query strings and forms, parsed once, with what was typed kept for showing again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol
from urllib.parse import urlencode

from fsr.offers import catalogue
from fsr.web.i18n import LANGUAGES
from fsr.web.i18n import gettext as _

TEXT = 200
"""Characters of a name; longer ones are cut by the service's own rule, this is the field's."""
COMMENT = 2000


class Fields(Protocol):
    """What werkzeug's MultiDict gives of a query string or a form."""

    def get(self, key: str, /) -> str | None: ...
    def getlist(self, key: str, /) -> list[str]: ...
    def __contains__(self, key: object, /) -> bool: ...


class Order(StrEnum):
    """In which order columns stand; the members are `compare.ORDERS`."""

    OWN = "own"
    """As the owner placed them; at first as uploaded."""
    UPLOAD = "upload"
    PRICE = "price"
    NAME = "name"


class Show(StrEnum):
    """What the matrix marks or leaves out."""

    DIFFERENCES = "differences"
    BEST = "best"
    HIDE_EQUAL = "hide-equal"


@dataclass(frozen=True, slots=True)
class ViewForm:
    """How the matrix is looked at; it lives in the URL alone, so a link shows what its sender saw.

    only  ids of the columns to show beside each other; empty: all that are not hidden
    """

    show: frozenset[Show] = frozenset({Show.DIFFERENCES, Show.BEST})
    order: Order = Order.OWN
    only: tuple[int, ...] = ()

    @classmethod
    def parse(cls, args: Fields) -> "ViewForm":
        """Read the query string; what it does not know it leaves alone."""
        asked = frozenset(Show(one) for one in args.getlist("show") if one in set(Show))
        show = asked if "show" in args else cls().show
        order = args.get("order") or ""
        only = tuple(int(one) for one in args.getlist("only") if one.isascii() and one.isdigit() and len(one) < 19)
        return cls(show, Order(order) if order in set(Order) else Order.OWN, only)

    @property
    def differences(self) -> bool:
        """Mark rows that differ and the cells that depart from most."""
        return Show.DIFFERENCES in self.show

    @property
    def best(self) -> bool:
        """Mark the best values."""
        return Show.BEST in self.show

    @property
    def hide_equal(self) -> bool:
        """Leave out rows in which all offers say the same."""
        return Show.HIDE_EQUAL in self.show

    @property
    def query(self) -> str:
        """The query string that gives this view again, with its "?"; "" for the usual view."""
        parts: list[tuple[str, str]] = []
        if self.show != ViewForm().show:
            parts += [("show", str(one)) for one in sorted(self.show)] or [("show", "")]
        if self.order != Order.OWN:
            parts.append(("order", self.order))
        parts += [("only", str(one)) for one in self.only]
        return f"?{urlencode(parts)}" if parts else ""


@dataclass(slots=True)
class DetailsForm:
    """Whose comparison it is, and in which language its rows are named.

    errors  field → sentence; empty when all is well
    """

    reg_number: str = ""
    client: str = ""
    title: str = ""
    language: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, fields: Fields) -> "DetailsForm":
        """Read the form; an unknown language is an error."""
        form = cls(_text(fields, "reg_number"), _text(fields, "client"), _text(fields, "title"),
                   _text(fields, "language"))
        if form.language and form.language not in LANGUAGES:
            form.errors["language"] = _("Choose a language from the list.")
        for name in ("reg_number", "client", "title"):
            if len(getattr(form, name)) > TEXT:
                form.errors[name] = _("Use at most %(count)s characters.", count=TEXT)
        return form


@dataclass(slots=True)
class CellForm:
    """What a person says of one cell.

    action   "save", "confirm", "reset", "undo", "best", "not-best", "by-rule", or "pick:<n>" for the n-th alternative
             that was read
    choice   "covered", "excluded", "missing" or "text"; where the row has no choice, "text"
    value    what was typed, "" for nothing; `shown` is what the field held before
    version  version of the cell the person saw; None when the form did not say
    """

    action: str = "save"
    choice: str = "text"
    value: str = ""
    why: str = ""
    shown: str = ""
    version: int | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, fields: Fields) -> "CellForm":
        """Read the form.  Words typed into the field count, also where the choice beside it was left as it was."""
        form = cls(_text(fields, "action") or "save", _text(fields, "choice") or "text", _text(fields, "value"),
                   _text(fields, "why"), _text(fields, "shown"), _number(fields, "version"))
        if form.value and form.value != form.shown:
            form.choice = "text"
        if len(form.value) > COMMENT or len(form.why) > COMMENT:
            form.errors["value"] = _("Use at most %(count)s characters.", count=COMMENT)
        return form

    @property
    def typed(self) -> str | None:
        """The value in the form services take: "v", "-", a text, or None for not stated."""
        words = {"covered": catalogue.COVERED, "excluded": catalogue.NOT_COVERED, "missing": None}
        return words.get(self.choice, self.value or None)

    @property
    def picked(self) -> int | None:
        """The number of the alternative chosen; None when the action is another."""
        kind, _colon, number = self.action.partition(":")
        return int(number) if kind == "pick" and number.isascii() and number.isdigit() else None


@dataclass(slots=True)
class ColumnForm:
    """What a person says of one offer as a whole."""

    title: str = ""
    insurer: str = ""
    variant: str = ""
    comment: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, fields: Fields) -> "ColumnForm":
        """Read the form; only lengths can be wrong."""
        form = cls(_text(fields, "title"), _text(fields, "insurer"), _text(fields, "variant"),
                   _text(fields, "comment"))
        for name, longest in (("title", TEXT), ("insurer", TEXT), ("comment", COMMENT)):
            if len(getattr(form, name)) > longest:
                form.errors[name] = _("Use at most %(count)s characters.", count=longest)
        return form


@dataclass(slots=True)
class LabelForm:
    """A learned label: which printed words stand for which row."""

    label: str = ""
    code: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, fields: Fields) -> "LabelForm":
        """Read the form; the row must be one of the catalogue's and the label must not be empty."""
        form = cls(_text(fields, "label"), _text(fields, "code"))
        if not form.label:
            form.errors["label"] = _("Type the words as they are printed.")
        if form.code not in catalogue.BY_CODE:
            form.errors["code"] = _("Choose a row from the list.")
        return form


def _text(fields: Fields | Mapping[str, str], name: str) -> str:
    return (fields.get(name) or "").strip()


def _number(fields: Fields, name: str) -> int | None:
    text = _text(fields, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
