"""Links and what happened to them.

The token of a link is 256 random bits; only its SHA-256 is kept (a secret of that length needs no slow hash, ASVS
5.0 6.5.2), with its first characters so that people can tell their links apart.  What the recipient sees is a
snapshot in the row, not the subject itself: the owner may go on working without changing what the client was told.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fsr import clock
from fsr.auth.models import User
from fsr.db import Instant, Model, instant, pk
from fsr.subjects import Subject

PREFIX_LENGTH = 6


class Mode(StrEnum):
    """What a link shows of its subject."""

    PINNED = "pinned"
    """The revision it was made from, until the owner says "update"."""
    LIVE = "live"
    """Always the latest."""


class ViewKind(StrEnum):
    """What the holder of a link did."""

    VIEW = "view"
    PRINT = "print"
    REPLY = "reply"
    PASSPHRASE_FAILED = "passphrase_failed"


class Share(Model):
    """One link to one subject; several links to a subject can be ended one by one.

    token_hash       SHA-256 of the token, hex; the token itself was shown once
    subject_kind     with subject_id; None for an API share of values that its maker sent along (HEALTH)
    snapshot         what a pinned link shows, as its viewer made it; None for a live one, and once it is long over
    revision         of the subject, when the snapshot was made
    kept_revision    the owner saw the changes up to this revision and left the link as it was
    payload          what an API client stored with the link; the recipient gets only the keys the API names
    language         of the recipient's page
    contact          how to reach the sender, in the sender's words
    expires_at       None: never
    view_prefs       {"column_order": [title or key], "hidden_features": [row code]}, seed 000
    hidden_columns   keys of columns that the recipient does not see; never sent out
    recommended      key of the column that the sender recommends, with `reason`
    editable, role, allow_edit_fields   what PATCH allows the holder
    views, edits     counted; `views` without the owner and known robots
    reply_*          the recipient's latest answer: which column, its title then, name and message
    """

    __tablename__ = "shares"
    __table_args__ = (
        sa.UniqueConstraint("token_hash"),
        sa.Index("ix_shares_owner_id_id", "owner_id", "id"),
        sa.Index("ix_shares_subject_kind_subject_id", "subject_kind", "subject_id"),
        sa.Index("ix_shares_expires_at", "expires_at"),
        sa.CheckConstraint("mode IN ('pinned', 'live')", name="mode"),
    )

    id: Mapped[pk]
    token_hash: Mapped[str] = mapped_column(sa.String(64))
    token_prefix: Mapped[str] = mapped_column(sa.String(PREFIX_LENGTH))
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    product_line: Mapped[str] = mapped_column(sa.String(20))
    subject_kind: Mapped[str | None] = mapped_column(sa.String(40))
    subject_id: Mapped[str | None] = mapped_column(sa.String(64))
    mode: Mapped[Mode] = mapped_column(
        sa.Enum(Mode, native_enum=False, length=10, create_constraint=False,
                values_callable=lambda modes: [mode.value for mode in modes]), default=Mode.PINNED)
    revision: Mapped[int | None]
    kept_revision: Mapped[int | None]
    snapshot: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    payload: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    title: Mapped[str] = mapped_column(sa.String(200), default="")
    language: Mapped[str] = mapped_column(sa.String(8), default="en")
    contact: Mapped[str] = mapped_column(sa.String(200), default="")
    passphrase_hash: Mapped[str | None] = mapped_column(sa.String(200))
    show_evidence: Mapped[bool] = mapped_column(default=False)
    show_comments: Mapped[bool] = mapped_column(default=False)
    view_prefs: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    hidden_columns: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    recommended: Mapped[str | None] = mapped_column(sa.String(64))
    reason: Mapped[str] = mapped_column(sa.String(500), default="")
    editable: Mapped[bool] = mapped_column(default=False)
    role: Mapped[str] = mapped_column(sa.String(20), default="broker")
    allow_edit_fields: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    created_at: Mapped[instant] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime | None] = mapped_column(Instant)
    expiry_noted_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    views: Mapped[int] = mapped_column(default=0)
    last_viewed_at: Mapped[datetime | None] = mapped_column(Instant)
    edits: Mapped[int] = mapped_column(default=0)
    last_edited_at: Mapped[datetime | None] = mapped_column(Instant)
    reply_column: Mapped[str | None] = mapped_column(sa.String(64))
    reply_title: Mapped[str] = mapped_column(sa.String(200), default="")
    reply_name: Mapped[str] = mapped_column(sa.String(80), default="")
    reply_message: Mapped[str] = mapped_column(sa.String(1000), default="")
    replied_at: Mapped[datetime | None] = mapped_column(Instant)
    owner: Mapped[User] = relationship()

    @property
    def itself(self) -> Subject:
        """The link as the subject of an event."""
        return Subject("share", str(self.id))

    @property
    def subject(self) -> Subject | None:
        """What the link shows."""
        return Subject(self.subject_kind, self.subject_id or "") if self.subject_kind else None

    def is_expired(self, at: datetime) -> bool:
        """Whether its time is over at `at`."""
        return self.expires_at is not None and self.expires_at <= at

    def is_over(self, at: datetime) -> bool:
        """Whether it opens nothing any more."""
        return self.revoked_at is not None or self.is_expired(at)


class ShareView(Model):
    """One thing that the holder of a link did; what the owner is told of it.

    address  the network only (IPv4 /24, IPv6 /48), enough to tell two readers apart and no more
    agent    the family of the browser ("Safari on iPhone"), never its whole name
    """

    __tablename__ = "share_views"
    __table_args__ = (sa.Index("ix_share_views_share_id_at", "share_id", "at"),)

    id: Mapped[pk]
    share_id: Mapped[int] = mapped_column(sa.ForeignKey("shares.id", ondelete="CASCADE"))
    at: Mapped[instant] = mapped_column(default=clock.now)
    kind: Mapped[ViewKind] = mapped_column(
        sa.Enum(ViewKind, native_enum=False, length=20, create_constraint=False,
                values_callable=lambda kinds: [kind.value for kind in kinds]))
    address: Mapped[str] = mapped_column(sa.String(45), default="")
    agent: Mapped[str] = mapped_column(sa.String(40), default="")
