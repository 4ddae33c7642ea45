"""Tidying: only what a later version of the same burst holds goes, and only after a day."""

from datetime import timedelta

import pytest

from fsr import clock
from fsr.db import commit, db
from fsr.notebook import tasks
from fsr.notebook.models import Page, Presence
from fsr.notebook.service import items, presence, saving
from fsr.notebook.service.saving import Draft, Stale
from tests.notebook.conftest import PROBLEM, acting, versions_of


@pytest.fixture
def later(monkeypatch):
    """Move the clock on from the start of the test: `later(minutes=3)`."""
    start = clock.now()

    def move(**by):
        monkeypatch.setattr(clock, "now", lambda: start + timedelta(**by))

    return move


@pytest.fixture
def do(app, ana, page_id):
    def run(verb, *args, **values):
        with acting(app, ana) as user:
            page = db.session.get_one(Page, page_id)
            return verb(user, page.case, page, *args, **values) if verb is saving.save else verb(user, page, *args)

    return run


def tidy(app):
    with app.app_context():
        result = tasks.tidy(None)
        commit()
    return result["versions"]


def left(app, page_id):
    return [(version.version, version.kind) for version in versions_of(app, page_id)]


def test_of_a_burst_the_last_version_stays(app, page_id, do, later):
    for number, minutes in enumerate((1, 2, 3, 10, 11), 1):
        later(minutes=minutes)
        do(saving.save, Draft(f"text {number}", None), base_version=number)
    later(hours=23)
    assert tidy(app) == 0
    later(hours=25)
    assert tidy(app) == 3
    assert left(app, page_id) == [(1, "edit"), (4, "edit"), (6, "edit")]
    assert tidy(app) == 0


def test_what_stood_before_a_merge_a_filing_or_an_overwriting_stays(app, page_id, do, later):
    do(saving.save, Draft("mine", None), base_version=1)
    do(saving.save, Draft(PROBLEM, "notes"), base_version=1)
    do(items.file_line_item)
    do(items.take_back)
    do(saving.save, Draft(None, "typed on"), base_version=5)
    do(saving.save, Draft(None, "by a program"), base_version=None)
    later(days=2)
    assert tidy(app) == 0
    assert [kind for _version, kind in left(app, page_id)] == [
        "edit", "edit", "merge", "line-item", "line-item", "overwritten", "edit"]


def test_texts_set_aside_stay(app, page_id, do, later):
    do(saving.save, Draft("theirs", None), base_version=1)
    do(lambda user, page: saving.resolve(user, page, Draft("mine", None), 2, Draft("theirs, longer", None)))
    later(days=90)
    tidy(app)
    assert (None, "set-aside") in left(app, page_id)


def test_a_base_that_was_tidied_away_is_a_conflict_and_no_overwrite(app, page_id, do, later):
    for number in (1, 2, 3):
        do(saving.save, Draft(f"text {number}", None), base_version=number)
    later(hours=25)
    tidy(app)
    with pytest.raises(Stale) as refused:
        do(saving.save, Draft("from a tab of yesterday", None), base_version=3)
    assert refused.value.clashes[0].base is None


def test_who_has_a_page_open_is_seen_by_others_for_a_minute(app, ana, bob, page_id, later):
    with acting(app, ana) as user:
        presence.seen(db.session.get_one(Page, page_id), user, writing=True)
    with acting(app, bob) as user:
        page = db.session.get_one(Page, page_id)
        presence.seen(page, user, writing=False)
        assert [(who.name, writing) for who, writing in presence.others(page, user)] == [("Ana", True)]
        later(seconds=61)
        assert presence.others(page, user) == []
    tidy(app)
    with app.app_context():
        assert db.session.query(Presence).count() == 0


def test_looking_at_ones_own_page_is_remembered_and_leaving_it_too(app, ana, bob, page_id, later):
    later(minutes=5)
    with acting(app, ana) as user:
        page = db.session.get_one(Page, page_id)
        presence.seen(page, user, writing=False)
    with acting(app, bob) as user:
        page = db.session.get_one(Page, page_id)
        assert page.opened_at == clock.now()
        assert len(presence.others(page, user)) == 1
    with acting(app, ana) as user:
        presence.left(db.session.get_one(Page, page_id), user)
    with acting(app, bob) as user:
        assert presence.others(db.session.get_one(Page, page_id), user) == []
