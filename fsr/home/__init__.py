"""The first page, the help page and the health check."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add this package to `app`."""
    from fsr.home import views

    app.register_blueprint(views.bp)
