"""Which fields a run reads, and which files it reads together: the fields are kept, and the tasks made."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from pathlib import PurePosixPath
from uuid import uuid4

import sqlalchemy as sa

from fsr import clock
from fsr.audit import service as audit
from fsr.audit.names import Action
from fsr.auth.models import User
from fsr.db import db
from fsr.sheets.fieldset import Field, sound
from fsr.sheets.models import (
    FileStatus,
    Mode,
    Run,
    SourceFile,
    Step,
    Task,
    TaskStatus,
    Template,
    source_files_to_tasks,
)
from fsr.sheets.service.common import must_be_editable, take_hold
from fsr.sheets.service.runs import put_fields

TOP = "/"
"""The folder of files without one."""


def take(
    actor: User, run: Run, fields: Sequence[Field], modes: Mapping[str, Mode] | None = None,
    template: Template | None = None, description: str | None = None,
) -> None:
    """Replace the fields of the run, and make its tasks anew.

    :param modes: folder -> how its files are read; files of folders that are not named are left out.  None: every
        file by itself.
    :param template: whose fields these are; None for fields of the run's own.
    :raises Conflict: the run was started.
    :raises Invalid: the fields cannot be taken (see `fieldset.sound`).
    """
    wanted = sound(fields)
    take_hold(run)
    must_be_editable(run)
    put_fields(run, wanted)
    run.template_id, run.template_version = (template.id, template.version) if template else (None, None)
    if description is not None:
        run.description = description
    db.session.execute(sa.delete(Task).where(Task.run_id == run.id))
    _make_tasks(run, _groups(readable(run), modes))
    run.config_step = Step.REVIEW
    audit.record(Action.SHEET_RUN_EDITED, run.sheet.subject, actor, run=run.id, fields=len(wanted))


def cover(run: Run, files: Sequence[SourceFile]) -> None:
    """Have files that came after the tasks were made read too: with their folder where that is read together."""
    if run.config_step != Step.REVIEW:
        return
    together = _combined(run)
    joined = [file for file in files if folder_of(file.original_path) in together]
    _link([(together[folder_of(file.original_path)], file.id) for file in joined])
    _make_tasks(run, [(Mode.INDIVIDUAL, [file]) for file in files if file not in joined])


def readable(run: Run) -> Sequence[SourceFile]:
    """The files of the run that can be read, by path: no archives, none that was refused or removed."""
    return db.session.scalars(
        sa.select(SourceFile).where(
            SourceFile.run_id == run.id, SourceFile.deleted_at.is_(None), SourceFile.document_id.is_not(None),
            SourceFile.status == FileStatus.UPLOADED)
        .order_by(SourceFile.original_path, SourceFile.created_at, SourceFile.id)).all()


def folders(files: Iterable[SourceFile]) -> list[str]:
    """The folders of the files, each once, by name: "/" for files without one."""
    return sorted({folder_of(file.original_path) for file in files})


def folder_of(path: str) -> str:
    """The folder of a file: "2024/spring" of "2024/spring/a.pdf", and "/" of "a.pdf"."""
    folder = str(PurePosixPath(path).parent)
    return TOP if folder == "." else folder


def _groups(
    files: Sequence[SourceFile], modes: Mapping[str, Mode] | None,
) -> list[tuple[Mode, list[SourceFile]]]:
    by_folder: dict[str, list[SourceFile]] = {}
    for file in files:
        by_folder.setdefault(folder_of(file.original_path), []).append(file)
    groups: list[tuple[Mode, list[SourceFile]]] = []
    for folder, members in by_folder.items():
        mode = Mode.INDIVIDUAL if modes is None else modes.get(folder)
        if mode is Mode.COMBINED:
            groups.append((mode, members))
        elif mode is Mode.INDIVIDUAL:
            groups += [(mode, [file]) for file in members]
    return groups


def _make_tasks(run: Run, groups: Sequence[tuple[Mode, list[SourceFile]]]) -> None:
    now = clock.now()
    tasks = [Task(id=str(uuid4()), run_id=run.id, processing_mode=mode, status=TaskStatus.PENDING,
                  created_at=now + timedelta(microseconds=number))  # by it lists keep their order
             for number, (mode, _files) in enumerate(groups)]
    db.session.add_all(tasks)
    db.session.flush()
    _link([(task.id, file.id) for task, (_mode, files) in zip(tasks, groups, strict=True) for file in files])


def _link(pairs: Sequence[tuple[str, str]]) -> None:
    if pairs:
        db.session.execute(sa.insert(source_files_to_tasks), [
            {"task_id": task, "source_file_id": file} for task, file in pairs])


def _combined(run: Run) -> dict[str, str]:
    """Folder -> the task that reads it together."""
    rows = db.session.execute(
        sa.select(SourceFile.original_path, Task.id).join(source_files_to_tasks, SourceFile.id ==
                                                          source_files_to_tasks.c.source_file_id)
        .join(Task, Task.id == source_files_to_tasks.c.task_id)
        .where(Task.run_id == run.id, Task.processing_mode == Mode.COMBINED.value))
    return {folder_of(path): task for path, task in rows}
