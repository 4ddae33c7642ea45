"""The engine on words that OCR read from the scanned sample, letters misread and diacritics lost included.

`ocr/12_ergo_skenets.json` is what Tesseract 5 (lav+eng+rus) made of the scan; it is kept so that the engine is tested
without it.
"""

import json
from pathlib import Path

from fsr.extraction.reading import Reading
from fsr.offers.reader import read_offer
from tests.offers.scorer import SAMPLES, fault, truths

SCAN = Path(__file__).parent / "ocr" / "12_ergo_skenets.json"


def test_a_scan_is_read_in_spite_of_misread_letters() -> None:
    facts = truths(SAMPLES / "casco")["12_ergo_skenets.pdf"]
    read = read_offer(Reading.from_data(json.loads(SCAN.read_text("utf-8"))))
    assert (read.insurer.value, read.reg_number.value, read.language.value) == ("ERGO", "XY1042", "lv")
    opened = facts["if_opened"]
    faults = {
        code: fault(read.values[code].value, want, opened["must"].get(code), strict=True)
        for code, want in opened["values"].items()
    }
    assert not {code: reason for code, reason in faults.items() if reason}


def test_the_reader_s_doubt_about_letters_lowers_the_confidence() -> None:
    read = read_offer(Reading.from_data(json.loads(SCAN.read_text("utf-8"))))
    assert all(found.confidence < 0.95 for found in read.values.values() if found.value)


def test_who_sees_values_of_a_scan_is_told_that_a_picture_was_read() -> None:
    told = "This offer was read from a picture: compare the figures with the page."
    assert told in read_offer(Reading.from_data(json.loads(SCAN.read_text("utf-8")))).warnings
