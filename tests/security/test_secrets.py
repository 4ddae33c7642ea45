"""Keys, passwords and tokens stay where they belong: not in the log, the database or a copy's loose ends."""

import io
import json
import logging
import random
import stat
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from fsr.db import db
from fsr.errors import Invalid
from fsr.upkeep import backup
from tests import factories
from tests.browsers import Browser
from tests.shares.making import share


def test_no_secret_is_in_the_log_or_the_database(
        app: Flask, ids: dict[str, Any], ana: Browser, ada: Browser, token_for: Any,
        caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    visitor = app.test_client()
    bearer = token_for(ana)["Authorization"]
    made = ada.post("/admin/invites", data={"email": "new2@example.com", "role": "agent"}).text
    invite = made.partition("/join/")[2][:43]
    _number, locked, _comparison = share(app, ana, ids["comparison_id"], passphrase="open sesame please")
    for path in (f"/s/{ids['token']}", f"/s/{ids['token']}/print", f"/s/{locked}", f"/shares/{ids['token']}",
                 f"/shares/{locked}?count=1", f"/join/{invite}", f"/s/{ids['token']}/nothing",
                 f"/s/{locked}/pages/1/1.png"):
        visitor.get(path, buffered=True)
    visitor.post(f"/s/{locked}", data={"passphrase": "open sesame please"})
    visitor.get(f"/shares/{locked}", headers={"X-Share-Passphrase": "open sesame please"})
    visitor.get("/api/me", headers={"Authorization": bearer})
    visitor.delete(f"/s/{locked}")
    visitor.post("/sign-in", data={"email": "ana@example.com", "password": factories.PASSWORD})
    with visitor.session_transaction() as cookie:
        session = cookie["_user_id"]
    secrets = {"token": ids["token"], "locked": locked, "invite": invite, "bearer": bearer.removeprefix("Bearer "),
               "session": session, "password": factories.PASSWORD, "passphrase": "open sesame please"}
    with app.app_context():
        stored = [str(row) for table in db.metadata.sorted_tables
                  for row in db.session.execute(sa.select(table)).all()]
    logged = caplog.text
    assert "/s/" in logged
    assert [name for name, secret in secrets.items() if secret in logged] == []
    assert [name for name, secret in secrets.items() if any(secret in row for row in stored)] == []


@pytest.mark.parametrize("name", ["werkzeug", "gunicorn.access", "gunicorn.error"])
def test_the_server_below_us_logs_no_token_either(app: Flask, caplog: pytest.LogCaptureFixture, name: str) -> None:
    token = "k3v0Zq1Y8mXb2nR4tW6uS9pL7cD5fG1hJ2aE3iO4qTx"
    logging.getLogger(name).warning("Invalid request from ip=%s: %s", "127.0.0.1",
                                    f"Invalid HTTP request line: 'GET /s/{token}\xff HTTP/1.1'")
    assert "/s/k3v0Zq…" in caplog.text
    assert token not in caplog.text


def copied(app: Flask, folder: Path) -> Path:
    with app.app_context():
        backup.back_up(folder)
        db.session.remove()
    return folder


def test_a_copy_is_for_its_owner_alone(app: Flask, ids: dict[str, Any], tmp_path: Path) -> None:
    folder = copied(app, tmp_path / "copy")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    loose = [path.name for path in folder.rglob("*") if path.is_file() and stat.S_IMODE(path.stat().st_mode) & 0o077]
    assert loose == []


def emptied(app: Flask, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """Let `restore` find an installation without files; the database is not what these tests are about."""
    app.config.update(FILES_DIR=home / "files", INSTANCE_DIR=home)
    monkeypatch.setattr(backup, "_restore_database", lambda folder: None)


@pytest.mark.parametrize("how", ["surplus", "link", "outside", "absolute"])
def test_only_what_the_copy_lists_is_put_back(
        app: Flask, ids: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    folder, home = copied(app, tmp_path / "copy"), tmp_path / "new"
    home.mkdir()
    (tmp_path / "secret").write_text("not of the copy")
    manifest = json.loads((folder / "manifest.json").read_text())
    if how == "surplus":
        (folder / "files" / "evil.html").write_text("<script>")
    elif how == "link":
        (folder / "files" / "evil").symlink_to(tmp_path / "secret")
    else:
        name = "../secret" if how == "outside" else str(tmp_path / "secret")
        manifest["files"][name] = backup._hash(tmp_path / "secret")
        (folder / "manifest.json").write_text(json.dumps(manifest))
    emptied(app, monkeypatch, home)
    with app.app_context():
        if how in {"outside", "absolute"}:
            with pytest.raises(Invalid):
                backup.restore(folder)
        else:
            backup.restore(folder)
        db.session.remove()
    assert {path.name for path in home.rglob("*")} & {"evil", "evil.html", "secret"} == set()


def test_many_refused_files_do_not_push_the_session_out_of_its_cookie(app: Flask, ana: Browser) -> None:
    files = [(io.BytesIO(b"%PDF-1.4 x"), "good.pdf")]
    letters = random.Random(7)
    names = ["".join(letters.choices("абвгдежзиклмнопאבגדהוזחטי", k=180)) for _number in range(155)]
    files += [(io.BytesIO(b"no file of any kind"), f"{name}.pdf") for name in names]
    answer = ana.post("/compare/new", data={"language": "en", "files": files})
    assert answer.status_code == 303
    assert all(len(cookie) < 4000 for cookie in answer.headers.getlist("Set-Cookie"))
    page = ana.get(answer.location)
    assert page.status_code == 200
    assert "150 more files were not taken." in page.text
