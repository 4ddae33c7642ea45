"""`/api/jobs/<id>/files`: files in, seen and removed."""

from uuid import UUID

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr.errors import Invalid, NotFound
from fsr.sheets import queries
from fsr.sheets.access import Access, get_file, get_sheet
from fsr.sheets.api.asked import RUN, limit, part, sheet_and_run
from fsr.sheets.api.blueprint import bp
from fsr.sheets.api.shapes import FileList, FileRemoved, Message, Uploaded, errors_json, files_json, new_file_json
from fsr.sheets.models import SourceFile
from fsr.sheets.service import files
from fsr.web.api import describe
from fsr.web.errors import error_body
from fsr.web.i18n import gettext as _
from fsr.web.i18n import ngettext
from fsr.web.sentences import said

MOST, USUAL = 1000, 200
REFUSED = {
    "type": "object", "required": ["error", "detail", "errors"],
    "description": "No file can be read: a sentence for each.",
    "properties": {
        "error": {"type": "string"}, "detail": {"type": ["string", "array"]},
        "errors": {"type": "array", "items": {
            "type": "object", "required": ["filename", "error"],
            "properties": {"filename": {"type": "string"}, "error": {"type": "string"}}}}},
}
_FORM = {"type": "object", "required": ["files"], "properties": {
    "files": {"type": "array", "items": {"type": "string", "format": "binary"},
              "description": "PDF, PNG, JPEG, or ZIP archives of these."},
    "paths": {"type": "array", "items": {"type": "string"},
              "description": "One a file, by position: the file with its folders. Without it the files' names."}}}


@bp.post("/<uuid:job_id>/files")
@describe("Add files to a run", form=_FORM, query=RUN,
          answers={201: Uploaded, 409: None, 415: {"anyOf": [REFUSED, {"$ref": "#/components/schemas/Error"}]}})
def upload(job_id: UUID) -> ResponseReturnValue:
    """Archives are unpacked.  A bad file is reported and the others go on; a repeated one is taken and marked."""
    _sheet, run = sheet_and_run(job_id, Access.EDIT)
    received = files.add(current_user, run, _sent())
    good = [one for one in received if one.error is None]
    refused = [(one.file, said(one.error)) for one in received if one.error is not None]
    if not good:
        message = refused[0][1] if len(refused) == 1 else _("None of the files can be read.")
        return {**error_body(message, {}), "errors": errors_json(refused)}, 415
    count = sum(one.file.document_id is not None for one in good)
    message = ngettext("%(num)s file was added.", "%(num)s files were added.", count)
    made = [new_file_json(one.file, said(one.error) if one.error else None, one.duplicate_of is not None)
            for one in received]
    return jsonify(message=message, run_id=run.id, files=made, errors=errors_json(refused)), 201


def _sent() -> list[tuple[str, bytes]]:
    sent, paths = request.files.getlist("files"), request.form.getlist("paths")
    if paths and len(paths) != len(sent):
        sentence = _("Send one path a file, or none.")
        raise Invalid(sentence, paths=sentence)
    named = paths or [file.filename or "" for file in sent]
    return [(path, file.read()) for path, file in zip(named, sent, strict=True)]


@bp.get("/<uuid:job_id>/files")
@describe("List the files of a run", answers={200: FileList}, query={**RUN, **part(MOST, USUAL)})
def file_list(job_id: UUID) -> ResponseReturnValue:
    """By path, archives too, and those that were refused with the reason."""
    sheet, run = sheet_and_run(job_id)
    most = limit(MOST, USUAL)
    return jsonify(files_json(queries.files(sheet, run, after=request.args.get("after"), size=most), most))


@bp.get("/<uuid:job_id>/files:all")
@describe("List the files of all runs of a job", answers={200: FileList}, query=part(MOST, USUAL))
def all_files(job_id: UUID) -> ResponseReturnValue:
    """By path."""
    most = limit(MOST, USUAL)
    sheet = get_sheet(job_id, current_user)
    return jsonify(files_json(queries.files(sheet, after=request.args.get("after"), size=most), most))


@bp.delete("/<uuid:job_id>/files/<uuid:file_id>")
@describe("Remove a file", answers={200: FileRemoved}, query={"run_id": {
    "type": "string", "format": "uuid", "description": "Only if it is a file of this run."}})
def remove_file(job_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """The rows that were read from it go too, and with an archive its files; `restore` brings all back."""
    removed = files.remove(current_user, _file(job_id, file_id))
    return jsonify(message=_("The file was removed."), rows=removed.rows, edited_rows=removed.edited)


@bp.post("/<uuid:job_id>/files/<uuid:file_id>/restore")
@describe("Take the removal of a file back", answers={200: Message})
def restore_file(job_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Its rows come back as they were."""
    files.restore(current_user, _file(job_id, file_id, deleted=True))
    return jsonify(message=_("The file was restored."))


def _file(job_id: UUID, file_id: UUID, deleted: bool = False) -> SourceFile:
    sheet = get_sheet(job_id, current_user, Access.EDIT)
    file = get_file(sheet, file_id, deleted=deleted)
    if request.args.get("run_id", file.run_id) != file.run_id:
        raise NotFound(_("This sheet has no such file."))
    return file
