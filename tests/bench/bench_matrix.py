"""The matrix page of 22 rows and 8 offers, against an empty Flask page and against Jinja alone, in the same run.

CPU time of whole requests through the test client, so that neither a server nor the neighbours of this machine count.
"Jinja alone" renders the same templates from the same values, without routing, session, access and database.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from typing import Any

from flask import Flask, render_template
from flask.testing import FlaskClient
from flask_login import login_user
from flask_migrate import upgrade
from sqlalchemy import event

from fsr import create_app
from fsr.auth import service
from fsr.auth.guard import limits
from fsr.auth.models import Role, User
from fsr.auth.sessions import Origin
from fsr.db import commit, db
from fsr.offers.access import get_comparison
from fsr.offers.models import Comparison, Offer, OfferValue
from fsr.offers.views.page import page_of
from tests import factories
from tests.bench.made import offers
from tests.browsers import Browser

ROUNDS, OFFERS = 200, 8


def main() -> None:
    """Print the three medians, their ratios, and what a page costs in queries and bytes."""
    with tempfile.TemporaryDirectory() as home:
        app = create_app({"TESTING": True, "FSR_INSTANCE_DIR": home, "FSR_WORKERS": 0, "FSR_SECRET_KEY": "bench",
                          "FSR_LOG_LEVEL": "WARNING"})
        app.test_client_class = Browser
        with app.app_context():
            upgrade()
        browser, number = laid(app)
        report(app, browser, number)
        with app.app_context():
            db.engine.dispose()


def laid(app: Flask) -> tuple[Browser, int]:
    """A signed-in browser, and a comparison of its person."""
    with app.app_context():
        user = factories.user("nobody signs in by password", Role.ADMIN)
        comparison = Comparison(owner_id=user.id, reg_number="XY1042", words="xy1042")
        db.session.add(comparison)
        db.session.flush()
        for made in offers(OFFERS):
            offer = Offer(comparison_id=comparison.id, position=made.position, place=made.place, state="read",
                          product="casco", insurer_name=made.insurer, insurer_confidence=1.0)
            db.session.add(offer)
            db.session.flush()
            db.session.add_all(
                OfferValue(offer_id=offer.id, code=code, read_value=value.value, read_state=str(value.state),
                           text=value.text, page=value.page, box=list(value.box) if value.box else None,
                           label=value.label, rule=value.rule) for code, value in made.values.items())
        number = comparison.id
        secret = service.start_session(user, Origin("127.0.0.1", "bench"), limits())
        user_id = user.id
        commit()
    browser = app.test_client()
    assert isinstance(browser, Browser)
    browser.remember(secret, user_id)
    return browser, number


def report(app: Flask, browser: Browser, number: int) -> None:
    """Measure in turns and print."""
    empty = bare().test_client()
    page, nothing, jinja = list[float](), list[float](), list[float]()
    url = f"/compare/{number}"
    with app.test_request_context(url):
        login_user(db.session.get_one(User, browser.user_id))
        shown = page_of(get_comparison(number, db.session.get_one(User, browser.user_id)))
        render_template("offers/comparison.html", page=shown, removed=None)
        for _round in range(ROUNDS):
            jinja.append(timed(lambda: render_template("offers/comparison.html", page=shown, removed=None)))
    for _round in range(ROUNDS):
        page.append(timed(lambda: fetched(browser, url)))
        nothing.append(timed(lambda: fetched(empty, "/")))
    size, queries = cost(app, browser, url)
    whole, alone, flask = (statistics.median(times) for times in (page, jinja, nothing))
    print(f"22 x {OFFERS} matrix page: {whole:.2f} ms, {size / 1024:.0f} kB, {queries} queries\n"
          f"empty Flask page {flask:.2f} ms: ratio {whole / flask:.1f}\n"
          f"Jinja alone {alone:.2f} ms: ratio {whole / alone:.1f}")


def bare() -> Flask:
    """Flask and one empty page."""
    app = Flask("bare")
    app.add_url_rule("/", "index", lambda: "")
    return app


def fetched(client: FlaskClient, url: str) -> bytes:
    """The page; it must be there."""
    answer = client.get(url)
    assert answer.status_code == 200, answer.status
    return answer.data


def cost(app: Flask, browser: Browser, url: str) -> tuple[int, int]:
    """Bytes and database queries of one page."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
    size = len(fetched(browser, url))
    return size, sum(statement.startswith("SELECT") for statement in seen)


def timed(work: Callable[[], Any]) -> float:
    """CPU time of `work` in milliseconds."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


if __name__ == "__main__":
    main()
