"""Columns, the list, uploads and learned labels as pages."""

import io
import json
from typing import Any

import pytest
from flask import Flask

from fsr.auth.models import Role, User
from fsr.db import commit, db
from fsr.jobs.worker import run_due
from fsr.offers.models import LearnedLabel, Offer
from tests.offers import laid
from tests.offers.desk import BALTA, GJENSIDIGE, part
from tests.offers.laid import FRAGMENT, html, there, words

HOSTILE = b"this is no PDF"


def names(page: Any) -> list[str]:
    return [words(one.find("bdi")) for one in page.iter("span") if one.get("class") == "offer-name"]


def act(browser: Any, number: int, offer: int, verb: str) -> Any:
    return browser.post(f"/compare/{number}/offers/{offer}/{verb}")


def test_columns_are_moved_hidden_shown_and_chosen(app: Flask, ana: Any) -> None:
    number, offers = laid.four(app, ana)
    url = f"/compare/{number}"
    assert act(ana, number, offers[1], "earlier").location == url
    assert names(html(ana.get(url))) == ["BTA", "BALTA", "ERGO", "IF"]
    act(ana, number, offers[1], "later")
    act(ana, number, offers[0], "hide")
    page = html(ana.get(url))
    assert names(page) == ["BTA", "ERGO", "IF"]
    assert [one.get("action") for one in page.iter("form") if (one.get("action") or "").endswith("/show")] == [
        f"{url}/offers/{offers[0]}/show"]
    act(ana, number, offers[0], "show")
    act(ana, number, offers[2], "choose")
    act(ana, number, offers[3], "choose")
    page = html(ana.get(url))
    (chosen,) = [words(one) for one in page.iter("th") if one.get("class") == "is-chosen"]
    assert chosen.startswith("IF Chosen")
    act(ana, number, offers[3], "unchoose")
    assert "Chosen" not in words(there(html(ana.get(url)), "matrix-head"))


def test_a_removed_offer_is_taken_back_with_and_without_javascript(app: Flask, ana: Any) -> None:
    number, offers = laid.four(app, ana)
    gone = act(ana, number, offers[0], "remove")
    assert gone.location == f"/compare/{number}?removed={offers[0]}"
    page = html(ana.get(gone.location))
    assert names(page) == ["BTA", "ERGO", "IF"]
    undo = next(one for one in page.iter("form") if (one.get("action") or "").endswith("/restore"))
    assert ana.post(undo.get("action")).status_code == 303
    assert len(names(html(ana.get(f"/compare/{number}")))) == 4
    swapped = ana.post(f"/compare/{number}/offers/{offers[0]}/remove?show=", headers=FRAGMENT)
    toast = json.loads(swapped.headers["HX-Trigger"])["toast"]
    assert toast["undo"] == f"/compare/{number}/offers/{offers[0]}/restore?show="
    assert names(html(swapped)) == ["BTA", "ERGO", "IF"]
    assert ana.post(toast["undo"], headers=FRAGMENT).headers["HX-Redirect"] == f"/compare/{number}?show="


def test_an_unknown_verb_is_not_found(app: Flask, ana: Any) -> None:
    number, offers = laid.four(app, ana)
    assert act(ana, number, offers[0], "explode").status_code == 404


def test_name_insurer_and_comment_of_a_column_are_saved(app: Flask, ana: Any) -> None:
    number, offers = laid.four(app, ana)
    url = f"/compare/{number}/offers/{offers[0]}"
    saved = ana.post(url, data={"title": "The cheap one", "insurer": "balta", "comment": "Fast claims."})
    assert saved.location == f"/compare/{number}"
    head = there(html(ana.get(f"/compare/{number}")), f"column-{offers[0]}")
    assert words(head).startswith("The cheap one €1,480.00")
    assert "Fast claims." in words(head)
    form = html(ana.get(url))
    assert (there(form, "insurer").get("value"), there(form, "title").get("value")) == ("BALTA", "The cheap one")
    refused = ana.post(url, data={"title": "x" * 300, "comment": "kept"})
    assert (refused.status_code, words(there(html(refused), "comment"))) == (422, "kept")
    assert there(html(refused), "title").get("aria-invalid") == "true"


def test_an_auditor_looks_and_is_offered_nothing_to_change(app: Flask, ana: Any, bob: Any) -> None:
    with app.app_context():
        db.session.get_one(User, bob.user_id).role = Role.AUDITOR
        commit()
    number, offers = laid.four(app, ana)
    page = html(bob.get(f"/compare/{number}"))
    posts = [one.get("action") for one in there(page, "main").iter("form") if one.get("method") == "post"]
    assert posts == []
    assert laid.by_id(page, "add-offers") is None
    assert laid.by_id(html(bob.get(f"/compare/{number}/cells/Teritorija/{offers[0]}")), "cell-form") is None
    assert act(bob, number, offers[0], "hide").status_code == 403
    assert bob.get("/compare/new").status_code == 403
    assert "New comparison" not in words(there(html(bob.get("/compare")), "main"))
    assert "(of Ana)" in words(html(bob.get("/compare")))


def post_new(browser: Any, *files: tuple[io.BytesIO, str], headers: Any = None, **data: Any) -> Any:
    return browser.post("/compare/new", data={"files": list(files), "language": "en", **data}, headers=headers)


def test_several_files_become_one_comparison_at_once(app: Flask, ana: Any) -> None:
    made = post_new(ana, part(BALTA), part(GJENSIDIGE), insurers=["", "ERGO"], client="SIA Piemērs")
    assert made.status_code == 303
    before = html(ana.get(made.location))
    assert "2 being read" in words(there(before, "summary"))
    run_due(app)
    page = html(ana.get(made.location))
    assert names(page) == ["BALTA", "ERGO"], "what a person says wins over what the document says"
    assert words(next(page.iter("h1"))) == "CASCO · XY1042"
    assert "SIA Piemērs · 2 offers" in words(there(page, "summary"))


def test_a_bad_file_is_told_of_and_the_others_go_on(app: Flask, ana: Any) -> None:
    made = post_new(ana, part(BALTA), (io.BytesIO(HOSTILE), "offer.pdf"), part(BALTA))
    page = html(ana.get(made.location))
    banners = [one for one in page.iter("div") if (one.get("class") or "").startswith("banner")]
    assert any("offer.pdf" in words(one) and "not a PDF" in words(one) for one in banners)
    duplicate = next(one for one in banners if "already" in words(one))
    link = next(duplicate.iter("a")).get("href")
    assert there(page, link.removeprefix("#")) is not None
    assert len(names(page)) == 1


def test_when_no_file_can_be_taken_the_form_comes_back_with_what_was_typed(ana: Any) -> None:
    refused = post_new(ana, (io.BytesIO(HOSTILE), "<b>.pdf"), client="SIA Piemērs", reg_number="XY-1042")
    page = html(refused)
    assert refused.status_code == 422
    assert "<b>.pdf" in words(page)
    assert (there(page, "client").get("value"), there(page, "reg_number").get("value")) == ("SIA Piemērs", "XY-1042")
    empty = post_new(ana, headers=FRAGMENT)
    assert (empty.status_code, "Choose at least one file." in words(html(empty))) == (422, True)
    assert "No comparisons yet" in words(html(ana.get("/compare"))), "nothing half-written"


def test_offers_are_added_later_and_replaced_by_newer_ones(app: Flask, ana: Any) -> None:
    number, offers = laid.four(app, ana)
    url = f"/compare/{number}"
    added = ana.post(f"{url}/offers/new", data={"files": [part(GJENSIDIGE)]})
    assert added.location == url
    assert ana.post(f"{url}/offers/new", data={}).status_code == 422
    replaced = ana.post(f"{url}/offers/{offers[0]}/newer", data={"files": [part(BALTA)]})
    assert replaced.location == url
    run_due(app)
    page = html(ana.get(url))
    assert names(page)[0] == "BALTA", "in the place of the older one"
    with app.app_context():
        new = db.session.query(Offer).filter_by(replaces_id=offers[0]).one().id
    assert "before: Eiropa" in laid.cell(page, "Teritorija", new)
    refused = ana.post(f"{url}/offers/{offers[1]}/newer", data={"files": [(io.BytesIO(HOSTILE), "x.pdf")]})
    assert (refused.status_code, "not a PDF" in words(html(refused))) == (422, True)


def test_an_offer_without_a_file_is_a_column_to_be_typed(app: Flask, ana: Any, mara: Any) -> None:
    number, _offers = laid.four(app, ana)
    form = html(ana.get(f"/compare/{number}/offers/new"))
    assert f"/compare/{number}/offers/by-hand" in [one.get("action") for one in form.iter("form")]
    assert mara.post(f"/compare/{number}/offers/by-hand", data={"insurer": "Seesam"}).status_code == 404
    assert ana.post(f"/compare/{number}/offers/by-hand", data={"insurer": "seesam"}).status_code == 303
    page = html(ana.get(f"/compare/{number}"))
    assert names(page)[-1] == "Seesam"
    assert laid.cell(page, "Teritorija", 5) == "not found"


def test_the_list_shows_ones_own_comparisons_and_finds_them(app: Flask, ana: Any, bob: Any) -> None:
    first, _offers = laid.four(app, ana)
    laid.comparison(app, ana, reg_number="WX2087", client="Jānis", words="wx2087 jānis")
    laid.comparison(app, bob, reg_number="QX315", words="qx315")
    page = html(ana.get("/compare"))
    rows = [words(one) for one in page.iter("tr") if one.find("td") is not None]
    assert len(rows) == 2
    assert any("XY1042" in row and "BALTA, BTA, ERGO, IF" in row and "1 cell to check" in row for row in rows)
    found = ana.get("/compare?q=JĀNIS", headers=FRAGMENT)
    assert ("WX2087" in found.text, "XY1042" in found.text, "<html" in found.text) == (True, False, False)
    assert json.loads(found.headers["HX-Trigger"])["announce"] == {"message": "1 comparison"}
    nothing = html(ana.get("/compare?q=QX315"))
    assert "No comparison matches “QX315”" in words(nothing)
    assert there(nothing, "q").get("value") == "QX315"
    assert first > 0


@pytest.mark.parametrize("path", ["/compare", "/compare?q=xy"])
def test_the_list_needs_as_many_queries_for_three_as_for_one(app: Flask, ana: Any, path: str) -> None:
    counts = []
    for _ in range(2):
        laid.four(app, ana)
        ana.get(path)
        with laid.statements(app) as seen:
            ana.get(path)
        counts.append(len(seen))
        laid.four(app, ana)
    assert counts[0] == counts[1]


def test_the_list_is_paged_by_key(app: Flask, ana: Any) -> None:
    made = [laid.comparison(app, ana, reg_number=f"XY{number}") for number in range(53)]
    first = html(ana.get("/compare"))
    older = next(one for one in first.iter("a") if one.get("rel") == "next").get("href")
    laid.comparison(app, ana, reg_number="NEWEST")
    second = html(ana.get(older))
    links = {one.get("href") for page in (first, second) for one in page.iter("a")}
    assert {f"/compare/{number}" for number in made} <= links
    assert [one for one in second.iter("a") if one.get("rel") == "next"] == []


@pytest.fixture
def learned(app: Flask, ana: Any) -> int:
    with app.app_context():
        label = LearnedLabel(insurer="BALTA", fingerprint="f", code="Teritorija", label="Kur der polise",
                             created_by_id=ana.user_id, used_count=3)
        db.session.add(label)
        db.session.flush()
        number = label.id
        commit()
    return number


def test_learned_labels_are_seen_edited_and_removed(app: Flask, ana: Any, learned: int) -> None:
    row = there(html(ana.get("/templates/labels")), f"label-{learned}")
    assert [words(one) for one in row][:3] == ["BALTA", "Kur der polise", "Territory"]
    assert "3 times" in words(row)
    url = f"/templates/labels/{learned}"
    assert there(html(ana.get(url)), "label").get("value") == "Kur der polise"
    assert ana.post(url, data={"label": "", "code": "nonsense"}).status_code == 422
    assert ana.post(url, data={"label": "Darbības vieta", "code": "Teritorija"}).location == "/templates/labels"
    assert "Darbības vieta" in words(html(ana.get("/templates/labels")))
    assert ana.post(f"{url}/remove").location == "/templates/labels"
    page = html(ana.get("/templates/labels"))
    assert laid.by_id(page, f"label-{learned}") is None
    assert "Nothing learned yet" in words(page)


def test_a_colleague_sees_what_was_learned_but_only_its_teacher_or_an_administrator_changes_it(
    ana: Any, bob: Any, ada: Any, learned: int,
) -> None:
    row = there(html(bob.get("/templates/labels")), f"label-{learned}")
    assert list(row.iter("form")) == []
    assert bob.post(f"/templates/labels/{learned}/remove").status_code == 403
    assert bob.get(f"/templates/labels/{learned}").status_code == 403
    assert ada.post(f"/templates/labels/{learned}/remove").status_code == 303


def test_pages_need_a_sign_in(client: Any, ana: Any) -> None:
    for path in ("/compare", "/compare/new", "/compare/1", "/templates/labels", "/compare/1/cells/Teritorija/1"):
        assert client.get(path).status_code == 302, path
        assert client.get(path, headers=FRAGMENT).status_code == 401, path
