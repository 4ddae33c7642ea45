"""An index of the words of cases and pages, and marks on those rows whose words changed since they were indexed.

The triggers only mark, so that a save costs hardly more; the application indexes what is marked before it searches
(`fsr.notebook.index`).  A mark is made in the transaction of the change, whoever makes it: nothing can drift unseen.

    case_search        a row for each case and each page; its key is taken anew whenever the text changes, so that the
                       newest comes first in the order of the key.  The words stand in an FTS5 table of the same key
                       on SQLite, in a tsvector on PostgreSQL
    case_search_stale  what is to be indexed again; `newest`: the text changed, not only who may find it

SQLite drops the triggers of a table that is made anew (a batch migration): a later migration that does so runs
`drop_triggers` before and `make_triggers` after it.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007_case_search"
down_revision = "0006_cases"
branch_labels = None
depends_on = None

big_int = sa.BigInteger().with_variant(sa.Integer, "sqlite")

LOOKED_AFTER = """EXISTS (SELECT 1 FROM case_assignments a WHERE a.case_id = {row}.case_id AND a.user_id = {row}.user_id
    AND a.ended_at IS NULL)"""


def _mark(what: str, key: str, newest: bool = False) -> str:
    """SQL that marks the page or case of this key, if it is still there.

    A mark that is there already is locked in any case: whoever is indexing leaves it alone until this transaction ends.
    """
    table, flag = {"page": "user_cases", "case": "cases"}[what], "true" if newest else "false"
    return f"""INSERT INTO case_search_stale ({what}_id, newest) SELECT t.id, {flag} FROM {table} t WHERE t.id = {key}
        ON CONFLICT ({what}_id) DO UPDATE SET newest = true
        WHERE excluded.newest AND NOT case_search_stale.newest;"""


TRIGGERS = {
    "page_new": ("user_cases", "INSERT", "", _mark("page", "NEW.id", True)),
    "page_new_case": ("user_cases", "INSERT", LOOKED_AFTER.format(row="NEW"), _mark("case", "NEW.case_id")),
    "page_text": ("user_cases", "UPDATE OF problem_statement, fsr_notes",
                  "NEW.problem_statement <> OLD.problem_statement OR NEW.fsr_notes <> OLD.fsr_notes",
                  _mark("page", "NEW.id", True)),
    "page_gone": ("user_cases", "DELETE", LOOKED_AFTER.format(row="OLD"), _mark("case", "OLD.case_id")),
    "item_new": ("line_items", "INSERT", "", _mark("page", "NEW.page_id")),
    "item_text": ("line_items", "UPDATE OF text", "NEW.text <> OLD.text", _mark("page", "NEW.page_id")),
    "item_gone": ("line_items", "DELETE", "", _mark("page", "OLD.page_id")),
    "member_new": ("page_members", "INSERT", "", _mark("page", "NEW.page_id")),
    "member_gone": ("page_members", "DELETE", "", _mark("page", "OLD.page_id")),
    "case_new": ("cases", "INSERT", "", _mark("case", "NEW.id", True)),
    "case_text": ("cases", "UPDATE OF number, title, is_open",
                  "NEW.number <> OLD.number OR NEW.title <> OLD.title OR NEW.is_open <> OLD.is_open",
                  _mark("case", "NEW.id")),
    "closing_new": ("case_closings", "INSERT", "", _mark("case", "NEW.case_id")),
    "closing_text": ("case_closings", "UPDATE OF symptom, fault, fix", "", _mark("case", "NEW.case_id")),
    "closing_gone": ("case_closings", "DELETE", "", _mark("case", "OLD.case_id")),
    "assigned_new": ("case_assignments", "INSERT", "", _mark("case", "NEW.case_id", True)),
    "assigned_ended": ("case_assignments", "UPDATE OF ended_at, user_id", "", _mark("case", "NEW.case_id")),
    "assigned_gone": ("case_assignments", "DELETE", "", _mark("case", "OLD.case_id")),
}
"""Name → table, event, condition, what is done."""


def upgrade() -> None:
    for name in ("case_search", "case_search_stale"):
        _table(name)
    if _is_sqlite():
        op.execute("CREATE VIRTUAL TABLE case_search_words USING fts5(words, tokenize = \"unicode61 tokenchars '@#'\", "
                   "detail = 'none', columnsize = 0, prefix = '2 3 4 5')")
        op.execute("CREATE TRIGGER case_search_gone AFTER DELETE ON case_search BEGIN "
                   "DELETE FROM case_search_words WHERE rowid = OLD.id; END")
    else:
        op.execute("CREATE INDEX ix_case_search_words ON case_search USING gin (words)")
    op.execute("INSERT INTO case_search_stale (case_id, newest) SELECT id, true FROM cases ORDER BY updated_at, id")
    op.execute("INSERT INTO case_search_stale (page_id, newest) SELECT id, true FROM user_cases ORDER BY changed_at, id")
    make_triggers()


def _table(name: str) -> None:
    """One of the two tables; the stale rows are taken in the order of their key."""
    is_index = name == "case_search"
    words = [sa.Column("words", postgresql.TSVECTOR(), nullable=False)]
    op.create_table(
        name,
        sa.Column("id", big_int, nullable=False),
        sa.Column("page_id", big_int),
        sa.Column("case_id", sa.String(36)),
        *([] if is_index else [sa.Column("newest", sa.Boolean, nullable=False)]),
        *(words if is_index and not _is_sqlite() else []),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.UniqueConstraint("page_id", name=f"uq_{name}_page_id"),
        sa.UniqueConstraint("case_id", name=f"uq_{name}_case_id"),
        sa.ForeignKeyConstraint(["page_id"], ["user_cases.id"], name=f"fk_{name}_page_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=f"fk_{name}_case_id", ondelete="CASCADE"),
    )


def make_triggers() -> None:
    """Mark from now on whatever changes."""
    for name, (table, event, when, what) in TRIGGERS.items():
        if _is_sqlite():
            condition = f"WHEN {when}" if when else ""
            op.execute(f"CREATE TRIGGER case_search_{name} AFTER {event} ON {table} {condition} BEGIN {what} END")
            continue
        body = f"IF {when} THEN {what} END IF;" if when else what
        op.execute(f"CREATE FUNCTION case_search_{name}() RETURNS trigger LANGUAGE plpgsql AS "
                   f"$$ BEGIN {body} RETURN NULL; END $$")
        op.execute(f"CREATE TRIGGER case_search_{name} AFTER {event} ON {table} "
                   f"FOR EACH ROW EXECUTE FUNCTION case_search_{name}()")


def drop_triggers() -> None:
    """Mark nothing any more."""
    for name, (table, *_rest) in TRIGGERS.items():
        if _is_sqlite():
            op.execute(f"DROP TRIGGER case_search_{name}")
        else:
            op.execute(f"DROP TRIGGER case_search_{name} ON {table}")
            op.execute(f"DROP FUNCTION case_search_{name}()")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def downgrade() -> None:
    drop_triggers()
    if _is_sqlite():
        op.execute("DROP TABLE case_search_words")
    for name in ("case_search", "case_search_stale"):
        op.drop_table(name)
