"""Documents to grids: templates of fields, extraction jobs with runs and tasks, and the rows read from documents."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add this package to `app`: so far its tables."""
    from fsr.sheets import memory, models  # noqa: F401  # so that the tables are known
