"""The search: it finds what people mean, never what they may not see, and its index keeps step with every change."""

from typing import NamedTuple

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from fsr.auth.models import User
from fsr.db import commit, db, reading
from fsr.notebook import index, queries
from fsr.notebook.models import Assignment, Case, Closing, How, LineItem, Member, Page
from fsr.notebook.search import Key, Step, Tab, match_of, tsquery_of
from fsr.notebook.words import BEGINNING, Query, fold, snippet, words
from tests import factories
from tests.browsers import Browser
from tests.notebook.conftest import acting


class Found(NamedTuple):
    """What a test asks of a row."""

    number: str
    page_id: int | None
    hits: list[str]


def rows(app: Flask, browser: Browser, text: str, tab: Tab = Tab.FOUND) -> list[Found]:
    """What a search finds, in order, asked as a GET asks."""
    with app.app_context(), reading():
        user = db.session.get_one(User, browser.user_id)
        return [Found(row.case.number, row.page_id, [piece.text for piece in row.excerpt if piece.is_hit])
                for row in queries.page(user, tab, Query.of(text)).rows]


def found(app: Flask, browser: Browser, text: str, tab: Tab = Tab.FOUND) -> list[str]:
    """The numbers that a search finds, in order."""
    return [row.number for row in rows(app, browser, text, tab)]


def write(app: Flask, browser: Browser, number: str, problem: str = "", notes: str = "", title: str = "") -> int:
    """A page of the browser's person on a new case; its id."""
    with acting(app, browser) as user:
        return factories.page(user, factories.case(number, title=title), problem, notes).id


@pytest.mark.parametrize(("written", "typed"), [
    ("Sūkņa vārpsta vibrē", "vārp"), ("Sūkņa vārpsta vibrē", "varpst suk"), ("Sukna varpsta", "vārpsta"),
    ("Насос не запускается", "насос"), ("НАСОС", "нас"), ("המשאבה נעצרת", "המשאבה"), ("הַמַּשְׁאֵבָה", "המשאבה"),
    ("Cafe\u0301 machine", "café"), ("Part P/N 0040-12345 rev.B", "0040-123"), ("Don't restart", "don't"),
    ("stage_motor 24V", "motor 24v")])
def test_words_are_found_by_their_beginning_whatever_their_capitals_and_accents(
        app: Flask, ana: Browser, written: str, typed: str) -> None:
    write(app, ana, "CASE-1", notes=written)
    write(app, ana, "CASE-2", notes="Something else entirely")
    assert found(app, ana, typed) == ["CASE-1"]


def test_all_words_must_occur_but_anywhere_in_the_page(app: Flask, ana: Browser) -> None:
    write(app, ana, "CASE-1", "Pump trips", "Replaced the seal", "Cold store")
    assert [found(app, ana, text) for text in ("seal pump cold", "seal pump warm")] == [["CASE-1"], []]


def test_the_very_number_comes_first_then_numbers_that_begin_so_then_the_words(app: Flask, ana: Browser) -> None:
    write(app, ana, "0001", "the very number")
    write(app, ana, "00012345", "begins so")
    for number in ("A-1", "A-2"):
        write(app, ana, number, "mentions 0001")
    write(app, ana, "A-3", "mentions none")
    assert found(app, ana, "0001") == ["0001", "00012345", "A-2", "A-1"]


@pytest.mark.parametrize("typed", ["CASE-2024-0", "case 2024/0", "case20240", "2024-007", "Case-2024-007"])
def test_a_number_is_found_with_or_without_its_signs(app: Flask, ana: Browser, typed: str) -> None:
    write(app, ana, "CASE-2024-007")
    write(app, ana, "OTHER-1")
    assert found(app, ana, typed) == ["CASE-2024-007"]


def test_the_newest_change_comes_first(app: Flask, ana: Browser) -> None:
    for number in ("A-1", "A-2", "A-3"):
        write(app, ana, number, "pump")
    before = found(app, ana, "pump")
    with acting(app, ana):
        page = db.session.scalars(sa.select(Page).join(Page.case).where(Case.number == "A-1")).one()
        page.fsr_notes = "seal"
    assert (before, found(app, ana, "pump")) == (["A-3", "A-2", "A-1"], ["A-1", "A-3", "A-2"])


HOSTILE = [
    '"', '""', "'", "*", "a*", "NEAR(a b)", "a AND", "OR", "NOT pump", "facets : o1", "words:pump", "-pump", "^pump",
    "(", "))", "{number}:x", "pump\\", "%", "_", "\0pump", "\ud800", "|", "&", "!pump", "<->", ":*", "''", "@o1",
    "#case", "\U0001f600", "\U0001e900\U0001e901", "ﬁ", "ß", "\u0301", "a" * 5000, "x " * 3000, "; DROP TABLE"]


@pytest.mark.parametrize("typed", HOSTILE)
def test_whatever_is_typed_is_words_and_never_an_error(app: Flask, ana: Browser, typed: str) -> None:
    write(app, ana, "CASE-1", "pump")
    assert set(found(app, ana, typed)) <= {"CASE-1"}
    assert ana.get("/cases", query_string={"q": typed.encode("utf-8", "replace")}).status_code == 200


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_what_was_typed_reaches_the_databases_as_letters_and_digits(typed: str) -> None:
    query = Query.of(typed)
    for word in (*query.words, *([query.number] if query.number else [])):
        assert word.isalnum()
        assert fold(word) == word
    for step in Step:
        ours = (("o1",), "open"), query, step
        signs = {"o1", "open", "facets", "words", "number", "AND", "NOT"}
        bare = {*signs, *query.words, query.number, query.number[:BEGINNING]}
        assert set(words(match_of(*ours))) <= set(words(" ".join(bare)))
        assert set(words(tsquery_of(*ours))) <= set(words(" ".join(bare)))


def test_a_stranger_finds_nothing(app: Flask, ana: Browser, mara: Browser) -> None:
    write(app, ana, "CASE-1", "pump", "seal", "title")
    assert [found(app, mara, text) for text in ("pump", "seal", "title", "CASE-1", "")] == [[]] * 5


def test_a_collaborator_finds_the_page_until_removed(app: Flask, ana: Browser, bob: Browser) -> None:
    page_id = write(app, ana, "CASE-1", "pump")
    with acting(app, bob) as user:
        factories.member(db.session.get_one(Page, page_id), user)
    shared = [found(app, bob, "pump", tab) for tab in (Tab.FOUND, Tab.SHARED, Tab.MINE)]
    with acting(app, bob) as user:
        db.session.execute(sa.delete(Member).where(Member.user_id == user.id))
    assert (shared, found(app, bob, "pump")) == ([["CASE-1"], ["CASE-1"], []], [])


def test_who_may_see_is_asked_of_the_tables_as_well_as_of_the_index(
        app: Flask, ana: Browser, bob: Browser) -> None:
    page_id = write(app, ana, "CASE-1", "pump")
    with acting(app, bob) as user:
        factories.member(db.session.get_one(Page, page_id), user)
    assert found(app, bob, "pump") == ["CASE-1"]
    with acting(app, ana):
        db.session.execute(sa.delete(Member))
        db.session.execute(sa.text("DELETE FROM case_search_stale"))  # as if the trigger had failed
    assert found(app, bob, "pump") == []


def test_neither_supervisors_nor_administrators_nor_auditors_find_texts(
        app: Flask, ana: Browser, ada: Browser, supervisor: Browser, auditor: Browser) -> None:
    write(app, ana, "CASE-1", "pump", title="Cold store")
    for browser in (ada, supervisor, auditor):
        assert [found(app, browser, "pump", tab) for tab in Tab] == [[]] * len(Tab)
    seen = [found(app, browser, text, Tab.ALL) for browser in (ada, supervisor) for text in ("case-1", "cold")]
    assert seen == [["CASE-1"]] * 4
    assert [found(app, browser, "case-1", Tab.ALL) for browser in (auditor, ana)] == [[], []]


def test_whoever_looks_after_a_case_finds_its_number_and_title_but_no_texts(
        app: Flask, ana: Browser, bob: Browser) -> None:
    page_id = write(app, ana, "CASE-1", "pump", title="Cold store")
    with acting(app, bob) as user:
        case_id = db.session.get_one(Page, page_id).case_id
        db.session.add(Assignment(case_id=case_id, user_id=user.id, assigned_by_id=user.id))
    assert [found(app, bob, text) for text in ("cold", "CASE-1", "", "pump")] == [["CASE-1"]] * 3 + [[]]
    with acting(app, bob) as user:
        factories.page(user, db.session.get_one(Case, case_id), "my own")
    assert [row.page_id is not None for row in rows(app, bob, "cold")] == [True], "once, not twice"


def test_filed_line_items_and_closing_summaries_are_found(app: Flask, ana: Browser) -> None:
    page_id = write(app, ana, "CASE-1", "pump")
    with acting(app, ana) as user:
        page = db.session.get_one(Page, page_id)
        db.session.add(LineItem(page_id=page_id, number=1, text="Ordered a gasket", author_id=user.id))
        db.session.add(Closing(case_id=page.case_id, how=How.PERSON, symptom="noise", fault="bearing", fix="greased"))
    assert [rows(app, ana, text)[0].hits for text in ("gasket", "bearing")] == [["gasket"], ["bearing"]]


def test_every_change_reaches_the_index(app: Flask, ana: Browser) -> None:
    page_id = write(app, ana, "CASE-1", "first")
    with acting(app, ana) as user:
        page = db.session.get_one(Page, page_id)
        item = LineItem(page_id=page_id, number=1, text="itemone", author_id=user.id)
        closing = Closing(case_id=page.case_id, how=How.PERSON, symptom="symptomone")
        db.session.add_all([item, closing])
        db.session.flush()
        item_id, closing_id, case_id = item.id, closing.id, page.case_id
    old = ["first", "itemone", "symptomone"]
    assert [found(app, ana, text) for text in old] == [["CASE-1"]] * 3
    with acting(app, ana):
        db.session.get_one(Page, page_id).problem_statement = "second"
        db.session.get_one(LineItem, item_id).text = "itemtwo"
        db.session.get_one(Closing, closing_id).symptom = "symptomtwo"
        db.session.get_one(Case, case_id).title = "titletwo"
        db.session.get_one(Case, case_id).number = "CASE-2"
    assert [found(app, ana, text) for text in (*old, "CASE-1")] == [[]] * 4
    now = ["second", "itemtwo", "symptomtwo", "titletwo", "CASE-2"]
    assert [found(app, ana, text) for text in now] == [["CASE-2"]] * 5
    with acting(app, ana):
        db.session.delete(db.session.get_one(LineItem, item_id))
        db.session.delete(db.session.get_one(Closing, closing_id))
    assert [found(app, ana, text) for text in now[1:3]] == [[], []]


def test_closing_a_case_moves_it_to_its_tab(app: Flask, ana: Browser) -> None:
    page_id = write(app, ana, "CASE-1", "pump")
    before = [found(app, ana, "pump", tab) for tab in (Tab.OPEN, Tab.CLOSED)]
    with acting(app, ana):
        db.session.get_one(Page, page_id).case.is_open = False
    assert before == [["CASE-1"], []]
    assert [found(app, ana, "pump", tab) for tab in (Tab.OPEN, Tab.CLOSED, Tab.MINE)] == [[], ["CASE-1"], ["CASE-1"]]


def test_a_case_that_is_deleted_leaves_nothing_in_the_index(app: Flask, ana: Browser) -> None:
    write(app, ana, "CASE-1", "pump")
    assert found(app, ana, "pump") == ["CASE-1"]
    with acting(app, ana):
        db.session.execute(sa.delete(Case).where(Case.number == "CASE-1"))
    with app.app_context():
        index.refresh(None)  # type: ignore[arg-type]  # it asks its run nothing
        left = [db.session.scalar(sa.select(sa.func.count()).select_from(sa.table(name)))
                for name in ("case_search", "case_search_stale")]
    assert left == [0, 0]
    assert found(app, ana, "pump") == []


def test_the_minutely_job_indexes_what_nobody_looked_at(app: Flask, ana: Browser) -> None:
    for number in range(45):
        write(app, ana, f"A-{number}", "pump")
    with app.app_context():
        done = index.refresh(None)["rows"]  # type: ignore[arg-type]  # it asks its run nothing
        left = db.session.scalar(sa.select(sa.func.count()).select_from(sa.table("case_search_stale")))
    assert (done, left) == (90, 0)


def test_what_is_undone_leaves_no_mark_and_what_is_saved_marks_once(app: Flask, ana: Browser) -> None:
    page_id = write(app, ana, "CASE-1", "pump")
    assert found(app, ana, "pump") == ["CASE-1"]
    marks = sa.select(sa.func.count()).select_from(sa.table("case_search_stale"))
    with app.app_context():
        db.session.get_one(Page, page_id).fsr_notes = "undone"
        db.session.flush()
        db.session.rollback()
        undone = db.session.scalar(marks)
        for text in ("one", "two"):
            db.session.get_one(Page, page_id).fsr_notes = text
            db.session.flush()
        db.session.get_one(Page, page_id).line_item = 2
        commit()
        assert (undone, db.session.scalar(marks)) == (0, 1)


def test_pages_of_results_follow_each_other_without_gaps_or_doubles(app: Flask, ana: Browser) -> None:
    with acting(app, ana) as user:
        for number in range(30):
            on = factories.case(f"70{number:02}" if number % 3 else f"X-{number:02}")
            factories.page(user, on, f"pump 70 {number}")
        factories.page(user, factories.case("70"), "pump")
    seen: list[str] = []
    after: Key | None = None
    with acting(app, ana) as user:
        for _ in range(20):
            part = queries.page(user, Tab.FOUND, Query.of("70"), after, 4)
            seen += [row.case.number for row in part.rows]
            after = part.older
            if after is None:
                break
            assert Key.of(str(after)) == after
    assert (len(seen), len(set(seen)), seen[0]) == (31, 31, "70")
    assert [number[0] for number in seen[1:]] == ["7"] * 20 + ["X"] * 10


def test_a_snippet_shows_the_first_hit_and_marks_all_of_them() -> None:
    text = "Nothing here. " * 30 + "The  Sūknis\nwas hot, sūkņa vārpsta cold. " + "Rest. " * 100
    pieces = snippet(text, Query.of("sukn"))
    assert [piece.text for piece in pieces if piece.is_hit] == ["Sūknis", "sūkņa"]
    assert (pieces[0].text[0], pieces[-1].text[-1]) == ("…", "…")


def test_long_texts_and_long_words_are_indexed_as_far_as_it_goes(app: Flask, ana: Browser) -> None:
    many = " ".join(f"слово{number:06}" for number in range(17_000))
    write(app, ana, "CASE-1", "x" * 5000, f"{many} last")
    assert found(app, ana, "слово000077") == found(app, ana, "x" * 200) == ["CASE-1"]


def test_the_marking_triggers_are_all_there(app: Flask) -> None:
    names = {"sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'case_search_%'",
             "postgresql": "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'case_search_%'"}
    with app.app_context():
        there = set(db.session.scalars(sa.text(names[db.engine.dialect.name])))
    kinds = ("page_new", "page_new_case", "page_text", "page_gone", "item_new", "item_text", "item_gone", "member_new",
             "member_gone", "case_new", "case_text", "closing_new", "closing_text", "closing_gone", "assigned_new",
             "assigned_ended", "assigned_gone")
    assert {f"case_search_{kind}" for kind in kinds} - there == set(), "a migration that remakes a table drops them"


def test_a_user_of_another_name_is_nobody_else(app: Flask, ana: Browser, password_hash: str) -> None:
    """User 1 and user 11 have facets of which one begins the other."""
    write(app, ana, "CASE-1", "pump")
    with acting(app, ana) as user:
        near = db.session.get(User, user.id * 10) or factories.user(password_hash, id=user.id * 10)
        assert queries.page(near, Tab.FOUND, Query.of("pump")).rows == ()
