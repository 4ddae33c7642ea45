"""What stands round every page: places by role, counts, theme, and assets that browsers may keep."""

import json
import re
from typing import Any

import pytest
from flask import Flask

from fsr.auth.models import User
from fsr.db import commit, db
from fsr.web import shell


def nav_of(text: str) -> list[str]:
    """The addresses in the main navigation."""
    nav = re.search(r'<nav class="nav".*?</nav>', text, flags=re.S)
    assert nav
    return re.findall(r'href="([^"]+)"', nav[0])


def test_an_agent_sees_no_way_to_places_of_other_roles(ada: Any, ana: Any) -> None:
    hidden = {"/admin", "/audit"}
    assert (hidden & set(nav_of(ana.get("/").text)), hidden <= set(nav_of(ada.get("/").text))) == (set(), True)


def test_the_place_one_is_at_is_marked_once_in_each_navigation(ana: Any) -> None:
    text = ana.get("/help").text
    assert re.findall(r'<a href="([^"]+)" aria-current="page"', text) == ["/help"]


def test_no_place_is_offered_where_nothing_answers(app: Flask, ana: Any) -> None:
    rules = {rule.rule.rstrip("/") or "/" for rule in app.url_map.iter_rules()}
    assert set(nav_of(ana.get("/").text)) <= rules


def test_a_count_stands_beside_its_place_unless_it_is_nothing(app: Flask, ana: Any) -> None:
    shell.count(app, "/", lambda user: user.id)
    shown = ana.get("/help").text
    shell.count(app, "/", lambda user: 0)
    assert f'Home <span class="count" data-count>{ana.user_id}</span>' in shown
    assert 'Home <span class="count" data-count hidden>' in ana.get("/help").text


def test_a_fragment_carries_the_counts_because_the_navigation_round_it_is_older(app: Flask, ana: Any) -> None:
    shell.count(app, "/", lambda user: 7)
    answer = ana.get("/", headers={"HX-Request": "true"})
    assert json.loads(answer.headers["HX-Trigger"])["counts"]["/"] == 7
    assert "HX-Trigger" not in ana.get("/").headers


def test_an_asset_asked_for_by_its_digest_may_be_kept_and_others_may_not(client: Any, app: Flask) -> None:
    with app.test_request_context():
        addresses = (shell.asset("css/fsr.css"), "/static/css/fsr.css")
    kept = []
    for address in addresses:
        with client.get(address) as answer:
            kept.append("immutable" in answer.headers["Cache-Control"])
    assert kept == [True, False]


def test_nobody_sees_no_navigation(client: Any, ana: Any) -> None:
    assert "<nav" not in client.get("/sign-in").text


@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
def test_the_chosen_theme_is_on_the_page_from_the_first_byte(app: Flask, ana: Any, theme: str) -> None:
    with app.app_context():
        db.session.get_one(User, ana.user_id).theme = theme
        commit()
    assert f'data-theme="{theme}"' in ana.get("/").text


def test_a_page_says_its_language_and_direction(app: Flask, ana: Any) -> None:
    with app.app_context():
        db.session.get_one(User, ana.user_id).language = "he"
        commit()
    assert '<html lang="he" dir="rtl"' in ana.get("/").text


def test_the_address_of_an_asset_changes_with_its_content(app: Flask, ana: Any, tmp_path: Any) -> None:
    (tmp_path / "a.css").write_text("a{}")
    app.static_folder = str(tmp_path)
    with app.test_request_context():
        before = shell.asset("a.css")
        (tmp_path / "a.css").write_text("b{}")
        assert (before.startswith("/static/a.css?v="), before == shell.asset("a.css")) == (True, False)


def test_htmx_is_told_to_swap_refusals_and_to_keep_no_history(ana: Any) -> None:
    text = ana.get("/").text
    told = ('"code":"409|422","swap":true', '"historyCacheSize":0', '"allowEval":false')
    assert [part for part in told if part not in text] == []


def test_an_unknown_address_is_answered_in_words_with_a_way_on(ana: Any) -> None:
    answer = ana.get("/no-such-page")
    assert (answer.status_code, "<h1>Not found</h1>" in answer.text, 'href="/"' in answer.text) == (404, True, True)
