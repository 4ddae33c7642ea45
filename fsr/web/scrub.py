"""Secrets that stand in paths, kept out of the log: a link is a key, and a log is read by many."""

import logging
import re
from urllib.parse import quote

SECRET_PATH = re.compile(r"((?:^|[\s\"'=]|://[^/\s]+)/(?:s|join|shares)/)([\w-]{6})[\w-]{4,}")


def scrubbed(text: str) -> str:
    """`text` with the tokens of /s/…, /join/… and /shares/… cut to six characters, enough to tell them apart."""
    return SECRET_PATH.sub(r"\1\2…", text)


def loggable(path: str) -> str:
    """A path as it may stand in the log: no secret, and no line break that would forge a second line."""
    return scrubbed(quote(path, safe="/:@+,;=~"))


class Scrubber(logging.Filter):
    """Scrub whatever passes, arguments included."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: it only changes the text."""
        record.msg, record.args = scrubbed(record.getMessage()), ()
        return True
