"""Certificates for tests: the samples, and ones drawn here."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from fsr.cpe.reading import read_certificate
from fsr.cpe.templates import COLUMNS
from fsr.extraction.readers import document
from tests.samples import sample
from tests.sheets.reader.papers import Placed, drawn_reading

FIELDS = [{"name": column.name, "data_type": column.data_type, "prompt": column.prompt, "role": column.role,
           "synonyms": []} for column in COLUMNS]
GOLDEN: dict[str, list[dict[str, Any]]] = json.loads(
    Path(__file__).with_name("golden").joinpath("certificates.json").read_text("utf-8"))
NAME = {column.role: column.name for column in COLUMNS}


@cache
def reading_of(name: str) -> dict[str, Any]:
    """The reading of a sample, as data."""
    path = sample("cpe", name[:2])
    return document.read(path, path.name).to_data()


def answer_to(name: str, learned: list[list[str]] | None = None) -> dict[str, Any]:
    """What the engine answers to a sample."""
    return read_certificate(reading_of(name), {"fields": FIELDS, "learned": learned or []})


def answer_to_lines(tmp_path: Path, *pages: list[Placed]) -> dict[str, Any]:
    """What it answers to a drawn paper."""
    return read_certificate(drawn_reading(tmp_path, *pages), {"fields": FIELDS, "learned": []})


def row(record: dict[str, Any]) -> dict[str, str | None]:
    """The values of a record by role."""
    return {role: record["values"][name]["value"] for role, name in NAME.items()}
