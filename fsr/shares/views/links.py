"""`/shared`: the owner's links."""

from collections.abc import Sequence
from typing import Any

import segno
from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from fsr.errors import Invalid, NotFound
from fsr.shares import queries, service
from fsr.shares.access import get_share
from fsr.shares.forms import ShareForm, ids_of, subject_of
from fsr.shares.models import Share
from fsr.shares.service import new_passphrase
from fsr.shares.urls import public_url
from fsr.shares.viewers import Choice, viewer_of
from fsr.shares.views.recipient import draw
from fsr.subjects import Subject, kind_of
from fsr.web.htmx import fragment_or_page, go_to, toast, wants_fragment
from fsr.web.i18n import gettext as _
from fsr.web.i18n import ngettext, speaking

bp = Blueprint("shares", __name__, url_prefix="/shared")


@bp.get("")
def index() -> ResponseReturnValue:
    """My links, those in force first."""
    return fragment_or_page("shares/_links.html", "shares/index.html", **_listing(request.args))


def _listing(args: Any) -> dict[str, Any]:
    ended, everybody = args.get("show") == "ended", args.get("whose") == "all" and current_user.is_admin
    before = args.get("before", "")
    subject = subject_of(args.get("subject"))
    listed = queries.listed(current_user, ended=ended, everybody=everybody, subject=subject,
                            before=int(before) if before.isdecimal() and len(before) < 19 else None)
    return {"listed": listed, "ended": ended, "everybody": everybody, "subject": subject}


@bp.get("/new")
def new() -> ResponseReturnValue:
    """The dialog for a new link to `?subject=`."""
    subject, snapshot = _wanted()
    form = ShareForm.fresh(viewer_of(subject).about(snapshot), current_user)
    return _dialog(subject, _choices(subject, snapshot), form)


@bp.post("/new")
def create() -> ResponseReturnValue:
    """Make the link, and show it: once.  `do=generate` fills in a passphrase, `do=preview` shows the page."""
    subject, snapshot = _wanted()
    choices = _choices(subject, snapshot)
    form = ShareForm.parse(request.form, choices)
    if request.form.get("do") == "generate":
        return _dialog(subject, choices, _with_passphrase(form))
    if not form.ok:
        return _dialog(subject, choices, form, 422)
    if request.form.get("do") == "preview":
        return _preview(subject, snapshot, form)
    try:
        link, token = service.share(subject, form.wishes, current_user)
    except Invalid as error:
        form.errors |= error.fields
        return _dialog(subject, choices, form, 422)
    return _once(link, token, _("The link is ready"), form.wishes.passphrase or "")


def _wanted() -> tuple[Subject, dict[str, Any]]:
    """The subject named in the URL and what it is now, if the user may share it.

    :raises NotFound: it names none, or none that the user may know of.
    """
    subject = subject_of(request.args.get("subject"))
    if subject is None:
        raise NotFound(_("There is nothing here that could be shared."))
    viewer = viewer_of(subject)
    viewer.check(subject.id, current_user)
    return subject, viewer.take(subject.id)


def _choices(subject: Subject, snapshot: dict[str, Any]) -> Sequence[Choice]:
    return viewer_of(subject).choices(snapshot)


def _dialog(subject: Subject, choices: Sequence[Choice], form: ShareForm, status: int = 200,
            link: Share | None = None) -> ResponseReturnValue:
    about = kind_of(subject)
    return fragment_or_page("shares/_form.html", "shares/new.html", status, subject=subject, choices=choices, form=form,
                            link=link, title=about.title(subject.id), back=about.url(subject.id))


def _with_passphrase(form: ShareForm) -> ShareForm:
    form.raw |= {"passphrase": new_passphrase(), "locked": "on"}
    form.errors.clear()
    return form


def _preview(subject: Subject, snapshot: dict[str, Any], form: ShareForm) -> ResponseReturnValue:
    """The recipient's page, of a link that does not exist yet."""
    wishes = form.wishes
    with speaking(wishes.language):
        page = viewer_of(subject).page(snapshot, form.look(), MultiDict())
        return draw(wishes, page, preview=True, fixed=True)


def _once(link: Share, token: str, heading: str, passphrase: str = "") -> ResponseReturnValue:
    """The link in full, with its picture for a telephone's camera, and its passphrase; neither is shown again."""
    url = public_url(token)
    picture = segno.make(url, error="m").svg_inline(border=2, omitsize=True, light="#fff", dark="#000",
                                                    svgclass="qr", lineclass=None)
    return fragment_or_page("shares/_made.html", "shares/made.html", 201, link=link, url=url, heading=heading,
                            picture=Markup(picture), passphrase=passphrase)


@bp.get("/<int:share_id>")
def show(share_id: int) -> ResponseReturnValue:
    """One link: how it did, what changed since, what may be done."""
    return _link_page(get_share(share_id, current_user))


def _link_page(link: Share, form: ShareForm | None = None, status: int = 200) -> ResponseReturnValue:
    choices, subject = _choices_of(link), link.subject
    return fragment_or_page(
        "shares/_link.html", "shares/link.html", status, link=link, row=queries.rows_of([link])[0],
        back=kind_of(subject).url(subject.id) if subject else None,
        changes=queries.changes(link), visits=queries.visits_of(link), counts=queries.counts_of(link),
        choices=choices, form=form or ShareForm.of(link).ticked(link, choices))


def _choices_of(link: Share) -> Sequence[Choice]:
    subject = link.subject
    snapshot = queries.shown_or_nothing(link)
    return viewer_of(subject).choices(snapshot) if subject and snapshot else ()


@bp.get("/<int:share_id>/preview")
def preview(share_id: int) -> ResponseReturnValue:
    """What the recipient sees; the owner's look counts nowhere."""
    link = get_share(share_id, current_user)
    subject, snapshot = link.subject, queries.shown_or_nothing(link)
    if subject is None or not snapshot:
        raise NotFound(_("This link has no page of its own."))
    with speaking(link.language):
        page = viewer_of(subject).page(snapshot, queries.look(link), request.args)
        return draw(link, page, preview=True)


@bp.post("/<int:share_id>")
def edit(share_id: int) -> ResponseReturnValue:
    """Change title, end, passphrase, language and what is shown; the address stays."""
    link = get_share(share_id, current_user)
    form = ShareForm.parse(request.form, _choices_of(link), link)
    if request.form.get("do") == "generate":
        return _link_page(link, _with_passphrase(form))
    if not form.ok:
        return _link_page(link, form, 422)
    service.edit(link, form.wishes, current_user)
    return _done(link, _("Saved."))


@bp.post("/<int:share_id>/update")
def update(share_id: int) -> ResponseReturnValue:
    """Let the link show the subject as it is now."""
    link = get_share(share_id, current_user)
    service.update(link, current_user)
    return _done(link, _("The link shows the latest state now."))


@bp.post("/<int:share_id>/keep")
def keep(share_id: int) -> ResponseReturnValue:
    """Leave the link as it is, and say no more of these changes."""
    link = get_share(share_id, current_user)
    service.keep(link, current_user)
    return _done(link, _("The link stays as it was shared."))


@bp.post("/<int:share_id>/renew")
def renew(share_id: int) -> ResponseReturnValue:
    """A new address for the same link; the old one opens nothing any more."""
    link = get_share(share_id, current_user)
    return _once(link, service.renew(link, current_user), _("The new link is ready"))


@bp.post("/revoke")
def revoke() -> ResponseReturnValue:
    """End the links ticked, at once."""
    links = [get_share(share_id, current_user) for share_id in ids_of(request.form)]
    count = service.revoke(links, current_user)
    undo = url_for(".restore", id=[link.id for link in links])
    message = ngettext("%(num)s link closed.", "%(num)s links closed.", count) if links else _("No link was chosen.")
    return _answered(message, undo if count else None)


@bp.post("/restore")
def restore() -> ResponseReturnValue:
    """Take it back: the links ticked, or named in the URL, open again."""
    links = [get_share(share_id, current_user) for share_id in ids_of(request.values)]
    count = service.restore(links, current_user)
    return _answered(ngettext("%(num)s link is open again.", "%(num)s links are open again.", count))


def _answered(message: str, undo: str | None = None) -> ResponseReturnValue:
    """Back to the list, with the message as a toast or at the head of the page."""
    if wants_fragment():
        return toast(make_response(render_template("shares/_links.html", **_listing(request.args))), message, undo=undo)
    flash(message)
    return redirect(url_for(".index"), 303)


def _done(link: Share, message: str) -> ResponseReturnValue:
    flash(message)
    return go_to(url_for(".show", share_id=link.id))
