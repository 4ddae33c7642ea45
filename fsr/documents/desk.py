"""Having documents read and drawn: the sandbox of this process, and what was kept of its work.

A kept reading is data of a stranger's file that was parsed by a confined child:
it is JSON, never executed, and read again by `Reading.from_data` only.  A kept
file that cannot be understood is made anew.
"""

import base64
import json
from collections.abc import Callable
from typing import Any, NamedTuple

from flask import Flask, current_app

from fsr.documents.models import Document
from fsr.documents.service import store
from fsr.extraction.reading import VERSION, Reading
from fsr.sandbox.pool import Sandbox, shared

Progress = Callable[[int, int], None]
WIDTHS = (480, 720, 960, 1440, 1920)
"""Widths of page pictures in pixels: few, so that few are kept."""
END_OF_PNG = b"IEND\xaeB`\x82"
"""A kept picture without it was cut short by a power cut."""
READING = f"reading-{VERSION}.json"


class File(NamedTuple):
    """What is needed of a document to read it, also after its session ended."""

    sha256: str
    filename: str


def file_of(document: Document) -> File:
    """The document's file."""
    return File(document.sha256, document.filename)


def add_engine(app: Flask, name: str, place: str) -> None:
    """Let the reading children run `place` ("module:function") as `name`; called in a feature's `init_app`.

    The function is called in a child as `function(reading_data, options) -> JSON data`.
    """
    app.extensions.setdefault("fsr.engines", {})[name] = place


def sandbox() -> Sandbox:
    """This process's reading children."""
    return shared(current_app.config["FSR_READERS"], current_app.extensions.get("fsr.engines", {}))


def read(file: File, *, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None,
         priority: int = 5) -> Reading:
    """The reading of the file, from the cache or by a child.

    :raises Unreadable: with the reason for the user.
    """
    data = _kept_reading(file)
    if data is None:
        data = sandbox().call("read", store().path(file.sha256), {"filename": file.filename}, progress=progress,
                              cancelled=cancelled, priority=priority)
        store().keep(file.sha256, READING, json.dumps(data, ensure_ascii=False).encode())
    return Reading.from_data(data)


def is_read(file: File) -> bool:
    """Whether somebody had the file read before, so that an engine answers at once."""
    return _kept_reading(file) is not None


def extract(engine: str, file: File, options: dict[str, Any] | None = None, *, progress: Progress | None = None,
            cancelled: Callable[[], bool] | None = None, priority: int = 5) -> Any:
    """What `engine` makes of the file, reading it first where nobody has; the engine runs in the child too.

    :raises Unreadable: with the reason for the user.
    """
    kept = _kept_reading(file)
    keep, sha = store(), file.sha256
    return sandbox().call(
        engine, keep.path(sha), {**(options or {}), "filename": file.filename, **({"reading": kept} if kept else {})},
        progress=progress, cancelled=cancelled, priority=priority,
        keep=None if kept else lambda data: keep.keep(sha, READING, data))


def picture(file: File, page: int, width: int) -> bytes:
    """Page `page` (from 1) as PNG, at least `width` pixels wide where such a width is offered.

    :raises Unreadable: the file cannot be drawn, or has no such page.
    """
    width = next((offered for offered in WIDTHS if offered >= width), WIDTHS[-1])
    name = f"p{page}.w{width}.png"
    kept = store().kept(file.sha256, name)
    if kept and kept.endswith(END_OF_PNG):
        return kept
    options = {"page": page, "width": width, "turn": _turn(file, page)}
    png = base64.b64decode(sandbox().call("picture", store().path(file.sha256), options, priority=0))
    store().keep(file.sha256, name, png)
    return png


def _turn(file: File, page: int) -> int:
    """How far the page was turned when it was read: boxes are those of the turned page."""
    data = _kept_reading(file)
    pages = Reading.from_data(data).pages if data else ()
    return next((found.turn for found in pages if found.number == page), 0)


def _kept_reading(file: File) -> dict[str, Any] | None:
    """The kept reading as data; None when there is none or it is not one."""
    kept = store().kept(file.sha256, READING)
    if kept is None:
        return None
    try:
        data = json.loads(kept)
        Reading.from_data(data)
    except (ValueError, TypeError, KeyError):
        return None
    return dict(data)
