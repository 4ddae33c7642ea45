"""What the reading engine says of the files of a task themselves: certificates or not, whose, in which layout."""

import sqlalchemy as sa
from alembic import op

revision = "0012_task_facts"
down_revision = "0011_grid"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("extraction_tasks") as table:
        table.add_column(sa.Column("facts", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("extraction_tasks") as table:
        table.drop_column("facts")
