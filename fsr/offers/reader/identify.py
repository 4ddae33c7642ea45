"""Who made the offer, for which product and car, in which language: each with the reason."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from fsr.extraction.labels import Hit, fold, fold_letters, tokens
from fsr.extraction.parsers import plates
from fsr.extraction.reading import Line, Reading
from fsr.extraction.wordings import any_of
from fsr.money import amounts
from fsr.offers.profiles import INSURERS, insurer_lexicon, named, product_lexicon
from fsr.offers.reader.document import Words
from fsr.offers.reader.outcome import Seen

_STOP_WORDS = {
    "lv": frozenset(
        [
            "un",
            "ir",
            "ar",
            "par",
            "no",
            "vai",
            "ja",
            "kas",
            "kā",
            "nav",
            "uz",
            "pēc",
            "pašrisks",
            "prēmija",
            "apdrošināšanas",
            "apdrošināšana",
            "bojājumi",
            "zādzība",
            "gadā",
            "līdz",
            "segums",
        ]
    ),
    "en": frozenset(
        [
            "the",
            "and",
            "is",
            "of",
            "for",
            "to",
            "in",
            "or",
            "with",
            "not",
            "insurance",
            "premium",
            "excess",
            "deductible",
            "theft",
            "damage",
            "cover",
            "per",
            "year",
            "vehicle",
        ]
    ),
    "ru": frozenset(
        [
            "и",
            "в",
            "на",
            "по",
            "с",
            "не",
            "или",
            "для",
            "страхования",
            "премия",
            "франшиза",
            "угон",
            "повреждения",
            "до",
            "за",
            "от",
            "без",
            "риск",
        ]
    ),
}


def language(reading: Reading) -> Seen:
    """The language most of the text is written in: Latvian, English or Russian."""
    text = "\n".join(line.text for _, line in reading.lines()).lower()
    words = Counter(re.findall(r"[^\W\d_]+", text))
    scores = {code: sum(words[w] for w in stop) for code, stop in _STOP_WORDS.items()}
    best = max(scores, key=lambda code: scores[code])
    total = sum(scores.values())
    if not total:
        return Seen("lv", "the text has no usual words", 0.1)
    return Seen(best, f"{scores[best]} of {total} common words are of this language", round(scores[best] / total, 2))


def product(reading: Reading) -> Seen:
    """ "casco", "octa" or "unknown": by how often and how prominently each line of business is named."""
    scores: Counter[str] = Counter()
    first: dict[str, tuple[int, Line]] = {}
    heads: dict[str, tuple[int, Line]] = {}
    lexicon = product_lexicon()
    usual = sorted(line.size for _, line in reading.lines())
    body = usual[len(usual) // 2] if usual else 0.0
    for position, (page, line) in enumerate(reading.lines()):
        for hit in lexicon.find(line.text, fuzzy=any(w.source == "ocr" for w in line.words)):
            scores[hit.code] += 1 + 3 * (position < 8) + 4 * (line.size > 1.15 * body)
            first.setdefault(hit.code, (page, line))
            if position < _HEAD:
                heads.setdefault(hit.code, (page, line))
    return _no_offer(heads, reading) or _product(scores, first)


_HEAD = 10
"""A title stands within the first lines."""
_PRICE = re.compile(r"premij|premium|преми|\bcen[au]\b|\bprice|\bцен[аы]\b|стоимост|apmaksai|samaksai|payable|к оплате")
_NO_OFFER = ("claim", "terms")
"""A decision on a claim, and terms of insurance."""


def _no_offer(heads: dict[str, tuple[int, Line]], reading: Reading) -> Seen | None:
    """Why a document that names KASKO offers nothing: its head is of a claim or of terms, and it states no price."""
    for code in _NO_OFFER:
        if code not in heads:
            continue
        if not _is_priced(reading):
            page, line = heads[code]
            return Seen("unknown", f"seen '{line.text[:60]}' on page {page}", 0.8, page, line.box)
    return None


def _is_priced(reading: Reading) -> bool:
    """Whether a price is stated: the word and a sum on one line, or side by side as the cells of a row are."""
    for page in reading.pages:
        summed = [line for line in page.lines if any(a.currency for a in amounts(line.text))]
        for line in page.lines:
            if _PRICE.search(fold_letters(line.text)) and any(s is line or _follows(line, s) for s in summed):
                return True
    return False


_LABEL = 6
"""Words that a label has at most: a longer line is a sentence, and what stands beside it no answer."""


def _follows(label: Line, other: Line) -> bool:
    """Whether `other` begins with its sum on the level of `label`, right of it."""
    level = abs(other.box[1] - label.box[1]) < 0.6 * (label.box[3] - label.box[1])
    return level and other.box[0] >= label.box[2] and len(label.words) <= _LABEL and amounts(other.text)[0].start < 5


def _product(scores: Counter[str], first: dict[str, tuple[int, Line]]) -> Seen:
    casco, octa, health = scores["casco"], scores["octa"], scores["health"]
    if health > casco:
        return Seen("unknown", "the document is about health insurance", 0.9)
    if octa > casco or (
        octa and _is_title(first["octa"][1]) and not ("casco" in first and _is_title(first["casco"][1]))
    ):
        page, line = first["octa"]
        return Seen("octa", f"seen '{line.text[:60]}' on page {page}", 0.9, page, line.box)
    if casco:
        page, line = first["casco"]
        return Seen("casco", f"seen '{line.text[:60]}' on page {page}", min(0.99, 0.6 + 0.05 * casco), page, line.box)
    return Seen("unknown", "neither KASKO nor another motor insurance is named", 0.5)


def _is_title(line: Line) -> bool:
    return len(line.words) <= 8 and line.box[1] < 0.25


def insurer(reading: Reading, filename: str) -> Seen:
    """The insurer by what stands in the document; the file's name only breaks a silence.

    Full names weigh most, then web addresses, then short names in the insurer's own writing, more when printed large
    or at
    the top.  A name inside a sentence about others still counts, but the head of the first page outweighs it.
    """
    scores: defaultdict[str, float] = defaultdict(float)
    seen: dict[str, tuple[float, str, int, Line]] = {}
    lexicon = insurer_lexicon()
    body = max((line.size for _, line in reading.lines()), default=0.0)
    for position, (page, line) in enumerate(reading.lines()):
        head = 1.5 if page == 1 and (position < 10 or line.box[1] < 0.15) else 1.0
        for name, points, text in _signs(line, lexicon.find(line.text), body):
            scores[name] += min(points * head, 12)
            if points * head > (seen[name][0] if name in seen else 0.0):
                seen[name] = (points * head, text, page, line)
    return _best(scores, seen) if scores else _by_filename(filename)


def _signs(line: Line, hits: Iterable[Hit], largest: float) -> Iterable[tuple[str, float, str]]:
    for hit in hits:
        yield hit.code, 6.0, line.text[hit.start : hit.end]
    yield from sorted(_short_signs(line, largest), key=lambda sign: _ORDER[sign[0]])


_ORDER = {insurer.name: number for number, insurer in enumerate(INSURERS)}
_BY_SHORT = {short: [i.name for i in INSURERS if short in i.short] for known in INSURERS for short in known.short}
_DOMAINS = tuple(
    (insurer.name, re.compile(rf"(?:^|[@./])(?:{'|'.join(insurer.domains)})\.\w"))
    for insurer in INSURERS
    if insurer.domains
)
_ANY_SHORT = any_of("|".join(_BY_SHORT))
_ANY_DOMAIN = any_of("|".join(domain for insurer in INSURERS for domain in insurer.domains))


def _short_signs(line: Line, largest: float) -> Iterable[tuple[str, float, str]]:
    """What short names and addresses say, word by word."""
    if not _ANY_SHORT.search(line.text) and not _ANY_DOMAIN.search(line.text.lower()):
        return
    lone = len(line.words) <= 2
    for word in line.words:
        bare = word.text.strip("\"'.,;:()“”«»·")
        if bare in _BY_SHORT and (len(bare) > 2 or (lone and line.size > 0.6 * largest)):
            for name in _BY_SHORT[bare]:
                yield name, 5.0 if lone or line.size > 0.8 * largest else 1.5, bare
        if "@" in word.text or "." in word.text:
            lowered = word.text.lower()
            if _ANY_DOMAIN.search(lowered):
                yield from ((name, 4.0, bare) for name, pattern in _DOMAINS if pattern.search(lowered))


def _best(scores: Mapping[str, float], seen: dict[str, tuple[float, str, int, Line]]) -> Seen:
    (name, points), *others = sorted(scores.items(), key=lambda item: item[1], reverse=True)[:2]
    rival = others[0][1] if others else 0.0
    _, text, page, line = seen[name]
    sure = round(min(0.99, points / (points + rival + 0.8)), 2)
    return Seen(name, f"seen '{text}' on page {page}", sure, page, line.box)


def _by_filename(filename: str) -> Seen:
    words = {token.text for token in tokens(filename.rsplit(".", 1)[0].replace("_", " "))}
    for candidate in INSURERS:
        if any(fold(short) in words for short in candidate.short):
            return Seen(candidate.name, f"only the file's name says '{candidate.name}'", 0.4)
    return Seen(None, "no insurer is named in the document", 0.0)


def overruled(name: str) -> Seen:
    """The insurer that a person named."""
    known = named(name)
    return Seen(known.name if known else name, "chosen by a person", 1.0)


def reg_number(reading: Reading, words: Words) -> Seen:
    """The number plate: two letters and digits, best right beside words that announce one."""
    best: tuple[float, str, int, Line] | None = None
    for page, line in reading.lines():
        for number, start, _ in plates(line.text):
            score = _plate_score(line, number, start, words, reading)
            if best is None or score > best[0]:
                best = (score, number, page, line)
    if best is None or best[0] < 0.3:
        return Seen(None, "no number plate is seen", 0.0)
    score, number, page, line = best
    return Seen(number, f"seen '{line.text[:60]}' on page {page}", score, page, line.box)


_NOT_PLATES = re.compile(r"\bLV ?-? ?\d{4}\b|\b(?:NR|SE|ST|LV|EN|IF|KP|CK|BT|ER)\b ?[-/]")
_ANNOUNCED = re.compile(
    r"reg\w*\.? ?(?:nr|numur|no|number)|valsts|numurs|plate|registr|гос|номер|рег\.|valsts nr|"
    r"auto nr|tl nr"
)
_MODELS = re.compile(
    r"(?:volvo|mazda|bmw|audi|honda|citroen|lexus|suzuki|toyota|opel|kia|ford|vw|volkswagen|skoda|"
    r"mercedes|nissan|subaru|peugeot|renault|mini|mg|ds|jaguar|land rover|fiat|hyundai|seat|cupra|"
    r"tesla|byd|dacia)\s*$"
)


def _plate_score(line: Line, number: str, start: int, words: Words, reading: Reading) -> float:
    before = fold_letters(line.text[:start])
    if number.startswith("LV") and len(number) == 6:
        return 0.0
    if _MODELS.search(before):
        return 0.2
    if start and line.text[start - 1] in "-/":
        return 0.1
    after = line.text[start + len(number) :]
    if re.match(r"[-/ ]*\d*[-/]\d", after):
        return 0.1
    if _ANNOUNCED.search(before):
        return 0.95
    return 0.9 if _beside_label(line, reading) else 0.5


def _beside_label(line: Line, reading: Reading) -> bool:
    """Whether the words left of the line, or right above it, announce a plate."""
    for page in reading.pages:
        if line not in page.lines:
            continue
        for other in page.lines:
            level = abs(other.box[1] - line.box[1]) < line.box[3] - line.box[1] and other.box[2] <= line.box[0]
            above = (
                0 < line.box[1] - other.box[1] < 2.5 * (line.box[3] - line.box[1])
                and other.box[0] < line.box[2]
                and other.box[2] > line.box[0]
            )
            if (level or above) and _ANNOUNCED.search(fold_letters(other.text)):
                return True
    return False


def fingerprint(name: str | None, code: str | None, reading: Reading) -> str:
    """A short mark of the layout, the same for all offers of one template: insurer, language, size of the page.

    Coarse on purpose.  A learned label takes effect only where the very same words are printed, so a mark that is too
    wide does no harm, while one that hangs on the rows of one offer would miss the next.
    """
    size = f"{reading.pages[0].width:.0f}x{reading.pages[0].height:.0f}" if reading.pages else ""
    return hashlib.sha256("|".join((name or "", code or "", size)).encode()).hexdigest()[:16]
