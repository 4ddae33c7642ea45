"""Input of the lists of jobs: query strings, parsed once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Self
from urllib.parse import urlencode

from fsr.errors import Invalid
from fsr.jobs.models import Job, Status
from fsr.jobs.run import plain
from fsr.web.i18n import gettext as _

TABS: dict[str, tuple[Status, ...]] = {
    "running": (Status.RUNNING,), "waiting": (Status.PENDING,), "failed": (Status.FAILED,),
    "done": (Status.COMPLETED, Status.CANCELLED),
}
PAGE = 50
"""Rows of one page of the list."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page of a list begins: after this job, newest first."""

    created_at: datetime
    job_id: str

    @classmethod
    def of(cls, job: Job) -> Self:
        """The place of `job`."""
        return cls(job.created_at, job.id)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The place that `str()` wrote.

        :raises ValueError: it did not.
        """
        micros, found, job_id = text.partition("-")
        if not found or not (micros.isascii() and micros.isdigit()) or len(micros) > 17:
            raise ValueError(f"{text!r} is no place in the list")
        return cls(EPOCH + timedelta(microseconds=int(micros)), plain(job_id))

    def __str__(self) -> str:
        return f"{(self.created_at - EPOCH) // timedelta(microseconds=1)}-{self.job_id}"


@dataclass(frozen=True, slots=True)
class ListForm:
    """Which jobs a page shows; it lives in the URL alone, and what it does not understand it leaves out.

    tab       one of `TABS`; "" for the first that is not empty
    everyone  all people's jobs, for admins
    before    older ones than this
    seen      the version that the page shows already; the same one need not be sent again
    """

    tab: str = ""
    kind: str = ""
    everyone: bool = False
    before: Cursor | None = None
    seen: str = ""

    @classmethod
    def of(cls, args: Mapping[str, str]) -> Self:
        """The form in a query string."""
        tab = args.get("tab", "")
        try:
            before = Cursor.parse(args["before"]) if "before" in args else None
        except ValueError:
            before = None
        return cls(tab if tab in TABS else "", plain(args.get("kind", "")), args.get("who") == "all", before,
                   args.get("seen", ""))

    def query(self, **changes: object) -> str:
        """The query string of this form with `changes`, its place in the list and its version left out."""
        form = replace(self, **{"before": None, "seen": "", **changes})  # type: ignore[arg-type]  # names of the fields
        values = {"tab": form.tab, "kind": form.kind, "who": "all" if form.everyone else "",
                  "before": str(form.before or ""), "seen": form.seen}
        return urlencode({name: value for name, value in values.items() if value})


@dataclass(frozen=True, slots=True)
class ApiForm:
    """Which jobs `GET /jobs` answers."""

    status: str = ""
    kind: str = ""
    limit: int = 100
    before: Cursor | None = None

    @classmethod
    def of(cls, args: Mapping[str, str]) -> Self:
        """The form in a query string.

        :raises Invalid: some value cannot be understood; names it.
        """
        status, limit, cursor = args.get("status", ""), args.get("limit", "100"), args.get("cursor", "")
        if status and status not in set(Status):
            raise Invalid(_("There is no such status."), status=", ".join(Status))
        if not (limit.isascii() and limit.isdigit() and 1 <= int(limit[:9]) <= 500):
            raise Invalid(_("Ask for 1 to 500 jobs."), limit="1–500")
        try:
            return cls(status, plain(args.get("type", "")), int(limit), Cursor.parse(cursor) if cursor else None)
        except ValueError as error:
            raise Invalid(_("Take the cursor from the answer before."), cursor=str(error)) from error
