"""An uploaded file as its owner knows it; the bytes are in the store, once for all owners."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from fsr import clock
from fsr.db import Instant, Model, instant, pk
from fsr.subjects import Subject


class Document(Model):
    """One file that one person uploaded.

    sha256      of the bytes, in hex: where the store keeps them
    filename    as the owner calls it, at most 200 characters; never part of a path
    mime        by content, not by name: application/pdf, image/png, image/jpeg
    page_count  None until somebody looked
    kind        "pdf", "png" or "jpeg"
    notes       sentences for the owner ("The file holds a script; it was not run.")
    """

    __tablename__ = "documents"
    __table_args__ = (
        sa.Index("ix_documents_owner_id_sha256", "owner_id", "sha256"),
        sa.Index("ix_documents_sha256", "sha256"),
    )

    id: Mapped[pk]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    size_bytes: Mapped[int]
    filename: Mapped[str] = mapped_column(sa.String(200))
    mime: Mapped[str] = mapped_column(sa.String(60))
    page_count: Mapped[int | None]
    kind: Mapped[str] = mapped_column(sa.String(10))
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    notes: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    created_at: Mapped[instant] = mapped_column(default=clock.now)
    deleted_at: Mapped[datetime | None] = mapped_column(Instant)

    @property
    def subject(self) -> Subject:
        """The document, for ledgers."""
        return Subject("document", str(self.id))
