"""Cases and notebook pages: versions, filed line items, collaborators, closings, attachments, snippets."""

import sqlalchemy as sa
from alembic import op

revision = "0006_cases"
down_revision = "0005_shares"
branch_labels = None
depends_on = None

big_int = sa.BigInteger().with_variant(sa.Integer, "sqlite")
instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("number", sa.String(100), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("is_open", sa.Boolean, nullable=False),
        sa.Column("closed_at", instant),
        sa.Column("created_by_id", big_int),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("updated_at", instant, nullable=False),
        sa.Column("is_demo", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("number", name="uq_cases_number"),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name="fk_cases_created_by_id"),
    )
    op.create_index("ix_cases_created_by_id", "cases", ["created_by_id"])
    op.create_index("ix_cases_is_open_updated_at_id", "cases", ["is_open", "updated_at", "id"])

    op.create_table(
        "case_closings",
        sa.Column("id", big_int, nullable=False),
        sa.Column("case_id", sa.String(36), nullable=False),
        sa.Column("how", sa.String(10), nullable=False),
        sa.Column("symptom", sa.Text, nullable=False),
        sa.Column("fault", sa.Text, nullable=False),
        sa.Column("fix", sa.Text, nullable=False),
        sa.Column("closed_by_id", big_int),
        sa.Column("closed_at", instant, nullable=False),
        sa.Column("reopened_by_id", big_int),
        sa.Column("reopened_at", instant),
        sa.PrimaryKeyConstraint("id", name="pk_case_closings"),
        sa.ForeignKeyConstraint(["reopened_by_id"], ["users.id"], name="fk_case_closings_reopened_by_id"),
        sa.ForeignKeyConstraint(["closed_by_id"], ["users.id"], name="fk_case_closings_closed_by_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_closings_case_id", ondelete="CASCADE"),
    )
    op.create_index("ix_case_closings_case_id_id", "case_closings", ["case_id", "id"])
    op.create_index("ix_case_closings_closed_by_id", "case_closings", ["closed_by_id"])
    op.create_index("ix_case_closings_reopened_by_id", "case_closings", ["reopened_by_id"])

    op.create_table(
        "case_assignments",
        sa.Column("id", big_int, nullable=False),
        sa.Column("case_id", sa.String(36), nullable=False),
        sa.Column("user_id", big_int, nullable=False),
        sa.Column("assigned_by_id", big_int, nullable=False),
        sa.Column("assigned_at", instant, nullable=False),
        sa.Column("ended_at", instant),
        sa.PrimaryKeyConstraint("id", name="pk_case_assignments"),
        sa.ForeignKeyConstraint(["assigned_by_id"], ["users.id"], name="fk_case_assignments_assigned_by_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_case_assignments_user_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_assignments_case_id", ondelete="CASCADE"),
    )
    op.create_index("ix_case_assignments_assigned_by_id", "case_assignments", ["assigned_by_id"])
    op.create_index("ix_case_assignments_case_id_ended_at", "case_assignments", ["case_id", "ended_at"])
    op.create_index("ix_case_assignments_user_id_ended_at", "case_assignments", ["user_id", "ended_at"])

    op.create_table(
        "user_cases",
        sa.Column("id", big_int, nullable=False),
        sa.Column("user_id", big_int, nullable=False),
        sa.Column("case_id", sa.String(36), nullable=False),
        sa.Column("problem_statement", sa.Text, nullable=False),
        sa.Column("fsr_notes", sa.Text, nullable=False),
        sa.Column("line_item", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("burst", sa.Integer, nullable=False),
        sa.Column("burst_author_id", big_int),
        sa.Column("burst_at", instant),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("changed_at", instant, nullable=False),
        sa.Column("opened_at", instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_user_cases"),
        sa.UniqueConstraint("user_id", "case_id", name="uq_user_cases_user_id_case_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_user_cases_case_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["burst_author_id"], ["users.id"], name="fk_user_cases_burst_author_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_user_cases_user_id"),
    )
    op.create_index("ix_user_cases_burst_author_id", "user_cases", ["burst_author_id"])
    op.create_index("ix_user_cases_case_id", "user_cases", ["case_id"])
    op.create_index("ix_user_cases_user_id_changed_at_id", "user_cases", ["user_id", "changed_at", "id"])

    op.create_table(
        "page_versions",
        sa.Column("id", big_int, nullable=False),
        sa.Column("page_id", big_int, nullable=False),
        sa.Column("version", sa.Integer),
        sa.Column("burst", sa.Integer, nullable=False),
        sa.Column("seen", sa.Integer),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("author_id", big_int, nullable=False),
        sa.Column("problem_statement", sa.Text, nullable=False),
        sa.Column("fsr_notes", sa.Text, nullable=False),
        sa.Column("line_item", sa.Integer, nullable=False),
        sa.Column("saved_at", instant, nullable=False),
        sa.Column("op_id", sa.String(80)),
        sa.Column("op_hash", sa.String(64)),
        sa.PrimaryKeyConstraint("id", name="pk_page_versions"),
        sa.UniqueConstraint("op_id", name="uq_page_versions_op_id"),
        sa.UniqueConstraint("page_id", "version", name="uq_page_versions_page_id_version"),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name="fk_page_versions_author_id"),
        sa.ForeignKeyConstraint(["page_id"], ["user_cases.id"], name="fk_page_versions_page_id", ondelete="CASCADE"),
    )
    op.create_index("ix_page_versions_author_id", "page_versions", ["author_id"])
    op.create_index("ix_page_versions_page_id_id", "page_versions", ["page_id", "id"])
    op.create_index("ix_page_versions_saved_at", "page_versions", ["saved_at"])

    op.create_table(
        "line_items",
        sa.Column("id", big_int, nullable=False),
        sa.Column("page_id", big_int, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("author_id", big_int, nullable=False),
        sa.Column("filed_at", instant, nullable=False),
        sa.Column("changed_at", instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_line_items"),
        sa.UniqueConstraint("page_id", "number", name="uq_line_items_page_id_number"),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name="fk_line_items_author_id"),
        sa.ForeignKeyConstraint(["page_id"], ["user_cases.id"], name="fk_line_items_page_id", ondelete="CASCADE"),
    )
    op.create_index("ix_line_items_author_id", "line_items", ["author_id"])

    op.create_table(
        "page_members",
        sa.Column("id", big_int, nullable=False),
        sa.Column("page_id", big_int, nullable=False),
        sa.Column("user_id", big_int, nullable=False),
        sa.Column("level", sa.String(5), nullable=False),
        sa.Column("added_by_id", big_int, nullable=False),
        sa.Column("added_at", instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_page_members"),
        sa.CheckConstraint("level IN ('read', 'write', 'admin')", name="ck_page_members_level"),
        sa.UniqueConstraint("page_id", "user_id", name="uq_page_members_page_id_user_id"),
        sa.ForeignKeyConstraint(["added_by_id"], ["users.id"], name="fk_page_members_added_by_id"),
        sa.ForeignKeyConstraint(["page_id"], ["user_cases.id"], name="fk_page_members_page_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_page_members_user_id"),
    )
    op.create_index("ix_page_members_added_by_id", "page_members", ["added_by_id"])
    op.create_index("ix_page_members_user_id", "page_members", ["user_id"])

    op.create_table(
        "page_attachments",
        sa.Column("id", big_int, nullable=False),
        sa.Column("page_id", big_int, nullable=False),
        sa.Column("document_id", big_int, nullable=False),
        sa.Column("caption", sa.String(200), nullable=False),
        sa.Column("added_by_id", big_int, nullable=False),
        sa.Column("added_at", instant, nullable=False),
        sa.Column("removed_at", instant),
        sa.PrimaryKeyConstraint("id", name="pk_page_attachments"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_page_attachments_document_id"),
        sa.ForeignKeyConstraint(["added_by_id"], ["users.id"], name="fk_page_attachments_added_by_id"),
        sa.ForeignKeyConstraint(["page_id"], ["user_cases.id"], name="fk_page_attachments_page_id", ondelete="CASCADE"),
    )
    op.create_index("ix_page_attachments_added_by_id", "page_attachments", ["added_by_id"])
    op.create_index("ix_page_attachments_document_id", "page_attachments", ["document_id"])
    op.create_index("ix_page_attachments_page_id_id", "page_attachments", ["page_id", "id"])

    op.create_table(
        "page_presence",
        sa.Column("page_id", big_int, nullable=False),
        sa.Column("user_id", big_int, nullable=False),
        sa.Column("writing", sa.Boolean, nullable=False),
        sa.Column("seen_at", instant, nullable=False),
        sa.PrimaryKeyConstraint("page_id", "user_id", name="pk_page_presence"),
        sa.ForeignKeyConstraint(["page_id"], ["user_cases.id"], name="fk_page_presence_page_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_page_presence_user_id", ondelete="CASCADE"),
    )
    op.create_index("ix_page_presence_user_id", "page_presence", ["user_id"])

    op.create_table(
        "text_snippets",
        sa.Column("id", big_int, nullable=False),
        sa.Column("owner_id", big_int),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("field", sa.String(20), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("changed_at", instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_text_snippets"),
        sa.CheckConstraint("kind IN ('template', 'snippet')", name="ck_text_snippets_kind"),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name="fk_text_snippets_owner_id"),
    )
    op.create_index("ix_text_snippets_owner_id", "text_snippets", ["owner_id"])


def downgrade() -> None:
    op.drop_table("text_snippets")
    op.drop_table("page_presence")
    op.drop_table("page_attachments")
    op.drop_table("page_members")
    op.drop_table("line_items")
    op.drop_table("page_versions")
    op.drop_table("user_cases")
    op.drop_table("case_assignments")
    op.drop_table("case_closings")
    op.drop_table("cases")
