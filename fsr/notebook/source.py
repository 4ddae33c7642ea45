"""The outside system that knows which cases are closed: asked every hour, believed only in that.

It answers with a JSON list of numbers, or with {"closed": [...]}.  Open cases among them are closed here; nothing is
opened, added or renamed, and numbers that nobody registered are counted and left alone.  An answer that cannot be had
or understood changes nothing: it is asked for again a few times, then the job fails and says why.
"""

import json
import time
from collections.abc import Iterable
from datetime import timedelta
from http.client import HTTPException
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

import sqlalchemy as sa
from flask import Flask, current_app

from fsr import clock, jobs
from fsr import health as checks
from fsr.db import db, reading
from fsr.errors import Invalid
from fsr.health import Finding, Level
from fsr.jobs import Run, Unavailable
from fsr.jobs import service as queue
from fsr.jobs.models import Job, Status
from fsr.notebook.intake import FOLDER
from fsr.notebook.service import importing
from fsr.web.i18n import gettext as _
from fsr.web.i18n import when

KIND = "cases.source"
LATE = timedelta(hours=3)
"""Without a word for so long, somebody should look."""
HOUR = 3600.0
SILENCE, LONGEST = 20.0, 120.0
"""Seconds that the other side may be silent, and that the whole answer may take."""
LARGEST = 20 * 1024 * 1024
"""Bytes of an answer: a million numbers of twenty characters."""
BLOCK = 64 * 1024
TRIES = 3
LASTING = {400, 401, 403, 404, 405, 406, 410, 415, 422, 501}
"""Statuses that no second try changes."""


def init_app(app: Flask) -> None:
    """Have the outside system of `app` asked every hour, if the settings name one."""
    checks.register(app, health)
    if app.config["FSR_CASE_SOURCE_URL"]:
        jobs.register(app, KIND, ask, lambda: _("Asking which cases are closed"))
        jobs.every(app, "cases.hourly", HOUR, plan, lambda: _("Planning to ask which cases are closed"))


def plan(_run: Run) -> None:
    """Add the job that asks: periodic work is tried once, this one several times."""
    queue.enqueue(KIND, {}, actor=None, title=_("Asking which cases are closed"), key=KIND, max_attempts=TRIES)


def ask(_run: Run) -> dict[str, Any]:
    """Ask, and close what the answer says; the result counts closed, unchanged, unknown and unreadable numbers.

    :raises Unavailable: no answer was had; to be tried again.
    :raises Invalid: the address or the answer is not what it should be.
    """
    config = current_app.config
    numbers, unreadable = closed_in(fetch(config["FSR_CASE_SOURCE_URL"], config["FSR_CASE_SOURCE_TOKEN"]))
    counts = importing.close_numbers(numbers)
    return {"closed": 0, "unchanged": 0, "unknown": 0, **counts, "unreadable": unreadable}


def fetch(url: str, token: str = "", silence: float = SILENCE, longest: float = LONGEST) -> bytes:
    """What stands at this http(s) address.

    :param token: sent as a bearer token, to this host alone.
    :raises Unavailable: it does not answer, too slowly, or with an error that may pass.
    :raises Invalid: the address is no http(s) one, it refuses, leads to another host, or its answer is too large.
    """
    if not url.lower().startswith(("http://", "https://")):
        raise Invalid(_("FSR_CASE_SOURCE_URL must be an http or https address."))
    headers = {"Accept": "application/json", "User-Agent": "fsr"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    until = time.monotonic() + longest
    try:
        with _opener().open(Request(url, headers=headers), timeout=silence) as answer:
            return _body(answer, until)
    except HTTPError as error:
        raise _failed(error) from error
    except ValueError as error:
        raise Invalid(_("FSR_CASE_SOURCE_URL or its token holds what no request can carry.")) from error
    except (URLError, OSError, HTTPException) as error:
        reason = getattr(error, "reason", error)
        raise Unavailable(_("The outside system does not answer: %(why)s", why=str(reason)[:200])) from error


def closed_in(body: bytes) -> tuple[list[str], int]:
    """The numbers of an answer, and how many entries are none.

    :raises Invalid: it is no JSON list, and no object with one under "closed".
    """
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Invalid(_("The outside system answered with something that is not JSON. Nothing was changed.")) from error
    entries = data.get("closed") if isinstance(data, dict) else data
    if not isinstance(entries, list):
        raise Invalid(_("The outside system's answer holds no list of closed cases. Nothing was changed."))
    numbers = [str(entry).strip() for entry in entries if isinstance(entry, str | int) and not isinstance(entry, bool)]
    kept = [number for number in numbers if number and number.isprintable()]
    return kept, len(entries) - len(kept)


class _SameHost(HTTPRedirectHandler):
    """Follows redirects within the host only, so that neither the token nor our trust goes elsewhere."""

    max_redirections = 3

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str,
    ) -> Request | None:
        """The next request.

        :raises Invalid: it leads to another host, or from https to http.
        """
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        if (new.hostname, _port(new)) != (old.hostname, _port(old)) or new.scheme != old.scheme:
            raise Invalid(_("The outside system sends us on to %(host)s, where we do not go.", host=new.netloc))
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _port(parts: Any) -> int:
    return int(parts.port or {"https": 443}.get(parts.scheme, 80))


def _opener() -> OpenerDirector:
    """Opens http and https and nothing else: no files, no FTP, no data addresses."""
    opener = OpenerDirector()
    for handler in (ProxyHandler(), HTTPHandler(), HTTPSHandler(), HTTPDefaultErrorHandler(), HTTPErrorProcessor(),
                    _SameHost()):
        opener.add_handler(handler)
    return opener


def _body(answer: Any, until: float) -> bytes:
    """The answer's body, read piece by piece so that neither its size nor its slowness can hold us up.

    :raises Invalid: it is too large.
    :raises Unavailable: it takes too long.
    """
    read = bytearray()
    while block := answer.read1(BLOCK):
        read += block
        if len(read) > LARGEST:
            raise Invalid(_("The outside system's answer is over %(most)s MB.", most=LARGEST // (1024 * 1024)))
        if time.monotonic() > until:
            raise Unavailable(_("The outside system answers too slowly."))
    declared = answer.headers.get("Content-Length", "")
    if declared.isdigit() and len(read) < int(declared):
        raise Unavailable(_("The outside system's answer was cut short."))
    return bytes(read)


def _failed(error: HTTPError) -> Invalid | Unavailable:
    with error:
        kind = Invalid if error.code in LASTING else Unavailable
        return kind(_("The outside system answered with status %(status)s.", status=error.code))


def health() -> Iterable[Finding]:
    """When the outside system and the folder were last heard of, and whether that went well."""
    config = current_app.config
    about = {KIND: (config["FSR_CASE_SOURCE_URL"], _("Outside system of cases")),
             FOLDER: (config["FSR_CASE_SOURCE_DIR"], _("Folder of cases"))}
    for kind, (setting, name) in about.items():
        if setting:
            yield _finding(name, _last(kind))


def _last(kind: str) -> Job | None:
    ended = sa.select(Job).where(Job.kind == kind, Job.completed_at.is_not(None)).order_by(Job.completed_at.desc())
    with reading():
        return db.session.scalar(ended.limit(1))


def _finding(about: str, job: Job | None) -> Finding:
    if job is None:
        return Finding(Level.WARNING, about, _("It was not asked yet; it is every hour, while the server runs."))
    if job.status == Status.FAILED:
        return Finding(Level.WARNING, about, _("It failed on %(when)s: %(why)s", when=when(job.completed_at),
                                               why=job.error_message or ""))
    late = job.completed_at and clock.now() - job.completed_at > LATE
    said = _("It was last asked on %(when)s.", when=when(job.completed_at))
    return Finding(Level.WARNING if late else Level.OK, about, said)
