"""Run migrations on the application's own database (Flask-Migrate's template uses a deprecated call)."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy.types import TypeDecorator

db = current_app.extensions["migrate"].db


def render_item(kind: str, item: Any, _autogen: Any) -> str | bool:
    """Write the plain type of our own column types, so that migrations import nothing from `fsr`."""
    if kind == "type" and isinstance(item, TypeDecorator) and type(item).__module__.startswith("fsr"):
        return f"sa.{item.impl!r}"
    return False


def include_name(name: str | None, kind: str, _parents: Any) -> bool:
    """Leave out what no model describes: the index of words, which is made in the SQL of each database."""
    return kind != "table" or not (name or "").startswith("case_search")


def run() -> None:
    """Upgrade or downgrade over one connection, in one transaction."""
    with db.engine.connect() as connection:
        context.configure(connection, target_metadata=db.metadata, render_item=render_item, render_as_batch=True,
                          include_name=include_name, compare_type=True, compare_server_default=False)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
