"""The group of commands `flask --app wsgi fsr …`; each package's `cli.py` adds its own to it."""

from flask import Flask
from flask.cli import AppGroup

group = AppGroup("fsr", help="Run and look after fsr.")


def init_app(app: Flask) -> None:
    """Add the commands to `app`."""
    app.cli.add_command(group)
