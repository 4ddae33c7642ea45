"""Tables with a row of labels on top: each row below is a record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from fsr.sheets.reader.candidates import Candidate, candidate
from fsr.sheets.reader.marks import Mark
from fsr.sheets.reader.pairs import Labels, Want
from fsr.sheets.reader.view import Text, cut

WEIGHT = 0.93
_LEAST_COLUMNS = 2
_MOST_ROWS = 500
_FAR = 4.0
"""Rows of one table stand no farther apart than so many heights of a line, or three times the usual gap."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: the values by field, and where it stands on the page."""

    values: Mapping[str, Candidate]
    page: int
    top: float


def rows_of(labels: Labels, wants: Mapping[str, Want]) -> list[Row]:
    """The rows of the page's tables in which several fields are columns; empty where there is none of two rows."""
    found: list[Row] = []
    for header in _headers(labels, wants):
        rows = _below(labels, header, wants)
        if len(rows) >= 2:
            found += rows
    return found


def _headers(labels: Labels, wants: Mapping[str, Want]) -> list[list[Mark]]:
    """Rows of labels of different fields, from the top."""
    marks = [mark for mark in labels.marks if mark.code in wants and mark.ends and not mark.rest]
    headers: list[list[Mark]] = []
    for mark in marks:
        row = next((row for row in headers if _level(row[0].text, mark.text)), None)
        if row is None:
            headers.append([mark])
        elif all(other.code != mark.code for other in row):
            row.append(mark)
    return [row for row in headers if len(row) >= _LEAST_COLUMNS]


def _level(one: Text, other: Text) -> bool:
    return min(one.box[3], other.box[3]) - max(one.box[1], other.box[1]) > 0.4 * (one.box[3] - one.box[1])


def _below(labels: Labels, header: Sequence[Mark], wants: Mapping[str, Want]) -> list[Row]:
    """The rows under a row of labels, down to the first that does not fit."""
    view = labels.view
    bottom = max(mark.text.box[3] for mark in header)
    under = [text for text in view.texts if text.box[1] >= bottom - 0.004]
    lines = _lines(under)[:_MOST_ROWS]
    gap = _usual_gap(lines)
    found: list[Row] = []
    last = bottom
    for line in lines:
        top = min(text.box[1] for text in line)
        values = _values(line, header, wants)
        if top - last > gap or not _is_row(values, header, wants) or any(labels.is_label(text) for text in line):
            break
        found.append(Row(values, view.number, top))
        last = max(text.box[3] for text in line)
    return found


def _usual_gap(lines: Sequence[Sequence[Text]]) -> float:
    gaps = [b[0].box[1] - a[0].box[3] for a, b in pairwise(lines)]
    height = lines[0][0].box[3] - lines[0][0].box[1] if lines else 0.01
    return max(_FAR * height, 3 * median(gaps)) if gaps else _FAR * height


def _lines(texts: Sequence[Text]) -> list[list[Text]]:
    """The texts in rows, from the top."""
    rows: list[list[Text]] = []
    for text in sorted(texts, key=lambda text: text.box[1]):
        if rows and any(_level(other, text) for other in rows[-1]):
            rows[-1].append(text)
        else:
            rows.append([text])
    return rows


def _values(line: Sequence[Text], header: Sequence[Mark], wants: Mapping[str, Want]) -> dict[str, Candidate]:
    found: dict[str, Candidate] = {}
    for text in line:
        mark = _column(text, header)
        if mark is None or mark.code in found:
            continue
        values = wants[mark.code].read(text.text)
        if values:
            cell = cut(text.cell, values[0].start, values[0].end)
            found[mark.code] = candidate(mark.code, values[0].value, cell, WEIGHT * values[0].quality, "table",
                                         mark.printed)
    return found


def _column(text: Text, header: Sequence[Mark]) -> Mark | None:
    """The label over the text: the one whose place it shares most of, or whose left or right edge is its own."""
    def nearness(mark: Mark) -> float:
        a, b = text.box, mark.text.box
        shared = min(a[2], b[2]) - max(a[0], b[0])
        edges = min(abs(a[0] - b[0]), abs(a[2] - b[2]))
        return max(shared, 0.02 - edges)

    best = max(header, key=nearness)
    return best if nearness(best) > 0 else None


def _is_row(values: Mapping[str, Candidate], header: Sequence[Mark], wants: Mapping[str, Want]) -> bool:
    """Whether at least two columns are filled, one of them with a type that can be told."""
    typed = [mark.code for mark in header if wants[mark.code].typed]
    return len(values) >= _LEAST_COLUMNS and (not typed or any(code in values for code in typed))
