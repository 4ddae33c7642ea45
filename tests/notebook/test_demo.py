"""The demo cases: they come once, look like work, and go without taking anybody's words along."""

from typing import Any

import sqlalchemy as sa
from flask import Flask

from fsr import clock
from fsr.auth.models import User
from fsr.db import db
from fsr.notebook import demo, queries
from fsr.notebook.models import Case, Closing, LineItem, Page, PageVersion
from fsr.notebook.search import Tab
from fsr.notebook.service import saving
from fsr.notebook.service.saving import Draft
from fsr.notebook.words import Query
from tests import factories
from tests.notebook.conftest import acting


def count(model: Any, *where: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model).where(*where)) or 0


def test_twelve_cases_come_once_with_a_history_that_ends_in_the_past(app: Flask, ada: Any) -> None:
    for made in (12, 0):
        with acting(app, ada) as user:
            assert demo.load(user) == made
    with app.app_context():
        assert (count(Case, Case.is_demo), count(Case, ~Case.is_open), count(Page)) == (12, 3, 12)
        assert sorted(db.session.scalars(sa.select(Closing.how))) == ["import", "person", "source"]
        for page in db.session.scalars(sa.select(Page)):
            rows = db.session.scalars(sa.select(PageVersion).where(PageVersion.page_id == page.id)
                                      .order_by(PageVersion.version)).all()
            last = rows[-1]
            assert [row.version for row in rows] == list(range(1, page.version + 1))
            assert (last.problem_statement, last.fsr_notes) == (page.problem_statement, page.fsr_notes)
            assert count(LineItem, LineItem.page_id == page.id) == page.line_item - 1
            assert last.saved_at == page.changed_at < clock.now()


def test_the_lists_show_the_demo_in_the_order_of_its_changes(app: Flask, ada: Any) -> None:
    with acting(app, ada) as user:
        demo.load(user)
    with acting(app, ada) as user:
        for tab, size in ((Tab.MINE, 12), (Tab.ALL, 12), (Tab.OPEN, 9), (Tab.CLOSED, 3)):
            times = [row.changed_at for row in queries.page(user, tab, Query.of("")).rows]
            assert (len(times), times) == (size, sorted(times, reverse=True))


def test_a_demo_page_can_be_written_on_at_once(app: Flask, ada: Any) -> None:
    with acting(app, ada) as user:
        demo.load(user)
    with acting(app, ada) as user:
        page = db.session.scalars(sa.select(Page).join(Case).where(Case.is_open)).first()
        assert page
        saved = saving.save(user, page.case, page, Draft(fsr_notes="new"), base_version=page.version)
        assert saved.outcome == "saved"


def test_removing_takes_the_demo_and_leaves_what_others_wrote(app: Flask, ada: Any, ana: Any, page_id: int) -> None:
    with acting(app, ada) as user:
        demo.load(user)
    with acting(app, ana) as user:
        case = db.session.scalars(sa.select(Case).where(Case.number == "DEMO-2026-001")).one()
        factories.page(user, case, "Ana was here", "")
    with acting(app, ada) as user:
        assert demo.remove(user) == 11
    with app.app_context():
        assert sorted(db.session.scalars(sa.select(Case.number))) == ["CASE-2024-001", "DEMO-2026-001"]
        assert count(Case, Case.is_demo) == 0
        assert count(Page, Page.problem_statement == "Ana was here") == 1
        orphans = count(PageVersion, PageVersion.page_id.not_in(sa.select(Page.id)))
        assert orphans == 0
    with acting(app, ada) as user:
        assert demo.remove(user) == 0


def test_home_asks_for_the_answers_of_cases_closed_elsewhere_and_shows_where_to_go_on(
        app: Flask, ada: Any, bob: Any) -> None:
    assert "Write on a case" in ada.get("/").text
    with acting(app, ada) as user:
        demo.load(user)
    text = ada.get("/").text
    assert ("what was wrong, and what helped" in text, "/cases/DEMO-2026-009/close" in text) == (True, True)
    assert ("/cases/DEMO-2026-012" in text, "Lift stops between floors" in text) == (True, True)
    assert "DEMO-2026" not in bob.get("/").text
    answers = {"symptom": "a", "fault": "b", "fix": "c", "do": "describe"}
    for number in ("009", "008"):
        assert ada.post(f"/cases/DEMO-2026-{number}/close", data=answers).status_code == 303
    assert "what was wrong, and what helped" not in ada.get("/").text


def test_the_first_step_is_done_once_something_is_written(app: Flask, ana: Any, page_id: int) -> None:
    with app.app_context():
        assert db.session.get_one(User, ana.user_id)
    text = ana.get("/").text
    step = text[text.index("Write on a case") - 400:text.index("Write on a case") + 200]
    assert "(done)" in step
