"""The page of a comparison: what the matrix says, marks and leaves out, and how it fills while offers are read."""

import io
import re
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook

from fsr.db import commit, db
from fsr.jobs.service import enqueue
from fsr.offers.catalogue import ROWS
from fsr.offers.models import Comparison, Offer
from tests.offers import laid
from tests.offers.laid import FRAGMENT, cell, css, html, there, words


def test_the_matrix_has_22_named_rows_and_a_column_for_each_offer(app: Flask, ana: Any) -> None:
    number, offers = laid.four(app, ana)
    page = html(ana.get(f"/compare/{number}"))
    table = there(page, "matrix")
    rows = [th for th in table.iter("th") if th.get("scope") == "row"]
    assert [next(th.iter("span")).find("span").text for th in rows] == [row.label("en") for row in ROWS]
    assert [words(th).split()[0] for th in table.iter("th") if th.get("scope") == "col"] == [
        "Cover", "BALTA", "BTA", "ERGO", "IF"]
    assert len([th for th in table.iter("th") if th.get("scope") == "rowgroup"]) == 7
    assert words(table.find("caption")) == "Comparison of offers, XY1042"
    assert len([td for td in table.iter("td") if td.find("a") is not None]) == 22 * len(offers)


def test_silence_is_never_shown_as_not_covered(app: Flask, ana: Any) -> None:
    number, (balta, *_rest) = laid.four(app, ana)
    page = html(ana.get(f"/compare/{number}"))
    said = [cell(page, code, balta) for code in ("Bojājumi", "Apzagšana", "Hidrotrieciens")]
    assert said == ["included", "not included", "not found"]


def test_the_odd_one_out_is_tinted_and_only_where_most_agree(app: Flask, ana: Any) -> None:
    number, (balta, bta, _ergo, other) = laid.four(app, ana)
    page = html(ana.get(f"/compare/{number}"))
    assert "is-diff" in css(page, "Apzagšana", other)
    assert "is-diff" not in css(page, "Apzagšana", bta)
    assert "differs" in words(there(page, "row-Apzagšana").find("th"))
    assert "differs" not in words(there(page, "row-Bojājumi").find("th"))
    assert "is-diff" not in css(page, "Teritorija", other), "a silent offer departs from nothing"
    assert "is-diff" not in css(page, "premium_total", balta), "two of four are no majority"
    assert "differs" in words(there(page, "row-premium_total").find("th"))


def test_all_that_tie_are_best_and_a_silent_offer_never_is(app: Flask, ana: Any) -> None:
    number, offers = laid.four(app, ana)
    page = html(ana.get(f"/compare/{number}"))
    assert ["Best" in cell(page, "Pašrisks_bojājumi", one) for one in offers] == [True, True, True, False]
    assert ["Best" in cell(page, "premium_total", one) for one in offers] == [False, False, False, True]
    assert not any("Best" in cell(page, "Hidrotrieciens", one) for one in offers)
    assert words(there(page, "rule-lower")).startswith("The lowest amount is marked")
    assert not any("Best" in cell(page, "Apzagšana", one) for one in offers), "ticks mark themselves"


def test_toggles_live_in_the_url_and_work_without_javascript(app: Flask, ana: Any) -> None:
    number, offers = laid.four(app, ana)
    page = html(ana.get(f"/compare/{number}?show="))
    assert "Best" not in words(there(page, "matrix"))
    assert "is-diff" not in css(page, "Apzagšana", offers[3])
    page = html(ana.get(f"/compare/{number}?show=hide-equal&show=best"))
    assert (laid.by_id(page, "row-Bojājumi"), laid.by_id(page, "row-Apzagšana") is None) == (None, False)
    assert there(page, "show-hide-equal").get("checked") is not None
    assert there(page, "show-differences").get("checked") is None
    form = next(one for one in page.iter("form") if one.get("aria-label") == "View")
    assert (form.get("method"), form.get("action")) == ("get", f"/compare/{number}")


def test_hide_equal_says_how_many_rows_it_hides(app: Flask, ana: Any) -> None:
    number, _offers = laid.four(app, ana)
    whole = html(ana.get(f"/compare/{number}"))
    label = next(one for one in whole.iter("label") if one.get("for") == "show-hide-equal")
    count = int(re.search(r"\((\d+)\)", words(label))[1])  # type: ignore[index]
    fewer = html(ana.get(f"/compare/{number}?show=hide-equal"))
    rows = [len([tr for tr in page.iter("tr") if (tr.get("id") or "").startswith("row-")]) for page in (whole, fewer)]
    assert rows == [22, 22 - count]


@pytest.mark.parametrize(("query", "names"), [
    ("", ["BALTA", "BTA", "ERGO", "IF"]), ("?order=price", ["IF", "BTA", "ERGO", "BALTA"]),
    ("?order=name", ["BALTA", "BTA", "ERGO", "IF"]), ("?order=nonsense", ["BALTA", "BTA", "ERGO", "IF"])])
def test_columns_stand_in_the_order_asked_for(app: Flask, ana: Any, query: str, names: list[str]) -> None:
    number, _offers = laid.four(app, ana)
    page = html(ana.get(f"/compare/{number}{query}"))
    assert [words(one) for one in page.iter("span") if one.get("class") == "offer-name"] == names


def test_two_offers_can_be_shown_alone(app: Flask, ana: Any) -> None:
    number, (_one, bta, _three, other) = laid.four(app, ana)
    page = html(ana.get(f"/compare/{number}?only={bta}&only={other}"))
    assert [words(one) for one in page.iter("span") if one.get("class") == "offer-name"] == ["BTA", "IF"]
    assert there(page, f"only-{other}").get("checked") is not None
    assert laid.by_id(page, "only-1") is not None


def test_two_offers_of_one_insurer_are_told_apart(app: Flask, ana: Any) -> None:
    number = laid.comparison(app, ana)
    for _ in range(2):
        laid.offer(app, number, "BALTA")
    page = html(ana.get(f"/compare/{number}"))
    assert [words(one) for one in page.iter("span") if one.get("class") == "offer-name"] == ["BALTA #1", "BALTA #2"]


def test_the_piece_that_htmx_asks_for_is_a_whole_page_for_everybody_else(app: Flask, ana: Any) -> None:
    number, (balta, *_rest) = laid.four(app, ana)
    for url in (f"/compare/{number}?show=", f"/compare/{number}/progress?seen=x",
                f"/compare/{number}/cells/Teritorija/{balta}", f"/compare/{number}/offers/{balta}",
                f"/compare/{number}/offers/{balta}/newer", "/compare?q=xy"):
        whole, piece = ana.get(url), ana.get(url, headers=FRAGMENT)
        assert ("<html" in whole.text, "<html" in piece.text) == (True, False), url
        assert "HX-Request" in piece.headers["Vary"], url
        restored = ana.get(url, headers={**FRAGMENT, "HX-History-Restore-Request": "true"})
        assert "<html" in restored.text, url


def test_offers_for_different_cars_are_warned_of(app: Flask, ana: Any) -> None:
    number = laid.comparison(app, ana)
    laid.offer(app, number, "BALTA", reg_number="XY1042", warnings=["The offer expired."])
    laid.offer(app, number, "BTA", reg_number="WX2087")
    said = words(there(html(ana.get(f"/compare/{number}")), "tools"))
    assert "These offers are for different cars: BALTA XY1042, BTA WX2087." in said
    assert "BALTA: The offer expired." in said


def test_a_guessed_insurer_says_so_and_leads_to_where_it_is_overruled(app: Flask, ana: Any) -> None:
    number = laid.comparison(app, ana)
    offer = laid.offer(app, number, "BTA", insurer_confidence=0.5, insurer_reason="seen 'BTA Baltic' on page 1")
    head = there(html(ana.get(f"/compare/{number}")), f"column-{offer}")
    link = next(a for a in head.iter("a") if "guessed" in words(a))
    form = html(ana.get(link.get("href")))
    assert "seen 'BTA Baltic' on page 1" in words(form)
    assert there(form, "insurer").get("placeholder") == "detected: BTA"


def test_what_a_document_says_is_never_markup(app: Flask, ana: Any) -> None:
    evil = "<script>alert(1)</script>\"'&"
    number = laid.comparison(app, ana, title=evil, client=evil)
    offer = laid.offer(app, number, evil, {**laid.ONE, "Teritorija": evil}, title=evil[:80], comment=evil,
                       insurer_reason=evil, warnings=[evil])
    for url in (f"/compare/{number}", f"/compare/{number}/cells/Teritorija/{offer}", f"/compare/{number}/print",
                f"/compare/{number}/offers/{offer}", "/compare"):
        page = html(ana.get(url))
        assert [one for one in page.iter("script") if not one.get("src")] == [], url
        assert "<script>alert" in words(page), url


def test_nobody_else_sees_the_comparison(app: Flask, ada: Any, bob: Any, mara: Any, ana: Any) -> None:
    number, (balta, *_rest) = laid.four(app, ana)
    for url in (f"/compare/{number}", f"/compare/{number}/print", f"/compare/{number}/xlsx",
                f"/compare/{number}/progress", f"/compare/{number}/edit", f"/compare/{number}/delete",
                f"/compare/{number}/cells/Teritorija/{balta}", f"/compare/{number}/offers/{balta}",
                f"/compare/{number}/offers/new", f"/compare/{number}/offers/{balta}/newer"):
        assert [one.get(url).status_code for one in (ana, ada, bob, mara)] == [200, 200, 404, 404], url
    for url in (f"/compare/{number}/delete", f"/compare/{number}/edit", f"/compare/{number}/offers/{balta}/hide",
                f"/compare/{number}/cells/Teritorija/{balta}", f"/compare/{number}/offers/{balta}"):
        assert mara.post(url, data={"value": "Mara was here"}).status_code == 404, url
    assert "Mara" not in ana.get(f"/compare/{number}").text


def test_an_offer_is_not_reached_through_another_comparison(app: Flask, ana: Any) -> None:
    number, _offers = laid.four(app, ana)
    other, (foreign, *_rest) = laid.four(app, ana)
    assert other != number
    assert ana.get(f"/compare/{number}/cells/Teritorija/{foreign}").status_code == 404
    assert ana.post(f"/compare/{number}/offers/{foreign}/hide").status_code == 404


def test_the_page_needs_as_many_queries_for_eight_offers_as_for_one(app: Flask, ana: Any) -> None:
    few, many = laid.comparison(app, ana), laid.comparison(app, ana)
    laid.offer(app, few)
    for _ in range(8):
        laid.offer(app, many)
    counts = []
    for number in (few, many):
        ana.get(f"/compare/{number}")
        with laid.statements(app) as seen:
            ana.get(f"/compare/{number}")
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[1] <= 12


def waiting(app: Flask, comparison_id: int) -> int:
    """An offer whose job waits; its id."""
    offer_id = laid.offer(app, comparison_id, None, state="waiting")
    with app.app_context():
        offer = db.session.get_one(Offer, offer_id)
        job = enqueue("offers.read", {"offer_id": offer_id}, actor=offer.comparison.owner, title="Read it")
        offer.job_id = job.id
        commit()
    return offer_id


def test_a_page_polls_only_while_something_is_read(app: Flask, ana: Any) -> None:
    number = laid.comparison(app, ana)
    laid.offer(app, number)
    quiet = there(html(ana.get(f"/compare/{number}")), "poll")
    assert (quiet.get("hx-get"), quiet.get("hx-trigger")) == (None, None)
    offer = waiting(app, number)
    page = html(ana.get(f"/compare/{number}"))
    poll = there(page, "poll")
    assert poll.get("hx-trigger") == "every 2s"
    assert "Waiting to be read" in words(there(page, f"column-{offer}"))
    assert "1 being read" in words(there(page, "summary"))

    assert ana.get(poll.get("hx-get"), headers=FRAGMENT).status_code == 204, "nothing happened"
    with app.app_context():
        one = db.session.get_one(Offer, offer)
        one.state, one.error = "failed", "The PDF is protected by a password."
        commit()
    last = ana.get(poll.get("hx-get"), headers=FRAGMENT)
    pieces = html(last)
    assert last.status_code == 286
    assert there(pieces, "poll").get("hx-trigger") is None
    assert there(pieces, "matrix").get("hx-swap-oob") == "true"
    assert "protected by a password" in words(there(pieces, "tools"))
    assert last.text.count("hx-swap-oob") == 3


def test_a_failed_offer_can_be_read_again_typed_or_removed(app: Flask, ana: Any) -> None:
    number = laid.comparison(app, ana)
    offer = laid.offer(app, number, None, state="failed", error="The file is damaged.")
    page = html(ana.get(f"/compare/{number}"))
    assert "The file is damaged." in words(there(page, "tools"))
    assert laid.by_id(page, f"Teritorija-{offer}") is None, "nothing that looks like a value"
    answer = ana.post(f"/compare/{number}/offers/{offer}/by-hand")
    assert (answer.status_code, answer.location) == (303, f"/compare/{number}")
    page = html(ana.get(f"/compare/{number}"))
    assert cell(page, "Teritorija", offer) == "not found"
    ana.post(f"/compare/{number}/cells/Teritorija/{offer}", data={"choice": "text", "value": "Baltija"})
    assert cell(html(ana.get(f"/compare/{number}")), "Teritorija", offer).startswith("Baltija")


def test_a_newer_pdf_shows_what_the_older_one_said(app: Flask, ana: Any) -> None:
    number = laid.comparison(app, ana)
    old = laid.offer(app, number, "BALTA")
    new = laid.offer(app, number, "BALTA", {**laid.ONE, "premium_total": "1400.00"}, replaces_id=old)
    page = html(ana.get(f"/compare/{number}"))
    assert cell(page, "premium_total", new) == "€1,400.00 before: €1,480.00"
    assert cell(page, "Teritorija", new) == "Eiropa"
    assert laid.by_id(page, f"Teritorija-{old}") is None


def test_row_names_are_in_the_language_of_the_comparison(app: Flask, ana: Any) -> None:
    number = laid.comparison(app, ana, language="lv")
    laid.offer(app, number)
    row = there(html(ana.get(f"/compare/{number}")), "row-premium_total").find("th")
    assert row is not None
    assert words(row).startswith("Kopējā prēmija")
    assert [one.text for one in row.iter("span") if one.get("lang") == "lv"] == ["Kopējā prēmija"]


def test_the_sheet_for_paper_has_no_links_and_repeats_its_head(app: Flask, ana: Any) -> None:
    number, _offers = laid.four(app, ana)
    page = html(ana.get(f"/compare/{number}/print?show=hide-equal"))
    table = next(page.iter("table"))
    assert (list(table.iter("a")), len(list(table.iter("thead")))) == ([], 1)
    assert "Apzagšana" not in [one.get("id") for one in page.iter()]
    assert "from Ana" in words(page)
    assert "guessed" not in words(table)


def test_excel_holds_the_rows_and_columns_of_the_page(app: Flask, ana: Any) -> None:
    number, (_one, bta, _three, other) = laid.four(app, ana)
    file = ana.get(f"/compare/{number}/xlsx?only={other}&only={bta}&show=hide-equal")
    assert file.headers["Content-Disposition"].startswith("attachment; filename=KASKO_XY1042_")
    sheet = load_workbook(io.BytesIO(file.data)).worksheets[0]
    said = [[one.value for one in row] for row in sheet.iter_rows()]
    head = next(row for row in said if "IF" in row)
    assert [name for name in head if name in ("BALTA", "BTA", "ERGO", "IF")] == ["IF", "BTA"]
    names = [row[0] for row in said]
    assert ("Total premium" in names, "Own damage" in names) == (True, False)


def test_a_comparison_can_be_renamed_deleted_and_taken_back(app: Flask, ana: Any) -> None:
    number, _offers = laid.four(app, ana)
    url = f"/compare/{number}"
    assert ana.post(f"{url}/edit", data={"title": "Family car", "language": "lv"}).location == url
    assert "Family car" in words(there(html(ana.get(url)), "summary"))
    refused = ana.post(f"{url}/edit", data={"title": "x" * 300, "language": "xx"})
    assert (refused.status_code, refused.text.count('aria-invalid="true"')) == (422, 2)
    assert "It holds 4 offers." in words(html(ana.get(f"{url}/delete")))
    gone = ana.post(f"{url}/delete")
    assert gone.location == f"/compare?deleted={number}"
    assert ana.get(url).status_code == 404
    banner = next(one for one in html(ana.get(gone.location)).iter("form") if one.get("action") == f"{url}/restore")
    assert "deleted" in words(banner)
    assert ana.post(f"{url}/restore").location == url
    assert ana.get(url).status_code == 200
    with app.app_context():
        assert db.session.get_one(Comparison, number).deleted_at is None


def test_what_a_failed_column_says_is_not_said_again_as_a_warning(app: Flask, ana: Any) -> None:
    number, sentence = laid.comparison(app, ana), "This is an OCTA offer, not CASCO: nothing was taken from it."
    laid.offer(app, number, state="failed", error=sentence, warnings=[sentence, "Another thing."])
    text = ana.get(f"/compare/{number}").text
    assert (text.count("nothing was taken"), text.count("Another thing.")) == (1, 1)
