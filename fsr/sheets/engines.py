"""Which reading engine makes rows of a document, by the type of the sheet."""

from flask import Flask, current_app

from fsr.documents import desk
from fsr.sheets.models import Kind


def register(app: Flask, kind: Kind, name: str, place: str) -> None:
    """Have documents of sheets of `kind` read by `place` ("module:function"), in the limited child, under `name`.

    It is called as `function(reading_data, options)`, with options `fields` (name, data_type, prompt, role, synonyms
    of each), `learned` ([field name, label] pairs) and `filename`; it answers `records` ([{"page", "values": {field
    name: Found.to_data()}}]), `notes`, `fingerprint`, and for certificates `is_cpe` and `sponsor`.
    """
    desk.add_engine(app, name, place)
    app.extensions.setdefault("fsr.sheet_engines", {})[kind] = name


def engine_for(kind: str) -> str:
    """The name of the engine for sheets of that type; where none was registered, that of extraction."""
    known: dict[str, str] = current_app.extensions["fsr.sheet_engines"]
    return known.get(kind, known[Kind.EXTRACTION])
