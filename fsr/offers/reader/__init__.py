"""Reading a CASCO offer: from words with places to the values of the catalogue, each with its evidence."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from fsr.extraction.found import Found, State
from fsr.extraction.kept import forgetting
from fsr.extraction.reading import Reading
from fsr.offers.catalogue import CODES
from fsr.offers.profiles import Clause, lexicon, named
from fsr.offers.reader import columns, identify
from fsr.offers.reader.choose import choose
from fsr.offers.reader.claims import Claim
from fsr.offers.reader.document import Passage, Words, passages, ticks_with_signs
from fsr.offers.reader.gather import gather
from fsr.offers.reader.gathering import Gathering
from fsr.offers.reader.outcome import OfferReading, Seen
from fsr.offers.reader.places import label_near, place_of
from fsr.offers.reader.short import shortened

__all__ = ["OfferReading", "Seen", "label_near", "place_of", "read_casco", "read_offer"]

CHOSEN = 0.5
"""A choice of variant less sure than this is only a default."""
TAUGHT = 0.99
"""Weight of a claim whose label a person taught: above every rule."""


@forgetting
def read_offer(
    reading: Reading,
    *,
    filename: str = "",
    insurer: str | None = None,
    learned: Sequence[tuple[str, str]] = (),
    variant: str | None = None,
) -> OfferReading:
    """Read one offer.

    filename  a weak hint at the insurer, when the document names none
    insurer   named by a person; else found in the document
    learned   (code, printed label) pairs that corrections taught for this layout: they come before all other rules
    variant   name of the variant that a person chose; else the one that the document marks
    """
    who = identify.overruled(insurer) if insurer else identify.insurer(reading, filename)
    words = Words(
        lexicon(who.value, tuple((code, label) for code, label in learned if code in CODES)), _is_ocr(reading),
        ticks_with_signs(reading),
    )
    nothing = _nothing(reading, who, words)
    if nothing.product.value != "casco":
        return replace(nothing, warnings=(_refusal(nothing.product),))
    found = passages(reading, words)
    gathering = gather(found, words, nothing.language.value or "lv", _clauses(who.value))
    gathering.claims = [_short(claim, words) for claim in gathering.claims]
    if learned:
        gathering.claims = [_preferred(claim, words) for claim in gathering.claims]
    return _warned(_outcome(gathering, found, nothing, variant), by_ocr=_is_ocr(reading))


def _is_ocr(reading: Reading) -> bool:
    return any(word.source == "ocr" for _, line in reading.lines() for word in line.words[:1])


def _nothing(reading: Reading, who: Seen, words: Words) -> OfferReading:
    """The offer before any value is read."""
    language = identify.language(reading)
    return OfferReading(
        product=identify.product(reading),
        insurer=who,
        reg_number=identify.reg_number(reading, words),
        language=language,
        values={code: Found(code) for code in CODES},
        fingerprint=identify.fingerprint(who.value, language.value, reading),
    )


def _clauses(name: str | None) -> tuple[Clause, ...]:
    known = named(name)
    return known.clauses if known else ()


def _short(claim: Claim, words: Words) -> Claim:
    value = shortened(claim.code, claim.value, words)
    return claim if value == claim.value else replace(claim, value=value)


def _preferred(claim: Claim, words: Words) -> Claim:
    """A claim whose label a person taught comes before all others."""
    if any(hit.taught and hit.code == claim.code for hit in words.hits(claim.label)):
        return replace(claim, weight=TAUGHT, rule=f"learned:{claim.rule}")
    return claim


def _refusal(product: Seen) -> str:
    if product.value == "octa":
        return f"This is an OCTA (liability) offer, not CASCO: nothing was taken from it ({product.reason})."
    return f"This does not look like a CASCO offer: nothing was taken from it ({product.reason})."


def _outcome(gathering: Gathering, found: Sequence[Passage], nothing: OfferReading, wanted: str | None) -> OfferReading:
    names = [columns.clean_name(name) for name in gathering.variants]
    if not names:
        return replace(nothing, values=choose(gathering.claims))
    cells = {name: choose(_for_variant(gathering.claims, number)) for number, name in enumerate(names)}
    seen = _variant(gathering.variants, names, found, wanted, gathering.marked)
    chosen = replace(nothing, values=cells[seen.value or names[0]], variants=cells, variant=seen)
    if seen.confidence >= CHOSEN:
        return chosen
    warning = f"The offer has {len(names)} variants and marks none as chosen: the first is shown."
    return replace(chosen, values=_unsure(chosen.values, cells), warnings=(warning,))


FEW = 5
"""An offer with fewer values read than this was probably not understood."""


def _warned(offer: OfferReading, by_ocr: bool) -> OfferReading:
    """The offer with what a person should know before trusting it."""
    warnings = list(offer.warnings)
    if by_ocr:
        warnings.append("This offer was read from a picture: compare the figures with the page.")
    if offer.insurer.value is None:
        warnings.append("No insurer was recognised in the document: choose one.")
    known = sum(found.value is not None for found in offer.values.values())
    if known < FEW:
        warnings.append(f"Only {known} of {len(CODES)} values were found: this may not be an offer.")
    return replace(offer, warnings=tuple(warnings))


def _for_variant(claims: Iterable[Claim], number: int) -> list[Claim]:
    claims = list(claims)
    own = {code: {c.variant for c in claims if c.code == code} for code in _OF_ALL}
    return [c for c in claims if c.variant in (None, number) or len(own.get(c.code, ())) == 1]


_OF_ALL = ("insured_amount", "period", "Teritorija")
"""Facts of the car and the contract: printed once, in a cell across all columns, they hold for every variant.

Covers do not: beside one variant's cover an empty cell means that the other has none.
"""


def _variant(
    printed: Sequence[str],
    names: Sequence[str],
    found: Sequence[Passage],
    wanted: str | None,
    marked: tuple[int, str] | None,
) -> Seen:
    if wanted in names:
        return Seen(wanted, "chosen by a person", 1.0)
    picked = marked or columns.chosen(printed, [p.strip.text for p in found])
    if picked:
        return Seen(names[picked[0]], f"seen '{picked[1][:60]}'", 0.9)
    return Seen(names[0], "no variant is marked as chosen", 0.3)


def _unsure(values: dict[str, Found], cells: dict[str, dict[str, Found]]) -> dict[str, Found]:
    """Values that differ between the variants become guesses: the choice of variant is one."""
    return {
        code: replace(found, state=State.GUESSED)
        if found.value is not None and len({c[code].value for c in cells.values()}) > 1
        else found
        for code, found in values.items()
    }


def read_casco(reading_data: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    """`read_offer` for the child process: plain data in, plain data out."""
    learned = [(code, label) for code, label in options.get("learned", ())]
    outcome = read_offer(
        Reading.from_data(reading_data),
        filename=options.get("filename", ""),
        insurer=options.get("insurer"),
        learned=learned,
        variant=options.get("variant"),
    )
    return outcome.to_data()
