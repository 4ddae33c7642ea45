"""The job, as long as it is remembered, and what happened to it."""

from datetime import datetime
from enum import StrEnum
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fsr import clock
from fsr.db import Instant, Model, instant, pk
from fsr.subjects import Subject


class Status(StrEnum):
    """How far a job is; the last three are for ever."""

    PENDING = "pending"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


OVER = (Status.COMPLETED, Status.FAILED, Status.CANCELLED)

# Written out, not bound: neither engine uses a partial index for a bound value.
is_pending = sa.text("status = 'pending'")
is_running = sa.text("status = 'running'")
is_active = sa.text("status IN ('pending', 'running')")


class Job(Model):
    """One piece of work.

    kind             which task does it ("offers.read"); `title` says it to people
    payload          the task's keyword arguments; `facts` what the API shows as `metadata`
    language         in which the task speaks to its owner
    priority         higher first; then by `run_after`
    progress         percent, 0 to 100, of real work done
    attempt          how often it was begun, kills included
    lease_*          who holds it, by which token, until when; None unless running
    idempotency_key  the same work asked again while this is active is this job
    retry_of_id      the job of which this is the next try; a job is retried once, then its retry is
    result           what the task returned; emptied with the payload at `expired_at`, while the row stays
    error_message    a sentence for the owner; `error_detail` the traceback, for admins
    """

    __tablename__ = "jobs"
    # No index begins with `status`: SQLite would take it for the claim, and sort all that waits for each job taken.
    __table_args__ = (
        sa.CheckConstraint("status IN ('pending', 'running', 'completed', 'failed', 'cancelled')", name="status"),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name="progress"),
        sa.Index("ix_jobs_leased", "lease_until", sqlite_where=is_running, postgresql_where=is_running),
        sa.Index("uq_jobs_idempotency_key", "idempotency_key", unique=True,
                 sqlite_where=is_active, postgresql_where=is_active),
        sa.Index("ix_jobs_user_id_status_created_at", "user_id", "status", "created_at"),
        sa.Index("ix_jobs_user_id_created_at", "user_id", "created_at"),
        sa.Index("ix_jobs_kind_created_at", "kind", "created_at"),
        sa.Index("ix_jobs_created_at_status", "created_at", "status"),
        sa.Index("ix_jobs_subject_kind_subject_id", "subject_kind", "subject_id"),
        sa.UniqueConstraint("retry_of_id"),
    )

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(80))
    title: Mapped[str] = mapped_column(sa.Text)
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    subject_kind: Mapped[str | None] = mapped_column(sa.String(40))
    subject_id: Mapped[str | None] = mapped_column(sa.String(80))
    payload: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    language: Mapped[str] = mapped_column(sa.String(8))
    status: Mapped[str] = mapped_column(sa.String(10), default=Status.PENDING)
    priority: Mapped[int] = mapped_column(sa.SmallInteger, default=0)
    progress: Mapped[int] = mapped_column(sa.SmallInteger, default=0)
    progress_message: Mapped[str | None] = mapped_column(sa.Text)
    attempt: Mapped[int] = mapped_column(sa.SmallInteger, default=0)
    max_attempts: Mapped[int] = mapped_column(sa.SmallInteger, default=3)
    run_after: Mapped[instant] = mapped_column(default=clock.now)
    lease_owner: Mapped[str | None] = mapped_column(sa.String(120))
    lease_token: Mapped[str | None] = mapped_column(sa.String(32))
    lease_until: Mapped[datetime | None] = mapped_column(Instant)
    cancel_requested: Mapped[bool] = mapped_column(default=False)
    idempotency_key: Mapped[str | None] = mapped_column(sa.String(200))
    retry_of_id: Mapped[str | None] = mapped_column(sa.ForeignKey("jobs.id"))
    result: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    error_code: Mapped[str | None] = mapped_column(sa.String(40))
    error_message: Mapped[str | None] = mapped_column(sa.Text)
    error_detail: Mapped[str | None] = mapped_column(sa.Text)
    created_at: Mapped[instant] = mapped_column(default=clock.now)
    started_at: Mapped[datetime | None] = mapped_column(Instant)
    completed_at: Mapped[datetime | None] = mapped_column(Instant)
    expired_at: Mapped[datetime | None] = mapped_column(Instant)
    events: Mapped[list["JobEvent"]] = relationship(order_by="JobEvent.id", viewonly=True)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.status in OVER

    @property
    def is_cancelling(self) -> bool:
        """Whether it was asked to stop and still runs."""
        return self.status == Status.RUNNING and self.cancel_requested

    @property
    def has_expired(self) -> bool:
        """Whether its input and result were kept long enough and are gone."""
        return self.expired_at is not None

    @property
    def subject(self) -> Subject | None:
        """What it is about."""
        return Subject(self.subject_kind, self.subject_id) if self.subject_kind and self.subject_id else None

    @property
    def as_subject(self) -> Subject:
        """The job itself, for the audit log."""
        return Subject("job", self.id)


jobs = cast(sa.Table, Job.__table__)
sa.Index("ix_jobs_waiting", Job.priority.desc(), Job.run_after, sqlite_where=is_pending, postgresql_where=is_pending)


class JobEvent(Model):
    """One line of a job's history.

    kind  queued, started, again (failed, to be tried again), returned (by an orderly stop), lost (its worker went
          silent), cancelling, cancelled, completed, failed
    """

    __tablename__ = "job_events"

    id: Mapped[pk]
    job_id: Mapped[str] = mapped_column(sa.ForeignKey("jobs.id", ondelete="CASCADE"), index=True)
    at: Mapped[instant]
    attempt: Mapped[int] = mapped_column(sa.SmallInteger)
    kind: Mapped[str] = mapped_column(sa.String(20))
    message: Mapped[str] = mapped_column(sa.Text, default="")


job_events = cast(sa.Table, JobEvent.__table__)
