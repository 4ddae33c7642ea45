"""Continuing professional education: certificates read into a sheet, and how far a licence is from its renewal."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add this package to `app`."""
    from fsr.cpe import api, book, demo, home, marks, states, urls, views
    from fsr.sheets import engines, export, grid
    from fsr.sheets.models import Kind
    from fsr.web import shell

    app.register_blueprint(api.bp)
    app.register_blueprint(views.bp)
    states.init_app(app)
    engines.register(app, Kind.CPE, "cpe.certificate", "fsr.cpe.reading:read_certificate")
    grid.add_home(app, Kind.CPE, urls.home)
    grid.add_marks(app, Kind.CPE, marks.marks)
    export.add_sheets(app, Kind.CPE, book.add)
    demo.init_app(app)
    shell.home_rows(app, home.rows)
    shell.home_steps(app, home.steps)
