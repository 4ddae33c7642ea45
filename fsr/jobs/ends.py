"""How an attempt ended, put into words and columns."""

import json
import logging
import secrets
import traceback
from typing import Any

from fsr import clock
from fsr.errors import Refusal
from fsr.jobs import ledger
from fsr.jobs.ledger import End
from fsr.jobs.models import Status
from fsr.jobs.run import Cancelled, Claim, LeaseLost, Run, Unavailable, plain
from fsr.web.i18n import gettext as _

log = logging.getLogger(__name__)


def completed(claim: Claim, result: dict[str, Any] | None) -> End:
    """The end of a task that returned.

    :raises TypeError: the result holds what JSON does not know; a defect of the task.
    """
    json.dumps(result)
    return End(claim, "completed", {
        "status": Status.COMPLETED.value, "progress": 100, "progress_message": _("Completed"), "result": result,
        "error_code": None, "error_message": None, "error_detail": None})


def failed(run: Run, error: BaseException, base: float) -> End | None:
    """The end of a task that raised: stopped, refused in words, or a defect of ours.

    :param base: how long to wait after the first failed attempt, seconds.
    """
    reason = run.interruption or type(error)
    if reason is LeaseLost:
        log.warning("job %s: the lease is gone, nothing was written", run.job_id)
        return None
    if reason is Cancelled:
        return End(run.claim, "cancelled", {"status": Status.CANCELLED.value})
    if isinstance(error, Unavailable) and run.claim.attempt < run.claim.max_attempts:
        return _again(run.claim, "unavailable", str(error), "", base)
    if isinstance(error, Refusal):
        return _failure(run.claim, type(error).__name__.lower(), str(error), "")
    return _defect(run.claim, error, base)


def _defect(claim: Claim, error: BaseException, base: float) -> End:
    """The end of a task with a defect of ours: tried again later, as often as allowed."""
    number, detail = secrets.token_hex(4), "".join(traceback.format_exception(error))
    log.error("error %s in job %s (%s)", number, claim.id, claim.kind, exc_info=error)
    if claim.attempt >= claim.max_attempts:
        sentence = _("Something went wrong on our side. If it happens again, quote %(number)s.", number=number)
        return _failure(claim, "internal", sentence, detail)
    return _again(claim, "internal", _("Something went wrong on our side; it will be tried again."), detail, base)


def _again(claim: Claim, code: str, sentence: str, detail: str, base: float) -> End:
    return End(claim, "again", {
        "status": Status.PENDING.value, "run_after": clock.now() + ledger.backoff(claim.attempt, base),
        "error_code": code, "error_message": plain(sentence), "error_detail": plain(detail) or None}, plain(sentence))


def _failure(claim: Claim, code: str, sentence: str, detail: str) -> End:
    return End(claim, "failed", {
        "status": Status.FAILED.value, "error_code": code, "error_message": plain(sentence),
        "error_detail": plain(detail) or None}, plain(sentence))
