"""What a file is, by its first bytes.  Looks at bytes only, so the web process may ask it too."""

from pathlib import PurePath

from fsr.errors import Unreadable

HEAD = 1024
"""A PDF's header may stand anywhere in so many first bytes (ISO 32000-1, annex H.3)."""
MIME = {"pdf": "application/pdf", "png": "image/png", "jpeg": "image/jpeg"}
SUFFIXES = {".pdf": "pdf", ".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg"}

EMPTY = "The file is empty."
NOT_A_PDF = "This is not a PDF file, whatever its name says."
NOT_KNOWN = "This is not a PDF, PNG or JPEG file."
NOT_BY_NAME = "Only files named .pdf, .png, .jpg or .jpeg are accepted."

_MAGIC = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"))


def kind_of(head: bytes) -> str | None:
    """"pdf", "png", "jpeg" or None."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    return "pdf" if b"%PDF-" in head[:HEAD] else None


def expected_kind(head: bytes, name: str) -> str:
    """"pdf", "png" or "jpeg", where content and name agree; `name` may be "" (unknown).

    :raises Unreadable: empty, neither by its content, or the content belies the name.
    """
    if not head:
        raise Unreadable(EMPTY)
    kind, suffix = kind_of(head), PurePath(name).suffix.lower()
    if kind is None:
        raise Unreadable(NOT_A_PDF if suffix in (".pdf", "") else NOT_KNOWN)
    if not name:
        return kind
    if suffix not in SUFFIXES:
        raise Unreadable(NOT_BY_NAME)
    if "pdf" in (kind, SUFFIXES[suffix]) and kind != SUFFIXES[suffix]:
        raise Unreadable("This is a PDF, although its name says that it is an image." if kind == "pdf"
                         else f"This is a {kind.upper()} image, not a PDF.")
    return kind
