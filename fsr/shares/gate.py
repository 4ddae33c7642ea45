"""The door of a link with a passphrase, and what a browser's cookie remembers of links it opened.

The cookie is signed, not secret, so it holds no token and no id: links are named by the first characters of their
token's hash, and an opened door by a proof that a new passphrase or a new token makes worthless.
"""

import hashlib
import hmac
from datetime import timedelta

from flask import current_app, request, session

from fsr import clock
from fsr.shares import visits
from fsr.shares.access import Locked
from fsr.shares.models import Share, ViewKind
from fsr.shares.visitor import Visitor, visitor

HEADER = "X-Share-Passphrase"
OPEN_FOR = timedelta(hours=12)
REMEMBERED = 40
"""Links a cookie remembers; the oldest are forgotten first, so that the cookie stays below a kilobyte or two."""


def who() -> Visitor:
    """The visitor of this request."""
    return visitor(request.remote_addr, dict(request.headers), request.method)


def is_unlocked(link: Share) -> bool:
    """Whether this browser gave the passphrase within the last hours, or none is asked."""
    if link.passphrase_hash is None:
        return True
    since, proof = session.get("doors", {}).get(_name(link), (0, ""))
    fresh = clock.now().timestamp() - since < OPEN_FOR.total_seconds()
    return fresh and hmac.compare_digest(proof, _proof(link))


def must_be_unlocked(link: Share) -> None:
    """Let a request of the API pass whose browser, or whose header, knows the passphrase.

    :raises Locked: neither does.
    :raises TooMany: too many wrong ones.
    """
    if is_unlocked(link):
        return
    given = request.headers.get(HEADER)
    if given is None or not visits.unlock(link, given, who()):
        raise Locked(link.language)


def unlock(link: Share, passphrase: str) -> bool:
    """Whether this is the passphrase; then this browser need not give it again for a while.

    :raises TooMany: too many wrong ones.
    """
    name, proof = _name(link), _proof(link)
    right = visits.unlock(link, passphrase, who())
    if right:
        _remember("doors", name, (clock.now().timestamp(), proof))
    return right


def is_first(link: Share, kind: ViewKind = ViewKind.VIEW) -> bool:
    """Whether this browser does this with the link for the first time; from now on it is not."""
    key = f"{kind.value[0]}{_name(link)}"
    if key in session.get("opened", {}):
        return False
    _remember("opened", key, 1)
    return True


def _remember(box: str, name: str, value: object) -> None:
    kept = {key: old for key, old in session.get(box, {}).items() if key != name}
    session[box] = {**dict(list(kept.items())[-REMEMBERED + 1:]), name: value}


def _name(link: Share) -> str:
    return link.token_hash[:12]


def _proof(link: Share) -> str:
    """What shows that the door was opened: of this token and this passphrase, and made by nobody else."""
    key = str(current_app.secret_key).encode()
    return hmac.new(key, f"{link.token_hash} {link.passphrase_hash}".encode(), hashlib.sha256).hexdigest()[:32]
