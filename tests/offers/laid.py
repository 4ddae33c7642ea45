"""Comparisons laid straight into the database, and their pages read back: for tests that need no reading of PDFs."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import sqlalchemy as sa
from flask import Flask

from fsr.db import commit, db
from fsr.offers.catalogue import CODES
from fsr.offers.models import Comparison, Offer, OfferValue

ONE = {"premium_total": "1480.00", "Bojājumi": "v", "Zādzība": "v", "Apzagšana": "-", "Teritorija": "Eiropa",
       "Pašrisks_bojājumi": "140 EUR"}


def comparison(app: Flask, browser: Any, **fields: Any) -> int:
    """A comparison without offers, of the person of this browser; its id."""
    with app.app_context():
        made = Comparison(**{"reg_number": "XY1042", "words": "xy1042", "language": "en", "owner_id": browser.user_id,
                             **fields})
        db.session.add(made)
        db.session.flush()
        number = made.id
        commit()
    return number


def offer(
    app: Flask, comparison_id: int, insurer: str | None = "BALTA", values: Mapping[str, str | None] = ONE,
    guessed: Mapping[str, tuple[str, ...]] | None = None, **fields: Any,
) -> int:
    """An offer that was read, silent in the rows not named; `guessed`: code → other values that were read; its id."""
    with app.app_context():
        count = db.session.scalar(sa.select(sa.func.count()).where(Offer.comparison_id == comparison_id)) or 0
        made = Offer(**{"comparison_id": comparison_id, "position": count + 1, "place": count + 1, "state": "read",
                        "product": "casco", "insurer_name": insurer, "insurer_confidence": 1.0, **fields})
        db.session.add(made)
        db.session.flush()
        for code in CODES if made.state == "read" else ():
            db.session.add(_value(made.id, code, values.get(code), (guessed or {}).get(code)))
        number = made.id
        commit()
    return number


def _value(offer_id: int, code: str, value: str | None, others: tuple[str, ...] | None) -> OfferValue:
    state = "missing" if value is None else "found" if others is None else "guessed"
    alternatives = [{"value": other, "label": ""} for other in others or ()] or None
    return OfferValue(offer_id=offer_id, code=code, read_value=value, read_state=state, alternatives=alternatives,
                      page=None if value is None else 1, box=None if value is None else [0.1, 0.2, 0.3, 0.25],
                      text=value or "", label="Teritorija" if value else "")


def four(app: Flask, browser: Any) -> tuple[int, list[int]]:
    """A comparison of three agreeing offers and one that departs in some rows."""
    number = comparison(app, browser)
    same = {**ONE, "premium_total": "1390.00"}
    other = {**ONE, "premium_total": "1236.40", "Apzagšana": "v", "Teritorija": None, "Pašrisks_bojājumi": "280 EUR"}
    return number, [offer(app, number, "BALTA"), offer(app, number, "BTA", same), offer(app, number, "ERGO", same),
                    offer(app, number, "IF", other, guessed={"premium_total": ("1300.00",)})]


def html(response: Any) -> Element:
    """The page, or the pieces of a page, of an answer.

    html5lib knows no <template>, which holds rows to be swapped in, and would drop them.
    """
    if "<html" in response.text:
        return html5lib.parse(response.text, namespaceHTMLElements=False)
    pieces = response.text.replace("<template>", "<table>").replace("</template>", "</table>")
    root = Element("div")
    root.extend(html5lib.parseFragment(pieces, namespaceHTMLElements=False))
    return root


def by_id(root: Element, name: str) -> Element | None:
    """The element with this id."""
    return next((one for one in root.iter() if one.get("id") == name), None)


def there(root: Element, name: str) -> Element:
    """The element with this id, which must be there."""
    found = by_id(root, name)
    assert found is not None, name
    return found


def words(element: Element) -> str:
    """All text inside, in one line, as it is read aloud: without what is hidden from readers."""
    return " ".join("".join(_spoken(element)).split())


def _spoken(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.get("aria-hidden") != "true":
            yield from _spoken(child)
        yield child.tail or ""


def cell(root: Element, code: str, offer_id: int) -> str:
    """What a cell of the matrix says, words for those who do not see it included."""
    return words(there(root, f"{code}-{offer_id}"))


def css(root: Element, code: str, offer_id: int) -> set[str]:
    """The classes of a cell of the matrix."""
    link = there(root, f"{code}-{offer_id}")
    parent = next(one for one in root.iter("td") if link in one)
    return set((parent.get("class") or "").split())


FRAGMENT = {"HX-Request": "true"}
"""Headers with which htmx asks for a piece of a page."""


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """The SQL statements that are executed inside."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
