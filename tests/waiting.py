"""Waiting for what takes milliseconds, however busy the machine is.

A test waits for what it claims, never for a time: a passing run goes on at
once, and only a failing one waits `SECONDS` to the end.
"""

import time
from collections.abc import Callable

SECONDS = 60.0
"""Longer than a machine with more work than processors has ever kept a thread or a process from its turn."""

LOOK_SECONDS = 0.01


def until(true: Callable[[], object], seconds: float = SECONDS) -> bool:
    """Whether `true` comes true within `seconds`."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(LOOK_SECONDS)
    return True
