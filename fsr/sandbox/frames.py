"""The language between parent and child: frames of a kind, a length and bytes.

Nothing is ever unpickled; a frame is JSON or raw bytes that are only stored.
"""

import json
import struct
from collections.abc import Callable
from typing import Any

HEAD = struct.Struct(">cI")
MOST_BYTES = 20 * 1024 * 1024
"""Of one frame.  Source: the sandbox recipe of this product (answers capped at 20 MB)."""

JSON, RAW = b"J", b"R"


class TooLongError(Exception):
    """A frame is longer than allowed, or its head is not one of ours."""


def packed(data: Any) -> bytes:
    """A JSON frame."""
    return framed(JSON, json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())


def framed(kind: bytes, body: bytes) -> bytes:
    """A frame of `kind`; raises `TooLongError`."""
    if len(body) > MOST_BYTES:
        raise TooLongError(f"{len(body)} bytes")
    return HEAD.pack(kind, len(body)) + body


def head_of(data: bytes) -> tuple[bytes, int]:
    """`(kind, length)` from the first bytes of a frame; raises `TooLongError`."""
    kind, length = HEAD.unpack(data)
    if kind not in (JSON, RAW) or length > MOST_BYTES:
        raise TooLongError(f"{kind!r}, {length} bytes")
    return kind, length


def read_frame(read: Callable[[int], bytes]) -> tuple[bytes, bytes] | None:
    """The next `(kind, body)`; None at the end of the stream.  `read(n)` blocks until `n` bytes or the end."""
    head = read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    kind, length = head_of(head)
    body = read(length)
    return (kind, body) if len(body) == length else None
