"""Several files read as one: what their records make together.

The first records of the files stand for the same thing, so they become one, each field from the file that is surest of
it; further records of a file stay by themselves.  Pure.
"""

from collections.abc import Sequence
from typing import Any

_RANK = {"found": 2, "guessed": 1}

Record = dict[str, Any]
"""`{"page": int | None, "values": {field name: Found.to_data()}}`."""


def records(read: Sequence[tuple[str, Sequence[Record]]]) -> list[Record]:
    """The records of a task.

    :param read: (file id, its records) of each file that was read, in the order of the files.
    :returns: of one file its records as they are; of several, values carry the `file` that they stand in.
    """
    if len(read) == 1:
        return list(read[0][1])
    placed = [[_placed(file, record) for record in records] for file, records in read]
    firsts = [records[0] for records in placed if records]
    rest = [record for records in placed for record in records[1:]]
    return [_merged(firsts), *rest] if firsts else rest


def _placed(file: str, record: Record) -> Record:
    return {**record, "values": {name: {**found, "file": file} for name, found in record["values"].items()}}


def _merged(firsts: Sequence[Record]) -> Record:
    names = dict.fromkeys(name for record in firsts for name in record["values"])
    values = {name: max((record["values"][name] for record in firsts if name in record["values"]), key=_sureness)
              for name in names}
    return {"page": firsts[0]["page"], "values": values}


def _sureness(found: dict[str, Any]) -> tuple[int, float]:
    return _RANK.get(found["state"], 0), found["confidence"]
