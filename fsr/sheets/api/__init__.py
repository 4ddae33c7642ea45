"""The JSON API of templates, extraction jobs and their results."""

from fsr.sheets.api import events, files, jobs, results, runs, templates
from fsr.sheets.api.blueprint import bp

__all__ = ["bp", "events", "files", "jobs", "results", "runs", "templates"]
