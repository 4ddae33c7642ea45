"""A page on paper, as text and as DOCX: all of it, as typed, with nothing run and nothing of strangers' bytes."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from fsr import clock
from fsr.audit.models import AuditEvent
from fsr.auth.models import User
from fsr.db import db
from fsr.notebook.export import docx as export
from fsr.notebook.export.sheet import Entry, Notes, Sheet, Summary
from fsr.notebook.export.text import plain
from fsr.notebook.models import Case, Closing, Page
from fsr.notebook.service import items, saving
from fsr.notebook.texts import Draft
from tests import factories
from tests.browsers import Browser
from tests.notebook.conftest import NOTES, NUMBER, PROBLEM, acting
from tests.notebook.test_attachments import attach, png

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NOW = clock.now()


def sheet(problem: str = PROBLEM, *texts: str, **values: object) -> Sheet:
    entries = tuple(Entry(number, text) for number, text in enumerate(texts, 1))
    return Sheet(**{"number": NUMBER, "title": "Pump", "is_open": True, "closed_at": None, "made_at": NOW,  # type: ignore[arg-type]
                    "reader": "Ana", "notes": Notes("Ana", problem, entries, NOW), "summaries": (), "pictures": (),
                    **values})


def written(app: Flask, one: Sheet) -> bytes:
    with app.test_request_context():
        return export.write(one, {})


def body(data: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()


def words(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


@pytest.fixture
def full(app: Flask, ana: Browser, page_id: int) -> int:
    """Ana's page with two filed line items, notes, a closing taken back, and two attachments."""
    with acting(app, ana) as user:
        page = db.session.get_one(Page, page_id)
        items.file_line_item(user, page)
        saving.save(user, page.case, page, Draft(fsr_notes="Second visit.\n\nפתרון: <b>atem</b>"), base_version=2)
        items.file_line_item(user, page)
        saving.save(user, page.case, page, Draft(fsr_notes="Third visit, = SUM(A1)"), base_version=4)
        page.case.title = "Pump trips"
        db.session.add(Closing(case_id=page.case_id, how="person", symptom="trips", fault="worn seal",
                               fix="seal replaced", closed_by_id=user.id, reopened_by_id=user.id,
                               reopened_at=clock.now()))
    attach(ana, ("shot.png", png()), ("broken.png", png()[:40]))
    return page_id


def test_the_text_holds_everything_in_order_as_it_was_typed(ana: Browser, full: int) -> None:
    answer = ana.get(f"/cases/{NUMBER}/text")
    assert answer.mimetype == "text/plain"
    parts = [NUMBER, "Pump trips", PROBLEM, "line item 1", NOTES.strip(), "line item 2",
             "Second visit.\n\nפתרון: <b>atem</b>", "line item 3", "Third visit, = SUM(A1)", "Symptom: trips",
             "Fault: worn seal", "Fix: seal replaced", "1. shot.png", "2. broken.png"]
    places = [answer.text.index(part) for part in parts]
    assert places == sorted(places)


def test_a_browser_gets_the_text_with_a_button_that_copies_it(ana: Browser, full: int) -> None:
    answer = ana.get(f"/cases/{NUMBER}/text", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert 'data-copy="plain-text"' in answer.text
    assert "&lt;b&gt;atem&lt;/b&gt;" in answer.text
    with ana.get(f"/cases/{NUMBER}/export.txt") as file:
        assert file.headers["Content-Disposition"] == f"attachment; filename={NUMBER}.txt"


def test_the_paper_shows_everything_with_pictures_and_markup_as_text(ana: Browser, full: int) -> None:
    page = ana.get(f"/cases/{NUMBER}/print").text
    for part in (PROBLEM, "Second visit.", "Third visit, = SUM(A1)", "worn seal", "shot.png", "/pages/1.png?width=960"):
        assert part in page
    assert "<b>atem" not in page


def test_the_docx_holds_everything_with_the_picture_that_could_be_drawn(ana: Browser, full: int) -> None:
    with ana.get(f"/cases/{NUMBER}/export.docx") as answer:
        assert answer.headers["Content-Disposition"] == f"attachment; filename={NUMBER}.docx"
        data = answer.data
    text = words(data)
    for part in (NUMBER, PROBLEM, "Second visit.", "Third visit, = SUM(A1)", "Symptom: trips", "1. shot.png",
                 "2. broken.png", "<b>atem</b>"):
        assert part in text
    pictures = [name for name in zipfile.ZipFile(io.BytesIO(data)).namelist() if name.startswith("word/media/")]
    assert len(pictures) == 1


def test_what_looks_like_a_field_or_a_formula_is_text(app: Flask) -> None:
    text = "{ HYPERLINK \"http://evil\" } PAGE \\* MERGEFORMAT =1+1 <w:fldSimple w:instr='DDE'/> &amp; ]]>"
    data = written(app, sheet(text))
    assert text in words(data)
    assert not re.search(r"<w:(fldSimple|instrText|fldChar|hyperlink|object|altChunk)\b", body(data))


@given(text=st.text(max_size=200))
def test_any_text_makes_a_sound_file_without_what_xml_cannot_hold(text: str) -> None:
    paragraph = docx.Document().add_paragraph()
    export._fill(paragraph, text)
    kept = re.sub("[^\t\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text.replace("\n", " "))
    assert paragraph.text == kept


def test_control_characters_are_left_out_and_lines_and_tabs_stay(app: Flask) -> None:
    data = written(app, sheet("a\x00b\x07c\ufffe\td\nsecond\x0bline"))
    assert "abc\td\nsecondline" in words(data)


def test_hebrew_paragraphs_run_right_to_left_and_latin_words_in_them_do_not(app: Flask) -> None:
    data = written(app, sheet("המשאבה Pump 4 דולפת\nThe pump דולפת leaks\n12345"))
    paragraphs = {one.text: one._p for one in docx.Document(io.BytesIO(data)).paragraphs}
    first, second, third = (paragraphs[text] for text in (
        "המשאבה Pump 4 דולפת", "The pump דולפת leaks", "12345"))
    assert first.find(f"{W}pPr/{W}bidi") is not None
    assert second.find(f"{W}pPr/{W}bidi") is None
    assert third.find(f"{W}pPr/{W}bidi") is None
    runs = {run.findtext(f"{W}t"): run.find(f"{W}rPr/{W}rtl") is not None for run in first.iter(f"{W}r")}
    assert runs == {"המשאבה": True, " Pump 4 ": False, "דולפת": True}


def test_properties_stand_in_the_order_that_word_asks_for(app: Flask) -> None:
    """Word refuses a paragraph whose bidi mark stands after its alignment (CT_PPr is a sequence)."""
    data = written(app, sheet("דולפת"))
    for properties in docx.Document(io.BytesIO(data)).element.iter(f"{W}pPr"):
        names = [child.tag.removeprefix(W) for child in properties]
        order = ["pStyle", "keepNext", "keepLines", "bidi", "spacing", "ind", "jc", "rPr"]
        assert names == sorted(names, key=order.index), names


def test_a_closing_and_colleagues_pages_are_in_text_and_docx(app: Flask) -> None:
    other = Notes("Bob", "Bob's problem", (Entry(1, "Bob's notes"),), NOW)
    one = sheet(PROBLEM, summaries=(Summary("s", "f", "x", NOW, "Ana", None),), others=(other,))
    with app.test_request_context():
        text = plain(one)
    for part in ("Page of Bob", "Bob's problem", "Bob's notes", "Symptom: s"):
        assert part in text
        assert part in words(written(app, one))


def test_everyones_notes_are_those_that_the_reader_may_read(
        app: Flask, ana: Browser, bob: Browser, mara: Browser, page_id: int) -> None:
    with app.app_context():
        case = db.session.get_one(Page, page_id).case
        shared = factories.page(db.session.get_one(User, bob.user_id), case, "Bob's own problem", "")
        factories.page(db.session.get_one(User, mara.user_id), case, "Mara's secret", "")
        factories.member(shared, db.session.get_one(User, ana.user_id), "read")
        db.session.commit()
    assert "Bob's own problem" not in ana.get(f"/cases/{NUMBER}/text").text
    text = ana.get(f"/cases/{NUMBER}/text?everyone=1").text
    assert "Bob's own problem" in text
    assert "Mara's secret" not in text


@pytest.mark.parametrize("path", ["print", "text", "export.txt", "export.docx"])
def test_a_strangers_page_does_not_exist_and_an_empty_one_is_handed_out_empty(
        ana: Browser, mara: Browser, page_id: int, path: str) -> None:
    assert mara.get(f"/cases/{NUMBER}/{path}?by={ana.user_id}").status_code == 404
    with mara.get(f"/cases/{NUMBER}/{path}") as answer:
        assert answer.status_code == 200
        assert PROBLEM.encode() not in answer.data


def test_a_closed_case_is_handed_out_as_well(
        ana: Browser, page_id: int, case_id: str, close: Callable[[str], None]) -> None:
    close(case_id)
    assert "closed" in ana.get(f"/cases/{NUMBER}/text").text
    with ana.get(f"/cases/{NUMBER}/export.docx") as answer:
        assert answer.status_code == 200


def test_files_that_leave_the_house_are_in_the_log(app: Flask, ana: Browser, page_id: int) -> None:
    for form in ("txt", "docx"):
        ana.get(f"/cases/{NUMBER}/export.{form}").close()
    with app.app_context():
        events = db.session.query(AuditEvent).filter_by(action="notebook:page:exported").order_by(AuditEvent.seq).all()
        assert [(event.subject_id, event.details["form"]) for event in events] == [
            (str(page_id), "txt"), (str(page_id), "docx")]


def test_a_number_with_a_slash_makes_a_plain_file_name(app: Flask, ana: Browser) -> None:
    with app.app_context():
        case = factories.case("A/B 7")
        factories.page(db.session.get_one(User, ana.user_id), case, "x", "y")
        number = case.id
        db.session.commit()
    with ana.get(f"/cases/{number}/export.txt") as answer:
        assert 'filename="A-B 7.txt"' in answer.headers["Content-Disposition"]
    with app.app_context():
        assert db.session.get_one(Case, number).number == "A/B 7"


@pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice on this machine")
def test_libreoffice_opens_the_file(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "page.docx").write_bytes(written(app, sheet("המשאבה דולפת", NOTES)))
    subprocess.run(["soffice", "--headless", "--convert-to", "txt:Text", "--outdir", str(tmp_path),
                    str(tmp_path / "page.docx")], check=True, capture_output=True, timeout=120)
    assert "המשאבה דולפת" in (tmp_path / "page.txt").read_text("utf-8-sig")
