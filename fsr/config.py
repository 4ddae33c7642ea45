"""Every setting: its name, default, unit and reason.

Settings are read from the environment.  Nothing needs to be set for a first
run on one machine.
"""

import contextlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask

ROOT = Path(__file__).resolve().parent.parent
MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Setting:
    """One `FSR_*` variable.

    default  its type decides how the variable is parsed (bool, int, float, str)
    unit     "" for texts and switches
    """

    name: str
    default: bool | int | float | str
    unit: str
    meaning: str

    def parse(self, text: str) -> bool | int | float | str:
        """The value of `text` in the type of the default.

        :raises ValueError: `text` is not of that type; the message names the variable.
        """
        try:
            if isinstance(self.default, bool):
                return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[text.lower()]
            return type(self.default)(text)
        except (KeyError, ValueError) as error:
            raise ValueError(f"{self.name}={text!r} is not a {type(self.default).__name__}") from error


SETTINGS = (
    Setting("FSR_INSTANCE_DIR", "", "", "Home of database, files and keys; empty: instance/ beside the package."),
    Setting("FSR_DATABASE_URL", "", "", "SQLAlchemy URL; empty: SQLite in the instance folder."),
    Setting("FSR_DB_POOL_SIZE", 20, "connections", "Kept open in each process; one for each thread."),
    Setting("FSR_DB_MAX_OVERFLOW", 10, "connections", "Opened beyond the pool under load, closed after use."),
    Setting("FSR_DB_PRE_PING", True, "", "Test a connection before use, so that a restarted server does no harm."),
    Setting("FSR_DB_RECYCLE", 3600, "seconds", "Age at which a connection is replaced."),
    Setting("FSR_DB_ECHO", False, "", "Log every SQL statement."),
    Setting("FSR_SQLITE_SYNCHRONOUS", "FULL", "", "FULL survives a power cut; NORMAL is faster and may lose the last "
            "commits then."),
    Setting("FSR_FILES_DIR", "", "", "Uploaded files; empty: files/ in the instance folder."),
    Setting("FSR_SECRET_KEY", "", "", "Signs cookies; empty: made once and kept in the instance folder (mode 0600)."),
    Setting("FSR_HTTPS", False, "", "The site is served over HTTPS: Secure __Host- cookies and HSTS."),
    Setting("FSR_TRUSTED_PROXIES", 0, "hops", "How many proxies in front set X-Forwarded-*."),
    Setting("FSR_PUBLIC_URL", "", "", "Where share links point, e.g. https://desk.example; empty: the address asked."),
    Setting("FSR_WORKERS", -1, "threads", "Job threads in the web process; 0: only `fsr work` processes run jobs; -1: "
            "4, or 0 where FSR_QUEUE_URL is set."),
    Setting("FSR_READERS", 2, "processes", "Limited child processes that read documents."),
    Setting("FSR_QUEUE_URL", "", "", "redis:// or amqp://: Dramatiq carries jobs to `fsr work`; empty: the table "
            "alone."),
    Setting("FSR_JOB_LEASE", 60.0, "seconds", "A worker silent for so long has lost its job."),
    Setting("FSR_JOB_POLL", 1.0, "seconds", "How often a process looks for jobs and cancellations that others wrote."),
    Setting("FSR_JOB_BACKOFF", 5.0, "seconds", "Wait after a failed attempt; 4 times as long after each further one."),
    Setting("FSR_JOB_GRACE", 5.0, "seconds", "A stopping process lets its jobs end for so long, then puts them back."),
    Setting("FSR_JOB_USER_LIMIT", 3, "jobs", "Running at once for one person, so that others get a turn; 0: any "
            "number."),
    Setting("FSR_JOB_USER_QUEUE", 1000, "jobs", "Waiting for one person; more are refused."),
    Setting("FSR_JOB_KEEP_DAYS", 90, "days", "Finished jobs keep their input and result so long; the row stays."),
    Setting("FSR_UPLOAD_WAIT", 120, "seconds", "An upload over the JSON API waits so long for its files to be read, "
            "then answers 202."),
    Setting("FSR_UPLOAD_FILE_MB", 25, "MB", "Largest file."),
    Setting("FSR_UPLOAD_REQUEST_MB", 50, "MB", "Largest request."),
    Setting("FSR_CASES_OPEN_REGISTRATION", True, "", "Anybody who writes may add a case number that is not known yet, "
            "after a question; off: supervisors, administrators and imports only."),
    Setting("FSR_SAVES_A_MINUTE", 1200, "saves", "Of one person on notebook pages, in each process; more are told to "
            "wait. 0: any number."),
    Setting("FSR_CASE_SOURCE_URL", "", "", "http(s) address asked hourly for the numbers of closed cases; empty: "
            "none."),
    Setting("FSR_CASE_SOURCE_TOKEN", "", "", "Sent to that address as Authorization: Bearer."),
    Setting("FSR_CASE_SOURCE_DIR", "", "", "Folder whose CSV files of cases are imported hourly; empty: none."),
    Setting("FSR_LLM_URL", "", "", "OpenAI-compatible address of a second reader, e.g. https://llm.example/v1: text of "
            "documents is sent there; empty: none."),
    Setting("FSR_LLM_MODEL", "", "", "The second reader's model; needed with FSR_LLM_URL."),
    Setting("FSR_LLM_KEY", "", "", "Sent to that address as Authorization: Bearer."),
    Setting("FSR_LLM_TIMEOUT", 30.0, "seconds", "The second reader may take so long for one certificate, a second try "
            "included."),
    Setting("FSR_SESSION_IDLE_MINUTES", 720, "minutes", "A session unused for so long ends."),
    Setting("FSR_SESSION_HOURS", 336, "hours", "A session ends after so long, used or not."),
    Setting("FSR_LANGUAGE", "en", "", "Language where neither the user nor the browser asks for one we have."),
    Setting("FSR_TIMEZONE", "Europe/Riga", "", "Zone in which times are shown where the user chose none."),
    Setting("FSR_LOG_LEVEL", "INFO", "", "DEBUG, INFO, WARNING or ERROR."),
)


def load(app: Flask, overrides: dict[str, Any] | None = None) -> None:
    """Fill `app.config` from defaults, environment and `overrides`, the last winning.

    :raises ValueError: a variable cannot be parsed, or is not one of ours (a slip of the pen would be ignored).
    """
    known = {setting.name: setting for setting in SETTINGS}
    ours = {name: text for name, text in os.environ.items() if name.startswith("FSR_") and not _is_for_tests(name)}
    if unknown := sorted(set(ours) - set(known)):
        raise ValueError(f"unknown setting: {', '.join(unknown)}; the README lists all")
    values = {name: setting.default for name, setting in known.items()}
    values.update({name: known[name].parse(text) for name, text in ours.items() if text})
    app.config.update(values)
    app.config.update(overrides or {})
    _derive(app)


def _is_for_tests(name: str) -> bool:
    return name.startswith("FSR_TEST_")


def _derive(app: Flask) -> None:
    """Set what Flask and its extensions ask for, from ours."""
    config = app.config
    if config["FSR_WORKERS"] < 0:
        config["FSR_WORKERS"] = 0 if config["FSR_QUEUE_URL"] else 4
    home = Path(config["FSR_INSTANCE_DIR"] or ROOT / "instance").resolve()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    config["INSTANCE_DIR"] = home
    config["FILES_DIR"] = Path(config["FSR_FILES_DIR"] or home / "files")
    config["MIGRATIONS_DIR"] = str(ROOT / "migrations")
    config["SECRET_KEY"] = config["FSR_SECRET_KEY"] or kept_secret(home / "secret_key")
    config["MAX_CONTENT_LENGTH"] = config["FSR_UPLOAD_REQUEST_MB"] * MB
    config["MAX_FORM_MEMORY_SIZE"] = 2 * MB
    config["MAX_FORM_PARTS"] = 1000
    config["SQLALCHEMY_DATABASE_URI"] = database_url(config["FSR_DATABASE_URL"], home)
    config["SQLALCHEMY_ENGINE_OPTIONS"] = {
        "pool_size": config["FSR_DB_POOL_SIZE"], "max_overflow": config["FSR_DB_MAX_OVERFLOW"],
        "pool_pre_ping": config["FSR_DB_PRE_PING"] and bool(config["FSR_DATABASE_URL"]),
        "pool_recycle": config["FSR_DB_RECYCLE"],
        "echo": config["FSR_DB_ECHO"], "hide_parameters": not config["FSR_DB_ECHO"],
    }


def database_url(url: str, home: Path) -> str:
    """The SQLAlchemy URL: `url`, with psycopg 3 as PostgreSQL's driver, or SQLite in `home`."""
    if not url:
        return f"sqlite:///{home / 'fsr.sqlite'}"
    for plain in ("postgresql://", "postgres://"):
        url = url.replace(plain, "postgresql+psycopg://") if url.startswith(plain) else url
    return url


def kept_secret(path: Path) -> str:
    """The secret kept in `path`, made at the first call; readable by its owner only.

    It is linked into place, so that of two processes starting at once neither sees half a secret.
    """
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):  # the other process was first: its secret counts
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()
