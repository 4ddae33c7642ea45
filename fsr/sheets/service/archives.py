"""ZIP archives: unpacked by a limited child, because their bytes are a stranger's too."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import current_app

from fsr.documents import desk
from fsr.documents.service import MB
from fsr.errors import TooLarge
from fsr.web.i18n import gettext as _

MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
"""How ZIP files begin: with a member, or, empty ones, with the end."""
MOST_MEMBERS, MOST_MB, DEEPEST = 1000, 500, 2
"""Files in an archive, size of all of them unpacked, and archives within each other."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive.

    file    where it lies, for as long as `unpacked` lasts; None where it was refused
    error   why, a sentence
    parent  place in the list of the archive within the archive that it came out of
    """

    path: str
    file: Path | None
    error: str | None
    parent: int | None
    is_archive: bool


def is_zip(data: bytes) -> bool:
    """Whether these bytes are a ZIP archive, whatever it is called."""
    return data[:4] in MAGIC


@contextmanager
def unpacked(data: bytes) -> Iterator[list[Member]]:
    """The members of an archive as files, for as long as the block lasts.

    :raises TooLarge: it is larger than a request may be.
    :raises Unreadable: it is damaged, encrypted, or expands to more than allowed.
    """
    most = current_app.config["FSR_UPLOAD_REQUEST_MB"]
    if len(data) > most * MB:
        raise TooLarge(_("The file is too large (at most %(most)s MB).", most=most))
    with tempfile.TemporaryDirectory(prefix=".unpacking-", dir=current_app.config["INSTANCE_DIR"]) as home:
        archive, into = Path(home) / "archive.zip", Path(home) / "members"
        archive.write_bytes(data)
        into.mkdir()
        members = desk.sandbox().call("unpack", archive, {
            "into": str(into), "most_members": MOST_MEMBERS, "most_bytes": MOST_MB * MB, "deepest": DEEPEST,
            "most_of_one": current_app.config["FSR_UPLOAD_FILE_MB"] * MB}, priority=0)
        yield [Member(one["path"], into / one["file"] if one["file"] else None, one["error"], one["parent"],
                      one["is_archive"]) for one in members]
