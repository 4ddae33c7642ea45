"""Reads for pages and the API: lists of sheets, how far a run is, and its files; each a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload

from fsr.auth.models import User
from fsr.db import db
from fsr.jobs.models import Job, Status
from fsr.sheets import notes
from fsr.sheets.access import LOOKERS
from fsr.sheets.models import (
    FileStatus,
    Kind,
    Mode,
    Row,
    Run,
    RunStatus,
    Sheet,
    SourceFile,
    Step,
    Task,
    TaskStatus,
    source_files_to_tasks,
)

PAGE, FILES = 50, 100
"""Sheets of a list, and files of a page."""
LONGEST = 200
"""Characters of a search that count."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A sheet in a list.

    run       its newest, which may still be empty
    started   its newest that was started; None while none was
    files     documents of all its runs; `rows` of its grid, `to_check` of them with a cell to look at
    template  name of the template of its newest run; "" for none
    """

    sheet: Sheet
    run: Run
    started: Run | None
    template: str
    files: int
    rows: int
    to_check: int

    @property
    def status(self) -> RunStatus:
        """How far the newest started batch is; pending while none was started."""
        return RunStatus(self.started.status) if self.started else RunStatus.PENDING


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list: `after` is the key of the next one, None at the end; `count` of all that match."""

    items: tuple[Listed, ...]
    after: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: tasks by what became of them; `processing` of the pending ones are being read just now."""

    status: RunStatus
    total: int
    completed: int
    failed: int
    cancelled: int
    processing: int

    @property
    def pending(self) -> int:
        """Tasks that are still to be done, those that are being read included."""
        return max(0, self.total - self.completed - self.failed)

    @property
    def percent(self) -> int:
        """How much is done, 0 to 100."""
        return 100 * (self.completed + self.failed) // self.total if self.total else 0

    @property
    def is_busy(self) -> bool:
        """Whether there will be more to see."""
        return self.status == RunStatus.IN_PROGRESS


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task and how far it is; `name` is of its files, `percent` of its pages while it is being read."""

    id: str
    status: TaskStatus
    mode: Mode
    name: str
    file_count: int
    percent: int
    error: str | None


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file and how far its reading is.

    status   of its task; None before there is one, and for archives and refused files
    error    why it was refused, or could not be read, a sentence
    percent  of its pages read, with `message`, while it is being read
    is_twin  whether an earlier file of the sheet has the same bytes
    notes    what is to be known of what was read, sentences
    """

    file: SourceFile
    task_id: str | None
    status: TaskStatus | None
    error: str | None
    percent: int
    message: str
    is_twin: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Files:
    """A page of files: `after` is the key of the next one, None at the end; `count` of all."""

    items: tuple[FileLine, ...]
    after: str | None
    count: int


def listed(
    user: User, kind: Kind | None, *, text: str = "", status: str = "", after: str | None = None, size: int = PAGE,
    mine: bool = False,
) -> Page:
    """The sheets `user` may see, last active first.

    :param text: each of its words occurs in the name.
    :param status: only those whose newest started batch is so; "" for all.
    :param after: key of a page, from `Page.after`; a key that is none begins at the top.
    :param mine: only the user's own, also where they may see others'.
    """
    matching = _matching(user, kind, text, status, mine)
    count = db.session.scalar(sa.select(sa.func.count()).select_from(matching.subquery())) or 0
    statement = matching.order_by(Sheet.last_active_at.desc(), Sheet.id.desc()).limit(size + 1)
    if key := _key(after):
        statement = statement.where(sa.tuple_(Sheet.last_active_at, Sheet.id) < sa.tuple_(*key))
    found = db.session.scalars(statement.options(joinedload(Sheet.owner))).all()
    shown, last = found[:size], found[size - 1] if len(found) > size else None
    return Page(_lines(shown), f"{last.last_active_at.isoformat()}_{last.id}" if last else None, count)


def line_of(sheet: Sheet) -> Listed:
    """The sheet as lists show it."""
    return _lines([sheet])[0]


def progress(run: Run) -> Progress:
    """How far the run is."""
    cancelled = sa.select(sa.func.count()).where(Task.run_id == run.id, Task.status == TaskStatus.CANCELLED.value)
    running = sa.select(sa.func.count()).select_from(Task).join(Job, Task.background_id == Job.id).where(
        Task.run_id == run.id, Task.status == TaskStatus.PENDING.value, Job.status == Status.RUNNING.value)
    row = db.session.execute(sa.select(cancelled.scalar_subquery(), running.scalar_subquery())).one()
    return Progress(RunStatus(run.status), run.tasks_total, run.tasks_completed, run.tasks_failed, *row)


def files(sheet: Sheet, run: Run | None = None, *, after: str | None = None, size: int = FILES,
          only_failed: bool = False) -> Files:
    """The files of a run, or of all runs of the sheet, by path.

    :param only_failed: those that were refused or could not be read.
    """
    base = _lines_of_files(sheet, run, only_failed)
    count = db.session.scalar(sa.select(sa.func.count()).select_from(base.subquery())) or 0
    path, _mark, number = (after or "").rpartition("|")
    if number:
        base = base.where(sa.tuple_(SourceFile.original_path, SourceFile.id) > sa.tuple_(path, number))
    rows = db.session.execute(base.order_by(SourceFile.original_path, SourceFile.id).limit(size + 1)).all()
    last = rows[size - 1][0] if len(rows) > size else None
    return Files(tuple(_file_line(row) for row in rows[:size]),
                 f"{last.original_path}|{last.id}" if last else None, count)


def runs(sheet: Sheet, most: int = 200) -> Sequence[Run]:
    """The runs of the sheet, newest first."""
    return db.session.scalars(
        sa.select(Run).where(Run.job_id == sheet.id).order_by(Run.created_at.desc(), Run.set_index.desc())
        .limit(most)).all()


def tasks(run: Run, *, after: str | None = None, size: int = FILES) -> tuple[tuple[TaskLine, ...], str | None]:
    """Tasks of the run, in the order in which they were made, and the key of those that follow."""
    statement = (
        sa.select(Task, Job.status, Job.progress).outerjoin(Job, Job.id == Task.background_id)
        .where(Task.run_id == run.id).options(selectinload(Task.files)))
    if after and (last := db.session.get(Task, after)) is not None:
        statement = statement.where(sa.tuple_(Task.created_at, Task.id) > sa.tuple_(
            sa.bindparam("after_at", last.created_at, Task.created_at.type), last.id))
    rows = db.session.execute(statement.order_by(Task.created_at, Task.id).limit(size + 1)).all()
    shown = rows[:size]
    return tuple(task_line(*row) for row in shown), shown[-1][0].id if len(rows) > size else None


def task_line(task: Task, job_status: str | None, percent: int | None) -> TaskLine:
    """A task, its background job considered."""
    status = task_state(task.status, job_status)
    names = ", ".join(file.original_filename for file in task.files)
    return TaskLine(task.id, status, Mode(task.processing_mode), names, len(task.files),
                    (percent or 0) if status is TaskStatus.PROCESSING else 100 * (status is TaskStatus.COMPLETED),
                    task.error_message)


def new_files(run: Run) -> int:
    """How many files of the run can be read: what a start would read."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(SourceFile).where(
        SourceFile.run_id == run.id, SourceFile.deleted_at.is_(None), SourceFile.document_id.is_not(None),
        SourceFile.status == FileStatus.UPLOADED.value)) or 0


def task_state(task_status: str, job_status: str | None) -> TaskStatus:
    """How far a task is, its background job considered."""
    if task_status == TaskStatus.PENDING and job_status == Status.RUNNING:
        return TaskStatus.PROCESSING
    return TaskStatus(task_status)


def _matching(user: User, kind: Kind | None, text: str, status: str, mine: bool) -> sa.Select[Sheet]:
    statement = sa.select(Sheet).where(Sheet.deleted_at.is_(None))
    if kind is not None:
        statement = statement.where(Sheet.job_type == kind.value)
    if mine or user.role not in LOOKERS:
        statement = statement.where(Sheet.owner_id == user.id)
    for word in text[:LONGEST].split():
        statement = statement.where(Sheet.name.icontains(word, autoescape=True))
    if status:
        statement = statement.where(sa.func.coalesce(_started(Run.status), RunStatus.PENDING.value) == status)
    return statement


def _newest(column: Any, *conditions: Any) -> Any:
    """`column` of the newest run of a sheet that meets the conditions."""
    return (sa.select(column).where(Run.job_id == Sheet.id, *conditions)
            .order_by(Run.created_at.desc(), Run.set_index.desc()).limit(1).correlate(Sheet).scalar_subquery())


def _started(column: Any) -> Any:
    return _newest(column, Run.config_step == Step.SUBMITTED.value)


def _key(after: str | None) -> tuple[Any, Any] | None:
    at, _mark, row = (after or "").rpartition("_")
    try:
        moment = datetime.fromisoformat(at).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return sa.bindparam("after_at", moment, Sheet.last_active_at.type), sa.bindparam("after_id", row)


def _lines(sheets: Sequence[Sheet]) -> tuple[Listed, ...]:
    ids = [sheet.id for sheet in sheets]
    newest = db.session.execute(sa.select(Sheet.id, _newest(Run.id).label("run"), _started(Run.id).label("started"))
                                .where(Sheet.id.in_(ids))).all()
    wanted = {number for row in newest for number in (row.run, row.started) if number}
    runs = {run.id: run for run in db.session.scalars(
        sa.select(Run).where(Run.id.in_(wanted)).options(joinedload(Run.template)))}
    documents, rows = _counts(ids)
    lines = {}
    for row in newest:
        run, counts = runs[row.run], rows.get(row.id, (0, 0))
        lines[row.id] = (run, runs.get(row.started), run.template.name if run.template else "",
                         documents.get(row.id, 0), *counts)
    return tuple(Listed(sheet, *lines[sheet.id]) for sheet in sheets)


def _counts(ids: Sequence[str]) -> tuple[dict[str, int], dict[str, tuple[int, int]]]:
    """Sheet → its documents; sheet → (its rows, those of them to check)."""
    documents = db.session.execute(
        sa.select(Run.job_id, sa.func.count()).join(SourceFile, SourceFile.run_id == Run.id)
        .where(Run.job_id.in_(ids), SourceFile.deleted_at.is_(None), SourceFile.document_id.is_not(None))
        .group_by(Run.job_id))
    rows = db.session.execute(
        sa.select(Run.job_id, sa.func.count(), sa.func.sum(sa.case((Row.checks > 0, 1), else_=0)))
        .join(Row, Row.series_id == Run.id).where(Run.job_id.in_(ids), Row.deleted_at.is_(None)).group_by(Run.job_id))
    return dict(documents.all()), {job: (count, checks) for job, count, checks in rows}


def _lines_of_files(sheet: Sheet, run: Run | None, only_failed: bool) -> sa.Select[*tuple[Any, ...]]:
    link, earlier, their_run = source_files_to_tasks, aliased(SourceFile), aliased(Run)
    twin = (
        sa.select(earlier.id).join(their_run, earlier.run_id == their_run.id)
        .where(their_run.job_id == sheet.id, earlier.sha256 == SourceFile.sha256, earlier.deleted_at.is_(None),
               earlier.document_id.is_not(None),
               sa.tuple_(earlier.created_at, earlier.id) < sa.tuple_(SourceFile.created_at, SourceFile.id))
        .exists())
    statement: sa.Select[*tuple[Any, ...]] = (
        sa.select(SourceFile, Task.id, Task.status, Task.error_message, Job.status, Job.progress, Job.progress_message,
                  sa.and_(SourceFile.document_id.is_not(None), twin), Task.facts)
        .join(Run, SourceFile.run_id == Run.id)
        .outerjoin(link, link.c.source_file_id == SourceFile.id).outerjoin(Task, Task.id == link.c.task_id)
        .outerjoin(Job, Job.id == Task.background_id)
        .where(Run.job_id == sheet.id, SourceFile.deleted_at.is_(None)))
    if run is not None:
        statement = statement.where(SourceFile.run_id == run.id)
    if only_failed:
        statement = statement.where(sa.or_(SourceFile.error.is_not(None), Task.status == TaskStatus.FAILED.value))
    return statement


def _file_line(row: Any) -> FileLine:
    file, task_id, task_status, error, job_status, percent, message, is_twin, facts = row
    status = task_state(task_status, job_status) if task_status else None
    is_reading = status is TaskStatus.PROCESSING
    return FileLine(file, task_id, status, file.error or error, percent if is_reading else 0,
                    (message or "") if is_reading else "", bool(is_twin),
                    tuple(notes.sentences((facts or {}).get("notes", ()))))
