"""The blueprint that the modules of this package add their pages to."""

from flask import Blueprint

bp = Blueprint("cpe", __name__)

SHEET = "/cpe/sheets/<uuid:job_id>"
"""Where the parts of a sheet answer."""
