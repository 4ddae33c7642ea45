"""What stands on an offer's pages and is no part of it, put aside before anything is read.

The head of a page that lists the insurer's products offers none of them.  Text set sideways in a margin is an advert
or an imprint, and would else join all lines that it runs along.  A small raised figure only calls a footnote, and
would else end sentences or pass for a value.  The product information document that insurers must enclose ticks
whatever the product can cover, bought or not.
"""

import re
from dataclasses import replace

from fsr.extraction.labels import fold_letters
from fsr.extraction.layout import around
from fsr.extraction.reading import Line, Page, Reading, Word
from fsr.offers.reader.letters import letters_answered
from fsr.offers.reader.marks import marks_joined


def cleared(reading: Reading) -> list[Page]:
    """The pages of the offer itself, marks joined to their labels, letters that stand for answers written out."""
    pages = [_without_calls(_without_margins(page)) for page in _without_sheet(reading.pages)]
    return [marks_joined(page) for page in letters_answered(pages)]


_SIDEWAYS = 2.5
"""So many times as high as wide, in points, no upright text of several letters is."""


def _without_margins(page: Page) -> Page:
    upright = tuple(line for line in page.lines if not (_is_sideways(line, page) or _is_menu(line)))
    return page if len(upright) == len(page.lines) else replace(page, lines=upright)


def _is_sideways(line: Line, page: Page) -> bool:
    x0, y0, x1, y1 = line.box
    return len(line.text) > 3 and (y1 - y0) * page.height > _SIDEWAYS * (x1 - x0) * page.width


_PART = re.compile(r"\s*[·|•›>/–]\s*|\s{2,}|\s-\s")
_PARTED = re.compile(r"[·|•›>/–-].*[·|•›>/–-]")
_PRODUCT = re.compile(
    r"octa|mtpl|motor third|kasko|casco|celojum|majokl|maja\b|ipasum|veselib|nelaimes gadij|dzivib|kravas|civilties|"
    r"travel|home|household|property|health|life\b|liability|осаго|каско|путешеств|имуществ|здоровь|жизнь|жиль"
)
_PRODUCTS = 3


def _is_menu(line: Line) -> bool:
    """Whether a line lists what the insurer sells, as the head of a page or of a site does: it promises none of it."""
    if len(line.words) < _PRODUCTS or not _PARTED.search(line.text):
        return False
    parts = _PART.split(fold_letters(line.text))
    named = sum(bool(_PRODUCT.match(part)) for part in parts)
    return named >= _PRODUCTS and 2 * named >= len(parts)


_CALL = re.compile(r"[1-9¹²³⁴-⁹*†‡]\)?")
_CALL_LETTERS = 3
_MOST_CALLS = 200
"""Lines so short; a page with more of them is a table of figures."""
_SMALL = 0.78
"""A call of a footnote is set smaller than its line by at least this."""


def _without_calls(page: Page) -> Page:
    """The page without raised small figures: words of a line that are smaller than its others, and lines of them."""
    if sum(len(line.text) < _CALL_LETTERS for line in page.lines) > _MOST_CALLS:
        return page
    lines = [kept for line in page.lines if (kept := _without_call(line, page))]
    return page if len(lines) == len(page.lines) and all(map(_same, lines, page.lines)) else replace(
        page, lines=tuple(lines))


def _same(a: Line, b: Line) -> bool:
    return a is b


def _without_call(line: Line, page: Page) -> Line | None:
    if not any(len(word.text) < _CALL_LETTERS and _CALL.fullmatch(word.text) for word in line.words):
        return line
    if all(_CALL.fullmatch(word.text) for word in line.words):
        return None if _is_beside_larger(line, page) else line
    size = max(word.size for word in line.words)
    words = tuple(w for w in line.words if not (_CALL.fullmatch(w.text) and w.size < _SMALL * size))
    return line if len(words) == len(line.words) else _of_words(words, line)


def _is_beside_larger(line: Line, page: Page) -> bool:
    """Whether a line of nothing but calls stands on or just over the level of larger text that it touches."""
    x0, y0, x1, y1 = line.box
    return any(
        line.size < _SMALL * other.size
        and other.box[1] - (y1 - y0) < y0 < other.box[3]
        and other.box[0] - _TOUCH < x1
        and x0 < other.box[2] + _TOUCH
        for other in page.lines
        if other is not line
    )


_TOUCH = 0.01
"""Six points on A4."""


def _of_words(words: tuple[Word, ...], line: Line) -> Line:
    return Line(words, " ".join(word.text for word in words), around(w.box for w in words), line.size, line.bold)


_SHEET = re.compile(
    r"\W*(?:apdrosinasanas produkta informacijas dokument\w*|insurance product information document|ipid|"
    r"информационныи документ о страховом продукте|документ с информациеи о страховом продукте)\W*(?:\(?ipid\)?)?"
)
_OFFER = re.compile(r"piedavajum|\boffer|\bquot|предложени")
_TITLE_WORDS = 8
_HEAD = 6
"""So many lines from the top of a page its title stands."""


def _without_sheet(pages: tuple[Page, ...]) -> list[Page]:
    """The pages up to the title of a product information document, and from the next title of an offer on."""
    kept: list[Page] = []
    inside = False
    for page in pages:
        inside = inside and not any(_is_offer(line) for line in page.lines[:_HEAD])
        title = None if inside else next((line for line in page.lines if _is_sheet(line)), None)
        if title:
            kept.append(replace(page, lines=tuple(line for line in page.lines if line.box[1] < title.box[1])))
            inside = True
        elif not inside:
            kept.append(page)
    return kept


def _is_sheet(line: Line) -> bool:
    """Whether a line is that document's title and nothing else: many offers mention that it was handed over."""
    return len(line.words) <= _TITLE_WORDS and bool(_SHEET.fullmatch(fold_letters(line.text)))


def _is_offer(line: Line) -> bool:
    return len(line.words) <= _TITLE_WORDS and bool(_OFFER.search(fold_letters(line.text)))
