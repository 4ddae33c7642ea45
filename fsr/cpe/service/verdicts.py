"""What a person says of a row that no certificate says: that it is no duplicate, that the board approved the course."""

import sqlalchemy as sa

from fsr.audit import service as audit
from fsr.audit.names import Action
from fsr.auth.models import User
from fsr.cpe.models import Verdict
from fsr.cpe.service.licence import touch
from fsr.db import db
from fsr.errors import Invalid, NotFound
from fsr.sheets.models import Row, Run, Sheet
from fsr.web.i18n import gettext as _

VERDICTS = {"distinct": ("is_distinct", True), "repeat": ("is_distinct", False), "approved": ("is_approved", True),
            "not-approved": ("is_approved", False), "approval-unknown": ("is_approved", None)}
"""What can be said -> the column and its value."""


def get_row(sheet: Sheet, row_id: int) -> Row:
    """That row of the sheet.

    :raises NotFound: the sheet has none such.
    """
    found = db.session.scalar(sa.select(Row).join(Run, Run.id == Row.series_id).where(
        Row.id == row_id, Run.job_id == sheet.id, Row.deleted_at.is_(None)))
    if found is None:
        raise NotFound(_("This sheet has no such row."))
    return found


def judge(actor: User, sheet: Sheet, row: Row, said: str) -> None:
    """Keep one of `VERDICTS` on the row; it changes what counts, never what was read.

    :raises Invalid: it is none of them.
    """
    if said not in VERDICTS:
        raise Invalid(_("This cannot be said of a row."))
    column, value = VERDICTS[said]
    verdict = db.session.get(Verdict, row.id) or Verdict(row_id=row.id, is_distinct=False)
    if getattr(verdict, column) == value:
        return
    setattr(verdict, column, value)
    db.session.add(verdict)
    touch(sheet)
    audit.record(Action.CPE_ROW_JUDGED, sheet.subject, actor, row=row.id, said=said)
