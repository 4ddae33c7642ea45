"""Copies: whole, checked, and put back only where nothing is lost."""

import json
import stat
import threading
import uuid

import pytest
import sqlalchemy as sa

from fsr import create_app
from fsr.audit.models import AuditEvent
from fsr.auth.models import User
from fsr.db import db
from tests.browsers import Browser
from tests.conftest import SERVER, _create, _drop


def run(app, *words):
    return app.test_cli_runner().invoke(args=["fsr", *words])


def store(app, name, data=b"PDF"):
    path = app.config["FILES_DIR"] / name[:2] / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.fixture
def elsewhere(settings, tmp_path):
    """An installation that holds nothing yet, on the same kind of database."""
    url, name = "", f"fsr_restored_{uuid.uuid4().hex[:12]}"
    if SERVER:
        url = _create(name)
    app = create_app({**settings, "FSR_INSTANCE_DIR": str(tmp_path / "elsewhere"), "FSR_DATABASE_URL": url})
    app.test_client_class = Browser
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    if SERVER:
        _drop(name)


@pytest.fixture
def copy(app, ana, tmp_path):
    """A folder with a copy of an installation: four people, their events, one file."""
    store(app, "ab12")
    folder = tmp_path / "copy"
    done = run(app, "backup", str(folder))
    assert done.exit_code == 0, done.output
    return folder


def state(app):
    with app.app_context():
        events = [(row.seq, row.action, row.details) for row in db.session.scalars(sa.select(AuditEvent))]
        return db.session.scalars(sa.select(User.email).order_by(User.id)).all(), sorted(events, key=str)


def test_a_copy_put_back_elsewhere_is_the_same_installation(app, copy, elsewhere):
    done = run(elsewhere, "restore", str(copy))
    assert done.exit_code == 0, done.output
    assert state(elsewhere) == state(app)
    assert (elsewhere.config["FILES_DIR"] / "ab" / "ab12").read_bytes() == b"PDF"
    assert run(elsewhere, "audit", "verify").exit_code == 0


def test_the_log_of_a_restored_copy_is_still_final(copy, elsewhere):
    run(elsewhere, "restore", str(copy))
    with elsewhere.app_context(), pytest.raises(sa.exc.DBAPIError, match="audit events are final"):
        db.session.execute(sa.text("DELETE FROM audit_events"))


def test_a_copy_is_for_its_owner_only_and_lists_every_hash(copy):
    assert stat.S_IMODE(copy.stat().st_mode) == 0o700
    manifest = json.loads((copy / "manifest.json").read_text())
    there = {path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()}
    assert set(manifest["files"]) == there - {"manifest.json"}


def test_nothing_is_overwritten_by_a_copy(app, people, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter").write_text("mine")
    done = run(app, "backup", str(tmp_path / "full"))
    assert (done.exit_code, "not empty" in done.output) == (1, True)


def test_nothing_is_overwritten_by_putting_back(app, copy):
    before = state(app)
    done = run(app, "restore", str(copy))
    assert (done.exit_code, "nothing was overwritten" in done.output) == (1, True)
    assert state(app) == before


@pytest.mark.parametrize("damage", [
    lambda copy: (copy / "files" / "ab" / "ab12").write_bytes(b"other"),
    lambda copy: (copy / "files" / "ab" / "ab12").unlink(),
    lambda copy: (copy / "manifest.json").unlink(),
    lambda copy: next(copy.glob("database.*")).write_bytes(b"SQLite format 3\0 but not whole"),
], ids=["changed", "missing", "no manifest", "database"])
def test_a_copy_that_was_changed_is_not_put_back(copy, elsewhere, damage):
    damage(copy)
    done = run(elsewhere, "restore", str(copy))
    assert done.exit_code == 1
    assert not (elsewhere.config["FILES_DIR"] / "ab").exists()


def test_a_copy_made_while_others_write_is_one_moment(app, people, tmp_path):
    from fsr.audit import queries, service
    from fsr.audit.names import Action
    from fsr.db import commit

    stop = threading.Event()

    def write():
        while not stop.is_set():
            with app.app_context():
                service.record(Action.OFFER_READ, None, None)
                commit()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert run(app, "backup", str(tmp_path / "copy")).exit_code == 0
    finally:
        stop.set()
        writer.join()
    with app.app_context():
        assert queries.verify().faults == []
    if not SERVER:
        engine = sa.create_engine(f"sqlite:///{tmp_path / 'copy' / 'database.sqlite'}")
        with engine.connect() as connection:
            count, last = connection.execute(sa.text("SELECT count(*), max(seq) FROM audit_events")).one()
            head = connection.execute(sa.text("SELECT seq FROM audit_head")).scalar_one()
        engine.dispose()
        assert count == last == head
