"""The blueprint of the CASCO endpoints."""

from flask import Blueprint

bp = Blueprint("casco_api", __name__)
