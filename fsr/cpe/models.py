"""What a CPE sheet knows beyond its certificates: the licence it is kept for, planned courses, people's verdicts."""

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fsr import clock
from fsr.db import Instant, Model, instant, pk
from fsr.sheets.models import Row, Sheet

hours = sa.Numeric(6, 2)


class CpeLicence(Model):
    """The licence that a sheet is kept for, as far as its holder said.

    number       of the licence, as people write it
    holder       its holder's name, against which certificates are compared; "" compares them among themselves
    renewal      the day it must be renewed by
    issued       the day it was first issued
    birth_*      of the holder, where the period follows from it
    duties       values of `Duty`: work done in the period
    last_done    rule code -> ISO day, of courses taken before this sheet begins
    carried      hours left over from the period before
    extended     the day until which more time was taken
    version      counts up with each change of it or of the planned courses
    """

    __tablename__ = "cpe_licences"

    sheet_id: Mapped[str] = mapped_column(
        sa.String(36), sa.ForeignKey("extraction_jobs.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[str] = mapped_column(sa.String(40), default="")
    holder: Mapped[str] = mapped_column(sa.String(200), default="")
    renewal: Mapped[date | None]
    issued: Mapped[date | None]
    birth_year: Mapped[int | None]
    birth_month: Mapped[int | None]
    duties: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    last_done: Mapped[dict[str, str]] = mapped_column(sa.JSON, default=dict)
    carried: Mapped[Decimal] = mapped_column(hours, default=Decimal(0))
    extended: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[instant] = mapped_column(default=clock.now)
    sheet: Mapped[Sheet] = relationship()


class PlannedCourse(Model):
    """A course not yet taken; `is_counted` puts it into the "if planned" figures."""

    __tablename__ = "cpe_planned_courses"

    id: Mapped[pk]
    sheet_id: Mapped[str] = mapped_column(
        sa.String(36), sa.ForeignKey("extraction_jobs.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    completed: Mapped[date]
    hours: Mapped[Decimal] = mapped_column(hours)
    field: Mapped[str] = mapped_column(sa.String(200), default="")
    method: Mapped[str] = mapped_column(sa.String(100), default="")
    is_counted: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[instant] = mapped_column(default=clock.now)
    deleted_at: Mapped[datetime | None] = mapped_column(Instant)
    sheet: Mapped[Sheet] = relationship()


class Verdict(Model):
    """What a person said of a row that no certificate says.

    is_distinct  it is no duplicate, whatever it looks like
    is_approved  whether the state's board approved the course; None where nobody said
    """

    __tablename__ = "cpe_verdicts"

    row_id: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer, "sqlite"), sa.ForeignKey("extraction_results.id", ondelete="CASCADE"),
        primary_key=True, autoincrement=False)
    is_distinct: Mapped[bool] = mapped_column(default=False)
    is_approved: Mapped[bool | None]
    row: Mapped[Row] = relationship()
