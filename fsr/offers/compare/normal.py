"""When do two printed values mean the same?  Each value has a normal form; equal forms are equal values.

"18500 EUR" and "18 500 €" are one amount, "līdz 15 dienām" and "15 days" one length, "Eiropa, izņemot Baltkrieviju"
and "Europe except BY" one territory; "Eiropa" is another.  Words that only join are dropped, words that limit or deny
are kept, so that doubt ends in "different": a difference too many is looked at, a difference missed is bought.
"""

import re
from collections.abc import Hashable
from functools import lru_cache

from fsr.extraction.labels import fold
from fsr.extraction.parsers import months_named
from fsr.money import amounts, parse_amount, plain, short
from fsr.offers.catalogue import COVERED, NOT_COVERED, Kind

_PHRASES = tuple((re.compile(rf"\b(?:{pattern})"), word) for pattern, word in (
    (r"bez limit\w*|neierobezot\w*|unlimited|without (?:a )?limit|no limit|без лимит\w*|без ограничен\w*|"
     r"неограничен\w*", " ∞ "),
    (r"ne vairak ka|no more than|not more than|не более(?: чем)?", " "),
    (r"bez pas(?:a )?risk\w*|without (?:a |any )?(?:deductible|excess)|no (?:deductible|excess)|без франшиз\w*", " ⌀ "),
    (r"tirgus vertib\w*|market value|рыночн\w* стоимост\w*", " market "),
))
"""Phrases that say one thing in three languages; matched on folded text."""

_WORDS = tuple((re.compile(rf"(?:{pattern})$"), word) for pattern, word in (
    (r"dien\w*|diennakt\w*|days?|daily|дн\w*|ден\w*|сут\w*", "day"),
    (r"gad(?:s|a|ā|i|iem|u)|years?|annual\w*|yearly|год\w*|лет", "year"),
    (r"reiz\w*|times?|once|раз\w*", "time"),
    (r"menes\w*|months?|monthly|месяц\w*", "month"),
    (r"latvij\w*|латви\w*|lv", "latvia"), (r"eirop\w*|europe\w*|европ\w*", "europe"),
))
_JOINING = frozenset(
    ("ar", "un", "par", "uz", "lidz", "limits", "limita", "limitu", "limit", "apmera", "apmers", "maksimali",
     "up", "to", "the", "a", "an", "of", "and", "per", "for", "in", "with", "max", "maximum",
     "до", "с", "и", "в", "на", "по", "за", "лимит", "лимитом", "eur", "euro", "euros", "eiro", "евро"))
"""Words that join or only repeat what the row says: "līdz 1000 EUR" is a limit of 1000, as "1000 EUR" is."""

_TOKEN = re.compile(r"#[\d.]+|∞|⌀|%|[^\W_]+")

_PLACES = tuple((re.compile(rf"(?:{pattern})$"), code) for pattern, code in (
    (r"baltkriev\w*|belarus\w*|белорус\w*|беларус\w*|by", "BY"), (r"krievij\w*|russia\w*|росси\w*|рф|ru|rf", "RU"),
    (r"ukrain\w*|украин\w*|ua", "UA"), (r"moldov\w*|молд\w*|md", "MD"), (r"turcij\w*|turk\w*|турци\w*|tr", "TR"),
    (r"latvij\w*|latvia\w*|латви\w*|lv", "LV"), (r"igaunij\w*|estonia\w*|эстон\w*|ee", "EE"),
    (r"lietuv\w*|lithuania\w*|литв\w*|lt", "LT"), (r"baltij\w*|baltic\w*|балти\w*", "Baltic"),
    (r"eirop\w*|europ\w*|европ\w*", "Europe"), (r"nvs|cis|снг", "CIS"), (r"eez|eea|еэз", "EEA"), (r"es|eu|ес", "EU"),
    (r"pasaul\w*|world\w*|мир\w*", "World"),
))
_EXCEPT = re.compile(r"(?:iznemot|izsledzot|bez|except|excluding|excl|without|not|кроме|исключ\w+)$")
_INCLUDING = re.compile(r"(?:ieskaitot|ieklaujot|including|incl|включая)$")
_TERRITORIAL = frozenset(
    ("un", "and", "и", "ari", "teritorija", "teritorijas", "territory", "территория", "valstis", "valstu", "countries",
     "country", "states", "страны", "стран", "visa", "visas", "all", "whole", "вся", "the", "of", "in", "в", "за"))


def normal_form(kind: Kind, value: str | None) -> Hashable:
    """What `value` says in a row of this kind, the same for all ways of printing it; None for silence."""
    return None if value is None else _normal_form(kind, value)


@lru_cache(maxsize=8192)
def _normal_form(kind: Kind, value: str) -> Hashable:
    text = value.strip()
    if text in (COVERED, NOT_COVERED):
        return text
    if kind in (Kind.MONEY, Kind.SUM) and (amount := _amount(text)):
        return "amount", amount
    if kind is Kind.PERIOD and (months := months_named(text)):
        return "months", months[0]
    if kind is Kind.TERRITORY:
        return territory(text)
    return words(text)


def _amount(text: str) -> str | None:
    try:
        value = parse_amount(text)
    except ValueError:  # several amounts: the words around them say which is which
        return None
    return None if value is None else plain(value)


def words(text: str) -> tuple[str, ...]:
    """The words that matter, in order: amounts without grouping, common words of three languages made one.

    "Līdz 15 dienām, 30.00 EUR dienā" is ("#15", "day", "#30", "day").
    """
    folded = fold(_amounts_marked(text))
    for pattern, word in _PHRASES:
        folded = pattern.sub(word, folded)
    return tuple(_word(token) for token in _TOKEN.findall(folded) if token not in _JOINING)


def _amounts_marked(text: str) -> str:
    marked = text
    for amount in reversed(amounts(text)):
        marked = f"{marked[:amount.start]} #{short(amount.value)} {marked[amount.end:]}"
    return marked


def _word(token: str) -> str:
    return next((word for pattern, word in _WORDS if pattern.match(token)), token)


def territory(text: str) -> Hashable:
    """Where the cover holds: places inside, places left out, and words that are neither."""
    inside: set[str] = set()
    outside: set[str] = set()
    rest: list[str] = []
    target = inside
    for token in _TOKEN.findall(fold(text)):
        if _EXCEPT.match(token):
            target = outside
        elif _INCLUDING.match(token):
            target = inside
        elif place := next((code for pattern, code in _PLACES if pattern.match(token)), None):
            target.add(place)
        elif token not in _TERRITORIAL:
            rest.append(token)
    return "territory", frozenset(inside), frozenset(outside), tuple(sorted(rest))
