"""The audit pack and the workbook: complete, in order, named safely, and with the rules that were counted by."""

import io
import zipfile

from flask import Flask
from openpyxl import load_workbook

from fsr.jobs.worker import run_due
from tests.browsers import Browser
from tests.cpe.desk import counted, course, logged, made, sent
from tests.sheets.desk import FORM, LETTER, NANO, sample


def test_the_pack_holds_the_certificates_by_day_the_workbook_and_an_index(app: Flask, ana: Browser) -> None:
    job = made(ana, "=Renewal/../2027")
    sent(ana, job, NANO, FORM, LETTER)
    ana.post(f"/api/cpe/sheets/{job}/start")
    run_due(app)
    ana.post(f"/cpe/sheets/{job}/licence", data={"renewal": "2026-06-30", "number": "12345", "version": "0"})
    answer = ana.get(f"/cpe/sheets/{job}/pack")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=Renewal_.._2027_")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as pack:
        names = pack.namelist()
        papers = [name for name in names if name.startswith("certificates/")]
        days = [name.split("_")[1] for name in papers]
        index = pack.read("index.html").decode()
        assert (names[:3], len(papers), days) == (["index.html", "index.css", "sheet.xlsx"], 3, sorted(days))
        assert {pack.read(name) for name in papers} == {sample(name) for name in (NANO, FORM, LETTER)}
        assert all(name in index for name in (*papers, "California, version 2026-11", "licence"))
        book = load_workbook(io.BytesIO(pack.read("sheet.xlsx")))
    rules = [[cell.value for cell in row] for row in book["Requirements"].iter_rows()]
    assert ["Licence", "12345"] in [row[:2] for row in rules]
    assert next(row for row in rules if row[0] == "Hours in all")[1] == 80
    assert logged(app)[-1] == "cpe:pack:exported"


def test_a_title_cannot_lead_out_of_the_pack_nor_run_in_the_index(app: Flask, ana: Browser) -> None:
    counted(app, ana, [])
    job = counted(app, ana, [course("../../<script>alert(1)</script>=2+2", "2026-03-01", "8")])
    answer = ana.get(f"/cpe/sheets/{job}/pack")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as pack:
        index = pack.read("index.html").decode()
    assert ("&lt;script&gt;" in index, "<script" in index, "missing on the server" in index) == (True, False, True)


def test_an_empty_sheet_has_a_pack_too(ana: Browser) -> None:
    answer = ana.get(f"/cpe/sheets/{made(ana)}/pack")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as pack:
        assert pack.namelist() == ["index.html", "index.css", "sheet.xlsx"]
