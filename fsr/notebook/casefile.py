"""Files of cases, as spreadsheets write them: which line says what, and which cannot be read.

Pure.  The first line names the columns: case_number and is_open, title if there is one; further columns are ignored.
What spreadsheets do to such files is understood: a byte order mark, semicolons or tabs for commas, a `sep=` line,
quoted line breaks, UTF-16, and ="00012345", by which Excel keeps zeros.  A number is never read as a number.  What is
not understood is reported by line and changes nothing; nothing is guessed, because a wrong guess would close a case.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from fsr.errors import Invalid, Unreadable
from fsr.notebook.models import TITLE
from fsr.notebook.texts import number_of
from fsr.web.i18n import gettext as _

COLUMNS = {"number": ("case_number", "casenumber", "case", "number"),
           "is_open": ("is_open", "isopen", "open", "status"), "title": ("title",)}
WORDS = {"yes": True, "y": True, "true": True, "1": True, "open": True,
         "no": False, "n": False, "false": False, "0": False, "closed": False}
DELIMITERS = ",;\t"
BLOCK = 64 * 1024
_KEPT_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_GUARDED = re.compile(r"'(?=[=+\-@\t\r])")
"""The apostrophe that our own export puts before what a spreadsheet would calculate."""
_ROUNDED = re.compile(r"\d\.\d+E\+\d{2,}")
"""What Excel makes of a long number."""


@dataclass(frozen=True, slots=True)
class Row:
    """One case of the file.

    line   in the file, from 1: where the row begins
    title  "" where the file says none
    note   what a person should look at before going on; "" for nothing
    """

    line: int
    number: str
    is_open: bool
    title: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bad:
    """A line that says nothing we understand, and why."""

    line: int
    reason: str


def read(file: IO[bytes]) -> Iterator[Row | Bad]:
    """The rows of the file one by one, never the whole of it; of a number that comes twice only the first counts.

    :raises Unreadable: the file as a whole is no list of cases; nothing was yielded then.
    """
    lines = _lines(file)
    try:
        first = next(lines, "").lstrip("\ufeff")
        skipped = 0
        if re.fullmatch(r"sep=.\s*", first, re.IGNORECASE):
            first, skipped = next(lines, ""), 1
        delimiter, places = _columns(first)
        yield from _rows(lines, delimiter, places, skipped + 1)
    finally:
        lines.detach()  # else the file would be closed, which is its opener's to do


def _lines(file: IO[bytes]) -> io.TextIOWrapper:
    """The lines as text.

    :raises Unreadable: it is neither UTF-8 nor UTF-16 with a byte order mark.
    """
    start = file.read(4)
    file.seek(0)
    utf16 = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    _must_be_text(file, "utf-16" if utf16 else "utf-8")
    return io.TextIOWrapper(file, "utf-16" if utf16 else "utf-8-sig", newline="")


def _must_be_text(file: IO[bytes], encoding: str) -> None:
    """Look through the whole file before its first row is used: a file is taken as text or not at all."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while block := file.read(BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        sentence = _("This is not a CSV file in UTF-8. In Excel, choose “CSV UTF-8” when you save it.")
        raise Unreadable(sentence) from error
    file.seek(0)


def _columns(first: str) -> tuple[str, dict[str, int]]:
    """The delimiter, and where each known column stands.

    :raises Unreadable: no delimiter makes the two needed columns of this line.
    """
    for delimiter in DELIMITERS:
        named = next(csv.reader([first], delimiter=delimiter), [])
        heads = [head.strip().casefold().replace(" ", "_") for head in named]
        places = {name: heads.index(found[0]) for name, known in COLUMNS.items()
                  if (found := [head for head in heads if head in known])}
        if {"number", "is_open"} <= places.keys():
            return delimiter, places
    raise Unreadable(_("The first line must name the columns: case_number,is_open,title (the title may be left out)."))


def _rows(lines: Iterable[str], delimiter: str, places: dict[str, int], before: int) -> Iterator[Row | Bad]:
    reader, seen = csv.reader(lines, delimiter=delimiter, strict=True), dict[str, int]()
    while True:
        line = before + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Bad(line, _("A quote is opened here and not closed, or stands where none can."))
            continue
        if not any(cell.strip() for cell in cells):
            continue
        row = _row(line, cells, places)
        if isinstance(row, Row) and (first := seen.setdefault(row.number, line)) != line:
            row = Bad(line, _("%(number)s stands in line %(line)s already; that one counts.", number=row.number,
                              line=first))
        yield row


def _row(line: int, cells: list[str], places: dict[str, int]) -> Row | Bad:
    said = {name: _plain(cells[place]) if place < len(cells) else "" for name, place in places.items()}
    try:
        number = number_of(said["number"])
    except Invalid as error:
        return Bad(line, str(error))
    is_open = WORDS.get(said["is_open"].strip().casefold())
    if is_open is None:
        return Bad(line, _("“%(said)s” says neither open nor closed: write yes or no.", said=said["is_open"][:40]))
    title = " ".join(said.get("title", "").split())
    if len(title) > TITLE:
        return Bad(line, _("The title has %(count)s characters; at most %(most)s.", count=len(title), most=TITLE))
    note = _("Did a spreadsheet shorten this number?") if _ROUNDED.fullmatch(number) else ""
    return Row(line, number, is_open, "".join(letter for letter in title if letter.isprintable()), note)


def _plain(cell: str) -> str:
    """The cell without what spreadsheets put round a text to keep it a text."""
    kept = _KEPT_AS_TEXT.fullmatch(cell.strip())
    return _GUARDED.sub("", kept.group(1).replace('""', '"') if kept else cell, count=1)
