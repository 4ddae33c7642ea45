"""Reading certificates of continuing professional education: a row for each field of study of each certificate."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from fsr.cpe.reading.certificate import ROLES, Certificate, certificate_of, groups, listed, seen_on
from fsr.cpe.reading.page import Paper, paper_of, papers_of
from fsr.cpe.reading.vocabulary import lexicon
from fsr.extraction.found import Found
from fsr.extraction.kept import forgetting
from fsr.extraction.labels import Lexicon
from fsr.extraction.reading import Page, Reading
from fsr.sheets.reader import Record, read_records
from fsr.sheets.reader.fields import Asked, asked
from fsr.sheets.reader.layout_key import fingerprint

__all__ = ["read_certificate", "read_certificates"]


def read_certificate(reading_data: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    """The rows of a document of certificates, for the limited child: plain data in, plain data out.

    The answer is `{"records": [{"page", "values"}], "notes", "is_cpe", "fingerprint", "sponsor", "pages"}`.  Fields
    without a role of certificates are read as those of any template.  Notes are codes: "not_cpe", "split_differs",
    "by_ocr", "nothing_found".
    """
    fields = asked(options)
    reading = Reading.from_data(reading_data)
    found, name = read_certificates(reading, _learned(fields, options.get("learned") or ()))
    records = [record for one in found for record in _records(one, fields, reading)]
    return {"records": [record.to_data() for record in records], "notes": _notes(found, reading),
            "is_cpe": _is_cpe(found), "fingerprint": name, "sponsor": found[0].rows[0]["sponsor"].value,
            "pages": len(reading.pages)}


@forgetting
def read_certificates(
    reading: Reading, learned: Sequence[tuple[str, str]] = ()
) -> tuple[list[Certificate], str]:
    """The certificates of a document, at least one, and the name of the first one's layout.

    learned  (role, label) pairs that people taught
    """
    known = lexicon(tuple(learned))
    papers = [paper for page in reading.pages for paper in _papers(page, known)]
    pages = [seen_on(paper) for paper in papers]
    found = listed(pages) or [certificate_of(group) for group in groups(pages)]
    return found, fingerprint([paper.labels for paper in papers])


def _papers(page: Page, known: Lexicon) -> list[Paper]:
    """The certificates on one page, where each part is one by itself; else the whole page."""
    parts = papers_of(page, known)
    if len(parts) > 1 and all(seen_on(part).stands_alone for part in parts):
        return parts
    return parts if len(parts) == 1 else [paper_of(page, known)]


def _learned(fields: Sequence[Asked], pairs: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    roles = {field.name: field.role for field in fields if field.role}
    return [(roles[name], label) for name, label in pairs if name in roles]


def _records(certificate: Certificate, fields: Sequence[Asked], reading: Reading) -> list[Record]:
    own = _own_fields(certificate, fields, reading)
    return [Record(certificate.page, {field.name: _named(field, row, own) for field in fields})
            for row in certificate.rows]


def _named(field: Asked, row: Mapping[str, Found], own: Mapping[str, Found]) -> Found:
    """The value of a field, under its name."""
    found = row.get(field.role) if field.role in ROLES else own.get(field.name)
    return _under(field.name, found) if found else Found(field.name)


def _under(name: str, found: Found) -> Found:
    return replace(found, code=name, alternatives=tuple(_under(name, other) for other in found.alternatives))


def _own_fields(certificate: Certificate, fields: Sequence[Asked], reading: Reading) -> Mapping[str, Found]:
    """Columns that a person added to the sheet: read from the certificate's first page as from any document."""
    own = [field for field in fields if not field.role]
    if not own:
        return {}
    page = next(page for page in reading.pages if page.number == certificate.page)
    records, _ = read_records(Reading((page,)), own, ())
    return records[0].values


def _notes(found: Sequence[Certificate], reading: Reading) -> list[str]:
    notes = {note for one in found for note in one.notes}
    if any(page.route != "text" for page in reading.pages):
        notes.add("by_ocr")
    if all(value.value is None for one in found for row in one.rows for value in row.values()):
        notes.add("nothing_found")
    return sorted(notes)


def _is_cpe(found: Sequence[Certificate]) -> bool | None:
    """True where any certificate of the document is about CPE."""
    answers = {one.is_cpe for one in found}
    return True if True in answers else None if None in answers else False
