"""A comparison, the offers in it, what was read from each, and what people did to the values.

Every money row, text and tick of an offer lives in exactly one place, its `OfferValue`: the earlier system kept
premium and sum twice and they drifted apart after edits.  What was read is never overwritten by what a person typed.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fsr import clock
from fsr.auth.models import User
from fsr.db import Instant, Model, instant, pk
from fsr.documents.models import Document
from fsr.offers.compare import OfferState
from fsr.subjects import Subject

plain_json = sa.JSON(none_as_null=True)


class Comparison(Model):
    """Offers for one car side by side; the API's "casco job", whose id it shows as an integer.

    product_line  "casco"
    reg_number    number plate without blanks and hyphens; "" until an offer says it
    title         a person's name for it; "" shows the plate instead
    language      of the row names and of what goes to the client
    revision      counts up with each change of content: to it shares are pinned
    best          a person's word on which offers are best in a row: code -> offer ids
    words         what the list's search looks through: plate, title, client and insurers, folded
    is_demo       came with the demo data and goes with it
    """

    __tablename__ = "comparisons"
    __table_args__ = (
        sa.Index("ix_comparisons_owner_id_updated_at_id", "owner_id", "updated_at", "id"),
        sa.Index("ix_comparisons_updated_at_id", "updated_at", "id"),
        sa.Index("ix_comparisons_reg_number_owner_id", "reg_number", "owner_id"),
    )

    id: Mapped[pk]
    product_line: Mapped[str] = mapped_column(sa.String(10), default="casco")
    reg_number: Mapped[str] = mapped_column(sa.String(20), default="")
    title: Mapped[str] = mapped_column(sa.String(200), default="")
    client: Mapped[str] = mapped_column(sa.String(200), default="")
    language: Mapped[str] = mapped_column(sa.String(8), default="lv")
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[instant] = mapped_column(default=clock.now)
    updated_at: Mapped[instant] = mapped_column(default=clock.now)
    revision: Mapped[int] = mapped_column(default=1)
    best: Mapped[dict[str, list[int]]] = mapped_column(sa.JSON, default=dict)
    words: Mapped[str] = mapped_column(sa.Text, default="")
    is_demo: Mapped[bool] = mapped_column(default=False)
    deleted_at: Mapped[datetime | None] = mapped_column(Instant)
    owner: Mapped[User] = relationship()
    offers: Mapped[list["Offer"]] = relationship(
        back_populates="comparison", order_by="Offer.position", passive_deletes=True)

    @property
    def subject(self) -> Subject:
        """The comparison, for ledgers."""
        return Subject("comparison", str(self.id))

    @property
    def name(self) -> str:
        """What to call it in a list: its title, else the plate, else the client, else its number."""
        return self.title or self.reg_number or self.client or f"#{self.id}"


class Offer(Model):
    """One insurer's offer: one document, or values typed by hand.

    filename     as it was uploaded into this comparison; the document may have come under another name before
    position     order of upload, from 1, never reused; `place` is the order people chose
    insurer_*    the name used in columns, why we think so and how sure; `insurer_given`: a person said it
    product      "casco", "octa", "unknown"; None before it is read
    title        a person's name for the column; "" shows the insurer
    error        why it could not be read, a sentence; `progress` what the reader is doing, a sentence
    variant      the chosen one of `variant_names` (`variant_given`: by a person); `variants` keeps all of them:
                 name -> code -> `Found.to_data()`
    warnings     sentences
    fingerprint  same for two documents of one layout: to it learned labels belong
    replaces_id  the older offer of the same insurer whose place this one took
    by_hand      no document was read: a person types the values
    version      counts up with each change of the column itself (not of its values)
    raw_text     what an API client wrote in the seed's field of this name; None shows our own sentence
    """

    __tablename__ = "offers"
    __table_args__ = (
        sa.UniqueConstraint("comparison_id", "position"),
        sa.CheckConstraint("state IN ('waiting', 'reading', 'read', 'failed')", name="state"),
    )

    id: Mapped[pk]
    comparison_id: Mapped[int] = mapped_column(sa.ForeignKey("comparisons.id", ondelete="CASCADE"))
    document_id: Mapped[int | None] = mapped_column(sa.ForeignKey("documents.id"), index=True)
    job_id: Mapped[str | None] = mapped_column(sa.ForeignKey("jobs.id", ondelete="SET NULL"), index=True)
    replaces_id: Mapped[int | None] = mapped_column(sa.ForeignKey("offers.id", ondelete="SET NULL"), index=True)
    filename: Mapped[str] = mapped_column(sa.String(200), default="")
    position: Mapped[int]
    place: Mapped[int]
    state: Mapped[str] = mapped_column(sa.String(10), default=OfferState.WAITING)
    product: Mapped[str | None] = mapped_column(sa.String(10))
    insurer_name: Mapped[str | None] = mapped_column(sa.String(80))
    insurer_given: Mapped[bool] = mapped_column(default=False)
    insurer_confidence: Mapped[float] = mapped_column(sa.Float, default=0.0)
    insurer_reason: Mapped[str] = mapped_column(sa.Text, default="")
    reg_number: Mapped[str | None] = mapped_column(sa.String(20))
    insured_entity: Mapped[str | None] = mapped_column(sa.String(200))
    currency: Mapped[str] = mapped_column(sa.String(3), default="EUR")
    premium_breakdown: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    raw_text: Mapped[str | None] = mapped_column(sa.Text)
    title: Mapped[str] = mapped_column(sa.String(80), default="")
    comment: Mapped[str] = mapped_column(sa.Text, default="")
    chosen: Mapped[bool] = mapped_column(default=False)
    hidden: Mapped[bool] = mapped_column(default=False)
    by_hand: Mapped[bool] = mapped_column(default=False)
    error: Mapped[str | None] = mapped_column(sa.Text)
    progress: Mapped[str | None] = mapped_column(sa.Text)
    variant: Mapped[str | None] = mapped_column(sa.String(120))
    variant_given: Mapped[bool] = mapped_column(default=False)
    variant_reason: Mapped[str] = mapped_column(sa.Text, default="")
    variant_names: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    variants: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict, deferred=True)
    warnings: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    fingerprint: Mapped[str] = mapped_column(sa.String(200), default="")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[instant] = mapped_column(default=clock.now)
    read_at: Mapped[datetime | None] = mapped_column(Instant)
    deleted_at: Mapped[datetime | None] = mapped_column(Instant)
    comparison: Mapped[Comparison] = relationship(back_populates="offers")
    document: Mapped[Document | None] = relationship()
    values: Mapped[list["OfferValue"]] = relationship(back_populates="offer", passive_deletes=True)

    @property
    def subject(self) -> Subject:
        """The offer, for ledgers."""
        return Subject("offer", str(self.id))


class OfferValue(Model):
    """One cell: what the document says, and beside it what a person made of it.

    read_*      as `fsr.extraction.found.Found` gives it; `alternatives` a list of `Found.to_data()`, None for none
    mark        "edited" (the value is `edited_value`), "confirmed" (a person agreed with what was read), else None
    edited_*    who marked it and when; `why` in their words
    version     counts up with each change; an edit names the version it was made from
    """

    __tablename__ = "offer_values"
    __table_args__ = (
        sa.UniqueConstraint("offer_id", "code"),
        sa.CheckConstraint("mark IN ('edited', 'confirmed')", name="mark"),
    )

    id: Mapped[pk]
    offer_id: Mapped[int] = mapped_column(sa.ForeignKey("offers.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(sa.String(60))
    read_value: Mapped[str | None] = mapped_column(sa.Text)
    read_state: Mapped[str] = mapped_column(sa.String(10), default="missing")
    text: Mapped[str] = mapped_column(sa.Text, default="")
    page: Mapped[int | None]
    box: Mapped[list[float] | None] = mapped_column(plain_json)
    confidence: Mapped[float] = mapped_column(sa.Float, default=0.0)
    label: Mapped[str] = mapped_column(sa.Text, default="")
    rule: Mapped[str] = mapped_column(sa.String(200), default="")
    alternatives: Mapped[list[dict[str, Any]] | None] = mapped_column(plain_json)
    mark: Mapped[str | None] = mapped_column(sa.String(10))
    edited_value: Mapped[str | None] = mapped_column(sa.Text)
    edited_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"), index=True)
    edited_at: Mapped[datetime | None] = mapped_column(Instant)
    why: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    offer: Mapped[Offer] = relationship(back_populates="values")
    edited_by: Mapped[User | None] = relationship()

    @property
    def value(self) -> str | None:
        """What counts: a person's value where there is one, else what was read."""
        return self.edited_value if self.mark == "edited" else self.read_value

    @property
    def state(self) -> str:
        """A member of `fsr.extraction.found.State`."""
        return self.mark or self.read_state


class ValueChange(Model):
    """One line of a value's history.

    kind       "edit", "confirm", "reset", "undo", "reread", "variant"
    old_*      before; `old_mark` and `new_mark` as in `OfferValue.mark`
    actor_id   None when a re-reading changed it
    undone_at  when this change was taken back
    """

    __tablename__ = "value_changes"
    __table_args__ = (sa.Index("ix_value_changes_offer_id_code", "offer_id", "code"),)

    id: Mapped[pk]
    offer_id: Mapped[int] = mapped_column(sa.ForeignKey("offers.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(sa.String(60))
    kind: Mapped[str] = mapped_column(sa.String(10))
    old_value: Mapped[str | None] = mapped_column(sa.Text)
    old_mark: Mapped[str | None] = mapped_column(sa.String(10))
    new_value: Mapped[str | None] = mapped_column(sa.Text)
    new_mark: Mapped[str | None] = mapped_column(sa.String(10))
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"), index=True)
    at: Mapped[instant] = mapped_column(default=clock.now)
    why: Mapped[str] = mapped_column(sa.Text, default="")
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
    actor: Mapped[User | None] = relationship()
    offer: Mapped[Offer] = relationship()


class LearnedLabel(Model):
    """A printed label that a person's correction taught: beside it stands the value of `code` in this layout.

    product      "casco"
    fingerprint  of the layout; an insurer has several
    used_count   how many offers were read with it
    """

    __tablename__ = "learned_labels"
    __table_args__ = (
        sa.UniqueConstraint("product", "insurer", "fingerprint", "code", "label"),
        sa.Index("ix_learned_labels_product_insurer_code", "product", "insurer", "code"),
    )

    id: Mapped[pk]
    product: Mapped[str] = mapped_column(sa.String(10), default="casco")
    insurer: Mapped[str] = mapped_column(sa.String(80))
    fingerprint: Mapped[str] = mapped_column(sa.String(200))
    code: Mapped[str] = mapped_column(sa.String(60))
    label: Mapped[str] = mapped_column(sa.String(160))
    from_offer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("offers.id", ondelete="SET NULL"), index=True)
    created_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    created_at: Mapped[instant] = mapped_column(default=clock.now)
    used_count: Mapped[int] = mapped_column(default=0)
    created_by: Mapped[User] = relationship()

    @property
    def subject(self) -> Subject:
        """The label, for the audit log."""
        return Subject("label", str(self.id))
