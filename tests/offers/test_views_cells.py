"""The editor of one value: saving, confirming, picking, resetting, undoing, and what it says when it cannot."""

import json
from typing import Any

import pytest
from flask import Flask

from fsr.db import db
from fsr.offers.models import OfferValue
from tests.offers import laid
from tests.offers.laid import FRAGMENT, cell, html, there, words


def editor(browser: Any, number: int, offer: int, code: str = "Teritorija") -> Any:
    return html(browser.get(f"/compare/{number}/cells/{code}/{offer}"))


def save(browser: Any, number: int, offer: int, code: str = "Teritorija", headers: Any = None, **data: str) -> Any:
    return browser.post(f"/compare/{number}/cells/{code}/{offer}", data={"action": "save", **data}, headers=headers)


def said(browser: Any, number: int, offer: int, code: str = "Teritorija") -> str:
    return cell(html(browser.get(f"/compare/{number}")), code, offer)


@pytest.fixture
def made(app: Flask, ana: Any) -> tuple[int, list[int]]:
    return laid.four(app, ana)


def test_a_saved_value_keeps_what_was_read_and_who_changed_it_and_why(ana: Any, made: Any) -> None:
    number, (offer, *_rest) = made
    answer = save(ana, number, offer, choice="text", value="Baltija", why="The annex says so.", version="1")
    assert (answer.status_code, answer.location) == (303, f"/compare/{number}#Teritorija-{offer}")
    assert said(ana, number, offer) == "Baltija, differs from most edited read: Eiropa"
    history = words(there(editor(ana, number, offer), "editor"))
    assert "Eiropa → Baltija edited · Ana" in history
    assert "The annex says so." in history


@pytest.mark.parametrize(("data", "shown"), [
    ({"choice": "covered"}, "included"), ({"choice": "excluded"}, "not included"), ({"choice": "missing"}, "not found"),
    ({"choice": "text", "value": "līdz 500 EUR"}, "līdz 500 EUR"), ({"choice": "text", "value": " "}, "not found"),
    ({"choice": "covered", "value": "līdz 500 EUR"}, "līdz 500 EUR"),
    ({"choice": "covered", "value": "Eiropa", "shown": "Eiropa"}, "included"),
])
def test_a_choice_or_words_become_the_value(ana: Any, made: Any, data: dict[str, str], shown: str) -> None:
    number, (offer, *_rest) = made
    save(ana, number, offer, **data)
    assert said(ana, number, offer).startswith(shown)


@pytest.mark.parametrize(("typed", "shown"), [
    ("1 234,50", "€1,234.50"), ("1.234,50 EUR", "€1,234.50"), ("", "not found"), ("€ 900", "€900.00")])
def test_money_is_typed_as_people_write_it(ana: Any, made: Any, typed: str, shown: str) -> None:
    number, (offer, *_rest) = made
    save(ana, number, offer, "premium_total", value=typed)
    assert said(ana, number, offer, "premium_total").startswith(shown)


def test_what_is_no_amount_comes_back_in_its_form(ana: Any, made: Any) -> None:
    number, (offer, *_rest) = made
    for headers in (None, FRAGMENT):
        answer = save(ana, number, offer, "premium_total", headers, value="cheap", why="because")
        page = html(answer)
        field = there(page, "value")
        assert (answer.status_code, field.get("value"), field.get("aria-invalid")) == (422, "cheap", "true")
        assert "Type an amount" in words(there(page, field.get("aria-describedby").split()[-1]))
        assert there(page, "why").get("value") == "because"
    assert said(ana, number, offer, "premium_total").startswith("€1,480.00")


def test_a_change_from_an_old_version_is_refused_and_shows_both(app: Flask, ana: Any, made: Any) -> None:
    number, (offer, *_rest) = made
    save(ana, number, offer, value="Baltija", choice="text", version="1")
    late = save(ana, number, offer, value="Latvija", choice="text", version="1")
    page = html(late)
    assert late.status_code == 409
    assert "Now it says: Baltija" in words(page)
    assert "You wrote: Latvija" in words(page)
    version = next(one for one in page.iter("input") if one.get("name") == "version").get("value")
    assert (version, there(page, "value").get("value")) == ("2", "Latvija")
    assert save(ana, number, offer, value="Latvija", choice="text", version=version).status_code == 303
    assert said(ana, number, offer).startswith("Latvija")


def test_a_form_that_was_refused_still_names_the_version_its_reader_saw(ana: Any, made: Any) -> None:
    number, (offer, *_rest) = made
    save(ana, number, offer, "premium_total", value="1111", version="1")
    refused = html(save(ana, number, offer, "premium_total", value="cheap", version="1"))
    version = next(one for one in refused.iter("input") if one.get("name") == "version").get("value")
    assert save(ana, number, offer, "premium_total", value="2222", version=version).status_code == 409
    assert said(ana, number, offer, "premium_total").startswith("€1,111.00")


def test_confirming_resetting_and_undoing(app: Flask, ana: Any, made: Any) -> None:
    number, offers = made
    offer = offers[3]
    assert "guessed, please check" in said(ana, number, offer, "premium_total")
    save(ana, number, offer, "premium_total", action="confirm")
    assert said(ana, number, offer, "premium_total") == "€1,236.40 Best ✓ checked"
    save(ana, number, offer, "premium_total", action="undo")
    assert "guessed" in said(ana, number, offer, "premium_total")
    save(ana, number, offer, "premium_total", value="1500")
    save(ana, number, offer, "premium_total", action="reset")
    assert said(ana, number, offer, "premium_total").startswith("€1,236.40")
    with app.app_context():
        kept = db.session.query(OfferValue).filter_by(offer_id=offer, code="premium_total").one()
        assert (kept.read_value, kept.mark) == ("1236.40", None)


def test_another_value_that_was_read_is_picked_with_one_button(ana: Any, made: Any) -> None:
    number, offers = made
    page = editor(ana, number, offers[3], "premium_total")
    pick = next(one for one in page.iter("button") if (one.get("value") or "").startswith("pick:"))
    assert words(pick) == "€1,300.00"
    save(ana, number, offers[3], "premium_total", action=pick.get("value"))
    assert said(ana, number, offers[3], "premium_total").startswith("€1,300.00")
    assert save(ana, number, offers[3], "premium_total", action="pick:9").status_code == 409


def test_the_first_button_of_the_form_saves(ana: Any, made: Any) -> None:
    number, offers = made
    form = there(editor(ana, number, offers[3], "premium_total"), "cell-form")
    assert next(form.iter("button")).get("value") == "save", "Enter in the field presses the first button"


def test_a_person_may_say_who_is_best_against_the_rule(ana: Any, made: Any) -> None:
    number, (offer, other, *_rest) = made
    save(ana, number, offer, action="best")
    assert "Best" in said(ana, number, offer)
    assert "Best" not in said(ana, number, other)
    page = html(ana.get(f"/compare/{number}"))
    assert "A person chose what is marked here" in words(there(page, "rule-person"))
    save(ana, number, offer, action="by-rule")
    assert "Best" not in said(ana, number, offer)


def test_saving_swaps_the_row_and_the_counts_and_names_the_cell_for_the_focus(ana: Any, made: Any) -> None:
    number, offers = made
    view = {**FRAGMENT, "HX-Current-URL": f"http://localhost/compare/{number}?show="}
    answer = save(ana, number, offers[0], headers=view, choice="text", value="Baltija")
    pieces = html(answer)
    assert (there(pieces, "row-Teritorija").get("hx-swap-oob"), answer.text.count("hx-swap-oob")) == ("true", 3)
    assert laid.by_id(pieces, "row-Bojājumi") is None
    assert "is-diff" not in laid.css(pieces, "Teritorija", offers[0]), "the view of the page is kept"
    assert json.loads(answer.headers["HX-Trigger-After-Settle"]) == {"cell-saved": {"key": f"Teritorija-{offers[0]}"}}
    assert "Saved: Territory, BALTA, Baltija" in json.loads(answer.headers["HX-Trigger"])["announce"]["message"]


def test_the_premium_changes_the_head_too(ana: Any, made: Any) -> None:
    number, offers = made
    answer = save(ana, number, offers[0], "premium_total", FRAGMENT, value="999")
    assert "€999.00" in words(there(html(answer), f"column-{offers[0]}"))


def test_a_value_without_a_place_says_so(app: Flask, ana: Any) -> None:
    number = laid.comparison(app, ana)
    offer = laid.offer(app, number, by_hand=True, values={})
    said_of_it = words(there(editor(ana, number, offer), "editor"))
    assert "Typed by hand: there is no place in the document." in said_of_it
    assert "Confirm" not in said_of_it


def test_ticks_alone_are_offered_where_only_a_tick_makes_sense(ana: Any, made: Any) -> None:
    number, (offer, *_rest) = made
    page = editor(ana, number, offer, "Bojājumi")
    assert [one.get("value") for one in page.iter("input") if one.get("type") == "radio"] == [
        "covered", "excluded", "missing"]
    assert laid.by_id(page, "value") is None
    figures = editor(ana, number, offer, "premium_total")
    assert [one for one in figures.iter("input") if one.get("type") == "radio"] == []
    assert there(figures, "value").get("inputmode") == "decimal"


@pytest.mark.parametrize("code", ["nonsense", "premium_total%2F..", "Bojajumi"])
def test_an_unknown_row_is_not_found(ana: Any, made: Any, code: str) -> None:
    number, (offer, *_rest) = made
    assert ana.get(f"/compare/{number}/cells/{code}/{offer}").status_code == 404
    assert ana.post(f"/compare/{number}/cells/{code}/{offer}", data={"value": "1"}).status_code == 404


def test_a_value_of_an_offer_still_being_read_is_not_there(app: Flask, ana: Any) -> None:
    number = laid.comparison(app, ana)
    offer = laid.offer(app, number, state="reading")
    assert ana.get(f"/compare/{number}/cells/Teritorija/{offer}").status_code == 404
    assert save(ana, number, offer, value="x").status_code in (404, 409)


def test_an_administrator_corrects_and_the_history_names_them(ada: Any, ana: Any, made: Any) -> None:
    number, (offer, *_rest) = made
    assert save(ada, number, offer, choice="text", value="Baltija").status_code == 303
    assert "edited · Ada" in words(editor(ana, number, offer))
