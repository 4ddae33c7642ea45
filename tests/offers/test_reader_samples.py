"""The engine on the sample offers, by the samples' own scorer; accuracy is printed with `-s`."""

import re

import pytest

from fsr.extraction.found import State
from fsr.offers.catalogue import CODES
from fsr.offers.reader import read_offer
from tests.offers.scorer import SAMPLES, fault, numbers, offer_of, plain, reading_of, truths

CASCO = SAMPLES / "casco"
TRUTH = truths(CASCO)
TEXT = [name for name, facts in TRUTH.items() if facts.get("reason") != "image_only"]


def opened(name: str) -> dict:
    facts = TRUTH[name]
    return {**facts, **facts.get("if_opened", {})}


def offer(name: str):
    return offer_of(CASCO / name, TRUTH[name].get("password", ""))


@pytest.mark.parametrize("name", TEXT)
def test_an_offer_is_recognised_by_its_content(name: str) -> None:
    facts, read = TRUTH[name], offer(name)
    assert (read.insurer.value, read.reg_number.value, read.language.value, read.product.value) == (
        facts["insurer"],
        facts["reg_number"],
        facts["language"],
        facts["product"],
    )


def test_almost_every_cell_is_read_right_and_none_is_falsely_covered() -> None:
    cells = lenient = strict = 0
    false_covers: list[str] = []
    for name in TEXT:
        facts, read = opened(name), offer(name)
        for code, want in facts["values"].items():
            got, must = read.values[code].value, facts["must"].get(code)
            cells += 1
            loose = fault(got, want, must, strict=False)
            lenient += loose is None
            strict += fault(got, want, must, strict=True) is None
            if loose and want in (None, "-") and got not in (None, "-"):
                false_covers.append(f"{name}: {code}: {loose}")
    print(f"\ncasco samples: {cells} cells, lenient {lenient / cells:.4f}, strict {strict / cells:.4f}")
    assert not false_covers, "\n".join(false_covers)
    assert lenient / cells >= 0.97
    assert strict / cells >= 0.97


@pytest.mark.parametrize("name", TEXT)
def test_every_value_shows_its_page_and_its_words(name: str) -> None:
    facts, read = opened(name), offer(name)
    reading = reading_of(CASCO / name, facts.get("password", ""))
    for code, found in read.values.items():
        if found.value is None:
            continue
        assert found.page is not None
        assert found.box is not None
        assert 0 <= found.box[0] < found.box[2]
        assert 0 <= found.box[1] < found.box[3] <= 1
        words = {word for part in found.text.split() for word in [plain(part)]}
        printed = {plain(word.text) for line in reading.pages[found.page - 1].lines for word in line.words}
        assert words & printed, (code, found.text)
        if (
            fault(found.value, facts["values"][code], facts["must"].get(code), strict=True) is None
            and code in facts["evidence"]
        ):
            assert found.page == facts["evidence"][code], (code, found.text)


def test_passages_overlap_the_quotes_of_the_truth() -> None:
    """Not all: that glass is free of deductible may be read from another line than the one quoted."""
    seen = apart = 0
    for name in TEXT:
        facts, read = opened(name), offer(name)
        for code, quote in facts.get("quotes", {}).items():
            found = read.values[code]
            seen += 1
            apart += not set(re.findall(r"\w+|[✓✔☑]", plain(quote))) & set(re.findall(r"\w+|[✓✔☑]", plain(found.text)))
    assert apart <= 0.01 * seen


def test_all_variants_are_kept_and_the_one_that_the_client_chose_is_shown() -> None:
    name = "02_balcia_varianti.pdf"
    read = offer(name)
    assert [variant.split()[0] for variant in read.variants] == ["A", "B", "C"]
    assert read.variant.value == "B variants Optimāls"
    for short, values in TRUTH[name]["variants"].items():
        cells = next(cells for variant, cells in read.variants.items() if variant.startswith(short))
        wrong = {
            code: cells[code].value
            for code, want in values.items()
            if fault(cells[code].value, want, None, strict=want is None or want in "v-")
        }
        assert not wrong


def test_another_variant_can_be_chosen_by_a_person() -> None:
    reading = reading_of(CASCO / "02_balcia_varianti.pdf")
    read = read_offer(reading, variant="A variants Pamata")
    assert numbers(read.values["premium_total"].value or "") == numbers("642.10")
    assert read.with_variant("C variants Maksimāls").values["premium_total"].value == "905.00"


def test_nothing_is_taken_from_a_liability_offer() -> None:
    read = offer("14_compensa_octa.pdf")
    assert read.product.value == "octa"
    assert [read.values[code].state for code in CODES] == [State.MISSING] * len(CODES)
    assert "OCTA" in read.warnings[0]


def test_silence_is_missing_and_never_a_dash() -> None:
    read = offer("09_ban_kasko.pdf")
    assert read.values["Vandālisms"].value is None
    assert read.values["Vandālisms"].state is State.MISSING


def test_the_file_name_counts_only_when_the_document_names_nobody() -> None:
    seesam = reading_of(CASCO / "08_seesam_verified_offer_en.pdf")
    assert read_offer(seesam, filename="IF_verified_certificate.pdf").insurer.value == "Seesam"


def test_an_insurer_named_by_a_person_is_believed() -> None:
    read = read_offer(reading_of(CASCO / "09_ban_kasko.pdf"), insurer="ERGO")
    assert (read.insurer.value, read.insurer.reason) == ("ERGO", "chosen by a person")
