"""Reads: the owner's list, one link's story, and what a link shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import url_for
from sqlalchemy.orm import joinedload

from fsr import clock
from fsr.auth.models import User
from fsr.db import db
from fsr.shares.access import is_there
from fsr.shares.models import Mode, Share, ShareView, ViewKind
from fsr.shares.viewers import Look, viewer_of
from fsr.shares.visits import TRIES_A_DAY
from fsr.subjects import Subject
from fsr.web.i18n import gettext as _
from fsr.web.i18n import when
from fsr.web.shell import HomeRow, Step

PER_PAGE = 25
WARN_BEFORE = timedelta(days=2)
FRESH = timedelta(days=7)
LIGHT = (sa.orm.defer(Share.snapshot), sa.orm.defer(Share.payload))
"""What a list does not need of a link."""

@dataclass(frozen=True, slots=True)
class Row:
    """A link in the owner's list.

    state    "active", "expired", "revoked" or "deleted" (what it shows)
    changed  its subject changed since it was pinned, and the owner has not said "keep"
    """

    share: Share
    state: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of the list; `older` is the id to go on before, None at the end."""

    rows: list[Row]
    older: int | None
    active: int
    ended: int


def listed(user: User, *, ended: bool = False, everybody: bool = False, subject: Subject | None = None,
           before: int | None = None) -> Listed:
    """The links of `user` (an administrator may ask for everybody's), newest first.

    Takes the same number of queries for one link and for a thousand.
    """
    mine = [] if everybody and user.is_admin else [Share.owner_id == user.id]
    if subject:
        mine += [Share.subject_kind == subject.kind, Share.subject_id == subject.id]
    expired = sa.and_(Share.expires_at.is_not(None), Share.expires_at <= clock.now())
    over = sa.or_(Share.revoked_at.is_not(None), expired)
    counts = {bool(is_over): count for is_over, count in db.session.execute(
        sa.select(over, sa.func.count()).select_from(Share).where(*mine).group_by(over))}
    wanted = sa.select(Share).where(*mine, over if ended else ~over).order_by(Share.id.desc()).limit(PER_PAGE + 1)
    if before is not None:
        wanted = wanted.where(Share.id < before)
    found = db.session.scalars(wanted.options(joinedload(Share.owner), *LIGHT)).all()
    page = found[:PER_PAGE]
    return Listed(rows_of(page), page[-1].id if len(found) > PER_PAGE else None,
                  counts.get(False, 0), counts.get(True, 0))


def rows_of(links: Sequence[Share]) -> list[Row]:
    """The links with what their subjects are and whether they changed; one query a kind of subject."""
    subjects = {subject for link in links if (subject := link.subject)}
    now_at = {subject: revision for kind in {subject.kind for subject in subjects}
              for subject, revision in _revisions([subject for subject in subjects if subject.kind == kind]).items()}
    return [_row(link, now_at.get(link.subject) if link.subject else 0) for link in links]


def _revisions(subjects: Sequence[Subject]) -> dict[Subject, int]:
    found = viewer_of(subjects[0]).revisions([subject.id for subject in subjects])
    return {subject: found[subject.id] for subject in subjects if subject.id in found}


def _row(link: Share, revision: int | None) -> Row:
    state = "deleted" if revision is None else state_of(link)
    pinned = link.subject is not None and link.mode is Mode.PINNED and state == "active"
    return Row(link, state, pinned and revision not in (link.revision, link.kept_revision))


def state_of(link: Share) -> str:
    """"active", "expired" or "revoked"."""
    if link.revoked_at is not None:
        return "revoked"
    return "expired" if link.is_expired(clock.now()) else "active"


def changes(link: Share) -> list[str]:
    """What changed in the subject since the link was pinned, a sentence each; none for a live or ended link."""
    subject = link.subject
    if subject is None or link.snapshot is None or link.mode is Mode.LIVE or not is_there(link):
        return []
    viewer = viewer_of(subject)
    return list(viewer.changes(link.snapshot, viewer.take(subject.id), look(link)))


def visits_of(link: Share, limit: int = 50) -> Sequence[ShareView]:
    """The last things that holders of the link did, newest first."""
    return db.session.scalars(sa.select(ShareView).where(ShareView.share_id == link.id)
                              .order_by(ShareView.id.desc()).limit(limit)).all()


def counts_of(link: Share) -> dict[ViewKind, int]:
    """How often each kind of thing was done."""
    counts = db.session.execute(
        sa.select(ShareView.kind, sa.func.count()).where(ShareView.share_id == link.id).group_by(ShareView.kind))
    return dict(counts.all())


def shown(link: Share) -> dict[str, Any]:
    """The snapshot that the link shows: as pinned, or as its subject is now."""
    subject = link.subject
    if subject is not None and link.mode is Mode.LIVE:
        return viewer_of(subject).take(subject.id)
    return link.snapshot or {}


def shown_or_nothing(link: Share) -> dict[str, Any]:
    """`shown`, for the owner's own pages: empty where the subject is gone or the snapshot was forgotten."""
    return shown(link) if link.snapshot is not None or is_there(link) else {}


def look(link: Share, *, preferences: bool = True) -> Look:
    """What of the snapshot may be seen; without `preferences`, all rows in the usual order (the API's client hides)."""
    prefs = link.view_prefs if preferences else {}
    return Look(
        language=link.language, hidden_columns=frozenset(link.hidden_columns),
        column_order=tuple(prefs.get("column_order", ())), hidden_rows=frozenset(prefs.get("hidden_features", ())),
        evidence=link.show_evidence, comments=link.show_comments, recommended=link.recommended, reason=link.reason)


def title_of(share_id: str) -> str:
    """What to call the link in the log."""
    found = db.session.get(Share, int(share_id))
    return found.title or f"{found.token_prefix}…" if found else "–"


def url_of(share_id: str) -> str:
    """The page of the link, for its owner."""
    return url_for("shares.show", share_id=int(share_id))


def expiring(user: User) -> Sequence[Share]:
    """The user's links that end within two days, the next first."""
    now = clock.now()
    return db.session.scalars(
        sa.select(Share).where(Share.owner_id == user.id, Share.revoked_at.is_(None), Share.expires_at > now,
                               Share.expires_at <= now + WARN_BEFORE).order_by(Share.expires_at).limit(5)
        .options(*LIGHT)).all()


def answered(user: User) -> Sequence[Share]:
    """The user's links that were answered within the last week, the newest answer first."""
    return db.session.scalars(
        sa.select(Share).where(Share.owner_id == user.id, Share.revoked_at.is_(None),
                               Share.replied_at > clock.now() - FRESH).order_by(Share.replied_at.desc()).limit(5)
        .options(*LIGHT)).all()


def paused(user: User) -> Sequence[Share]:
    """The user's links at which so many wrong passphrases were tried today that they let nobody in."""
    busy = (sa.select(ShareView.share_id).where(ShareView.kind == ViewKind.PASSPHRASE_FAILED,
                                                ShareView.at > clock.now() - timedelta(days=1))
            .group_by(ShareView.share_id).having(sa.func.count() >= TRIES_A_DAY))
    return db.session.scalars(sa.select(Share).where(Share.owner_id == user.id, Share.id.in_(busy))
                              .options(*LIGHT)).all()


def home_rows(user: User) -> list[HomeRow]:
    """For the first page: links that somebody tries to break, answers of recipients, links about to end."""
    rows = [HomeRow("needs", link.title, url_of(str(link.id)), _("Look"), icon="triangle-alert", tone="bad",
                    note=_("Too many wrong passphrases: the link pauses for a day."))
            for link in paused(user)]
    rows += [HomeRow("needs", link.title, url_of(str(link.id)), _("Read the answer"), icon="mail",
                     note=_("The client prefers %(offer)s", offer=link.reply_title)) for link in answered(user)]
    return rows + [HomeRow("ending", link.title, url_of(str(link.id)), _("Extend"), icon="clock", tone="warn",
                           note=_("The link ends on %(when)s", when=when(link.expires_at))) for link in expiring(user)]


def home_steps(user: User) -> list[Step]:
    """The last step of the checklist."""
    done = db.session.scalar(sa.select(sa.exists().where(Share.owner_id == user.id))) or False
    return [Step(40, _("Send a comparison to the client"), _("A link that opens on a phone, without an account."),
                 url_for("shares.index"), done)]
