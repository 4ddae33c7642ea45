"""Bringing a file of cases in: choose it, see what it would do, do it in the background; and taking the list away."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Response, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr.errors import Refusal
from fsr.jobs.models import Job
from fsr.notebook import access, inbox, roll
from fsr.notebook.intake import ask, job_of
from fsr.notebook.service import importing
from fsr.notebook.service.importing import Report
from fsr.notebook.views.blueprint import bp
from fsr.web.htmx import STOP_POLLING, fragment_or_page, go_to, wants_fragment
from fsr.web.i18n import gettext as _
from fsr.web.i18n import ngettext


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of what a file does or did: how many cases, in words, and a tone."""

    words: str
    tone: str = ""


@bp.get("/cases/import", endpoint="import_cases")
def choose() -> ResponseReturnValue:
    """The form for a file."""
    importing.must_import(current_user)
    return _form()


@bp.post("/cases/import")
def receive_cases() -> ResponseReturnValue:
    """Keep the file and show what it would do."""
    importing.must_import(current_user)
    file = request.files.get("file")
    if file is None or not file.filename:
        return _form(_("Choose a file."), 422)
    try:
        token = inbox.keep(current_user, file.read())
    except Refusal as error:
        return _form(str(error), 422)
    return go_to(url_for("notebook.preview_import", token=token))


@bp.get("/cases/import/<token>")
def preview_import(token: str) -> ResponseReturnValue:
    """What the file would do; once it was asked for, how far it is and what it did."""
    inbox.must_own(token, current_user.id)
    importing.must_import(current_user)
    if job := job_of(token):
        return _progress(token, job)
    try:
        with inbox.path(token, current_user.id).open("rb") as file:
            report = importing.preview(file)
    except Refusal as error:
        return _form(str(error), 422)
    return render_template("notebook/import_preview.html", token=token, report=report, outcomes=_outcomes(report),
                           fates=_fates())


@bp.post("/cases/import/<token>")
def do_import(token: str) -> ResponseReturnValue:
    """Import the file in the background; asking twice does it once."""
    inbox.must_own(token, current_user.id)
    importing.must_import(current_user)
    inbox.path(token, current_user.id)
    ask(token, current_user)
    return go_to(url_for("notebook.preview_import", token=token))


@bp.get("/cases/export.csv")
def export_cases() -> ResponseReturnValue:
    """The list of cases as a file; that it was taken is logged first."""
    access.must_write(current_user)
    roll.told(current_user)
    body: Iterator[str] = stream_with_context(roll.lines(current_user))
    return Response(body, mimetype="text/csv", headers={"Content-Disposition": "attachment; filename=cases.csv"})


def _form(problem: str = "", status: int = 200) -> ResponseReturnValue:
    return fragment_or_page("notebook/_import.html", "notebook/import.html", status, problem=problem)


def _progress(token: str, job: Job) -> ResponseReturnValue:
    status = STOP_POLLING if wants_fragment() and job.is_over else 200
    result = job.result or {}
    return fragment_or_page("notebook/_imported.html", "notebook/imported.html", status, token=token, job=job,
                            result=result, outcomes=_done(result))


def _outcomes(report: Report) -> list[Outcome]:
    """What the file would do, the weightiest first; what it would not do is left out."""
    counts = report.counts
    told = [
        (counts["added"], "ok", ngettext("%(num)s case is added", "%(num)s cases are added", counts["added"])),
        (counts["closed"], "warn", ngettext("%(num)s case is closed", "%(num)s cases are closed", counts["closed"])),
        (counts["reopened"], "warn", ngettext("%(num)s closed case is opened again",
                                              "%(num)s closed cases are opened again", counts["reopened"])),
        (counts["retitled"], "info", ngettext("%(num)s case gets another title", "%(num)s cases get another title",
                                              counts["retitled"])),
        (counts["unchanged"], "", ngettext("%(num)s case stays as it is", "%(num)s cases stay as they are",
                                           counts["unchanged"])),
        (report.bad_count, "bad", ngettext("%(num)s line cannot be read", "%(num)s lines cannot be read",
                                           report.bad_count)),
    ]
    return [Outcome(words, tone) for count, tone, words in told if count]


def _done(result: dict[str, int]) -> list[Outcome]:
    """What the file did."""
    count = {name: int(result.get(name) or 0) for name in ("added", "closed", "reopened", "retitled", "unchanged",
                                                           "bad_count")}
    told = [
        (count["added"], "ok", ngettext("%(num)s case was added", "%(num)s cases were added", count["added"])),
        (count["closed"], "ok", ngettext("%(num)s case was closed", "%(num)s cases were closed", count["closed"])),
        (count["reopened"], "ok", ngettext("%(num)s case was opened again", "%(num)s cases were opened again",
                                           count["reopened"])),
        (count["retitled"], "ok", ngettext("%(num)s case got another title", "%(num)s cases got another title",
                                           count["retitled"])),
        (count["unchanged"], "", ngettext("%(num)s case stayed as it was", "%(num)s cases stayed as they were",
                                          count["unchanged"])),
        (count["bad_count"], "bad", ngettext("%(num)s line was not read", "%(num)s lines were not read",
                                             count["bad_count"])),
    ]
    return [Outcome(words, tone) for number, tone, words in told if number]


def _fates() -> dict[str, tuple[str, str]]:
    """What happens to one line: words and tone."""
    return {"added": (_("new"), "ok"), "closed": (_("is closed"), "warn"), "reopened": (_("is opened again"), "warn"),
            "retitled": (_("new title"), "info"), "unchanged": (_("as it is"), "")}
