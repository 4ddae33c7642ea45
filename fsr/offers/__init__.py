"""Insurers' offers side by side: comparisons, what was read from each offer, and what people made of it.

`compare` is pure and is drawn by pages, API, workbook and shares alike; `service` holds the verbs, `queries` the reads.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add this package to `app`."""
    from fsr.offers import api, demo, home, sharing, subjects, tasks, views
    from fsr.web import shell

    app.register_blueprint(api.bp)
    app.register_blueprint(views.bp)
    subjects.init_app(app)
    sharing.init_app(app)
    tasks.init_app(app)
    demo.init_app(app)
    shell.home_rows(app, home.rows)
    shell.home_steps(app, home.steps)
