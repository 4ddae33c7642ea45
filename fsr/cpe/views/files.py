"""A sheet's files: uploading, removing, starting, and how far the reading is."""

from collections.abc import Sequence
from uuid import UUID

from flask import Request, Response, flash, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from fsr.cpe.service import start as starting
from fsr.cpe.service.start import NothingToRead
from fsr.cpe.urls import home
from fsr.cpe.views.blueprint import SHEET, bp
from fsr.cpe.views.page import Open, badge, open_sheet, page_of
from fsr.cpe.views.sheets import sheet_of
from fsr.errors import Refusal
from fsr.sheets import access
from fsr.sheets.access import Access
from fsr.sheets.models import Sheet
from fsr.sheets.service import files as service
from fsr.sheets.service import runs, submit
from fsr.web.htmx import STOP_POLLING, go_to, trigger, wants_fragment
from fsr.web.i18n import gettext as _
from fsr.web.i18n import ngettext
from fsr.web.sentences import said

NAMED, LONGEST = 5, 60
"""Files that are named in a message, and characters of their names."""


@bp.post(f"{SHEET}/files")
def upload(job_id: UUID) -> ResponseReturnValue:
    """Take certificates, or ZIP files of them, to be read at the next start."""
    sheet = sheet_of(job_id, Access.EDIT)
    taken = service.add(current_user, runs.editable(sheet, current_user), _incoming(request))
    _tell(taken)
    return _moved(sheet)


def _incoming(sent: Request) -> list[tuple[str, bytes]]:
    """(path, bytes) of each file; a browser that knows the folder says it beside the file."""
    files = [file for file in sent.files.getlist("files") if file.filename]
    paths = sent.form.getlist("paths")
    named = paths if len(paths) == len(files) else [""] * len(files)
    return [(path or file.filename or "", file.read()) for path, file in zip(named, files, strict=True)]


def _tell(taken: Sequence[service.Received]) -> None:
    """Without JavaScript the next page says what was refused and what repeats another file; else the list does."""
    if wants_fragment():
        return
    told = [one for one in taken if one.error or one.duplicate_of]
    for one in told[:NAMED]:
        words = said(one.error) if one.error else _(
            "the same file as %(name)s; it was taken all the same", name=one.duplicate_of.original_path[:LONGEST]
            if one.duplicate_of else "")
        flash(Markup("<bdi>{}</bdi>: {}").format(one.file.original_path[:LONGEST], words),
              "bad" if one.error else "warn")
    if more := len(told[NAMED:]):
        flash(ngettext("%(num)s more file has a note; see the list.", "%(num)s more files have notes; see the list.",
                       more), "warn")


@bp.post(f"{SHEET}/files/<uuid:file_id>/remove")
def remove_file(job_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Remove a file."""
    sheet = sheet_of(job_id, Access.EDIT)
    service.remove(current_user, access.get_file(sheet, file_id))
    return _moved(sheet)


@bp.post(f"{SHEET}/start")
def start(job_id: UUID) -> ResponseReturnValue:
    """Read the files that were added."""
    sheet = sheet_of(job_id, Access.EDIT)
    try:
        starting.start(current_user, sheet)
    except NothingToRead as error:
        return _refused(sheet, error)
    return _moved(sheet)


def _refused(sheet: Sheet, error: Refusal) -> ResponseReturnValue:
    if wants_fragment():
        return render_template("cpe/_files.html", open=open_sheet(sheet), refused=str(error)), 409
    return render_template("cpe/index.html", page=page_of(sheet, "files"), badge=badge, refused=str(error)), 409


@bp.post(f"{SHEET}/tasks/<uuid:task_id>/retry")
def retry(job_id: UUID, task_id: UUID) -> ResponseReturnValue:
    """Read a file again that could not be read."""
    sheet = sheet_of(job_id, Access.EDIT)
    submit.retry(current_user, access.get_task(sheet, task_id))
    return _moved(sheet)


@bp.post(f"{SHEET}/stop")
def stop(job_id: UUID) -> ResponseReturnValue:
    """Stop reading; what was read stays."""
    sheet = sheet_of(job_id, Access.EDIT)
    submit.cancel_all(current_user, sheet)
    return _moved(sheet)


@bp.get(f"{SHEET}/progress")
def progress(job_id: UUID) -> ResponseReturnValue:
    """Tell a poll what has been read since it last asked: 204 for nothing, 286 when all is over."""
    sheet = sheet_of(job_id)
    if not wants_fragment():
        return render_template("cpe/index.html", page=page_of(sheet, "files"), badge=badge)
    now = open_sheet(sheet)
    if now.desk.is_busy and request.args.get("seen") == now.desk.seen:
        return Response(status=204)
    response = make_response(render_template("cpe/_moved.html", open=now, badge=badge))
    if not now.desk.is_busy:
        response.status_code = STOP_POLLING
    return _told(response, now)


def _moved(sheet: Sheet) -> ResponseReturnValue:
    """The files as they are now, with what depends on them; without JavaScript the whole page."""
    if not wants_fragment():
        return go_to(home(sheet))
    now = open_sheet(sheet)
    return _told(make_response(render_template("cpe/_moved.html", open=now, badge=badge)), now)


def _told(response: Response, now: Open) -> Response:
    return trigger(response, announce={"message": now.counts}, **{"sheet-moved": {}})
