"""Continuing professional education: certificates read into a sheet, and how far a licence is from its renewal."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add this package to `app`."""
    from fsr.cpe import models  # noqa: F401  # so that the tables are known
