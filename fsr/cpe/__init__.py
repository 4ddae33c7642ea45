"""Continuing professional education: certificates read into a sheet, and how far a licence is from its renewal."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add this package to `app`."""
    from fsr.cpe import api, marks, states, views
    from fsr.cpe.urls import home
    from fsr.sheets import engines, grid
    from fsr.sheets.models import Kind

    app.register_blueprint(api.bp)
    app.register_blueprint(views.bp)
    states.init_app(app)
    engines.register(app, Kind.CPE, "cpe.certificate", "fsr.cpe.reading:read_certificate")
    grid.add_home(app, Kind.CPE, home)
    grid.add_marks(app, Kind.CPE, marks.marks)
