"""What the address asks of a grid: filters, order and place.  A query string is a form: it parses and round-trips."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

LONGEST = 200
"""Characters of a search that count."""
OWN = ("check", "file", "q", "sort", "after", "before", "optional", "known", "field", "inline", "change", "job_id")
"""Names in the address that are the grid's own; all others are kept for the page round it."""


@dataclass(frozen=True, slots=True)
class View:
    """One look at a grid.

    check       only rows with a cell that somebody should look at
    file        only rows of these source paths, as `Row.path`
    text        only rows in which each of its words occurs
    sort        number of a column from 1, 0 for the files; negative: from the end; None: as they came in
    after       id of the row before the page; `before` of the row after it
    optional    with the columns that are shown only when asked for
    rest        what else stands in the address
    """

    check: bool = False
    file: str = ""
    text: str = ""
    sort: int | None = None
    descending: bool = False
    after: int | None = None
    before: int | None = None
    optional: bool = False
    rest: tuple[tuple[str, str], ...] = field(default=())

    @classmethod
    def of(cls, args: Mapping[str, Any]) -> "View":
        """Read a query string; anything may stand there."""
        sort = args.get("sort", "")
        rest = tuple((name, str(args[name])) for name in args if name not in OWN)
        return cls(bool(args.get("check")), args.get("file", "")[:500], " ".join(args.get("q", "")[:LONGEST].split()),
                   _number(sort.removeprefix("-")), sort.startswith("-"), _number(args.get("after", "")),
                   _number(args.get("before", "")), bool(args.get("optional")), rest)

    def args(self, **changes: Any) -> dict[str, str]:
        """The query of this view, changed so; any change but of the place begins at the top."""
        moved = replace(self, **({"after": None, "before": None} | changes))
        sort = "" if moved.sort is None else f"{'-' if moved.descending else ''}{moved.sort}"
        own = {"check": "1" if moved.check else "", "file": moved.file, "q": moved.text, "sort": sort,
               "optional": "1" if moved.optional else "", "after": str(moved.after or ""),
               "before": str(moved.before or "")}
        return dict(moved.rest) | {name: value for name, value in own.items() if value}

    def query(self, **changes: Any) -> str:
        """The same as the end of an address, "" for nothing."""
        said = self.args(**changes)
        return f"?{urlencode(said)}" if said else ""

    @property
    def is_filtered(self) -> bool:
        """Whether rows may be left out."""
        return bool(self.check or self.file or self.text)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None
