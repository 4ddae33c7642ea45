"""The pages of extraction as plain HTTP: files, fields, start, progress, rows and more files, without a script."""

import io
import re
from typing import Any

from flask import Flask

from fsr.db import db
from fsr.jobs.worker import run_due
from fsr.sheets import templates
from fsr.sheets.models import Kind, Run, Sheet
from fsr.sheets.service import sheets
from tests.browsers import Browser
from tests.offers.laid import statements
from tests.sheets.desk import BROKEN, acting, zipped
from tests.sheets.papers import invoice

ONE, TWO = invoice("INV-1", "14/03/2026", "1,210.00"), invoice("INV-2", "02/04/2026", "845.50")
FIELDS = {"field": ["Invoice Number", "Total"], "type": ["text", "currency"], "prompt": ["", ""],
          "synonyms": ["", ""], "need": ["usual", "usual"], "role": ["", ""]}
HTMX = {"HX-Request": "true"}


def parts(**files: bytes) -> list[tuple[io.BytesIO, str]]:
    """Files of a form; `a_pdf=` is called "a.pdf"."""
    return [(io.BytesIO(data), name.replace("_", ".")) for name, data in files.items()]


def invoice_template(app: Flask, ana: Browser) -> int:
    with acting(app, ana) as user:
        return next(one.id for one in templates.choices(user, Kind.EXTRACTION) if one.name == "Invoice")


def begun(ana: Browser, do: str = "continue", **more: Any) -> str:
    """The address of a new job with one file."""
    answer = ana.post("/extract/new", data={"files": parts(one_pdf=ONE), "do": do, **more})
    assert answer.status_code == 303, answer.text
    return answer.location


def runs(app: Flask) -> list[Run]:
    with app.app_context():
        return db.session.query(Run).order_by(Run.created_at, Run.set_index).all()


def values(text: str) -> list[str]:
    """What stands in the cells of the grid."""
    return re.findall(r"INV-\d|\d+\.\d\d(?=</)", text)


def test_files_become_rows_and_more_files_more_rows(app: Flask, ana: Browser) -> None:
    url = begun(ana, "start", template=invoice_template(app, ana))
    page = ana.get(url).text
    assert ("0 of 1 files read" in page, 'hx-trigger="every 2s"' in page, "Reload to see" in page) == (True,) * 3
    run_due(app)
    page = ana.get(url).text
    assert ("INV-1" in page, "1210.00" in page, 'id="start"' in page, "Add more files" in page) == (
        True, True, False, True)
    added = ana.post(f"{url}/files", data={"files": parts(two_pdf=TWO)})
    page = ana.get(added.location).text
    assert ("Start: 1 file" in page, "two.pdf" in page, "INV-1" in page) == (True,) * 3
    form = {"field": re.findall(r'name="field" value="([^"]*)"', page), "do": "start",
            "type": re.findall(r'name="type".*?<option value="(\w+)" selected', page)}
    for _click in range(2):
        assert ana.post(f"{url}/setup", data=form).location == url
    run_due(app)
    page = ana.get(url).text
    assert ("INV-1" in page, "INV-2" in page, "2 files · 2 rows" in page) == (True,) * 3
    assert [(run.set_index, run.tasks_total, run.status) for run in runs(app)] == [
        (0, 1, "completed"), (1, 1, "completed")]


def test_nothing_starts_without_a_file_or_without_a_field_and_the_page_says_why(app: Flask, ana: Browser) -> None:
    url = begun(ana)
    assert "name the fields to read" in ana.get(url).text
    answer = ana.post(f"{url}/setup", data={"do": "start", "field": ["Total", "total"], "type": ["text", "text"]})
    assert (answer.status_code, 'href="#fields.1.name"' in answer.text) == (422, True)
    remove = re.search(r'action="([^"]*/files/[^"]*/remove)"', ana.get(url).text)[1]
    back = ana.post(remove).location
    assert "can be read" in ana.get(url).text
    answer = ana.post(f"{url}/setup", data=FIELDS | {"do": "start"})
    assert (answer.status_code, "Add at least one file" in answer.text) == (422, True)
    restore = re.search(r'action="([^"]*/restore)"', ana.get(back).text)[1]
    ana.post(restore)
    assert ana.post(f"{url}/setup", data=FIELDS | {"do": "start"}).status_code == 303
    assert [run.status for run in runs(app)] == ["in_progress"]
    assert ana.post("/extract/new", data={"do": "start"}).status_code == 422


def test_fields_are_chosen_moved_kept_and_saved_as_a_template_in_place(app: Flask, ana: Browser) -> None:
    url, number = begun(ana), invoice_template(app, ana)
    used = ana.post(f"{url}/setup", data={"do": "use", "template": number})
    assert re.findall(r'name="field" value="([^"]*)"', used.text)[:2] == ["Invoice Number", "Invoice Date"]
    moved = ana.post(f"{url}/setup", data=FIELDS | {"do": "up-1"})
    assert re.findall(r'name="field" value="([^"]*)"', moved.text) == ["Total", "Invoice Number"]
    with app.app_context():
        assert len(db.session.query(Run).one().fields) == 11
    ana.post(f"{url}/setup", data=FIELDS | {"do": "save"})
    with app.app_context():
        run = db.session.query(Run).one()
        assert ([one.name for one in run.fields], run.template_id) == (["Invoice Number", "Total"], None)
    ana.post(f"{url}/setup", data=FIELDS | {"do": "keep", "template_name": "Short"})
    with app.app_context():
        run = db.session.query(Run).one()
        assert (run.template.name, run.template_version, len(run.template.fields)) == ("Short", 1, 2)


def test_files_of_a_folder_are_read_together_where_one_says_so(app: Flask, ana: Browser) -> None:
    url = begun(ana)
    ana.post(f"{url}/files", data={"files": parts(all_zip=zipped({"march/a.pdf": ONE, "march/b.pdf": TWO}))})
    page = ana.get(url).text
    assert (re.findall(r'name="folder" value="([^"]*)"', page), "Start: 3 files" in page) == (["/", "march"], True)
    ana.post(f"{url}/setup", data=FIELDS | {
        "do": "start", "folder": ["/", "march"], "mode": ["individual", "combined"]})
    run_due(app)
    assert [(run.tasks_total, run.tasks_completed) for run in runs(app)] == [(2, 2)]


def test_a_file_that_fails_says_why_and_is_tried_again(app: Flask, ana: Browser) -> None:
    url = begun(ana)
    ana.post(f"{url}/files", data={"files": parts(bad_pdf=BROKEN, words_pdf=b"hello")})
    page = ana.get(url).text
    assert ("words.pdf" in page, "This is not a PDF file" in page) == (True, True)
    ana.post(f"{url}/setup", data=FIELDS | {"do": "start"})
    run_due(app)
    page = ana.get(url).text
    assert ("Done, with failures" in page, "2 files could not be read" in page) == (True, True)
    retry = re.search(r'action="([^"]*/retry)"', page)[1]
    assert ana.post(retry).location == url
    assert "1 of 2 files read" in ana.get(url).text
    run_due(app)
    assert [(run.tasks_completed, run.tasks_failed) for run in runs(app)] == [(1, 1)]
    assert ana.get(f"{url}/files").text.count("Retry</button>") == 1


def test_the_poll_of_the_progress_stops_by_itself(app: Flask, ana: Browser) -> None:
    url = begun(ana, "start", template=invoice_template(app, ana))
    going = ana.get(f"{url}/progress", headers=HTMX)
    run_due(app)
    over = ana.get(f"{url}/progress", headers=HTMX)
    assert [(one.status_code, "every 2s" in one.text) for one in (going, over)] == [(200, True), (286, False)]
    assert "rows-came" in over.headers["HX-Trigger"]
    assert "<title>" in ana.get(f"{url}/progress").text


def test_reading_is_stopped_and_what_was_stopped_can_be_read_again(app: Flask, ana: Browser) -> None:
    url = begun(ana, "start", template=invoice_template(app, ana))
    assert ana.post(f"{url}/cancel").location == url
    assert "Stopped" in ana.get(url).text
    assert ana.post(f"{url}/cancel").location == url
    retry = re.search(r'action="([^"]*/retry)"', ana.get(f"{url}/files").text)[1]
    ana.post(retry)
    run_due(app)
    assert "INV-1" in ana.get(url).text


def test_a_deleted_job_comes_back_by_the_button_that_is_offered(ana: Browser) -> None:
    url = begun(ana)
    after = ana.post(f"{url}/delete").location
    listed = ana.get(after).text
    assert (f'href="{url}"' in listed, ana.get(url).status_code) == (False, 404)
    ana.post(re.search(r'action="(/extract/[^"]*/restore)"', listed)[1])
    ana.post(f"{url}/rename", data={"name": "March"})
    assert "March" in ana.get("/extract?q=mar").text
    assert ana.post(f"{url}/rename", data={"name": " "}).status_code == 422


def test_the_list_holds_no_sheets_of_the_cpe_tracker_and_costs_the_same_for_many(app: Flask, ana: Browser) -> None:
    with acting(app, ana) as user:
        sheets.create(user, "California", Kind.CPE)
        sheets.create(user, "Bills 0")
    ana.get("/extract")
    with statements(app) as few:
        text = ana.get("/extract?q=b").text
    assert ("Bills 0" in text, "California" in ana.get("/extract").text) == (True, False)
    with acting(app, ana) as user:
        for number in range(1, 60):
            sheets.create(user, f"Bills {number}")
    with statements(app) as many:
        page = ana.get("/extract?q=b").text
    older = re.search(r'rel="next" href="([^"]*)"', page)[1].replace("&amp;", "&")
    names = re.findall(r"Bills \d+", page + ana.get(older).text)
    assert (len(set(names)), len(many)) == (60, len(few))
    assert "Nothing found" in ana.get("/extract?status=failed").text


def doors(url: str) -> list[str]:
    """What there is to ask of a job by POST."""
    return [f"{url}/{verb}" for verb in ("files", "setup", "rename", "delete", "restore", "cancel")]


def test_strangers_find_no_job_and_nobody_a_sheet_of_the_tracker(app: Flask, ana: Browser, mara: Browser) -> None:
    url = begun(ana)
    answers = [mara.get(url), mara.get(f"{url}/files"), mara.get(f"{url}/progress"),
               *(mara.post(path) for path in doors(url))]
    assert {answer.status_code for answer in answers} == {404}
    with acting(app, ana):
        db.session.query(Sheet).one().job_type = "cpe"
    assert ana.get(url).status_code == 404
