"""The commands for scripts, as `flask --app wsgi fsr …` runs them."""

import pytest
import sqlalchemy as sa

from fsr import demo, health
from fsr.audit.models import AuditEvent
from fsr.auth import passwords
from fsr.auth.models import Role, User
from fsr.db import commit, db
from tests import factories
from tests.factories import PASSWORD


@pytest.fixture
def fsr(app):
    """Run a command; return its result."""
    runner = app.test_cli_runner()
    return lambda *words, **more: runner.invoke(args=["fsr", *words], **more)


def user(app, email):
    with app.app_context():
        return db.session.scalar(sa.select(User).where(User.email == email))


def test_create_user_reads_the_password_from_standard_input(app, fsr):
    done = fsr("create-user", "Eve@Example.com", "--role", "supervisor", "--password-stdin", input=f"{PASSWORD}\n")
    assert done.exit_code == 0, done.output
    eve = user(app, "eve@example.com")
    assert (eve.role, eve.name, passwords.matches(eve.password_hash, PASSWORD)) == (Role.SUPERVISOR, "eve", True)
    with app.app_context():
        assert db.session.scalars(sa.select(AuditEvent.action)).all() == ["auth:user:created"]


@pytest.mark.parametrize(("email", "password", "sentence"), [
    ("eve@example.com", "short", "at least 10 characters"), ("eve@example.com", "password123", "first that somebody"),
    ("ana@example.com", PASSWORD, "account with this e-mail"), ("nobody", PASSWORD, "not an e-mail address")])
def test_create_user_refuses_in_a_sentence_and_with_an_exit_code(fsr, people, email, password, sentence):
    done = fsr("create-user", email, "--password-stdin", input=password)
    assert (done.exit_code, sentence in done.output) == (1, True)


def test_create_user_knows_only_the_four_roles(fsr):
    assert fsr("create-user", "eve@example.com", "--role", "king", "--password-stdin", input=PASSWORD).exit_code == 2


def test_create_token_prints_the_token_alone_and_it_works(fsr, people, client):
    done = fsr("create-token", "ANA@example.com")
    assert done.exit_code == 0
    token = done.stdout.removesuffix("\n")
    assert "\n" not in token
    me = client.get("/api/me", headers={"Authorization": f"Bearer {token}"}).json
    assert me["email"] == "ana@example.com"


def test_create_token_for_nobody_says_so_and_prints_nothing_on_standard_output(fsr, people):
    done = fsr("create-token", "nobody@example.com")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "no active account" in done.stderr


def test_setup_key_is_printed_until_there_is_an_administrator(app, fsr, password_hash):
    key = (fsr("setup-key").stdout.strip(), (app.config["INSTANCE_DIR"] / "setup_key").read_text())
    assert key[0] == key[1] != ""
    with app.app_context():
        factories.user(password_hash, Role.ADMIN)
        commit()
    assert fsr("setup-key").stdout == ""


# Doctor

def test_the_doctor_finds_a_fresh_installation_in_order(fsr):
    done = fsr("doctor")
    assert done.exit_code == 0, done.output
    assert "error" not in done.output
    assert "The tables are those of this version" in done.output


def test_the_doctor_finds_broken_references_in_sqlite(app, fsr, people):
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("PostgreSQL never lets a reference break")
        with db.engine.connect() as connection:
            raw = connection.connection.driver_connection
            raw.execute("PRAGMA foreign_keys=OFF")
            raw.execute("UPDATE user_sessions SET user_id = 999")
            raw.execute("PRAGMA foreign_keys=ON")
    done = fsr("doctor")
    assert (done.exit_code, "4 rows refer to rows that are not there" in done.output) == (1, True)


def test_the_doctor_finds_keys_that_others_can_read(app, fsr):
    path = app.config["INSTANCE_DIR"] / "secret_key"
    path.write_text("x")
    path.chmod(0o644)
    done = fsr("doctor")
    assert (done.exit_code, f"chmod 600 {path}" in done.output) == (1, True)


def test_the_doctor_finds_tables_of_another_version(app, fsr):
    with app.app_context():
        db.session.execute(sa.text("UPDATE alembic_version SET version_num = '0000_old'"))
        commit()
    done = fsr("doctor")
    assert (done.exit_code, "Run: flask --app wsgi db upgrade" in done.output) == (1, True)


def test_a_check_that_breaks_is_an_error_and_hides_no_other(app, fsr):
    def broken():
        raise RuntimeError("no idea")

    health.register(app, broken)
    health.register(app, lambda: [health.Finding(health.Level.OK, "After", "still asked")])
    done = fsr("doctor")
    assert (done.exit_code, "no idea" in done.output, "still asked" in done.output) == (1, True, True)


# Demo data

@pytest.fixture
def things(app):
    """A feature with demo data: what it holds now."""
    held = []
    demo.register(app, demo.Demo(load=lambda user: held.append(user.email) or 1, remove=lambda user: held.clear() or 1))
    return held


def test_demo_data_is_loaded_for_the_administrator_and_removed_again(fsr, people, things):
    assert fsr("demo", "load").exit_code == 0
    assert things == ["ada@example.com"]
    assert fsr("demo", "remove").exit_code == 0
    assert things == []


def test_demo_data_asked_for_before_set_up_is_made_by_set_up(app, fsr, things, client):
    assert fsr("demo", "load").exit_code == 0
    assert things == []
    client.post("/setup", data={
        "key": fsr("setup-key").stdout, "email": "root@example.com", "name": "Root", "password": "purple walruses",
        "language": "en", "timezone": "Europe/Riga"})
    assert things == ["root@example.com"]


# The log

def test_audit_verify_says_what_it_shows_and_what_it_cannot(fsr, people, ana):
    done = fsr("audit", "verify")
    assert done.exit_code == 0
    assert "without a gap" in done.output
    assert "no hash chain yet" in done.output


def test_audit_verify_fails_on_a_gap(app, fsr, people):
    with app.app_context():
        db.session.execute(sa.text("UPDATE audit_head SET seq = seq + 1"))
        commit()
    done = fsr("audit", "verify")
    assert (done.exit_code, "TRUNCATED" in done.stderr) == (1, True)
