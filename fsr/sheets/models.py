"""Templates of fields, extraction jobs ("sheets"), their runs, files, tasks, rows and exports.

The table names are those that API clients know; `fsr.jobs` holds the background jobs, which are something else.

A row is stored once.  An append run continues the series of the run before it: it has the same `series_id` and the next
`set_index`, and its results are the rows of the series up to its own set.  The earlier system copied every row into
every later run, which made a sheet that is appended to grow with the square of its batches.  What was read from a
document (`found`) is never overwritten by what a person typed (`edits`).
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fsr import clock
from fsr.auth.models import User
from fsr.db import Instant, Model, instant, pk
from fsr.documents.models import Document
from fsr.subjects import Subject

plain_json = sa.JSON(none_as_null=True)


class Kind(StrEnum):
    """What a template or an extraction job is for."""

    EXTRACTION = "extraction"
    CPE = "cpe"


class Step(StrEnum):
    """How far a run is prepared; at the last it can no longer be edited."""

    UPLOAD = "upload"
    FIELDS = "fields"
    REVIEW = "review"
    SUBMITTED = "submitted"


class RunStatus(StrEnum):
    """How far a run is; FAILED where every task failed."""

    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    PARTIALLY_COMPLETED = "partially_completed"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class FileStatus(StrEnum):
    """How far a file is; UNPACKED is an archive whose members are files of their own."""

    UPLOADED = "uploaded"
    UNPACKING = "unpacking"
    UNPACKED = "unpacked"
    FAILED = "failed"


class TaskStatus(StrEnum):
    """How far the reading of a file, or of the files of a folder, is."""

    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Mode(StrEnum):
    """Whether each file of a folder is read by itself or all together."""

    INDIVIDUAL = "individual"
    COMBINED = "combined"


def _new_id() -> str:
    return str(uuid4())


def _one_of(column: str, values: type[StrEnum]) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({', '.join(repr(str(value)) for value in values)})", name=column)


class Template(Model):
    """Fields to read, under a name; of a CPE template the name is the state's.

    owner_id  None: it came with fsr, and is public
    version   counts up with each change of its fields; runs keep the fields they were started with
    """

    __tablename__ = "templates"
    __table_args__ = (
        _one_of("template_type", Kind),
        sa.Index("ix_templates_owner_id_template_type_name", "owner_id", "template_type", "name"),
        sa.Index("ix_templates_of_fsr", "template_type", "name", unique=True,
                 sqlite_where=sa.text("owner_id IS NULL"), postgresql_where=sa.text("owner_id IS NULL")),
    )

    id: Mapped[pk]
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    name: Mapped[str] = mapped_column(sa.String(255))
    description: Mapped[str] = mapped_column(sa.Text, default="")
    template_type: Mapped[str] = mapped_column(sa.String(10), default=Kind.EXTRACTION)
    is_public: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[instant] = mapped_column(default=clock.now)
    updated_at: Mapped[instant] = mapped_column(default=clock.now)
    deleted_at: Mapped[datetime | None] = mapped_column(Instant)
    owner: Mapped[User | None] = relationship()
    fields: Mapped[list["TemplateField"]] = relationship(
        back_populates="template", order_by="TemplateField.position", cascade="all, delete-orphan",
        passive_deletes=True)

    @property
    def subject(self) -> Subject:
        """The template, for ledgers."""
        return Subject("template", str(self.id))


class _FieldColumns:
    """What a field is, in a template and in a run.

    data_type  code of one of the 15 data types
    prompt     what is wanted, in words; at most 1500 characters
    role       what the reader knows of such a field beyond its name ("completed", "hours"); "" for none
    synonyms   other labels it is printed under
    optional   shown only when asked for
    required   a row without it is one to look at
    position   from 1, the order of columns
    """

    name: Mapped[str] = mapped_column(sa.String(100))
    data_type: Mapped[str] = mapped_column(sa.String(20))
    prompt: Mapped[str] = mapped_column(sa.Text, default="")
    role: Mapped[str] = mapped_column(sa.String(40), default="")
    synonyms: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    optional: Mapped[bool] = mapped_column(default=False)
    required: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int]


class TemplateField(_FieldColumns, Model):
    """A field of a template."""

    __tablename__ = "template_fields"
    __table_args__ = (sa.UniqueConstraint("template_id", "name"),)

    id: Mapped[pk]
    template_id: Mapped[int] = mapped_column(sa.ForeignKey("templates.id", ondelete="CASCADE"))
    template: Mapped[Template] = relationship(back_populates="fields")


class Sheet(Model):
    """An extraction job: documents in, a grid out; a CPE sheet is one of type "cpe".

    version  counts up with each change of its grid, for those who look at it
    """

    __tablename__ = "extraction_jobs"
    __table_args__ = (
        _one_of("job_type", Kind),
        sa.Index("ix_extraction_jobs_owner_id_job_type_last_active_at", "owner_id", "job_type", "last_active_at"),
    )

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True, default=_new_id)
    name: Mapped[str] = mapped_column(sa.String(255))
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    job_type: Mapped[str] = mapped_column(sa.String(10), default=Kind.EXTRACTION)
    version: Mapped[int] = mapped_column(default=1)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[instant] = mapped_column(default=clock.now)
    last_active_at: Mapped[instant] = mapped_column(default=clock.now)
    deleted_at: Mapped[datetime | None] = mapped_column(Instant)
    owner: Mapped[User] = relationship()
    runs: Mapped[list["Run"]] = relationship(
        back_populates="sheet", order_by="Run.created_at", passive_deletes=True)

    @property
    def subject(self) -> Subject:
        """The sheet, for ledgers."""
        return Subject("sheet", self.id)


class Run(Model):
    """One batch of a sheet.

    series_id        id of the first run of the series whose rows it shows; its own where it appends to nothing
    set_index        place in the series, from 0
    append_from_id   the run it continues: only one run can, so two starts at once make one batch
    template_version the template's when its fields were taken
    tasks_*          counters, written with the task they count
    """

    __tablename__ = "job_runs"
    __table_args__ = (
        _one_of("config_step", Step),
        _one_of("status", RunStatus),
        sa.UniqueConstraint("series_id", "set_index"),
        sa.UniqueConstraint("append_from_id"),
        sa.Index("ix_job_runs_job_id_created_at", "job_id", "created_at"),
    )

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True, default=_new_id)
    job_id: Mapped[str] = mapped_column(sa.ForeignKey("extraction_jobs.id", ondelete="CASCADE"))
    template_id: Mapped[int | None] = mapped_column(sa.ForeignKey("templates.id", ondelete="SET NULL"), index=True)
    template_version: Mapped[int | None]
    series_id: Mapped[str] = mapped_column(sa.String(36))
    set_index: Mapped[int] = mapped_column(default=0)
    append_from_id: Mapped[str | None] = mapped_column(sa.ForeignKey("job_runs.id", ondelete="SET NULL"))
    config_step: Mapped[str] = mapped_column(sa.String(10), default=Step.UPLOAD)
    status: Mapped[str] = mapped_column(sa.String(20), default=RunStatus.PENDING)
    description: Mapped[str] = mapped_column(sa.Text, default="")
    tasks_total: Mapped[int] = mapped_column(default=0)
    tasks_completed: Mapped[int] = mapped_column(default=0)
    tasks_failed: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[instant] = mapped_column(default=clock.now)
    submitted_at: Mapped[datetime | None] = mapped_column(Instant)
    completed_at: Mapped[datetime | None] = mapped_column(Instant)
    sheet: Mapped[Sheet] = relationship(back_populates="runs")
    template: Mapped[Template | None] = relationship()
    fields: Mapped[list["RunField"]] = relationship(
        back_populates="run", order_by="RunField.position", cascade="all, delete-orphan", passive_deletes=True)

    @property
    def is_editable(self) -> bool:
        """Whether files and fields can still be changed."""
        return self.config_step != Step.SUBMITTED


class RunField(_FieldColumns, Model):
    """A field as a run was started with it."""

    __tablename__ = "job_fields"
    __table_args__ = (sa.UniqueConstraint("run_id", "name"),)

    id: Mapped[pk]
    run_id: Mapped[str] = mapped_column(sa.ForeignKey("job_runs.id", ondelete="CASCADE"))
    run: Mapped[Run] = relationship(back_populates="fields")


class SourceFile(Model):
    """A file of a run: uploaded, or a member of an uploaded archive.

    original_path  with folders, as in the archive or the upload; its folder is the unit of `Mode`
    sha256         of the bytes, also of archives and of files that were refused: by it repeats are seen
    document_id    None for an archive and for a file that was refused
    parent_id      the archive it came from; it goes with it
    error          why it was refused, a sentence
    """

    __tablename__ = "source_files"
    __table_args__ = (
        _one_of("status", FileStatus),
        sa.Index("ix_source_files_run_id_original_path", "run_id", "original_path"),
        sa.Index("ix_source_files_sha256", "sha256"),
    )

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True, default=_new_id)
    run_id: Mapped[str] = mapped_column(sa.ForeignKey("job_runs.id", ondelete="CASCADE"))
    document_id: Mapped[int | None] = mapped_column(sa.ForeignKey("documents.id"), index=True)
    parent_id: Mapped[str | None] = mapped_column(sa.ForeignKey("source_files.id", ondelete="CASCADE"), index=True)
    original_filename: Mapped[str] = mapped_column(sa.String(200))
    original_path: Mapped[str] = mapped_column(sa.String(500))
    sha256: Mapped[str] = mapped_column(sa.String(64), default="")
    file_type: Mapped[str] = mapped_column(sa.String(80), default="")
    file_size_bytes: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    page_count: Mapped[int | None]
    status: Mapped[str] = mapped_column(sa.String(10), default=FileStatus.UPLOADED)
    source_type: Mapped[str] = mapped_column(sa.String(10), default="upload")
    external_id: Mapped[str | None] = mapped_column(sa.String(200))
    error: Mapped[str | None] = mapped_column(sa.Text)
    created_at: Mapped[instant] = mapped_column(default=clock.now)
    updated_at: Mapped[instant] = mapped_column(default=clock.now)
    deleted_at: Mapped[datetime | None] = mapped_column(Instant)
    run: Mapped[Run] = relationship()
    document: Mapped[Document | None] = relationship()
    parent: Mapped["SourceFile | None"] = relationship(remote_side=[id])


source_files_to_tasks = sa.Table(
    "source_files_to_tasks",
    Model.metadata,
    sa.Column("task_id", sa.ForeignKey("extraction_tasks.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("source_file_id", sa.ForeignKey("source_files.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Task(Model):
    """The reading of one file, or of the files of one folder together.

    background_id  the job that does it; while that runs, the task counts as PROCESSING, which is not written here
    processed_at   when it ended, read or failed
    facts          what was read of the files themselves: {"is_cpe", "sponsor", "fingerprint", "notes"}; None unread
    """

    __tablename__ = "extraction_tasks"
    __table_args__ = (
        _one_of("processing_mode", Mode),
        _one_of("status", TaskStatus),
        sa.Index("ix_extraction_tasks_run_id_status", "run_id", "status"),
    )

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True, default=_new_id)
    run_id: Mapped[str] = mapped_column(sa.ForeignKey("job_runs.id", ondelete="CASCADE"))
    background_id: Mapped[str | None] = mapped_column(sa.ForeignKey("jobs.id", ondelete="SET NULL"), index=True)
    processing_mode: Mapped[str] = mapped_column(sa.String(10), default=Mode.INDIVIDUAL)
    status: Mapped[str] = mapped_column(sa.String(10), default=TaskStatus.PENDING)
    error_message: Mapped[str | None] = mapped_column(sa.Text)
    facts: Mapped[dict[str, Any] | None] = mapped_column(plain_json)
    created_at: Mapped[instant] = mapped_column(default=clock.now)
    processed_at: Mapped[datetime | None] = mapped_column(Instant)
    run: Mapped[Run] = relationship()
    files: Mapped[list[SourceFile]] = relationship(
        secondary=source_files_to_tasks, order_by=SourceFile.original_path, passive_deletes=True)


class Row(Model):
    """One line of the grid.

    series_id, set_index  where it stands: every run of the series from that set on shows it
    task_id               None for a row typed by hand
    position              within its task, from 0; of rows by hand in order of typing
    path                  of its files, joined with ", ": the first column, and its place in the grid
    found                 what was read: field name -> `Found.to_data()`; never changed afterwards
    edits                 what a person made of it: field name -> {"mark", "value", "by", "at"}
    values                what counts, field name -> text (an edit, else what was read); None where nothing is known
    checks                cells that somebody should look at
    words                 path and values as a search compares them
    version               counts up with each change
    """

    __tablename__ = "extraction_results"
    __table_args__ = (
        sa.UniqueConstraint("task_id", "position"),
        sa.Index("ix_extraction_results_series_id_set_index_path_id", "series_id", "set_index", "path", "id"),
    )

    id: Mapped[pk]
    series_id: Mapped[str] = mapped_column(sa.ForeignKey("job_runs.id", ondelete="CASCADE"))
    set_index: Mapped[int]
    task_id: Mapped[str | None] = mapped_column(sa.ForeignKey("extraction_tasks.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(default=0)
    path: Mapped[str] = mapped_column(sa.String(500), default="")
    page: Mapped[int | None]
    values: Mapped[dict[str, str | None]] = mapped_column(sa.JSON, default=dict)
    found: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict, deferred=True)
    edits: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    checks: Mapped[int] = mapped_column(default=0)
    words: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    processed_at: Mapped[instant] = mapped_column(default=clock.now)
    deleted_at: Mapped[datetime | None] = mapped_column(Instant)
    task: Mapped[Task | None] = relationship()


class Export(Model):
    """A grid that left as a file; small ones are answered at once and leave no row."""

    __tablename__ = "job_exports"
    __table_args__ = (
        sa.CheckConstraint("file_type IN ('csv', 'xlsx')", name="file_type"),
        sa.CheckConstraint("status IN ('pending', 'completed', 'failed')", name="status"),
        sa.Index("ix_job_exports_run_id_created_at", "run_id", "created_at"),
    )

    id: Mapped[pk]
    run_id: Mapped[str] = mapped_column(sa.ForeignKey("job_runs.id", ondelete="CASCADE"))
    background_id: Mapped[str | None] = mapped_column(sa.ForeignKey("jobs.id", ondelete="SET NULL"), index=True)
    dest_type: Mapped[str] = mapped_column(sa.String(10), default="download")
    file_type: Mapped[str] = mapped_column(sa.String(4))
    status: Mapped[str] = mapped_column(sa.String(10), default="pending")
    external_id: Mapped[str | None] = mapped_column(sa.String(200))
    error_message: Mapped[str | None] = mapped_column(sa.Text)
    created_at: Mapped[instant] = mapped_column(default=clock.now)
    run: Mapped[Run] = relationship()
