"""Grids as files and as JSON: every row, typed, in order, and safe to open."""

import csv
import io
import re
import tracemalloc
from datetime import datetime
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from flask import Flask

from fsr.audit.models import AuditEvent
from fsr.db import commit, db
from fsr.extraction.found import State
from fsr.sheets import export
from fsr.sheets.fieldset import Field
from fsr.sheets.models import Kind, Row, Run
from fsr.workbook import Book
from tests.sheets import grids
from tests.sheets.grids import read

TITLE, HOURS, SPONSOR = "Course Title", "CPE Hours", "Provider/Sponsor"
HEAD = ["Source File Path(s)", TITLE, SPONSOR, "Completion Date", HOURS]


def lines(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def book(answer: Any) -> dict[str, list[tuple[Any, ...]]]:
    """The sheets of a workbook by name."""
    loaded = openpyxl.load_workbook(io.BytesIO(answer.data))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in loaded}


def many(app: Flask, count: int) -> None:
    """Further rows of the only run."""
    with app.app_context():
        last = db.session.scalar(sa.select(sa.func.max(Row.position))) or 0
        row = db.session.scalars(sa.select(Row)).first()
        assert row
        db.session.execute(sa.insert(Row), [
            {"series_id": row.series_id, "set_index": 0, "task_id": row.task_id, "position": last + at,
             "path": row.path, "values": row.values, "found": {}, "edits": {}} for at in range(1, count + 1)])
        commit()


def test_csv_holds_every_row_of_all_batches_with_the_files_first(app: Flask, ana: Any) -> None:
    job, _ids = grids.laid(app, ana, 2)
    many(app, 1200)
    with app.app_context():
        first = db.session.scalars(sa.select(Run)).one()
        later = grids.batch(first.sheet, (Field(TITLE), Field("Grade")), first)
        grids.rows(later, [{TITLE: read("Appended"), "Grade": read("A")}])
        commit()
    answer = ana.get(f"/api/jobs/{job}/export/csv")
    found = lines(answer)
    assert (found[0], len(found), found[-1]) == (
        [*HEAD, "Grade"], 1204, ["cert00001.pdf", "Appended", "", "", "", "A"])
    assert (answer.mimetype, int(answer.headers["Content-Length"])) == ("text/csv", len(answer.data))


def test_excel_has_typed_cells_totals_and_the_proof_of_each_value_at_its_own_address(app: Flask, ana: Any) -> None:
    job, ids = grids.laid(app, ana, 2, **{HOURS: read("2", State.GUESSED), SPONSOR: read(None)})
    ana.patch(f"/api/jobs/{job}/results/{ids[1]}", json={"field": HOURS, "value": 4})
    ana.post(f"/api/jobs/{job}/results", json={"values": {TITLE: "By hand", HOURS: 1.5}})
    sheets = book(ana.get(f"/api/jobs/{job}/export/excel"))
    assert list(sheets) == ["Extraction Results", "Totals", "Evidence"]
    assert sheets["Extraction Results"] == [
        tuple(HEAD), ("(manual)", "By hand", None, None, 1.5),
        ("cert00001.pdf", "Course 1", None, datetime(2026, 3, 2), 2),
        ("cert00002.pdf", "Course 2", "Institute", datetime(2026, 3, 3), 4)]
    assert (HOURS, 3, 0, 7.5) in {row[:4] for row in sheets["Totals"]}
    assert sheets["Evidence"][1:] == [
        ("(manual)", "typed by hand", None, None, "typed by hand"),
        ("cert00001.pdf", "p. 1 · Course 1", "not found", "p. 1 · 2026-03-02", "p. 1 · guessed · 2"),
        ("cert00002.pdf", "p. 1 · Course 2", "p. 1 · Institute", "p. 1 · 2026-03-03", "p. 1 · edited · 2.5")]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1"])
def test_no_text_out_of_a_document_is_a_formula(app: Flask, ana: Any, text: str) -> None:
    job, _ids = grids.laid(app, ana, 1, **{TITLE: read(text)})
    assert lines(ana.get(f"/api/jobs/{job}/export/csv"))[1][1] == f"'{text}"
    loaded = openpyxl.load_workbook(io.BytesIO(ana.get(f"/api/jobs/{job}/export/excel").data))
    cell = loaded["Extraction Results"]["B2"]
    assert (cell.value.strip(), cell.data_type) == (text.strip(), "s")


def test_a_value_of_a_time_when_the_column_had_another_type_stays_a_text(app: Flask, ana: Any) -> None:
    job, ids = grids.laid(app, ana, 1)
    with app.app_context():
        db.session.get_one(Row, ids[0]).values = {HOURS: "=many", "Completion Date": "soon"}
        commit()
    assert lines(ana.get(f"/api/jobs/{job}/export/csv"))[1][3:] == ["soon", "'=many"]
    assert book(ana.get(f"/api/jobs/{job}/export/excel"))["Extraction Results"][1][3:] == ("soon", "=many")
    assert ana.get(f"/sheets/{job}/grid?sort=4").status_code == 200
    assert ana.get(f"/api/jobs/{job}/results").json["results"][0]["extracted_data"]["results"][0][3] == "=many"


def test_a_negative_number_is_no_formula(app: Flask, ana: Any) -> None:
    job, _ids = grids.laid(app, ana, 1, **{HOURS: read("-2.5")})
    assert lines(ana.get(f"/api/jobs/{job}/export/csv"))[1][4] == "-2.5"


def test_the_file_is_called_after_the_sheet_and_the_time(app: Flask, ana: Any) -> None:
    with app.app_context():
        job = grids.sheet(ana.user_id, name="Zoë's   2026 / ../papers " + "x" * 90).job_id
        commit()
    named = ana.get(f"/api/jobs/{job}/export/csv").headers["Content-Disposition"]
    assert re.fullmatch(r'attachment; filename="?Zoe_s_2026_.*papers_x+_\d{8}_\d{6}Z\.csv"?', named)
    assert len(re.sub(r"_\d{8}_\d{6}Z\.csv|attachment; filename=|\"", "", named)) <= 80


def test_optional_columns_leave_the_house_when_asked_for(app: Flask, ana: Any) -> None:
    job, _ids = grids.laid(app, ana, 1)
    assert lines(ana.get(f"/api/jobs/{job}/export/csv?optional=1"))[0] == [*HEAD, "Location"]


def test_features_above_add_sheets(app: Flask, ana: Any) -> None:
    with app.app_context():
        job = grids.sheet(ana.user_id, job_type=Kind.CPE).job_id
        commit()

    def rules(run: Run, into: Book) -> None:
        into.sheet("Rules", [10]).add([run.sheet.name])

    export.add_sheets(app, Kind.CPE, rules)
    assert book(ana.get(f"/api/jobs/{job}/export/excel"))["Rules"] == [("Certificates",)]


def test_an_export_is_logged_and_is_the_owners_alone(app: Flask, ana: Any, bob: Any) -> None:
    job, _ids = grids.laid(app, ana, 2)
    assert ana.get(f"/api/jobs/{job}/export/csv").status_code == 200
    for path in ("export/csv", "export/excel", "results"):
        assert bob.get(f"/api/jobs/{job}/{path}").status_code == 404
    with app.app_context():
        event = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "sheet:sheet:exported")).one()
        assert (event.actor_id, event.details["form"], event.details["rows"]) == (ana.user_id, "csv", 2)


def test_memory_does_not_grow_with_the_rows(app: Flask, ana: Any) -> None:
    grids.laid(app, ana, 1)
    peaks = []
    for further in (2000, 4000):
        many(app, further)
        with app.test_request_context(), app.app_context():
            run = db.session.scalars(sa.select(Run)).one()
            tracemalloc.start()
            made = export.csv(run)
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
            made.file.close()
    assert peaks[1] < peaks[0] * 1.3


def test_results_are_those_of_tasks_with_their_evidence(app: Flask, ana: Any) -> None:
    job, ids = grids.laid(app, ana, 3, **{HOURS: read("2", State.GUESSED)})
    answer = ana.get(f"/api/jobs/{job}/results?limit=2").json
    first = answer["results"][0]
    assert (answer["total"], answer["limit"], answer["offset"], len(answer["results"])) == (3, 2, 0, 2)
    assert (first["source_files"], first["extracted_data"]) == (["cert00001.pdf"], {
        "columns": HEAD[1:], "results": [["Course 1", "Institute", "2026-03-02", 2]]})
    assert first["evidence"][0][3] == {
        "page": 1, "box": [0.1, 0.2, 0.3, 0.25], "text": "2", "state": "guessed", "confidence": 0.9}
    assert (first["rows"][0]["id"], len(ana.get(f"/api/jobs/{job}/results?offset=2").json["results"])) == (ids[0], 1)


def test_a_cell_is_changed_by_a_program(app: Flask, ana: Any, bob: Any) -> None:
    job, ids = grids.laid(app, ana, 1)
    url = f"/api/jobs/{job}/results/{ids[0]}"
    assert ana.patch(url, json={"field": HOURS, "value": 7, "version": 1}).json["values"][HOURS] == 7
    assert [ana.patch(url, json=body).status_code for body in (
        {"field": HOURS, "value": 8, "version": 1}, {"field": HOURS, "value": "x"}, {"field": "Nope", "value": 1},
        {"field": HOURS, "action": "guess"}, {"field": HOURS, "action": "reset"})] == [409, 422, 404, 422, 200]
    assert bob.patch(url, json={"field": HOURS, "value": 1}).status_code == 404
    assert (ana.delete(url).status_code, ana.delete(url).status_code) == (204, 404)
    assert ana.get(f"/api/jobs/{job}/results").json["total"] == 0


@pytest.mark.parametrize("query", ["limit=0", "limit=1001", "limit=x", "offset=-1", "offset=x"])
def test_parts_that_cannot_be_are_refused(app: Flask, ana: Any, query: str) -> None:
    job, _ids = grids.laid(app, ana, 1)
    assert ana.get(f"/api/jobs/{job}/results?{query}").status_code == 422
