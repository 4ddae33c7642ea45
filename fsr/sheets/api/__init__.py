"""The JSON API of templates, extraction jobs and their results."""

from fsr.sheets.api import files, jobs, runs, templates
from fsr.sheets.api.blueprint import bp

__all__ = ["bp", "files", "jobs", "runs", "templates"]
