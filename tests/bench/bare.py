"""The bare limit of `bench_saves`: Flask, Flask-SQLAlchemy, one upsert and one line of a log, and nothing else."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask, jsonify, request
from flask.typing import ResponseReturnValue
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The base of both rows."""


db = SQLAlchemy(model_class=Base)


class BarePage(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy makes the base at run time
    """One person's texts on one case."""

    __tablename__ = "bare_pages"
    user_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(primary_key=True)
    problem_statement: Mapped[str]
    fsr_notes: Mapped[str]
    version: Mapped[int]
    updated_at: Mapped[datetime]


class BareEvent(db.Model):  # type: ignore[name-defined, misc]  # as above
    """One line of the log."""

    __tablename__ = "bare_events"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    user_id: Mapped[str]
    action: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(sa.JSON)


app = Flask("bare")
app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{Path(os.environ['FSR_INSTANCE_DIR']) / 'bare.sqlite'}"
app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"pool_size": 10, "max_overflow": 20}
db.init_app(app)


def _set_up(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


with app.app_context():
    event.listen(db.engine, "connect", _set_up)
    event.listen(db.engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    db.create_all()
    db.engine.dispose()


@app.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Say that it runs."""
    return jsonify(status="ok")


@app.put("/api/cases/data/<number>")
def save(number: str) -> ResponseReturnValue:
    """Write the texts, and a line that says so."""
    body, user_id, now = request.get_json(), request.headers["Authorization"], datetime.now(UTC)
    values = {"problem_statement": body["problemStatement"], "fsr_notes": body["fsrNotes"], "updated_at": now}
    query = insert(BarePage).values(user_id=user_id, number=number, version=1, **values).on_conflict_do_update(
        index_elements=["user_id", "number"], set_={**values, "version": BarePage.version + 1})
    version = db.session.scalar(query.returning(BarePage.version))
    db.session.add(BareEvent(at=now, user_id=user_id, action="saved", details={"number": number, "version": version}))
    db.session.commit()
    return jsonify(success=True, version=version)
