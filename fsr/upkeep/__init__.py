"""Looking after an installation: its health, copies of it, demo data."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add this package to `app`: its checks, its commands and the system page."""
    from fsr.upkeep import checks, cli, tasks, views  # noqa: F401 - cli adds its commands

    checks.init_app(app)
    tasks.init_app(app)
    app.register_blueprint(views.bp)
