"""How values are written in a cell: short, in the document's own words, figures in one form.

Nothing is translated and nothing is added: a shortened text still stands on the page, but for the way figures are
written ("1 000,00 EUR" becomes "1000 EUR") and words that only say "covered".
"""

import re

from fsr.extraction.kept import kept
from fsr.extraction.labels import fold, fold_letters
from fsr.extraction.wordings import any_of
from fsr.money import amounts, short

_LENGTH, _LONGEST = 90, 240
"""Longer texts lose what holds no figure; the longest a cell shows, in characters."""
_FIGURE = any_of(
    r"bez (?:\w+ )?limita|neierobez|\breiz|\bonce\b|\btwice\b|\btimes?\b|\bper (?:policy|year|event|period)|"
    r"without limit|unlimited|no limit|"
    r"один раз|одного раза|\bраз\b|\b1 раз|без лимита|без ограничени|неогранич|"
    r"bez (?:pasa ?)?(?:pas)?risk|without (?:an? )?(?:excess|deductible)|no (?:excess|deductible)|без франшиз|"
    r"\b\d+ ?(?:st|nd|rd|\.)? (?:gadij|case|claim|event|occurr|случа|reiz|раз)|\btikai\b|\bonly\b|\bтолько\b|"
    r"\b(?:vien[asu]|viens|div[ai]|divas|divus|one|two|один|одна|два|две) (?:gadij|case|claim|event|occurr|случа)|"
    r"\bpirm[aoi]|\bfirst\b|\bперв|0 eur|\d+ ?%"
)
_COUNTED = re.compile(r"\d ?(?:dien|day|дн|сут|km|км|h\b|stund|mm)")
_GROUPED = re.compile(r"[\s.,]\d{3}")
_PLACES = any_of(r"latvij|eirop|baltij|europ|latvia|baltic|латви|европ|балти|km\b|км\b")


@kept
def has_figure(text: str) -> bool:
    """Whether `text` says how much, how often, how long or on which condition."""
    folded = fold_letters(text)
    return bool(
        _FIGURE.search(folded)
        or any(a.currency for a in amounts(text))
        or _COUNTED.search(folded)
    )


def has_place(text: str) -> bool:
    """Whether `text` names a country or region."""
    return bool(_PLACES.search(fold_letters(text)))


_REGION = any_of(
    r"eirop|latvij|baltij|pasaul|igaunij|lietuv|\bnvs\b|\bes\b|eez\b|europ|latvia|baltic|estonia|world|\beu\b|"
    r"\beea\b|\bcis\b|european|"
    r"европ|латви|балти|эстон|литв|\bмир|\bес\b|\bснг\b|zalas kartes|green card|зелен\w+ карт|skandinav|polij|vacij"
)


def names_place(text: str) -> bool:
    """Whether `text` names a region where a cover may hold."""
    return bool(_REGION.search(fold_letters(text)))


def with_short_amounts(text: str) -> str:
    """`text` with its amounts of money in one form: "1 000,00 EUR" -> "1000 EUR", "€ 50.00" -> "50 EUR"."""
    result, at = [], 0
    for amount in amounts(text):
        if not amount.currency and not _GROUPED.search(text, amount.start, amount.end):
            continue
        printed = text[amount.start : amount.end]
        first = not printed[0].isdigit() and printed[0] not in "-−"
        figure = f"EUR {short(amount.value)}" if first else f"{short(amount.value)} EUR"
        result.append(text[at : amount.start] + (figure if amount.currency else short(amount.value)))
        at = amount.end
    return "".join(result) + text[at:]


_EDGES = " \t,;:.–-—|•·*/"
_NOISE = re.compile(r"\s*\((?:izvēlēts|izveleta|selected|chosen|выбрано)\)", re.IGNORECASE)


def tidy(text: str) -> str:
    """`text` without noise at its ends, long ones without parts that say nothing, brackets balanced."""
    text = _NOISE.sub("", with_short_amounts(" ".join(text.split()))).strip(_EDGES)
    if text.startswith("(") and text.endswith(")") and text.count("(") == 1:
        text = text[1:-1]
    if text.count("(") > text.count(")"):
        text += ")" * (text.count("(") - text.count(")"))
    elif text.count(")") > text.count("("):
        text = text.replace(")", "", text.count(")") - text.count("("))
    return text if len(text) <= _LENGTH else _cut(text)


def _cut(text: str) -> str:
    """A long text from its first part with a figure on, and no longer than the longest cell."""
    parts = re.split(r"(?<=[,;])\s+", text)
    while len(parts) > 1 and not has_figure(parts[0]) and not has_place(parts[0]):
        parts.pop(0)
    text = " ".join(parts)
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + "…"


def plate(text: str) -> str:
    """A number plate without blanks and hyphens, in capitals: "xy-1042" -> "XY1042"."""
    return re.sub(r"[\s–-]", "", text).upper()


def same_text(a: str, b: str) -> bool:
    """Whether two values say the same, whatever their case, diacritics and punctuation."""
    return re.sub(r"\W", "", fold(a)) == re.sub(r"\W", "", fold(b))
