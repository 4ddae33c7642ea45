"""Certificates for tests: the samples, and ones drawn here."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from fsr.cpe.reading import read_certificate
from fsr.cpe.templates import COLUMNS
from fsr.extraction.readers import document
from tests.extraction.drawing import drawn
from tests.samples import sample

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


def answer_to_lines(tmp_path: Path, *pages: list[tuple[float, float, float, str]]) -> dict[str, Any]:
    """What it answers to a drawn paper: pages of (x, y from the top, size, text) in points; x below 0: centred."""
    def page(lines: list[tuple[float, float, float, str]]) -> Any:
        def draw(canvas: Any) -> None:
            for x, y, size, text in lines:
                canvas.setFont("Helvetica", size)
                if x < 0:
                    canvas.drawCentredString(306, 792 - y, text)
                else:
                    canvas.drawString(x, 792 - y, text)
        return draw

    path = tmp_path / "paper.pdf"
    path.write_bytes(drawn(*map(page, pages)))
    return read_certificate(document.read(path, path.name).to_data(), {"fields": FIELDS, "learned": []})


def row(record: dict[str, Any]) -> dict[str, str | None]:
    """The values of a record by role."""
    return {role: record["values"][name]["value"] for role, name in NAME.items()}
