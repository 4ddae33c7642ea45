"""Files on their way in: each checked and written to disk, archives unpacked, before any row is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath

from fsr.documents import service as documents
from fsr.errors import Refusal, Unreadable
from fsr.sheets.paths import clean
from fsr.sheets.service import archives
from fsr.web.i18n import gettext as _

ZIP_MIME = "application/zip"
_OTHER_ARCHIVES = {".7z", ".rar", ".tar", ".gz", ".tgz"}


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that was checked.

    kept    its bytes on disk; None for an archive and for what was refused
    error   why it was refused, a sentence
    parent  place in the list of the archive that it came out of
    """

    path: str
    sha256: str
    size_bytes: int
    kept: documents.Kept | None = None
    error: str | None = None
    parent: int | None = None
    is_archive: bool = False

    @property
    def name(self) -> str:
        """The file's own name."""
        return documents.clean_name(self.path)


def arrive(files: Sequence[tuple[str, bytes]]) -> list[Arrived]:
    """Check all files and write the good ones to disk; the members of an archive follow it.  Holds no transaction."""
    arrived: list[Arrived] = []
    for path, data in files:
        if archives.is_zip(data):
            _unpack(clean(path), data, arrived)
        else:
            arrived.append(_checked(clean(path), data))
    return arrived


def _checked(path: str, data: bytes, parent: int | None = None) -> Arrived:
    try:
        if PurePosixPath(path).suffix.lower() in _OTHER_ARCHIVES:
            raise Unreadable(_("Of archives only ZIP is unpacked. Send the files as ZIP or one by one."))
        kept = documents.keep(path, data)
    except Refusal as error:
        return Arrived(path, sha256(data).hexdigest(), len(data), error=str(error), parent=parent)
    return Arrived(path, kept.sha256, kept.size_bytes, kept, parent=parent)


def _unpack(path: str, data: bytes, arrived: list[Arrived]) -> None:
    """Add an archive and what it holds."""
    digest, size, start = sha256(data).hexdigest(), len(data), len(arrived)
    try:
        with archives.unpacked(data) as members:
            arrived.append(Arrived(path, digest, size, is_archive=True))
            arrived += [_member(member, start) for member in members]
    except Refusal as error:
        arrived.append(Arrived(path, digest, size, error=str(error), is_archive=True))


def _member(member: archives.Member, start: int) -> Arrived:
    """A member, checked; `start` is the place of its outermost archive in the list."""
    parent = start + 1 + member.parent if member.parent is not None else start
    path = clean(member.path)
    if member.file is None:
        return Arrived(path, "", 0, error=member.error, parent=parent, is_archive=member.is_archive)
    data = member.file.read_bytes()
    if member.is_archive:
        return Arrived(path, sha256(data).hexdigest(), len(data), error=member.error, parent=parent, is_archive=True)
    return _checked(path, data, parent)
