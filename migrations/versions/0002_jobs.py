"""Background jobs and their history."""

import sqlalchemy as sa
from alembic import op

revision = "0002_jobs"
down_revision = "0001_accounts"
branch_labels = None
depends_on = None

big_int = sa.BigInteger().with_variant(sa.Integer, "sqlite")
instant = sa.DateTime(timezone=True)
PENDING = sa.text("status = 'pending'")
RUNNING = sa.text("status = 'running'")
ACTIVE = sa.text("status IN ('pending', 'running')")


def upgrade():
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(80), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("user_id", big_int),
        sa.Column("subject_kind", sa.String(40)),
        sa.Column("subject_id", sa.String(80)),
        sa.Column("payload", sa.JSON),
        sa.Column("facts", sa.JSON, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("priority", sa.SmallInteger, nullable=False),
        sa.Column("progress", sa.SmallInteger, nullable=False),
        sa.Column("progress_message", sa.Text),
        sa.Column("attempt", sa.SmallInteger, nullable=False),
        sa.Column("max_attempts", sa.SmallInteger, nullable=False),
        sa.Column("run_after", instant, nullable=False),
        sa.Column("lease_owner", sa.String(120)),
        sa.Column("lease_token", sa.String(32)),
        sa.Column("lease_until", instant),
        sa.Column("cancel_requested", sa.Boolean, nullable=False),
        sa.Column("idempotency_key", sa.String(200)),
        sa.Column("retry_of_id", sa.String(36)),
        sa.Column("result", sa.JSON),
        sa.Column("error_code", sa.String(40)),
        sa.Column("error_message", sa.Text),
        sa.Column("error_detail", sa.Text),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("started_at", instant),
        sa.Column("completed_at", instant),
        sa.Column("expired_at", instant),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_jobs_user_id"),
        sa.ForeignKeyConstraint(["retry_of_id"], ["jobs.id"], name="fk_jobs_retry_of_id"),
        sa.UniqueConstraint("retry_of_id", name="uq_jobs_retry_of_id"),
        sa.CheckConstraint("status IN ('pending', 'running', 'completed', 'failed', 'cancelled')",
                           name="ck_jobs_status"),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name="ck_jobs_progress"),
    )
    # What a worker looks for, what a reaper looks for, and what makes a double click one job.
    op.create_index("ix_jobs_waiting", "jobs", [sa.text("priority DESC"), "run_after"],
                    sqlite_where=PENDING, postgresql_where=PENDING)
    op.create_index("ix_jobs_leased", "jobs", ["lease_until"], sqlite_where=RUNNING, postgresql_where=RUNNING)
    op.create_index("uq_jobs_idempotency_key", "jobs", ["idempotency_key"], unique=True,
                    sqlite_where=ACTIVE, postgresql_where=ACTIVE)
    # What the lists look for: mine or all, of one state or of any, newest first.
    op.create_index("ix_jobs_user_id_status_created_at", "jobs", ["user_id", "status", "created_at"])
    op.create_index("ix_jobs_user_id_created_at", "jobs", ["user_id", "created_at"])
    op.create_index("ix_jobs_kind_created_at", "jobs", ["kind", "created_at"])
    op.create_index("ix_jobs_created_at_status", "jobs", ["created_at", "status"])
    op.create_index("ix_jobs_subject_kind_subject_id", "jobs", ["subject_kind", "subject_id"])
    op.create_table(
        "job_events",
        sa.Column("id", big_int, nullable=False),
        sa.Column("job_id", sa.String(36), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("attempt", sa.SmallInteger, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_job_events"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_job_events_job_id", ondelete="CASCADE"),
    )
    op.create_index("ix_job_events_job_id", "job_events", ["job_id"])


def downgrade():
    op.drop_table("job_events")
    op.drop_table("jobs")
