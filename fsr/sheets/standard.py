"""Templates that come with fsr: written in code, kept in the table, the same in every house.

A feature registers its own in `init_app`; whoever lists templates first brings the table up to date.  What is in the
table under the same name is replaced when the code's version is another; runs keep the fields they were started with.
"""

from dataclasses import dataclass, field

import sqlalchemy as sa
from flask import Flask, current_app
from sqlalchemy.orm import Session, selectinload

from fsr import clock
from fsr.audit.names import Action
from fsr.audit.service import record
from fsr.db import apart, db, has_written, release
from fsr.sheets.fieldset import Field
from fsr.sheets.models import Kind, Template
from fsr.sheets.service.templates import put_fields


@dataclass(frozen=True, slots=True)
class Standard:
    """A template that comes with fsr; `version` is raised with every change."""

    name: str
    kind: Kind
    description: str
    fields: tuple[Field, ...]
    version: int = 1


@dataclass(slots=True)
class Known:
    """What one app brings along; `is_settled` once the table was seen to hold it."""

    standards: list[Standard] = field(default_factory=list)
    is_settled: bool = False


def register(app: Flask, *standards: Standard) -> None:
    """Let `app` bring these templates along."""
    _known(app).standards.extend(standards)


def ensure() -> int:
    """Bring the table up to date, in a transaction of its own; how many templates were written.

    Looks once a process.  A transaction that wrote something already takes them along, and is not trusted to commit.
    """
    known = _known()
    if known.is_settled:
        return 0
    behind = _behind(known.standards)
    if behind and has_written():
        with db.session.begin_nested():
            for one in behind:
                _put(db.session(), one)
        return len(behind)
    if behind:
        _write(behind)
        release()  # so that this request sees them
    known.is_settled = True
    return len(behind)


def _known(app: Flask | None = None) -> Known:
    found: Known = (app or current_app).extensions.setdefault("fsr.standards", Known())
    return found


def _behind(standards: list[Standard]) -> list[Standard]:
    rows = db.session.execute(sa.select(Template.template_type, Template.name, Template.version).where(
        Template.owner_id.is_(None)))
    there = {(kind, name): version for kind, name, version in rows}
    return [one for one in standards if there.get((one.kind, one.name)) != one.version]


def _write(standards: list[Standard]) -> None:
    try:
        with apart() as session:
            for one in standards:
                _put(session, one)
    except sa.exc.IntegrityError:  # another process did at the same time
        db.session.rollback()


def _put(session: Session, standard: Standard) -> None:
    """Write one; `created_at` stays that of the first time."""
    template = session.scalar(
        sa.select(Template).options(selectinload(Template.fields)).with_for_update()
        .where(Template.owner_id.is_(None), Template.template_type == standard.kind, Template.name == standard.name))
    if template is None:
        template = Template(name=standard.name, template_type=standard.kind)
        session.add(template)
    template.description, template.is_public, template.deleted_at = standard.description, True, None
    template.version, template.updated_at = standard.version, clock.now()
    put_fields(template, standard.fields)
    session.flush()
    record(Action.TEMPLATE_SUPPLIED, template.subject, None, session=session, name=standard.name,
           version=standard.version)
