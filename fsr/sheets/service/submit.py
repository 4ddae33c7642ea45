"""Verbs on the work of a run: start it, stop it, read one file again.

Of a large run only `WAVE` background jobs wait at a time; each that ends asks for the next.  So a start takes the same
moment for ten files and for thousands, the person's other work is not behind all of them, and nobody's queue is full.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from fsr import clock
from fsr.audit import service as audit
from fsr.audit.names import Action
from fsr.auth.models import User
from fsr.db import db
from fsr.errors import Conflict, Invalid, TooMany
from fsr.jobs import service as jobs
from fsr.jobs.models import Job
from fsr.sheets.models import (
    Kind,
    Run,
    RunField,
    RunStatus,
    Sheet,
    SourceFile,
    Step,
    Task,
    TaskStatus,
    source_files_to_tasks,
)
from fsr.sheets.service import runs
from fsr.sheets.service.common import owner_of, take_hold
from fsr.web.i18n import gettext as _

READ, FEED = "sheets.read", "sheets.feed"
"""The kinds of jobs that read a task, and that go on with a run whose owner had too much waiting."""
WAVE = 20
"""Jobs of one run that wait or run at once: more than one person's jobs run at once, few enough for others."""
LATER = timedelta(seconds=10)
"""When to try again where the owner has too much waiting."""


def submit(actor: User, run: Run) -> Run:
    """Start reading; a run that was started already is returned as it is.

    :raises Invalid: there are no fields, or nothing to read.
    :raises TooMany: too much of the owner's work is waiting already; nothing was started.
    """
    take_hold(run)
    if not run.is_editable:
        return run
    total = _pending(run)
    if not total:
        raise Invalid(_("There is nothing to read. Add at least one file first."), files=_("missing"))
    if db.session.scalar(sa.select(RunField.id).where(RunField.run_id == run.id).limit(1)) is None:
        raise Invalid(_("Choose a template, or add the fields to read."), fields=_("missing"))
    run.config_step, run.status, run.submitted_at = Step.SUBMITTED, RunStatus.IN_PROGRESS, clock.now()
    run.tasks_total, run.tasks_completed, run.tasks_failed = total, 0, 0
    audit.record(Action.SHEET_STARTED, run.sheet.subject, actor, run=run.id, tasks=total)
    for task in _unasked(run, WAVE):
        _ask(task, run)
    return run


def cancel(actor: User, run: Run) -> None:
    """Stop reading; what was read stays, what was not can be read again file by file.

    :raises Conflict: it is not being read.
    """
    take_hold(run)
    if run.status == RunStatus.CANCELLED:
        return
    if run.status != RunStatus.IN_PROGRESS:
        raise Conflict(_("This batch is not being read."))
    asked = _asked(run)
    db.session.execute(
        sa.update(Task).where(Task.run_id == run.id, Task.status == TaskStatus.PENDING.value)
        .values(status=TaskStatus.CANCELLED.value).execution_options(synchronize_session="fetch"))
    run.status, run.completed_at = RunStatus.CANCELLED, clock.now()
    run.tasks_total = run.tasks_completed + run.tasks_failed
    audit.record(Action.SHEET_CANCELLED, run.sheet.subject, actor, run=run.id, read=run.tasks_completed)
    for job in asked:
        _stop(job, actor)
    if run.sheet.job_type == Kind.CPE:
        runs.editable(run.sheet, actor)


def cancel_all(actor: User, sheet: Sheet) -> None:
    """Stop all runs of the sheet that are being read."""
    going = sa.select(Run).where(Run.job_id == sheet.id, Run.status == RunStatus.IN_PROGRESS.value)
    for run in db.session.scalars(going).all():
        cancel(actor, run)


def retry(actor: User, task: Task) -> None:
    """Read the files of a task again; rows that people changed keep what they typed.

    :raises Conflict: it is being read, or its batch was not started, or its files were removed.
    """
    run = task.run
    take_hold(run)
    db.session.refresh(task)
    if run.is_editable:
        raise Conflict(_("This batch was not started yet."))
    if task.status == TaskStatus.PENDING:
        raise Conflict(_("This file is still being read. Wait until it is done."))
    if not files_of(task.id):
        raise Conflict(_("The file was removed. Restore it, or upload it again."))
    was, task.status, task.error_message = task.status, TaskStatus.PENDING, None
    runs.count(run, total=int(was == TaskStatus.CANCELLED), completed=-int(was == TaskStatus.COMPLETED),
               failed=-int(was == TaskStatus.FAILED))
    audit.record(Action.SHEET_TASK_RETRIED, run.sheet.subject, actor, task=task.id)
    _ask(task, run)


def feed(run: Run) -> None:
    """Ask for the reading of the run's next task, now that one has ended."""
    if run.status != RunStatus.IN_PROGRESS:
        return
    for task in _unasked(run, 1):
        try:
            _ask(task, run)
        except TooMany:  # another one of the owner's own asks was quicker
            jobs.enqueue(FEED, {"run_id": run.id}, actor=None, title=FEED, key=f"{FEED}:{run.id}",
                         run_after=clock.now() + LATER)


def files_of(task_id: str) -> Sequence[SourceFile]:
    """The files of a task that were not removed, by path."""
    return db.session.scalars(
        sa.select(SourceFile).join(source_files_to_tasks).where(
            source_files_to_tasks.c.task_id == task_id, SourceFile.deleted_at.is_(None))
        .order_by(SourceFile.original_path, SourceFile.id)).all()


def drop(actor: User, task: Task) -> None:
    """Give up a task of a started run whose files were all removed before they were read."""
    task.status = TaskStatus.CANCELLED
    db.session.flush()
    if task.background_id and (job := db.session.get(Job, task.background_id)):
        _stop(job, actor)
    runs.count(task.run, total=-1)
    feed(task.run)


def _stop(job: Job, actor: User) -> None:
    with suppress(Conflict):  # it has just ended
        jobs.cancel(job, actor)


def _ask(task: Task, run: Run) -> None:
    """Have a background job read the task; asked again while it is active, it is the same job."""
    names = ", ".join(file.original_filename for file in task.files[:3])
    job = jobs.enqueue(
        READ, {"task_id": task.id}, actor=owner_of(run), subject=run.sheet.subject,
        title=_("Read %(name)s", name=names), key=f"{READ}:{task.id}",
        facts={"extraction_job_id": run.job_id, "run_id": run.id, "task_id": task.id})
    task.background_id = job.id
    db.session.flush()


def _pending(run: Run) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Task).where(
        Task.run_id == run.id, Task.status == TaskStatus.PENDING.value)) or 0


def _unasked(run: Run, count: int) -> Sequence[Task]:
    """Tasks of the run for which no job was asked yet; unsorted, since to sort thousands for each costs more."""
    return db.session.scalars(
        sa.select(Task).where(Task.run_id == run.id, Task.status == TaskStatus.PENDING.value,
                              Task.background_id.is_(None))
        .limit(count).options(selectinload(Task.files))).all()


def _asked(run: Run) -> Sequence[Job]:
    """The jobs that read tasks of the run just now, or wait to."""
    return db.session.scalars(
        sa.select(Job).join(Task, Task.background_id == Job.id)
        .where(Task.run_id == run.id, Task.status == TaskStatus.PENDING.value)).all()
