"""fsr: one web desk for people who turn documents and notes into decisions."""

from typing import Any

from flask import Flask


def create_app(settings: dict[str, Any] | None = None) -> Flask:
    """Build the application; `settings` win over the environment's `FSR_*` variables."""
    from fsr import (
        audit,
        auth,
        cli,
        config,
        cpe,
        db,
        documents,
        home,
        jobs,
        notebook,
        offers,
        shares,
        sheets,
        upkeep,
        web,
    )

    app = Flask(__name__, template_folder="../templates", static_folder="../static")
    config.load(app, settings)
    db.init_app(app)
    web.init_app(app)
    for package in (audit, auth, jobs, shares, documents, notebook, offers, sheets, cpe, home, upkeep):
        package.init_app(app)
    cli.init_app(app)
    return app
