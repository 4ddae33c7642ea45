"""What an editor must change in its text to have another: replaced stretches, as a browser counts characters.

The browser puts them in one by one, so that the caret and what was typed meanwhile stay where they are.
"""

from fsr.notebook import diff
from fsr.notebook.diff import Op

Change = tuple[int, int, str]
"""From, to (UTF-16 units of the old text, as JavaScript counts), and what stands there in the new one."""


def changes(old: str, new: str) -> list[Change]:
    """How `old` becomes `new`, in the order of the text; nothing overlaps."""
    found: list[Change] = []
    at = 0
    for segment in diff.words(old, new):
        if segment.op is Op.INSERT:
            start, end = found.pop()[:2] if found and found[-1][1] == at and not found[-1][2] else (at, at)
            found.append((start, end, segment.text))
            continue
        length = len(segment.text.encode("utf-16-le")) // 2
        if segment.op is Op.DELETE:
            found.append((at, at + length, ""))
        at += length
    return found
