"""What happened to every row, who did it and when."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add this package to `app`."""
    from fsr.audit import cli, views, words  # noqa: F401 - cli adds its commands

    words.init_app(app)
    app.register_blueprint(views.bp)
