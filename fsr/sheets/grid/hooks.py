"""What features above say of a grid: where its page is, and what they know of its rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import Flask, current_app, url_for

from fsr.sheets.models import Kind, Run, Sheet


@dataclass(frozen=True, slots=True)
class Mark:
    """A word about a row: "duplicate of cert2.pdf"; `tone` as of chips: "", ok, warn, bad, info."""

    text: str
    tone: str = "warn"


Home = Callable[[Sheet], str]
Marks = Callable[[Run], Mapping[int, Sequence[Mark]]]


def add_home(app: Flask, kind: Kind, url: Home) -> None:
    """Say where sheets of this kind have their page; without that it is the grid's own."""
    app.extensions.setdefault("fsr.grid_homes", {})[kind] = url


def add_marks(app: Flask, kind: Kind, marks: Marks) -> None:
    """Let `marks(run)` say a word about rows, by their ids, of sheets of this kind; called once a page."""
    app.extensions.setdefault("fsr.grid_marks", {})[kind] = marks


def home_of(sheet: Sheet) -> str:
    """The address of the page that shows the sheet."""
    homes: dict[str, Home] = current_app.extensions.get("fsr.grid_homes", {})
    home = homes.get(sheet.job_type)
    return home(sheet) if home else url_for("grid.show", job_id=sheet.id)


def marks_of(run: Run) -> Mapping[int, Sequence[Mark]]:
    """What is known of the rows of a run."""
    all_marks: dict[str, Marks] = current_app.extensions.get("fsr.grid_marks", {})
    marks = all_marks.get(run.sheet.job_type)
    return marks(run) if marks else {}
