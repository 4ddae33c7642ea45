"""The grid: cells to check, words to search, changes to take back, rows seen, labels taught."""

import sqlalchemy as sa
from alembic import op

revision = "0011_grid"
down_revision = "0010_cpe_licences"
branch_labels = None
depends_on = None

big_int = sa.BigInteger().with_variant(sa.Integer, "sqlite")
instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("extraction_results") as batch:
        batch.add_column(sa.Column("checks", sa.Integer, nullable=False, server_default="0"))
        batch.add_column(sa.Column("words", sa.Text, nullable=False, server_default=""))
    with op.batch_alter_table("extraction_results") as batch:
        batch.alter_column("checks", server_default=None)
        batch.alter_column("words", server_default=None)

    op.create_table(
        "grid_changes",
        sa.Column("id", big_int, nullable=False),
        sa.Column("job_id", sa.String(36), nullable=False),
        sa.Column("actor_id", big_int, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("cells", sa.JSON, nullable=False),
        sa.Column("rows", sa.JSON, nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("undone_at", instant),
        sa.PrimaryKeyConstraint("id", name="pk_grid_changes"),
        sa.ForeignKeyConstraint(["job_id"], ["extraction_jobs.id"], name="fk_grid_changes_job_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name="fk_grid_changes_actor_id"),
    )
    # What undo asks: my last change of this sheet.
    op.create_index("ix_grid_changes_job_id_actor_id_id", "grid_changes", ["job_id", "actor_id", "id"])
    op.create_index("ix_grid_changes_actor_id", "grid_changes", ["actor_id"])

    op.create_table(
        "grid_seen",
        sa.Column("job_id", sa.String(36), nullable=False),
        sa.Column("user_id", big_int, nullable=False),
        sa.Column("row_id", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("job_id", "user_id", name="pk_grid_seen"),
        sa.ForeignKeyConstraint(["job_id"], ["extraction_jobs.id"], name="fk_grid_seen_job_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_grid_seen_user_id"),
    )
    op.create_index("ix_grid_seen_user_id", "grid_seen", ["user_id"])

    op.create_table(
        "sheet_labels",
        sa.Column("id", big_int, nullable=False),
        sa.Column("owner_id", big_int, nullable=False),
        sa.Column("job_type", sa.String(10), nullable=False),
        sa.Column("sponsor", sa.String(200), nullable=False),
        sa.Column("fingerprint", sa.String(200), nullable=False),
        sa.Column("field", sa.String(100), nullable=False),
        sa.Column("label", sa.String(160), nullable=False),
        sa.Column("used_count", sa.Integer, nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sheet_labels"),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name="fk_sheet_labels_owner_id"),
        sa.UniqueConstraint("owner_id", "job_type", "sponsor", "fingerprint", "field", "label",
                            name="uq_sheet_labels_taught"),
        sa.CheckConstraint("job_type IN ('extraction', 'cpe')", name="ck_sheet_labels_job_type"),
    )


def downgrade() -> None:
    for table in ("sheet_labels", "grid_seen", "grid_changes"):
        op.drop_table(table)
    with op.batch_alter_table("extraction_results") as batch:
        batch.drop_column("words")
        batch.drop_column("checks")
