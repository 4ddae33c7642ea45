"""The checks that belong to no feature: database, migrations, folders, keys.

Features register theirs with `fsr.health.register`: files against rows, workers, Tesseract.
"""

import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app

from fsr import health
from fsr.db import db, reading
from fsr.health import Finding, Level
from fsr.web.i18n import gettext as _

WAL_RESET_FIXED = (3, 51, 3)
"""SQLite 3.7.0 to 3.51.2 can, rarely, damage a WAL database that two connections checkpoint at once (sqlite.org)."""
NETWORK_FILE_SYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p", "afs"}
ROOM_MB = 500


def init_app(app: Flask) -> None:
    """Register the checks."""
    for check in (database, migrations, folders, secrets_kept):
        health.register(app, check)


def database() -> Iterator[Finding]:
    """Whether the database is whole and its references lead somewhere."""
    about = _("Database")
    if not health.database_answers():
        yield Finding(Level.ERROR, about, _("It does not answer. The log says why."))
        return
    if db.engine.dialect.name != "sqlite":
        yield Finding(Level.OK, about, _("%(name)s answers.", name=db.engine.dialect.name))
        return
    with reading():
        whole = list(db.session.scalars(sa.text("PRAGMA quick_check")))
        broken = len(list(db.session.execute(sa.text("PRAGMA foreign_key_check"))))
    if whole != ["ok"]:
        yield Finding(Level.ERROR, about, _("It is damaged: %(what)s. Restore a copy.", what=whole[0]))
    if broken:
        yield Finding(Level.ERROR, about, _("%(count)s rows refer to rows that are not there.", count=broken))
    if whole == ["ok"] and not broken:
        yield Finding(Level.OK, about, _("It is whole, and all references lead somewhere."))
    yield from _sqlite()


def _sqlite() -> Iterator[Finding]:
    if sqlite3.sqlite_version_info < WAL_RESET_FIXED:
        yield Finding(Level.WARNING, "SQLite", _(
            "Version %(version)s has a rare fault that can damage a database (mended in 3.51.3). Make copies daily, or "
            "use PostgreSQL.", version=sqlite3.sqlite_version))
    kind = _file_system(current_app.config["INSTANCE_DIR"])
    if kind in NETWORK_FILE_SYSTEMS:
        yield Finding(Level.ERROR, "SQLite", _(
            "The database is on a network file system (%(kind)s), where SQLite cannot lock. Move it, or use "
            "PostgreSQL.", kind=kind))


def _file_system(path: Path) -> str:
    """The kind of the file system that holds `path`; "" where the system does not say (it is not Linux)."""
    mounts = Path("/proc/self/mounts")
    if not mounts.exists():
        return ""
    rows = [line.split()[1:3] for line in mounts.read_text().splitlines()]
    holding = [(place, kind) for place, kind in rows if path.is_relative_to(place)]
    return max(holding, key=lambda row: len(row[0]), default=("", ""))[1]


def migrations() -> Iterator[Finding]:
    """Whether the tables are those of this version."""
    about = _("Migrations")
    wanted = set(ScriptDirectory(current_app.config["MIGRATIONS_DIR"]).get_heads())
    with reading():
        present = set(MigrationContext.configure(db.session.connection()).get_current_heads())
    if present == wanted:
        yield Finding(Level.OK, about, _("The tables are those of this version (%(head)s).", head=", ".join(wanted)))
    else:
        yield Finding(Level.ERROR, about, _("The tables are of another version. Run: flask --app wsgi db upgrade"))


def folders() -> Iterator[Finding]:
    """Whether files can be written, and how much room is left."""
    about = _("Folders")
    for path in dict.fromkeys((current_app.config["INSTANCE_DIR"], current_app.config["FILES_DIR"])):
        home = path if path.exists() else path.parent
        try:
            tempfile.TemporaryFile(dir=home).close()
        except OSError as error:
            yield Finding(Level.ERROR, about, _("%(path)s cannot be written: %(why)s", path=path, why=error.strerror))
            continue
        room = shutil.disk_usage(home).free // (1024 * 1024)
        level = Level.OK if room >= ROOM_MB else Level.WARNING
        yield Finding(level, about, _("%(path)s can be written; %(room)s MB are free.", path=path, room=room))


def secrets_kept() -> Iterator[Finding]:
    """Whether the keys in the instance folder, and SQLite's file, are for their owner's eyes only."""
    paths = [current_app.config["INSTANCE_DIR"] / name for name in ("secret_key", "setup_key")]
    if db.engine.dialect.name == "sqlite":
        paths.append(Path(db.engine.url.database or ""))
    for path in paths:
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077 and os.name == "posix":
            yield Finding(Level.ERROR, _("Keys"), _("Others can read %(path)s. Run: chmod 600 %(path)s", path=path))
