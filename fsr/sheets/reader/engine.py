"""Any template: the values of its fields in a document, as one record or one a row of a table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from fsr.extraction.found import Found, State
from fsr.extraction.kept import forgetting
from fsr.extraction.labels import Lexicon, fold
from fsr.extraction.reading import Reading
from fsr.sheets.reader.candidates import Candidate, candidate, choose
from fsr.sheets.reader.fields import Asked, asked, lexicon_of, wants_of
from fsr.sheets.reader.grids import Row, rows_of
from fsr.sheets.reader.layout_key import fingerprint
from fsr.sheets.reader.marks import marks
from fsr.sheets.reader.pairs import Labels, Want, labels_of, pairs
from fsr.sheets.reader.view import View, cut, part_of, view_of

ONLY = {"email": 0.6, "url": 0.55, "phone": 0.55}
"""Types whose only value in a document is taken for the field without a label: as a guess."""


@dataclass(frozen=True, slots=True)
class Record:
    """The values of one row of the grid, by field; `page` is where it begins."""

    page: int
    values: Mapping[str, Found]

    def to_data(self) -> dict[str, Any]:
        """As plain values, ready for JSON."""
        return {"page": self.page, "values": {name: found.to_data() for name, found in self.values.items()}}


def read_fields(reading_data: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    """The values of the fields asked for, for the limited child: plain data in, plain data out.

    The answer is `{"records", "notes", "is_cpe": None, "fingerprint", "sponsor": None, "pages"}`; a document without
    any of the fields gives one record of missing values.
    """
    fields = asked(options)
    reading = Reading.from_data(reading_data)
    records, labels = read_records(reading, fields, options.get("learned") or ())
    nothing = all(found.value is None for record in records for found in record.values.values())
    return {"records": [record.to_data() for record in records], "notes": ["nothing_found"] if nothing else [],
            "is_cpe": None, "fingerprint": fingerprint(labels), "sponsor": None, "pages": len(reading.pages)}


@forgetting
def read_records(
    reading: Reading, fields: Sequence[Asked], learned: Sequence[Sequence[str]]
) -> tuple[list[Record], list[Labels]]:
    """The records of a document, and the labels of its pages."""
    lexicon, wants = lexicon_of(fields, learned), wants_of(fields)
    pages = [_labels(view_of(page, partial(part_of, lexicon)), lexicon) for page in reading.pages]
    rows = [row for labels in pages for row in rows_of(labels, wants)]
    if rows:
        return _table_records(pages, rows, fields, wants), pages
    groups = _groups(pages, wants)
    return [_record(group, fields, wants) for group in groups], pages


def _labels(view: View, lexicon: Lexicon) -> Labels:
    return labels_of(view, marks(view, lexicon))


def _groups(pages: Sequence[Labels], wants: Mapping[str, Want]) -> list[list[tuple[Labels, list[Candidate]]]]:
    """Pages that are one record: a page that has most of the fields of the page before once more begins another."""
    groups: list[list[tuple[Labels, list[Candidate]]]] = []
    for labels in pages:
        found = pairs(labels, wants)
        if not groups or _repeats(found, [one for _, before in groups[-1] for one in before]):
            groups.append([(labels, found)])
        else:
            groups[-1].append((labels, found))
    return groups


def _repeats(found: Sequence[Candidate], before: Sequence[Candidate]) -> bool:
    """Whether a page says other things of the same fields: at least two of them, and most of those it has."""
    now, then = _good(found), _good(before)
    both = now.keys() & then.keys()
    differ = [code for code in both if not now[code] & then[code]]
    return len(both) >= 2 and len(both) * 3 >= 2 * len(then) and len(differ) * 2 >= len(both)


def _good(found: Iterable[Candidate]) -> dict[str, set[str]]:
    result: dict[str, set[str]] = {}
    for one in found:
        if one.score >= 0.8:
            result.setdefault(one.code, set()).add(fold(one.value))
    return result


def _record(group: Sequence[tuple[Labels, list[Candidate]]], fields: Sequence[Asked],
            wants: Mapping[str, Want]) -> Record:
    found = [one for _, candidates in group for one in candidates]
    values = {field.name: _chosen(field, found, [labels.view for labels, _ in group], wants) for field in fields}
    return Record(group[0][0].view.number, _apart(values))


def _chosen(field: Asked, found: Sequence[Candidate], views: Sequence[View], wants: Mapping[str, Want]) -> Found:
    chosen = choose(field.name, [one for one in found if one.code == field.name])
    if chosen.value is None and field.data_type in ONLY:
        only = _only(field, views, wants[field.name])
        return choose(field.name, only) if len({one.value for one in only}) == 1 else chosen
    return chosen


def _only(field: Asked, views: Sequence[View], want: Want) -> list[Candidate]:
    return [candidate(field.name, value.value, cut(text.cell, value.start, value.end), ONLY[field.data_type], "only")
            for view in views for text in view.texts for value in want.read(text.text)]


def _apart(values: dict[str, Found]) -> dict[str, Found]:
    """No place is the value of two fields for sure: the weaker one becomes a guess."""
    result = dict(values)
    by_place: dict[tuple[int | None, Any], list[Found]] = {}
    for found in values.values():
        if found.value is not None:
            by_place.setdefault((found.page, found.box), []).append(found)
    for same in by_place.values():
        for weaker in sorted(same, key=lambda one: -one.confidence)[1:]:
            result[weaker.code] = replace(weaker, state=State.GUESSED)
    return result


def _table_records(pages: Sequence[Labels], rows: Sequence[Row], fields: Sequence[Asked],
                   wants: Mapping[str, Want]) -> list[Record]:
    """A record a row; what stands outside of the table holds for all of them."""
    columns = {code for row in rows for code in row.values}
    rest = [field for field in fields if field.name not in columns]
    outside = _record([(labels, pairs(labels, wants)) for labels in pages], rest, wants).values
    records = []
    for row in rows:
        own = {code: choose(code, [one]) for code, one in row.values.items()}
        values = {field.name: own.get(field.name) or outside.get(field.name) or Found(field.name) for field in fields}
        records.append(Record(row.page, values))
    return records
