"""Settings: read from the environment, refused when wrong, kept when made."""

import re
import stat
from pathlib import Path

import pytest
from flask import Flask

from fsr import config

README = Path(__file__).resolve().parent.parent / "README.md"


def load(monkeypatch: pytest.MonkeyPatch, home: Path, **variables: str) -> Flask:
    monkeypatch.setenv("FSR_INSTANCE_DIR", str(home))
    for name, text in variables.items():
        monkeypatch.setenv(name, text)
    app = Flask(__name__)
    config.load(app)
    return app


def test_nothing_needs_to_be_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    app = load(monkeypatch, tmp_path / "home")
    assert app.config["SQLALCHEMY_DATABASE_URI"] == f"sqlite:///{tmp_path}/home/fsr.sqlite"


def test_a_variable_takes_the_type_of_its_default(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    app = load(monkeypatch, tmp_path, FSR_WORKERS="7", FSR_HTTPS="yes")
    assert (app.config["FSR_WORKERS"], app.config["FSR_HTTPS"]) == (7, True)


def test_a_wrong_value_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="FSR_WORKERS='many' is not a int"):
        load(monkeypatch, tmp_path, FSR_WORKERS="many")


def test_a_slip_of_the_pen_is_not_ignored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="unknown setting: FSR_WORKRES"):
        load(monkeypatch, tmp_path, FSR_WORKRES="2")


def test_the_secret_key_is_made_once_and_is_its_owners_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    keys = {load(monkeypatch, tmp_path).config["SECRET_KEY"] for _ in range(2)}
    assert (len(keys), stat.S_IMODE((tmp_path / "secret_key").stat().st_mode)) == (1, 0o600)
    assert len(keys.pop()) >= 64


@pytest.mark.parametrize("url", ["postgresql://u@h/d", "postgres://u@h/d", "postgresql+psycopg://u@h/d"])
def test_postgresql_is_spoken_through_psycopg_3(url: str) -> None:
    assert config.database_url(url, Path()) == "postgresql+psycopg://u@h/d"


def test_the_readme_lists_every_setting_with_its_default_and_unit() -> None:
    rows = dict(re.findall(r"^\| `(FSR_\w+)` \| (.*?) \|", README.read_text("utf-8"), re.M))
    assert rows == {s.name: " ".join(filter(None, [f"`{s.default}`" if s.default != "" else "empty", s.unit]))
                    for s in config.SETTINGS}
