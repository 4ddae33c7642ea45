"""Writing on a page of Ana's as people do, and what became of it: in the box, in the table, in the status line.

The editor waits 1.5 s after the last key; tests open it with `clock=True` and let that time pass by `pause`.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask

from fsr.auth.models import User
from fsr.db import commit, db
from fsr.notebook.models import Case, Page, PageVersion
from fsr.notebook.service import saving
from fsr.notebook.texts import Draft
from tests import factories
from tests.browsers import Browser

NUMBER, PATH = "CASE-2024-001", "/cases/CASE-2024-001"
PROBLEM, NOTES = "#problem_statement", "#fsr_notes"
TEXT = "Checked the filter.\nReplaced the seal.\nTested: no leak.\n"

SETTLED = """rev => {
  const line = document.querySelector('#save-status');
  return line && line.dataset.state === 'saved' && (!rev || Number(line.dataset.version) === rev);
}"""


def lay(
    app: Flask, who: Browser, number: str = NUMBER, notes: str = TEXT, level: str = "write", **members: Browser,
) -> int:
    """A page on an open case at its first version; `members` are colleagues with that level: `bob=bob`.  Its id."""
    with app.app_context():
        page = factories.page(db.session.get_one(User, who.user_id), factories.case(number), "Pump trips.", notes)
        for member in members.values():
            factories.member(page, db.session.get_one(User, member.user_id), level)
        page_id = page.id
        commit()
    return page_id


def kept(app: Flask, page_id: int) -> str:
    """The notes as they stand in the table."""
    with app.app_context():
        return db.session.get_one(Page, page_id).fsr_notes


def ever_kept(app: Flask, page_id: int) -> list[str]:
    """The notes of every version, and of every text set aside, as they came."""
    with app.app_context():
        rows = db.session.query(PageVersion).filter_by(page_id=page_id).order_by(PageVersion.id)
        return [row.fsr_notes for row in rows]


def elsewhere(app: Flask, who: Browser, page_id: int, notes: str) -> int:
    """What `who` saves from another device meanwhile; the version that it makes."""
    with app.app_context():
        page = db.session.get_one(Page, page_id)
        actor = db.session.get_one(User, who.user_id)
        saved = saving.save(actor, page.case, page, Draft(fsr_notes=notes), base_version=page.version)
        commit()
        return saved.version


def turn(app: Flask, page_id: int, *, is_open: bool) -> None:
    """Close the case of a page, or open it again, behind everybody's back."""
    with app.app_context():
        case = db.session.get_one(Case, db.session.get_one(Page, page_id).case_id)
        case.is_open = is_open
        commit()


def add(page: Any, words: str) -> None:
    """Type at the end of the notes."""
    page.focus(NOTES)
    page.evaluate("document.activeElement.selectionStart = document.activeElement.value.length")
    page.keyboard.type(words)


def come(page: Any) -> Any:
    """Wait until all parts of the page have come that ask for themselves."""
    page.locator("#attachments h2").wait_for()
    page.locator(".case-list a").first.wait_for()
    return page


def pause(page: Any) -> None:
    """Stop typing for as long as the editor waits."""
    page.clock.run_for(1600)


def poll(page: Any) -> None:
    """Let the editor ask now what it asks every 20 s, and take the answer in."""
    with page.expect_response("**/presence*"):
        page.evaluate("htmx.trigger('#presence', 'poll')")


def saved(page: Any, rev: int | None = None) -> None:
    """Wait until the status line says that all is saved, at that version."""
    page.wait_for_function(SETTLED, arg=rev)


def hold(page: Any, address: str = "**/save") -> list[Any]:
    """Keep the next save, or what is asked for at `address`, until the test lets it go on: `[0].continue_()`."""
    waiting: list[Any] = []

    def keep(route: Any) -> None:
        waiting.append(route)

    page.route(address, keep, times=1)
    return waiting


def crash(page: Any, desk: Any, who: Browser) -> Callable[[], Any]:
    """Cut the page's saves off as if its process had ended; the answer opens it again, with what its tab kept.

    Given the address of a script, that one is held back, as by `hold`, and the answer is the page and what is held.
    """
    page.route("**/save", lambda route: route.abort())

    def reopen(late: str = "") -> Any:
        kept_there = page.evaluate("Object.entries(sessionStorage)")
        again = desk.open("/help", who, clock=True)
        again.evaluate("all => all.forEach(([key, value]) => sessionStorage.setItem(key, value))", kept_there)
        held = hold(again, late) if late else []
        again.goto(PATH, wait_until="commit" if late else "load")
        return (again, held) if late else again

    return reopen


def says(page: Any, words: str) -> None:
    """Wait until the status line says so."""
    page.locator("#save-status", has_text=words).wait_for()


def released(page: Any) -> None:
    """Wait until the tab keeps nothing any more: all that is in the boxes is on the server."""
    page.wait_for_function("() => !Object.keys(sessionStorage).some(key => key.startsWith('draft|'))")


def held(page: Any) -> Any:
    """What the tab keeps of unsaved text; None where all is saved."""
    return page.evaluate("sessionStorage.getItem(Object.keys(sessionStorage).find(key => key.startsWith('draft|')))")
