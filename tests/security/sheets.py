"""What Ana has of sheets, one of each kind: an extraction and a CPE sheet, read from a paper; names hold `MARK`."""

from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask import Flask

from fsr.cpe.models import PlannedCourse
from fsr.db import db
from fsr.jobs.worker import run_due
from fsr.sheets.fieldset import Field
from fsr.sheets.memory import TaughtLabel
from fsr.sheets.models import Kind, Row, Run, SourceFile, Task, Template, TemplateField
from fsr.sheets.service import fields, files, sheets, submit
from tests.browsers import Browser
from tests.security.notes import MARK
from tests.shares.making import acting
from tests.sheets.desk import FORM, sample

_OURS = {"job_id": "sheet_id"}
_CPE = {"job_id": "cpe_id", "file_id": "cpe_file_id", "task_id": "cpe_task_id", "row_id": "cpe_row_id", "code": "rule"}
NAMES = {"sheets_api": _OURS, "extract": _OURS, "grid": _OURS, "cpe": _CPE, "cpe_api": _CPE}
"""Blueprint → what variables of its routes are called here."""
ALIKE = {"run_id", "file_id", "task_id", "cpe_id", "cpe_file_id", "cpe_task_id"}
"""Variables that the routes read as they read `sheet_id`: as a UUID, or not at all."""


def build(app: Flask, ana: Browser) -> dict[str, Any]:
    """Ana's template, learned label and planned course, and her two sheets; what is of the CPE sheet begins so."""
    with acting(app, ana) as user:
        template = Template(owner_id=user.id, name=f"{MARK} template")
        template.fields.append(TemplateField(name="Course Title", data_type="text", position=1))
        label = TaughtLabel(owner_id=user.id, job_type="extraction", sponsor=MARK, field="Hours", label=f"{MARK} hours")
        db.session.add_all([template, label])
        made = {kind: sheets.create(user, f"{MARK} {kind}", kind) for kind in Kind}
        for sheet in made.values():
            run = sheet.runs[0]
            files.add(user, run, [(f"{MARK}.pdf", sample(FORM))])
            fields.take(user, run, [Field("Course Title", role="title"), Field("CPE Hours", "number", role="hours")])
            submit.submit(user, run)
        ids = {kind: sheet.id for kind, sheet in made.items()}
        course = PlannedCourse(sheet_id=ids[Kind.CPE], title=f"{MARK} course", completed=date(2026, 1, 1),
                               hours=Decimal(2))
        db.session.add(course)
        db.session.flush()
        own = {"template_id": template.id, "taught_id": label.id, "course_id": course.id}
    run_due(app)
    with app.app_context():
        cpe = {f"cpe_{name}": value for name, value in _of(ids[Kind.CPE]).items()}
        return own | _of(ids[Kind.EXTRACTION]) | cpe | {
            "sheet_id": ids[Kind.EXTRACTION], "cpe_id": ids[Kind.CPE], "rule": "total"}


def _of(sheet_id: str) -> dict[str, Any]:
    run = db.session.scalars(sa.select(Run).where(Run.job_id == sheet_id, Run.set_index == 0)).one()
    task = db.session.scalars(sa.select(Task).where(Task.run_id == run.id)).one()
    file = db.session.scalars(sa.select(SourceFile).where(SourceFile.run_id == run.id)).one()
    row = db.session.scalars(sa.select(Row).where(Row.task_id == task.id)).one()
    return {"run_id": run.id, "task_id": task.id, "file_id": file.id, "row_id": row.id}
