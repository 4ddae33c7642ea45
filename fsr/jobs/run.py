"""What a task is given: its job's number, a way to say how far it is, and a way to hear that it shall stop."""

import threading
import time
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fsr.db import apart, db, reading
from fsr.errors import Refusal
from fsr.jobs.models import Job, Status
from fsr.jobs.registry import registry

PROGRESS_SECONDS = 1.0
"""Between two written progresses of a job: pages ask every second or two, and each costs a commit."""


class Cancelled(Exception):
    """The owner asked the job to stop; the task lets this pass."""


class Unavailable(Refusal):
    """Something outside did not answer: the job is tried again later, as often as allowed; the sentence is shown."""


class LeaseLost(Exception):
    """The job goes to another worker, or back to the queue because this one stops; the task lets this pass."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A job as this worker holds it: whatever is written for it must carry `token`."""

    id: str
    token: str
    kind: str
    payload: dict[str, Any]
    attempt: int
    max_attempts: int
    user_id: int | None
    language: str


def plain(text: str) -> str:
    """`text` as both databases take it: without NUL and half characters, which text out of documents may hold."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


class Run:
    """One attempt at a job, seen by its task.

    It may be used by any thread.  Where a keeper watches (`watched`), it hears
    of a cancellation within `FSR_JOB_POLL` seconds and asking costs nothing;
    where none does (`run_due`), asking looks into the table.
    """

    def __init__(self, claim: Claim, *, watched: bool = True) -> None:
        self.claim = claim
        self.job_id = claim.id
        self.attempt = claim.attempt
        self.user_id = claim.user_id
        self._watched = watched
        self._stop: type[Cancelled] | type[LeaseLost] | None = None
        self._said: tuple[int, str] = (0, "")
        self._said_at = float("-inf")
        self._lock = threading.Lock()

    def interrupt(self, reason: type[Cancelled] | type[LeaseLost]) -> None:
        """Ask the task to stop; the first reason counts, save that a lost lease is worse than any other."""
        if self._stop is None or reason is LeaseLost:
            self._stop = reason

    @property
    def interruption(self) -> type[Cancelled] | type[LeaseLost] | None:
        """Why the task shall stop; None while it shall not."""
        return self._stop

    def cancelled(self) -> bool:
        """Whether to stop, whatever the reason; cheap enough for a loop, and for the sandbox's `cancelled=`."""
        if self._stop is None and not self._watched:
            self._look()
        return self._stop is not None

    def check(self) -> None:
        """Go on, or stop.

        :raises Cancelled: the owner asked for it.
        :raises LeaseLost: the job is no longer ours.
        """
        if self.cancelled() and self._stop is not None:
            raise self._stop(f"job {self.job_id}")

    def give_way(self) -> None:
        """Let the requests that are being answered go first, for a moment: before work that is our own Python's.

        Without a transaction, else others would wait too.
        """
        registry().courtesy.give_way()

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Say that `done` of `total` pieces are done, in a transaction of its own.

        Written at most every `PROGRESS_SECONDS`, save the last piece; it never goes back.

        :param message: what is being done now, for the owner, in the language the task speaks.
        :raises Cancelled: the owner asked the job to stop.
        :raises LeaseLost: the job is no longer ours.
        :raises RuntimeError: the task has written something: say how far you are before you write.
        """
        self.check()
        percent = max(0, min(100, done * 100 // total if total else 0))
        with self._lock:
            now, last = time.monotonic(), self._said_at
            if (percent, message) == self._said or (now - last < PROGRESS_SECONDS and done < total):
                return
            self._said, self._said_at = (percent, message), now
        self._write(percent, plain(message))
        self.check()

    def _write(self, percent: int, message: str) -> None:
        higher = sa.case((Job.progress > percent, Job.progress), else_=percent)
        with apart() as session:
            cancel = session.execute(
                sa.update(Job).where(*self._ours()).values(progress=higher, progress_message=message or None)
                .returning(Job.cancel_requested).execution_options(synchronize_session=False)).scalar_one_or_none()
        self._heard(cancel)

    def _look(self) -> None:
        with reading(), Session(db.engine) as session:
            self._heard(session.execute(sa.select(Job.cancel_requested).where(*self._ours())).scalar_one_or_none())

    def _ours(self) -> tuple[sa.ColumnElement[bool], ...]:
        return Job.id == self.job_id, Job.lease_token == self.claim.token, Job.status == Status.RUNNING

    def _heard(self, cancel_requested: bool | None) -> None:
        if cancel_requested is None:
            self.interrupt(LeaseLost)
        elif cancel_requested:
            self.interrupt(Cancelled)
