"""Rows of a sheet written as a table, for the tests of rules.

A line is "date | hours | field | title | method", columns from the right may be left out; a row's number is its line's,
from 1.  Hours such as "3 Accounting + 1 Regulatory Ethics" are split.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from fsr.cpe.rules.bar import Progress
from fsr.cpe.rules.credit import Credit, Part


def rows(table: str, start: int = 1) -> list[Credit]:
    """The rows of a table."""
    lines = [line for line in table.strip().splitlines() if line.strip()]
    return [_row(number, [cell.strip() for cell in line.split("|")]) for number, line in enumerate(lines, start)]


def _row(number: int, cells: Sequence[str]) -> Credit:
    day, hours, field, title, method = (*cells, *[""] * (5 - len(cells)))
    parts = tuple(Part(name.strip(), Decimal(h)) for h, _, name in (p.strip().partition(" ") for p in hours.split("+"))
                  if name)
    total = sum((p.hours for p in parts), Decimal(0)) if parts else Decimal(hours) if hours else None
    completed = date.fromisoformat(day) if day else None
    return Credit(number, title or f"Course {number}", "Cedar Hollow Institute", completed, total, field, parts,
                  method or "Group Live", source=f"file-{number}")


def seen(progress: Progress) -> str:
    """The bars as a table: code, counted / required, state; a year in brackets."""
    return "\n".join(
        f"{bar.rule.code}{f'[{bar.year}]' if bar.year else ''} {_plain(bar.counted)}/{_plain(bar.required)} {bar.state}"
        for bar in progress.bars if bar.state != "not_applicable")


def _plain(hours: Decimal) -> str:
    text = f"{hours:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def table(text: str) -> str:
    """A table as written in a test, without its indent."""
    return "\n".join(line.strip() for line in text.strip().splitlines())
