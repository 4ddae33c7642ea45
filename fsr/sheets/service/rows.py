"""Rows as a whole: typed by hand, removed, brought back, and seen."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from fsr import clock
from fsr.audit.names import Action
from fsr.auth.models import User
from fsr.db import db
from fsr.errors import Invalid
from fsr.extraction.found import State
from fsr.sheets import cells
from fsr.sheets.memory import GridChange, GridSeen
from fsr.sheets.models import Row, Run
from fsr.sheets.service.common import lock
from fsr.sheets.service.hand import Hand, all_parsed
from fsr.web.i18n import gettext as _

MOST_ROWS = 5000
"""That can be removed at once."""


def add_row(actor: User, run: Run, texts: Mapping[str, str]) -> Row:
    """Add a row by hand, in the batch of `run`.

    :param texts: field name -> as typed.
    :raises NotFound: there is no such column.
    :raises Invalid: nothing was typed, or a text does not fit; names the fields.
    """
    hand = Hand(run.sheet, run.series_id, actor)
    values = all_parsed(hand, texts)
    if not any(values.values()):
        raise Invalid(_("Type at least one value."))
    row = made_by_hand(hand, run, values)
    hand.done("add", Action.ROW_ADDED, [row.id], row=row.id)
    return row


def made_by_hand(hand: Hand, run: Run, values: Mapping[str, str | None]) -> Row:
    """A row of these values, which nobody read anywhere."""
    at, by = clock.now().isoformat(), hand.actor.id
    row = Row(series_id=run.series_id, set_index=run.set_index, found={}, path="", edits={
        name: {"mark": State.EDITED, "value": value, "by": by, "at": at, "version": 1}
        for name, value in values.items() if value is not None})
    cells.settle(row, hand.fields.values())
    db.session.add(row)
    db.session.flush()
    return row


def remove_rows(actor: User, run: Run, ids: Sequence[int]) -> GridChange:
    """Take rows out of the grid; they can be brought back.

    :raises NotFound: one of them is not there.
    :raises Invalid: too many at once.
    """
    if len(ids) > MOST_ROWS:
        raise Invalid(_("Remove at most %(count)s rows at once.", count=MOST_ROWS))
    hand = Hand(run.sheet, run.series_id, actor)
    for row in hand.rows(ids):
        row.deleted_at = clock.now()
    return hand.done("remove", Action.ROWS_REMOVED, ids, ids=list(ids))


def restore_rows(actor: User, run: Run, ids: Sequence[int]) -> None:
    """Bring removed rows back.

    :raises NotFound: one of them is not there, or was not removed.
    """
    hand = Hand(run.sheet, run.series_id, actor)
    for row in hand.rows(ids, removed=True):
        row.deleted_at = None
    hand.done("add", Action.ROWS_RESTORED, ids, ids=list(ids))


def seen(actor: User, run: Run) -> None:
    """Remember that the actor has seen all rows that there are."""
    lock(run.job_id)
    last = db.session.scalar(sa.select(sa.func.max(Row.id)).where(Row.series_id == run.series_id)) or 0
    known = db.session.get(GridSeen, (run.job_id, actor.id))
    if known is None:
        db.session.add(GridSeen(job_id=run.job_id, user_id=actor.id, row_id=last))
    else:
        known.row_id = last
    db.session.flush()
