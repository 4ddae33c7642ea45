"""Plain forms that outlived their session: the text is given back, before and after signing in anew.

With JavaScript nothing of this is seen: the editor keeps its text and goes on by itself.
"""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from fsr.auth.guard import unauthenticated
from fsr.errors import Refusal
from fsr.notebook.forms import ResolveForm, SaveForm
from fsr.notebook.models import Level
from fsr.notebook.views.blueprint import bp
from fsr.notebook.views.case import whole
from fsr.notebook.views.editor import LABELS, Editor, Status
from fsr.notebook.views.head import head_of
from fsr.web.errors import failed
from fsr.web.htmx import wants_fragment
from fsr.web.i18n import gettext as _

KEEPS = {"notebook.save", "notebook.resolve"}
"""Endpoints whose forms hold texts of a page."""


def signed_out() -> ResponseReturnValue:
    """Ask a plain form to sign in beside it; it still holds the text, and can be sent again."""
    if wants_fragment():
        return unauthenticated()
    action = f"{request.path.rpartition('/')[0]}/save"
    return render_template("notebook/signed_out.html", form=_typed(), labels=LABELS, action=action,
                           by=request.values.get("by")), 401


@bp.errorhandler(CSRFError)
def another_session(error: CSRFError) -> ResponseReturnValue:
    """Give a plain form of an earlier session its text back, under the present one; nothing is saved by it."""
    if request.endpoint not in KEEPS or wants_fragment():
        return failed(error)
    words = Status("refused", _("Not saved yet: you signed in anew. Save once more."))
    try:
        return whole(Editor(head_of((request.view_args or {})["case"], Level.WRITE), _typed(), words), 400)
    except Refusal:
        return failed(error)


def _typed() -> SaveForm:
    """The texts of the form: those of the editor, or the result of a conflict, written on what stood against it."""
    if request.endpoint == "notebook.save":
        return SaveForm.parse(request.form)
    result = ResolveForm.parse(request.form)
    return SaveForm(result.draft, result.seen)
