"""What an open editor asks every 20 s: who else is here, is the case still open, has the page gone on.

The answer never touches a box by itself: it is a line, and news that the script takes over only where nothing is
unsaved, or tells of where something is.
"""

import json

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr.auth.models import User
from fsr.notebook.changes import changes
from fsr.notebook.forms import version_of
from fsr.notebook.models import Page
from fsr.notebook.service import presence as people
from fsr.notebook.service import versions
from fsr.notebook.texts import FIELDS
from fsr.notebook.views import editor as shown
from fsr.notebook.views.blueprint import bp
from fsr.notebook.views.case import URL
from fsr.notebook.views.editor import Status
from fsr.notebook.views.head import Head, head_of
from fsr.web.htmx import wants_fragment
from fsr.web.i18n import gettext as _


@bp.get(f"{URL}/presence")
def presence(case: str) -> ResponseReturnValue:
    """Note that the reader is here and tell who else is, with what the editor does not know yet."""
    head = head_of(case)
    if not wants_fragment():
        return redirect(head.url(), 303)
    if head.page:
        people.seen(head.page, current_user, writing="writing" in request.args)
    status = _news(head)
    return render_template("notebook/_presence.html", head=head, line=here(head), status=status,
                           notice="closed" if status and status.state == "closed" else "",
                           changes=json.dumps(status.changes) if status else "")


def here(head: Head) -> str:
    """Who else has the page open, in one line; "" for nobody."""
    return "; ".join(map(_says, people.others(head.page, current_user))) if head.page else ""


def _says(other: tuple[User, bool]) -> str:
    who, writes = other
    return _("%(name)s is writing", name=who.name) if writes else _("%(name)s has this open", name=who.name)


def _news(head: Head) -> Status | None:
    """What the editor must be told; `open`, `base` and `unsaved` say what it knows and holds."""
    was_open, unsaved = request.args.get("open") == "1", "unsaved" in request.args
    if not head.case.is_open:
        return shown.closed(head.case.closed_at) if was_open else None
    page, base = head.page, version_of(request.args.get("base"))
    if page and not was_open:
        return shown.saved(page.changed_at, page.version)
    return None if page is None or unsaved or base >= page.version else _changed(page, base)


def _changed(page: Page, base: int) -> Status:
    """The page's newer texts as changes to the ones the editor has; where those are no longer known, it reloads."""
    row, old = versions.current(page), versions.at(page, base)
    if row is None or old is None:
        return Status("reload", _("This page has changed. Load it again."), page.version)
    new = versions.texts_of(page)
    found = {name: changes(getattr(old, name), getattr(new, name)) for name in FIELDS}
    words = (shown.saved(row.saved_at, page.version).text if row.author_id == current_user.id else
             _("%(name)s changed this · rev %(version)s", name=row.author.name, version=page.version))
    return Status("saved", words, page.version, {name: some for name, some in found.items() if some})
