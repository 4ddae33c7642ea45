"""Files of a run: taken in, refused one by one, announced where they repeat, removed with their rows, restored."""

import pytest
import sqlalchemy as sa
from flask import Flask

from fsr.db import db
from fsr.errors import Invalid, NotFound
from fsr.sheets import paths, queries
from fsr.sheets.access import get_file
from fsr.sheets.models import Sheet, SourceFile
from fsr.sheets.service import files, runs, sheets, submit
from tests.browsers import Browser
from tests.sheets import desk


def file_of(run_id: str, path: str) -> SourceFile:
    return db.session.scalars(
        sa.select(SourceFile).where(SourceFile.run_id == run_id, SourceFile.original_path == path)).one()


def test_one_bad_file_does_not_sink_the_others(app: Flask, ana: Browser) -> None:
    with desk.acting(app, ana) as actor:
        run = runs.latest(sheets.create(actor, "Mixed"))
        got = files.add(actor, run, [("a.pdf", desk.sample(desk.FORM)), ("b.txt", b"words"), ("c.pdf", b""),
                                     ("d.rar", b"Rar!"), (".DS_Store", b"x"), ("__MACOSX/._a.pdf", b"x")])
        assert [(one.file.original_path, one.file.status, one.error is None) for one in got] == [
            ("a.pdf", "uploaded", True), ("b.txt", "failed", False), ("c.pdf", "failed", False),
            ("d.rar", "failed", False)]
        assert "Of archives only ZIP" in (got[3].error or "")
        assert queries.new_files(run) == 1


def test_pictures_are_taken_as_what_they_are(app: Flask, ana: Browser) -> None:
    png = bytes.fromhex("89504e470d0a1a0a") + b"rest"
    with desk.acting(app, ana) as actor:
        run = runs.latest(sheets.create(actor, "Pictures"))
        [one] = files.add(actor, run, [("photo.png", png)])
        assert (one.error, one.file.file_type, one.file.page_count) == (None, "image/png", 1)


def test_nothing_but_rubbish_is_told_like_nothing(app: Flask, ana: Browser) -> None:
    with desk.acting(app, ana) as actor:
        run = runs.latest(sheets.create(actor, "Nothing"))
        with pytest.raises(Invalid, match="at least one file"):
            files.add(actor, run, [("Thumbs.db", b"x")])


def test_a_repeated_file_is_announced_and_taken_all_the_same(app: Flask, ana: Browser) -> None:
    sheet_id, data = desk.made(app, ana), desk.sample(desk.FORM)
    desk.read(app, ana, sheet_id, [("a.pdf", data)])
    with desk.acting(app, ana) as actor:
        run = runs.editable(db.session.get_one(Sheet, sheet_id))
        again, twice = files.add(actor, run, [("b.pdf", data), ("c.pdf", desk.sample(desk.NANO))])
        assert again.duplicate_of is not None
        assert (again.duplicate_of.original_path, twice.duplicate_of) == ("a.pdf", None)
        [third] = files.add(actor, run, [("d.pdf", desk.sample(desk.NANO))])
        assert third.duplicate_of == twice.file
        lines = queries.files(run.sheet).items
        assert [(line.file.original_path, line.is_twin) for line in lines] == [
            ("a.pdf", False), ("b.pdf", True), ("c.pdf", False), ("d.pdf", True)]


def test_a_removed_file_takes_its_rows_along_and_brings_them_back(app: Flask, ana: Browser) -> None:
    run_id = desk.read(app, ana, desk.made(app, ana), [("a.pdf", desk.sample(desk.FORM)),
                                                       ("b.pdf", desk.sample(desk.NANO))])
    with desk.acting(app, ana) as actor:
        row = desk.rows_of(run_id)[0]
        row.edits = {"Hours": {"mark": "edited", "value": "5", "by": actor.id, "at": "2026-01-01"}}
        assert files.remove(actor, file_of(run_id, "a.pdf")) == files.Removed(rows=1, edited=1)
        assert [row.path for row in desk.rows_of(run_id)] == ["b.pdf"]
        assert files.remove(actor, file_of(run_id, "a.pdf")) == files.Removed()
        files.restore(actor, file_of(run_id, "a.pdf"))
        back = desk.rows_of(run_id)[0]
        assert (back.path, back.edits["Hours"]["value"]) == ("a.pdf", "5")


def test_a_row_that_was_removed_before_its_file_stays_removed(app: Flask, ana: Browser) -> None:
    run_id = desk.read(app, ana, desk.made(app, ana), [("a.pdf", desk.sample(desk.FORM))])
    with desk.acting(app, ana) as actor:
        desk.rows_of(run_id)[0].deleted_at = desk.run_of(run_id).created_at
        file = file_of(run_id, "a.pdf")
        files.remove(actor, file)
        files.restore(actor, file)
        assert desk.rows_of(run_id) == []


def test_a_file_removed_before_its_turn_is_not_read_and_the_run_ends(app: Flask, ana: Browser) -> None:
    run_id = desk.begun(app, ana, desk.made(app, ana), [("a.pdf", desk.sample(desk.FORM)),
                                                        ("b.pdf", desk.sample(desk.NANO))])
    with desk.acting(app, ana) as actor:
        files.remove(actor, file_of(run_id, "a.pdf"))
        assert desk.run_of(run_id).tasks_total == 1
    desk.run_due(app)
    with app.app_context():
        assert (desk.run_of(run_id).status, [row.path for row in desk.rows_of(run_id)]) == ("completed", ["b.pdf"])


def test_a_file_of_a_run_that_was_not_started_goes_without_a_trace_in_its_tasks(app: Flask, ana: Browser) -> None:
    with desk.acting(app, ana) as actor:
        run = runs.latest(sheets.create(actor, "New"))
        files.add(actor, run, [("a.pdf", desk.sample(desk.FORM)), ("b.pdf", desk.sample(desk.NANO))])
        desk.fields.take(actor, run, desk.FIELDS)
        files.remove(actor, file_of(run.id, "a.pdf"))
        assert len(desk.tasks_of(run.id)) == 1
        files.restore(actor, file_of(run.id, "a.pdf"))
        assert len(desk.tasks_of(run.id)) == 2
        assert submit.submit(actor, run).tasks_total == 2


def test_what_a_person_typed_outlives_a_new_reading(app: Flask, ana: Browser) -> None:
    run_id = desk.read(app, ana, desk.made(app, ana), [("a.pdf", desk.sample(desk.FORM))])
    with desk.acting(app, ana) as actor:
        row = desk.rows_of(run_id)[0]
        row.found = {**row.found, "Completed": {**row.found["Completed"], "value": "1999-01-01"}}
        row.edits = {"Hours": {"mark": "edited", "value": "99", "by": actor.id},
                     "Completed": {"mark": "confirmed", "value": "1999-01-01", "by": actor.id}}
        submit.retry(actor, desk.tasks_of(run_id)[0])
    desk.run_due(app)
    with app.app_context():
        row = desk.rows_of(run_id)[0]
        assert (row.values["Hours"], row.values["Completed"]) == ("99", "1999-01-01")
        assert row.edits["Completed"]["mark"] == "edited", "it is now the person's own, not what is printed"
        assert row.found["Completed"]["value"] != "1999-01-01"


def test_files_are_listed_by_path_in_parts(app: Flask, ana: Browser) -> None:
    with desk.acting(app, ana) as actor:
        sheet = sheets.create(actor, "Parts")
        run = runs.latest(sheet)
        files.add(actor, run, [(f"{number}.pdf", desk.sample(desk.FORM)) for number in range(5)])
        first = queries.files(sheet, run, size=3)
        second = queries.files(sheet, run, after=first.after, size=3)
        names = [line.file.original_path for line in (*first.items, *second.items)]
        assert (names, first.count, second.after) == ([f"{number}.pdf" for number in range(5)], 5, None)


def test_a_file_of_another_sheet_is_not_found_through_ones_own(app: Flask, ana: Browser) -> None:
    run_id = desk.read(app, ana, desk.made(app, ana), [("a.pdf", desk.sample(desk.FORM))])
    with desk.acting(app, ana) as actor:
        other = sheets.create(actor, "Other")
        with pytest.raises(NotFound, match="no such file"):
            get_file(other, file_of(run_id, "a.pdf").id)


@pytest.mark.parametrize(("sent", "kept"), [
    ("a.pdf", "a.pdf"), ("2024/spring/a.pdf", "2024/spring/a.pdf"), ("..\\..\\etc\\a.pdf", "etc/a.pdf"),
    ("/abs/a.pdf", "abs/a.pdf"), ("C:\\Users\\a.pdf", "Users/a.pdf"), ("./x/./a.pdf", "x/a.pdf"), ("", "file"),
    ("a\x00\u202eb.pdf", "ab.pdf"), ("x/" * 400 + "a.pdf", "x/" * 247 + "a.pdf"),
])
def test_paths_are_labels_without_tricks(sent: str, kept: str) -> None:
    assert paths.clean(sent) == kept
    assert len(paths.clean(sent)) <= paths.LONGEST
