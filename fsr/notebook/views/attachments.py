"""Attachments of a page: upload or paste, caption, remove and put back."""

from flask import Response, flash, make_response, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from fsr.errors import Invalid
from fsr.notebook.attached import attached, find
from fsr.notebook.models import Attachment, Level, Page
from fsr.notebook.service import attachments
from fsr.notebook.service.attachments import File, Received
from fsr.notebook.views.blueprint import bp
from fsr.notebook.views.case import URL
from fsr.notebook.views.head import Head, head_of
from fsr.web.htmx import fragment_or_page, toast, trigger, wants_fragment
from fsr.web.i18n import gettext as _
from fsr.web.sentences import said

ONE = f"{URL}/attachments/<int:attachment_id>"


@bp.get(f"{URL}/attachments", endpoint="attachments")
def show(case: str) -> ResponseReturnValue:
    """What is attached to the page."""
    return _shown(head_of(case))


def _shown(head: Head, errors: dict[str, str] | None = None, refused: tuple[tuple[str, str], ...] = (),
           status: int = 200, removed: int | None = None) -> Response:
    page = head.page
    return make_response(fragment_or_page(
        "notebook/_attachments.html", "notebook/attachments.html", status, head=head, case=head.case, page=page,
        items=attached(page), errors=errors or {}, refused=refused, removed=removed))


@bp.post(f"{URL}/attachments")
def attach(case: str) -> ResponseReturnValue:
    """Attach the files of the form; the answer names them, for the text that is being written."""
    head = head_of(case, Level.WRITE)
    files = [File(file.filename or "", file.read()) for file in request.files.getlist("files") if file.filename]
    try:
        received = attachments.attach(current_user, head.case, head.page, files)
    except Invalid as error:
        return _shown(head, error.fields, status=422)
    if not received.taken:
        return _shown(head_of(case), refused=received.refused, status=422)
    return _attached(head_of(case), received)


def _attached(head: Head, received: Received) -> ResponseReturnValue:
    if not wants_fragment():
        for name, sentence in received.refused:
            flash(Markup("<bdi>{}</bdi>: {}").format(name[:60], said(sentence)), "bad")
        return _back(head)
    ids = {row.id for row in received.taken}
    references = [one.reference for one in attached(head.page) if one.row.id in ids]
    response = trigger(_shown(head, refused=received.refused), attached={"references": references})
    return trigger(response, announce={"message": _("Attached: %(names)s", names=", ".join(references))})


def _back(head: Head, **values: object) -> ResponseReturnValue:
    return Response(status=303, headers={"Location": head.url("notebook.attachments", **values)})


@bp.post(f"{ONE}/caption")
def caption(case: str, attachment_id: int) -> ResponseReturnValue:
    """Say what an attachment shows."""
    head, page, row = _one(case, attachment_id)
    try:
        attachments.caption(current_user, page, row, request.form.get("caption", ""))
    except Invalid as error:
        return _shown(head, {f"caption-{row.id}": error.fields["caption"]}, status=422)
    return _shown(head) if wants_fragment() else _back(head)


def _one(case: str, attachment_id: int) -> tuple[Head, Page, Attachment]:
    head = head_of(case, Level.WRITE)
    page = head.must_have_page()
    return head, page, find(page, attachment_id)


@bp.post(f"{ONE}/remove")
def remove(case: str, attachment_id: int) -> ResponseReturnValue:
    """Take an attachment off the page, with a way back."""
    head, page, row = _one(case, attachment_id)
    attachments.remove(current_user, page, row)
    if not wants_fragment():
        return _back(head, removed=row.id)
    undo = head.url("notebook.put_back", attachment_id=row.id)
    return toast(_shown(head), _("The attachment was removed."), undo=undo)


@bp.post(f"{ONE}/restore")
def put_back(case: str, attachment_id: int) -> ResponseReturnValue:
    """Put a removed attachment back."""
    head, page, row = _one(case, attachment_id)
    attachments.restore(current_user, page, row)
    if not wants_fragment():
        return _back(head)
    return trigger(_shown(head), attachments={"changed": True})
