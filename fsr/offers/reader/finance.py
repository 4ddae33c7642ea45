"""Claims about the three financial rows: the premium, the sum insured, the period."""

import re
from collections.abc import Iterator, Sequence

from fsr.extraction.labels import Hit, fold_letters
from fsr.extraction.layout import Cell
from fsr.extraction.parsers import dates, months_between, months_named
from fsr.extraction.sections import Section, sentences
from fsr.extraction.tables import Strip
from fsr.extraction.wordings import any_of
from fsr.money import Amount, amounts, plain
from fsr.offers.normalise import tidy
from fsr.offers.reader.claims import Claim, Place
from fsr.offers.reader.columns import Column, Role
from fsr.offers.reader.document import Words

_NOT_TOTAL = any_of(
    r"menes(?:i|a)\b|ikmenes|per month|monthly|a month|в месяц|ежемесяч|pirms atlaid|before (?:the )?discount|"
    r"до скидки|bez atlaid|"
    r"\bkatrs|\beach\b|каждый|papildu prem|additional premium|доплат|videj|average|в средн|\bocta\b|осаго|mtpl|pern|"
    r"last year|previous|прошл|"
    r"pirmais maks|first instal|first pay|перв\w+ (?:плат|взнос)|pakete|paketi|package|piemaks|surcharge|надбав|"
    r"\bja (?:izvel|maksa(?! lidz)|prem)|\bif (?:you|paid|the)|при оплате|если|atlaides summa|"
    r"discount amount|сумма скидки|administrat|t\.sk|incl\. |в т\.ч|"
    r"dalit|rassroch|рассрочк|instalments? of|maksajum\w* pa |var pievienot|can be added|atsevis|citu |other |"
    r"[2-9] maksaj|12 maksaj|[2-9] instal|12 instal|[2-9] плат|12 плат|[2-9] payments|12 payments|4x|2x|12x|"
    r"ceturksn|quarter|kvartal|reizi pusgada|pusgada|semi.?annual"
)
_SEVERAL = re.compile(
    r"\b(?:[2-9]|1[0-2]|divos|cetros|two|four) (?:\w+ )?(?:maksajum|dalas|reiz|instal|payment|"
    r"плат|взнос)"
)
_SUPPOSED = re.compile(r"\binformat|equivalent|ekvivalent|справочн|\bbutu\b|would be|salidzin|compar|была бы|сравнен")
_CHANGED = any_of(r"would (?:reduce|lower|raise)|reduced? .{0,30}to |samazinas|samazinat|palielinas|снизит|уменьшит")
"""With another choice the premium would change to this."""
_ONCE = any_of(
    r"vien\w* maksajum|1 maksajum|one (?:sum|payment|instal)|single|один\w* плат|1 плат|vienreiz|"
    r"gada|year|annual|за год|в год|kopa|total|итого|samaksai|apmaksai|payable"
)
_MARKET = re.compile(
    r"(?:tirgus|jaun\w*|atjaunosan\w*|faktisk\w*|iegades) (?:vertib\w*|cen\w*)|jaunvertib\w*|(?:market|new|agreed|"
    r"replacement|invoice|purchase|actual|current) (?:value|price)|"
    r"(?:рыночн\w*|восстановительн\w*|действительн\w*|новой?) (?:стоимост\w*|цен\w*)|новая стоимость"
)


_TOTAL_COLUMN = any_of(r"pavisam|kopa|total|итого|всего")
_CENTS = re.compile(r"[.,]\d{2}$")
_STOP = re.compile(r"[.;](?=\s)")
_IF_ONCE = re.compile(r"\W*(?:ja|if|при)\W.{0,40}(?:vien|one|1 |один|одним)")


def premiums(
    label: Cell, hit: Hit, values: Sequence[tuple[Place, Column | None]], section: Section, variant: int | None = None
) -> Iterator[Claim]:
    """Premium claims of a row: the label and the amounts beside it; of several the one in the column of totals."""
    strong = hit.code == "premium_total"
    places = [(p, c) for p, c in values if not (c and c.role is Role.DEDUCTIBLE)]
    several = [(p, c) for p, c in places if amounts(p.text)]
    for index, (place, column) in enumerate(several):
        weight = (0.93 if strong else 0.8) - 0.04 * index
        if column and _TOTAL_COLUMN.search(fold_letters(column.name)):
            weight += 0.05
        yield from premium(place, label.text, weight, "row:premium", section, variant)


def premium(
    place: Place, label: str, weight: float, rule: str, section: Section, variant: int | None
) -> Iterator[Claim]:
    text = place.text
    found = [
        a
        for a in amounts(text)
        if a.value > 0 and (a.currency or _CENTS.search(text[a.start : a.end].strip()) or len(text) < 12)
    ]
    for index, amount in enumerate(found[:3]):
        sure = weight - 0.06 * index - _doubt(text, label, amount, index, found)
        if section is Section.PAYMENT:
            sure -= 0.03
        if section in (Section.GENERAL, Section.OPTIONAL, Section.DEFINITION):
            sure -= 0.3
        yield Claim(
            "premium_total",
            plain(amount.value),
            Place(place.cell, place.start + amount.start, place.start + amount.end),
            round(sure, 3),
            rule,
            label,
            variant,
        )


def _doubt(text: str, label: str, amount: Amount, index: int, found: Sequence[Amount]) -> float:
    """How much the words around an amount speak against its being the total."""
    begin = found[index - 1].end if index else 0
    end = found[index + 1].start if index + 1 < len(found) else len(text)
    stop = _STOP.search(text, amount.end, end)
    end = stop.start() if stop else end
    opened = text.find("(", amount.end, end)
    if index + 1 < len(found) and opened >= 0 and ")" not in text[opened:end]:
        end = opened
    around = fold_letters(text[max(begin, amount.start - 60) : min(end, amount.end + 40)])
    after = around[amount.end - max(begin, amount.start - 60) :]
    doubt = 0.45 if _NOT_TOTAL.search(fold_letters(label)) and not _ONCE.search(fold_letters(label)) else 0.0
    if _CHANGED.search(fold_letters(label)) or _CHANGED.search(around):
        doubt = 0.4
    if _SEVERAL.search(fold_letters(label)) or _SUPPOSED.search(fold_letters(label)):
        doubt = max(doubt, 0.2)
    if _SUPPOSED.search(around[: amount.start - max(begin, amount.start - 60)]):
        doubt = max(doubt, 0.2)
    if _NOT_TOTAL.search(around) and not _IF_ONCE.match(after):
        doubt = max(doubt, 0.4 if not _ONCE.search(around) else 0.25)
    if not amount.currency:
        doubt += 0.04
    return doubt


def premiums_in(cell: Cell, words: Words, section: Section) -> Iterator[Claim]:
    """Premium claims of running text or of a label and its amount on one line."""
    if section is Section.DEFINITION:
        return
    for start, end in sentences(cell.text):
        text = cell.text[start:end]
        hits = [h for h in words.hits(text) if h.code in ("premium_total", "_premium", "_premium_other")]
        for index, hit in enumerate(hits):
            if hit.code == "_premium_other":
                continue
            stop = hits[index + 1].start if index + 1 < len(hits) else len(text)
            stop = (
                len(text)
                if not any(a.currency for a in amounts(text[hit.end : stop])) and _only_label(text[hit.end : stop])
                else stop
            )
            place = Place(cell, start + hit.end, start + stop)
            weight = 0.9 if hit.code == "premium_total" else 0.78
            weight -= 0.25 if hit.code == "_premium" and hit.first > 3 else 0.0
            lead = text[max(0, hit.start - 40) : hit.end]
            yield from premium(place, lead, weight, "inline:premium", section, None)


def priced_columns(columns: Sequence[Column], header: Strip) -> Iterator[Claim]:
    """The premium of each variant where its heading names it: "Comfort EUR 720.00"."""
    priced = [c for c in columns if c.number is not None and _one_price(c.name)]
    if len(priced) < 2:
        return
    for column in priced:
        cell = next(cell for cell in header.cells if cell.text == column.name)
        amount = next(a for a in amounts(cell.text) if a.currency)
        place = Place(cell, amount.start, amount.end)
        yield Claim("premium_total", plain(amount.value), place, 0.78, "table:heading", column.name, column.number)


def _one_price(name: str) -> bool:
    return sum(a.currency and a.value > 0 for a in amounts(name)) == 1 and not _NOT_TOTAL.search(fold_letters(name))


def _only_label(text: str) -> bool:
    return not amounts(text) and len(text) < 20


def sums(place: Place, label: str, weight: float, rule: str, variant: int | None = None) -> Iterator[Claim]:
    """The sum insured: an amount, or words that stand for a value."""
    text = place.text
    found = [a for a in amounts(text) if a.value >= 300 and not _is_of_date(text, a)]
    market = _MARKET.search(fold_letters(text))
    if found and "%" not in text[: found[0].start]:
        amount = found[0]
        sure = weight if amount.currency or len(text) < 14 else weight - 0.15
        yield Claim(
            "insured_amount",
            plain(amount.value),
            Place(place.cell, place.start + amount.start, place.start + amount.end),
            sure,
            rule,
            label,
            variant,
        )
    elif market:
        value = tidy(text[market.start() : market.end()])
        yield Claim(
            "insured_amount",
            value[:1].upper() + value[1:],
            Place(place.cell, place.start + market.start(), place.start + market.end()),
            weight - 0.02,
            rule,
            label,
            variant,
        )


_YEAR = re.compile(r"(?:19|20)\d\d")


def _is_of_date(text: str, amount: Amount) -> bool:
    """Whether a number is a year by itself or part of a date, and so no amount."""
    if amount.currency:
        return False
    if _YEAR.fullmatch(text[amount.start : amount.end].strip()):
        return True
    return any(start < amount.end and amount.start < end for _, start, end in dates(text))


_WHOLE_CAR = ("Bojājumi", "Bojāeja", "Zādzība")
"""The risks that are insured for the value of the whole car."""
_SUM_COLUMN = re.compile(r"apdrosinajuma summ|apdrosinatas? summ|sum insured|insured (?:sum|amount)|страхов\w+ сумм")


def sum_of_risk(
    code: str, said: Sequence[tuple[Place, Column | None]], label: str, variant: int | None
) -> Iterator[Claim]:
    """The sum insured where a column states it risk by risk and no row of its own does: a weaker claim."""
    for place, column in said if code in _WHOLE_CAR else ():
        if column and column.role is Role.DETAIL and _SUM_COLUMN.search(fold_letters(column.name)):
            yield from sums(place, label, 0.75, "table:sum", variant)


_SHARE = re.compile(
    r"(?:% (?:no|of|от)|percent of|procent\w* no|pārsniedz|nepārsniedzot|exceed|"
    r"above)(?: \w+){0,2}\s*$",
    re.IGNORECASE,
)


def market_value(place: Place, label: str) -> Iterator[Claim]:
    """A guess: a value that is nothing but "Tirgus vērtība" is the sum insured whatever its label is called."""
    if _MARKET.match(fold_letters(place.text)) and not amounts(place.text):
        yield from sums(place, label, 0.66, "row:market")


_INSURED_FOR = re.compile(r"\b(?:insur|apdrosin|skait|rekin|страху|застрах)\w*\b")
_VALUE = any_of("vertib|cen|value|price|стоимост|цен")
_RATIO = re.compile(r"%|percent|procent|процент|\bja\b|\bif\b|\bесли\b")


def _insured_for_value(place: Place) -> Iterator[Claim]:
    """A guess: "we insure the car … for its market value" names the sum in passing."""
    folded = fold_letters(place.text)
    market = _MARKET.search(folded) if _VALUE.search(folded) else None
    if not market or _RATIO.search(folded) or any(a.currency for a in amounts(place.text)):
        return
    if _INSURED_FOR.search(folded):
        named = Place(place.cell, place.start + market.start(), place.start + market.end())
        yield from sums(named, "", 0.62, "prose:sum")


def sums_in(cell: Cell, words: Words) -> Iterator[Claim]:
    """The sum insured in running text: "The insured sum is EUR 11 250.00"."""
    for start, end in sentences(cell.text):
        text = cell.text[start:end]
        yield from _insured_for_value(Place(cell, start, end))
        hits = words.hits(text)
        for hit in hits:
            if hit.code != "insured_amount" or _SHARE.search(text[: hit.start]):
                continue
            if any(h.code == "Nelaimes_gad_vadīt_pasažieriem" for h in hits) or _MARKET.fullmatch(
                fold_letters(text[hit.start : hit.end])
            ):
                continue
            rest = text[hit.end : hit.end + 90]
            yield from sums(
                Place(cell, start + hit.end, start + hit.end + len(rest)),
                text[hit.start : hit.end],
                0.88 if hit.first < 6 else 0.75,
                "inline:sum",
            )


_UNITS = {"lv": ("mēnesis", "mēneši"), "en": ("month", "months"), "ru": ("месяц", "месяцев")}
_NOT_PERIOD = any_of(
    r"piedavajum\w* (?:ir )?(?:speka|derig)|offer (?:is )?valid|valid (?:until|for)|"
    r"предложени\w* действ|garantij|warrant|гаранти|dienu laika|stundu"
)


def months_text(months: int, language: str) -> str:
    """ "12 mēneši", "1 month", "3 месяца"."""
    one, many = _UNITS.get(language, _UNITS["en"])
    if language == "ru" and months % 10 in (2, 3, 4) and months not in (12, 13, 14):
        return f"{months} месяца"
    singular = months == 1 or (months % 10 == 1 and months != 11 and language != "en")
    return f"{months} {one if singular else many}"


def periods(place: Place, label: str, weight: float, rule: str, language: str) -> Iterator[Claim]:
    """The period: months as printed, else counted from its first and last day."""
    text = place.text
    if _NOT_PERIOD.search(fold_letters(text[:60])):
        return
    named = months_named(text)
    if named:
        months, start, end = named
        yield Claim(
            "period",
            months_text(months, language),
            Place(place.cell, place.start + start, place.start + end),
            weight,
            rule,
            label,
        )
        return
    days = dates(text)
    if len(days) >= 2:
        months_count = months_between(days[0][0], days[1][0])
        if months_count:
            yield Claim(
                "period",
                months_text(months_count, language),
                Place(place.cell, place.start + days[0][1], place.start + days[1][2]),
                weight - 0.03,
                f"{rule}:dates",
                label,
            )


def period_of_cells(places: Sequence[Place], label: Cell, language: str) -> Iterator[Claim]:
    """The period whose first and last day stand in cells of their own: "01.12.2026 | – | 30.11.2027"."""
    days = [(found[0][0], place) for place in places if len(found := dates(place.text)) == 1]
    months = months_between(days[0][0], days[1][0]) if len(days) == 2 else None
    if months:
        place = Place(days[1][1].cell, days[1][1].start, days[1][1].end, days[0][1].cell)
        yield Claim("period", months_text(months, language), place, 0.85, "row:period:dates", label.text)


def periods_in(cell: Cell, words: Words, language: str) -> Iterator[Claim]:
    """The period in running text: "for a period of 6 months", "Līguma termiņš: no … līdz …"."""
    for start, end in _long_sentences(cell.text):
        text = cell.text[start:end]
        for hit in words.hits(text):
            if hit.code == "period":
                place = Place(cell, start + hit.end, min(end, start + hit.end + 90))
                yield from periods(
                    place, text[hit.start : hit.end], 0.9 if hit.first < 5 else 0.8, "inline:period", language
                )
        folded = fold_letters(text)
        if _OF_INSURANCE.search(folded) and not _NOT_PERIOD.search(folded):
            said = _FOR_MONTHS.search(folded) or len(dates(text)) >= 2
            yield from periods(Place(cell, start, end), "", 0.74 if said else 0.5, "prose:period", language)


_OF_INSURANCE = any_of(r"apdrosin|insur|cover|polis|ligum|страх|полис|договор")
_FOR_MONTHS = re.compile(r"\b(?:uz|ir|for|is|lasts|на|составляет) \d{1,2} (?:men|mon|мес)")


def _long_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Sentences, but one that ends in a date with its point goes on when a small letter follows."""
    held: tuple[int, int] | None = None
    for start, end in sentences(text):
        if held and text[start : start + 1].islower():
            held = held[0], end
            continue
        if held:
            yield held
        held = start, end
    if held:
        yield held
