"""Files of an extraction job: added, removed and brought back, followed while they are read, and read again."""

from uuid import UUID

from flask import flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr.errors import Conflict, Invalid
from fsr.sheets import access, queries
from fsr.sheets.access import Access
from fsr.sheets.service import files as service
from fsr.sheets.service import runs, submit
from fsr.sheets.views.extract import URL, bp, id_of, sent_files, tell
from fsr.sheets.views.extract_page import Desk, desk_of
from fsr.web.htmx import STOP_POLLING, fragment_or_page, go_to, toast, trigger, wants_fragment
from fsr.web.i18n import gettext as _
from fsr.web.i18n import ngettext


@bp.get(f"{URL}/files", endpoint="files")
def listing(job_id: UUID) -> ResponseReturnValue:
    """List the files of all batches, with how far each is."""
    desk = desk_of(job_id)
    part = queries.files(desk.sheet, after=request.args.get("after"))
    removed = id_of(request.args.get("removed"))
    return render_template("sheets/extract/files.html", desk=desk, part=part, removed=removed)


@bp.post(f"{URL}/files")
def add(job_id: UUID) -> ResponseReturnValue:
    """Add files to the batch in preparation; begins the next one where all were started."""
    desk, sent = desk_of(job_id, Access.EDIT), sent_files()
    if not sent:
        return _files(Desk(desk.sheet, desk.run, problem=_("Choose at least one file.")), 422)
    was_preparing = desk.run.is_editable
    run = desk.run if was_preparing else runs.editable(desk.sheet, current_user)
    try:
        received = service.add(current_user, run, sent)
    except (Invalid, Conflict) as error:
        return _files(Desk(desk.sheet, desk.run, problem=str(error)), 422)
    if not wants_fragment() or not was_preparing:
        tell(received)
        return go_to(desk.url)
    return trigger(make_response(_files(Desk(desk.sheet, run))), announce={"message": _told(received)})


def _told(received: list[service.Received]) -> str:
    count = sum(one.error is None for one in received)
    return ngettext("%(num)s file added", "%(num)s files added", count)


def _files(desk: Desk, status: int = 200) -> ResponseReturnValue:
    """The list of files with what hangs on it: folders, and whether there is something to start."""
    return fragment_or_page("sheets/extract/_changed.html", "sheets/extract/sheet.html", status, desk=desk)


@bp.post(f"{URL}/files/<uuid:file_id>/remove")
def remove(job_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Remove a file with the rows that were read from it."""
    desk = desk_of(job_id, Access.EDIT)
    file = access.get_file(desk.sheet, file_id)
    is_prepared, name = file.run_id == desk.run.id and desk.run.is_editable, file.original_filename
    gone = service.remove(current_user, file)
    said = _("%(name)s was removed.", name=name)
    if gone.rows:
        said += " " + ngettext("%(num)s row went with it.", "%(num)s rows went with it.", gone.rows)
    undo = url_for(".restore_file", job_id=desk.sheet.id, file_id=file_id)
    if wants_fragment() and is_prepared:
        return toast(make_response(_files(Desk(desk.sheet, desk.run))), said, undo=undo)
    flash(said, "ok")
    return go_to(url_for(".files", job_id=desk.sheet.id, removed=file_id))


@bp.post(f"{URL}/files/<uuid:file_id>/restore")
def restore_file(job_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Bring a removed file and its rows back."""
    desk = desk_of(job_id, Access.EDIT)
    service.restore(current_user, access.get_file(desk.sheet, file_id, deleted=True))
    return go_to(desk.url)


@bp.get(f"{URL}/progress")
def progress(job_id: UUID) -> ResponseReturnValue:
    """Tell a poll how far the reading is; 286 when it is over."""
    desk = desk_of(job_id)
    if not wants_fragment():
        return render_template("sheets/extract/sheet.html", desk=desk)
    response = make_response(render_template("sheets/extract/_progress.html", desk=desk, oob=True))
    if not desk.is_busy:
        response.status_code = STOP_POLLING
        trigger(response, announce={"message": desk.counts}, **{"rows-came": {}})
    return response


@bp.post(f"{URL}/cancel")
def cancel(job_id: UUID) -> ResponseReturnValue:
    """Stop reading; what was read stays."""
    desk = desk_of(job_id, Access.EDIT)
    if desk.started:
        submit.cancel(current_user, desk.started)
    return go_to(desk.url)


@bp.post(f"{URL}/tasks/<uuid:task_id>/retry")
def retry(job_id: UUID, task_id: UUID) -> ResponseReturnValue:
    """Read a file again that failed."""
    desk = desk_of(job_id, Access.EDIT)
    submit.retry(current_user, access.get_task(desk.sheet, task_id))
    return go_to(desk.url)
