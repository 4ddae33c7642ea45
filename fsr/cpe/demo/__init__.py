"""Demo data: one California sheet with six invented certificates, read by the same jobs and engine as real ones.

The PDFs beside this file are among the made-up samples of the tests.
"""

from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from fsr import clock, demo
from fsr.auth.models import User
from fsr.cpe.rules.periods import month_end
from fsr.cpe.service import licence, start
from fsr.cpe.service.licence import Wishes
from fsr.db import db
from fsr.sheets.models import Kind, Sheet
from fsr.sheets.service import files, runs
from fsr.sheets.templates import choices
from fsr.web.i18n import gettext as _

HERE = Path(__file__).resolve().parent
STATE = "California"
AHEAD = timedelta(days=200)
"""How far off the renewal is."""


def init_app(app: Flask) -> None:
    """Offer the demo data to set-up and to `fsr demo`."""
    demo.register(app, demo.Demo(load, remove))


def load(user: User) -> int:
    """Make the demo sheet of `user`; 1, or 0 where it is there already."""
    mine = sa.select(Sheet.id).where(Sheet.is_demo, Sheet.job_type == Kind.CPE.value, Sheet.owner_id == user.id,
                                     Sheet.deleted_at.is_(None))
    if db.session.scalar(mine):
        return 0
    state = next(one for one in choices(user, Kind.CPE) if one.name == STATE)
    sheet = start.create(user, state.id, _("Demo: California renewal"), is_demo=True)
    ahead = (clock.now() + AHEAD).date()
    licence.edit(user, sheet, Wishes(renewal=month_end(ahead.year, ahead.month)), version=0)
    files.add(user, runs.editable(sheet), [(path.name, path.read_bytes()) for path in sorted(HERE.glob("*.pdf"))])
    start.start(user, sheet)
    return 1


def remove(user: User) -> int:
    """Take all demo sheets away, whoever made them, with the files that nothing else uses; how many."""
    sheets = db.session.scalars(sa.select(Sheet).where(Sheet.is_demo, Sheet.job_type == Kind.CPE.value)).all()
    for sheet in sheets:
        start.discard(user, sheet)
    return len(sheets)
