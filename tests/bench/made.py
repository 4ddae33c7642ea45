"""Offers made up for benchmarks: every cell filled, with evidence, and no two columns quite alike."""

from fsr.extraction.found import State
from fsr.offers.catalogue import ROWS, Kind
from fsr.offers.compare import Offered, Value

INSURERS = ("BALTA", "BTA", "ERGO", "IF", "Compensa", "Gjensidige", "BALTA", "Seesam", "BAN", "BALCIA")
TEXTS = {
    Kind.MONEY: "{n}12.40", Kind.SUM: "2{n}400.00", Kind.PERIOD: "12 mēneši", Kind.COVER: "v",
    Kind.TERRITORY: "Eiropa (izņemot Baltkrieviju un Krieviju)", Kind.DEDUCTIBLE: "1{n}0 EUR",
    Kind.DAYS: "līdz 1{n} dienām, 30 EUR dienā", Kind.LIMIT: "bez paša riska ar limitu {n}000 EUR",
}


def offers(count: int) -> list[Offered]:
    """So many offers, all read."""
    return [Offered(number, number, number, insurer=INSURERS[number % len(INSURERS)], filename=f"{number}.pdf",
                    document_id=number, values=values(number)) for number in range(1, count + 1)]


def values(number: int) -> dict[str, Value]:
    """All 22 rows of the offer of that number; one in seven is silent, one in eleven a guess."""
    return {row.code: value(place + number, number, TEXTS[row.kind]) for place, row in enumerate(ROWS)}


def value(place: int, number: int, text: str) -> Value:
    """One cell."""
    if place % 7 == 0:
        return Value()
    said = text.format(n=number)
    state = State.GUESSED if place % 11 == 0 else State.FOUND
    return Value(said, state, said, f"Segums: {said}", 1, (0.1, 0.1, 0.5, 0.12), 0.9, "Segums", "label:inline")
