"""Names of files with their folders, as people and archives send them: cleaned, and the rubbish of file managers known.

Pure.  A path is a label and the unit of grouping; it never names a place on our disk.
"""

import unicodedata

LONGEST, LONGEST_PART = 500, 200
_RUBBISH = {"thumbs.db", "desktop.ini", ".ds_store", ".localized"}


def clean(path: str) -> str:
    """The path with "/" between its parts, relative, without "..", control characters and drive; never empty.

    Of a path that is too long the end counts: it holds the name.
    """
    parts = [_part(part) for part in path.replace("\\", "/").split("/")]
    kept = [part for part in parts if part not in ("", ".", "..") and not _is_drive(part)] or ["file"]
    while len("/".join(kept)) > LONGEST:
        kept.pop(0)
    return "/".join(kept)


def climbs(path: str) -> bool:
    """Whether the path leads out of its own folder, as no honest archive has it."""
    parts = path.replace("\\", "/").split("/")
    return ".." in parts or parts[0] == "" or _is_drive(parts[0])


def is_rubbish(path: str) -> bool:
    """Whether it is a file that file managers leave behind, which nobody meant to send."""
    parts = path.replace("\\", "/").split("/")
    name = parts[-1].casefold()
    return name in _RUBBISH or name.startswith("._") or "__MACOSX" in parts


def _part(part: str) -> str:
    text = "".join(c for c in unicodedata.normalize("NFC", part) if unicodedata.category(c)[0] != "C").strip()
    return text if len(text) <= LONGEST_PART else text[:LONGEST_PART - 20] + text[-20:]


def _is_drive(part: str) -> bool:
    return len(part) == 2 and part[0].isalpha() and part[1] == ":"
