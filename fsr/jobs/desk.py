"""Where the threads of one process hand in ended jobs and get the next, several in one commit."""

import logging
import threading
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask

from fsr.db import db
from fsr.jobs import ledger
from fsr.jobs.ledger import End, Line
from fsr.jobs.registry import registry
from fsr.jobs.run import Claim

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Ticket:
    """One thread's turn: what it hands in, and what it gets."""

    end: End | None
    wanted: bool
    claim: Claim | None = None
    error: Exception | None = None
    served: bool = False


class Desk:
    """Serves all waiting threads in one transaction.

    The thread that finds the desk free serves everybody in the queue, itself
    included; those who come meanwhile form the next queue.  So a lone thread
    waits for nobody, and four busy ones share the price of a durable commit.
    The callers hold no transaction, hence nobody waits in a circle.
    """

    def __init__(self, app: Flask, owner: str) -> None:
        self._registry = registry(app)
        self.owner = owner
        self.lease = timedelta(seconds=app.config["FSR_JOB_LEASE"])
        self._limit: int = app.config["FSR_JOB_USER_LIMIT"]
        self._queue: list[Ticket] = []
        self._joining = threading.Lock()
        self._serving = threading.Lock()

    def exchange(self, end: End | None = None, *, wanted: bool = True) -> Claim | None:
        """Write `end`, if it still counts, and take the next job; None where nothing is due (or `wanted`)."""
        ticket = Ticket(end, wanted)
        with self._joining:
            self._queue.append(ticket)
        with self._serving:
            if not ticket.served:
                with self._joining:
                    tickets, self._queue = self._queue, []
                self._serve(tickets)
        if ticket.error:
            raise ticket.error
        return ticket.claim

    def _serve(self, tickets: list[Ticket]) -> None:
        try:
            claims = self._transact(tickets)
        except Exception as error:  # an end that cannot be written must harm its own thread only
            if len(tickets) > 1:
                for ticket in tickets:
                    self._serve([ticket])
                return
            tickets[0].error, tickets[0].served = error, True
            return
        for ticket in tickets:
            ticket.claim = claims.pop(0) if ticket.wanted and claims else None
            ticket.served = True
        if ends := sum(ticket.end is not None for ticket in tickets):
            self._registry.bell.ended(ends)

    def _transact(self, tickets: list[Ticket]) -> list[Claim]:
        wanted, history, claims = sum(ticket.wanted for ticket in tickets), list[Line](), list[Claim]()
        with db.engine.begin() as connection:
            if ends := [ticket.end for ticket in tickets if ticket.end]:
                _warn(ends, ledger.finish(connection, ends, history))
            if wanted:
                claims = ledger.claim(connection, self._registry.kinds, self.owner, self.lease,
                                      limit=self._limit, count=wanted, history=history)
            ledger.write_events(connection, history)
        return claims


def _warn(ends: list[End], kept: list[bool]) -> None:
    for end, counts in zip(ends, kept, strict=True):
        if not counts:
            log.warning("job %s: the lease is gone, its end was not written", end.claim.id)
