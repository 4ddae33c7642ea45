"""The history: a revision for each burst, every kind named, word by word, and restoring that loses nothing."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from fsr import clock
from fsr.audit.models import AuditEvent
from fsr.auth.models import User
from fsr.db import db
from fsr.notebook import revisions
from fsr.notebook.models import Case, Kind, Member, Page, PageVersion
from fsr.notebook.refusals import Stale
from fsr.notebook.service import history, saving
from fsr.notebook.texts import Draft
from tests import factories
from tests.browsers import Browser
from tests.notebook.conftest import NOTES, NUMBER, PROBLEM, acting


def write(app: Flask, browser: Browser, page_id: int, notes: str, base: int | None) -> int:
    """Save notes; return the version."""
    with acting(app, browser) as user:
        page = db.session.get_one(Page, page_id)
        return saving.save(user, page.case, page, Draft(fsr_notes=notes), base_version=base).version


def later(app: Flask, page_id: int, minutes: int = 6) -> None:
    """As if the page's burst of writing had begun so long ago."""
    with app.app_context():
        page = db.session.get_one(Page, page_id)
        page.burst_at = clock.now() - timedelta(minutes=minutes)
        db.session.commit()


@pytest.fixture
def written(app: Flask, ana: Browser, page_id: int) -> int:
    """Ana's page in three bursts: versions 1, 2 to 3, and 4."""
    write(app, ana, page_id, "Checked the filter.\nReplaced the seal twice.\n", 1)
    write(app, ana, page_id, "Checked the filter.\nReplaced the seal twice. Tested.\n", 2)
    later(app, page_id)
    write(app, ana, page_id, "Checked the filter.\nReplaced the pump. Tested OK.\n", 3)
    return page_id


def texts(app: Flask, page_id: int) -> tuple[str, str, int]:
    with app.app_context():
        page = db.session.get_one(Page, page_id)
        return page.problem_statement, page.fsr_notes, page.version


def test_each_burst_is_one_revision_with_its_last_text(app: Flask, written: int) -> None:
    with app.app_context():
        page = db.session.get_one(Page, written)
        assert [row.version for row in revisions.revisions(page).rows] == [4, 3, 1]


def test_the_page_shows_authors_kinds_and_what_the_newest_changed(ana: Browser, written: int) -> None:
    html = ana.get(f"/cases/{NUMBER}/history").text
    assert "rev 4" in html
    assert "rev 3" in html
    assert "rev 2<" not in html
    assert ">Ana<" in html
    assert "seal twice<" in html
    assert "pump<" in html
    assert "<ins>" in html
    assert "<del>" in html


def test_any_two_versions_are_compared_by_address_also_those_within_a_burst(ana: Browser, written: int) -> None:
    html = ana.get(f"/cases/{NUMBER}/history?from=1&to=2").text
    assert "<del>" not in html
    assert "twice<" in html


def test_unchanged_texts_say_so_and_a_line_end_is_seen(app: Flask, ana: Browser, page_id: int) -> None:
    write(app, ana, page_id, NOTES + "\n", 1)
    html = ana.get(f"/cases/{NUMBER}/history?from=1&to=2").text
    assert "unchanged" in html
    assert "↵" in html


@pytest.mark.parametrize("query", ["to=99", "to=x1", "to=nonsense", "from=-1", "to=9999999999999999999", "to=1&from=²"])
def test_a_version_that_is_not_there_answers_404(ana: Browser, written: int, query: str) -> None:
    assert ana.get(f"/cases/{NUMBER}/history?{query}").status_code == 404


def test_restoring_is_a_new_version_and_its_undo_another(app: Flask, ana: Browser, written: int) -> None:
    before = texts(app, written)
    answer = ana.post(f"/cases/{NUMBER}/history/restore", data={"to": "1"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/cases/{NUMBER}/history?restored=4")
    assert texts(app, written) == (PROBLEM, NOTES, 5)
    page = ana.get(answer.headers["Location"]).text
    assert "Restored as rev 5" in page
    ana.post(f"/cases/{NUMBER}/history/restore", data={"to": "4"})
    assert texts(app, written) == (*before[:2], 6)
    with app.app_context():
        listed = revisions.revisions(db.session.get_one(Page, written)).rows
        assert [(row.version, row.kind) for row in listed] == [
            (6, Kind.RESTORE), (5, Kind.RESTORE), (4, Kind.EDIT), (3, Kind.EDIT), (1, Kind.EDIT)]


def test_one_text_alone_can_be_restored(app: Flask, ana: Browser, page_id: int) -> None:
    with acting(app, ana) as user:
        page = db.session.get_one(Page, page_id)
        saving.save(user, page.case, page, Draft("New problem.", "New notes."), base_version=1)
    ana.post(f"/cases/{NUMBER}/history/restore", data={"to": "1", "only": "problem_statement"})
    assert texts(app, page_id)[:2] == (PROBLEM, "New notes.")


def test_what_was_typed_and_not_saved_is_a_version_before_the_restored_one(
        app: Flask, ana: Browser, written: int) -> None:
    ana.post(f"/cases/{NUMBER}/history/restore", data={
        "to": "1", "base_version": "4", "problem_statement": PROBLEM, "fsr_notes": "typed, not saved"})
    assert texts(app, written)[1:] == (NOTES, 6)
    with app.app_context():
        row = revisions.find(db.session.get_one(Page, written), "5")
        assert row.fsr_notes == "typed, not saved"


def test_what_was_typed_in_conflict_is_shown_and_nothing_is_restored(app: Flask, ana: Browser, written: int) -> None:
    answer = ana.post(f"/cases/{NUMBER}/history/restore", data={
        "to": "1", "base_version": "1", "problem_statement": PROBLEM, "fsr_notes": "Checked nothing at all."})
    assert answer.status_code == 409
    assert "Checked nothing at all." in answer.text
    assert texts(app, written)[2] == 4


def test_restoring_what_the_page_has_changes_nothing(app: Flask, ana: Browser, written: int) -> None:
    answer = ana.post(f"/cases/{NUMBER}/history/restore", data={"to": "4"})
    assert answer.headers["Location"] == f"/cases/{NUMBER}/history"
    assert texts(app, written)[2] == 4


def test_a_text_set_aside_in_a_conflict_is_listed_compared_and_can_be_brought_back(
        app: Flask, ana: Browser, written: int) -> None:
    with acting(app, ana) as user:
        page = db.session.get_one(Page, written)
        with pytest.raises(Stale):
            saving.save(user, page.case, page, Draft(fsr_notes="Mine instead."), base_version=1)
        saving.resolve(user, page, Draft(fsr_notes="Chosen."), 4, Draft(fsr_notes="Mine instead."))
    html = ana.get(f"/cases/{NUMBER}/history").text
    assert "set aside" in html
    with app.app_context():
        aside = db.session.query(PageVersion).filter_by(kind=Kind.SET_ASIDE).one()
        name = revisions.name_of(aside)
        assert revisions.before(db.session.get_one(Page, written), aside).version == aside.seen  # type: ignore[union-attr]
    assert "lost a conflict" in ana.get(f"/cases/{NUMBER}/history?to={name}").text
    ana.post(f"/cases/{NUMBER}/history/restore", data={"to": name})
    assert texts(app, written)[1] == "Mine instead."


def test_an_overwritten_text_is_named(app: Flask, ana: Browser, page_id: int) -> None:
    write(app, ana, page_id, "Something else entirely.", None)
    assert "overwritten" in ana.get(f"/cases/{NUMBER}/history").text


def test_the_list_is_paged_by_key_in_few_queries(app: Flask, ana: Browser, page_id: int) -> None:
    with app.app_context():
        for number in range(2, 70):
            db.session.add(PageVersion(page_id=page_id, version=number, burst=number, author_id=ana.user_id,
                                       fsr_notes=str(number)))
        db.session.get_one(Page, page_id).version = 69
        db.session.commit()
        page, seen, before = db.session.get_one(Page, page_id), [], None
        while True:
            listed = revisions.revisions(page, before)
            seen += [row.version for row in listed.rows]
            if (before := listed.older) is None:
                break
        assert seen == list(range(69, 0, -1))
    assert "before=" in ana.get(f"/cases/{NUMBER}/history").text


def test_a_colleague_reads_the_history_of_a_shared_page_and_restores_only_if_they_may_write(
        app: Flask, ana: Browser, bob: Browser, mara: Browser, written: int) -> None:
    with app.app_context():
        page = db.session.get_one(Page, written)
        member = factories.member(page, _user(bob), "read")
        db.session.commit()
        member_id = member.id
    where, form = f"/cases/{NUMBER}/history", {"to": "1", "by": str(ana.user_id)}
    assert bob.get(f"{where}?by={ana.user_id}").status_code == 200
    assert "Restore this text" not in bob.get(f"{where}?by={ana.user_id}&to=1").text
    assert bob.post(f"{where}/restore", data=form).status_code == 403
    assert mara.get(f"{where}?by={ana.user_id}").status_code == 404
    assert mara.post(f"{where}/restore", data=form).status_code == 404
    with app.app_context():
        db.session.get_one(Member, member_id).level = "write"
        db.session.commit()
    assert bob.post(f"{where}/restore", data=form).status_code == 303
    assert ">Bob<" in ana.get(where).text


def _user(browser: Browser) -> User:
    return db.session.get_one(User, browser.user_id)


def test_a_closed_case_shows_its_history_and_restores_nothing(
        app: Flask, ana: Browser, written: int, close: Any, case_id: str) -> None:
    close(case_id)
    assert "Restore this text" not in ana.get(f"/cases/{NUMBER}/history?to=1").text
    assert ana.post(f"/cases/{NUMBER}/history/restore", data={"to": "1"}).status_code == 409
    assert texts(app, written)[2] == 4


def test_a_case_without_a_page_has_an_empty_history(bob: Browser, case_id: str) -> None:
    assert "Nothing was written here yet" in bob.get(f"/cases/{NUMBER}/history").text
    assert bob.post(f"/cases/{NUMBER}/history/restore", data={"to": "1"}).status_code == 303


def test_restoring_keeps_an_unseen_save_of_a_colleague(app: Flask, ana: Browser, bob: Browser, written: int) -> None:
    with app.app_context():
        factories.member(db.session.get_one(Page, written), _user(bob), "write")
        db.session.commit()
    with acting(app, ana) as user:
        page = db.session.get_one(Page, written)
        row = revisions.find(page, "1")
        assert page.case.is_open
        db.session.commit()
        write(app, bob, written, "Bob was here.", 4)
        assert history.restore(user, page, row) == 5
    with app.app_context():
        assert revisions.find(db.session.get_one(Page, written), "5").fsr_notes == "Bob was here."


def test_markup_in_a_text_stays_text(app: Flask, ana: Browser, page_id: int) -> None:
    write(app, ana, page_id, "<img src=x onerror=alert(1)> & <b>", 1)
    html = ana.get(f"/cases/{NUMBER}/history").text
    assert "<img src=x" not in html
    assert "&lt;img src=x" in html


def test_the_event_of_a_restore_holds_no_text(app: Flask, ana: Browser, written: int) -> None:
    ana.post(f"/cases/{NUMBER}/history/restore", data={"to": "1"})
    with app.app_context():
        event = db.session.query(AuditEvent).filter_by(action="notebook:page:restored").one()
        assert (event.details["version"], event.details["restored"]) == (5, 1)
        assert "seal" not in str(event.details)


def test_the_case_is_reached_by_its_id_as_well(app: Flask, ana: Browser, written: int, case_id: str) -> None:
    with app.app_context():
        assert db.session.get_one(Case, case_id).number == NUMBER
    assert ana.get(f"/cases/{case_id}/history").status_code == 200
