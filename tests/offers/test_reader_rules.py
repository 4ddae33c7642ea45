"""Single rules of the engine, on pages drawn from words alone."""

from fsr.extraction.found import State
from fsr.offers.reader import read_offer
from tests.offers.test_reader_teaching import drawn

HEAD = ("KASKO piedāvājums Apdrošinātie riski", 0.05)


def test_an_empty_cell_among_ticks_is_a_guess_of_not_covered_and_never_covered() -> None:
    values = read_offer(drawn(HEAD, ("Bojājumi", 0.1, "✓"), ("Zādzība", 0.14), ("Vandālisms", 0.18, "✓"))).values
    assert (values["Bojājumi"].value, values["Vandālisms"].value) == ("v", "v")
    assert (values["Zādzība"].value, values["Zādzība"].state) == ("-", State.GUESSED)


def test_glass_with_a_deductible_is_not_glass_without_one() -> None:
    free = read_offer(drawn(HEAD, ("Pašrisks stiklam", 0.1, "0 EUR"), ("Bojājumi", 0.14, "Ir"))).values
    borne = read_offer(drawn(HEAD, ("Pašrisks stiklam", 0.1, "50 EUR"), ("Bojājumi", 0.14, "Ir"))).values
    assert (free["Stiklojums_bez_pašriska"].value, borne["Stiklojums_bez_pašriska"].value) == ("v", "-")


def test_a_cover_to_be_had_for_another_price_is_not_covered() -> None:
    values = read_offer(
        drawn(HEAD, ("Hidrotrieciens", 0.1, "var pievienot par 19 EUR"), ("Bojājumi", 0.14, "Ir"))
    ).values
    assert values["Hidrotrieciens"].value == "-"


def test_two_totals_that_differ_make_a_guess_with_both_shown() -> None:
    found = read_offer(
        drawn(HEAD, ("Kopējā prēmija", 0.1, "480,00 EUR"), ("Kopējā prēmija", 0.2, "512,00 EUR"))
    ).values["premium_total"]
    assert found.state is State.GUESSED
    assert {found.value, *(other.value for other in found.alternatives)} >= {"480.00", "512.00"}
