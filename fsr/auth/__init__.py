"""People: accounts, roles, sessions and tokens; every page is closed unless marked public."""

from flask import Flask

from fsr.auth.guard import public

__all__ = ["init_app", "public"]


def init_app(app: Flask) -> None:
    """Add this package to `app`: the guard of every endpoint, and the pages of accounts."""
    from fsr.auth import api, cli, guard, kinds, views, words  # noqa: F401 - cli adds its commands

    guard.init_app(app)
    kinds.init_app(app)
    words.init_app(app)
    for part in (views.bp, api.bp):
        app.register_blueprint(part)
