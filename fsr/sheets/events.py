"""What happens to a run, told to one client as it happens (server-sent events).

A stream takes a thread of the server for as long as it lasts, so there are few of them: of one person the newest
`EACH`, and `ALL` in a process.  It looks at the database once a second, and holds neither a connection nor a
transaction in between.  It tells differences between what it saw and what it sees, so it cannot miss an end, whoever
wrote it.
"""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app

from fsr import clock
from fsr.db import db, reading
from fsr.errors import TooMany
from fsr.jobs.models import Job
from fsr.sheets import queries
from fsr.sheets.models import FileStatus, Run, RunStatus, SourceFile, Task, TaskStatus
from fsr.web.i18n import gettext as _

EACH, ALL = 2, 6
"""Streams of one person, and of all, in a process; further ones of a person end that person's oldest."""
LOOK_SECONDS, KEEPALIVE_SECONDS, LONGEST_SECONDS = 1.0, 30.0, 600
"""Between two looks; of silence; of a stream, after which the browser comes back by itself and begins anew."""
MOST_TASKS = 1000
"""Tasks named in the first message."""

Event = tuple[str, dict[str, Any]]


@dataclass(slots=True)
class Streams:
    """The open streams of this process, the oldest first."""

    open: list[tuple[int, threading.Event]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, user_id: int) -> threading.Event:
        """Count a stream in; it ends when the event is set.

        :raises TooMany: others have as many open as there may be.
        """
        with self.lock:
            mine = [end for owner, end in self.open if owner == user_id]
            if len(mine) < EACH and len(self.open) >= ALL:
                raise TooMany(_("Too many pages follow their work just now. Ask for the progress instead."), 10)
            for end in mine[:max(0, len(mine) - EACH + 1)]:
                end.set()
                self.open.remove((user_id, end))
            self.open.append((user_id, end := threading.Event()))
        return end

    def end(self, user_id: int, end: threading.Event) -> None:
        """Count a stream out, however it ended."""
        end.set()
        with self.lock:
            if (user_id, end) in self.open:
                self.open.remove((user_id, end))


@dataclass(frozen=True, slots=True)
class Seen:
    """A run at one moment.

    tasks  id → (state, when it ended)
    files  id → state of the upload
    """

    status: RunStatus
    step: str
    tasks: dict[str, tuple[TaskStatus, Any]]
    files: dict[str, FileStatus]

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to the run by itself."""
        return self.status not in (RunStatus.PENDING, RunStatus.IN_PROGRESS)


def streams() -> Streams:
    """Those of this app's process."""
    found: Streams = current_app.extensions.setdefault("fsr.sheet_streams", Streams())
    return found


def frames(app: Flask, job_id: str, run_id: str, end: threading.Event, *, seconds: int, whole: bool) -> Iterator[str]:
    """The stream of a run, one frame a message, until the run is over, `end` is set or the time is up.

    :param whole: begin with all that is known ("full_state").
    """
    until, said = time.monotonic() + seconds, time.monotonic()
    seen = None
    while True:
        now, events = _look(app, run_id, seen, whole)
        for kind, data in events:
            said = time.monotonic()
            yield _frame(job_id, kind, data)
        if now is None or now.is_over or time.monotonic() >= until or end.wait(LOOK_SECONDS):
            return
        seen = now
        if time.monotonic() - said >= KEEPALIVE_SECONDS:
            said = time.monotonic()
            yield _frame(job_id, "keepalive", {})


def _look(app: Flask, run_id: str, before: Seen | None, whole: bool) -> tuple[Seen | None, list[Event]]:
    """What is seen now, and what happened since; None where the run is gone."""
    with app.app_context(), reading():
        run = db.session.get(Run, run_id)
        if run is None or run.sheet.deleted_at is not None:
            return None, [("error", {"error": "gone"})]
        now = _seen(run)
        if before is None:
            return now, _first(run, now, whole)
        return now, list(_changes(run, before, now))


def _seen(run: Run) -> Seen:
    tasks = db.session.execute(
        sa.select(Task.id, Task.status, Job.status, Task.processed_at)
        .outerjoin(Job, Job.id == Task.background_id).where(Task.run_id == run.id))
    files = db.session.execute(
        sa.select(SourceFile.id, SourceFile.status)
        .where(SourceFile.run_id == run.id, SourceFile.deleted_at.is_(None)))
    return Seen(RunStatus(run.status), run.config_step,
                {row[0]: (queries.task_state(row[1], row[2]), row[3]) for row in tasks},
                {row[0]: FileStatus(row[1]) for row in files})


def _first(run: Run, now: Seen, whole: bool) -> list[Event]:
    events: list[Event] = []
    if whole:
        found, _more = queries.tasks(run, size=MOST_TASKS)
        progress = queries.progress(run)
        events.append(("full_state", {"status": now.status, "progress": {
            "total_tasks": progress.total, "completed": progress.completed, "failed": progress.failed, "tasks": [
                {"id": task.id, "status": task.status, "display_name": task.name, "file_count": task.file_count}
                for task in found]}}))
    if now.is_over:
        events.append(("job_already_completed", {"status": now.status}))
    return events


def _changes(run: Run, before: Seen, now: Seen) -> Iterator[Event]:
    """What happened between two looks: files, then the preparation, then tasks, then the end."""
    for file_id in now.files.keys() - before.files.keys():
        yield "file_uploaded", {"file_id": file_id, "status": now.files[file_id]}
    for file_id in before.files.keys() - now.files.keys():
        yield "file_deleted", {"file_id": file_id}
    if before.step != now.step:
        yield "config_step_changed", {"config_step": now.step}
    if before.status == RunStatus.PENDING and now.status != RunStatus.PENDING:
        yield "job_submitted", {"total_tasks": run.tasks_total}
    yield from _of_tasks(run, before, now)
    if now.status == RunStatus.CANCELLED:
        yield "job_cancelled", {}
    elif now.is_over:
        yield "job_completed", {"status": now.status, "completed": run.tasks_completed, "failed": run.tasks_failed}


def _of_tasks(run: Run, before: Seen, now: Seen) -> Iterator[Event]:
    moved = {task: state for task, (state, ended) in now.tasks.items() if before.tasks.get(task) != (state, ended)}
    for task, state in moved.items():
        if state is TaskStatus.PROCESSING:
            yield "task_started", {"task_id": task}
        elif state is TaskStatus.COMPLETED:
            yield "task_completed", {"task_id": task}
        elif state is TaskStatus.FAILED:
            yield "task_failed", {"task_id": task, "error": _error(task)}
    if moved:
        yield "workflow_progress", {"total_tasks": run.tasks_total, "completed": run.tasks_completed,
                                    "failed": run.tasks_failed}


def _error(task_id: str) -> str:
    return db.session.scalar(sa.select(Task.error_message).where(Task.id == task_id)) or ""


def _frame(job_id: str, kind: str, data: dict[str, Any]) -> str:
    told = {"type": kind, "job_id": job_id, "timestamp": int(clock.now().timestamp() * 1000), **data}
    return f"data: {json.dumps(told, ensure_ascii=False)}\n\n"
