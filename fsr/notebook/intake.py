"""Files of cases as background work: those that people upload, and those that somebody drops into a folder.

A dropped file ends in `done/` or `failed/` beside it, with a text of the same name that says what became of it.  It is
moved after it was imported: a crash in between has it imported again, which changes nothing.
"""

import os
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app, url_for

from fsr import clock, jobs, subjects
from fsr.auth.models import User
from fsr.db import db, release
from fsr.errors import Forbidden, Refusal, TooLarge
from fsr.jobs import Run
from fsr.jobs import service as queue
from fsr.jobs.models import Job
from fsr.notebook import inbox
from fsr.notebook.service import importing
from fsr.notebook.service.importing import By, Report
from fsr.subjects import Subject
from fsr.web.i18n import gettext as _

FOLDER = "cases.folder"
HOUR, DAY = 3600.0, 86400.0
SETTLED = timedelta(seconds=10)
"""A dropped file that changed more recently may still be on its way."""
MB = 1024 * 1024


def init_app(app: Flask) -> None:
    """Register the work of `app`; the folder's only where the settings name one."""
    jobs.register(app, "cases.import", uploaded, lambda: _("Importing cases"))
    jobs.every(app, "cases.inbox", DAY, lambda _run: {"files": inbox.sweep()},
               lambda: _("Forgetting uploads that were not used"))
    subjects.register(app, subjects.Kind(
        "import", lambda _token: _("Import of cases"), lambda token: url_for("notebook.preview_import", token=token),
        lambda token, user: token.startswith(f"{user.id}-")))
    if app.config["FSR_CASE_SOURCE_DIR"]:
        jobs.every(app, FOLDER, HOUR, dropped, lambda: _("Importing cases from the folder"))


def ask(token: str, actor: User) -> Job:
    """Have the upload imported; asking twice does it once."""
    return job_of(token) or queue.enqueue(
        "cases.import", {"token": token}, actor=actor, subject=Subject("import", token), title=_("Import of cases"),
        key=f"cases.import:{token}")


def job_of(token: str) -> Job | None:
    """The newest job that imports this upload."""
    return db.session.scalar(sa.select(Job).where(Job.subject_kind == "import", Job.subject_id == token)
                             .order_by(Job.created_at.desc(), Job.id).limit(1))


def uploaded(run: Run, token: str) -> dict[str, Any]:
    """Import an upload for whoever sent it, if they still may.

    :raises Gone: it was kept for a day.
    """
    user = db.session.get(User, run.user_id) if run.user_id else None
    if user is None or not user.is_active:
        raise Forbidden(_("Whoever sent this file has no account any more."))
    importing.must_import(user)
    by, place = By(user.id), inbox.path(token, user.id)
    release()
    size = max(1, place.stat().st_size)
    with place.open("rb") as file:
        report = importing.run(by, file, lambda lines: run.progress(
            min(size, file.tell()), size, _("%(count)s lines", count=lines)))
    return report.facts()


def dropped(_run: Run) -> dict[str, Any]:
    """Import every file of the folder; the result counts the files done and failed.

    :raises Refusal: the folder cannot be read.
    """
    folder, counts = Path(current_app.config["FSR_CASE_SOURCE_DIR"]), {"done": 0, "failed": 0}
    try:
        waiting = sorted(_waiting(folder))
    except OSError as error:
        raise Refusal(_("The folder %(path)s cannot be read: %(why)s", path=folder, why=error.strerror)) from error
    for place in waiting:
        counts[_take(place)] += 1
    return counts


def _waiting(folder: Path) -> Iterator[Path]:
    """CSV files that lie still; links and folders are nobody's lists of cases."""
    limit = (clock.now() - SETTLED).timestamp()
    for place in folder.iterdir():
        if place.suffix.lower() == ".csv" and not place.name.startswith("."):
            found = place.lstat()
            if stat.S_ISREG(found.st_mode) and found.st_mtime <= limit:
                yield place


def _take(place: Path) -> str:
    """Import one file and put it away; "done" or "failed"."""
    try:
        _refuse_giant(place)
        with place.open("rb") as file:
            report = importing.run(None, file)
        end, text = ("failed" if report.bad_count and not report.counts else "done"), told(report)
    except Refusal as error:
        end, text = "failed", str(error)
    except OSError as error:
        end, text = "failed", _("It cannot be read: %(why)s", why=error.strerror or "")
    _put_away(place, end, text)
    return end


def _refuse_giant(place: Path) -> None:
    most = current_app.config["FSR_UPLOAD_FILE_MB"]
    if place.stat().st_size > most * MB:
        raise TooLarge(_("The file is too large (at most %(most)s MB).", most=most))


def _put_away(place: Path, end: str, text: str) -> None:
    """Move the file to `end`/ with its report; an earlier one of the same name keeps its place."""
    folder = place.parent / end
    folder.mkdir(exist_ok=True)
    goal = folder / place.name
    if goal.exists():
        goal = folder / f"{place.stem}.{clock.now():%Y%m%d-%H%M%S-%f}{place.suffix}"
    goal.with_name(f"{goal.name}.txt").write_text(text + "\n", "utf-8")
    os.replace(place, goal)


def told(report: Report) -> str:
    """What became of a file, for people: counts, then the lines that could not be read."""
    counts = ", ".join(f"{count} {name}" for name, count in sorted(report.counts.items())) or "nothing to do"
    lines = [f"{report.lines} lines: {counts}, {report.bad_count} not read."]
    lines += [f"line {one.line}: {one.reason}" for one in report.bad]
    if more := report.bad_count - len(report.bad):
        lines.append(f"… and {more} more lines.")
    return "\n".join(lines)
