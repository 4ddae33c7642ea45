"""What counts in a row, and how sure one may be of it: what was read, and over it what a person made of it.

Pure: rows come in as they are stored, and `settle` is the only writer of what is derived from them.
"""

from collections.abc import Iterable
from typing import Any, Protocol

from fsr.extraction.found import State
from fsr.sheets.kinds import show

MARKS = (State.EDITED, State.CONFIRMED)
"""What an edit may say of a cell; "" in its place says that a person went back to what was read."""
WORDS = 4000
"""Characters of a row that a search looks through."""


class Known(Protocol):
    """A field, as far as it matters here."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def required(self) -> bool:
        """Whether a row without it is one to look at."""

    @property
    def data_type(self) -> str:
        """Code of its type."""


class Stored(Protocol):
    """A row of the grid, as far as it matters here."""

    path: str
    task_id: str | None
    found: dict[str, Any]
    edits: dict[str, Any]
    values: dict[str, str | None]
    checks: int
    words: str


def settle(row: Stored, fields: Iterable[Known]) -> None:
    """Write what follows from `found` and `edits`: `values`, the cells to check, and the words to search."""
    known = {field.name: field for field in fields}
    names = dict.fromkeys([*known, *row.found, *row.edits])
    row.values = {name: value_of(row.found, row.edits, name) for name in names}
    row.checks = sum(to_check(row.found, row.edits, name, need=name in known and known[name].required)
                     for name in names)
    texts = (row.path, *(text for name, value in row.values.items() if value for text in _said(known.get(name), value)))
    row.words = " ".join(" ".join(texts).casefold().split())[:WORDS]


def _said(field: Known | None, value: str) -> tuple[str, ...]:
    """A value as it is stored and, where that is something else, as people write it: they search for what they see."""
    try:
        shown = show(field.data_type, value) if field else value
    except ValueError:  # of a time when the field had another type
        shown = value
    return (value,) if shown == value else (value, shown)


def value_of(found: dict[str, Any], edits: dict[str, Any], name: str) -> str | None:
    """What counts in a cell; None where nothing is known."""
    edit = edits.get(name) or {}
    if edit.get("mark") == State.EDITED:
        value: str | None = edit["value"]
        return value
    return read_value(found, name)


def read_value(found: dict[str, Any], name: str) -> str | None:
    """What was read of a field; None where the document says nothing, or there is none."""
    value: str | None = (found.get(name) or {}).get("value")
    return value


def state_of(found: dict[str, Any], edits: dict[str, Any], name: str) -> State:
    """How sure one may be of a cell."""
    if mark := (edits.get(name) or {}).get("mark"):
        return State(mark)
    return State((found.get(name) or {}).get("state", State.MISSING))


def to_check(found: dict[str, Any], edits: dict[str, Any], name: str, *, need: bool) -> bool:
    """Whether somebody should look at a cell: it is guessed, or missing although it is needed."""
    state = state_of(found, edits, name)
    return state is State.GUESSED or (need and state is State.MISSING)


def version_of(edits: dict[str, Any], name: str) -> int:
    """The version of the row at which a person changed this cell last; 0 for never."""
    return int((edits.get(name) or {}).get("version", 0))
