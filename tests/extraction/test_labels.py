"""Phrases are found whatever their case, diacritics, endings and, from OCR, misread letters."""

import pytest

from fsr.extraction.labels import Lexicon, fold, fold_letters, tokens

LEXICON = Lexicon(
    {
        "damage": ["bojājum*"],
        "glass": ["stikl* (bojājum*)", "стекл*|стекол"],
        "territory": ["apdrošināšan* (līguma) teritorij*"],
        "deductible": ["pašrisk*|pašarisk*"],
        "free": ["bez pašrisk*|pašarisk*"],
        "engine": ["ūden* .. dzinēj*"],
    },
    joins={"pasa": "risk"},
)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("BOJĀJUMIEM", ["damage"]),
        ("bojajumi", ["damage"]),
        ("Stiklojuma bojājumi", ["glass"]),
        ("замена стёкол", ["glass"]),
        ("Apdrošināšanas līguma teritorija", ["territory"]),
        ("Apdrošināšanas teritorijas", ["territory"]),
        ("Apdrošināšanas prēmija", []),
        ("Paša risks", ["deductible"]),
        ("pašriska", ["deductible"]),
        ("bez paša riska", ["free"]),
        ("ja ūdens iekļūst automašīnas dzinējā", ["engine"]),
        ("ūdens viens divi trīs četri dzinējs", []),
        ("nebojājumi", []),
    ],
)
def test_a_phrase_is_found(text: str, codes: list[str]) -> None:
    assert [hit.code for hit in LEXICON.find(text)] == codes


def test_a_find_knows_its_place() -> None:
    text = "Visi stikla bojājumi, ja"
    (hit,) = LEXICON.find(text)
    assert text[hit.start : hit.end] == "stikla bojājumi"
    assert (hit.first, hit.length) == (1, 2)


def test_letters_misread_by_ocr_are_forgiven_only_for_ocr() -> None:
    assert [hit.code for hit in LEXICON.find("Bojajurni", fuzzy=True)] == ["damage"]
    assert LEXICON.find("Bojajurni") == []


def test_a_taught_label_wins_over_a_phrase_it_overlaps() -> None:
    taught = Lexicon({"damage": ["bojājum* un citi riski"]}, taught=[("other", "Bojājumi un citi")])
    assert [(hit.code, hit.taught) for hit in taught.find("Bojājumi un citi riski")] == [("other", True)]


def test_a_phrase_must_begin_with_a_word_that_is_there() -> None:
    with pytest.raises(ValueError, match="must begin"):
        Lexicon({"x": ["(un) bojājum*"]})


def test_folding_keeps_the_words_and_letter_folding_keeps_the_places() -> None:
    assert fold("  Pašrisks\u00a0ŅĢ ") == "pasrisks ng"
    assert len(fold_letters("Pašrisks ½ Ņ")) == len("Pašrisks ½ Ņ")


def test_punctuation_parts_words() -> None:
    assert [token.text for token in tokens("Riepas/diski, 2x")] == ["riepas", "diski", "2x"]


def test_a_word_of_ocr_with_one_wrong_letter_of_five_is_still_the_word() -> None:
    """Exactly 0.8 alike: the limit itself counts as alike enough."""
    assert [hit.likeness for hit in Lexicon({"year": ["laiku"]}).find("laiks", fuzzy=True)] == [0.8]
