"""The rows of the log."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from fsr.db import Model, instant
from fsr.subjects import Subject


class AuditEvent(Model):
    """One thing that happened.  Final: triggers of both databases refuse UPDATE and DELETE.

    seq         1…n without a gap; the order of events, whatever the clock says
    actor_id    a user's id, or None; no foreign key, because an event outlives whom it names
    actor_kind  "user", "system" (a job, a command) or "share" (the holder of a link)
    details     ids, codes, old and new values; never a name, an address or a document's text
    request_id  of the request or job in which it happened; also in the log and on error pages
    """

    __tablename__ = "audit_events"
    __table_args__ = (
        sa.Index("ix_audit_events_actor_id_seq", "actor_id", "seq"),
        sa.Index("ix_audit_events_action_seq", "action", "seq"),
        sa.Index("ix_audit_events_subject_kind_subject_id", "subject_kind", "subject_id"),
        sa.Index("ix_audit_events_ts", "ts"),
    )

    seq: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    ts: Mapped[instant]
    actor_id: Mapped[int | None] = mapped_column(sa.BigInteger)
    actor_kind: Mapped[str] = mapped_column(sa.String(10))
    action: Mapped[str] = mapped_column(sa.String(60))
    subject_kind: Mapped[str | None] = mapped_column(sa.String(40))
    subject_id: Mapped[str | None] = mapped_column(sa.String(64))
    details: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    request_id: Mapped[str] = mapped_column(sa.String(40))

    @property
    def subject(self) -> Subject | None:
        """What it happened to."""
        return Subject(self.subject_kind, self.subject_id or "") if self.subject_kind else None


class AuditHead(Model):
    """The number of the last event, in the one row that writers queue for."""

    __tablename__ = "audit_head"
    __table_args__ = (sa.CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(sa.BigInteger)
