"""Lists of jobs, paged by key: as many queries for ten thousand rows as for one."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import url_for
from sqlalchemy.orm import aliased, load_only

from fsr import clock
from fsr.auth.models import User
from fsr.db import db
from fsr.jobs.forms import PAGE, TABS, ApiForm, Cursor, ListForm
from fsr.jobs.models import Job, JobEvent, Status, is_active
from fsr.jobs.registry import label_of
from fsr.web.i18n import gettext as _
from fsr.web.shell import HomeRow

SLOW_AFTER = timedelta(minutes=1)
"""A job that runs longer is asked after less often."""

IN_LISTS = (Job.id, Job.kind, Job.title, Job.user_id, Job.subject_kind, Job.subject_id, Job.status, Job.progress,
            Job.progress_message, Job.attempt, Job.max_attempts, Job.run_after, Job.lease_until, Job.cancel_requested,
            Job.error_code, Job.error_message, Job.created_at, Job.started_at, Job.completed_at, Job.expired_at)


@dataclass(frozen=True, slots=True)
class Line:
    """One job of a list.

    owner       name of its owner; "" for the house's own
    retried_by  id of the job by which it was tried again
    """

    job: Job
    owner: str
    retried_by: str | None

    @property
    def version(self) -> str:
        """Changes with whatever a page shows of the job."""
        return version_of(self.job) + (self.retried_by or "")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list, with what stands round it.

    tab             the tab shown
    counts          tab → number of jobs
    older           where the next page begins
    oldest_waiting  since when the job longest due waits
    """

    tab: str
    lines: list[Line]
    counts: dict[str, int]
    kinds: list[tuple[str, str]]
    older: Cursor | None
    oldest_waiting: datetime | None

    @property
    def is_active(self) -> bool:
        """Whether anything can still change by itself."""
        return bool(self.counts["running"] or self.counts["waiting"])

    @property
    def seconds(self) -> int:
        """How long until the next look."""
        running = [line.job for line in self.lines if line.job.status == Status.RUNNING]
        return max((poll_seconds(job) for job in running), default=2)

    @property
    def version(self) -> str:
        """Changes with whatever the list shows."""
        parts = [line.version for line in self.lines] + [f"{name}{number}" for name, number in self.counts.items()]
        return _digest([*parts, str(self.seconds)])


def page(user: User, form: ListForm) -> Page:
    """The page of the list that `form` asks for, as far as `user` may see it."""
    mine = _visible(user, form.everyone)
    counts = _counts(mine, form.kind)
    tab = form.tab or next((name for name, number in counts.items() if number), "running")
    lines = _lines(_list(mine, TABS[tab], form.kind, form.before).limit(PAGE + 1))
    older = Cursor.of(lines[PAGE - 1].job) if len(lines) > PAGE else None
    return Page(tab, lines[:PAGE], counts, _kinds(mine), older, _oldest_waiting(mine))


def listed(user: User, form: ApiForm) -> tuple[Sequence[Job], Cursor | None]:
    """The jobs that `GET /jobs` answers, results included, and where the next page begins."""
    statuses = (Status(form.status),) if form.status else tuple(Status)
    query = _list(_visible(user, True), statuses, form.kind, form.before).limit(form.limit + 1)
    found = db.session.scalars(query).all()
    return found[:form.limit], Cursor.of(found[form.limit - 1]) if len(found) > form.limit else None


def line(job: Job) -> Line:
    """`job` as its page shows it."""
    return _lines(sa.select(Job).where(Job.id == job.id))[0]


def history(job: Job) -> Sequence[JobEvent]:
    """What happened to `job`, in order."""
    return db.session.scalars(sa.select(JobEvent).where(JobEvent.job_id == job.id).order_by(JobEvent.id)).all()


def active_count(user: User) -> int:
    """How many jobs of `user` wait or run; for the navigation."""
    return db.session.scalar(sa.select(sa.func.count()).where(Job.user_id == user.id, is_active)) or 0


def home_rows(user: User) -> list[HomeRow]:
    """For the first page: what runs now, and how far it is."""
    running = db.session.scalars(
        sa.select(Job).where(Job.user_id == user.id, Job.status == Status.RUNNING)
        .order_by(Job.started_at.desc()).limit(8).options(load_only(*IN_LISTS)))
    return [HomeRow("running", job.title, url_for("jobs.show", job_id=job.id), _("Show"), job.progress_message or "",
                    "loader", progress=job.progress) for job in running]


def version_of(job: Job) -> str:
    """Changes with whatever a page shows of `job`."""
    return _digest([job.status, job.progress, job.progress_message, job.attempt, job.cancel_requested, job.expired_at,
                    poll_seconds(job)])


def poll_seconds(job: Job) -> int:
    """How long to wait before asking for `job` again."""
    return 2 if job.started_at is None or clock.now() - job.started_at < SLOW_AFTER else 5


def _digest(parts: Sequence[object]) -> str:
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:12]


def _visible(user: User, everyone: bool) -> sa.ColumnElement[bool]:
    return sa.true() if everyone and user.is_admin else Job.user_id == user.id


def _list(
    mine: sa.ColumnElement[bool], statuses: Sequence[Status], kind: str, before: Cursor | None,
) -> sa.Select[Job]:
    query = sa.select(Job).where(mine).order_by(Job.created_at.desc(), Job.id.desc())
    if len(statuses) < len(Status):
        query = query.where(Job.status.in_([status.value for status in statuses]))
    if kind:
        query = query.where(Job.kind == kind)
    if before:
        query = query.where(sa.tuple_(Job.created_at, Job.id) < sa.tuple_(
            sa.bindparam("at", before.created_at, Job.created_at.type), sa.bindparam("id", before.job_id)))
    return query


def _lines(query: sa.Select[Job]) -> list[Line]:
    again = aliased(Job)
    retried = sa.select(again.id).where(again.retry_of_id == Job.id).scalar_subquery()
    rows = db.session.execute(query.outerjoin(User, User.id == Job.user_id).add_columns(User.name, retried)
                              .options(load_only(*IN_LISTS)))
    return [Line(job, owner or "", retried_by) for job, owner, retried_by in rows]


def _counts(mine: sa.ColumnElement[bool], kind: str) -> dict[str, int]:
    query = sa.select(Job.status, sa.func.count()).where(mine).group_by(Job.status)
    found = {row[0]: row[1] for row in db.session.execute(query.where(Job.kind == kind) if kind else query)}
    return {tab: sum(found.get(status, 0) for status in statuses) for tab, statuses in TABS.items()}


def _kinds(mine: sa.ColumnElement[bool]) -> list[tuple[str, str]]:
    kinds = db.session.scalars(sa.select(Job.kind).where(mine).distinct())
    return sorted(((kind, label_of(kind)) for kind in kinds), key=lambda pair: pair[1].casefold())


def _oldest_waiting(mine: sa.ColumnElement[bool]) -> datetime | None:
    """Since when the job longest due waits."""
    return db.session.scalar(sa.select(sa.func.min(Job.run_after)).where(
        mine, sa.text("status = 'pending'"), Job.run_after <= clock.now()))
