"""Where CPE sheets are shown."""

from flask import url_for

from fsr.sheets.models import Sheet


def home(sheet: Sheet) -> str:
    """The page that shows the sheet."""
    return url_for("cpe.index", job_id=sheet.id)
