"""What a limited child is asked to do with a file: functions of a path and plain options that answer with JSON data."""

import base64
from pathlib import Path
from typing import Any

from fsr.extraction.readers import archive, document, pictures


def read(path: Path, options: dict[str, Any], progress: document.Progress) -> dict[str, Any]:
    """The file's `Reading` as data; options: `filename`, and `reader` ("pdfminer" after PDFium crashed)."""
    return document.read(path, options.get("filename", ""), reader=options.get("reader", ""),
                         progress=progress).to_data()


def check(path: Path, options: dict[str, Any], progress: document.Progress) -> dict[str, Any]:
    """`{"kind", "pages", "notes"}` of a quick look; option: `filename`."""
    return document.check(path, options.get("filename", ""))._asdict()


def picture(path: Path, options: dict[str, Any], progress: document.Progress) -> str:
    """A page's PNG in base64; options: `page` from 1, `width` in pixels, `turn` in degrees clockwise."""
    png = pictures.page_picture(path, options["page"], options["width"], options.get("turn", 0))
    return base64.b64encode(png).decode("ascii")


def unpack(path: Path, options: dict[str, Any], progress: document.Progress) -> list[dict[str, Any]]:
    """The members of a ZIP archive, written as numbered files into a folder; options as of `archive.unpack`."""
    return archive.unpack(path, options)
