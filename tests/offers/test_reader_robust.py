"""The engine never stumbles, whatever stands on a page: strangers' documents are odd."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fsr.extraction.reading import Line, Page, Reading, Word
from fsr.offers.catalogue import CODES, COVERED
from fsr.offers.reader import OfferReading, label_near, place_of, read_offer

PIECES = [
    "KASKO",
    "Bojājumi",
    "Zādzība",
    "Pašrisks",
    "Teritorija:",
    "Eiropa",
    "✓",
    "–",
    "☑",
    "[ ]",
    "150 EUR",
    "1 480,00",
    "10 %",
    "Kopā",
    "Nav",
    "A variants",
    "variants B",
    "Nelaimes gadījumi:",
    "līdz 15 dienām",
    "......",
    "•",
    "2.",
    "ja",
    "nav apdrošināts",
    "Stikli bez pašriska",
    "(",
    ")",
    ";",
    "\u00ad",
    "Izņēmumi",
    "31.02.2026",
    "XY-1042",
    "01.01.2026",
    "31.12.9999",
    "J",
    "N",
    "J = JĀ, N = NĒ",
    "1",
    "☒ Atslēgas ☐ Riepas",
    "OCTA · KASKO · Mājoklis",
    "gadā",
    "12,50 €",
    "Where: Europe",
    "Insurance product information document",
]
PLACES = st.floats(0, 0.95)
LINES = st.lists(
    st.tuples(st.lists(st.sampled_from(PIECES), min_size=1, max_size=4), PLACES, PLACES, st.booleans()), max_size=30
)
ON_A_GRID = st.sampled_from((0.1, 0.3, 0.5, 0.7, 0.9))
EDGES = st.one_of(
    st.lists(st.tuples(PLACES, PLACES, PLACES, PLACES), max_size=8),
    st.lists(st.tuples(ON_A_GRID, ON_A_GRID, ON_A_GRID, ON_A_GRID), max_size=30),
)


def line_of(pieces: list[str], x: float, y: float, *, bold: bool) -> Line:
    words, at = [], x
    for text in " ".join(pieces).split():
        words.append(Word(text, (at, y, at + 0.01 * len(text), y + 0.012), 0.012, bold))
        at += 0.01 * len(text) + 0.004
    words = words or [Word("x", (x, y, x + 0.01, y + 0.012), 0.012)]
    return Line(tuple(words), " ".join(word.text for word in words), (x, y, at, y + 0.012), 0.012, bold)


def page_of(
    lines: list[tuple[list[str], float, float, bool]], edges: list[tuple[float, float, float, float]]
) -> Reading:
    drawn = sorted(
        (line_of(pieces, x, y, bold=bold) for pieces, x, y, bold in lines), key=lambda line: (line.box[1], line.box[0])
    )
    boxes = tuple((min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in edges)
    return Reading((Page(1, 595, 842, tuple(drawn), boxes[::2], boxes[1::2]),))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LINES, EDGES)
def test_any_page_is_read_without_stumbling(lines: list, edges: list) -> None:
    reading = page_of(lines, edges)
    offer = read_offer(reading)
    assert list(offer.values) == list(CODES)
    assert OfferReading.from_data(offer.to_data()) == offer
    for found in offer.values.values():
        if found.page and found.box:
            label_near(reading, found.page, found.box)
    place_of(reading, "150 EUR", "Pašrisks_bojājumi")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LINES, EDGES)
def test_nothing_is_covered_where_every_cell_says_no(lines: list, edges: list) -> None:
    refused = [
        (
            [
                *(piece for piece in pieces if piece in ("Bojājumi", "Zādzība", "Stikli bez pašriska")),
                "nav apdrošināts",
            ],
            x,
            y,
            bold,
        )
        for pieces, x, y, bold in lines
    ]
    offer = read_offer(page_of([(["KASKO"], 0.1, 0.0, True), *refused], edges))
    assert COVERED not in {found.value for found in offer.values.values()}


def test_an_empty_document_is_no_offer() -> None:
    assert read_offer(Reading(())).product.value == "unknown"
    assert read_offer(Reading((Page(1, 595, 842),))).product.value == "unknown"
