"""Engines for the tests of the sandbox, run in its children."""

import ctypes
import os
import time
from pathlib import Path
from typing import Any


def count(reading: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    """How much was read, and the options that came along."""
    return {"pages": len(reading["pages"]), "options": options}


def misbehave(reading: dict[str, Any], options: dict[str, Any]) -> Any:
    """Do what a hostile file could make a parser do; `how` says what."""
    match options["how"]:
        case "hang":
            time.sleep(600)
        case "nap":
            time.sleep(0.5)
        case "crash":
            ctypes.string_at(0)
        case "eat":
            return len([bytearray(1 << 20) for _ in range(10_000)])
        case "raise":
            raise ValueError("secret detail")
        case "talk":
            return "x" * (21 << 20)
        case "print":
            os.write(1, b"noise among the answers")
        case "write":
            Path("big").write_bytes(b"x" * (65 << 20))
        case "grandchild":
            os.spawnlp(os.P_NOWAIT, "sleep", "sleep", "600")
            time.sleep(600)
        case "connect":
            import socket

            socket.create_connection(("127.0.0.1", options["port"]), 2)
    return "survived"
