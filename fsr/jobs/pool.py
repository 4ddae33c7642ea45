"""The threads of one process that do jobs."""

import logging
import threading
import time
from pathlib import Path
from typing import Self

from flask import Flask

from fsr.db import db
from fsr.jobs import ledger
from fsr.jobs.desk import Desk
from fsr.jobs.keeper import Keeper
from fsr.jobs.ledger import End
from fsr.jobs.presence import Presence
from fsr.jobs.registry import registry
from fsr.jobs.run import Claim, LeaseLost, Run
from fsr.jobs.worker import owner_name, perform

log = logging.getLogger(__name__)

JOIN_SECONDS = 1.0
"""A stop waits so long for threads that only have to notice it."""

IDLE_SECONDS = 60.0
"""How long an idle thread sleeps at most; the bell and the keeper wake it long before."""

HAND_IN_TRIES = 5
"""A second apart; then the lease runs out and the job is done again."""


class Pool:
    """The job threads of one process, and the keeper of their leases.

    `with Pool(app, threads=2):` runs it for as long as the block lasts.
    """

    def __init__(self, app: Flask, threads: int) -> None:
        self.app = app
        self.bell = registry(app).bell
        self.desk = Desk(app, owner_name())
        self.runs: dict[str, Run] = {}
        self.stopping = threading.Event()
        self.home = Path(app.config["INSTANCE_DIR"]) / "workers"
        self._presence = Presence(self.home, self.desk.owner)
        self._idle = threading.Condition()
        self._size = threads
        self._threads = [threading.Thread(target=self._work, name=f"job-{number}", daemon=True)
                         for number in range(threads)]
        self._keeper = Keeper(self)

    def start(self) -> None:
        """Start the threads; the first look finds what earlier processes left."""
        self._presence.begin()
        self.bell.employ(self._size)
        for thread in self._threads:
            thread.start()
        self._keeper.start()
        self.bell.ring()

    def stop(self, grace: float | None = None) -> None:
        """Take no more jobs, let the running ones end for `grace` seconds (`FSR_JOB_GRACE`), put the others back.

        A thread cannot be killed: those put back are told that their lease is lost, and can write nothing more.
        """
        if self.stopping.is_set():
            return
        self.stopping.set()
        self.bell.employ(-self._size)
        with self._idle:
            self._idle.wait_for(lambda: not self.runs, self.app.config["FSR_JOB_GRACE"] if grace is None else grace)
        self._keeper.stop()
        self._give_back()
        end = time.monotonic() + JOIN_SECONDS
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))
        self._give_back()  # what a thread took in the moment of the stop
        self._presence.end()

    def _give_back(self) -> None:
        left = list(self.runs.values())
        for run in left:
            run.interrupt(LeaseLost)
        with self.app.app_context():
            if left:
                with db.engine.begin() as connection:
                    ledger.give_back(connection, [run.claim for run in left])

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of jobs this version can do; others are left to those that can."""
        return tuple(registry(self.app).kinds)

    @property
    def has_idle(self) -> bool:
        """Whether a thread is free."""
        return len(self.runs) < self._size

    def wait_until_idle(self, seconds: float) -> bool:
        """Sleep until a thread is free, at most `seconds`; whether one is."""
        with self._idle:
            return self._idle.wait_for(lambda: self.has_idle, seconds)

    def _work(self) -> None:
        """Do one job after the other, until the pool stops and the last end is handed in."""
        end: End | None = None
        while True:
            claim = self._exchange(end)
            end = None
            if claim is not None:
                end = self._do(claim)
            elif self.stopping.is_set():
                return
            else:
                self.bell.answer(self.stopping, IDLE_SECONDS)

    def _exchange(self, end: End | None) -> Claim | None:
        """Hand `end` in and get the next job; an end that cannot be handed in is left to the reaper."""
        if end is None and self.stopping.is_set():
            return None
        claim = None
        for _try in range(HAND_IN_TRIES):
            try:
                with self.app.app_context():
                    claim = self.desk.exchange(end, wanted=not self.stopping.is_set())
                break
            except Exception:  # the database may be away for a moment: the thread and the end survive it
                log.exception("a job thread could not reach its table")
                self.stopping.wait(1)
        if end:
            self._drop(end.claim)
        if claim:
            self.runs[claim.id] = Run(claim)
        return claim

    def _do(self, claim: Claim) -> End | None:
        """Do one job; its end, unless that is written already."""
        self.bell.ring()  # where one job was, there may be another: the next thread looks too
        end = perform(self.app, self.runs[claim.id])
        if end is None:
            self._drop(claim)
        return end

    def _drop(self, claim: Claim) -> None:
        """Forget a job whose end is written; not before, else its lease would not be renewed until then."""
        with self._idle:
            run = self.runs.get(claim.id)
            if run and run.claim.token == claim.token:  # else another thread does its next try already
                del self.runs[claim.id]
            self._idle.notify_all()
