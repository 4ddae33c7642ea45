"""Files of a run: taking them in, and removing them with what was read from them.

All files are checked and written to disk before the first row is: the disk is slow, and on SQLite a transaction that
writes keeps everybody else out.  One bad file never sinks the others: it stands in the list with the reason.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from fsr import clock
from fsr.audit import service as audit
from fsr.audit.names import Action
from fsr.auth.models import User
from fsr.db import db, release
from fsr.documents import service as documents
from fsr.errors import Conflict
from fsr.extraction.kinds import MIME
from fsr.sheets.models import FileStatus, Row, Run, SourceFile, Task, TaskStatus, source_files_to_tasks
from fsr.sheets.paths import is_rubbish
from fsr.sheets.service import fields, submit
from fsr.sheets.service.arriving import ZIP_MIME, Arrived, arrive
from fsr.sheets.service.common import must_be_editable, take_hold
from fsr.web.i18n import gettext as _

MOST_FILES = 10_000
"""In one run."""


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a file that was sent, or of a member of an archive.

    error         why it cannot be read, a sentence; it stands in the list all the same
    duplicate_of  a file of the sheet with the same bytes; this one was taken all the same
    """

    file: SourceFile
    error: str | None = None
    duplicate_of: SourceFile | None = None


@dataclass(frozen=True, slots=True)
class Removed:
    """What went with a file: rows of the grid, and how many of them somebody had typed in."""

    rows: int = 0
    edited: int = 0


def add(actor: User, run: Run, files: Sequence[tuple[str, bytes]]) -> list[Received]:
    """Take files in; archives are unpacked, and their members follow them in the answer.

    What file managers leave behind (".DS_Store", "Thumbs.db") is passed over without a word.

    :param files: (path, bytes) of each, the path with its folders where they are known.
    :raises Conflict: the run was started, or would hold too many files.
    :raises Invalid: no files, or too many at once.
    """
    must_be_editable(run)
    meant = [(path, data) for path, data in files if not is_rubbish(path)]
    documents.must_be_few(len(meant))
    with suppress(RuntimeError):  # the caller wrote something: then its transaction is as long as our writing
        release()
    arrived = arrive(meant)
    take_hold(run)
    must_be_editable(run)
    _must_have_room(run, len(arrived))
    same = _same(run, {one.sha256 for one in arrived})
    made = _make(actor, run, arrived)
    fields.cover(run, [file for file in made if file.document_id is not None])
    audit.record(Action.SHEET_FILES_ADDED, run.sheet.subject, actor, run=run.id,
                 files=[file.id for file in made[:200]], count=len(made))
    return _told(made, same)


def remove(actor: User, file: SourceFile) -> Removed:
    """Remove a file of any run, its members with it where it is an archive, and the rows that were read from them.

    Rows in which somebody typed go too: they would say something that no document proves.  `restore` brings all back.
    A row that was read from several files stays as long as one of them does.
    """
    run = file.run
    take_hold(run)
    if file.deleted_at is not None:
        return Removed()
    now = clock.now()
    for one in _family(file):
        one.deleted_at = one.deleted_at or now
    db.session.flush()
    removed = _without(actor, _orphans(file), now)
    audit.record(Action.SHEET_FILE_REMOVED, run.sheet.subject, actor, file=file.id, rows=removed.rows)
    return removed


def restore(actor: User, file: SourceFile) -> None:
    """Take a removal back: the file, what went with it, and its rows as they were."""
    run = file.run
    take_hold(run)
    if (then := file.deleted_at) is None:
        return
    family = _family(file)
    for one in family:
        if one.deleted_at == then:
            one.deleted_at, one.updated_at = None, clock.now()
    db.session.flush()
    tasks = _tasks(family)
    ids = [task.id for task in tasks]
    for row in db.session.scalars(sa.select(Row).where(Row.task_id.in_(ids), Row.deleted_at == then)):
        row.deleted_at = None
    if run.is_editable:
        covered = {file.id for task in tasks for file in task.files}
        fields.cover(run, [one for one in family if one.document_id is not None and one.id not in covered])
    audit.record(Action.SHEET_FILE_RESTORED, run.sheet.subject, actor, file=file.id)


def _must_have_room(run: Run, count: int) -> None:
    there = db.session.scalar(sa.select(sa.func.count()).select_from(SourceFile).where(
        SourceFile.run_id == run.id, SourceFile.deleted_at.is_(None))) or 0
    if there + count > MOST_FILES:
        raise Conflict(_("A batch holds at most %(most)s files. Start it, then add more to the next one.",
                         most=MOST_FILES))


def _same(run: Run, hashes: set[str]) -> dict[str, SourceFile]:
    """Files that the sheet holds already, by hash."""
    found = db.session.scalars(
        sa.select(SourceFile).join(Run).where(
            Run.job_id == run.job_id, SourceFile.sha256.in_(hashes), SourceFile.deleted_at.is_(None),
            SourceFile.document_id.is_not(None))
        .order_by(SourceFile.created_at.desc(), SourceFile.id))
    return {file.sha256: file for file in found}


def _make(actor: User, run: Run, arrived: Sequence[Arrived]) -> list[SourceFile]:
    """The rows of what arrived; a member stands after its archive."""
    kept = [one.kept for one in arrived if one.kept]
    rows = iter(documents.adopt(actor, kept) if kept else [])
    made: list[SourceFile] = []
    for one in arrived:
        document = next(rows) if one.kept else None
        made.append(SourceFile(
            run_id=run.id, document=document, parent=None if one.parent is None else made[one.parent],
            original_filename=one.name, original_path=one.path, sha256=one.sha256, file_size_bytes=one.size_bytes,
            file_type=_mime(one), page_count=document.page_count if document else None, error=one.error,
            status=FileStatus.FAILED if one.error else FileStatus.UNPACKED if one.is_archive else FileStatus.UPLOADED))
    db.session.add_all(made)
    db.session.flush()
    return made


def _mime(one: Arrived) -> str:
    if one.is_archive:
        return ZIP_MIME
    return MIME[one.kept.kind] if one.kept else ""


def _told(made: Sequence[SourceFile], same: dict[str, SourceFile]) -> list[Received]:
    told = []
    for file in made:
        told.append(Received(file, file.error, same.get(file.sha256) if file.document_id is not None else None))
        if file.document_id is not None:
            same.setdefault(file.sha256, file)
    return told


def _family(file: SourceFile) -> list[SourceFile]:
    """The file and all that came out of it, archives within archives too."""
    family, level = [file], [file.id]
    while level:
        found = db.session.scalars(sa.select(SourceFile).where(SourceFile.parent_id.in_(level))).all()
        family += found
        level = [one.id for one in found]
    return family


def _tasks(files: Sequence[SourceFile]) -> Sequence[Task]:
    link = source_files_to_tasks
    return db.session.scalars(
        sa.select(Task).where(Task.id.in_(
            sa.select(link.c.task_id).where(link.c.source_file_id.in_([file.id for file in files]))))).all()


def _orphans(file: SourceFile) -> list[Task]:
    """Tasks of the file and its members that have no file left."""
    tasks, link = _tasks(_family(file)), source_files_to_tasks
    alive = set(db.session.scalars(
        sa.select(link.c.task_id).join(SourceFile, SourceFile.id == link.c.source_file_id)
        .where(link.c.task_id.in_([task.id for task in tasks]), SourceFile.deleted_at.is_(None))))
    return [task for task in tasks if task.id not in alive]


def _without(actor: User, tasks: Sequence[Task], now: datetime) -> Removed:
    """Take away what was read by tasks without files, and give up what was still to be read."""
    for task in tasks:
        if task.run.is_editable:
            db.session.delete(task)
        elif task.status == TaskStatus.PENDING:
            submit.drop(actor, task)
    rows = db.session.scalars(sa.select(Row).where(
        Row.task_id.in_([task.id for task in tasks]), Row.deleted_at.is_(None))).all()
    for row in rows:
        row.deleted_at = now
    return Removed(len(rows), sum(bool(row.edits) for row in rows))
