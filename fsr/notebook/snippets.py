"""Templates to start a text with and snippets to put in: everybody's, one's own, and those that come with fsr.

`{date}`, `{time}`, `{me}` and `{case}` are filled in when a text is used.  A label without an answer ("Cause:") counts
for nothing in the completeness check, so a template that nobody filled in looks as empty as it is.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from fsr import clock
from fsr.auth.models import User
from fsr.db import db
from fsr.errors import Forbidden, NotFound
from fsr.notebook.access import may_write
from fsr.notebook.models import Case, Snippet
from fsr.web.i18n import day, zone
from fsr.web.i18n import gettext as _

TEMPLATE, SNIPPET = "template", "snippet"
_PLACE = re.compile(r"\{(date|time|me|case)\}")


@dataclass(frozen=True, slots=True)
class Choice:
    """One text to choose.

    key     names it in a form: "s12" for the row 12, "report" for one that comes with fsr
    field   "problem_statement", "fsr_notes", or "" for whichever the writer is in
    text    filled in
    """

    key: str
    kind: str
    field: str
    name: str
    text: str


def built_in() -> list[Choice]:
    """The templates that come with fsr, in the reader's language, not filled in."""
    return [Choice(key, TEMPLATE, field, name(), text()) for key, field, name, text in _BUILT_IN]


_BUILT_IN: tuple[tuple[str, str, Callable[[], str], Callable[[], str]], ...] = (
    ("report", "fsr_notes", lambda: _("Field service report"), lambda: _(
        "{date}, arrived {time}, {me}\nSite and contact:\nUnit and serial number:\nFound, with readings:\nCause:\n"
        "Done:\nPart numbers and quantities:\nTest and its result:\nNext step, by whom and when:\n")),
    ("intermittent", "problem_statement", lambda: _("Intermittent fault"), lambda: _(
        "What happens:\nUnit or part:\nSince:\nHow often, out of how many:\nAffected, and not affected:\n"
        "What comes just before it:\nCode or reading at that moment:\n")),
    ("handover", "fsr_notes", lambda: _("Hand-over"), lambda: _(
        "Hand-over of {case}, {date} {time}, by {me}\nState now:\nDone so far, and what it showed:\nRuled out:\n"
        "Waiting for:\nNext step, by whom and when:\nMust not be forgotten:\n")),
    ("call", "fsr_notes", lambda: _("Claim call note"), lambda: _(
        "{date} {time}, {me}, call about {case}\nSpoke with, number:\nWhat they report:\nWhat we told them:\n"
        "Agreed:\nDocuments requested:\nNext contact, by whom and when:\n")),
)


def available(user: User, case: Case) -> list[Choice]:
    """What `user` may choose on the case, filled in: their own first, then everybody's, then those of fsr."""
    own = [Choice(f"s{row.id}", row.kind, row.field, row.name, row.text) for row in rows(user)]
    now = clock.now().astimezone(zone())
    values = {"date": day(now), "time": now.strftime("%H:%M"), "me": user.name, "case": case.number}
    return [Choice(one.key, one.kind, one.field, one.name, filled(one.text, values)) for one in (*own, *built_in())]


def rows(user: User) -> list[Snippet]:
    """The user's own, then everybody's, each by name."""
    query = sa.select(Snippet).where(sa.or_(Snippet.owner_id == user.id, Snippet.owner_id.is_(None)))
    return sorted(db.session.scalars(query), key=lambda row: (row.owner_id is None, row.name.casefold(), row.id))


def filled(text: str, values: Mapping[str, str]) -> str:
    """`text` with its places filled in, each once: what is put in is not read again."""
    return _PLACE.sub(lambda match: values[match.group(1)], text)


def added(text: str, more: str) -> str:
    """`more` below `text`, with an empty line between."""
    return f"{text.rstrip()}\n\n{more}" if text.strip() else more


def may_edit(row: Snippet, user: User) -> bool:
    """Whether `user` may change or delete it: their own, and administrators everybody's."""
    return may_write(user) and (row.owner_id == user.id or (row.owner_id is None and user.is_admin))


def get_snippet(snippet_id: int, user: User, *, edit: bool = True) -> Snippet:
    """The snippet, to change it unless `edit` is false.

    :raises NotFound: there is none, or it is somebody else's own.
    :raises Forbidden: it is everybody's, and only administrators change those.
    """
    found = db.session.scalar(sa.select(Snippet).where(Snippet.id == snippet_id))
    if found is None or found.owner_id not in (None, user.id):
        raise NotFound(_("There is no such snippet."))
    if edit and not may_edit(found, user):
        raise Forbidden(_("Only administrators may change what is there for everybody."))
    return found
