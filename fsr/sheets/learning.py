"""Work on corrections in the background: looking for the label beside a value that a person typed."""

from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import selectinload

from fsr import jobs, subjects
from fsr.auth.models import User
from fsr.db import db, reading, release
from fsr.documents import desk
from fsr.errors import Unreadable
from fsr.jobs import Run as Attempt
from fsr.sandbox.pool import Cancelled
from fsr.sheets.fieldset import Field, options
from fsr.sheets.grid.rows import columns_of
from fsr.sheets.memory import TaughtLabel
from fsr.sheets.models import Row, Task
from fsr.sheets.service import labels
from fsr.web.i18n import gettext as _

PLACE = "sheets.place"
"""Name under which the limited children know the finder of labels."""


def init_app(app: Flask) -> None:
    """Make this work, and what it makes, known to `app`."""
    desk.add_engine(app, PLACE, "fsr.sheets.teaching:find_label")
    jobs.register(app, labels.LEARN, learn_label, lambda: _("Learn from a correction"))
    subjects.register(app, subjects.Kind("sheet_label", _title, lambda _id: "/templates/learned", _may_view))


def _title(key: str) -> str:
    found = db.session.get(TaughtLabel, int(key))
    return found.label if found else ""


def _may_view(key: str, user: Any) -> bool:
    found = db.session.get(TaughtLabel, int(key))
    return found is not None and found.owner_id == user.id


def learn_label(attempt: Attempt, row_id: int, field: str, value: str, user_id: int) -> dict[str, Any]:
    """Look for a typed value in the document of its row, and remember the label beside it."""
    with reading():
        files, wanted = _files(row_id), _wanted(row_id, field, value)
        release()
    place = next((found for file in files if (found := _place(attempt, file, wanted))), None) if wanted else None
    row, actor = db.session.get(Row, row_id), db.session.get(User, user_id)
    task = db.session.get(Task, row.task_id) if row and row.task_id else None
    if not place or task is None or actor is None:
        return {"label": None}
    learned = labels.learn(actor, task, field, place["label"])
    return {"label": learned.label if learned else None}


def _files(row_id: int) -> list[desk.File]:
    row = db.session.get(Row, row_id)
    task = db.session.scalar(
        sa.select(Task).where(Task.id == row.task_id).options(selectinload(Task.files))) if row else None
    return [desk.file_of(one.document) for one in task.files if one.document] if task else []


def _wanted(row_id: int, name: str, value: str) -> dict[str, Any] | None:
    """What the finder is asked, None where the column is gone."""
    row = db.session.get(Row, row_id)
    field: Field | None = next((one for one in columns_of(row.series_id) if one.name == name), None) if row else None
    return {**options([field])[0], "field": name, "value": value} if field else None


def _place(attempt: Attempt, file: desk.File, wanted: dict[str, Any]) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] | None = desk.extract(PLACE, file, wanted, cancelled=attempt.cancelled)
    except Cancelled:
        attempt.check()
        raise
    except Unreadable:
        return None
    return found
