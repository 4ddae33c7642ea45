"""Unpack a ZIP archive into numbered files: no name of a stranger's ever becomes a path on our disk.

What the archive says of sizes is not believed: bytes are counted as they come.
"""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from fsr.errors import Unreadable

PIECE = 256 * 1024
RATIO, RATIO_FROM = 200, 4 * 1024 * 1024
"""What expands by more than this, once it is so many bytes, is a bomb: PDFs and pictures hardly shrink at all."""

DAMAGED = "The ZIP archive is damaged. Make it anew and send it again."
EMPTY = "The ZIP archive holds no files."
TOO_MANY = "The ZIP archive holds more than {most} files. Send it in parts."
EXPANDS = "The ZIP archive expands to more data than allowed. Send it in parts."
EXPANDS_ALONE = "This file of the archive expands to more data than allowed."
ENCRYPTED = "This file of the archive is protected by a password."
UNSAFE = "The name of this file leads out of the archive."
NOT_A_FILE = "This is a link, not a file."
TOO_LARGE = "The file is too large (at most {most} MB)."
TOO_DEEP = "This is an archive in an archive in an archive. Send it by itself."
BROKEN = "This file of the archive is damaged."

_JUNK = {"thumbs.db", "desktop.ini", ".ds_store", ".localized"}


class RefusedError(Exception):
    """A member cannot be taken; the others can."""


def unpack(path: Path, options: dict[str, Any]) -> list[dict[str, Any]]:
    """The members of the archive at `path`, in its order, each after the archive that it came out of.

    Options: `into` (an empty folder), `most_members`, `most_bytes`, `most_of_one` (bytes), `deepest` (archives within
    each other).  Each answer has `path`, `file` (a name in the folder, None where refused), `error`, `is_archive` and
    `parent` (place in the list, None for members of the outermost).
    """
    unpacking = _Unpacking(Path(options["into"]), options["most_members"], options["most_bytes"],
                           options["most_of_one"])
    unpacking.open(path, "", None, options["deepest"])
    if not unpacking.members:
        raise Unreadable(EMPTY)
    return unpacking.members


class _Unpacking:
    """One archive and those within it: what came out so far, and what still may."""

    def __init__(self, into: Path, most_members: int, most_bytes: int, most_of_one: int) -> None:
        self.members: list[dict[str, Any]] = []
        self._into = into
        self._most_members = most_members
        self._most_of_one = most_of_one
        self._bytes_left = most_bytes

    def open(self, path: Path, prefix: str, parent: int | None, deeper: int) -> None:
        """Unpack an archive; its members' paths begin with `prefix`."""
        try:
            with zipfile.ZipFile(path) as archive:
                for info in _wanted(archive):
                    self._member(archive, info, prefix, parent, deeper)
        except (zipfile.BadZipFile, EOFError, ValueError, OSError, NotImplementedError) as error:
            raise Unreadable(DAMAGED) from error

    def _member(
        self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, prefix: str, parent: int | None, deeper: int,
    ) -> None:
        """Unpack one member, and what it holds where it is an archive itself; what is wrong with it is its own."""
        at = len(self.members)
        if at >= self._most_members:
            raise Unreadable(TOO_MANY.format(most=self._most_members))
        told: dict[str, Any] = {"path": prefix + info.filename, "file": None, "error": None, "is_archive": False,
                                "parent": parent}
        self.members.append(told)
        try:
            place = self._extracted(archive, info, self._into / f"{at:05}")
            told["file"] = place.name
            if zipfile.is_zipfile(place) and _begins_as_zip(place):
                told["is_archive"] = True
                self._inner(place, f"{told['path']}/", at, deeper)
        except RefusedError as error:
            told["error"] = str(error)

    def _inner(self, place: Path, prefix: str, at: int, deeper: int) -> None:
        if deeper <= 1:
            raise RefusedError(TOO_DEEP)
        try:
            self.open(place, prefix, at, deeper - 1)
        except Unreadable as error:
            if str(error) != DAMAGED:
                raise
            raise RefusedError(DAMAGED) from error

    def _extracted(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: Path) -> Path:
        _must_be_honest(info)
        try:
            with archive.open(info) as source, place.open("wb") as target:
                self._copy(source, target, info)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise RefusedError(BROKEN) from error
        return place

    def _copy(self, source: IO[bytes], target: IO[bytes], info: zipfile.ZipInfo) -> None:
        written = 0
        while piece := source.read(PIECE):
            written += len(piece)
            self._bytes_left -= len(piece)
            if self._bytes_left < 0:
                raise Unreadable(EXPANDS)
            if written > self._most_of_one:
                raise RefusedError(TOO_LARGE.format(most=self._most_of_one // (1024 * 1024)))
            if written > RATIO_FROM and written > RATIO * max(info.compress_size, 1):
                raise RefusedError(EXPANDS_ALONE)
            target.write(piece)


def _wanted(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    for info in archive.infolist():
        parts = info.filename.replace("\\", "/").split("/")
        if not (info.is_dir() or parts[-1].lower() in _JUNK or parts[-1].startswith("._") or "__MACOSX" in parts):
            yield info


def _begins_as_zip(place: Path) -> bool:
    """Whether it is an archive by its first bytes too: a PDF may carry one at its end."""
    with place.open("rb") as file:
        return file.read(2) == b"PK"


def _must_be_honest(info: zipfile.ZipInfo) -> None:
    parts = info.filename.replace("\\", "/").split("/")
    if info.flag_bits & 0x1:
        raise RefusedError(ENCRYPTED)
    if ".." in parts or parts[0] == "" or parts[0][1:] == ":":
        raise RefusedError(UNSAFE)
    if stat.S_ISLNK(info.external_attr >> 16):
        raise RefusedError(NOT_A_FILE)
