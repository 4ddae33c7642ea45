"""The blueprint of the endpoints of extraction jobs."""

from flask import Blueprint

bp = Blueprint("sheets_api", __name__, url_prefix="/api/jobs")
