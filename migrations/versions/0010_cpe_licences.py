"""The licence that a CPE sheet is kept for, courses planned for it, and what people said of its rows."""

import sqlalchemy as sa
from alembic import op

revision = "0010_cpe_licences"
down_revision = "0009_required_fields"
branch_labels = None
depends_on = None

key = sa.BigInteger().with_variant(sa.Integer, "sqlite")
instant = sa.DateTime(timezone=True)
hours = sa.Numeric(6, 2)


def upgrade() -> None:
    op.create_table(
        "cpe_licences",
        sa.Column("sheet_id", sa.String(36), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("holder", sa.String(200), nullable=False),
        sa.Column("renewal", sa.Date(), nullable=True),
        sa.Column("issued", sa.Date(), nullable=True),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("birth_month", sa.Integer(), nullable=True),
        sa.Column("duties", sa.JSON(), nullable=False),
        sa.Column("last_done", sa.JSON(), nullable=False),
        sa.Column("carried", hours, nullable=False),
        sa.Column("extended", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", instant, nullable=False),
        sa.PrimaryKeyConstraint("sheet_id", name="pk_cpe_licences"),
        sa.ForeignKeyConstraint(["sheet_id"], ["extraction_jobs.id"], name="fk_cpe_licences_sheet_id",
                                ondelete="CASCADE"),
    )
    op.create_table(
        "cpe_planned_courses",
        sa.Column("id", key, nullable=False),
        sa.Column("sheet_id", sa.String(36), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("completed", sa.Date(), nullable=False),
        sa.Column("hours", hours, nullable=False),
        sa.Column("field", sa.String(200), nullable=False),
        sa.Column("method", sa.String(100), nullable=False),
        sa.Column("is_counted", sa.Boolean(), nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("deleted_at", instant, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_cpe_planned_courses"),
        sa.ForeignKeyConstraint(["sheet_id"], ["extraction_jobs.id"], name="fk_cpe_planned_courses_sheet_id",
                                ondelete="CASCADE"),
    )
    op.create_index("ix_cpe_planned_courses_sheet_id", "cpe_planned_courses", ["sheet_id"])
    op.create_table(
        "cpe_verdicts",
        sa.Column("row_id", key, autoincrement=False, nullable=False),
        sa.Column("is_distinct", sa.Boolean(), nullable=False),
        sa.Column("is_approved", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("row_id", name="pk_cpe_verdicts"),
        sa.ForeignKeyConstraint(["row_id"], ["extraction_results.id"], name="fk_cpe_verdicts_row_id",
                                ondelete="CASCADE"),
    )


def downgrade() -> None:
    op.drop_table("cpe_verdicts")
    op.drop_table("cpe_planned_courses")
    op.drop_table("cpe_licences")
