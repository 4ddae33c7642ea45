"""How processes of one machine see at once that another has died, instead of waiting for its leases to end.

Each pool holds an exclusive lock on a small file as long as its process lives;
the system lets go of it however the process ends, `kill -9` included.  So a
lock that another process gets proves that the holder is dead.  A file that is
not there (another machine, another instance folder) proves nothing, and the
lease decides.
"""

import fcntl
from pathlib import Path
from typing import IO, Self


class Presence:
    """The sign of life of one owner of leases, in `home`."""

    def __init__(self, home: Path, owner: str) -> None:
        home.mkdir(exist_ok=True)
        self._path = _path(home, owner)
        self._file: IO[bytes] | None = None

    def begin(self) -> Self:
        """Be seen, until `end()` or the end of this process."""
        self._file = self._path.open("wb")
        fcntl.flock(self._file, fcntl.LOCK_EX)
        return self

    def end(self) -> None:
        """Leave in order; the file goes first, so that nobody takes it for that of the dead."""
        if self._file:
            self._path.unlink(missing_ok=True)
            self._file.close()
            self._file = None


def is_dead(home: Path, owner: str) -> bool:
    """Whether `owner` had a sign of life in `home` and lost it; its file is kept, for others may ask too."""
    try:
        file = _path(home, owner).open("rb")
    except FileNotFoundError:
        return False
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def forget(home: Path, owner: str) -> None:
    """Remove the file of a dead owner, once nothing is left that it held."""
    _path(home, owner).unlink(missing_ok=True)


def _path(home: Path, owner: str) -> Path:
    return home / f"{owner.rpartition(':')[2]}.lock"
