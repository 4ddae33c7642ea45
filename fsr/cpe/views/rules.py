"""Rules: the bars of a sheet, what is behind each, and what a person says of rows."""

from uuid import UUID

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr.cpe import bars
from fsr.cpe.service import verdicts
from fsr.cpe.standing import standing
from fsr.cpe.urls import home
from fsr.cpe.views.blueprint import SHEET, bp
from fsr.cpe.views.page import badge, open_sheet, page_of
from fsr.cpe.views.sheets import sheet_of
from fsr.errors import NotFound
from fsr.sheets import access
from fsr.sheets.access import Access
from fsr.sheets.models import Sheet
from fsr.sheets.service import runs
from fsr.web.htmx import fragment_or_page, go_to, trigger, wants_fragment
from fsr.web.i18n import gettext as _


@bp.get(f"{SHEET}/bars")
def progress_bars(job_id: UUID) -> ResponseReturnValue:
    """How far the renewal is, after a value changed."""
    sheet = sheet_of(job_id)
    if wants_fragment():
        return render_template("cpe/_bars.html", open=open_sheet(sheet))
    return render_template("cpe/index.html", page=page_of(sheet, "progress"), badge=badge)


@bp.get(f"{SHEET}/rules/<code>")
def rule(job_id: UUID, code: str) -> ResponseReturnValue:
    """A rule with its source, the rows that count and those that do not."""
    return _rule(sheet_of(job_id), code, request.args.get("year", ""))


def _rule(sheet: Sheet, code: str, year: str) -> ResponseReturnValue:
    seen = standing(sheet, runs.latest(sheet))
    bar = seen.bar(code, int(year) if year.isascii() and year.isdigit() and len(year) < 4 else 0)
    if bar is None:
        raise NotFound(_("This state has no such rule."))
    return fragment_or_page("cpe/_rule.html", "cpe/rule.html", sheet=sheet, back=home(sheet),
                            rule=bars.detail(bar, seen), may_edit=access.may_edit(current_user, sheet))


@bp.post(f"{SHEET}/rows/<int:row_id>/verdict")
def judge(job_id: UUID, row_id: int) -> ResponseReturnValue:
    """Say of a row what no certificate says, and see the rule as it is then."""
    sheet = sheet_of(job_id, Access.EDIT)
    verdicts.judge(current_user, sheet, verdicts.get_row(sheet, row_id), request.form.get("said", ""))
    code, _dash, year = request.form.get("rule", "").rpartition("-")
    if not code:
        return go_to(home(sheet))
    if not wants_fragment():
        return go_to(url_for("cpe.rule", job_id=sheet.id, code=code, year=year))
    return trigger(make_response(_rule(sheet, code, year)), **{"grid-changed": {}})
