"""What every test starts from: a migrated database of its own, and three people.

Ana owns things, Bob is a colleague, Mara is a stranger; Ada is the administrator.
The suite runs on SQLite, or on PostgreSQL where FSR_TEST_DATABASE_URL names a server.
"""

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from fsr import clock, create_app
from fsr.auth import service
from fsr.auth.guard import limits
from fsr.auth.models import Role, User
from fsr.auth.passwords import hashed
from fsr.auth.sessions import Origin
from fsr.config import database_url
from fsr.db import commit, db
from tests import factories
from tests.browsers import Browser
from tests.quick import COMPILED, LateRule

SERVER = os.environ.get("FSR_TEST_DATABASE_URL", "")
SETTINGS = {"TESTING": True, "FSR_WORKERS": 0, "FSR_SECRET_KEY": "for tests only", "FSR_SQLITE_SYNCHRONOUS": "OFF"}

hypothesis_settings.register_profile(
    "the same each time", deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault of the code
hypothesis_settings.load_profile("the same each time")
Flask.url_rule_class = LateRule


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, on a database server, what touches no database: it would only be run once more."""
    if SERVER:
        apart = [item for item in items if not _has_database(item)]
        items[:] = filter(_has_database, items)
        config.hook.pytest_deselected(items=apart)


def _has_database(item: pytest.Item) -> bool:
    return "template_database" in getattr(item, "fixturenames", ())


@pytest.fixture(scope="session")
def template_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A migrated, empty database: a file (SQLite) or a name (PostgreSQL) to copy for each test."""
    home = tmp_path_factory.mktemp("template")
    name = f"fsr_template_{uuid.uuid4().hex[:12]}"
    url = _create(name) if SERVER else ""
    app = create_app({**SETTINGS, "FSR_INSTANCE_DIR": str(home), "FSR_DATABASE_URL": url})
    with app.app_context():
        upgrade()
        if not SERVER:
            with db.engine.connect() as connection:
                connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
        db.engine.dispose()
    yield name if SERVER else str(home / "fsr.sqlite")
    if SERVER:
        _drop(name)


@pytest.fixture
def settings(tmp_path: Path, template_database: str) -> Iterator[dict[str, object]]:
    """Settings of an app with its own database and folder."""
    url, name = "", f"fsr_test_{uuid.uuid4().hex[:12]}"
    if SERVER:
        url = _create(name, template_database)
    else:
        shutil.copy(template_database, tmp_path / "fsr.sqlite")
    yield {**SETTINGS, "FSR_INSTANCE_DIR": str(tmp_path), "FSR_DATABASE_URL": url}
    if SERVER:
        _drop(name)


@pytest.fixture
def app(settings: dict[str, object]) -> Iterator[Flask]:
    """The application, without job threads: a test runs jobs itself, one at a time."""
    app = create_app(settings)
    app.test_client_class = Browser
    app.jinja_env.bytecode_cache = COMPILED
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Nobody: a browser without a session."""
    return app.test_client()


@pytest.fixture(scope="session")
def password_hash() -> str:
    """`factories.PASSWORD` as it is kept; hashed once, because that is slow on purpose."""
    return hashed(factories.PASSWORD)


@pytest.fixture
def people(app: Flask, password_hash: str) -> dict[str, Browser]:
    """Ada, Ana, Bob and Mara by name, each signed in at a browser of her own."""
    with app.app_context():
        made = {
            name: factories.user(password_hash, role, email=f"{name}@example.com", name=name.title())
            for name, role in (("ada", Role.ADMIN), ("ana", Role.AGENT), ("bob", Role.AGENT), ("mara", Role.AGENT))
        }
        return {name: signed_in(app, user) for name, user in made.items()}


@pytest.fixture
def ada(people: dict[str, Browser]) -> Browser:
    """The administrator."""
    return people["ada"]


@pytest.fixture
def ana(people: dict[str, Browser]) -> Browser:
    """An agent who owns things."""
    return people["ana"]


@pytest.fixture
def bob(people: dict[str, Browser]) -> Browser:
    """An agent, Ana's colleague."""
    return people["bob"]


@pytest.fixture
def mara(people: dict[str, Browser]) -> Browser:
    """An agent who has nothing to do with what Ana owns."""
    return people["mara"]


def signed_in(app: Flask, user: User) -> Browser:
    """A browser in which `user` is signed in.  Commits what the test made so far."""
    secret = service.start_session(user, Origin("127.0.0.1", "a browser of the tests"), limits())
    user_id = user.id
    commit()
    browser = app.test_client()
    assert isinstance(browser, Browser)
    browser.remember(secret, user_id)
    return browser


@pytest.fixture
def token_for(app: Flask) -> Callable[[Browser], dict[str, str]]:
    """Headers that sign a program's request as the user of a browser: `client.get(url, headers=token_for(ana))`."""

    def headers(browser: Browser) -> dict[str, str]:
        with app.app_context():
            user = db.session.get_one(User, browser.user_id)
            _, secret = service.create_token(user, "for a test", user)
            commit()
        return {"Authorization": f"Bearer {secret}"}

    return headers


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> Callable[..., datetime]:
    """Hold the clock; `still(minutes=2)` moves it on by two minutes, and says what it shows."""
    shown = [clock.now()]

    def move(**time: float) -> datetime:
        shown.append(shown[-1] + timedelta(**time))
        return shown[-1]

    monkeypatch.setattr(clock, "now", lambda: shown[-1])
    return move


def _server() -> sa.Engine:
    return sa.create_engine(database_url(SERVER, Path()), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)


def _create(name: str, template: str = "template1") -> str:
    with _server().connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return sa.make_url(database_url(SERVER, Path())).set(database=name).render_as_string(hide_password=False)


def _drop(name: str) -> None:
    with _server().connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
