"""Share links and what their holders did."""

import sqlalchemy as sa
from alembic import op

revision = "0005_shares"
down_revision = "0004_offers"
branch_labels = None
depends_on = None

key = sa.BigInteger().with_variant(sa.Integer, "sqlite")
instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "shares",
        sa.Column("id", key, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("token_prefix", sa.String(6), nullable=False),
        sa.Column("owner_id", key, nullable=False),
        sa.Column("product_line", sa.String(20), nullable=False),
        sa.Column("subject_kind", sa.String(40), nullable=True),
        sa.Column("subject_id", sa.String(64), nullable=True),
        sa.Column("mode", sa.String(10), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("kept_revision", sa.Integer(), nullable=True),
        sa.Column("snapshot", sa.JSON(), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("contact", sa.String(200), nullable=False),
        sa.Column("passphrase_hash", sa.String(200), nullable=True),
        sa.Column("show_evidence", sa.Boolean(), nullable=False),
        sa.Column("show_comments", sa.Boolean(), nullable=False),
        sa.Column("view_prefs", sa.JSON(), nullable=False),
        sa.Column("hidden_columns", sa.JSON(), nullable=False),
        sa.Column("recommended", sa.String(64), nullable=True),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("editable", sa.Boolean(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("allow_edit_fields", sa.JSON(), nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("expires_at", instant, nullable=True),
        sa.Column("expiry_noted_at", instant, nullable=True),
        sa.Column("revoked_at", instant, nullable=True),
        sa.Column("views", sa.Integer(), nullable=False),
        sa.Column("last_viewed_at", instant, nullable=True),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.Column("last_edited_at", instant, nullable=True),
        sa.Column("reply_column", sa.String(64), nullable=True),
        sa.Column("reply_title", sa.String(200), nullable=False),
        sa.Column("reply_name", sa.String(80), nullable=False),
        sa.Column("reply_message", sa.String(1000), nullable=False),
        sa.Column("replied_at", instant, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_shares"),
        sa.UniqueConstraint("token_hash", name="uq_shares_token_hash"),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name="fk_shares_owner_id"),
        sa.CheckConstraint("mode IN ('pinned', 'live')", name="ck_shares_mode"),
    )
    op.create_index("ix_shares_owner_id_id", "shares", ["owner_id", "id"])
    op.create_index("ix_shares_subject_kind_subject_id", "shares", ["subject_kind", "subject_id"])
    op.create_index("ix_shares_expires_at", "shares", ["expires_at"])
    op.create_table(
        "share_views",
        sa.Column("id", key, nullable=False),
        sa.Column("share_id", key, nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("address", sa.String(45), nullable=False),
        sa.Column("agent", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_share_views"),
        sa.ForeignKeyConstraint(["share_id"], ["shares.id"], name="fk_share_views_share_id", ondelete="CASCADE"),
    )
    op.create_index("ix_share_views_share_id_at", "share_views", ["share_id", "at"])


def downgrade() -> None:
    op.drop_table("share_views")
    op.drop_table("shares")
