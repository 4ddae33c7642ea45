"""What a layout is known by: the labels it prints, in their order."""

import hashlib
from collections.abc import Sequence

from fsr.extraction.labels import fold
from fsr.sheets.reader.pairs import Labels

_LENGTH = 24


def fingerprint(pages: Sequence[Labels]) -> str:
    """A short name of the layout of the first page with labels; "" where none was found.

    Values do not count, so two papers of one sponsor have the same.
    """
    for labels in pages:
        printed = sorted({fold(mark.printed) for mark in labels.marks if mark.marked or mark.ends})
        if printed:
            return hashlib.sha256("|".join(printed).encode()).hexdigest()[:_LENGTH]
    return ""
