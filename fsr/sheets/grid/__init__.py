"""The grid of a run: its columns and rows, filtered, sorted and paged, for the pages that show it.

Others call `shown(run, request.args, user)`, `add_home` and `add_marks`.
"""

from fsr.sheets.grid.hooks import Mark, add_home, add_marks, home_of
from fsr.sheets.grid.shown import GridPage, shown

__all__ = ["GridPage", "Mark", "add_home", "add_marks", "home_of", "shown"]
