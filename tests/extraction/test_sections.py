"""What a heading opens, what a sentence says, where sentences and clauses end."""

import pytest

from fsr.extraction.sections import Section, Tone, clauses, section_of, sentences, tone_of


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("Netiek atlīdzināts", Section.EXCLUSION),
        ("5. Izņēmumi", Section.EXCLUSION),
        ("Not included in this offer", Section.EXCLUSION),
        ("Исключения", Section.EXCLUSION),
        ("Apdrošinātie riski", Section.COVER),
        ("What is covered", Section.COVER),
        ("2. Выбранные риски (☐ – не застраховано)", Section.COVER),
        ("Kas ir apdrošināts", Section.COVER),
        ("Papildus iespējams iegādāties", Section.OPTIONAL),
        ("You can add", Section.OPTIONAL),
        ("Prēmija, ja izvēlas citu pašrisku:", Section.OPTIONAL),
        ("Nosacījumi un skaidrojumi", Section.DEFINITION),
        ("Ko nozīmē lietotie vārdi", Section.DEFINITION),
        ("Prēmijas samaksas iespējas", Section.PAYMENT),
        ("Svarīga informācija", Section.GENERAL),
        ("Pašriski", Section.DEDUCTIBLE),
        ("Līguma nosacījumi", None),
    ],
)
def test_a_heading_opens_its_section(heading: str, section: Section | None) -> None:
    assert section_of(heading) is section


@pytest.mark.parametrize(
    ("clause", "tone"),
    [
        ("Netiek segti zaudējumi, kas radušies hidrotrieciena rezultātā", Tone.DENIED),
        ("Theft is not insured", Tone.DENIED),
        ("Не покрывается: гидроудар", Tone.DENIED),
        ("Replacement of keys can be added", Tone.EXTRA),
        ("Numurzīmes var pievienot par 3 EUR", Tone.EXTRA),
        ("за доплату", Tone.EXTRA),
        ("KASKO tā var aizsargāt pret zādzību", Tone.SUPPOSED),
        ("Depending on your choice it covers theft", Tone.SUPPOSED),
        ("Zādzība ir apdrošināta", Tone.AFFIRMED),
        ("В страховку включены: угон", Tone.AFFIRMED),
        ("Zādzība", Tone.NEUTRAL),
        ("Pilnīga bojāeja tiek atlīdzināta", Tone.AFFIRMED),
    ],
)
def test_a_clause_has_its_tone(clause: str, tone: Tone) -> None:
    assert tone_of(clause) is tone


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Ir segts. Nav segts.", ["Ir segts.", "Nav segts."]),
        ("Reģ. Nr. XY1042 ir auto", ["Reģ. Nr. XY1042 ir auto"]),
        ("3.4. Pašrisks ir 200 EUR.", ["3.4. Pašrisks ir 200 EUR."]),
        ("a; b", ["a;", "b"]),
        ("limits 750,00 EUR. Viesnīcas", ["limits 750,00 EUR.", "Viesnīcas"]),
    ],
)
def test_sentences_end_where_they_should(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == parts


def test_a_turn_parts_clauses_but_not_the_phrase_not_only() -> None:
    text = "Theft is covered but keys are not"
    assert [text[a:b] for a, b in clauses(text, 0, len(text))] == ["Theft is covered", "but keys are not"]
    text = "Bojājumi, tajā skaitā (bet ne tikai) CSNg"
    assert len(list(clauses(text, 0, len(text)))) == 1
