"""What people did in a grid: changes to take back, rows they have seen, and labels that corrections taught."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fsr import clock
from fsr.auth.models import User
from fsr.db import Instant, Model, instant, pk
from fsr.sheets.models import Kind, Sheet, _one_of
from fsr.subjects import Subject


class GridChange(Model):
    """One thing that somebody did in a grid: a typed value, a pasted block, rows removed.

    kind       "edit", "confirm", "reset", "paste", "add", "remove"
    cells      [{"row": id, "field": name, "old": edit or None, "new": edit or None}] as in `Row.edits`
    rows       ids of the rows that were added or removed with it
    undone_at  when it was taken back
    """

    __tablename__ = "grid_changes"
    __table_args__ = (sa.Index("ix_grid_changes_job_id_actor_id_id", "job_id", "actor_id", "id"),)

    id: Mapped[pk]
    job_id: Mapped[str] = mapped_column(sa.ForeignKey("extraction_jobs.id", ondelete="CASCADE"))
    actor_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(10))
    cells: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    rows: Mapped[list[int]] = mapped_column(sa.JSON, default=list)
    at: Mapped[instant] = mapped_column(default=clock.now)
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
    sheet: Mapped[Sheet] = relationship()


class GridSeen(Model):
    """Up to which row somebody has seen a grid: later ones are new to them."""

    __tablename__ = "grid_seen"

    job_id: Mapped[str] = mapped_column(sa.ForeignKey("extraction_jobs.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), primary_key=True, index=True)
    row_id: Mapped[int] = mapped_column(sa.BigInteger)


class TaughtLabel(Model):
    """A printed label that a correction taught: beside it stands the value of `field` in this layout.

    A label is its owner's alone: papers of strangers are not read by what it says.

    sponsor      who issued such papers, "" where nobody knows; its layouts differ in a line more or less
    fingerprint  of the layout
    used_count   how many documents were read with it
    """

    __tablename__ = "sheet_labels"
    __table_args__ = (
        _one_of("job_type", Kind),
        sa.UniqueConstraint("owner_id", "job_type", "sponsor", "fingerprint", "field", "label",
                            name="uq_sheet_labels_taught"),
    )

    id: Mapped[pk]
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    job_type: Mapped[str] = mapped_column(sa.String(10))
    sponsor: Mapped[str] = mapped_column(sa.String(200), default="")
    fingerprint: Mapped[str] = mapped_column(sa.String(200), default="")
    field: Mapped[str] = mapped_column(sa.String(100))
    label: Mapped[str] = mapped_column(sa.String(160))
    used_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[instant] = mapped_column(default=clock.now)
    owner: Mapped[User] = relationship()

    @property
    def subject(self) -> Subject:
        """The label, for the audit log."""
        return Subject("sheet_label", str(self.id))
