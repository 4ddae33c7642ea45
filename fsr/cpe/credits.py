"""Rows of a sheet as the rules count them: by the role of each column, whatever the column is called.

A run shows the rows of its series up to its own set, so the columns of all runs of the series are asked for their
roles.  Values that do not fit their role (a date that is none) count as not stated.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import sqlalchemy as sa

from fsr.cpe.models import PlannedCourse, Verdict
from fsr.cpe.rules.credit import Credit, Part
from fsr.db import db
from fsr.sheets.models import Row, Run, RunField, SourceFile, Task, source_files_to_tasks

FIRST_PLANNED = 1 << 40
"""Added to the id of a planned course, so that it is no row's."""
_HOURS = r"(?P<hours>\d+(?:[.,]\d+)?)\s*(?:h|hours?|hrs?|cpe|credits?)?"
_PART = re.compile(rf"(?P<name>.*?)[\s:,=(–-]*{_HOURS}\s*\)?", re.IGNORECASE)
_PART_FIRST = re.compile(rf"{_HOURS}[\s:–-]*(?P<name>.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Counted:
    """The rows of a run.

    credits  by row id, in the order of the grid; of two that repeat each other the one that was read first counts
    paths    of the files a row came from, by row id; "" for a row typed by hand
    """

    credits: Mapping[int, Credit]
    paths: Mapping[int, str]


def counted(run: Run) -> Counted:
    """The rows that `run` shows; four queries."""
    roles = _roles(run)
    files, verdicts = _files(run), _verdicts(run)
    found: dict[int, Credit] = {}
    paths: dict[int, str] = {}
    for row_id, path, values, task_id, facts in db.session.execute(_rows(run)):
        source, file_hash = files.get(task_id, ("", ""))
        is_distinct, is_approved = verdicts.get(row_id, (False, None))
        found[row_id] = _credit(row_id, _by_role(values, roles), source=source, file_hash=file_hash,
                                is_cpe=(facts or {}).get("is_cpe") is not False, approved=is_approved,
                                distinct=is_distinct)
        paths[row_id] = path
    return Counted(found, paths)


def planned(courses: Iterable[PlannedCourse]) -> list[Credit]:
    """Planned courses as rows, those that are counted."""
    return [Credit(FIRST_PLANNED + one.id, one.title, "", one.completed, one.hours, one.field, method=one.method,
                   distinct=True) for one in courses if one.is_counted]


def _shown(run: Run) -> tuple[Any, ...]:
    return Row.series_id == run.series_id, Row.set_index <= run.set_index, Row.deleted_at.is_(None)


def _rows(run: Run) -> Any:
    return sa.select(Row.id, Row.path, Row.values, Row.task_id, Task.facts).outerjoin(
        Task, Row.task_id == Task.id).where(*_shown(run)).order_by(Row.set_index, Row.path, Row.id)


def _roles(run: Run) -> dict[str, str]:
    """Column name -> role, of all runs of the series; where they differ the latest counts."""
    return dict(db.session.execute(
        sa.select(RunField.name, RunField.role).join(Run)
        .where(Run.series_id == run.series_id, Run.set_index <= run.set_index, RunField.role != "")
        .order_by(Run.set_index)).all())


def _files(run: Run) -> dict[str, tuple[str, str]]:
    """Task id -> the path and the hash of its first file."""
    asked = (
        sa.select(source_files_to_tasks.c.task_id, SourceFile.id, SourceFile.sha256)
        .join(SourceFile, SourceFile.id == source_files_to_tasks.c.source_file_id)
        .join(Task, Task.id == source_files_to_tasks.c.task_id).join(Run, Run.id == Task.run_id)
        .where(Run.series_id == run.series_id, Run.set_index <= run.set_index)
        .order_by(SourceFile.original_path.desc()))
    return {task_id: (file_id, sha256) for task_id, file_id, sha256 in db.session.execute(asked)}


def _verdicts(run: Run) -> dict[int, tuple[bool, bool | None]]:
    asked = sa.select(Verdict.row_id, Verdict.is_distinct, Verdict.is_approved).join(Row).where(*_shown(run))
    return {row_id: (distinct, approved) for row_id, distinct, approved in db.session.execute(asked)}


def _by_role(values: Mapping[str, str | None], roles: Mapping[str, str]) -> dict[str, str]:
    return {roles[name]: value for name, value in values.items() if value and name in roles}


def _credit(row_id: int, said: Mapping[str, str], **facts: Any) -> Credit:
    return Credit(
        row_id, said.get("title", ""), said.get("sponsor", ""), day_of(said.get("completed")),
        hours_of(said.get("hours")), said.get("field", ""), parts_of(said.get("split", "")), said.get("method", ""),
        said.get("certificate", ""), said.get("participant", ""), **facts)


def day_of(text: str | None) -> date | None:
    """The day of a date in normal form; None where it is none."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def hours_of(text: str | None) -> Decimal | None:
    """The number in normal form; None where it is none."""
    try:
        number = Decimal(text or "")
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def parts_of(text: str) -> tuple[Part, ...]:
    """The split over fields: "Accounting 3; Regulatory Ethics 1" or "3 Accounting; 1 Ethics".  Else: no split."""
    found = [_part(piece.strip()) for piece in re.split(r"[;\n]", text) if piece.strip()]
    parts = tuple(part for part in found if part)
    return parts if len(parts) == len(found) else ()


def _part(piece: str) -> Part | None:
    match = _PART.fullmatch(piece) or _PART_FIRST.fullmatch(piece)
    hours = hours_of(match["hours"].replace(",", ".")) if match else None
    return Part(match["name"].strip(), hours) if match and hours and match["name"].strip() else None
