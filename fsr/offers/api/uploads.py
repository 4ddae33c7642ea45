"""`POST /casco/upload` and `/casco/upload/batch`: files in, a comparison out, an error for each file that failed."""

from collections.abc import Sequence
from typing import Any

from flask import current_app, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from pydantic import BaseModel
from werkzeug.datastructures import FileStorage

from fsr.errors import Invalid
from fsr.jobs import service as jobs
from fsr.offers import queries, service
from fsr.offers.api.blueprint import bp
from fsr.offers.compare import Offered, OfferState
from fsr.offers.service import Incoming, Received, Refused
from fsr.web.api import describe
from fsr.web.errors import answer, error_body
from fsr.web.i18n import gettext as _
from fsr.web.transaction import commit_before_waiting

FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
"""The second holds no files, but is what clients send that have none: they are told what is missing."""


class FileError(BaseModel):
    """A file that gave no values, and why; `offer_id` where it has a column all the same, to be typed by hand."""

    filename: str
    error: str
    offer_id: int | None = None


class UploadAnswer(BaseModel):
    """What became of the files; `casco_job_id` names the comparison, `jobs` the readings."""

    success: bool
    casco_job_id: int
    offer_ids: list[int]
    total_offers: int
    message: str
    errors: list[FileError]
    jobs: list[str]


REFUSED: dict[str, Any] = {
    "type": "object", "required": ["error", "detail", "errors"],
    "description": "No file could be read: a sentence for each; `casco_job_id` where columns were made to be typed.",
    "properties": {
        "error": {"type": "string"}, "detail": {"type": ["string", "array"]},
        "errors": {"type": "array", "items": {
            "type": "object", "required": ["filename", "error"],
            "properties": {"filename": {"type": "string"}, "error": {"type": "string"},
                           "offer_id": {"type": ["integer", "null"]}}}},
        "casco_job_id": {"type": ["integer", "null"]}, "offer_ids": {"type": "array", "items": {"type": "integer"}},
    },
}
_FILE = {"type": "string", "contentMediaType": "application/pdf", "format": "binary"}
_ANSWERS: dict[int, Any] = {200: UploadAnswer, 202: UploadAnswer, 415: REFUSED}
_WAIT = {"wait": {"type": "string", "enum": ["0", "1"], "default": "1",
                  "description": "0 answers 202 at once, while the files are still being read."}}


@bp.post("/casco/upload")
@describe("Upload one CASCO offer and begin a comparison with it", answers=_ANSWERS, query=_WAIT, form={
    "type": "object", "required": ["file", "insurer_name", "reg_number"], "properties": {
        "file": _FILE, "reg_number": {"type": "string"},
        "insurer_name": {"type": "string", "description": "Empty: found in the document."}}})
def upload() -> ResponseReturnValue:
    """Each call begins a comparison of its own, also for the same car.  `inquiry_id` is ignored."""
    _must_be_form()
    file = request.files.get("file")
    missing = [name for name in ("insurer_name", "reg_number") if name not in request.form]
    _must_have(missing if file else ["file", *missing])
    assert file is not None
    return _taken([_incoming(file, request.form["insurer_name"])])


@bp.post("/casco/upload/batch")
@describe("Upload several CASCO offers and compare them", answers={**_ANSWERS, 400: None}, query=_WAIT, form={
    "type": "object", "required": ["files", "insurers", "reg_number"], "properties": {
        "files": {"type": "array", "items": _FILE},
        "insurers": {"type": "array", "items": {"type": "string"},
                     "description": "One a file, by position; an empty one is found in the document.  A single empty "
                                    "one stands for all."},
        "reg_number": {"type": "string"}}})
def upload_batch() -> ResponseReturnValue:
    """One comparison for the batch; an insurer may repeat.  A bad file is reported and the others go on."""
    _must_be_form()
    files, insurers = request.files.getlist("files"), request.form.getlist("insurers")
    if refusal := _mismatch(files, insurers):
        return answer(400, refusal, {})
    _must_have([] if "reg_number" in request.form else ["reg_number"])
    if len(insurers) < len(files):
        insurers = [""] * len(files)
    return _taken([_incoming(file, insurer) for file, insurer in zip(files, insurers, strict=True)])


def _mismatch(files: Sequence[FileStorage], insurers: Sequence[str]) -> str | None:
    """The origin's own sentences (of the earlier system), which its clients know."""
    if not insurers:
        return "No insurers provided. Send multiple 'insurers' form fields."
    if not files:
        return "No files provided. Send multiple 'files' form fields."
    if len(files) != len(insurers) and list(insurers) != [""]:
        return f"Files count ({len(files)}) and insurers count ({len(insurers)}) mismatch"
    return None


def _must_be_form() -> None:
    if request.mimetype not in FORMS:
        raise Invalid(_("Send a multipart form with the files."), file=_("missing"))


def _must_have(missing: Sequence[str]) -> None:
    if missing:
        raise Invalid(_("Some fields are missing: %(names)s.", names=", ".join(missing)),
                      **{name: _("Field required") for name in missing})


def _incoming(file: FileStorage, insurer: str) -> Incoming:
    return Incoming(file.filename or "", file.read(), insurer)


def _taken(files: Sequence[Incoming]) -> ResponseReturnValue:
    """Begin the comparison, and answer when all its files have been read, or at once where the client asks for that."""
    comparison, received = service.compare_files(
        current_user, files, reg_number=request.form["reg_number"], twice=True)
    if comparison is None:
        return _refused(None, received.errors)
    number, ids = comparison.id, [offer.id for offer in received.offers]
    queued = [offer.job_id for offer in received.offers if offer.job_id]
    if request.args.get("wait") == "0":
        return _queued(number, ids, queued, received), 202
    commit_before_waiting()
    if not jobs.wait_for(queued, current_app.config["FSR_UPLOAD_WAIT"]):
        return _queued(number, ids, queued, received), 202
    return _read(number, queued, received.errors)


def _queued(number: int, ids: list[int], queued: list[str], received: Received) -> dict[str, Any]:
    return _body(number, ids, f"Reading {len(ids)} CASCO offer(s)", received.errors, queued)


def _read(number: int, queued: list[str], errors: Sequence[Refused]) -> ResponseReturnValue:
    offers = queries.offered(number)
    read = [offer.id for offer in offers if offer.state is OfferState.READ]
    failed = [*errors, *(_failure(offer) for offer in offers if offer.state is OfferState.FAILED)]
    if not read:
        return _refused(number, failed)
    return _body(number, read, f"Successfully processed {len(read)} CASCO offer(s)", failed, queued)


def _failure(offer: Offered) -> Refused:
    return Refused(offer.filename, offer.error or "", offer.id)


def _body(number: int, ids: list[int], message: str, errors: Sequence[Refused], queued: list[str]) -> dict[str, Any]:
    return {"success": True, "casco_job_id": number, "offer_ids": ids, "total_offers": len(ids), "message": message,
            "errors": _errors(errors), "jobs": queued}


def _errors(errors: Sequence[Refused]) -> list[dict[str, Any]]:
    return [{"filename": one.filename, "error": one.error, "offer_id": one.offer_id} for one in errors]


def _refused(number: int | None, errors: Sequence[Refused]) -> ResponseReturnValue:
    """No file gave any values: 415 (413 if all are too large), for clients that look only at the status."""
    message = errors[0].error if len(errors) == 1 else _("None of the files could be read.")
    status = 413 if all(one.too_large for one in errors) else 415
    return {**error_body(message, {}), "success": False, "casco_job_id": number, "errors": _errors(errors),
            "offer_ids": [one.offer_id for one in errors if one.offer_id]}, status
