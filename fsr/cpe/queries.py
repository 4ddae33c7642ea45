"""What the tracker shows of a sheet's files: those that wait, those being read, those that failed.

A few rows of each, with the counts of all, so that a sheet of thousands is drawn as fast as one of three.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased, selectinload

from fsr.db import db
from fsr.jobs.models import Job, Status
from fsr.sheets.models import FileStatus, Run, SourceFile, Step, Task, TaskStatus, source_files_to_tasks

SHOWN = 50
"""Files of each kind that are named; of more only the number is told."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that was added and not started; `error` says why it cannot be read, `twin` is one with the same bytes."""

    file: SourceFile
    error: str | None
    twin: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A file, or the files of a task, on the way into the grid.

    state    "waiting", "reading", "failed" or "stopped"
    progress per cent, where it is being read
    """

    task_id: str
    run_id: str
    path: str
    state: str
    progress: int
    message: str
    error: str | None


@dataclass(frozen=True, slots=True)
class Desk:
    """The files of a sheet.

    run        the newest run
    to_start   files that the next start would read; `waiting` are the first of the files that were added
    reading    being read or about to be, `reading_count` of them
    failed     not read, `failed_count` of them
    read       files in the grid
    """

    run: Run
    waiting: Sequence[Waiting]
    waiting_count: int
    to_start: int
    reading: Sequence[Reading]
    reading_count: int
    failed: Sequence[Reading]
    failed_count: int
    read: int

    @property
    def is_busy(self) -> bool:
        """Whether anything is being read."""
        return self.reading_count > 0

    @property
    def seen(self) -> str:
        """What a poll knows of it: the same text as long as nothing moved."""
        moving = [f"{one.task_id[:8]}{one.progress}" for one in self.reading if one.state == "reading"]
        return f"{self.run.id[:8]}-{self.read}-{self.failed_count}-{self.reading_count}-{'.'.join(moving)}"


def desk(run: Run) -> Desk:
    """The files of the sheet whose newest run is `run`; the same number of queries for any number of files."""
    waiting, count, to_start = _waiting(run) if run.is_editable else ((), 0, 0)
    going, failed = _tasks(run, *GOING), _tasks(run, *FAILED)
    counts = _counts(run)
    return Desk(run, waiting, count, to_start, going, sum(counts.get(s, 0) for s in GOING), failed,
                sum(counts.get(s, 0) for s in FAILED), counts.get(TaskStatus.COMPLETED, 0))


GOING = (TaskStatus.PENDING, TaskStatus.PROCESSING)
FAILED = (TaskStatus.FAILED, TaskStatus.CANCELLED)


def _waiting(run: Run) -> tuple[list[Waiting], int, int]:
    mine = (SourceFile.run_id == run.id, SourceFile.deleted_at.is_(None), SourceFile.status != FileStatus.UNPACKED)
    count, to_start = db.session.execute(sa.select(
        sa.func.count(), sa.func.count().filter(SourceFile.status == FileStatus.UPLOADED)).where(*mine)).one()
    twin, its_run = aliased(SourceFile), aliased(Run)
    other = (
        sa.select(sa.func.min(twin.original_path)).join(its_run, its_run.id == twin.run_id)
        .where(its_run.job_id == run.job_id, twin.sha256 == SourceFile.sha256, twin.deleted_at.is_(None),
               twin.document_id.is_not(None), twin.id != SourceFile.id,
               sa.tuple_(twin.created_at, twin.id) < sa.tuple_(SourceFile.created_at, SourceFile.id))
        .correlate(SourceFile).scalar_subquery())
    rows = db.session.execute(
        sa.select(SourceFile, other).where(*mine)
        .order_by(SourceFile.status, SourceFile.original_path, SourceFile.id).limit(SHOWN))
    return [Waiting(file, file.error, path) for file, path in rows], count, to_start


def _started(run: Run) -> tuple[sa.ColumnElement[bool], ...]:
    return Run.job_id == run.job_id, Run.config_step == Step.SUBMITTED.value


def _counts(run: Run) -> dict[str, int]:
    return dict(db.session.execute(
        sa.select(Task.status, sa.func.count()).join(Run, Run.id == Task.run_id).where(*_started(run), _HAS_FILE)
        .group_by(Task.status)).all())


_HAS_FILE = (
    sa.select(source_files_to_tasks.c.task_id).join(SourceFile).where(
        source_files_to_tasks.c.task_id == Task.id, SourceFile.deleted_at.is_(None)).exists())
"""Of tasks whose files were all removed nobody speaks any more."""


def _tasks(run: Run, *states: TaskStatus) -> list[Reading]:
    """The first tasks in these states, those that are being read first."""
    running = sa.case((Job.status == Status.RUNNING.value, 0), (Job.status == Status.PENDING.value, 1), else_=2)
    rows = db.session.execute(
        sa.select(Task, Job.status, Job.progress, Job.progress_message)
        .join(Run, Run.id == Task.run_id).outerjoin(Job, Job.id == Task.background_id)
        .where(*_started(run), Task.status.in_([one.value for one in states]), _HAS_FILE)
        .order_by(running, Task.created_at.desc(), Task.id).limit(SHOWN).options(selectinload(Task.files)))
    return [_reading(task, status == Status.RUNNING, progress or 0, message or "")
            for task, status, progress, message in rows]


def _reading(task: Task, is_running: bool, progress: int, message: str) -> Reading:
    states = {TaskStatus.FAILED: "failed", TaskStatus.CANCELLED: "stopped"}
    state = states.get(TaskStatus(task.status)) or ("reading" if is_running else "waiting")
    path = ", ".join(file.original_path for file in task.files if file.deleted_at is None)
    return Reading(task.id, task.run_id, path, state, progress if state == "reading" else 0,
                   message if state == "reading" else "", task.error_message)
