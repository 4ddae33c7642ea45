"""What tests of the tracker share: a California sheet, empty or with rows that were read, and a look at its parts."""

import io
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from fsr.audit.models import AuditEvent
from fsr.cpe.service import licence
from fsr.cpe.service.licence import Wishes
from fsr.db import db
from fsr.sheets import fieldset
from fsr.sheets.models import Kind, Sheet, SourceFile, Task
from fsr.sheets.templates import choices
from tests.browsers import Browser
from tests.sheets import grids
from tests.sheets.desk import acting, sample

HTMX = {"HX-Request": "true"}
JUNE = Wishes(renewal=date(2026, 6, 30))
"""The period is 1 July 2024 to 30 June 2026."""


def state(browser: Browser, name: str = "California") -> int:
    """The id of a state's template."""
    return next(int(one["template_id"]) for one in browser.get("/api/cpe/states").json["states"] if one["name"] == name)


def made(browser: Browser, name: str = "", of: str = "California") -> str:
    """A new sheet; its id."""
    answer = browser.post("/api/cpe/sheets", json={"template_id": state(browser, of), "name": name})
    assert answer.status_code == 200, answer.text
    return str(answer.json["job_id"])


def sent(browser: Browser, job: str, *names: str, **options: Any) -> TestResponse:
    """Samples uploaded on the page."""
    files = [(io.BytesIO(sample(name)), name) for name in names]
    return browser.post(f"/cpe/sheets/{job}/files", data={"files": files}, **options)


def course(title: str, day: str, hours: str, field: str = "Taxes", **more: str) -> dict[str, Any]:
    """What was read of a certificate; `more` by column, with _ for a blank."""
    said = {"Course Title": title, "Provider/Sponsor": "Cedar Hollow Institute", "Completion Date": day,
            "CPE Hours": hours, "Field of Study": field, "Delivery Method": "Group Live"}
    said |= {name.replace("_", " "): value for name, value in more.items()}
    return {name: grids.read(value or None) for name, value in said.items()}


def counted(app: Flask, who: Browser, records: Sequence[dict[str, Any]], wishes: Wishes | None = JUNE) -> str:
    """The id of a California sheet with these certificates, read, and this licence."""
    with acting(app, who) as actor:
        template = next(one for one in choices(actor, Kind.CPE) if one.name == "California")
        run = grids.sheet(who.user_id, fieldset.of(template.fields), job_type=Kind.CPE, name="My renewal")
        run.template_id = template.id
        grids.rows(run, records)
        for file in db.session.scalars(sa.select(SourceFile)):
            file.sha256 = file.document.sha256
        if wishes:
            licence.edit(actor, run.sheet, wishes, version=0)
        return run.job_id


def sheet(job: str) -> Sheet:
    """The sheet as it stands in the database."""
    return db.session.get_one(Sheet, job)


def row_ids(browser: Browser, job: str) -> list[int]:
    """The ids of the rows of the grid, in its order."""
    return [int(number) for number in re.findall(r'<tr id="r(\d+)"', browser.get(f"/cpe?job_id={job}").text)]


def bars(browser: Browser, job: str) -> dict[str, tuple[str, str]]:
    """Key of each bar -> (figures, state or rest), as the page prints them."""
    page = browser.get(f"/cpe/sheets/{job}/bars", headers=HTMX).text
    found = re.findall(r'id="bar-([\w-]+)".*?<span class="bar-figures num">(?:<bdi>(.*?)</bdi>)?</span>'
                       r'<span class="bar-state">(.*?)</span>', page, re.S)
    return {key: (figures, rest.strip()) for key, figures, rest in found}


def not_cpe(app: Flask, job: str, path: str) -> None:
    """Say of a file, as its reading would, that it is no certificate of continuing education."""
    with app.app_context():
        task = next(task for task in db.session.scalars(sa.select(Task)) if task.files[0].original_path == path)
        task.facts = {"is_cpe": False}
        db.session.commit()


def logged(app: Flask, source: str = "cpe:") -> list[str]:
    """What the log has of the tracker, in order."""
    with app.app_context():
        actions = db.session.scalars(sa.select(AuditEvent.action).order_by(AuditEvent.seq))
        return [one for one in actions if one.startswith(source)]
