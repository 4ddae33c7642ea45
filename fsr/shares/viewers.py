"""What shares must know of a kind of subject, without importing the package that owns it.

A feature registers one `Viewer` in its `init_app`.  A snapshot is JSON, made by the viewer and given back to it as it
was; shares only keeps it.  What a recipient may see of it is said by a `Look`, which the viewer must obey everywhere:
page, JSON and pictures alike.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from werkzeug.datastructures import MultiDict

from fsr.auth.models import User
from fsr.errors import NotFound
from fsr.extraction.reading import Box
from fsr.subjects import Subject
from fsr.web.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class Look:
    """What of a snapshot is shown, and how.

    language        of row names
    hidden_columns  keys of columns left out
    column_order    titles or keys; columns not named follow in their own order
    hidden_rows     codes of rows left out
    evidence        clauses and page pictures may be seen
    comments        the sender's comments may be seen
    recommended     key of the column that the sender recommends
    """

    language: str
    hidden_columns: frozenset[str] = frozenset()
    column_order: tuple[str, ...] = ()
    hidden_rows: frozenset[str] = frozenset()
    evidence: bool = False
    comments: bool = False
    recommended: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A column that the sender can show, hide or recommend; `key` is stable, `note` helps to recognise it."""

    key: str
    title: str
    note: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What the recipient sees: a fragment with its context.

    headline  what the sender recommends, for the top of the page: {"title", "price", "reason"} or None
    choices   columns the recipient may prefer; their keys are numbers of columns on this page, never ids
    """

    template: str
    context: Mapping[str, Any]
    headline: Mapping[str, str] | None = None
    choices: Sequence[Choice] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """Where a value stands in the document.  `box` as fractions of the page; None: the whole page."""

    column: str
    row: str
    value: str
    text: str
    page: int
    box: Box | None


@dataclass(frozen=True, slots=True)
class Viewer:
    """How subjects of one kind are shared.

    kind          of `Subject`
    product_line  the API's word for it
    check         raises NotFound or Forbidden unless this user may share that subject
    take          the snapshot of that subject now; raises NotFound when it is gone
    revisions     ids → revision, of those subjects that are still there, in one query
    about         the snapshot's {"title", "language", "revision"} to start a link from
    choices       the columns of a snapshot
    changes       sentences: what a recipient would see otherwise in the new snapshot than in the old one
    page          what the recipient sees; the mapping is the query string
    api           the JSON of the snapshot, in the shape of seed 000, without what the look hides
    clause        of a column and row by their numbers on the page (from 1); raises NotFound unless it may be seen
    picture       PNG of a page that one of the visible clauses of that column stands on; raises NotFound
    """

    kind: str
    product_line: str
    check: Callable[[str, User], None]
    take: Callable[[str], dict[str, Any]]
    revisions: Callable[[Sequence[str]], Mapping[str, int]]
    about: Callable[[Mapping[str, Any]], Mapping[str, Any]]
    choices: Callable[[Mapping[str, Any]], Sequence[Choice]]
    changes: Callable[[Mapping[str, Any], Mapping[str, Any], Look], Sequence[str]]
    page: Callable[[Mapping[str, Any], Look, MultiDict[str, str]], Page]
    api: Callable[[Mapping[str, Any], Look], dict[str, Any]]
    clause: Callable[[Mapping[str, Any], Look, int, int], Clause]
    picture: Callable[[Mapping[str, Any], Look, int, int], bytes]


def register(app: Flask, viewer: Viewer) -> None:
    """Let subjects of the viewer's kind be shared."""
    app.extensions.setdefault("fsr.shares", {})[viewer.kind] = viewer


def viewer_of(subject: Subject) -> Viewer:
    """The viewer of `subject`.

    :raises NotFound: nothing of this kind can be shared.
    """
    known: dict[str, Viewer] = current_app.extensions.get("fsr.shares", {})
    if found := known.get(subject.kind):
        return found
    raise NotFound(_("There is nothing here that could be shared."))
