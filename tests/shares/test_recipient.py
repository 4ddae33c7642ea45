"""The recipient's page: what it shows, what it must not show, and how its visits count."""

import logging

import html5lib
import pytest
from flask import Flask

from fsr.db import commit, db
from fsr.offers.models import Comparison, Offer
from fsr.offers.service import delete_comparison, restore_comparison
from fsr.shares import service
from fsr.shares.models import Mode, Share, ShareView, ViewKind
from tests.browsers import Browser
from tests.shares.making import (
    HIDDEN_COMMENT,
    OTHERS_INSURER,
    OTHERS_PLATE,
    PHONE,
    SECRET_QUOTE,
    TITLE,
    acting,
    comparison,
    edit_value,
    link_of,
    share,
)


def test_it_opens_without_an_account_and_shows_offers_and_prices(app: Flask, ana: Browser, client: Browser) -> None:
    _, token, _ = share(app, ana, language="en", contact="Anna B., +371 2000 0000")
    page = client.get(f"/s/{token}", headers=PHONE)
    assert page.status_code == 200
    for text in (TITLE, "Anna B., +371 2000 0000", "BALTA", "BTA", "ERGO", "€612.40", "€588.00", "Lowest price"):
        assert text in page.text
    html5lib.HTMLParser(strict=False, namespaceHTMLElements=False).parse(page.text)


def test_the_recommended_offer_stands_first_with_price_and_reason(app: Flask, ana: Browser, client: Browser) -> None:
    with acting(app, ana) as user:
        number = comparison(user).id
        key = str(db.session.query(Offer).filter_by(insurer_name="ERGO").one().id)
    _, token, _ = share(app, ana, number, language="en", recommended=key, reason="full cover, small deductible")
    text = client.get(f"/s/{token}").text
    place = text.index("recommended-offer")
    assert place < text.index("offer-cards")
    assert "€701.25" in text[place:place + 300]
    assert "full cover, small deductible" in text


def test_nothing_but_what_was_shared_is_in_the_page(app: Flask, ana: Browser, bob: Browser, client: Browser) -> None:
    with acting(app, bob) as user:
        comparison(user, OTHERS_PLATE, {OTHERS_INSURER: {"premium_total": "1.00"}})
    with acting(app, ana) as user:
        number = comparison(user).id
        hidden = str(db.session.query(Offer).filter_by(insurer_name="BTA").one().id)
    _, token, _ = share(app, ana, number, hidden_columns=(hidden,))
    pages = [client.get(f"/s/{token}").text, client.get(f"/s/{token}/print").text, client.get(f"/shares/{token}").text]
    for text in pages:
        for leak in (OTHERS_PLATE, OTHERS_INSURER, "BTA", "588", HIDDEN_COMMENT, SECRET_QUOTE, "balta_offer.pdf",
                     "a warning for the broker", "Jānis Bērziņš", "ana@example.com"):
            assert leak not in text


def test_no_id_of_ours_is_in_the_page(app: Flask, ana: Browser, client: Browser) -> None:
    with acting(app, ana) as user:
        for _ in range(7):  # so that ids are unlike the numbers of columns and rows
            comparison(user)
        ids = {row.id for row in db.session.query(Offer).all()}
    _, token, number = share(app, ana, show_evidence=True)
    text = client.get(f"/s/{token}").text
    with acting(app, ana):
        ids |= {row.id for row in db.session.query(Offer).all()} | {number}
    for value in ids:
        for shape in (f"-{value}\"", f"/{value}\"", f"={value}\"", f"\"{value}\"", f"/{value}/"):
            assert shape not in text or value <= 22, shape


def test_owners_edits_do_not_change_what_the_client_sees_until_the_link_is_updated(
        app: Flask, ana: Browser, client: Browser) -> None:
    share_id, token, number = share(app, ana, language="en")
    edit_value(app, ana, number, "BALTA", "premium_total", "999.99")
    assert ("€612.40" in (text := client.get(f"/s/{token}").text), "999.99" in text) == (True, False)
    page = ana.get(f"/shared/{share_id}").text
    assert "1 value changed since you shared it." in page
    assert "€612.40 → €999.99" in page
    ana.post(f"/shared/{share_id}/update")
    assert "€999.99" in client.get(f"/s/{token}").text
    assert "changed since you shared it" not in ana.get(f"/shared/{share_id}").text


def test_keep_stops_the_talk_of_changes_and_leaves_the_page(app: Flask, ana: Browser, client: Browser) -> None:
    share_id, token, number = share(app, ana, language="en")
    edit_value(app, ana, number, "BALTA", "premium_total", "999.99")
    ana.post(f"/shared/{share_id}/keep")
    assert "changed since" not in ana.get(f"/shared/{share_id}").text
    assert "€612.40" in client.get(f"/s/{token}").text
    edit_value(app, ana, number, "BALTA", "premium_total", "888.88")
    assert "changed since you shared it" in ana.get(f"/shared/{share_id}").text


def test_a_live_link_shows_the_latest_state(app: Flask, ana: Browser, client: Browser) -> None:
    _, token, number = share(app, ana, language="en", mode=Mode.LIVE)
    edit_value(app, ana, number, "BALTA", "premium_total", "999.99")
    assert "€999.99" in client.get(f"/s/{token}").text


def test_a_missing_value_and_an_excluded_one_never_look_alike(app: Flask, ana: Browser, client: Browser) -> None:
    _, token, _ = share(app, ana, language="en")
    tree = html5lib.parse(client.get(f"/s/{token}").text, namespaceHTMLElements=False)
    rows = {row.find("th").text.strip(): ["".join(cell.itertext()).strip() for cell in row.findall("td")]
            for row in tree.iter("tr") if row.findall("td")}
    assert rows["Burglary and partial theft"] == ["included", "not included", "included"]
    assert rows["Hydro-lock"][:2] == ["not stated", "not stated"]
    assert len(rows) == 22


def test_two_columns_and_differences_alone_by_the_address(app: Flask, ana: Browser, client: Browser) -> None:
    _, token, _ = share(app, ana, language="en")
    tree = html5lib.parse(client.get(f"/s/{token}?only=1&only=3&differences=1").text, namespaceHTMLElements=False)
    heads = ["".join(head.itertext()).strip() for head in tree.find(".//thead")[0]]
    names = [row.find("th").text.strip() for row in tree.iter("tr") if row.findall("td")]
    assert heads == ["Cover", "BALTA", "ERGO"]
    assert names == ["Total premium", "Deductible for damage", "Roadside assistance", "Hydro-lock"]


@pytest.mark.parametrize("query", ["only=0", "only=99&only=98", "only=x&only=1", "only=1", "differences=", "only=²"])
def test_an_address_nobody_wrote_still_gives_a_page(app: Flask, ana: Browser, client: Browser, query: str) -> None:
    _, token, _ = share(app, ana)
    assert client.get(f"/s/{token}?{query}").status_code == 200


@pytest.mark.parametrize(("language", "direction", "word"), [
    ("lv", "ltr", "Kopējā prēmija"), ("he", "rtl", "פרמיה כוללת"), ("ru", "ltr", "Общая премия")])
def test_the_link_has_a_language_of_its_own(app: Flask, ana: Browser, client: Browser, language: str, direction: str,
                                            word: str) -> None:
    _, token, _ = share(app, ana, language=language)
    text = client.get(f"/s/{token}", headers={"Accept-Language": "en"}).text
    assert f'<html lang="{language}" dir="{direction}"' in text
    assert word in text


def test_headers_keep_the_address_private(app: Flask, ana: Browser, client: Browser) -> None:
    _, token, _ = share(app, ana)
    for path in (f"/s/{token}", "/s/unknown", f"/shares/{token}"):
        headers = client.get(path).headers
        assert (headers["Referrer-Policy"], headers["X-Robots-Tag"], headers["Cache-Control"]) == (
            "no-referrer", "noindex, nofollow, noarchive", "no-store")


def test_unknown_is_404_and_ended_is_410_with_the_contact(app: Flask, ana: Browser, client: Browser) -> None:
    share_id, token, _ = share(app, ana, language="en", contact="Anna, +371 2000 0000")
    unknown = client.get("/s/" + "x" * 43)
    with acting(app, ana) as user:
        service.revoke([db.session.get_one(Share, share_id)], user)
    ended = client.get(f"/s/{token}")
    assert (unknown.status_code, ended.status_code) == (404, 410)
    assert ("Anna, +371 2000 0000" in ended.text, "KASKO" in ended.text, "BALTA" in ended.text) == (True, False, False)


def test_every_address_below_a_link_ends_with_it(app: Flask, ana: Browser, client: Browser) -> None:
    share_id, token, _ = share(app, ana, show_evidence=True)
    paths = ["", "/print", "/clauses/1/1", "/pages/1/2.png"]
    ana.post("/shared/revoke", data={"id": share_id})
    assert {path: client.get(f"/s/{token}{path}").status_code for path in paths} == dict.fromkeys(paths, 410)
    assert client.post(f"/s/{token}/reply", data={"offer": "1"}).status_code == 410
    assert client.get(f"/shares/{token}").status_code == 410


def test_deleting_the_comparison_ends_its_links_and_undoing_that_revives_them(
        app: Flask, ana: Browser, client: Browser) -> None:
    _, token, number = share(app, ana)
    with acting(app, ana) as user:
        delete_comparison(db.session.get_one(Comparison, number), user)
    assert client.get(f"/s/{token}").status_code == 410
    with acting(app, ana) as user:
        restore_comparison(db.session.get_one(Comparison, number), user)
    assert client.get(f"/s/{token}").status_code == 200


def test_a_visit_counts_once_in_each_browser(app: Flask, ana: Browser) -> None:
    share_id, token, _ = share(app, ana)
    first, second = app.test_client(), app.test_client()
    for browser in (first, first, second, first):
        browser.get(f"/s/{token}", headers=PHONE)
    row = link_of(app, share_id)
    assert (row.views, row.last_viewed_at is not None) == (2, True)


def test_owner_robots_prefetches_and_head_do_not_count(app: Flask, ana: Browser) -> None:
    share_id, token, _ = share(app, ana)
    ana.get(f"/s/{token}", headers=PHONE)
    app.test_client().get(f"/s/{token}", headers={"User-Agent": "WhatsApp/2.23"})
    app.test_client().get(f"/s/{token}", headers=PHONE | {"Sec-Purpose": "prefetch;prerender"})
    app.test_client().head(f"/s/{token}", headers=PHONE)
    assert link_of(app, share_id).views == 0


def test_the_owner_learns_network_and_family_and_no_more(app: Flask, ana: Browser, client: Browser) -> None:
    share_id, token, _ = share(app, ana)
    client.get(f"/s/{token}", headers=PHONE, environ_base={"REMOTE_ADDR": "203.0.113.77"})
    client.get(f"/s/{token}/print", headers=PHONE)
    with app.app_context():
        rows = [(view.kind, view.address, view.agent) for view in db.session.query(ShareView).order_by(ShareView.id)]
    assert rows[0] == (ViewKind.VIEW, "203.0.113.0/24", "Safari · iPhone")
    assert rows[1][0] == ViewKind.PRINT
    page = ana.get(f"/shared/{share_id}").text
    assert "Safari · iPhone" in page
    assert "203.0.113.77" not in page


def test_a_clause_is_shown_only_where_allowed(app: Flask, ana: Browser, client: Browser) -> None:
    _, shown, number = share(app, ana, language="en", show_evidence=True)
    _, plain, _ = share(app, ana, number, language="en")
    clause = client.get(f"/s/{shown}/clauses/1/1?differences=1")
    assert (clause.status_code, SECRET_QUOTE in clause.text) == (200, True)
    assert f'/s/{shown}?differences=1#row-1"' in clause.text
    assert client.get(f"/s/{plain}/clauses/1/1").status_code == 404
    assert "/clauses/" not in client.get(f"/s/{plain}").text
    for nothing in ("0/1", "1/99", "9/1", "2/16"):
        assert client.get(f"/s/{shown}/clauses/{nothing}").status_code == 404


def test_only_pages_with_a_shown_value_can_be_fetched(
        app: Flask, ana: Browser, client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fsr.documents.desk.picture", lambda file, page, width: f"{file.filename} {page}".encode())
    with acting(app, ana) as user:
        number = comparison(user).id
        hidden = str(db.session.query(Offer).filter_by(insurer_name="BALTA").one().id)
    _, token, _ = share(app, ana, number, show_evidence=True, hidden_columns=(hidden,))
    _, plain, _ = share(app, ana, number)
    answer = client.get(f"/s/{token}/pages/1/2.png")
    assert (answer.data, answer.mimetype) == (b"bta_offer.pdf 2", "image/png")
    refused = [(token, "1/1"), (token, "3/2"), (token, "0/2"), (plain, "1/2")]
    assert [client.get(f"/s/{key}/pages/{page}.png").status_code for key, page in refused] == [404] * 4


def test_a_reply_is_kept_and_shown_to_the_owner(app: Flask, ana: Browser, client: Browser) -> None:
    share_id, token, _ = share(app, ana, language="en")
    sent = client.post(f"/s/{token}/reply", data={"offer": "2", "name": "Jānis", "message": "cheapest <b>one</b>"})
    assert (sent.status_code, sent.headers["Location"]) == (303, f"/s/{token}#reply")
    assert "Your answer was sent:" in client.get(f"/s/{token}").text
    page = ana.get(f"/shared/{share_id}").text
    assert ("BTA" in page, "cheapest &lt;b&gt;one&lt;/b&gt;" in page) == (True, True)
    assert "The client prefers BTA" in ana.get("/").text


def test_a_reply_for_no_column_is_refused_in_the_form(app: Flask, ana: Browser, client: Browser) -> None:
    _, token, _ = share(app, ana, language="en")
    answer = client.post(f"/s/{token}/reply", data={"offer": "9", "message": "kept text"})
    assert (answer.status_code, "Choose an offer." in answer.text, "kept text" in answer.text) == (422, True, True)


def test_the_page_for_paper_has_all_rows_and_no_controls(app: Flask, ana: Browser, client: Browser) -> None:
    _, token, _ = share(app, ana, language="en")
    text = client.get(f"/s/{token}/print?only=1&only=2").text
    assert ("data-print-now" in text, "<form" in text, text.count('role="rowheader" scope="row"')) == (True, False, 22)


def test_a_token_is_in_no_table(app: Flask, ana: Browser, client: Browser) -> None:
    _, token, _ = share(app, ana)
    client.get(f"/s/{token}", headers=PHONE)
    client.get(f"/shares/{token}?count=1")
    with app.app_context():
        tables = [str(row) for table in db.metadata.sorted_tables for row in db.session.execute(table.select())]
        commit()
    assert [row for row in tables if token in row] == []


def test_no_log_holds_a_token(app: Flask, ana: Browser, client: Browser, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    share_id, token, _ = share(app, ana)
    for path in (f"/s/{token}", f"/s/{token}/print", f"/s/{token}/pages/1/2.png", f"/shares/{token}?count=1"):
        client.get(path, headers=PHONE)
    client.post(f"/s/{token}/reply", data={"offer": "1"})
    ana.post(f"/shared/{share_id}/renew")
    assert (token in caplog.text, f"/s/{token[:6]}" in caplog.text) == (False, True)
