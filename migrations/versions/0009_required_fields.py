"""Fields that a row must have: where nothing was read of one, somebody should look."""

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


def downgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            batch.drop_column("required")
