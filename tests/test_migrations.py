"""The migrations: numbered, one head, equal to the models, reversible, independent of the package."""

import re
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade

from fsr.db import db

VERSIONS = Path(__file__).resolve().parent.parent / "migrations" / "versions"
FILES = sorted(VERSIONS.glob("*.py"))


def test_they_form_one_numbered_line() -> None:
    scripts = ScriptDirectory(str(VERSIONS.parent))
    line = [script.revision for script in scripts.walk_revisions()][::-1]
    assert line == [path.stem for path in FILES]
    assert [int(name[:4]) for name in line] == list(range(1, len(line) + 1))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_migration_imports_nothing_of_the_package(path: Path) -> None:
    assert not re.search(r"^\s*(from|import)\s+fsr\b", path.read_text("utf-8"), re.M)


def test_they_build_exactly_the_models(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={
            "compare_type": True, "render_as_batch": True, "include_name": _is_of_models})
        assert compare_metadata(context, db.metadata) == []


def _is_of_models(name: str | None, kind: str, _parents: Any) -> bool:
    """All but the index of words, which no model describes (tests/notebook/test_search.py looks after it)."""
    return kind != "table" or not (name or "").startswith("case_search")


def test_every_foreign_key_has_an_index(app: Flask) -> None:
    bare = [f"{table.name}.{key.parent.name}" for table in db.metadata.tables.values() for key in table.foreign_keys
            if not _leads_an_index(table, key.parent)]
    assert bare == []


def _leads_an_index(table: sa.Table, column: sa.Column[object]) -> bool:
    first = [next(iter(index.columns)).name for index in table.indexes]
    first += [next(iter(constraint.columns)).name for constraint in table.constraints
              if isinstance(constraint, (sa.UniqueConstraint, sa.PrimaryKeyConstraint)) and len(constraint.columns)]
    return column.name in first


def test_they_can_be_undone_and_done_again(app: Flask) -> None:
    with app.app_context():
        downgrade(revision="base")
        left = set(sa.inspect(db.engine).get_table_names()) - {"alembic_version"}
        upgrade()
        there = set(sa.inspect(db.engine).get_table_names())
    assert (left, set(db.metadata.tables) - there) == (set(), set())
