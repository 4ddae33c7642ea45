"""`/s/<token>`: what the recipient sees, without an account, in the link's own language.

Every address below asks the same door (`_enter`), pictures included.  Errors look the same whatever was behind the
link, and say whom to ask.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, TypeVar

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from fsr.auth import public
from fsr.errors import NotFound, TooMany
from fsr.shares import gate, queries, visits
from fsr.shares.access import Ended, Locked, open_token
from fsr.shares.forms import ReplyForm
from fsr.shares.models import Share, ViewKind
from fsr.shares.service import Wishes
from fsr.shares.viewers import Page, Viewer, viewer_of
from fsr.web.i18n import gettext as _
from fsr.web.i18n import speaking

bp = Blueprint("recipient", __name__, url_prefix="/s")
View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


@contextmanager
def _opened(token: str) -> Iterator[Share]:
    """The link behind the door, and its language spoken.

    :raises NotFound: no such link.
    :raises Ended: no longer.
    :raises Locked: the passphrase was not given.
    """
    link = open_token(token)
    if link.subject is None:
        raise NotFound(_("This link has no page of its own."))
    if not gate.is_unlocked(link):
        raise Locked(link.language)
    with speaking(link.language):
        yield link


def _behind_the_door(view: View) -> View:
    @wraps(view)
    def enter(token: str, **parts: Any) -> ResponseReturnValue:
        with _opened(token) as link:
            return view(link, token, **parts)

    return public(enter)  # type: ignore[return-value]  # the wrapper takes the token, the view the link


@bp.get("/<token>")
@_behind_the_door
def show(link: Share, token: str) -> ResponseReturnValue:
    """The thing that was shared."""
    _note(link, ViewKind.VIEW)
    return _page(link, token)


@bp.get("/<token>/print")
@_behind_the_door
def print_page(link: Share, token: str) -> ResponseReturnValue:
    """The same for paper: all columns and rows, without controls."""
    _note(link, ViewKind.PRINT)
    return draw(link, _draw(link, MultiDict()), print_now=True)


@bp.get("/<token>/clauses/<int:column>/<int:row>")
@_behind_the_door
def clause(link: Share, token: str, column: int, row: int) -> ResponseReturnValue:
    """Where a value stands in the insurer's document."""
    found = _viewer(link).clause(queries.shown(link), queries.look(link), column, row)
    return render_template(
        "shares/clause.html", clause=found, picture=url_for(".picture", token=token, column=column, page=found.page),
        back=f"{url_for('.show', token=token)}?{request.query_string.decode()}#row-{row}")


@bp.get("/<token>/pages/<int:column>/<int:page>.png")
@_behind_the_door
def picture(link: Share, token: str, column: int, page: int) -> ResponseReturnValue:
    """A page of the insurer's document, if a value that is shown stands on it."""
    response = make_response(_viewer(link).picture(queries.shown(link), queries.look(link), column, page))
    response.mimetype = "image/png"
    return response


@bp.post("/<token>/reply")
@_behind_the_door
def reply(link: Share, token: str) -> ResponseReturnValue:
    """Tell the sender which offer is preferred."""
    form = ReplyForm.parse(request.form, _draw(link, MultiDict()))
    if form.errors:
        return _page(link, token, form), 422
    try:
        visits.reply(link, form.title, form.raw["name"], form.raw["message"], gate.who())
    except TooMany as error:
        form.errors[""] = str(error)
        return _page(link, token, form), 429
    return redirect(url_for(".show", token=token) + "#reply", 303)


@bp.post("/<token>")
@public
def unlock(token: str) -> ResponseReturnValue:
    """Take the passphrase."""
    link = open_token(token)
    with speaking(link.language):
        try:
            if gate.unlock(link, request.form.get("passphrase", "")):
                return redirect(url_for(".show", token=token), 303)
        except TooMany as error:
            return _ask(str(error)), 429, {"Retry-After": str(error.seconds)}
        return _ask(_("This is not the passphrase. You got it from the person who sent the link.")), 422


def _ask(refusal: str = "") -> str:
    address = url_for(".show", token=(request.view_args or {})["token"])
    return render_template("shares/locked.html", errors={"passphrase": refusal} if refusal else {}, address=address)


def _page(link: Share, token: str, form: ReplyForm | None = None) -> str:
    return draw(link, _draw(link, request.args), base=url_for(".show", token=token), form=form)


def _draw(link: Share, args: MultiDict[str, str]) -> Page:
    return _viewer(link).page(queries.shown(link), queries.look(link), args)


def draw(link: Share | Wishes, page: Page, *, base: str = "", form: ReplyForm | None = None, **more: Any) -> str:
    """The recipient's page; a preview has no `base`, so nothing in it leads anywhere."""
    sender = link.contact or (link.owner.name if isinstance(link, Share) else "")
    replied = isinstance(link, Share) and link.replied_at is not None
    return render_template("shares/shared.html", link=link, page=page, base=base, form=form or ReplyForm({}),
                           sender=sender, replied=replied, query=request.query_string.decode(), **more)


def _viewer(link: Share) -> Viewer:
    subject = link.subject
    assert subject is not None  # `_opened` let only links with a subject in
    return viewer_of(subject)


def _note(link: Share, kind: ViewKind) -> None:
    """Count once for each browser; not the owner's own look, robots, prefetches and HEAD."""
    visitor = gate.who()
    own = current_user.is_authenticated and current_user.id == link.owner_id
    if visitor.human and not own and gate.is_first(link, kind):
        visits.note(link, visitor, kind)


@bp.errorhandler(Locked)
def locked(error: Locked) -> ResponseReturnValue:
    """Ask for the passphrase; nothing of what is behind is said, not even a title."""
    with speaking(error.language):
        return _ask(), 200 if request.endpoint == "recipient.show" else 403


@bp.errorhandler(Ended)
def ended(error: Ended) -> ResponseReturnValue:
    """Say that the link ended, and whom to ask."""
    contact = error.share.contact or error.share.owner.name
    with speaking(error.share.language):
        return render_template("shares/gone.html", reason=error.end.sentence, contact=contact), 410


@bp.errorhandler(NotFound)
def unknown(error: NotFound) -> ResponseReturnValue:
    """Say that there is nothing, in the same words for everything."""
    return render_template("shares/gone.html", reason=str(error), contact=""), 404


@bp.after_request
def keep_private(response: Response) -> Response:
    """The address is the key: it is sent to no other site, indexed by nobody and kept in no cache."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Cache-Control"] = "no-store"
    return response
