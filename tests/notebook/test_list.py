"""The list of cases and the way to a case by its number: pages, fragments, and no more questions for many rows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from fsr import clock
from fsr.auth.models import User
from fsr.db import db, reading
from fsr.notebook import queries
from fsr.notebook.models import Assignment, Case, Page
from fsr.notebook.search import Tab
from fsr.notebook.words import Query
from tests import factories
from tests.browsers import Browser
from tests.notebook.conftest import acting

HTMX = {"HX-Request": "true"}


def write(app: Flask, browser: Browser, number: str, problem: str = "Pump trips", **values: object) -> int:
    """A page of the browser's person on a new case; its id."""
    with acting(app, browser) as user:
        return factories.page(user, factories.case(number, **values), problem).id


def numbers(page: str) -> list[str]:
    """The numbers in the list of a page, in order."""
    parts = page.split('<bdi class="case-number">')[1:]
    return [part.split("<")[0] for part in parts]


def listed(browser: Browser, **query: str) -> list[str]:
    answer = browser.get("/cases", query_string=query)
    assert answer.status_code == 200
    return numbers(answer.text)


def test_each_tab_shows_its_cases(app: Flask, ana: Browser, bob: Browser) -> None:
    write(app, ana, "MINE-1")
    write(app, ana, "MINE-2", is_open=False, closed_at=clock.now())
    write(app, bob, "BOBS-1")
    theirs = write(app, bob, "BOBS-2")
    with acting(app, ana) as user:
        factories.member(db.session.get_one(Page, theirs), user)
        case = factories.case("AFTER-1")
        db.session.add(Assignment(case_id=case.id, user_id=user.id, assigned_by_id=user.id))
    tabs = {tab: set(listed(ana, tab=tab)) for tab in ("open", "mine", "shared", "closed", "all")}
    assert tabs == {"open": {"MINE-1", "AFTER-1"}, "mine": {"MINE-1", "MINE-2"}, "shared": {"BOBS-2"},
                    "closed": {"MINE-2"}, "all": {"MINE-1", "AFTER-1"}}, "no tab of hers: the first one"


def test_the_registry_is_for_those_who_lead_and_shows_no_text(
        app: Flask, ana: Browser, ada: Browser, supervisor: Browser, auditor: Browser) -> None:
    write(app, ana, "CASE-1", "A secret pump", title="Cold store")
    for browser in (ada, supervisor):
        page = browser.get("/cases?tab=all").text
        assert (numbers(page), "Cold store" in page, "secret" in page) == (["CASE-1"], True, False)
    assert listed(auditor, tab="all") == []


def test_a_row_says_what_one_looks_for(app: Flask, ana: Browser, bob: Browser) -> None:
    page_id = write(app, ana, "CASE-1", "\n\nPump <b>trips</b> daily\nsecond line", title="Cold & store")
    with acting(app, bob) as user:
        page = db.session.get_one(Page, page_id)
        factories.member(page, user)
        db.session.add(Assignment(case_id=page.case_id, user_id=user.id, assigned_by_id=user.id))
    page = bob.get("/cases?tab=shared").text
    for told in ("Cold &amp; store", "Pump &lt;b&gt;trips&lt;/b&gt; daily", "Page of Ana", "Looked after by Bob",
                 f'href="/cases/CASE-1?by={ana.user_id}"'):
        assert told in page
    assert "second line" not in page


def test_the_list_counts_and_marks_what_it_found(app: Flask, ana: Browser) -> None:
    write(app, ana, "CASE-1", "The <i>pump</i> trips")
    write(app, ana, "CASE-2", "Nothing")
    answer = ana.get("/cases?q=pump", headers={**HTMX, "HX-Target": "case-rows"})
    assert "&lt;i&gt;<mark>pump</mark>&lt;/i&gt;" in answer.text
    assert "1 case found" in answer.headers["HX-Trigger"]


def test_the_list_answers_in_three_sizes(app: Flask, ana: Browser) -> None:
    write(app, ana, "CASE-1")
    whole = ana.get("/cases").text
    column = ana.get("/cases", headers={**HTMX, "HX-Current-URL": "http://localhost/cases/CASE-1"}).text
    rows = ana.get("/cases", headers={**HTMX, "HX-Target": "case-rows"}).text
    seen = [["<html" in text, 'id="case-search"' in text, "CASE-1" in text] for text in (whole, column, rows)]
    assert seen == [[True, True, True], [False, True, True], [False, False, True]]
    assert ("hx-push-url" in whole, "hx-push-url" in column) == (True, False)
    assert 'aria-current="page"><' not in whole.replace("\n", "")
    assert "case-row" in column
    assert column.count('aria-current="page"') == 2, "the tab, and the case beside which it stands"


def test_a_narrowed_search_stays_narrow_while_one_types(app: Flask, ana: Browser) -> None:
    write(app, ana, "CASE-1")
    write(app, ana, "CASE-2", is_open=False)
    page = ana.get("/cases?q=pump&tab=closed").text
    assert numbers(page) == ["CASE-2"]
    assert '<input type="hidden" name="tab" value="closed" form="case-search">' in page
    assert sorted(listed(ana, q="pump")) == ["CASE-1", "CASE-2"]


@pytest.mark.parametrize(("query", "words"), [
    ({}, "No open cases"), ({"tab": "mine"}, "You have no notes yet"), ({"tab": "shared"}, "Nobody shares"),
    ({"tab": "closed"}, "No closed cases"), ({"q": "nope"}, "Nothing found"), ({"q": "***"}, "Nothing found"),
    ({"after": "w1"}, "There is nothing older")])
def test_an_empty_list_says_why(ana: Browser, query: dict[str, str], words: str) -> None:
    assert words in ana.get("/cases", query_string=query).text


@pytest.mark.parametrize("after", ["x", "w", "w-1", "wx", "n" + "9" * 30, "w1.5", "²1"])
def test_a_key_that_is_none_begins_at_the_top(app: Flask, ana: Browser, after: str) -> None:
    write(app, ana, "CASE-1")
    assert listed(ana, after=after) == ["CASE-1"]


def test_the_list_is_paged_by_key(app: Flask, ana: Browser) -> None:
    with acting(app, ana) as user:
        for number in range(queries.PAGE + 3):
            factories.page(user, factories.case(f"A-{number:03}"), "pump")
    first = ana.get("/cases").text
    older = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    seen = numbers(first) + numbers(ana.get(older).text)
    assert seen == [f"A-{number:03}" for number in reversed(range(queries.PAGE + 3))]


@contextmanager
def counting() -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    sent: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_more: object) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


def test_a_thousand_rows_take_as_many_questions_as_one(app: Flask, ana: Browser) -> None:
    def asked(tab: Tab, text: str) -> int:
        with app.app_context(), reading():
            user = db.session.get_one(User, ana.user_id)
            queries.page(user, tab, Query.of(text), size=1000)
            with counting() as sent:
                queries.page(user, tab, Query.of(text), size=1000)
        return len(sent)

    write(app, ana, "A-0", "pump")
    few = [asked(tab, text) for tab in (Tab.OPEN, Tab.MINE) for text in ("", "pump", "A-0")]
    with acting(app, ana) as user:
        for number in range(1, 1001):
            factories.page(user, factories.case(f"A-{number}"), "pump")
    while asked(Tab.OPEN, "") > max(few):
        pass  # what was just written is indexed a hundred at a time
    many = [asked(tab, text) for tab in (Tab.OPEN, Tab.MINE) for text in ("", "pump", "A-0")]
    assert max(many) <= max(few) <= 20


def test_a_known_number_opens_with_a_page_of_ones_own(app: Flask, ana: Browser, case_id: str) -> None:
    told = ana.get("/cases/add?number=CASE-2024-001", headers=HTMX).text
    answer = ana.post("/cases/add", data={"number": "  CASE-2024-001 "})
    assert ("known and open" in told, answer.status_code, answer.location) == (True, 303, "/cases/CASE-2024-001")
    assert listed(ana) == ["CASE-2024-001"]
    assert "You have notes on this case" in ana.get("/cases/add?number=CASE-2024-001", headers=HTMX).text


def test_a_closed_number_opens_to_be_read(
        ana: Browser, app: Flask, case_id: str, close: Callable[..., None]) -> None:
    close(case_id)
    assert "for reading only" in ana.get("/cases/add?number=CASE-2024-001", headers=HTMX).text
    assert ana.post("/cases/add", data={"number": "CASE-2024-001"}).location == "/cases/CASE-2024-001"
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Page)) == 0


def test_an_unknown_number_is_created_only_when_one_says_so(app: Flask, ana: Browser) -> None:
    asked = ana.post("/cases/add", data={"number": "00012345"})
    assert (asked.status_code, "There is no case 00012345 yet" in asked.text, "Create case" in asked.text) == (
        422, True, True)
    made = ana.post("/cases/add", data={"number": "00012345", "title": "Cold store", "create": "1"})
    assert (made.status_code, made.location) == (303, "/cases/00012345")
    with app.app_context():
        case = db.session.scalars(sa.select(Case)).one()
        assert (case.number, case.title) == ("00012345", "Cold store")
    assert listed(ana) == ["00012345"]


def test_where_registration_is_closed_an_unknown_number_is_refused_in_words(
        app: Flask, ana: Browser, supervisor: Browser) -> None:
    app.config["FSR_CASES_OPEN_REGISTRATION"] = False
    answer = ana.post("/cases/add", data={"number": "X-1", "create": "1"})
    assert (answer.status_code, "Ask a supervisor" in answer.text) == (422, True)
    assert "Create case" in supervisor.get("/cases/add?number=X-1").text


@pytest.mark.parametrize(("number", "words"), [
    ("   ", "Type a case number"), ("x" * 101, "at most 100"), ("a\u202eb", "cannot be seen")])
def test_what_cannot_be_a_number_is_said_beside_it(ana: Browser, number: str, words: str) -> None:
    assert words in ana.get("/cases/add", query_string={"number": number}, headers=HTMX).text
    answer = ana.post("/cases/add", data={"number": number})
    assert (answer.status_code, words in answer.text, "aria-invalid" in answer.text) == (422, True, True)


def test_a_title_that_is_too_long_comes_back_to_be_shortened(ana: Browser) -> None:
    answer = ana.post("/cases/add", data={"number": "X-1", "title": "t" * 201, "create": "1"})
    assert (answer.status_code, "at most 200" in answer.text, "t" * 201 in answer.text) == (422, True, True)


def test_numbers_that_begin_so_are_offered_to_everybody_without_titles(
        app: Flask, ana: Browser, mara: Browser) -> None:
    for number in ("0001", "00012345", "0002"):
        write(app, ana, number, title="Secret title")
    write(app, ana, "A/1 x")
    assert listed(ana)
    page = mara.get("/cases/add?number=0001", headers=HTMX).text
    assert ("00012345" in page, "0002" in page, "Secret" in page) == (True, False, False)
    slashed = mara.get("/cases/add?number=A/1", headers=HTMX).text
    assert ("A/1 x" in slashed, 'href="/cases/A/1' in slashed) == (True, False), "such numbers are linked by id"


def test_auditors_look_and_add_nothing(people: dict[str, Browser], auditor: Browser) -> None:
    assert "Case number" not in auditor.get("/cases").text
    assert [auditor.get("/cases/add").status_code,
            auditor.post("/cases/add", data={"number": "X-1", "create": "1"}).status_code] == [403, 403]
