"""Saving: nothing typed is lost, nothing is written over unseen, and the same save twice is one."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from fsr import clock
from fsr.audit.models import AuditEvent
from fsr.auth.models import User
from fsr.db import commit, db
from fsr.errors import Forbidden, Invalid
from fsr.notebook import access
from fsr.notebook.models import Case, Kind, Level, Page
from fsr.notebook.service import saving
from fsr.notebook.service.saving import CaseClosed, Draft, Stale
from tests import factories
from tests.notebook.conftest import NOTES, NUMBER, PROBLEM, acting, page_now, versions_of


@pytest.fixture
def save(app):
    """Save for a browser's person on a page (None: their own), as a request does; the answer, detached."""

    def run(browser, page_id, draft, base=None, op=None, case_id=None):
        with acting(app, browser) as user:
            page = db.session.get(Page, page_id) if page_id else None
            case = page.case if page else db.session.get_one(Case, case_id)
            saved = saving.save(user, case, page, draft, base_version=base, op_id=op)
            return saved.version, saved.outcome, saved.texts

    return run


def events(app, action):
    with app.app_context():
        return list(db.session.scalars(sa.select(AuditEvent.details).where(AuditEvent.action == action)))


def test_the_first_save_makes_the_page(app, ana, case_id, save):
    version, outcome, _ = save(ana, None, Draft("It leaks.", None), 0, case_id=case_id)
    assert (version, outcome) == (1, "saved")
    with acting(app, ana) as user:
        page = access.own_page(db.session.get_one(Case, case_id), user)
        assert (page.problem_statement, page.fsr_notes, page.version) == ("It leaks.", "", 1)


def test_a_save_is_a_version_and_an_event_without_the_text(app, ana, page_id, save):
    assert save(ana, page_id, Draft(None, "secret words"), 1)[:2] == (2, "saved")
    last = versions_of(app, page_id)[-1]
    assert (last.version, last.problem_statement, last.fsr_notes) == (2, PROBLEM, "secret words")
    [event] = events(app, "notebook:page:saved")
    assert event["version"] == 2
    assert event["lengths"] == {"problem_statement": len(PROBLEM), "fsr_notes": 12}
    assert "secret" not in str(event)


def test_an_absent_text_is_untouched_and_an_empty_one_is_cleared(app, ana, page_id, save):
    save(ana, page_id, Draft("", None), 1)
    page = page_now(app, page_id)
    assert (page.problem_statement, page.fsr_notes) == ("", NOTES)


def test_the_same_text_again_makes_no_version_and_no_event(app, ana, page_id, save):
    assert save(ana, page_id, Draft(PROBLEM, NOTES), 1)[:2] == (1, "unchanged")
    assert len(versions_of(app, page_id)) == 1
    assert events(app, "notebook:page:saved") == []


@pytest.mark.parametrize("typed", [
    "  blanks around \n\n", "e\u0301 stays two characters", "\u200fעברית", "tab\there", "😀" * 50])
def test_a_text_is_kept_as_it_was_typed(app, ana, page_id, save, typed):
    save(ana, page_id, Draft(typed, None), 1)
    assert page_now(app, page_id).problem_statement == typed


def test_line_ends_become_one_kind_and_what_no_database_holds_goes(app, ana, page_id, save):
    save(ana, page_id, Draft("a\r\nb\rc\0d\ud800e", None), 1)
    assert page_now(app, page_id).problem_statement == "a\nb\ncde"


def test_advice_on_length_eats_nothing_and_the_hard_limit_refuses_whole(app, ana, page_id, save):
    save(ana, page_id, Draft("x" * 200_000, None), 1)
    with pytest.raises(Invalid) as refused:
        save(ana, page_id, Draft(None, "x" * 200_001), 2)
    assert set(refused.value.fields) == {"fsr_notes"}
    page = page_now(app, page_id)
    assert (len(page.problem_statement), page.fsr_notes) == (200_000, NOTES)


def test_a_closed_case_refuses_and_stores_nothing(app, ana, page_id, case_id, save, close):
    close(case_id)
    with pytest.raises(CaseClosed):
        save(ana, page_id, Draft("late", None), 1)
    assert page_now(app, page_id).problem_statement == PROBLEM
    close(case_id, is_open=True)
    assert save(ana, page_id, Draft("late", None), 1)[:2] == (2, "saved")


def test_a_case_closed_between_reading_and_writing_refuses(app, ana, page_id, case_id):
    with acting(app, ana) as user:
        page = db.session.get_one(Page, page_id)
        assert page.case.is_open
        db.session.execute(sa.update(Case).values(is_open=False).execution_options(synchronize_session=False))
        with pytest.raises(CaseClosed):
            saving.save(user, page.case, page, Draft("late", None), base_version=1)


def test_nobody_begins_a_page_on_a_closed_case(app, ana, bob, case_id, save, close):
    close(case_id)
    with pytest.raises(CaseClosed):
        save(bob, None, Draft("late", None), 0, case_id=case_id)
    with app.app_context():
        assert db.session.query(Page).count() == 0


def test_an_auditor_writes_nothing(auditor, case_id, save):
    with pytest.raises(Forbidden):
        save(auditor, None, Draft("mine", None), 0, case_id=case_id)


def test_a_repeated_operation_is_answered_again_and_not_done_again(app, ana, page_id, save):
    first = save(ana, page_id, Draft("one", None), 1, "op-1")
    save(ana, page_id, Draft("two", None), 2, "op-2")
    for base in (1, None):
        assert save(ana, page_id, Draft("one", None), base, "op-1") == first
    assert [version.version for version in versions_of(app, page_id)] == [1, 2, 3]
    assert page_now(app, page_id).problem_statement == "two"


def test_an_operation_name_used_for_another_text_is_refused(app, ana, bob, page_id, case_id, save):
    save(ana, page_id, Draft("one", None), 1, "op-1")
    with pytest.raises(Invalid):
        save(ana, page_id, Draft("two", None), 2, "op-1")
    with pytest.raises(Invalid):
        save(bob, None, Draft("one", None), 0, "op-1", case_id=case_id)
    assert page_now(app, page_id).problem_statement == "one"


def test_a_client_without_versions_writes_over_and_what_it_overwrote_is_kept(app, ana, bob, page_id, save):
    with acting(app, ana) as user:
        factories.member(db.session.get_one(Page, page_id), db.session.get_one(User, bob.user_id), Level.WRITE)
        assert user
    save(bob, page_id, Draft("Bob wrote this", None), 1)
    assert save(ana, page_id, Draft("Ana's program", None))[:2] == (3, "saved")
    kinds = {version.version: (version.kind, version.seen) for version in versions_of(app, page_id)}
    assert kinds[2] == (Kind.OVERWRITTEN, 3)
    assert page_now(app, page_id).problem_statement == "Ana's program"


def test_a_client_without_versions_that_types_on_overwrites_nothing(app, ana, page_id, save):
    save(ana, page_id, Draft(PROBLEM + " And", None))
    save(ana, page_id, Draft(PROBLEM + " And stops.", None))
    assert {version.kind for version in versions_of(app, page_id)} == {"edit"}
    assert len({version.burst for version in versions_of(app, page_id)}) == 2  # the factory's, and this one


def test_writing_within_five_minutes_is_one_burst_and_later_another(app, ana, page_id, save, monkeypatch):
    start = clock.now()
    for number, minutes in enumerate((0, 2, 4.9, 5.1), 1):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: start + timedelta(minutes=minutes))
        save(ana, page_id, Draft(f"step {number}", None), number)
    assert [version.burst for version in versions_of(app, page_id)] == [1, 2, 2, 2, 5]


def test_somebody_elses_writing_is_another_burst(app, ana, bob, page_id, save):
    with app.app_context():
        factories.member(db.session.get_one(Page, page_id), db.session.get_one(User, bob.user_id), Level.WRITE)
        commit()
    for number, who in enumerate((ana, bob, ana), 1):
        save(who, page_id, Draft(f"step {number}", None), number)
    assert [version.burst for version in versions_of(app, page_id)] == [1, 2, 3, 4]


def test_changes_in_different_texts_are_put_together(app, ana, page_id, save):
    save(ana, page_id, Draft("New problem", None), 1)
    version, outcome, texts = save(ana, page_id, Draft(PROBLEM, "New notes"), 1)
    assert (version, outcome) == (3, "merged")
    assert (texts.problem_statement, texts.fsr_notes) == ("New problem", "New notes")
    assert versions_of(app, page_id)[-1].kind == Kind.MERGE


def test_an_idle_tab_overwrites_nothing(app, ana, page_id, save):
    save(ana, page_id, Draft("newer", None), 1)
    version, outcome, texts = save(ana, page_id, Draft(PROBLEM, NOTES), 1)
    assert (version, outcome, texts.problem_statement) == (2, "merged", "newer")
    assert len(versions_of(app, page_id)) == 2


def test_changes_in_the_same_place_are_refused_with_every_side(app, ana, page_id, save):
    save(ana, page_id, Draft("Theirs", None), 1)
    with pytest.raises(Stale) as refused:
        save(ana, page_id, Draft("Mine", "More notes"), 1)
    stale = refused.value
    assert (stale.version, stale.by.id, stale.case.number) == (2, ana.user_id, NUMBER)
    first, second = stale.clashes
    assert (first.base, first.mine, first.theirs, first.merged.is_clean) == (PROBLEM, "Mine", "Theirs", False)
    assert (second.field, second.merged.is_clean, second.merged.text) == ("fsr_notes", True, "More notes")
    assert page_now(app, page_id).problem_statement == "Theirs"


@pytest.mark.parametrize("base", [99, -1, 2**63, 2**80])
def test_a_base_that_nobody_knows_is_a_conflict_and_no_overwrite(app, ana, page_id, save, base):
    with pytest.raises(Stale) as refused:
        save(ana, page_id, Draft("Mine", None), base)
    assert refused.value.clashes[0].base is None
    assert save(ana, page_id, Draft(PROBLEM, NOTES), base)[:2] == (1, "unchanged")


def test_settling_a_conflict_keeps_the_side_that_lost(app, ana, page_id, save):
    save(ana, page_id, Draft("Theirs", None), 1)
    with acting(app, ana) as user:
        saving.resolve(user, db.session.get_one(Page, page_id), Draft("Theirs", None), 2, Draft("Mine", None))
    last = versions_of(app, page_id)[-1]
    assert (last.version, last.kind, last.seen, last.problem_statement) == (None, Kind.SET_ASIDE, 2, "Mine")
    assert page_now(app, page_id).problem_statement == "Theirs"


def test_settling_can_be_in_conflict_again(app, ana, page_id, save):
    save(ana, page_id, Draft("Theirs", None), 1)
    save(ana, page_id, Draft("Theirs again", None), 2)
    with acting(app, ana) as user, pytest.raises(Stale) as refused:
        saving.resolve(user, db.session.get_one(Page, page_id), Draft("Mine", None), 2, Draft("Theirs", None))
    assert refused.value.version == 3
