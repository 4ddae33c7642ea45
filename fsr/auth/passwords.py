"""Passwords: kept as argon2id, and refused where everybody would guess them.

46 MiB, one pass, one lane: the larger of the two settings that OWASP's password
storage sheet (2026-08) puts first; about 90 ms here.  No more hashes run at once
than there are processors, so a flood of sign-ins takes neither memory nor pages.
Rules are those of ASVS 5.0: length and a list of common ones (6.2.1, 6.2.4),
never "one digit, one sign" (6.2.5), and at least 64 characters allowed (6.2.9).
"""

import os
from functools import lru_cache
from pathlib import Path
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from fsr.errors import Invalid
from fsr.web.i18n import gettext as _

SHORTEST, LONGEST = 10, 256
COMMON = Path(__file__).with_name("common_passwords.txt")

_hasher = PasswordHasher(time_cost=1, memory_cost=46 * 1024, parallelism=1)
_room = BoundedSemaphore(os.cpu_count() or 1)


def hashed(password: str) -> str:
    """How `password` is kept.  Slow: hold no transaction."""
    with _room:
        return _hasher.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether `password` is the one kept; as slow for None, so that time does not tell who has an account."""
    with _room:
        try:
            return _hasher.verify(kept or _nobodys(), password) and kept is not None
        except (VerifyMismatchError, InvalidHashError):
            return False


def check(password: str, *about: str) -> None:
    """Refuse a password that is too short, too long, common, or made of what is known `about` its owner.

    :raises Invalid: with a sentence for the field `password`.
    """
    if reason := _weakness(password, about):
        raise Invalid(reason, password=reason)


def _weakness(password: str, about: tuple[str, ...]) -> str:
    if len(password) < SHORTEST:
        return _("Choose a password of at least %(count)s characters; a few words are easy to remember.",
                 count=SHORTEST)
    if len(password) > LONGEST:
        return _("A password can have at most %(count)s characters.", count=LONGEST)
    plain = password.casefold()
    if plain in _common() or len(set(plain)) < 4:
        return _("This password is one of the first that somebody would guess. Choose another.")
    if any(len(part) >= 4 and part.casefold() in plain and len(plain) - len(part) < 4 for part in about):
        return _("This password is too much like your name or e-mail address. Choose another.")
    return ""


@lru_cache(maxsize=1)
def _nobodys() -> str:
    return _hasher.hash("nobody has this password")


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(line for line in COMMON.read_text().splitlines() if not line.startswith("#"))
