"""Long passages become short values; what limits a cover is never dropped."""

import pytest

from fsr.offers.profiles import lexicon
from fsr.offers.reader.document import Words
from fsr.offers.reader.short import shortened

WORDS = Words(lexicon(), fuzzy=False)
CAR, ROAD, PEOPLE = "Maiņas_nomas_auto_dienas", "Palīdzība_uz_ceļa", "Nelaimes_gad_vadīt_pasažieriem"


@pytest.mark.parametrize(
    ("code", "passage", "value"),
    [
        (CAR, "Maiņas auto līdz 15 dienām ar limitu 30 EUR diennaktī", "15 dienas / 30 EUR diennaktī"),
        (CAR, "for up to 7 days at no more than EUR 28 a day", "7 days / 28 EUR a day"),
        (CAR, "до 21 дня, не более 35 EUR в сутки", "21 день / 35 EUR в сутки"),
        (PEOPLE, "Nelaimes gadījumu apdrošināšana vadītājam un pasažieriem 7500 EUR", "7500 EUR"),
        (ROAD, "ir pieejama visu diennakti, evakuācija līdz 400 EUR", "visu diennakti, evakuācija līdz 400 EUR"),
        ("Teritorija", "Līguma darbības teritorija ir Eiropa, izņemot Krieviju", "Eiropa, izņemot Krieviju"),
        ("Teritorija", "12 mēnešus Baltijas valstīs un Polijā", "Baltijas valstīs un Polijā"),
        ("Pašrisks_bojājumi", "bojājumiem 175 EUR, zādzībai 10 %", "bojājumiem 175 EUR"),
        ("Pašrisks_bojājumi", "Paša risks bojājumiem: 140 EUR. Paša risks zādzībai 10 %", "140 EUR"),
    ],
)
def test_a_value_is_the_part_that_answers(code: str, passage: str, value: str) -> None:
    assert shortened(code, passage, WORDS) == value


@pytest.mark.parametrize(
    ("code", "passage"),
    [
        (CAR, "līdz 30 dienām (kompaktā klase), ja transportlīdzekli nav iespējams lietot"),
        (CAR, "15 дней, лимит 30 EUR в день, только на территории Латвии"),
        (ROAD, "evakuācija Latvijā līdz 300 EUR, tikai pēc negadījuma"),
        ("Pašrisks_bojājumi", "0 EUR pirmajam gadījumam, tālāk 150 EUR"),
        ("Pašrisks_bojājumi", "10 % zādzībai"),
    ],
)
def test_conditions_stay(code: str, passage: str) -> None:
    assert shortened(code, passage, WORDS) == passage
