"""The database itself: the log that cannot be changed, and files that others on the machine cannot read."""

import stat
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError

from fsr import create_app
from fsr.db import db
from tests.browsers import Browser

COLUMNS = "seq, ts, actor_id, actor_kind, action, subject_kind, subject_id, details, request_id"
CHANGES = {
    "changed": "UPDATE audit_events SET action = 'x'", "renumbered": "UPDATE audit_events SET seq = seq + 100",
    "removed": "DELETE FROM audit_events", "removed one by one": "DELETE FROM audit_events WHERE seq = 1",
    "forgotten": "DELETE FROM audit_head", "counted back": "UPDATE audit_head SET seq = seq - 1",
}
OF = {
    "sqlite": {
        "replaced": f"INSERT OR REPLACE INTO audit_events ({COLUMNS}) SELECT seq, ts, 99, actor_kind, action, "
                    "subject_kind, subject_id, details, request_id FROM audit_events WHERE seq = 1",
        "replaced by number": f"REPLACE INTO audit_events ({COLUMNS}) SELECT 1, ts, 99, actor_kind, action, "
                              "subject_kind, subject_id, details, request_id FROM audit_events WHERE seq = 2",
        "head replaced": "REPLACE INTO audit_head (id, seq) VALUES (1, 0)",
        "replaced in passing": "UPDATE OR REPLACE audit_events SET seq = 1 WHERE seq = 2",
        "upserted": f"INSERT INTO audit_events ({COLUMNS}) SELECT {COLUMNS} FROM audit_events WHERE seq = 1 "
                    "ON CONFLICT (seq) DO UPDATE SET action = 'x'",
    },
    "postgresql": {
        "head emptied": "TRUNCATE audit_head", "emptied": "TRUNCATE audit_events",
        "upserted": f"INSERT INTO audit_events ({COLUMNS}) SELECT {COLUMNS} FROM audit_events WHERE seq = 1 "
                    "ON CONFLICT (seq) DO UPDATE SET action = 'x'",
    },
}


def test_no_event_can_be_changed_replaced_or_forgotten(app: Flask, people: dict[str, Browser]) -> None:
    with app.app_context():
        before = db.session.execute(sa.text(f"SELECT {COLUMNS} FROM audit_events ORDER BY seq")).all()
        head = db.session.scalar(sa.text("SELECT seq FROM audit_head"))
        db.session.rollback()
        assert len(before) >= 2
        through = []
        for name, statement in {**CHANGES, **OF[db.engine.dialect.name]}.items():
            try:
                with db.engine.begin() as connection:
                    connection.exec_driver_sql(statement)
                through.append(name)
            except DBAPIError:
                continue
        assert through == []
        assert db.session.execute(sa.text(f"SELECT {COLUMNS} FROM audit_events ORDER BY seq")).all() == before
        assert db.session.scalar(sa.text("SELECT seq FROM audit_head")) == head


def test_others_on_the_machine_cannot_read_the_database_or_the_keys(tmp_path: Path, settings: dict[str, Any]) -> None:
    from flask_migrate import upgrade

    home = tmp_path / "a" / "home"
    app = create_app({**settings, "FSR_INSTANCE_DIR": str(home), "FSR_SECRET_KEY": "", "FSR_DATABASE_URL": ""})
    with app.app_context():
        upgrade()
        app.test_client().get("/")
        db.session.remove()
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in home.iterdir() if path.is_file()}
        db.engine.dispose()
    assert {"fsr.sqlite", "secret_key", "setup_key"} <= modes.keys()
    assert {name: oct(mode) for name, mode in modes.items() if mode & 0o077} == {}
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_the_doctor_tells_of_a_database_that_others_can_read(app: Flask) -> None:
    from fsr.upkeep.checks import secrets_kept

    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("PostgreSQL keeps its files itself")
        place = Path(db.engine.url.database or "")
        place.chmod(0o644)
        assert [str(place) in finding.text for finding in secrets_kept()] == [True]
        place.chmod(0o600)
        assert list(secrets_kept()) == []


def test_files_that_people_sent_are_for_us_alone(app: Flask, ids: dict[str, Any]) -> None:
    root: Path = app.config["FILES_DIR"]
    files = [path for path in root.rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if stat.S_IMODE(path.stat().st_mode) & 0o077] == []
    assert [path for path in files if "balta" in path.name.lower()] == []


def test_an_error_of_the_database_puts_no_data_into_the_log(
        app: Flask, ana: Browser, caplog: pytest.LogCaptureFixture) -> None:
    @app.get("/broken/<word>")
    def broken(word: str) -> str:
        db.session.execute(sa.text("SELECT nothing_like_it, :word"), {"word": word.replace("-", " ")})
        return ""

    answer = ana.get("/broken/a-very-secret-word")
    assert answer.status_code == 500
    logged = caplog.text + "".join(str(record.exc_info) for record in caplog.records)
    assert "nothing_like_it" in logged
    assert "a very secret word" not in logged + answer.text
