"""What is printed beside an offer only for comparison is not taken for it."""

import pytest

from fsr.extraction.readers.pdf import read_pdf
from fsr.offers.reader import OfferReading, read_offer
from tests.offers.layouts.drawing import grid, h, p, pdf

ROWS = {
    "lv": ("Stiklojums bez pašriska|Hidrotrieciens|Pašrisks bojājumiem|Kopējā prēmija", "iekļauts", "nav"),
    "en": ("Glass without deductible|Hydro-lock|Deductible for damage|Total premium", "included", "not included"),
    "ru": ("Стёкла без франшизы|Гидроудар|Франшиза по ущербу|Общая премия", "включено", "не включено"),
}


def _beside(language: str, old: str, new: str, *, old_first: bool) -> OfferReading:
    names, yes, no = ROWS[language]
    was, now = (old, yes, yes, "140 EUR", "612.40 EUR"), (new, no, no, "220 EUR", "587.90 EUR")
    pairs = zip(was, now, strict=True) if old_first else zip(now, was, strict=True)
    rows = [[name, *pair] for name, pair in zip(("KASKO", *names.split("|")), pairs, strict=True)]
    return read_offer(read_pdf(pdf([h("BALTA KASKO"), grid([[p(c) for c in row] for row in rows], [70, 50, 50])])))


@pytest.mark.parametrize("old_first", [True, False])
@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("lv", "Esošā polise", "Jaunais piedāvājums"),
        ("lv", "Pašreizējie nosacījumi", "Mūsu piedāvājums"),
        ("en", "Current policy", "New offer"),
        ("en", "Expiring terms", "Renewal quote"),
        ("ru", "Действующий полис", "Новое предложение"),
    ],
)
def test_the_policy_in_force_beside_the_new_offer_gives_no_value(
    language: str, old: str, new: str, old_first: bool
) -> None:
    offer = _beside(language, old, new, old_first=old_first)
    assert offer.values["Hidrotrieciens"].value == "-"
    assert offer.values["Stiklojums_bez_pašriska"].value == "-"
    assert offer.values["premium_total"].value == "587.90"
    assert "220" in str(offer.values["Pašrisks_bojājumi"].value)
    assert not offer.variants
