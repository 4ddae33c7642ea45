"""The changes of sheets, grids, templates and the CPE tracker, in an order in which each has something to change."""

import io
from typing import Any, Protocol

import sqlalchemy as sa
from flask import Flask

from fsr.db import db
from fsr.jobs.worker import run_due
from fsr.sheets.models import Row, Run, SourceFile, Task
from tests.browsers import Browser
from tests.sheets.desk import FORM, NANO, sample


class Walk(Protocol):
    """Does a change and looks whether it was logged."""

    app: Flask
    ids: dict[str, Any]
    ana: Browser
    ada: Browser

    def do(self, endpoint: str, who: Browser, path: str, method: str = "POST", **more: Any) -> Any: ...


def take(walk: Walk) -> None:
    """All of it."""
    jobs_api(walk)
    extract(walk)
    grid(walk)
    templates(walk)
    cpe(walk)


def paper(name: str = FORM, more: bytes = b"") -> dict[str, Any]:
    return {"files": (io.BytesIO(sample(name) + more), name)}


def newest(app: Flask, model: Any, job_id: str) -> Any:
    """The id of the newest file, task or row of a sheet."""
    with app.app_context():
        run = Row.series_id if model is Row else model.run_id
        order = Row.id if model is Row else model.created_at
        return db.session.scalars(sa.select(model.id).join(Run, run == Run.id).where(
            Run.job_id == job_id).order_by(order.desc())).first()


def jobs_api(walk: Walk) -> None:
    ana, app = walk.ana, walk.app
    walk.do("sheets_api.initiate", ana, "/api/jobs/initiate", json={})
    made = walk.do("sheets_api.create", ana, "/api/jobs", json={"name": "By a program"}).json
    job = f"/api/jobs/{made['job_id']}"
    walk.do("sheets_api.change", ana, job, "PATCH", json={"name": "By another"})
    walk.do("sheets_api.upload", ana, f"{job}/files", data=paper())
    walk.do("sheets_api.put_fields", ana, f"{job}/fields", "PUT", json={"fields": [{"field_name": "Course Title"}]})
    walk.do("sheets_api.config_step", ana, f"{job}/config-step", "PUT", json={"config_step": "fields"})
    walk.do("sheets_api.start", ana, f"{job}/submit")
    walk.do("sheets_api.cancel", ana, f"{job}/cancel", "PUT")
    walk.do("sheets_api.retry", ana, f"{job}/tasks/{newest(app, Task, made['job_id'])}/retry")
    run_due(app)
    row = walk.do("sheets_api.add_result", ana, f"{job}/results", json={"values": {"Course Title": "By hand"}}).json
    one = f"{job}/results/{row['id']}" if "id" in row else f"{job}/results/{newest(app, Row, made['job_id'])}"
    walk.do("sheets_api.change_result", ana, one, "PATCH", json={"field": "Course Title", "value": "Another"})
    walk.do("sheets_api.remove_result", ana, one, "DELETE")
    walk.do("sheets_api.add_run", ana, f"{job}/runs", json={
        "clone_from_run_id": made["run_id"], "append_results": True})
    file = f"{job}/files/{newest(app, SourceFile, made['job_id'])}"
    walk.do("sheets_api.remove_file", ana, file, "DELETE")
    walk.do("sheets_api.restore_file", ana, f"{file}/restore")
    walk.do("sheets_api.delete", ana, job, "DELETE")
    walk.do("sheets_api.restore", ana, f"{job}/restore")


def extract(walk: Walk) -> None:
    ana, app, template = walk.ana, walk.app, walk.ids["template_id"]
    page = walk.do("extract.create", ana, "/extract/new", data={**paper(), "name": "Papers"}).location
    job_id = page.rpartition("/")[2]
    walk.do("extract.add", ana, f"{page}/files", data=paper(NANO))
    file = f"{page}/files/{newest(app, SourceFile, job_id)}"
    walk.do("extract.remove", ana, f"{file}/remove")
    walk.do("extract.restore_file", ana, f"{file}/restore")
    walk.do("extract.setup", ana, f"{page}/setup", data={"do": "use", "template": template})
    walk.do("extract.setup", ana, f"{page}/setup", data={"do": "start", "field": "Course Title", "type": "text"})
    walk.do("extract.cancel", ana, f"{page}/cancel")
    walk.do("extract.retry", ana, f"{page}/tasks/{newest(app, Task, job_id)}/retry")
    for verb in ("rename", "delete", "restore"):
        walk.do(f"extract.{verb}", ana, f"{page}/{verb}", data={"name": "Other papers"})


def grid(walk: Walk) -> None:
    ana, row = walk.ana, walk.ids["row_id"]
    page, cell = f"/sheets/{walk.ids['sheet_id']}/grid", f"cells/{row}?field=Course+Title"
    walk.do("grid.change_cell", ana, f"{page}/{cell}", data={"value": "Typed"})
    block = {"row": row, "field": "Course Title", "rows": 1, "columns": 1}
    walk.do("grid.undo", ana, f"{page}/undo")
    walk.do("grid.confirm", ana, f"{page}/confirm", data=block)
    walk.do("grid.paste", ana, f"{page}/paste", data={**block, "block": "Pasted"})
    with walk.app.app_context():
        version = db.session.get_one(Row, row).version
    walk.do("grid.row", ana, f"{page}/rows/{row}", data={"v:Course Title": "In a form", "version": version})
    walk.do("grid.add_row", ana, f"{page}/rows/new", data={"v:Course Title": "By hand"})
    walk.do("grid.remove_rows", ana, f"{page}/rows/remove", data={"id": row})
    label = f"/templates/learned/{walk.ids['taught_id']}"
    walk.do("learned.edit", ana, label, data={"label": "Hours earned", "field": "Hours"})
    walk.do("learned.remove", ana, f"{label}/remove")


def templates(walk: Walk) -> None:
    ana = walk.ana
    form = {"name": "A template", "field": "Title", "type": "text", "do": "save"}
    page = walk.do("templates.new", ana, "/templates/new", data=form).location
    walk.do("templates.change", ana, page, data={**form, "name": "Its name", "version": "1"})
    tried = walk.do("templates.try_file", ana, f"{page}/test", data={
        "file": (io.BytesIO(sample(FORM) + b"\n%try"), FORM)}).location
    walk.do("templates.change_tried", ana, tried, data={**form, "name": "Tried", "version": "1"})
    walk.do("templates.publish", walk.ada, f"{page}/publish", data={"public": "1"})
    for verb in ("copy", "delete", "restore"):
        walk.do(f"templates.{verb}", ana, f"{page}/{verb}")
    made = walk.do("templates_api.create", ana, "/api/templates", json={
        "name": "By a program", "fields": [{"field_name": "Title"}]}).json
    one = f"/api/templates/{made['id']}"
    walk.do("templates_api.change", ana, one, "PATCH", json={"name": "By another"})
    walk.do("templates_api.delete", ana, one, "DELETE")


def cpe(walk: Walk) -> None:
    ana, app, sheet = walk.ana, walk.app, walk.ids["cpe_id"]
    state = ana.get("/api/cpe/states").json["states"][0]["template_id"]
    made = walk.do("cpe_api.create", ana, "/api/cpe/sheets", json={"template_id": state}).json["job_id"]
    ana.post(f"/api/jobs/{made}/files", data=paper())
    walk.do("cpe_api.start", ana, f"/api/cpe/sheets/{made}/start")
    walk.do("cpe_api.delete", ana, f"/api/cpe/sheets/{made}", "DELETE")
    walk.do("cpe.create", ana, "/cpe/sheets", data={"template_id": state})
    page = f"/cpe/sheets/{sheet}"
    walk.do("cpe.licence", ana, f"{page}/licence", data={"number": "77", "version": "0"})
    walk.do("cpe.plan", ana, f"{page}/planned", data={"title": "Ethics", "completed": "2026-05-01", "hours": "4"})
    walk.do("cpe.choose", ana, f"{page}/planned/{walk.ids['course_id']}", data={"do": "remove"})
    walk.do("cpe.judge", ana, f"{page}/rows/{walk.ids['cpe_row_id']}/verdict", data={"said": "distinct"})
    walk.do("cpe.upload", ana, f"{page}/files", data=paper(NANO))
    walk.do("cpe.start", ana, f"{page}/start")
    walk.do("cpe.stop", ana, f"{page}/stop")
    walk.do("cpe.retry", ana, f"{page}/tasks/{newest(app, Task, sheet)}/retry")
    walk.do("cpe.remove_file", ana, f"{page}/files/{newest(app, SourceFile, sheet)}/remove")
    walk.do("cpe.rename", ana, f"{page}/rename", data={"name": "California"})
    for verb in ("delete", "restore", "delete"):
        walk.do(f"cpe.{verb}", ana, f"{page}/{verb}")
    walk.do("cpe.erase", ana, f"{page}/erase", data={"name": "California"})
