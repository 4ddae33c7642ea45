"""What the owner does with links: make, change, renew, pin anew, revoke.

What a link's holder does is in `fsr.shares.visits`.
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from fsr import clock
from fsr.audit.names import Action
from fsr.audit.service import record
from fsr.auth import passwords
from fsr.auth.models import User, secret_hash
from fsr.db import db, release
from fsr.errors import Conflict, Invalid
from fsr.shares.models import PREFIX_LENGTH, Mode, Share
from fsr.shares.viewers import Viewer, viewer_of
from fsr.subjects import Subject
from fsr.web.i18n import LANGUAGES
from fsr.web.i18n import gettext as _

DEFAULT_HOURS = 720
"""Seed 000."""
LONGEST_HOURS = 10 * 366 * 24
SHORTEST_PASSPHRASE, LONGEST_PASSPHRASE = 8, 256
"""Eight characters are enough where five tries a quarter of an hour and fifty a day are all that is allowed."""
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are mistaken for one another when read out on the telephone."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the owner wants of a link; the fields are those of `Share`.

    passphrase  None leaves it as it is, "" removes it
    """

    title: str = ""
    language: str = ""
    contact: str = ""
    expires_at: datetime | None = None
    passphrase: str | None = None
    mode: Mode = Mode.PINNED
    show_evidence: bool = False
    show_comments: bool = False
    view_prefs: Mapping[str, Any] = field(default_factory=dict)
    hidden_columns: tuple[str, ...] = ()
    recommended: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What an API client wants beside: what PATCH may change, and values kept with the link."""

    editable: bool = False
    role: str = "broker"
    allow_edit_fields: tuple[str, ...] = ()
    payload: Mapping[str, Any] = field(default_factory=dict)


def expiry(hours: int) -> datetime | None:
    """When a link of so many hours ends; 0 is never (seed 000)."""
    return clock.now() + timedelta(hours=hours) if hours else None


def new_passphrase() -> str:
    """A passphrase that can be read out: three groups of four, 59 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _letter in range(4)) for _group in range(3))


def share(subject: Subject, wishes: Wishes, actor: User, terms: Terms | None = None) -> tuple[Share, str]:
    """Make a link to `subject`; return it with its token, which cannot be had again.

    :raises NotFound: there is no such subject, or the actor may not know of it.
    :raises Forbidden: the actor may see it, but not share it.
    :raises Invalid: the passphrase is too short.
    """
    kept = _hashed(wishes.passphrase)
    viewer = viewer_of(subject)
    viewer.check(subject.id, actor)
    snapshot = viewer.take(subject.id)
    about = viewer.about(snapshot)
    link = _new(wishes, terms or Terms(), actor, viewer.product_line, kept)
    link.subject_kind, link.subject_id = subject.kind, subject.id
    link.title, link.language = wishes.title or about["title"], _language(wishes.language, about["language"], actor)
    _pin(link, snapshot, viewer)
    return _issue(link, actor)


def share_values(product_line: str, wishes: Wishes, terms: Terms, actor: User) -> tuple[Share, str]:
    """Make a link to values that an API client sent along (HEALTH); return it with its token.

    :raises Invalid: the passphrase is too short.
    """
    link = _new(wishes, terms, actor, product_line, _hashed(wishes.passphrase))
    link.language = _language(wishes.language, "", actor)
    return _issue(link, actor)


def edit(link: Share, wishes: Wishes, actor: User) -> None:
    """Change a link; its token, and with PINNED the snapshot, stay as they are.

    :raises Invalid: the passphrase is too short.
    """
    kept = _hashed(wishes.passphrase) if wishes.passphrase else None
    was = _traits(link)
    _apply(link, wishes)
    if wishes.passphrase is not None:
        link.passphrase_hash = kept
    if link.subject and (link.mode is Mode.LIVE) != (link.snapshot is None):
        _repin(link)
    now = _traits(link)
    changed = {name: [was[name], now[name]] for name in now if was[name] != now[name]}
    record(Action.SHARE_EDITED, link.itself, actor, changed=changed, passphrase=wishes.passphrase is not None)


def update(link: Share, actor: User) -> None:
    """Pin the link to its subject as it is now ("Update link").

    :raises Conflict: the link has ended.
    """
    _refuse_ended(link)
    was = link.revision
    _repin(link)
    record(Action.SHARE_REPINNED, link.itself, actor, was=was, now=link.revision)


def keep(link: Share, actor: User) -> None:
    """Leave the link as it is and speak no more of the changes made up to now."""
    if subject := link.subject:
        link.kept_revision = viewer_of(subject).revisions([subject.id]).get(subject.id)
        record(Action.SHARE_EDITED, link.itself, actor, kept=link.kept_revision)


def renew(link: Share, actor: User) -> str:
    """Give the link a new token; the old one opens nothing from now on.

    :raises Conflict: the link has ended.
    """
    _refuse_ended(link)
    token = _put_token(link)
    record(Action.SHARE_EDITED, link.itself, actor, renewed=True)
    return token


def revoke(links: Iterable[Share], actor: User) -> int:
    """End links at once; return how many were open until now."""
    open_ones = [link for link in links if link.revoked_at is None]
    for link in open_ones:
        link.revoked_at = clock.now()
        record(Action.SHARE_REVOKED, link.itself, actor, about=str(link.subject))
    return len(open_ones)


def restore(links: Iterable[Share], actor: User) -> int:
    """Take a revocation back; return how many links open again."""
    closed = [link for link in links if link.revoked_at is not None]
    for link in closed:
        link.revoked_at = None
        record(Action.SHARE_EDITED, link.itself, actor, restored=True)
    return len(closed)


def _new(wishes: Wishes, terms: Terms, actor: User, product_line: str, kept: str | None) -> Share:
    link = Share(owner_id=actor.id, product_line=product_line, passphrase_hash=kept, editable=terms.editable,
                 role=terms.role, allow_edit_fields=list(terms.allow_edit_fields), payload=dict(terms.payload))
    _apply(link, wishes)
    return link


def _apply(link: Share, wishes: Wishes) -> None:
    link.title, link.contact, link.reason = wishes.title or link.title or "", wishes.contact, wishes.reason
    link.language = wishes.language or link.language or ""
    if link.expires_at != wishes.expires_at:
        link.expires_at, link.expiry_noted_at = wishes.expires_at, None
    link.mode, link.show_evidence, link.show_comments = wishes.mode, wishes.show_evidence, wishes.show_comments
    link.view_prefs, link.hidden_columns = dict(wishes.view_prefs), list(wishes.hidden_columns)
    link.recommended = wishes.recommended


def _issue(link: Share, actor: User) -> tuple[Share, str]:
    token = _put_token(link)
    db.session.add(link)
    db.session.flush()
    record(Action.SHARE_CREATED, link.itself, actor, about=str(link.subject), mode=link.mode, revision=link.revision,
           expires_at=link.expires_at.isoformat() if link.expires_at else None, passphrase=bool(link.passphrase_hash))
    return link, token


def _put_token(link: Share) -> str:
    token = secrets.token_urlsafe(32)
    link.token_hash, link.token_prefix = secret_hash(token), token[:PREFIX_LENGTH]
    return token


def _repin(link: Share) -> None:
    if subject := link.subject:
        viewer = viewer_of(subject)
        _pin(link, viewer.take(subject.id), viewer)


def _pin(link: Share, snapshot: dict[str, Any], viewer: Viewer) -> None:
    pinned = link.mode is Mode.PINNED
    link.snapshot = snapshot if pinned else None
    link.revision = viewer.about(snapshot)["revision"] if pinned else None
    link.kept_revision = None


def _hashed(passphrase: str | None) -> str | None:
    """How the passphrase is kept; hashing is slow, so it comes before the first write and holds no transaction."""
    if not passphrase:
        return None
    if not SHORTEST_PASSPHRASE <= len(passphrase) <= LONGEST_PASSPHRASE:
        sentence = _("Choose a passphrase of %(least)s to %(most)s characters.", least=SHORTEST_PASSPHRASE,
                     most=LONGEST_PASSPHRASE)
        raise Invalid(sentence, passphrase=sentence)
    release()
    return passwords.hashed(passphrase)


def _language(wanted: str, of_subject: str, actor: User) -> str:
    return next((code for code in (wanted, of_subject, actor.language) if code in LANGUAGES), "en")


def _refuse_ended(link: Share) -> None:
    if link.is_over(clock.now()):
        raise Conflict(_("This link has ended. Make a new one."))


def _traits(link: Share) -> dict[str, Any]:
    """What an event may say of a link: no title, no name, no text."""
    return {"language": link.language, "mode": link.mode.value, "show_evidence": link.show_evidence,
            "show_comments": link.show_comments, "hidden_columns": link.hidden_columns,
            "recommended": link.recommended,
            "expires_at": link.expires_at.isoformat() if link.expires_at else None}
