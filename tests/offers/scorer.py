"""How a value that was read is compared with the truth of a sample (README of the samples: strict and lenient)."""

import json
import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from fsr.extraction.readers.pdf import read_pdf
from fsr.extraction.reading import Reading
from fsr.offers.reader import OfferReading, read_offer

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
LAYOUTS = Path(__file__).resolve().parent / "layouts"
PRINTED = Path(__file__).resolve().parent / "printed"
_NUMBER = re.compile(r"(?<![\d.,])(\d{1,3}(?:[ .,]\d{3})+|\d+)(?:[.,](\d{1,2}))?(?!\d)")
_DAYS = re.compile(r"(\d+)\s*(?:dien|day|дн|сут)", re.I)


def truths(folder: Path) -> dict[str, dict[str, Any]]:
    """`truth.json` of a folder: file name -> facts."""
    facts: dict[str, dict[str, Any]] = json.loads((folder / "truth.json").read_text("utf-8"))
    return facts


@lru_cache(maxsize=64)
def reading_of(path: Path, password: str = "") -> Reading:
    """The text layer of a sample."""
    return read_pdf(path.read_bytes(), password=password)


@lru_cache(maxsize=64)
def offer_of(path: Path, password: str = "") -> OfferReading:
    """A sample as the engine reads it."""
    return read_offer(reading_of(path, password), filename=path.name)


def plain(text: str) -> str:
    """Ligatures, no-break blanks and soft hyphens put aside, one blank between words."""
    text = re.sub("\u00ad\\s*", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"\s+", " ", text).strip()


def numbers(text: str) -> set[Decimal]:
    """Every number of a text, whatever its separators."""
    return {
        Decimal(re.sub(r"[ .,]", "", whole) + "." + (cents or "0")) for whole, cents in _NUMBER.findall(plain(text))
    }


def fault(got: str | None, want: str | None, must: dict[str, Any] | None, *, strict: bool) -> str | None:
    """None when the value will do, else the reason why not."""
    must = must or {}
    got = plain(got) if got else None
    if got is not None and any(got == plain(other) for other in must.get("accept", [])):
        return None
    if want is None:
        silent = got is None or (got == "-" and not strict)
        return None if silent else f"the document is silent, read {got!r}"
    if want == "-":
        return None if got == "-" or (got is None and not strict) else f"not covered, read {got!r}"
    if want == "v":
        return None if got not in (None, "-") and (got == "v" or not strict) else f"covered, read {got!r}"
    if got in (None, "-"):
        return f"expected {want!r}, read {got!r}"
    return _text_fault(got or "", want, must)


def _text_fault(got: str, want: str, must: dict[str, Any]) -> str | None:
    if re.fullmatch(r"\d+\.\d\d", want):
        return None if numbers(got) == {Decimal(want)} else f"expected {want}, read {got!r}"
    missing = [a for a in must.get("amounts", []) if Decimal(a) not in numbers(got)]
    foreign = [a for a in must.get("not_amounts", []) if Decimal(a) in numbers(got)]
    words = [w for w in must.get("words", []) if not any(x.lower() in got.lower() for x in w.split("|"))]
    days = "days" in must and str(must["days"]) not in _DAYS.findall(got) and got != str(must["days"])
    if missing or foreign or words or days:
        return f"missing {missing + words}, foreign {foreign}, days {days} in {got!r}"
    return None
