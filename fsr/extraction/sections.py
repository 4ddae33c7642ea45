"""What a passage is worth: the section it stands in, and whether its sentence affirms, denies, offers or merely
supposes.

A document names many things that it does not promise: exclusions, extras at another price, definitions, advice in a
cover letter.  So a mention counts only together with its section and its tone.  Patterns are over folded text
(`labels.fold`); Latvian, English, Russian.
"""

import re
from collections.abc import Iterator
from enum import StrEnum

from fsr.extraction.kept import kept
from fsr.extraction.labels import fold_letters
from fsr.extraction.parsers import is_extra
from fsr.extraction.wordings import any_of


class Section(StrEnum):
    """The part of a document under one heading."""

    NEUTRAL = "neutral"
    COVER = "cover"
    EXCLUSION = "exclusion"
    OPTIONAL = "optional"
    DEDUCTIBLE = "deductible"
    DEFINITION = "definition"
    PAYMENT = "payment"
    GENERAL = "general"


class Tone(StrEnum):
    """What a sentence says about the things that it names."""

    NEUTRAL = "neutral"
    AFFIRMED = "affirmed"
    DENIED = "denied"
    EXTRA = "extra"
    """To be had only for another price or on request."""
    SUPPOSED = "supposed"
    """Advice, possibility, example, statistics: says nothing about this offer."""


_NEGATIVE = (
    r"netiek (?:segt|atlidzinat|apdrosinat|kompenset|ieklaut|izmaksat|segti)|\bnav (?:\w+ )?(?:apdrosinat|segt|"
    r"ieklaut|paredzet|atlidzinam|ietvert|izvelet|pieejam|ietilp)|\bka nav\b|nevar(?:am|esim) (?:apdrosinat|"
    r"piedavat|segt)|"
    r"neattiec|nesedz|neatlidzina|neietver|neietilpst|neieklau|neapdrosina|izslegt|nekompense|nav spek|nav speka|"
    r"iznemumi|"
    r"\bnot (?:be )?(?:\w+ )?(?:insured|covered|included|reimbursed|paid|compensated|part of|payable)|(?:does|do|"
    r"will) not (?:cover|include|apply|extend|pay|reimburse)|"
    r"\bcannot (?:offer|cover|insure|include|provide)|\boutside (?:this|the|our) (?:offer|cover|quot|policy)|не можем|"
    r"no cover\b|exclusion|\bexcluded\b|\bexcludes\b|\bnot apply to\b|isn.t covered|not operative|not in force|"
    r"not to (?:include|cover|insure)|\batteic|\bdeclined|opted out|отказал|without cover|we do not|"
    r"\bне (?:\w+ )?(?:возмеща|покрыва|покрыт|включ|застрахован|вход|распростран|компенсир|страху|предусмотр|"
    r"является страх)|исключени|исключает|исключен"
)
_AFFIRMATIVE = (
    r"\b(?:ir|tiek|atlidzin\w*|sedz\w*|apdrosinat\w*|apdrosina|apdrosinam|ieklaut\w*|ietilpst|ietver|segt\w*|"
    r"kompense\w*|nodrosin\w*|apmaks\w*)\b|"
    r"\b(?:is|are) (?:\w+ )?(?:insured|covered|included)|\bwe (?:will |would |hereby |also )?(?:cover|insure|"
    r"pay|include|compensate|replace|"
    r"provide)|(?:is|are) (?:compensated|paid|provided|replaced)|includes?\b|covers\b|insured against|"
    r"insured (?:are|is)|following is|protected against|"
    r"застрахован|покрыва|включ|возмеща|входит|входят|покрыт|оплачива|компенсиру|предоставля"
)
_SUPPOSED = (
    r"\bvar (?:aizsarg|ietvert|izvel|but|tikt|segt|apdros)|atkariba no|\biesak|\brekomend|piemeram|biezak|videj|"
    r"pieteikuma|\bludz|\bja veles|\bja jus (?:vel|izvel)|"
    r"lugts|\bparasti\b|klienti|statistik|\bpadom|atcerieties|\bzinat|kas ir kasko|"
    r"\b(?:can|could|may|might) (?:protect|cover|include|be|choose|also)|depending on|recommend|for example|e\.g\.|"
    r"\baverage\b|last year|pagajus\w+ gad|\bpern\b|в прошлом году|on average|we suggest|usually|typically|"
    r"ieprieksej\w+ polis|previous polic|предыдущ\w+ полис|would (?:reduce|lower|raise)|"
    r"\b(?:celojum\w*|majokl\w*|veselib\w*|dzivib\w*|octa) (?:polis|apdrosinasan)|"
    r"\b(?:travel|home|household|health|life) (?:insurance|polic|product|covers)|"
    r"страхован\w* (?:путешеств|жиль|здоров|жизни)|\?\s*$|"
    r"you asked|enquir|if you (?:would|choose|want|wish)|consider|did you know|many (?:clients|drivers)|"
    r"рекоменд|в зависимости|может (?:быть|покр|вкл|защ)|например|в среднем|обычно|как правило|советуем|"
    r"если вы (?:хот|жел|выбер)|знаете ли|клиенты|просили"
)
_HEADINGS: tuple[tuple[Section, re.Pattern[str]], ...] = (
    (
        Section.GENERAL,
        re.compile(
            r"(?:termin|definicij|jedzien|definition|glossar|определен|термин|поняти).*(?:iznemum|exclusion|исключен)|"
            r"(?:iznemum|exclusion|исключен).*(?:termin[iu]\b|definicij|jedzien|definition|glossar|определен|термин|поняти)"
        ),
    ),
    (
        Section.EXCLUSION,
        any_of(
            _NEGATIVE + r"|iznemum|neapdrosinat|nesegt|what is not|what.s not|not covered|izslegum|kas nav|"
            r"ko nesedz|never (?:pay|cover)|do not (?:pay|cover)|"
            r"не покры|что не\b|ierobezojum|не застрах|не выбран|nav izvelet|not selected|not chosen"
        ),
    ),
    (
        Section.OPTIONAL,
        any_of(
            r"\bja izvel|\bcitu |citi |alternativ|if you choose|other (?:deduct|option|excess)|при выборе|друг(?:ой|ая|"
            r"ие|ую)|iespejam|par papildu|papildu izvel|papildus izvel|izveles (?:risk|segum|iesp)|iesak|var pievienot|"
            r"pievieno|opcij|piedavajam papild|cits? variant|"
            r"optional|can be added|add.?ons? available|available (?:extra|add|option|at)|extras? available|you (?:can|"
            r"may) (?:also )?(?:add|choose|buy|select)|ko va(?:r|rat) (?:pievienot|izvel)|можно выбрать|"
            r"recommend|on request|upgrade|additional option|^\W*(?:extras?|options|add.?ons?)\W*$|"
            r"papildiespej|papildopcij|"
            r"опци|можно (?:добав|включ|выбр|подкл)|по желанию|рекоменд|за дополнит|за доплату|дополнительно можно"
        ),
    ),
    (
        Section.DEFINITION,
        any_of(
            r"definicij|^[\W\d]*termini\W*$|words we use|termin\w* (?:un|skaidroj)|jedzien|"
            r"skaidrojum|kas ir (?!apdr|iekl|ieks|segt)|ko nozime|vardnic|"
            r"definition|glossary|explanation|terms used|meaning of|what .* means?\b|определени|термин|пояснени|"
            r"глоссари|понятия"
        ),
    ),
    (Section.PAYMENT, any_of(r"maksajum|apmaks|samaks|payment|instal|pay(?:ing)? |оплат|платеж|рассрочк|взнос")),
    (
        Section.GENERAL,
        any_of(
            r"svariga|visparig|visparej|personas dat|dat\w* apstrad|good to know|important|general (?:info|terms|cond)|"
            r"privacy|персональн|прочее|общ\w* (?:полож|инф|услов)|pienakum|"
            r"obligation|kontakt|contact|how to|ka rikoties|ricib|suudz|sudzib|complain|pretenz|обязанност|контакт|"
            r"как действ|важн|zinasan|notes?$|piezim|примечан|juridisk|disclaimer|atrun|data protection|lidzeji|"
            r"parties|стороны"
        ),
    ),
    (
        Section.DEDUCTIBLE,
        any_of(
            r"^\W*(?:\d+\.? ?)?(?:pasrisk|pasa risk|deductible|excess|франшиз|"
            r"самориск)\w*\W*\w*\W*$|pasriski|deductibles|excesses|франшизы"
        ),
    ),
    (
        Section.COVER,
        any_of(
            r"segum|\brisk[ius]|aizsardzib|apdrosinat\w* risk|ieklauts|apdrosinats|papildu pakalpojum|papildapdros|"
            r"pakalpojumi|\bkas ir ieks|\bieksa\b|kas ir apdrosinat|ieguvum|programm|pakete|"
            r"cover|included|insured|insures|benefit|protection|risks?\b|what.s in|your casco|покрыти|риск|застрахован|"
            r"включен|защит|что входит|услуг"
        ),
    ),
)
_NEGATIVE_RE, _AFFIRMATIVE_RE, _SUPPOSED_RE = any_of(_NEGATIVE), any_of(_AFFIRMATIVE), any_of(_SUPPOSED)


_IN_BRACKETS = re.compile(r"\([^)]*\)")


_ADVICE = re.compile(
    r"(?:iesak|ieteic|rekomend|recommend|рекоменд|izvelet|izvele|selected|chosen|choice|выбран|выбор)\w*"
    r"(?:[^:]{0,40}: *\S|[^:]{0,30}\b(?:variant|pakete|вариант|пакет|option|plan)\w* \W?\w)"
)
"""A line that names the variant to take opens no section: "We recommend: Plus"."""


@kept
def section_of(heading: str) -> Section | None:
    """The section that `heading` opens, None when it is none of those known; a legend in brackets says nothing."""
    folded = _IN_BRACKETS.sub(" ", fold_letters(heading))
    if _ADVICE.search(folded):
        return None
    return next((section for section, pattern in _HEADINGS if pattern.search(folded)), None)


@kept
def tone_of(clause: str) -> Tone:
    """What `clause` says about the things that it names.

    A refusal is stronger than anything else; an offer "for another price" is stronger than advice, so that a
    recommended
    extra counts as an extra and not as silence.
    """
    folded = fold_letters(clause)
    if is_extra(clause):
        return Tone.EXTRA
    if _NEGATIVE_RE.search(folded):
        return Tone.DENIED
    if _SUPPOSED_RE.search(folded):
        return Tone.SUPPOSED
    return Tone.AFFIRMED if _AFFIRMATIVE_RE.search(folded) else Tone.NEUTRAL


_CONDITION = re.compile(r"(?:^|[\s,(])(?:ja|kad|ja vien|if|when|unless|provided|если|когда|при условии|в случае)\s")


def condition_start(clause: str) -> int:
    """Where in `clause` a condition begins ("…, ja atslēgas atstātas"), its length when there is none."""
    match = _CONDITION.search(fold_letters(clause))
    return match.start() if match else len(clause)


_ABBREVIATIONS = frozenset(
    [
        "nr",
        "reg",
        "t",
        "sk",
        "piem",
        "u",
        "c",
        "talr",
        "plkst",
        "g",
        "gada",
        "utt",
        "tml",
        "lpp",
        "no",
        "e",
        "i",
        "inc",
        "st",
        "str",
        "apt",
        "mr",
        "ms",
        "mrs",
        "г",
        "в",
        "гос",
        "т",
        "д",
        "п",
        "тел",
        "ул",
        "стр",
        "ст",
        "рег",
        "мес",
        "и",
        "см",
        "max",
        "min",
        "mm",
        "apm",
        "pers",
    ]
)
_STOP = re.compile(r"[.!?;](?:(?=\s+[\"“(]?[^\W_a-zа-яāčēģīķļņšūž]|\s+[☑☐✓✔✘✗•–]|\s*$)|(?<=\S;)(?=\s))")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places `[start, end)` of the sentences of `text`; a semicolon ends one too."""
    return iter(_sentences(text))


@kept
def _sentences(text: str) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    start = 0
    for match in _STOP.finditer(text):
        if match.group() == "." and _is_abbreviation(text, match.start()):
            continue
        if match.group() == ";" and _in_brackets(text, start, match.start()):
            continue
        if text[start : match.end()].strip():
            found.append(_trimmed(text, start, match.end()))
        start = match.end()
    if text[start:].strip():
        found.append(_trimmed(text, start, len(text)))
    return tuple(found)


def _in_brackets(text: str, start: int, at: int) -> bool:
    """Whether a bracket opened since `start` is closed only after `at`, and no further than a remark goes."""
    opened = text.rfind("(", start, at)
    return opened >= 0 and ")" not in text[opened:at] and ")" in text[at : at + _REMARK]


_REMARK = 120
"""A remark in brackets is at most this much longer than where one looks."""


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    return start, end


_NUMBERING = 12
"""A short number this near to the beginning numbers the clause."""


def _is_abbreviation(text: str, dot: int) -> bool:
    """Whether the point ends an abbreviation or a number ("3.4. punkts", "1. daļa") and so no sentence."""
    before = _LAST_WORD.search(text, max(0, dot - _LONG_WORD), dot)
    if not before:
        return False
    word = fold_letters(before.group())
    if word.isdigit():
        return len(word) <= 2 and dot < _NUMBERING
    return word in _ABBREVIATIONS


_LAST_WORD = re.compile(r"[^\W_]+$")
_LONG_WORD = 24
"""A word of so many letters is neither an abbreviation nor a number of a clause."""
_TURN = re.compile(r"\s(?=(?:bet|taču|tacu|tomer|but|however|whereas|while|но|однако|зато)\s)|,\s*(?=а\s)")


def clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the places of the clauses of one sentence: "…, bet (ne tikai)" does not part, "…, but not …" does."""
    at = start
    for match in _TURN.finditer(text, start, end):
        if text[match.end() : match.end() + 14].lower().startswith(("bet ne tikai", "but not limited", "но не только")):
            continue
        yield at, match.start()
        at = match.end()
    yield at, end
