"""Templates as lists and ledgers see them: those that somebody may use, and what a log may call them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import Flask, url_for
from sqlalchemy.orm import joinedload, selectinload

from fsr import subjects
from fsr.auth.models import User
from fsr.db import db, fold
from fsr.sheets import house, standard
from fsr.sheets.access import LOOKERS
from fsr.sheets.models import Kind, Template, TemplateField

PAGE = 50
"""Templates of one page of the list."""
MOST_CHOICES = 500
"""Templates that a menu offers."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A template with the number of its fields."""

    template: Template
    fields: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the list; `after` is the key of the next part, None at the end."""

    items: Sequence[Listed]
    after: str | None


def init_app(app: Flask) -> None:
    """Bring the templates of the house along, and let ledgers name templates."""
    standard.register(app, *house.TEMPLATES)
    subjects.register(app, subjects.Kind("template", _title, _url, _may_view))


def listed(
    user: User, text: str = "", after: str | None = None, *, kind: Kind | None = None, most: int = PAGE,
    whole: bool = False,
) -> Part:
    """The templates that `user` sees, by name; each word of `text` occurs in name or description.

    :param whole: with their fields.
    :param after: the key that an earlier part ended with; anything else begins at the first.
    """
    standard.ensure()
    query = _seen(user, kind).options(joinedload(Template.owner)).order_by(Template.name, Template.id)
    if whole:
        query = query.options(selectinload(Template.fields))
    for word in (fold(text[:200]) or "").split():
        query = query.where(_lower(Template.name).contains(word, autoescape=True)
                            | _lower(Template.description).contains(word, autoescape=True))
    if key := _key(after):
        query = query.where(sa.tuple_(Template.name, Template.id) > sa.tuple_(*key))
    rows = db.session.scalars(query.limit(most + 1)).all()
    return Part(_counted(rows[:most]), f"{rows[most - 1].id}.{rows[most - 1].name}" if len(rows) > most else None)


def choices(user: User, kind: Kind) -> list[Template]:
    """What the user may begin a sheet with, their own first."""
    standard.ensure()
    mine = sa.case((Template.owner_id == user.id, 0), else_=1)
    usable = _seen(user, kind).where((Template.owner_id == user.id) | Template.is_public)
    return list(db.session.scalars(usable.order_by(mine, Template.name, Template.id).limit(MOST_CHOICES)))


def _seen(user: User, kind: Kind | None) -> sa.Select[Template]:
    query = sa.select(Template).where(Template.deleted_at.is_(None))
    if kind is not None:
        query = query.where(Template.template_type == kind)
    return query if user.role in LOOKERS else query.where((Template.owner_id == user.id) | Template.is_public)


def _lower(column: Any) -> sa.ColumnElement[str]:
    return sa.func.fold(column) if db.engine.dialect.name == "sqlite" else sa.func.lower(column)


def _key(after: str | None) -> tuple[Any, Any] | None:
    number, _dot, name = (after or "").partition(".")
    if not (name and number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return sa.bindparam("after_name", name[:255], sa.String), sa.bindparam("after_id", int(number), sa.BigInteger)


def _counted(rows: Sequence[Template]) -> list[Listed]:
    counts = dict(db.session.execute(
        sa.select(TemplateField.template_id, sa.func.count()).group_by(TemplateField.template_id)
        .where(TemplateField.template_id.in_([row.id for row in rows]))).all())
    return [Listed(row, counts.get(row.id, 0)) for row in rows]


def _find(key: str) -> Template | None:
    return db.session.get(Template, int(key))


def _title(key: str) -> str:
    found = _find(key)
    return found.name if found else ""


def _url(key: str) -> str | None:
    found = _find(key)
    return None if found is None or found.deleted_at else url_for("templates.show", template_id=found.id)


def _may_view(key: str, user: Any) -> bool:
    found = _find(key)
    return found is not None and (found.is_public or found.owner_id == user.id or user.role in LOOKERS)
