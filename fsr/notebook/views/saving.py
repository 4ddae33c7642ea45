"""Saving what was typed: as it is typed, by htmx, and as a plain form.

htmx gets the status line and nothing else, so that no answer ever touches a box that somebody types in.  What the boxes
must take over after a merge travels as a list of changes, which the script puts in round the caret.
"""

import json

from flask import Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr.errors import Conflict, Forbidden, Invalid, Refusal, TooMany
from fsr.notebook.changes import changes
from fsr.notebook.forms import SaveForm
from fsr.notebook.models import Level
from fsr.notebook.service import items, saving
from fsr.notebook.service.saving import CaseClosed, Saved, Stale
from fsr.notebook.service.versions import landed
from fsr.notebook.texts import FIELDS
from fsr.notebook.views import editor as shown
from fsr.notebook.views.blueprint import bp
from fsr.notebook.views.case import URL, whole
from fsr.notebook.views.conflict import ask
from fsr.notebook.views.editor import Editor, Status
from fsr.notebook.views.head import Head, head_of
from fsr.notebook.views.signed_out import signed_out
from fsr.web.errors import status_of
from fsr.web.htmx import wants_fragment
from fsr.web.i18n import gettext as _
from fsr.web.public import when_signed_out


@bp.post(f"{URL}/save")
@when_signed_out(signed_out)
def save(case: str) -> ResponseReturnValue:
    """Save the form; 409 where the page changed in the same place, or the case is closed."""
    return save_form(head_of(case, Level.WRITE), SaveForm.parse(request.form, request.headers.get("X-Op-Id")))


def save_form(head: Head, form: SaveForm) -> ResponseReturnValue:
    """Save what a form holds, and answer as `save` does."""
    try:
        _must_be_theirs(form)
        saved = _save(head, form)
    except Stale as error:
        return _stale(head, form, error)
    except (CaseClosed, Conflict, Invalid, TooMany) as error:
        return _refused(head, form, error)
    if wants_fragment():
        return _status(head, _after(form, saved))
    return redirect(head.url(resolved=form.op_id), 303)


def _must_be_theirs(form: SaveForm) -> None:
    """Refuse a text that somebody else typed in this browser before the reader signed in."""
    if form.user is not None and form.user != current_user.id:
        raise Forbidden(_("Somebody else typed this text. It is not saved in your name."))


def _save(head: Head, form: SaveForm) -> Saved:
    """Save, and file the notes where the form says so."""
    there = landed(form.after, head.page, current_user) if form.after and head.page else None
    saved = saving.save(current_user, head.case, head.page, form.draft, op_id=form.op_id,
                        base_version=form.base if there is None else max(form.base, there))
    if form.then == "file":
        items.file_line_item(current_user, saved.page)
    return saved


def _after(form: SaveForm, saved: Saved) -> Status:
    """How things stand; after a merge with what the boxes must take over."""
    status = shown.saved(saved.at, saved.version)
    if saved.outcome != "merged":
        return status
    sent = form.draft.cleaned().over(saved.texts)
    found = {name: changes(getattr(sent, name), getattr(saved.texts, name)) for name in FIELDS}
    words = _("%(saved)s · merged with another change", saved=status.text)
    return Status(status.state, words, status.version, {name: some for name, some in found.items() if some})


def _status(head: Head, status: Status, code: int = 200, notice: str = "") -> Response:
    return make_response(render_template("notebook/_saved.html", head=head, status=status, notice=notice,
                                         changes=json.dumps(status.changes)), code)


def _stale(head: Head, form: SaveForm, error: Stale) -> ResponseReturnValue:
    if not wants_fragment():
        return ask(head, error)
    words = _("Changed by %(name)s, review", name=error.by.name)
    return _status(head, Status("conflict", words, error.version), 409, "conflict")


def _refused(head: Head, form: SaveForm, error: Refusal) -> ResponseReturnValue:
    is_closed = isinstance(error, CaseClosed)
    status = shown.closed(head.case.closed_at) if is_closed else shown.refused(error)
    if wants_fragment():
        response = _status(head, status, status_of(error), "closed" if is_closed else "")
    else:
        fields = getattr(error, "fields", {})
        response = make_response(whole(Editor(head, form, status, fields), status_of(error)))
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.seconds)
    return response


