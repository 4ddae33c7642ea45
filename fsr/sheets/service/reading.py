"""Keeping what the engine read: rows of a task are replaced, and what people did in them is left alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload, undefer

from fsr import clock
from fsr.audit import service as audit
from fsr.audit.names import Action
from fsr.db import db
from fsr.documents import desk
from fsr.extraction.found import State
from fsr.jobs.models import Job, Status
from fsr.jobs.run import plain
from fsr.sheets import cells, combine, fieldset
from fsr.sheets.models import Row, Run, SourceFile, Task, TaskStatus
from fsr.sheets.service import labels, runs, submit
from fsr.sheets.service.common import touch

LONGEST_PATH = 500
LEARNED = "learned:"
"""How the engines begin the rule of a value that was found by a label that a correction taught."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file of a task, as far as it matters to its reading."""

    id: str
    path: str
    document_id: int
    file: desk.File


@dataclass(frozen=True, slots=True)
class Plan:
    """What is needed to read a task, kept outside any transaction."""

    task_id: str
    job_id: str
    owner_id: int
    kind: str
    fields: tuple[fieldset.Field, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine made of one file, or why it could make nothing of it."""

    source: Source
    data: dict[str, Any] | None
    error: str = ""


def plan_of(task_id: str) -> Plan | None:
    """How to read this task now; None if it, its files or its sheet are gone, or it was given up."""
    task = _load(task_id)
    if task is None or task.status == TaskStatus.CANCELLED or task.run.sheet.deleted_at is not None:
        return None
    sources = tuple(
        Source(file.id, file.original_path, file.document.id, desk.File(file.document.sha256, file.original_filename))
        for file in task.files if file.deleted_at is None and file.document is not None)
    if not sources:
        return None
    sheet = task.run.sheet
    return Plan(task_id, sheet.id, sheet.owner_id, sheet.job_type, fieldset.of(task.run.fields), sources)


def taught(plan: Plan, data: dict[str, Any]) -> list[tuple[str, str]]:
    """What corrections taught for papers like the one that was read so: (field name, label)."""
    return labels.labels_for(plan.owner_id, plan.kind, data.get("sponsor"), data.get("fingerprint") or "")


def keep(plan: Plan, answers: Sequence[Answer]) -> dict[str, Any]:
    """Write what was read, count the task, and ask for the next one of its run.

    :returns: what the background job says of it.
    """
    touch(plan.job_id)
    task = _load(plan.task_id)
    assert task is not None  # the plan is still that of now
    records = combine.records([(answer.source.id, answer.data["records"]) for answer in answers if answer.data])
    changed = _put_rows(task, plan, records)
    _note_files(answers)
    _note_labels(plan, answers)
    task.facts = _facts(answers)
    audit.record(Action.SHEET_TASK_READ, task.run.sheet.subject, None, task=task.id, rows=len(records), changed=changed)
    _settle(task, TaskStatus.COMPLETED)
    submit.feed(task.run)
    return {"extraction_job_id": plan.job_id, "task_id": task.id, "rows": len(records),
            "found": sum(one["value"] is not None for record in records for one in record["values"].values())}


def give_up(task_id: str, ended_id: str) -> str | None:
    """Say of a task that its background job ended without reading it, and ask for the next; its status then."""
    job_id = db.session.scalar(sa.select(Run.job_id).join(Task).where(Task.id == task_id))
    if job_id is None:
        return None
    touch(job_id)
    task, job = _load(task_id), db.session.get(Job, ended_id)
    assert task is not None
    if task.status == TaskStatus.PENDING and task.background_id == ended_id:
        has_failed = job is not None and job.status == Status.FAILED
        task.error_message = job.error_message if job else None
        audit.record(Action.SHEET_TASK_FAILED, task.run.sheet.subject, None, task=task.id, why=task.error_message)
        _settle(task, TaskStatus.FAILED if has_failed else TaskStatus.CANCELLED)
    submit.feed(task.run)
    return task.status


def _settle(task: Task, status: TaskStatus) -> None:
    """Give the task its end, and its run the counts that go with it."""
    was, task.status = task.status, status
    task.processed_at = clock.now()
    if status == TaskStatus.COMPLETED:
        task.error_message = None
    steps = {TaskStatus.COMPLETED: "completed", TaskStatus.FAILED: "failed"}
    counts = dict.fromkeys(("total", "completed", "failed"), 0)
    if was in steps:
        counts[steps[TaskStatus(was)]] -= 1
    if status in steps:
        counts[steps[status]] += 1
    counts["total"] = (status != TaskStatus.CANCELLED) - (was != TaskStatus.CANCELLED)
    db.session.flush()
    runs.count(task.run, **counts)


def _put_rows(task: Task, plan: Plan, records: Sequence[dict[str, Any]]) -> int:
    """Make the task's rows those records; how many differ from what stood there.

    A row that was removed stays so; one that is no longer read goes, unless somebody typed in it.
    """
    old = {row.position: row for row in db.session.scalars(
        sa.select(Row).where(Row.task_id == task.id).options(undefer(Row.found)))}
    path = ", ".join(source.path for source in plan.sources)[:LONGEST_PATH]
    changed = 0
    for position, record in enumerate(records):
        row = old.pop(position, None) or _new_row(task, position)
        changed += _put(row, path, record, plan.fields)
    for row in old.values():
        if not row.edits and row.deleted_at is None:
            row.deleted_at = clock.now()
            changed += 1
    db.session.flush()
    return changed


def _new_row(task: Task, position: int) -> Row:
    row = Row(series_id=task.run.series_id, set_index=task.run.set_index, task_id=task.id, position=position,
              values={}, found={}, edits={}, version=0)
    db.session.add(row)
    return row


def _put(row: Row, path: str, record: dict[str, Any], fields: Sequence[fieldset.Field]) -> bool:
    found = {field.name: _clean(record["values"][field.name]) for field in fields if field.name in record["values"]}
    row.edits = {name: _kept(edit, cells.value_of(row.found, row.edits, name), cells.read_value(found, name))
                 for name, edit in row.edits.items()}
    changed = row.found != found or row.path != path
    row.found, row.path, row.page, row.processed_at = found, path, record["page"], clock.now()
    row.version += changed
    cells.settle(row, fields)
    return changed


def _kept(edit: dict[str, Any], was: str | None, now: str | None) -> dict[str, Any]:
    """The edit after a new reading: a confirmed value that is read otherwise now stays, as its person's own."""
    if edit.get("mark") == State.CONFIRMED and was != now:
        return {**edit, "mark": str(State.EDITED), "value": was}
    return edit


def _clean(data: Any) -> Any:
    """What a document says, as both databases take it."""
    if isinstance(data, str):
        return plain(data)
    if isinstance(data, dict):
        return {name: _clean(value) for name, value in data.items()}
    return [_clean(value) for value in data] if isinstance(data, list) else data


def _note_files(answers: Sequence[Answer]) -> None:
    """Keep at each file how many pages it has, and why it could not be read beside the others of its folder."""
    for answer in answers:
        file = db.session.get_one(SourceFile, answer.source.id)
        file.error = answer.error or None
        if answer.data and (pages := answer.data.get("pages")):
            file.page_count = pages


def _note_labels(plan: Plan, answers: Sequence[Answer]) -> None:
    """Count the uses of labels that corrections taught."""
    for data in (answer.data for answer in answers if answer.data):
        names = {name for record in data["records"] for name, found in record["values"].items()
                 if found["rule"].startswith(LEARNED)}
        if names:
            labels.used(plan.owner_id, plan.kind, data.get("sponsor"), data.get("fingerprint") or "", names)


def _facts(answers: Sequence[Answer]) -> dict[str, Any]:
    """What the engine says of the files themselves; of several, the first that says anything."""
    read = [answer.data for answer in answers if answer.data]
    facts = {name: next((data[name] for data in read if data.get(name) is not None), None)
             for name in ("is_cpe", "sponsor", "fingerprint")}
    return {**facts, "notes": list(dict.fromkeys(note for data in read for note in data.get("notes", ())))}


def _load(task_id: str) -> Task | None:
    return db.session.scalar(
        sa.select(Task).where(Task.id == task_id).execution_options(populate_existing=True).options(
            selectinload(Task.files).joinedload(SourceFile.document),
            joinedload(Task.run).options(joinedload(Run.sheet), selectinload(Run.fields))))
