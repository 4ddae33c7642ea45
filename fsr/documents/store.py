"""Bytes on disk, named by their SHA-256; written whole or not at all.

    files/ab/abcdef…            what people uploaded, never changed
    files/derived/ab/abcdef….*  what was made from it: may be removed at any time
"""

import contextlib
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

_SHA = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[a-z0-9.-]{1,60}")


class Store:
    """The files below `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, data: bytes) -> str:
        """Keep `data` and return its SHA-256 in hex; the same bytes are kept once."""
        sha = hashlib.sha256(data).hexdigest()
        place = self.path(sha)
        if not place.exists():
            _write(place, data)
        return sha

    def path(self, sha: str) -> Path:
        """Where those bytes are or would be.

        :raises ValueError: `sha` is no SHA-256; a defect of ours.
        """
        if not _SHA.fullmatch(sha):
            raise ValueError(f"not a SHA-256: {sha!r}")
        return self.root / sha[:2] / sha

    def derived(self, sha: str, name: str) -> Path:
        """Where something made from those bytes is or would be; `name` such as "reading-1.json".

        :raises ValueError: `name` is not of small letters, digits, points and hyphens.
        """
        if not _NAME.fullmatch(name):
            raise ValueError(f"not a name for a derived file: {name!r}")
        return self.root / "derived" / self.path(sha).parent.name / f"{sha}.{name}"

    def keep(self, sha: str, name: str, data: bytes) -> None:
        """Keep something made from those bytes, in place of what was there under this name.

        It is not flushed to disk: after a power cut it may be empty or cut short,
        which whoever reads it must notice, and it can be made again.
        """
        _write(self.derived(sha, name), data, lasting=False)

    def kept(self, sha: str, name: str) -> bytes | None:
        """What `keep` kept, or None."""
        try:
            return self.derived(sha, name).read_bytes()
        except FileNotFoundError:
            return None

    def is_sound(self, sha: str) -> bool:
        """Whether the bytes are there and still those."""
        try:
            with self.path(sha).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == sha
        except FileNotFoundError:
            return False

    def hashes(self) -> Iterator[str]:
        """All uploaded files by name, in no order."""
        for place in self.root.glob("[0-9a-f][0-9a-f]/*"):
            if _SHA.fullmatch(place.name):
                yield place.name


def _write(place: Path, data: bytes, lasting: bool = True) -> None:
    """Write to a temporary name beside it, fsync if `lasting`, rename, fsync the folder; readable by us alone."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    passing = place.with_name(f".{place.name[:20]}.{secrets.token_hex(8)}")
    file = os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(file, "wb") as stream:
            stream.write(data)
            stream.flush()
            if lasting:
                os.fsync(stream.fileno())
        passing.rename(place)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            passing.unlink()
        raise
    if not lasting:
        return
    folder = os.open(place.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
