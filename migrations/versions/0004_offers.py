"""Comparisons, the offers in them, their values with history, and the labels that corrections taught."""

import sqlalchemy as sa
from alembic import op

revision = "0004_offers"
down_revision = "0003_documents"
branch_labels = None
depends_on = None

big_int = sa.BigInteger().with_variant(sa.Integer, "sqlite")
instant = sa.DateTime(timezone=True)


def upgrade():
    op.create_table(
        "comparisons",
        sa.Column("id", big_int, nullable=False),
        sa.Column("product_line", sa.String(10), nullable=False),
        sa.Column("reg_number", sa.String(20), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("client", sa.String(200), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("owner_id", big_int, nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("updated_at", instant, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("best", sa.JSON, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("is_demo", sa.Boolean, nullable=False),
        sa.Column("deleted_at", instant),
        sa.PrimaryKeyConstraint("id", name="pk_comparisons"),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name="fk_comparisons_owner_id"),
    )
    # What the list asks: mine or all, newest first; and the plate of the deprecated endpoints.
    op.create_index("ix_comparisons_owner_id_updated_at_id", "comparisons", ["owner_id", "updated_at", "id"])
    op.create_index("ix_comparisons_updated_at_id", "comparisons", ["updated_at", "id"])
    op.create_index("ix_comparisons_reg_number_owner_id", "comparisons", ["reg_number", "owner_id"])

    op.create_table(
        "offers",
        sa.Column("id", big_int, nullable=False),
        sa.Column("comparison_id", big_int, nullable=False),
        sa.Column("document_id", big_int),
        sa.Column("job_id", sa.String(36)),
        sa.Column("replaces_id", big_int),
        sa.Column("filename", sa.String(200), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("product", sa.String(10)),
        sa.Column("insurer_name", sa.String(80)),
        sa.Column("insurer_given", sa.Boolean, nullable=False),
        sa.Column("insurer_confidence", sa.Float, nullable=False),
        sa.Column("insurer_reason", sa.Text, nullable=False),
        sa.Column("reg_number", sa.String(20)),
        sa.Column("insured_entity", sa.String(200)),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("premium_breakdown", sa.JSON, nullable=False),
        sa.Column("raw_text", sa.Text),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("chosen", sa.Boolean, nullable=False),
        sa.Column("hidden", sa.Boolean, nullable=False),
        sa.Column("by_hand", sa.Boolean, nullable=False),
        sa.Column("error", sa.Text),
        sa.Column("progress", sa.Text),
        sa.Column("variant", sa.String(120)),
        sa.Column("variant_given", sa.Boolean, nullable=False),
        sa.Column("variant_reason", sa.Text, nullable=False),
        sa.Column("variant_names", sa.JSON, nullable=False),
        sa.Column("variants", sa.JSON, nullable=False),
        sa.Column("warnings", sa.JSON, nullable=False),
        sa.Column("fingerprint", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("read_at", instant),
        sa.Column("deleted_at", instant),
        sa.PrimaryKeyConstraint("id", name="pk_offers"),
        sa.UniqueConstraint("comparison_id", "position", name="uq_offers_comparison_id_position"),
        sa.CheckConstraint("state IN ('waiting', 'reading', 'read', 'failed')", name="ck_offers_state"),
        sa.ForeignKeyConstraint(["comparison_id"], ["comparisons.id"], name="fk_offers_comparison_id",
                                ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_offers_document_id"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_offers_job_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["replaces_id"], ["offers.id"], name="fk_offers_replaces_id", ondelete="SET NULL"),
    )
    for column in ("document_id", "job_id", "replaces_id"):
        op.create_index(f"ix_offers_{column}", "offers", [column])

    op.create_table(
        "offer_values",
        sa.Column("id", big_int, nullable=False),
        sa.Column("offer_id", big_int, nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("read_value", sa.Text),
        sa.Column("read_state", sa.String(10), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("page", sa.Integer),
        sa.Column("box", sa.JSON),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("rule", sa.String(200), nullable=False),
        sa.Column("alternatives", sa.JSON),
        sa.Column("mark", sa.String(10)),
        sa.Column("edited_value", sa.Text),
        sa.Column("edited_by_id", big_int),
        sa.Column("edited_at", instant),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_offer_values"),
        sa.UniqueConstraint("offer_id", "code", name="uq_offer_values_offer_id_code"),
        sa.CheckConstraint("mark IN ('edited', 'confirmed')", name="ck_offer_values_mark"),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name="fk_offer_values_offer_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["edited_by_id"], ["users.id"], name="fk_offer_values_edited_by_id"),
    )
    op.create_index("ix_offer_values_edited_by_id", "offer_values", ["edited_by_id"])

    op.create_table(
        "value_changes",
        sa.Column("id", big_int, nullable=False),
        sa.Column("offer_id", big_int, nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("old_value", sa.Text),
        sa.Column("old_mark", sa.String(10)),
        sa.Column("new_value", sa.Text),
        sa.Column("new_mark", sa.String(10)),
        sa.Column("actor_id", big_int),
        sa.Column("at", instant, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("undone_at", instant),
        sa.PrimaryKeyConstraint("id", name="pk_value_changes"),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name="fk_value_changes_offer_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name="fk_value_changes_actor_id"),
    )
    op.create_index("ix_value_changes_offer_id_code", "value_changes", ["offer_id", "code"])
    op.create_index("ix_value_changes_actor_id", "value_changes", ["actor_id"])

    op.create_table(
        "learned_labels",
        sa.Column("id", big_int, nullable=False),
        sa.Column("product", sa.String(10), nullable=False),
        sa.Column("insurer", sa.String(80), nullable=False),
        sa.Column("fingerprint", sa.String(200), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("label", sa.String(160), nullable=False),
        sa.Column("from_offer_id", big_int),
        sa.Column("created_by_id", big_int, nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("used_count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_learned_labels"),
        sa.UniqueConstraint("product", "insurer", "fingerprint", "code", "label",
                            name="uq_learned_labels_product_insurer_fingerprint_code_label"),
        sa.ForeignKeyConstraint(["from_offer_id"], ["offers.id"], name="fk_learned_labels_from_offer_id",
                                ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name="fk_learned_labels_created_by_id"),
    )
    op.create_index("ix_learned_labels_product_insurer_code", "learned_labels", ["product", "insurer", "code"])
    op.create_index("ix_learned_labels_from_offer_id", "learned_labels", ["from_offer_id"])
    op.create_index("ix_learned_labels_created_by_id", "learned_labels", ["created_by_id"])


def downgrade():
    for table in ("learned_labels", "value_changes", "offer_values", "offers", "comparisons"):
        op.drop_table(table)
