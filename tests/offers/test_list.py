"""The list of comparisons and what a matrix costs: found, paged, and the same queries for one and for many."""

from typing import Any

import sqlalchemy as sa
from flask import Flask

from fsr.db import db
from fsr.offers import queries, service
from fsr.offers.models import Comparison
from tests.offers.desk import BALCIA, BALTA, BTA, acting, compared


def test_a_comparison_costs_the_same_queries_for_one_offer_and_for_three(app: Flask, ana: Any) -> None:
    few, many = compared(app, ana), compared(app, ana, [BALTA, BALCIA, BTA], ["", "", ""])

    def statements(number: int) -> int:
        seen: list[str] = []
        with app.app_context():
            sa.event.listen(db.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
            service.matrix_now(db.session.get_one(Comparison, number))
        return len(seen)

    assert statements(few) == statements(many) <= 4


def test_the_list_costs_the_same_queries_for_one_and_for_many(app: Flask, ana: Any) -> None:
    compared(app, ana)

    def statements() -> int:
        seen: list[str] = []
        with acting(app, ana) as user:
            sa.event.listen(db.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
            queries.comparisons(user)
        return len(seen)

    one = statements()
    for _time in range(3):
        compared(app, ana)
    assert statements() == one


def test_the_list_is_found_by_plate_client_title_and_insurer(app: Flask, ana: Any) -> None:
    number = compared(app, ana)
    with acting(app, ana) as user:
        service.edit_comparison(db.session.get_one(Comparison, number), user, client="Jānis Ķirsis", title="Audi")
    for text in ("xy1042", "XY-1042", "xy 1042", "ķirsis", "audi", "BALTA", "audi balta", ""):
        with acting(app, ana) as user:
            assert [one.comparison.id for one in queries.comparisons(user, text).items] == [number], text
    for text in ("ZZ", "audi bta", "%", "_"):
        with acting(app, ana) as user:
            assert queries.comparisons(user, text).count == 0, text


def test_the_list_is_paged_by_key_without_gap_or_repeat(app: Flask, ana: Any) -> None:
    with acting(app, ana) as user:
        numbers = [service.create_comparison(user, title=str(n)).id for n in range(5)]
    seen: list[int] = []
    after: str | None = None
    for _page in range(3):
        with acting(app, ana) as user:
            page = queries.comparisons(user, after=after, size=2)
            seen += [one.comparison.id for one in page.items]
            after = page.after
            assert page.count == 5
    assert (seen, after) == (numbers[::-1], None)
    with acting(app, ana) as user:
        for nonsense in ("x", "2026-01-01_1", "_", "2026-01-01T00:00:00+00:00_x"):
            assert len(queries.comparisons(user, after=nonsense).items) == 5
