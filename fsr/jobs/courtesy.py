"""Job threads give way to requests: one process runs the Python of one thread at a time, and people wait for pages.

A thread that is about to keep the interpreter busy for some milliseconds first waits until no request is being
answered, but never long: with requests all the time, jobs go on all the same.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

PATIENCE = 0.05
"""How long to give way at most, seconds: a few pages' worth, and less than a document takes to read."""


class Courtesy:
    """Counts the requests that this process is answering."""

    def __init__(self) -> None:
        self._change = threading.Condition()
        self._requests = 0
        self._polite = 0

    def around(self, wsgi: Any) -> Any:
        """The WSGI application `wsgi` whose requests are counted until their answer begins."""
        def counted(environ: Any, start_response: Any) -> Any:
            self._count(1)
            try:
                return wsgi(environ, start_response)
            finally:
                self._count(-1)

        return counted

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """The request does nothing inside but wait for jobs, which should not wait for it in turn."""
        self._count(-1)
        try:
            yield
        finally:
            self._count(1)

    def _count(self, more: int) -> None:
        with self._change:
            self._requests += more
            self._change.notify_all()

    @property
    def polite(self) -> int:
        """How many threads give way just now."""
        return self._polite

    def give_way(self) -> None:
        """Wait until no request is being answered, at most `PATIENCE`; hold no transaction meanwhile."""
        with self._change:
            self._polite += 1
            self._change.wait_for(lambda: self._requests <= 0, PATIENCE)
            self._polite -= 1
