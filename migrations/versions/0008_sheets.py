"""Documents to grids: templates, extraction jobs, runs, files, tasks, rows stored once, exports."""

import sqlalchemy as sa
from alembic import op

revision = "0008_sheets"
down_revision = "0007_case_search"
branch_labels = None
depends_on = None

big_int = sa.BigInteger().with_variant(sa.Integer, "sqlite")
instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "templates",
        sa.Column("id", big_int, nullable=False),
        sa.Column("owner_id", big_int),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("template_type", sa.String(10), nullable=False),
        sa.Column("is_public", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("updated_at", instant, nullable=False),
        sa.Column("deleted_at", instant),
        sa.PrimaryKeyConstraint("id", name="pk_templates"),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name="fk_templates_owner_id"),
        sa.CheckConstraint("template_type IN ('extraction', 'cpe')", name="ck_templates_template_type"),
    )
    op.create_index("ix_templates_owner_id_template_type_name", "templates", ["owner_id", "template_type", "name"])

    op.create_table(
        "template_fields",
        sa.Column("id", big_int, nullable=False),
        sa.Column("template_id", big_int, nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("data_type", sa.String(20), nullable=False),
        sa.Column("prompt", sa.Text, nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("synonyms", sa.JSON, nullable=False),
        sa.Column("optional", sa.Boolean, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_template_fields"),
        sa.UniqueConstraint("template_id", "name", name="uq_template_fields_template_id_name"),
        sa.ForeignKeyConstraint(["template_id"], ["templates.id"], name="fk_template_fields_template_id",
                                ondelete="CASCADE"),
    )

    op.create_table(
        "extraction_jobs",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("owner_id", big_int, nullable=False),
        sa.Column("job_type", sa.String(10), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("is_demo", sa.Boolean, nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("last_active_at", instant, nullable=False),
        sa.Column("deleted_at", instant),
        sa.PrimaryKeyConstraint("id", name="pk_extraction_jobs"),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name="fk_extraction_jobs_owner_id"),
        sa.CheckConstraint("job_type IN ('extraction', 'cpe')", name="ck_extraction_jobs_job_type"),
    )
    # What both lists ask: mine of one type, latest first.
    op.create_index("ix_extraction_jobs_owner_id_job_type_last_active_at", "extraction_jobs",
                    ["owner_id", "job_type", "last_active_at"])

    op.create_table(
        "job_runs",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("job_id", sa.String(36), nullable=False),
        sa.Column("template_id", big_int),
        sa.Column("template_version", sa.Integer),
        sa.Column("series_id", sa.String(36), nullable=False),
        sa.Column("set_index", sa.Integer, nullable=False),
        sa.Column("append_from_id", sa.String(36)),
        sa.Column("config_step", sa.String(10), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("tasks_total", sa.Integer, nullable=False),
        sa.Column("tasks_completed", sa.Integer, nullable=False),
        sa.Column("tasks_failed", sa.Integer, nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("submitted_at", instant),
        sa.Column("completed_at", instant),
        sa.PrimaryKeyConstraint("id", name="pk_job_runs"),
        sa.ForeignKeyConstraint(["job_id"], ["extraction_jobs.id"], name="fk_job_runs_job_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["template_id"], ["templates.id"], name="fk_job_runs_template_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["append_from_id"], ["job_runs.id"], name="fk_job_runs_append_from_id",
                                ondelete="SET NULL"),
        sa.UniqueConstraint("series_id", "set_index", name="uq_job_runs_series_id_set_index"),
        sa.UniqueConstraint("append_from_id", name="uq_job_runs_append_from_id"),
        sa.CheckConstraint("config_step IN ('upload', 'fields', 'review', 'submitted')", name="ck_job_runs_config_step"),
        sa.CheckConstraint("status IN ('pending', 'in_progress', 'partially_completed', 'completed', 'failed', "
                           "'cancelled')", name="ck_job_runs_status"),
    )
    op.create_index("ix_job_runs_job_id_created_at", "job_runs", ["job_id", "created_at"])
    op.create_index("ix_job_runs_template_id", "job_runs", ["template_id"])

    op.create_table(
        "job_fields",
        sa.Column("id", big_int, nullable=False),
        sa.Column("run_id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("data_type", sa.String(20), nullable=False),
        sa.Column("prompt", sa.Text, nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("synonyms", sa.JSON, nullable=False),
        sa.Column("optional", sa.Boolean, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_job_fields"),
        sa.UniqueConstraint("run_id", "name", name="uq_job_fields_run_id_name"),
        sa.ForeignKeyConstraint(["run_id"], ["job_runs.id"], name="fk_job_fields_run_id", ondelete="CASCADE"),
    )

    op.create_table(
        "source_files",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("run_id", sa.String(36), nullable=False),
        sa.Column("document_id", big_int),
        sa.Column("parent_id", sa.String(36)),
        sa.Column("original_filename", sa.String(200), nullable=False),
        sa.Column("original_path", sa.String(500), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("file_type", sa.String(80), nullable=False),
        sa.Column("file_size_bytes", sa.BigInteger, nullable=False),
        sa.Column("page_count", sa.Integer),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("source_type", sa.String(10), nullable=False),
        sa.Column("external_id", sa.String(200)),
        sa.Column("error", sa.Text),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("updated_at", instant, nullable=False),
        sa.Column("deleted_at", instant),
        sa.PrimaryKeyConstraint("id", name="pk_source_files"),
        sa.ForeignKeyConstraint(["run_id"], ["job_runs.id"], name="fk_source_files_run_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_source_files_document_id"),
        sa.ForeignKeyConstraint(["parent_id"], ["source_files.id"], name="fk_source_files_parent_id",
                                ondelete="CASCADE"),
        sa.CheckConstraint("status IN ('uploaded', 'unpacking', 'unpacked', 'failed')", name="ck_source_files_status"),
    )
    op.create_index("ix_source_files_run_id_original_path", "source_files", ["run_id", "original_path"])
    op.create_index("ix_source_files_sha256", "source_files", ["sha256"])
    op.create_index("ix_source_files_document_id", "source_files", ["document_id"])
    op.create_index("ix_source_files_parent_id", "source_files", ["parent_id"])

    op.create_table(
        "extraction_tasks",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("run_id", sa.String(36), nullable=False),
        sa.Column("background_id", sa.String(36)),
        sa.Column("processing_mode", sa.String(10), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("error_message", sa.Text),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("processed_at", instant),
        sa.PrimaryKeyConstraint("id", name="pk_extraction_tasks"),
        sa.ForeignKeyConstraint(["run_id"], ["job_runs.id"], name="fk_extraction_tasks_run_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["background_id"], ["jobs.id"], name="fk_extraction_tasks_background_id",
                                ondelete="SET NULL"),
        sa.CheckConstraint("processing_mode IN ('individual', 'combined')", name="ck_extraction_tasks_processing_mode"),
        sa.CheckConstraint("status IN ('pending', 'processing', 'completed', 'failed', 'cancelled')",
                           name="ck_extraction_tasks_status"),
    )
    op.create_index("ix_extraction_tasks_run_id_status", "extraction_tasks", ["run_id", "status"])
    op.create_index("ix_extraction_tasks_background_id", "extraction_tasks", ["background_id"])

    op.create_table(
        "source_files_to_tasks",
        sa.Column("task_id", sa.String(36), nullable=False),
        sa.Column("source_file_id", sa.String(36), nullable=False),
        sa.PrimaryKeyConstraint("task_id", "source_file_id", name="pk_source_files_to_tasks"),
        sa.ForeignKeyConstraint(["task_id"], ["extraction_tasks.id"], name="fk_source_files_to_tasks_task_id",
                                ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["source_file_id"], ["source_files.id"], name="fk_source_files_to_tasks_source_file_id",
                                ondelete="CASCADE"),
    )
    op.create_index("ix_source_files_to_tasks_source_file_id", "source_files_to_tasks", ["source_file_id"])

    op.create_table(
        "extraction_results",
        sa.Column("id", big_int, nullable=False),
        sa.Column("series_id", sa.String(36), nullable=False),
        sa.Column("set_index", sa.Integer, nullable=False),
        sa.Column("task_id", sa.String(36)),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("path", sa.String(500), nullable=False),
        sa.Column("page", sa.Integer),
        sa.Column("values", sa.JSON, nullable=False),
        sa.Column("found", sa.JSON, nullable=False),
        sa.Column("edits", sa.JSON, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("processed_at", instant, nullable=False),
        sa.Column("deleted_at", instant),
        sa.PrimaryKeyConstraint("id", name="pk_extraction_results"),
        sa.ForeignKeyConstraint(["series_id"], ["job_runs.id"], name="fk_extraction_results_series_id",
                                ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["task_id"], ["extraction_tasks.id"], name="fk_extraction_results_task_id",
                                ondelete="CASCADE"),
        sa.UniqueConstraint("task_id", "position", name="uq_extraction_results_task_id_position"),
    )
    # The grid: a series up to a set, by path.
    op.create_index("ix_extraction_results_series_id_set_index_path_id", "extraction_results",
                    ["series_id", "set_index", "path", "id"])

    op.create_table(
        "job_exports",
        sa.Column("id", big_int, nullable=False),
        sa.Column("run_id", sa.String(36), nullable=False),
        sa.Column("background_id", sa.String(36)),
        sa.Column("dest_type", sa.String(10), nullable=False),
        sa.Column("file_type", sa.String(4), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("external_id", sa.String(200)),
        sa.Column("error_message", sa.Text),
        sa.Column("created_at", instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_job_exports"),
        sa.ForeignKeyConstraint(["run_id"], ["job_runs.id"], name="fk_job_exports_run_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["background_id"], ["jobs.id"], name="fk_job_exports_background_id",
                                ondelete="SET NULL"),
        sa.CheckConstraint("file_type IN ('csv', 'xlsx')", name="ck_job_exports_file_type"),
        sa.CheckConstraint("status IN ('pending', 'completed', 'failed')", name="ck_job_exports_status"),
    )
    op.create_index("ix_job_exports_run_id_created_at", "job_exports", ["run_id", "created_at"])
    op.create_index("ix_job_exports_background_id", "job_exports", ["background_id"])


def downgrade() -> None:
    for table in ("job_exports", "extraction_results", "source_files_to_tasks", "extraction_tasks", "source_files",
                  "job_fields", "job_runs", "extraction_jobs", "template_fields", "templates"):
        op.drop_table(table)
