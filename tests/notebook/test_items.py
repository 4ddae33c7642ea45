"""Line items: filed, taken back, corrected, and never lost."""

import pytest

from fsr.db import db
from fsr.errors import Conflict, Forbidden, Invalid, NotFound
from fsr.notebook.models import Case, Kind, Page
from fsr.notebook.service import items, saving
from fsr.notebook.service.items import ItemChanged
from fsr.notebook.service.saving import CaseClosed, Draft
from tests.notebook.conftest import NOTES, acting, page_now, versions_of


@pytest.fixture
def do(app, page_id):
    """Call a verb of line items as a browser's person on Ana's page: `do(ana, items.take_back)`."""

    def run(browser, verb, *args):
        with acting(app, browser) as user:
            return verb(user, db.session.get_one(Page, page_id), *args)

    return run


def filed(app, page_id):
    with app.app_context():
        return [(item.number, item.text, item.version)
                for item in items.filed(db.session.get_one(Page, page_id))]


def test_filing_empties_the_box_and_begins_the_next_line_item(app, ana, page_id, do):
    do(ana, items.file_line_item)
    page = page_now(app, page_id)
    assert (page.fsr_notes, page.line_item, page.version) == ("", 2, 2)
    assert filed(app, page_id) == [(1, NOTES, 1)]
    assert [(version.kind, version.line_item) for version in versions_of(app, page_id)] == [
        ("edit", 1), ("line-item", 2)]


def test_empty_notes_are_not_filed(app, ana, page_id, do):
    do(ana, items.file_line_item)
    with pytest.raises(Invalid):
        do(ana, items.file_line_item)
    assert len(filed(app, page_id)) == 1


def test_the_last_filing_is_taken_back_and_can_be_done_again(app, ana, page_id, do):
    do(ana, items.file_line_item)
    do(ana, items.take_back)
    page = page_now(app, page_id)
    assert (page.fsr_notes, page.line_item, filed(app, page_id)) == (NOTES, 1, [])
    do(ana, items.file_line_item)
    assert filed(app, page_id) == [(1, NOTES, 1)]


def test_nothing_is_taken_back_over_notes_or_from_nothing(app, ana, page_id, do):
    with pytest.raises(NotFound):
        do(ana, items.take_back)
    do(ana, items.file_line_item)
    do(ana, lambda user, page: saving.save(user, page.case, page, Draft(None, "new"), base_version=2))
    with pytest.raises(Conflict):
        do(ana, items.take_back)
    assert page_now(app, page_id).fsr_notes == "new"


def test_a_corrected_line_item_keeps_its_former_text_in_the_history(app, ana, page_id, do):
    do(ana, items.file_line_item)
    do(ana, items.edit_line_item, 1, "Corrected.\r\n", 1)
    assert filed(app, page_id) == [(1, "Corrected.\n", 2)]
    last = versions_of(app, page_id)[-1]
    assert (last.version, last.kind, last.fsr_notes, last.line_item) == (None, Kind.LINE_ITEM, NOTES, 1)


def test_a_line_item_that_somebody_else_corrected_is_not_overwritten(app, ana, page_id, do):
    do(ana, items.file_line_item)
    do(ana, items.edit_line_item, 1, "First", 1)
    for version in (1, 0, -1, 2**40):
        with pytest.raises(ItemChanged) as refused:
            do(ana, items.edit_line_item, 1, "Second", version)
        assert refused.value.item.text == "First"
    assert filed(app, page_id) == [(1, "First", 2)]


@pytest.mark.parametrize(("number", "text", "error"), [
    (1, "  \n", Invalid), (1, "x" * 200_001, Invalid), (7, "text", NotFound)])
def test_what_cannot_be_a_line_item_is_refused(app, ana, page_id, do, number, text, error):
    do(ana, items.file_line_item)
    with pytest.raises(error):
        do(ana, items.edit_line_item, number, text, 1)
    assert filed(app, page_id) == [(1, NOTES, 1)]


def test_on_a_closed_case_nothing_is_filed_corrected_or_taken_back(app, ana, page_id, case_id, do, close):
    do(ana, items.file_line_item)
    close(case_id)
    for verb, *args in ((items.file_line_item,), (items.take_back,), (items.edit_line_item, 1, "late", 1)):
        with pytest.raises((CaseClosed, Invalid)):
            do(ana, verb, *args)
    assert filed(app, page_id) == [(1, NOTES, 1)]
    with app.app_context():
        assert not db.session.get_one(Case, case_id).is_open


def test_an_auditor_files_nothing(app, auditor, page_id, do):
    with pytest.raises(Forbidden):
        do(auditor, items.file_line_item)
