"""What comparisons tell the home page."""

from typing import Any

import sqlalchemy as sa
from flask import Flask

from fsr.db import commit, db
from fsr.jobs.models import Job
from fsr.offers.models import Offer, OfferValue
from tests.offers.desk import BALTA, ENCRYPTED, compared, upload


def test_newcomers_are_shown_how_to_begin(ana: Any) -> None:
    text = ana.get("/").text
    assert ("First steps" in text, 'href="/compare/new"' in text, "(done)" in text) == (True, True, False)


def test_a_comparison_is_a_place_to_go_on_and_ticks_the_first_step(app: Flask, ana: Any, bob: Any) -> None:
    number = compared(app, ana)
    text = ana.get("/").text
    assert ("Continue" in text, f'href="/compare/{number}"' in text, text.count("(done)")) == (True, True, 1)
    assert f'href="/compare/{number}"' not in bob.get("/").text


def test_guessed_cells_need_the_user_until_they_are_looked_at(app: Flask, ana: Any) -> None:
    number = compared(app, ana)
    with app.app_context():
        values = sa.select(OfferValue).join(Offer).where(Offer.comparison_id == number).limit(2)
        for value in db.session.scalars(values):
            value.read_state = "guessed"
        commit()
    assert "2 cells to check" in ana.get("/").text
    with app.app_context():
        db.session.execute(sa.update(OfferValue).values(mark="confirmed"))
        commit()
    assert "cells to check" not in ana.get("/").text


def test_a_file_that_could_not_be_read_needs_the_user(app: Flask, ana: Any) -> None:
    compared(app, ana, (ENCRYPTED, BALTA), ("", ""))
    assert "1 could not be read" in ana.get("/").text


def test_what_runs_now_is_shown_with_how_far_it_is(app: Flask, ana: Any) -> None:
    upload(ana)
    with app.app_context():
        db.session.execute(sa.update(Job).values(status="running", progress=40, progress_message="Reading page 2 of 5"))
        commit()
    text = ana.get("/").text
    assert ("Running now" in text, "Reading page 2 of 5" in text, 'value="40"' in text) == (True, True, True)


def test_an_administrators_home_lists_own_comparisons_only(app: Flask, ada: Any, ana: Any) -> None:
    compared(app, ana)
    assert "XY1042" not in ada.get("/").text
