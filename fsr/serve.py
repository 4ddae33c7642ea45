"""`flask --app wsgi fsr serve`: gunicorn inside, set up so that pages and jobs share a process in peace."""

from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication

from fsr.auth import service
from fsr.db import db
from fsr.jobs import start

KEEP_ALIVE_SECONDS = 75
"""Longer than the 60 s of the usual proxies, so that they never write to a connection we just closed."""
SILENT_SECONDS = 120
"""A process that gives no sign of life for so long is replaced; a slow request is not silence, threads answer it."""
GRACEFUL_SECONDS = 30


class Server(BaseApplication):
    """The app under gunicorn: one process of threads by default, because SQLite has one writer anyway."""

    def __init__(self, app: Flask, host: str, port: int, processes: int, threads: int) -> None:
        self._app = app
        self._url = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        self._settings = {
            "bind": f"{f'[{host}]' if ':' in host else host}:{port}", "workers": processes, "threads": threads,
            "worker_class": "gthread", "control_socket_disable": True,
            "keepalive": KEEP_ALIVE_SECONDS, "timeout": SILENT_SECONDS, "graceful_timeout": GRACEFUL_SECONDS,
            "when_ready": self._ready, "post_fork": self._forked,
            "post_worker_init": self._begin, "worker_exit": self._end,
        }
        super().__init__()

    def load_config(self) -> None:
        """Give gunicorn our settings, and none of its own command line or files."""
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The app, made before the fork."""
        return self._app

    def run(self) -> None:
        """Serve until told to stop.  Connections opened so far stay with the parent: a child may not share them."""
        with self._app.app_context():
            db.session.remove()
            db.engine.dispose()
        super().run()

    def _ready(self, _server: Any) -> None:
        click.echo(f"fsr is at {self._url}")
        with self._app.app_context():
            if not service.is_set_up():
                key = service.setup_key(self._app.config["INSTANCE_DIR"])
                click.echo(f"Nobody has an account yet. Open {self._url}/setup and give this key: {key}")
            db.session.remove()
            db.engine.dispose()

    def _forked(self, _server: Any, _worker: Any) -> None:
        with self._app.app_context():
            db.engine.dispose(close=False)

    def _begin(self, _worker: Any) -> None:
        start.start(self._app)

    def _end(self, _server: Any, _worker: Any) -> None:
        start.stop(self._app)
