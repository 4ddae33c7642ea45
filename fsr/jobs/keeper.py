"""The thread that looks after a pool: leases, cancellations, dead workers' jobs, others' work, periodic work."""

import logging
import threading
import time
from typing import TYPE_CHECKING

import sqlalchemy as sa

from fsr import clock
from fsr.db import db, reading
from fsr.jobs import ledger, reaper, schedule
from fsr.jobs.models import Job
from fsr.jobs.run import Cancelled, LeaseLost

if TYPE_CHECKING:
    from fsr.jobs.pool import Pool

log = logging.getLogger(__name__)

REAP_SECONDS = 5.0
"""How often to look for leases that ran out and for periodic work; sooner where leases are shorter."""

RENEWALS = 3
"""Of a lease, until it would run out: two may fail or be late before the job is taken for lost."""


class Keeper:
    """One thread for all jobs of a process, so that a long job costs no thread of its own to stay alive."""

    def __init__(self, pool: "Pool") -> None:
        self._pool = pool
        self._stopped = threading.Event()
        self._poll: float = pool.app.config["FSR_JOB_POLL"]
        lease = pool.desk.lease.total_seconds()
        self._due = {self._renew: lease / RENEWALS, self._reap: min(REAP_SECONDS, lease / RENEWALS)}
        self._last = dict.fromkeys(self._due, float("-inf"))
        self._thread = threading.Thread(target=self._keep, name="job-keeper", daemon=True)

    def start(self) -> None:
        """Start looking."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more; returns when the last look is over."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(10)

    def _keep(self) -> None:
        while not self._stopped.wait(min(self._poll, *self._due.values())):
            try:
                with self._pool.app.app_context():
                    self.look()
            except Exception:  # a database that is away for a while must not end the watch
                log.exception("the keeper of the jobs stumbled")

    def look(self) -> None:
        """One round: what is due of the slow work, and the quick look at others' doings."""
        now = time.monotonic()
        for work, seconds in self._due.items():
            if now - self._last[work] >= seconds:
                self._last[work] = now
                work()
        self._hear()

    def _renew(self) -> None:
        runs = dict(self._pool.runs)
        if not runs:
            return
        with db.engine.begin() as connection:
            tokens = {job_id: run.claim.token for job_id, run in runs.items()}
            ours = ledger.renew(connection, tokens, clock.now() + self._pool.desk.lease)
        for job_id in runs.keys() - ours:
            if self._pool.runs.get(job_id) is runs[job_id]:  # else it just ended
                runs[job_id].interrupt(LeaseLost)

    def _reap(self) -> None:
        base: float = self._pool.app.config["FSR_JOB_BACKOFF"]
        reaper.expire_dead(self._pool.home)
        if reaper.has_lost():
            with db.engine.begin() as connection:
                reaper.reap(connection, base)
            self._pool.bell.ended()
        schedule.plan(self._pool.app)

    def _hear(self) -> None:
        """Pass cancellations on to running tasks; wake a thread where work waits."""
        runs = dict(self._pool.runs)
        kinds = tuple(self._pool.kinds)
        waiting = sa.select(Job.id).where(*ledger.is_due(clock.now(), kinds)).limit(1)
        with reading(), db.engine.begin() as connection:
            asked = ledger.asked_to_stop(connection, {key: run.claim.token for key, run in runs.items()})
            is_waiting = self._pool.has_idle and connection.scalar(waiting) is not None
        for job_id, stop in asked.items():
            if stop:
                runs[job_id].interrupt(Cancelled)
        if is_waiting:
            self._pool.bell.ring()
