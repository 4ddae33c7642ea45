"""Answers kept while one document is read: its rules ask the same of the same passage two to four times.

Nothing of a document outlives its reading: whoever reads one is decorated with `forgetting`.  Kept are answers to
texts, not to documents, so what a thread forgets another only has to find out again.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar, cast

Asked = TypeVar("Asked", bound=Callable[..., object])

_MOST = 4096
"""Answers kept of one function; a page holds about a hundred passages."""
_forget: list[Callable[[], None]] = []


def kept(function: Asked) -> Asked:
    """`function`, a pure one of hashable arguments whose answer nobody changes, asked once for the same arguments."""
    cached = lru_cache(maxsize=_MOST)(function)
    _forget.append(cached.cache_clear)
    return cast(Asked, cached)


def forgetting(read: Asked) -> Asked:
    """`read`, after which all kept answers are forgotten."""
    @wraps(read)
    def reading(*args: object, **options: object) -> object:
        try:
            return read(*args, **options)
        finally:
            for forget in _forget:
                forget()

    return cast(Asked, reading)
