"""Fields that a row must have, and one template of each name that comes with fsr."""

import sqlalchemy as sa
from alembic import op

revision = "0009_required_fields"
down_revision = "0008_sheets"
branch_labels = None
depends_on = None

TABLES = ("template_fields", "job_fields")


def upgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("required", sa.Boolean, nullable=False, server_default=sa.false()))
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            batch.alter_column("required", server_default=None)
    # Two processes that start at once make them once.
    op.create_index("ix_templates_of_fsr", "templates", ["template_type", "name"], unique=True,
                    sqlite_where=sa.text("owner_id IS NULL"), postgresql_where=sa.text("owner_id IS NULL"))


def downgrade() -> None:
    op.drop_index("ix_templates_of_fsr", "templates")
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            batch.drop_column("required")
