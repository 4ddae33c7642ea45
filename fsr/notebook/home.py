"""What cases tell the home page: closings without answers, and where the user left off."""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from fsr import clock
from fsr.auth.models import User
from fsr.db import db
from fsr.notebook import urls
from fsr.notebook.access import may_write
from fsr.notebook.models import Assignment, Case, Closing, How, Page
from fsr.web.i18n import gettext as _
from fsr.web.shell import HomeRow, Shell, Step

MOST = 4
"""Cases to go on with; the list of cases has the others."""
ASKED_FOR = timedelta(days=30)
"""How long somebody is asked for the answers of a case that was closed elsewhere."""
SHORT = 80


def rows(user: User) -> list[HomeRow]:
    """Cases that were closed elsewhere and lack their answers first, then the pages opened last."""
    return [*map(_asked, _undescribed(user)), *map(_row, _last_opened(user))]


def _undescribed(user: User) -> list[Case]:
    """Cases of the user that an import or the outside system closed, and nobody said why."""
    after = sa.select(Assignment.id).where(Assignment.case_id == Case.id, Assignment.ended_at.is_(None))
    mine = sa.or_(after.where(Assignment.user_id == user.id).exists(),
                  sa.and_(~after.exists(), sa.select(Page.id).where(Page.case_id == Case.id, Page.user_id == user.id,
                                                                    Page.version > 0).exists()))
    return list(db.session.scalars(sa.select(Case).join(Closing, Closing.case_id == Case.id).where(
        ~Case.is_open, Closing.how != How.PERSON, Closing.reopened_at.is_(None), Closing.fix == "",
        Closing.closed_at > clock.now() - ASKED_FOR, mine).order_by(Closing.closed_at.desc()).limit(MOST)))


def _asked(case: Case) -> HomeRow:
    return HomeRow("needs", _named(case), urls.case_url(case, "notebook.close"), _("Say it"), icon="clipboard",
                   tone="warn", note=_("Closed elsewhere: what was wrong, and what helped?"))


def _last_opened(user: User) -> list[Page]:
    return list(db.session.scalars(sa.select(Page).join(Page.case).options(contains_eager(Page.case)).where(
        Page.user_id == user.id, Case.is_open).order_by(Page.opened_at.desc(), Page.id.desc()).limit(MOST)))


def _row(page: Page) -> HomeRow:
    line = next((line.strip() for line in page.problem_statement.splitlines() if line.strip()), "")
    return HomeRow("continue", _named(page.case), urls.page_url(page), _("Open"), icon="clipboard",
                   note=_shortened(line))


def _shortened(line: str) -> str:
    """The beginning of a line, in whole words where it has any."""
    if len(line) <= SHORT:
        return line
    cut = line[:SHORT]
    return f"{cut[:cut.rfind(' ')] if ' ' in cut[SHORT // 2:] else cut}…"


def _named(case: Case) -> str:
    return f"{case.number} · {case.title}" if case.title else case.number


def steps(user: User) -> list[Step]:
    """One step of the checklist, for those who may write."""
    if not may_write(user):
        return []
    done = db.session.scalar(sa.select(sa.exists().where(Page.user_id == user.id, Page.version > 0))) or False
    return [Step(50, _("Write on a case"), _("Type its number; what you write is saved as you type."),
                 Shell.url("/cases"), done)]
