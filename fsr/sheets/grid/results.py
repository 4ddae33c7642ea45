"""The rows of a run as clients of the API know them: results of tasks, with a table of values and one of evidence."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel

from fsr.db import db
from fsr.extraction.found import State
from fsr.sheets import cells
from fsr.sheets.fieldset import Field
from fsr.sheets.grid.rows import columns, columns_of, of_run
from fsr.sheets.kinds import to_json
from fsr.sheets.models import Row, Run, SourceFile, source_files_to_tasks

MANUAL = "(manual)"
"""Stands for the files of a row that was typed by hand."""
Value = str | bool | int | float | None


class EvidenceJson(BaseModel):
    """Where a value was read; `box` is `[x0, y0, x1, y1]` as fractions of the page."""

    page: int | None
    box: list[float] | None
    text: str
    state: State
    confidence: float


class TableJson(BaseModel):
    """Names of columns, and a list of values for each row."""

    columns: list[str]
    results: list[list[Value]]


class RowJson(BaseModel):
    """A row by its number: what a change of a cell names."""

    id: int
    version: int
    values: dict[str, Value]


class ResultJson(BaseModel):
    """What was read by a task: `evidence` and `rows` have one entry for each list of values."""

    task_id: str | None
    source_files: list[str]
    extracted_data: TableJson
    evidence: list[list[EvidenceJson]]
    rows: list[RowJson]
    processed_at: str


class Results(BaseModel):
    """A part of the results; `total` counts all of them."""

    results: list[ResultJson]
    total: int
    limit: int
    offset: int


_TASK = sa.func.coalesce(Row.task_id, sa.cast(Row.id, sa.String))
"""What makes a result: a task, or a row by hand."""


def part(run: Run, limit: int, offset: int, *, optional: bool = False) -> dict[str, Any]:
    """`Results` as plain values."""
    fields = [field for field in columns(run) if optional or not field.optional]
    groups = sa.select(_TASK.label("task"), sa.func.min(Row.id).label("first")).where(of_run(run)).group_by(
        Row.set_index, Row.path, _TASK).order_by(Row.set_index, Row.path, sa.func.min(Row.id))
    total = db.session.scalar(sa.select(sa.func.count()).select_from(groups.order_by(None).subquery())) or 0
    wanted = [row.task for row in db.session.execute(groups.limit(limit).offset(offset))]
    return {"results": list(_results(run, fields, wanted)), "total": total, "limit": limit, "offset": offset}


def _results(run: Run, fields: Sequence[Field], wanted: Sequence[str]) -> Iterable[dict[str, Any]]:
    rows = db.session.execute(
        sa.select(Row.id, Row.task_id, Row.values, Row.found, Row.edits, Row.version, Row.processed_at,
                  _TASK.label("task"))
        .where(of_run(run), _TASK.in_(wanted)).order_by(Row.set_index, Row.path, Row.id)).all()
    paths = _paths([row.task_id for row in rows if row.task_id])
    place = {task: at for at, task in enumerate(wanted)}
    ordered = sorted(rows, key=lambda row: (place[row.task], row.id))
    for task, of_task in groupby(ordered, lambda row: row.task):
        yield _result(list(of_task), fields, paths.get(task, [MANUAL]))


def _paths(tasks: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    link = source_files_to_tasks.c
    for task, path in db.session.execute(
            sa.select(link.task_id, SourceFile.original_path).join(SourceFile, SourceFile.id == link.source_file_id)
            .where(link.task_id.in_(tasks), SourceFile.deleted_at.is_(None)).order_by(SourceFile.original_path)):
        found.setdefault(task, []).append(path)
    return found


def _result(rows: Sequence[Any], fields: Sequence[Field], paths: list[str]) -> dict[str, Any]:
    return {
        "task_id": rows[0].task_id, "source_files": paths,
        "extracted_data": {"columns": [field.name for field in fields], "results": [
            [value_json(field, row.values.get(field.name)) for field in fields] for row in rows]},
        "evidence": [[_evidence(row, field.name) for field in fields] for row in rows],
        "rows": [_row_json(row, fields) for row in rows],
        "processed_at": rows[0].processed_at.isoformat(),
    }


def value_json(field: Field, value: str | None) -> Value:
    """A stored value as JSON; as it is stored, if it is of a time when the field had another type."""
    try:
        return to_json(field.data_type, value)
    except (ValueError, ArithmeticError):
        return value


def _evidence(row: Any, name: str) -> dict[str, Any]:
    read = row.found.get(name) or {}
    return {"page": read.get("page"), "box": read.get("box"), "text": read.get("text", ""),
            "state": str(cells.state_of(row.found, row.edits, name)), "confidence": read.get("confidence", 0.0)}


def row_json(row: Row) -> dict[str, Any]:
    """`RowJson` as plain values."""
    return _row_json(row, columns_of(row.series_id))


def _row_json(row: Any, fields: Sequence[Field]) -> dict[str, Any]:
    return {"id": row.id, "version": row.version,
            "values": {field.name: value_json(field, row.values.get(field.name)) for field in fields}}
