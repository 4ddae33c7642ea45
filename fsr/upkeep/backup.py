"""Copies of an installation: database, `files/`, `keys/`, and `manifest.json` with the hash of each.

SQLite is copied in one step (`VACUUM INTO` reads one snapshot while others
write; a stepwise copy would begin anew at each of their commits), PostgreSQL by
`pg_dump` in one snapshot.  The database is copied before the files: a file
never changes and is written before its row is committed, so every row of the
copy finds its file; one that arrives meanwhile is merely surplus.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any

import sqlalchemy as sa
from alembic.migration import MigrationContext
from flask import current_app

from fsr import clock
from fsr.db import db, release
from fsr.errors import Conflict, Invalid

MANIFEST = "manifest.json"
KEYS = ("secret_key",)


def back_up(folder: Path) -> int:
    """Copy everything to `folder`; return the number of files.

    :raises Conflict: there is something in `folder` already.
    :raises Invalid: the copy of the database is not whole, or `pg_dump` failed.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Conflict(f"{folder} is not empty: nothing was overwritten. Name a new folder.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    revision = _revision()
    database = _copy_database(folder)
    count = _copy_tree(current_app.config["FILES_DIR"], folder / "files")
    for name in KEYS:
        if (key := current_app.config["INSTANCE_DIR"] / name).exists():
            (folder / "keys").mkdir(exist_ok=True, mode=0o700)
            shutil.copy2(key, folder / "keys" / name)
    hashes = {path.relative_to(folder).as_posix(): _hash(path) for path in _files(folder)}
    _write(folder / MANIFEST, {"made_at": clock.now().isoformat(), "revision": revision, "database": database,
                               "files": hashes})
    return count


def restore(folder: Path) -> int:
    """Put a copy back; return the number of files.

    :raises Invalid: the copy is not complete, was changed, or is of another kind of database.
    :raises Conflict: there is data here already.
    """
    manifest = _checked(folder)
    if manifest["database"] != _database_name():
        raise Invalid(f"This is a copy of {manifest['database']}; this installation would use {_database_name()}.")
    files: Path = current_app.config["FILES_DIR"]
    if files.exists() and any(_files(files)):
        raise Conflict(f"There are files in {files}: nothing was overwritten.")
    _restore_database(folder)
    for name in KEYS:
        if f"keys/{name}" in manifest["files"] and not current_app.config["FSR_SECRET_KEY"]:
            shutil.copy2(folder / "keys" / name, current_app.config["INSTANCE_DIR"] / name)
    return _copy_tree(folder / "files", files, {folder / name for name in manifest["files"]})


def _database_name() -> str:
    return "database.sqlite" if db.engine.dialect.name == "sqlite" else "database.dump"


def _revision() -> str:
    heads = MigrationContext.configure(db.session.connection()).get_current_heads()
    release()
    return ", ".join(heads)


def _copy_database(folder: Path) -> str:
    target = folder / _database_name()
    if db.engine.dialect.name != "sqlite":
        target.touch(mode=0o600)
        _run("pg_dump", "--format=custom", f"--file={target}", _server())
        return target.name
    with sqlite3.connect(_sqlite_file(), isolation_level=None) as source:
        source.execute("VACUUM INTO ?", (str(target),))
    source.close()
    _must_be_whole(target)
    target.chmod(0o600)
    return target.name


def _restore_database(folder: Path) -> None:
    source = folder / _database_name()
    if db.engine.dialect.name != "sqlite":
        if sa.inspect(db.engine).get_table_names():
            raise Conflict("There are tables in the database: nothing was overwritten. Name an empty one.")
        _run("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", f"--dbname={_server()}",
             str(source))
        return
    target = _sqlite_file()
    candidates = (target, target.with_name(f"{target.name}-wal"))
    leftovers = [path for path in candidates if path.exists() and path.stat().st_size]
    if leftovers:
        raise Conflict(f"There is a database in {leftovers[0]}: nothing was overwritten. Move it away first.")
    _must_be_whole(source)
    db.engine.dispose()
    shutil.copyfile(source, target)
    target.chmod(0o600)


def _sqlite_file() -> Path:
    return Path(db.engine.url.database or "")


def _server() -> str:
    """The address for PostgreSQL's own tools: no driver, and no password, since `ps` shows arguments."""
    return db.engine.url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)


def _run(*command: str) -> None:
    program = shutil.which(command[0])
    if program is None:
        raise Invalid(f"{command[0]} is not installed: install PostgreSQL's client programs.")
    secret = {"PGPASSWORD": str(db.engine.url.password)} if db.engine.url.password else {}
    done = subprocess.run([program, *command[1:]], capture_output=True, text=True, check=False, env=os.environ | secret)
    if done.returncode:
        raise Invalid(f"{command[0]} failed: {done.stderr.strip()[-500:]}")


def _must_be_whole(path: Path) -> None:
    with sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True) as copy:
        verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
        broken = copy.execute("PRAGMA foreign_key_check").fetchall()
    copy.close()
    if verdict != "ok" or broken:
        raise Invalid(f"{path.name} is not whole: {verdict}, {len(broken)} broken references.")


def _copy_tree(source: Path, target: Path, listed: set[Path] | None = None) -> int:
    """Copy the files below `source`, or those of them `listed`, but none still being written (`.name`, `name.tmp`)."""
    count = 0
    for path in _files(source):
        if path.name.startswith(".") or path.suffix == ".tmp" or (listed is not None and path not in listed):
            continue
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copy2(path, place)
        count += 1
    return count


def _files(folder: Path) -> Iterator[Path]:
    """The files below `folder`; what a link points to is none of them."""
    found = sorted(folder.rglob("*")) if folder.exists() else []
    return (path for path in found if path.is_file() and not path.is_symlink())


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(path: Path, data: dict[str, Any]) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(data, file, indent=1)
        file.flush()
        os.fsync(file.fileno())


def _checked(folder: Path) -> dict[str, Any]:
    if not (folder / MANIFEST).is_file():
        raise Invalid(f"{folder} is no complete copy: it has no {MANIFEST}.")
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
    if manifest["database"] not in manifest["files"]:
        raise Invalid(f"{folder} lists no database. Nothing was restored.")
    for name, digest in manifest["files"].items():
        path = folder / name
        if PurePath(name).is_absolute() or ".." in PurePath(name).parts:
            raise Invalid(f"{name} is no file of a copy. Nothing was restored.")
        if not path.is_file() or path.is_symlink() or _hash(path) != digest:
            raise Invalid(f"{name} is missing from the copy, or was changed since. Nothing was restored.")
    return manifest
