"""Documents to grids: templates of fields, extraction jobs with runs and tasks, and the rows read from documents."""

from flask import Flask, url_for


def init_app(app: Flask) -> None:
    """Add this package to `app`."""
    from fsr.sheets import cli, engines, home, learning, models, subjects, tasks, templates, trial  # noqa: F401  # cli: commands
    from fsr.sheets.api import bp as jobs_api
    from fsr.sheets.api import templates as templates_api
    from fsr.sheets.grid import add_home
    from fsr.sheets.views import extract, extract_files, grid, grid_cells, learned  # noqa: F401  # adding their pages
    from fsr.sheets.views import templates as template_pages
    from fsr.web import shell

    engines.register(app, models.Kind.EXTRACTION, "sheets.fields", "fsr.sheets.reader:read_fields")
    subjects.init_app(app)
    tasks.init_app(app)
    learning.init_app(app)
    templates.init_app(app)
    trial.init_app(app)
    shell.home_rows(app, home.rows)
    shell.home_steps(app, home.steps)
    add_home(app, models.Kind.EXTRACTION, lambda sheet: url_for("extract.show", job_id=sheet.id))
    for part in (extract.bp, grid.bp, learned.bp, template_pages.bp, templates_api.bp, jobs_api):
        app.register_blueprint(part)
