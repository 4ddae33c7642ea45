"""What the endpoints of extraction jobs answer, in the words of their clients."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from fsr.sheets import queries
from fsr.sheets.api.templates import FieldJson
from fsr.sheets.models import FileStatus, Kind, Mode, Run, RunStatus, SourceFile, Step, TaskStatus
from fsr.sheets.queries import FileLine, Listed, Progress, TaskLine

STEPS = list(Step)


class Message(BaseModel):
    """A sentence that says what was done."""

    message: str


class JobMade(Message):
    """A new extraction job and its first run."""

    job_id: str
    run_id: str


class JobLine(BaseModel):
    """A job in a list: `status`, `config_step` and the counts are those of its newest started run."""

    job_id: str
    name: str
    job_type: Kind
    status: RunStatus
    config_step: Step
    latest_run_id: str
    template_name: str | None
    tasks_total: int
    tasks_completed: int
    tasks_failed: int
    files: int
    rows: int
    created_at: str
    last_active_at: str


class JobList(BaseModel):
    """Jobs, last active first; `next` is the `after` of the following part, null at the end."""

    jobs: list[JobLine]
    total: int
    limit: int
    next: str | None


class RunJson(BaseModel):
    """A run; `progress` is 0 to 100, of its preparation before it is submitted, of its tasks afterwards."""

    run_id: str
    job_id: str
    status: RunStatus
    config_step: Step
    is_editable: bool
    progress: int = Field(ge=0, le=100)
    tasks_total: int
    tasks_completed: int
    tasks_failed: int
    template_id: int | None
    append_from_run_id: str | None
    result_set_index: int
    description: str
    created_at: str
    submitted_at: str | None
    completed_at: str | None


class RunDetails(RunJson):
    """A run with its fields, as it was started with them."""

    fields: list[FieldJson]


class RunList(BaseModel):
    """The runs of a job, newest first."""

    runs: list[RunJson]


class JobDetails(RunDetails):
    """A job, and the run asked for."""

    name: str
    job_type: Kind
    user_id: int
    version: int
    last_active_at: str


class TaskJson(BaseModel):
    """The reading of a file, or of the files of a folder together."""

    id: str
    status: TaskStatus
    processing_mode: Mode
    display_name: str
    file_count: int
    progress: int = Field(ge=0, le=100)
    error: str | None


class ProgressJson(BaseModel):
    """How far a run is; `tasks` in parts, `next` is the `after` of the following."""

    job_id: str
    run_id: str
    status: RunStatus
    total_tasks: int
    completed: int
    failed: int
    cancelled: int
    processing: int
    pending: int
    tasks: list[TaskJson]
    next: str | None


class FileJson(BaseModel):
    """A file; `duplicate` where an earlier file of the job has the same bytes, `parent_id` is its archive."""

    id: str
    run_id: str
    original_filename: str
    original_path: str
    file_type: str
    file_size_bytes: int
    page_count: int | None
    status: FileStatus
    error: str | None
    parent_id: str | None
    document_id: int | None
    duplicate: bool
    task_id: str | None
    task_status: TaskStatus | None
    created_at: str


class FileList(BaseModel):
    """Files by path; `next` is the `after` of the following part, null at the end."""

    files: list[FileJson]
    total: int
    limit: int
    next: str | None


class FileError(BaseModel):
    """A file that cannot be read, and why."""

    filename: str
    error: str


class Uploaded(Message):
    """What became of files that were sent; those of archives stand among them."""

    run_id: str
    files: list[FileJson]
    errors: list[FileError]


class FileRemoved(Message):
    """How many rows went with a file; in `edited_rows` of them somebody had typed."""

    rows: int
    edited_rows: int


def job_line(one: Listed) -> dict[str, Any]:
    """A job in a list."""
    run = one.started or one.run
    return {
        "job_id": one.sheet.id, "name": one.sheet.name, "job_type": one.sheet.job_type, "status": one.status,
        "config_step": run.config_step, "latest_run_id": one.run.id, "template_name": one.template or None,
        "tasks_total": run.tasks_total, "tasks_completed": run.tasks_completed, "tasks_failed": run.tasks_failed,
        "files": one.files, "rows": one.rows, "created_at": one.sheet.created_at.isoformat(),
        "last_active_at": one.sheet.last_active_at.isoformat(),
    }


def run_json(run: Run) -> dict[str, Any]:
    """A run without its fields."""
    return {
        "run_id": run.id, "job_id": run.job_id, "status": run.status, "config_step": run.config_step,
        "is_editable": run.is_editable, "progress": percent(run), "tasks_total": run.tasks_total,
        "tasks_completed": run.tasks_completed, "tasks_failed": run.tasks_failed, "template_id": run.template_id,
        "append_from_run_id": run.append_from_id, "result_set_index": run.set_index, "description": run.description,
        "created_at": run.created_at.isoformat(), "submitted_at": _moment(run.submitted_at),
        "completed_at": _moment(run.completed_at),
    }


def run_details(run: Run) -> dict[str, Any]:
    """A run with its fields."""
    return {**run_json(run), "fields": [
        {"field_name": field.name, "data_type_id": field.data_type, "ai_prompt": field.prompt, "role": field.role,
         "synonyms": field.synonyms, "optional": field.optional, "required": field.required,
         "display_order": field.position} for field in run.fields]}


def job_details(run: Run) -> dict[str, Any]:
    """A job with one of its runs."""
    sheet = run.sheet
    return {**run_details(run), "name": sheet.name, "job_type": sheet.job_type, "user_id": sheet.owner_id,
            "version": sheet.version, "last_active_at": sheet.last_active_at.isoformat()}


def percent(run: Run) -> int:
    """How far the run is: its preparation before it is submitted, its tasks afterwards."""
    if run.is_editable:
        return 100 * STEPS.index(Step(run.config_step)) // len(STEPS[1:])
    return 100 * (run.tasks_completed + run.tasks_failed) // run.tasks_total if run.tasks_total else 100


def progress_json(progress: Progress, tasks: Sequence[TaskLine]) -> dict[str, Any]:
    """How far a run is, as progress and as the snapshot of its events."""
    return {"status": progress.status, "total_tasks": progress.total, "completed": progress.completed,
            "failed": progress.failed, "cancelled": progress.cancelled, "processing": progress.processing,
            "pending": progress.pending, "tasks": [task_json(task) for task in tasks]}


def task_json(task: TaskLine) -> dict[str, Any]:
    """A task."""
    return {"id": task.id, "status": task.status, "processing_mode": task.mode, "display_name": task.name,
            "file_count": task.file_count, "progress": task.percent, "error": task.error}


def file_json(line: FileLine) -> dict[str, Any]:
    """A file as lists have it."""
    return {**_file(line.file), "error": line.error, "duplicate": line.is_twin, "task_id": line.task_id,
            "task_status": line.status}


def files_json(found: queries.Files, limit: int) -> dict[str, Any]:
    """A part of the files of a run or a job."""
    return {"files": [file_json(line) for line in found.items], "total": found.count, "limit": limit,
            "next": found.after}


def new_file_json(file: SourceFile, error: str | None, is_twin: bool) -> dict[str, Any]:
    """A file that has just arrived."""
    return {**_file(file), "error": error, "duplicate": is_twin, "task_id": None, "task_status": None}


def errors_json(refused: Iterable[tuple[SourceFile, str]]) -> list[dict[str, str]]:
    """Files that were refused."""
    return [{"filename": file.original_path, "error": error} for file, error in refused]


def _file(file: SourceFile) -> dict[str, Any]:
    return {
        "id": file.id, "run_id": file.run_id, "original_filename": file.original_filename,
        "original_path": file.original_path, "file_type": file.file_type, "file_size_bytes": file.file_size_bytes,
        "page_count": file.page_count, "status": file.status, "parent_id": file.parent_id,
        "document_id": file.document_id, "created_at": file.created_at.isoformat(),
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
