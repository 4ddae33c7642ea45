"""Work on sheets in the background: reading a task, telling that one failed, and going on with a run that waited."""

from typing import Any

from flask import Flask, current_app

from fsr import jobs
from fsr.db import db, reading, release
from fsr.documents import desk
from fsr.errors import Conflict, Unreadable
from fsr.jobs import Run as Attempt
from fsr.sandbox.pool import Cancelled
from fsr.sheets import fieldset, second
from fsr.sheets.engines import engine_for
from fsr.sheets.models import Run
from fsr.sheets.service import reading as keeping
from fsr.sheets.service import sheets, submit
from fsr.sheets.service.common import touch
from fsr.sheets.service.reading import Answer, Plan, Source
from fsr.web.i18n import gettext as _

FAILED, PURGE = "sheets.failed", "sheets.purge"
DAY = 24 * 60 * 60
ROUNDS = 3
"""A file may be removed from its task while it is being read: then it is read again, so often at most."""


def init_app(app: Flask) -> None:
    """Make these tasks known to `app`."""
    jobs.register(app, submit.READ, read_task, lambda: _("Read a document into a sheet"), afterwards=FAILED)
    jobs.register(app, FAILED, task_failed, lambda: _("Tell a sheet that a document was not read"))
    jobs.register(app, submit.FEED, go_on, lambda: _("Go on with a batch"))
    jobs.every(app, PURGE, DAY, purge_deleted)


def read_task(attempt: Attempt, task_id: str) -> dict[str, Any]:
    """Read the files of a task and keep what they say.

    :raises Unreadable: none of them can be read; `task_failed` follows and says so in the sheet.
    """
    for _round in range(ROUNDS):
        plan = _plan(task_id)
        if plan is None:
            return _removed(task_id)
        answers = [_read(attempt, plan, source) for source in plan.sources]
        if not any(answer.data for answer in answers):
            raise Unreadable(answers[0].error)
        attempt.give_way()
        if keeping.plan_of(task_id) == plan:
            return keeping.keep(plan, answers)
        release()
    raise Conflict(_("The files were changed again and again while they were read. Read them again."))


def _plan(task_id: str) -> Plan | None:
    """How to read the task; no transaction is left open, and none kept a writer waiting."""
    with reading():
        plan = keeping.plan_of(task_id)
        release()
    return plan


def _removed(task_id: str) -> dict[str, Any]:
    return {"task_id": task_id, "state": "removed"}


def _read(attempt: Attempt, plan: Plan, source: Source) -> Answer:
    """What the engine reads, once more where corrections taught something for such papers."""
    try:
        data = _extract(attempt, plan, source, [])
        with reading():
            taught = keeping.taught(plan, data)
            release()
        if taught:  # the fingerprint is of the labels that were found, so it is that of the untaught reading that stays
            data = {**_extract(attempt, plan, source, taught), "fingerprint": data.get("fingerprint")}
        if asked := second.endpoint(current_app.config):
            data = second.fill(data, desk.read(source.file), plan.fields, asked)
    except Unreadable as error:
        return Answer(source, None, str(error))
    return Answer(source, data)


def _extract(attempt: Attempt, plan: Plan, source: Source, learned: list[tuple[str, str]]) -> dict[str, Any]:
    def progress(done: int, total: int) -> None:
        attempt.progress(done, total, _("Reading page %(page)s of %(pages)s", page=min(done + 1, total), pages=total))

    options = {"fields": fieldset.options(plan.fields), "learned": [list(pair) for pair in learned]}
    try:
        data: dict[str, Any] = desk.extract(
            engine_for(plan.kind), source.file, options, progress=progress, cancelled=attempt.cancelled)
    except Cancelled:
        attempt.check()
        raise
    return data


def task_failed(_attempt: Attempt, task_id: str, ended_id: str) -> dict[str, Any]:
    """Write into the sheet that a task's job ended without reading it."""
    return {"task_id": task_id, "status": keeping.give_up(task_id, ended_id)}


def go_on(_attempt: Attempt, run_id: str) -> dict[str, Any]:
    """Ask for more of a run whose owner had too much waiting."""
    if (run := db.session.get(Run, run_id)) is not None:
        touch(run.job_id)
        db.session.refresh(run)
        submit.feed(run)
    return {"run_id": run_id}


def purge_deleted(_attempt: Attempt) -> dict[str, Any]:
    """Remove for good what was deleted long ago."""
    return {"purged": sheets.purge()}
