"""The columns of an offer's tables: what each holds, and which of them are variants of the offer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from fsr.extraction.labels import fold
from fsr.extraction.layout import Cell
from fsr.extraction.parsers import Answer, answered, months_named, plates
from fsr.extraction.tables import Strip
from fsr.extraction.wordings import any_of
from fsr.money import amounts
from fsr.offers.catalogue import BY_CODE
from fsr.offers.reader.claims import Place
from fsr.offers.reader.document import Words

_ROWS = frozenset(BY_CODE) | {"_theft_and_robbery", "_deductible_theft", "_deductible_other", "_sum"}


class Role(StrEnum):
    """What a column holds."""

    LABEL = "label"
    COVER = "cover"
    DETAIL = "detail"
    DEDUCTIBLE = "deductible"
    PREMIUM = "premium"
    TOTAL = "total"
    VARIANT = "variant"
    OLD = "old"
    """Printed for comparison: what is in force until now, or the price of paying in more parts."""
    UNKNOWN = "unknown"


_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.PREMIUM, re.compile(r"premij|cena|maksa|price|premium|cost|преми|цена|стоимост|взнос|тариф|tarif|likme")),
    (Role.DEDUCTIBLE, re.compile(r"pasrisk|pasa risk|deductible|excess|франшиз|own risk")),
    (
        Role.DETAIL,
        re.compile(
            r"limit|summa|nosacij|aprakst|piezim|apjom|skaidroj|koment|detal|limit|sum\b|amount|condition|details?|"
            r"description|note|remark|scope|"
            r"лимит|сумма|услови|описан|примеч|детал|объем|комментар|parametr|vertiba|value|значение|dienas|days"
        ),
    ),
    (
        Role.COVER,
        re.compile(
            r"^(?:segum|ieklaut|apdrosinat|statuss|izvele|ir ?/ ?nav|ja ?/ ?ne|cover|covered|included|insured|status|"
            r"yes ?/ ?no|yes$|ir$|ja$|да$|selected|покрыти|включен|застрахован|статус|да ?/ ?нет|есть)\w*"
        ),
    ),
    (
        Role.LABEL,
        re.compile(
            r"^(?:risk|segum|apdrosinat|nosauk|pakalpoj|pozicij|nosacij|parametr|risk|cover|item|"
            r"benefit|риск|покрыт|наименован|услов|параметр|что)\w*"
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: where it stands across the page, what it holds, its heading; the variant's number if it is one.

    asked  a price for each row of a table without the main risks: what it lists may only be on offer
    """

    x0: float
    x1: float
    role: Role
    name: str
    number: int | None = None
    asked: bool = False


def may_head(strip: Strip, words: Words) -> bool:
    """Whether `strip` has the looks of a header: short cells that are no values, and the first one names no row."""
    cells = strip.cells
    if len(cells) < 2 or any(len(c.words) > _WORDS for c in cells) or words.codes_of(cells[0].text) & _ROWS:
        return False
    values = [c for c in cells if _is_value(c.text)]
    if values and not (len(values) == 1 and _HEADED_YES.fullmatch(fold(values[0].text)) and _known(cells) > 1):
        return False
    return not _is_numbered(cells)


_HEADED_YES = re.compile(r"ir|ja|yes|есть|да")
""""Ir" is an answer, but over a column of ticks and beside other headings it is one too."""


def _known(cells: Sequence[Cell]) -> int:
    """How many cells have a heading of a known role."""
    return sum(any(pattern.search(fold(c.text)) for _, pattern in _ROLES[:3]) for c in cells[1:])


_WORDS = 7
"""A heading of a column has no more words than this."""


def header(strip: Strip, following: Sequence[Strip], words: Words) -> tuple[Column, ...]:
    """The columns that `strip`, one that may head a table, heads; empty when it is no header.

    following  the strips after it: a header is followed by rows of as many cells
    """
    cells = strip.cells
    rows = [s for s in following[:8] if len(s.cells) >= 2]
    totals = _totals(cells, words) or _instalments(cells)
    if totals and rows:
        return totals
    if len(rows) < 2 or _repeated(cells, rows):
        return ()
    first = 0 if _heads_labels(cells[0], rows) else 1
    roles = [_role(cell.text, index, words) for index, cell in enumerate(cells, first)]
    if roles.count(Role.UNKNOWN) == len(roles) - (roles[0] is Role.LABEL):
        roles = _variants(cells, roles, rows, words)
    roles = _without_old(cells, roles)
    if all(role in (Role.LABEL, Role.UNKNOWN) for role in roles):
        return ()
    return tuple(Column(c.box[0], c.box[2], r, c.text) for c, r in zip(cells, roles, strict=True))


_OLD = re.compile(
    r"\b(?:esos\w*|(?:pas|lidz)sineji\w*|pasreizej\w*|lidzsinej\w*|iepriekse\w*|vec(?:a|ais|o)|current|existing|"
    r"expiring|previous|present|old|деиствующ\w*|текущ\w*|существующ\w*|прежн\w*|стар(?:ыи|ая|ые|ое)|предыдущ\w*)\b|"
    r"speka esos|до сих пор|lidz sim"
)
_NEW = re.compile(
    r"\bjaun(?:ais|a|o|as|aja)\b|piedavajum|\bnew\b|\boffer|\bquot|proposal|renewal|\bнов(?:ыи|ая|ое|ые|ои)\b|предлож"
)


_SAYING = (Role.UNKNOWN, Role.DETAIL, Role.COVER)


def _without_old(cells: Sequence[Cell], roles: list[Role]) -> list[Role]:
    """A column headed as what is in force until now is no variant, where another column stands beside it."""
    old = {i for i, cell in enumerate(cells) if i and _OLD.search(fold(cell.text)) and not _NEW.search(fold(cell.text))}
    renewed = any(_NEW.search(fold(cell.text)) for cell in cells[1:])
    values = [i for i, role in enumerate(roles) if role is Role.VARIANT or (i and renewed and role in _SAYING)]
    left = [i for i in values if i not in old]
    if not old or not left:
        return roles
    kept = [Role.OLD if i in old and i in values else role for i, role in enumerate(roles)]
    return [Role.UNKNOWN if role is Role.VARIANT and len(left) == 1 else role for role in kept]


def without_old(cells: Sequence[Cell], columns: Sequence[Column]) -> list[Cell]:
    """The cells of a row that do not stand in a column printed for comparison; one across both columns stays.

    A row of as many cells as there are columns goes by their order: numbers may stand right of their heading's edge.
    """
    if len(cells) == len(columns):
        return [cell for cell, column in zip(cells, columns, strict=True) if column.role is not Role.OLD]
    old = [c for c in columns if c.role is Role.OLD]
    others = [c for c in columns if c.role not in (Role.OLD, Role.LABEL)]
    return [
        cell
        for cell in cells
        if not old
        or column_of(cell, columns) not in old
        or any(min(cell.box[2], c.x1) > max(cell.box[0], c.x0) for c in others)
    ]


def _is_numbered(cells: Sequence[Cell]) -> bool:
    """Whether a row's number stands first, or the letters over a spreadsheet's columns: neither heads a table."""
    texts = [cell.text.strip() for cell in cells]
    lettered = len(texts) > 2 and texts == list("ABCDEFGHIJ")[: len(texts)]
    return lettered or (texts[0].isdigit() and not texts[1].isdigit())


def _heads_labels(cell: Cell, rows: Sequence[Strip]) -> bool:
    """Whether the first cell of a header stands over the labels; some tables leave that corner empty."""
    return any(row.cells[0].box[2] > cell.box[0] for row in rows[:3])


def _repeated(cells: Sequence[Cell], rows: Sequence[Strip]) -> bool:
    """Whether rows below repeat a cell word for word: then it is a value and no heading."""
    texts = {fold(cell.text) for cell in cells[1:]}
    return any(fold(cell.text) in texts for row in rows for cell in row.cells[1:])


_PAYMENTS = re.compile(
    r"maksajum\w* (?:skait|biezum)|(?:number|no\.?) of (?:pay|instal)|payments$|instalments$|"
    r"(?:количество|число) (?:плат|взнос)"
)


def _instalments(cells: Sequence[Cell]) -> tuple[Column, ...]:
    """The columns of a table of prices by the number of payments: that of one payment states the total."""
    counts = [cell.text.strip() for cell in cells[1:]]
    if not _PAYMENTS.search(fold(cells[0].text)) or "1" not in counts or not all(n in _COUNTS for n in counts):
        return ()
    roles = [Role.LABEL, *(Role.TOTAL if n == "1" else Role.OLD for n in counts)]
    return tuple(Column(c.box[0], c.box[2], r, c.text) for c, r in zip(cells, roles, strict=True))


_COUNTS = ("1", "2", "3", "4", "6", "12")
_TOTAL = re.compile(r"^(?:kopa|kopeja|pavisam|total|итого|всего|общая)\b")


def _totals(cells: Sequence[Cell], words: Words) -> tuple[Column, ...]:
    """The columns of a table that splits the premium into parts, one of them the total.

    Empty when it is no such table.
    """
    premium = any(hit.code in ("premium_total", "_premium") and hit.first <= 1 for hit in words.hits(cells[0].text))
    if not premium or not any(_TOTAL.match(fold(cell.text)) for cell in cells[1:]):
        return ()
    return tuple(
        Column(c.box[0], c.box[2], Role.TOTAL if i and _TOTAL.match(fold(c.text)) else Role.PREMIUM, c.text)
        for i, c in enumerate(cells)
    )


def _is_value(text: str) -> bool:
    if _NAMES.search(fold(text)):
        return False
    found = answered(text)
    priced = len(text.split()) <= 3 and bool(_ROLES[0][1].search(fold(text)))
    if _FREE.match(fold(text)) or _BARE_SUM.fullmatch(text.strip()) or next(plates(text), None):
        return True
    refusal = found is not None and not priced and (found.answer is not Answer.YES or len(text) < 4)
    return refusal or any(a.currency and a.start < 3 for a in amounts(text)) or ":" in text or bool(months_named(text))


_BARE_SUM = re.compile(r"\d{1,3}(?:[ .,'\u00a0]?\d{3})*[.,]\d{2}")
_FREE = re.compile(r"(?:bez|without|no|без|nil|zero)\b")
"""A cell that begins so is a value: "без франшизы" heads no column of deductibles."""


def _role(text: str, index: int, words: Words) -> Role:
    folded = fold(text)
    if _NAMES.search(folded):
        return Role.UNKNOWN
    if index == 0:
        return Role.LABEL if _ROLES[-1][1].search(folded) or not words.codes_of(text) else Role.UNKNOWN
    return next((role for role, pattern in _ROLES[:-1] if pattern.search(folded)), Role.UNKNOWN)


_NAMES = any_of(
    r"\bvariant|\bpakete|\bpaket|programm|\boption|\bplan\b|\bpackage|\bвариант|\bпакет|программ|kasko (?:mini|"
    r"standart|plus|pamat|maks)|"
    r"^(?:[a-d]|i{1,3}|iv|[1-4])$|standart|optim|maksim|pamata$|premium$|basic|comfort|komfort|plus|стандарт|оптим|"
    r"максим|базов|комфорт|премиум"
)


def _variants(cells: Sequence[Cell], roles: list[Role], rows: Sequence[Strip], words: Words) -> list[Role]:
    """Columns without a known role are variants where they are named so, or where rows answer in each of them."""
    values = [i for i, role in enumerate(roles) if role is Role.UNKNOWN]
    named = sum(bool(_NAMES.search(fold(cells[i].text))) for i in values)
    full = sum(len(row.cells) > len(values) and bool(words.codes_of(row.cells[0].text) & _ROWS) for row in rows)
    if len(values) >= 2 and (named * 2 >= len(values) or (full >= 2 and full * 3 >= 2 * len(rows))):
        return [Role.VARIANT if role is Role.UNKNOWN else role for role in roles]
    return roles


def column_of(cell: Cell, columns: Sequence[Column]) -> Column | None:
    """The column in which `cell` stands: the one it overlaps most, else the nearest."""
    if not columns:
        return None
    best = max(columns, key=lambda c: min(cell.box[2], c.x1) - max(cell.box[0], c.x0))
    distance = max(cell.box[0], best.x0) - min(cell.box[2], best.x1)
    if best.role is Role.DEDUCTIBLE and (_is_no_deductible(cell.text) or _affirms(cell.text)):
        return None
    return best if distance < 0.08 else None


_NO_DEDUCTIBLE = re.compile(
    r"\bnave\b|invalidit|death|disab|смерт|инвалид|^(?:lidz|up to|до)\b|limit|лимит|"
    r"latvij|eirop|europ|latvia|латви|европ|"
    r"\d ?(?:reiz|dien|times|days?\b|раз\b|дн)"
)
_DEDUCTIBLE_WORD = re.compile(r"pasrisk|pasa risk|deduct|excess|франшиз|gadij|claim|event|случа|%")
"""The columns of a table before reach down to rows that are none of it: what is no deductible stands in no such
column."""


def _affirms(text: str) -> bool:
    """Whether a cell says that the risk is covered, and how: wider than its column, it may reach into the next."""
    found = answered(text)
    return found is not None and found.answer is Answer.YES and bool(found.rest)


def _is_no_deductible(text: str) -> bool:
    folded = fold(text)
    return bool(_NO_DEDUCTIBLE.search(folded)) and not _DEDUCTIBLE_WORD.search(folded)


Valued = tuple["Place", "Column | None"]
"""A passage beside a label and the column it stands in, None where there are no columns."""


def by_variant(values: Sequence[Valued]) -> list[tuple[int | None, list[Valued]]]:
    """The values by number of their variant; one group under None when the table has no variants."""
    numbers = sorted({c.number for _, c in values if c and c.number is not None})
    if not numbers:
        return [(None, list(values))]
    return [(n, [(p, c) for p, c in values if c and c.number == n]) for n in numbers]


_CHOSEN = re.compile(
    r"(?:izvelet\w*|ieteicam\w*|rekomend\w*|piedavat\w*|jusu izvele\w*|recommend\w*|chosen|selected|preferred|"
    r"iesak\w*|our choice|выбран\w*|рекомендуем\w*|рекоменду\w*)"
    r"[^:.;|]{0,40}?(?:variant\w*|pakete|programm\w*|opcij\w*|option|plan|package|вариант\w*|пакет\w*|"
    r"программ\w*)\W{0,4}(?:ir |is |–|-|:)?\s*[\"'“„«]?(?P<name>[\w+ ]{1,30})"
)
_MARKED = re.compile(
    r"[★☆⭐☑✓✔●►]|\b(?:izvelet|ieteic|ieteikt|rekomend|recommended|chosen|selected|your choice|"
    r"jusu izvele|выбран|рекоменд|ваш выбор)"
)


def chosen(names: Sequence[str], texts: Sequence[str]) -> tuple[int, str] | None:
    """Which variant the document itself chooses, and the words that say so; None when it does not.

    names  headings of the variants; texts: all passages of the document
    """
    for index, name in enumerate(names):
        if _MARKED.search(fold(name)) and not _UNCHOSEN.search(fold(name)):
            return index, name
    cleaned = [fold(clean_name(name)) for name in names]
    for text in texts:
        said = _said(fold(text), cleaned)
        if said is not None:
            return said, text
    for text in texts:
        found = (_named(match["name"], names) for match in _CHOSEN.finditer(fold(text)))
        first = next((number for number in found if number is not None), None)
        if first is not None:
            return first, text
    return None


def is_mark(text: str) -> bool:
    """Whether `text` is a mark of choice by itself: "★", "IESAKĀM", "Ваш выбор"."""
    folded = fold(text)
    return bool(_MARKED.search(folded) or _CHOICE.search(folded)) and not _UNCHOSEN.search(folded)


_UNCHOSEN = re.compile(r"[☐○□✗✘✖]|\b(?:не|nav|not|neizvel\w*)\b")
""""☐ не выбран" names a choice to say that it was not made."""


_CHOICE = re.compile(
    r"izvelet\w*|ieteic\w*|iesak\w*|rekomend\w*|recommend\w*|chosen|selected|preferred|выбран\w*|"
    r"\bвыбор\w?\b|\bchoice\b|\bizvel[eiu]\b|рекоменд\w*"
)


def _said(folded: str, names: Sequence[str]) -> int | None:
    """The variant whose whole heading follows a word of choice: "Selected by the client: Option 3"."""
    for match in _CHOICE.finditer(folded):
        near = folded[match.end() : match.end() + 70]
        found = [
            (near.find(name), index)
            for index, name in enumerate(names)
            if len(name) > 2 and re.search(rf"\b{re.escape(name)}\b", near)
        ]
        if found:
            return min(found)[1]
    return None


def _named(said: str, names: Sequence[str]) -> int | None:
    wanted = said.split()
    for index, name in enumerate(names):
        parts = fold(re.sub(r"\W", " ", name)).split()
        if (
            wanted
            and wanted[0] in parts
            and (len(wanted[0]) > 1 or wanted[0] == parts[0] or wanted[0] == parts[-1] or len(parts) > 1)
        ):
            return index
    return None


def clean_name(name: str) -> str:
    """The heading of a variant without stars and ticks."""
    return " ".join(re.sub(r"[★☆⭐☑☐✓✔●○►*]", " ", _without_price(name)).split())


def _without_price(name: str) -> str:
    priced = next((a for a in amounts(name) if a.currency and a.start > 2), None)
    return name[: priced.start] + name[priced.end :] if priced else name
