"""What the engines note about a paper is shown beside its file, in words."""

import re
from pathlib import Path
from typing import Any

from flask import Flask

from fsr.db import db
from fsr.sheets import notes, queries, second
from fsr.sheets.models import Kind, Sheet
from tests.cpe.reading.papers import answer_to
from tests.sheets.desk import acting, made, read, sample

PACKAGE = Path(__file__).resolve().parents[2] / "fsr"
BREAKFAST = "09_attendance_no_credit.pdf"


def test_every_note_of_the_engines_has_a_sentence(app: Flask) -> None:
    places = ("sheets/second", "sheets/reader", "cpe/reading")
    codes = {"by_ocr", "nothing_found", "not_cpe", "split_differs", second.USED, second.FAILED}
    written = "".join(path.read_text("utf-8") for place in places for path in PACKAGE.joinpath(place).glob("*.py"))
    assert all(re.search(rf'"{code}"', written) for code in codes)
    with app.app_context():
        assert len(notes.sentences(sorted(codes))) == len(codes)
        assert notes.sentences(["of a later version"]) == []


def test_a_paper_that_is_no_certificate_says_so_beside_its_file(app: Flask, ana: Any) -> None:
    sheet_id = made(app, ana, Kind.CPE)
    read(app, ana, sheet_id, [(BREAKFAST, sample(BREAKFAST))])
    with acting(app, ana):
        (line,) = queries.files(db.session.get_one(Sheet, sheet_id)).items
        assert line.notes == tuple(notes.sentences(answer_to(BREAKFAST)["notes"]))
        assert line.notes
