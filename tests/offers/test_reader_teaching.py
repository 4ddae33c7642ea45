"""Corrections teach: where a typed value stands, which label is beside it, and what a learned label changes."""

import pytest

from fsr.extraction.found import State
from fsr.extraction.reading import Line, Page, Reading, Word
from fsr.offers.reader import OfferReading, label_near, place_of, read_casco, read_offer
from tests.offers.scorer import SAMPLES, reading_of

GJENSIDIGE = SAMPLES / "casco" / "05_gjensidige_kasko.pdf"


@pytest.mark.parametrize(
    ("typed", "code", "label"),
    [
        ("639.80", "premium_total", "Apdrošināšanas prēmija"),
        ("812", "premium_total", "ar pilno paketi"),
        ("18200", "insured_amount", "Apdrošinājuma summa"),
        ("Latvija, Lietuva, Igaunija", "Teritorija", "Teritoriālais segums"),
    ],
)
def test_a_typed_value_is_found_with_the_label_beside_it(typed: str, code: str, label: str) -> None:
    place = place_of(reading_of(GJENSIDIGE), typed, code)
    assert place is not None
    assert place[2] == label


def test_a_value_that_is_not_printed_has_no_place() -> None:
    assert place_of(reading_of(GJENSIDIGE), "123456.78", "premium_total") is None


@pytest.mark.parametrize("code", ["Hidrotrieciens", "Zādzība", "Palīdzība_uz_ceļa"])
def test_the_label_near_a_found_value_is_the_one_it_was_read_by(code: str) -> None:
    reading = reading_of(GJENSIDIGE)
    found = read_offer(reading).values[code]
    assert found.page
    assert found.box
    assert label_near(reading, found.page, found.box) == found.label


def test_a_learned_label_wins_over_every_rule() -> None:
    read = read_offer(reading_of(GJENSIDIGE), learned=[("premium_total", "ar pilno paketi")])
    found = read.values["premium_total"]
    assert (found.value, found.state) == ("812.00", State.FOUND)
    assert found.rule.startswith("learned:")


def test_a_word_that_no_profile_knows_can_be_taught() -> None:
    reading = drawn(("KASKO piedāvājums", 0.1), ("Zemledus klauzula", 0.2, "līdz 900 EUR"))
    assert read_offer(reading).values["Hidrotrieciens"].value is None
    taught = read_offer(reading, learned=[("Hidrotrieciens", "Zemledus klauzula")])
    assert taught.values["Hidrotrieciens"].value == "līdz 900 EUR"


def test_the_child_process_speaks_plain_data() -> None:
    reading = reading_of(GJENSIDIGE)
    data = read_casco(reading.to_data(), {"filename": "x.pdf", "learned": [["premium_total", "ar pilno paketi"]]})
    assert OfferReading.from_data(data).values["premium_total"].value == "812.00"
    assert OfferReading.from_data(data).to_data() == data


def test_two_offers_of_one_template_have_one_fingerprint() -> None:
    first = drawn(("If kasko piedāvājums ar pašrisku", 0.1), ("Zādzība", 0.2, "Ir"))
    second = drawn(("If kasko piedāvājums ar pašrisku", 0.1), ("Bojāeja", 0.3, "Nav"))
    assert read_offer(first).fingerprint == read_offer(second).fingerprint


def drawn(*rows: tuple) -> Reading:
    """A page with rows: (text, y) or (label, y, value)."""
    lines = []
    for text, y, *value in rows:
        lines.append(line(text, 0.1, y))
        lines += [line(v, 0.6, y) for v in value]
    return Reading((Page(1, 595, 842, tuple(lines)),))


def line(text: str, x: float, y: float) -> Line:
    words, at = [], x
    for part in text.split():
        words.append(Word(part, (at, y, at + 0.01 * len(part), y + 0.012), 0.012))
        at += 0.01 * len(part) + 0.005
    return Line(tuple(words), text, (x, y, at, y + 0.012), 0.012)
