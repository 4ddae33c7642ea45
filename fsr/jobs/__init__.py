"""Work done outside the request, by threads, from a table.

The queue is a table in the application's own database so that a job is added
in the same transaction as the rows that it is about: neither exists alone.
A job survives the process that runs it: it is held by a lease, and whoever
finds the lease run out hands it on.  So a task may run twice, and must replace
what it wrote itself; but it *ends* once, because only the holder of the newest
lease can write (`fsr.jobs.ledger`).
"""

from flask import Flask

from fsr.jobs.registry import every, register
from fsr.jobs.run import Cancelled, LeaseLost, Run, Unavailable

__all__ = ["Cancelled", "LeaseLost", "Run", "Unavailable", "every", "register"]


def init_app(app: Flask) -> None:
    """Add this package to `app`."""
    from fsr.jobs import api, cli, queries, start, tasks, views, words  # noqa: F401 - cli adds its commands
    from fsr.web import shell

    tasks.init_app(app)
    words.init_app(app)
    start.init_app(app)
    for blueprint in (views.bp, api.bp):
        app.register_blueprint(blueprint)
    shell.count(app, "/activity", queries.active_count)
    shell.home_rows(app, queries.home_rows)
