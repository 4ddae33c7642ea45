"""What people make of cells: another value, agreement, a pasted block, or never mind.

What was read stays beside what was typed.  A change made from an old version of a cell is refused, so that nobody
overwrites what they have not seen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from fsr import clock
from fsr.audit import service as audit
from fsr.audit.names import Action
from fsr.auth.models import User
from fsr.db import db
from fsr.errors import Conflict, Invalid, NotFound
from fsr.extraction.found import State
from fsr.sheets.memory import GridChange
from fsr.sheets.models import Row, Run, Sheet
from fsr.sheets.service.hand import Hand, all_parsed, edit_of, must_be_current, parsed, same
from fsr.sheets.service.labels import teach
from fsr.sheets.service.rows import made_by_hand
from fsr.web.i18n import gettext as _

MOST_CELLS = 10_000
"""In one block."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """How many cells a block changed, and how many rows were added for what went beyond the last."""

    cells: int
    rows: int


def edit(actor: User, row: Row, name: str, text: str | None, base_version: int | None = None) -> Row:
    """Replace what counts in a cell; a value that is printed in the document also teaches its label.

    :param text: as typed; "" or None says that there is nothing.
    :param base_version: of the row that the actor saw; None skips the check.
    :raises NotFound: there is no such row or column.
    :raises Invalid: the text does not fit the column's type.
    :raises Conflict: the cell changed meanwhile.
    """
    hand, row = _at(actor, row)
    field = hand.field(name)
    value = parsed(field, text)
    must_be_current(row, name, base_version, field)
    old = row.values.get(name)
    if hand.type(row, name, value):
        hand.done("edit", Action.CELL_EDITED, row=row.id, field=name, old=old, new=value)
        teach(actor, row, field, value)
    return row


def confirm(actor: User, row: Row, name: str, base_version: int | None = None) -> Row:
    """Agree with what was read, or with that there is nothing; a typed value stays as it is.

    :raises NotFound: there is no such row or column.
    :raises Conflict: the cell changed meanwhile.
    """
    hand, row = _at(actor, row)
    must_be_current(row, name, base_version, hand.field(name))
    if edit_of(row, name) is None:
        hand.put(row, name, State.CONFIRMED, None)
        hand.done("confirm", Action.CELL_CONFIRMED, row=row.id, field=name)
    return row


def reset(actor: User, row: Row, name: str, base_version: int | None = None) -> Row:
    """Go back to what was read.

    :raises NotFound: there is no such row or column.
    :raises Conflict: the cell changed meanwhile.
    """
    hand, row = _at(actor, row)
    must_be_current(row, name, base_version, hand.field(name))
    if edit_of(row, name) is not None:
        old = row.values.get(name)
        hand.set(row, name, None)
        hand.done("reset", Action.CELL_RESET, row=row.id, field=name, old=old, new=row.values.get(name))
    return row


def save_row(actor: User, row: Row, texts: Mapping[str, str], base_version: int | None = None) -> Row:
    """Replace what counts in several cells of a row at once; cells that say what they said stay as they are.

    :param texts: field name -> as typed.
    :raises NotFound: there is no such row or column.
    :raises Invalid: a text does not fit; names all of them by field.
    :raises Conflict: one of the changed cells changed meanwhile.
    """
    hand, row = _at(actor, row)
    values = all_parsed(hand, texts)
    changed = {name: value for name, value in values.items()
               if not same(hand.field(name), value, row.values.get(name))}
    for name, value in changed.items():
        must_be_current(row, name, base_version, hand.field(name))
        hand.type(row, name, value)
    if changed:
        hand.done("edit", Action.CELL_EDITED, row=row.id, fields=list(changed))
    return row


def paste(actor: User, run: Run, ids: Sequence[int], names: Sequence[str], block: Sequence[Sequence[str]]) -> Pasted:
    """Write a block over cells: all of it or nothing.  One value goes into all of them.

    Lines beyond the given rows become rows by hand; what goes beyond the given columns is refused.

    :param ids: rows from the upper one on; `names`: columns from the first on.
    :param block: lines of texts, as typed.
    :raises Invalid: a value does not fit its column, or the block is too large; says which.
    """
    if len(block) == 1 and len(block[0]) == 1:
        block = [list(block[0]) * len(names)] * len(ids)
    _must_fit(ids, names, block)
    hand = Hand(run.sheet, run.series_id, actor)
    values = [[_pasted(hand, name, text, number) for name, text in zip(names, texts, strict=False)]
              for number, texts in enumerate(block, 1)]
    changed = sum(hand.type(row, name, value) for row, line in zip(hand.rows(ids[:len(values)]), values, strict=False)
                  for name, value in zip(names, line, strict=False))
    added = [made_by_hand(hand, run, dict(zip(names, line, strict=False))) for line in values[len(ids):] if any(line)]
    if changed or added:
        hand.done("paste", Action.CELLS_PASTED, (row.id for row in added), cells=changed, added=len(added))
    return Pasted(changed, len(added))


def _must_fit(ids: Sequence[int], names: Sequence[str], block: Sequence[Sequence[str]]) -> None:
    if max(len(block), len(ids)) * len(names) > MOST_CELLS:
        raise Invalid(_("Paste at most %(count)s cells at once.", count=MOST_CELLS))
    if max((len(texts) for texts in block), default=0) > len(names):
        raise Invalid(_("The block is wider than the columns from here on. Begin further to the front."))


def _pasted(hand: Hand, name: str, text: str, number: int) -> str | None:
    try:
        return parsed(hand.field(name), text)
    except Invalid as error:
        raise Invalid(_("Nothing was pasted. Line %(number)s, %(sentence)s", number=number, sentence=error)) from error


def confirm_all(actor: User, run: Run, ids: Sequence[int], names: Sequence[str]) -> int:
    """Agree with what was read in a block of cells; how many that changed.

    :raises NotFound: there is no such row or column.
    """
    hand = Hand(run.sheet, run.series_id, actor)
    open_cells = [(row, hand.field(name).name) for row in hand.rows(ids) for name in names
                  if edit_of(row, name) is None and row.task_id is not None]
    for row, name in open_cells:
        hand.put(row, name, State.CONFIRMED, None)
    if open_cells:
        hand.done("confirm", Action.CELL_CONFIRMED, cells=len(open_cells))
    return len(open_cells)


def undo(actor: User, sheet: Sheet, change_id: int | None = None) -> GridChange:
    """Take the actor's last change of this sheet back; asked again, the one before it.

    :param change_id: take this one of theirs back instead.
    :raises Conflict: there is nothing to take back, or somebody changed it meanwhile.
    """
    wanted = [GridChange.id == change_id] if change_id is not None else []
    change = db.session.scalar(
        sa.select(GridChange).where(GridChange.job_id == sheet.id, GridChange.actor_id == actor.id,
                                    GridChange.undone_at.is_(None), *wanted).order_by(GridChange.id.desc()).limit(1))
    if change is None:
        raise Conflict(_("There is nothing to take back."))
    take_back(actor, sheet, change)
    return change


def take_back(actor: User, sheet: Sheet, change: GridChange) -> None:
    """Undo one change.

    :raises Conflict: somebody changed the same cells meanwhile, or the rows are gone.
    """
    ids = list(dict.fromkeys([*change.rows, *(cell["row"] for cell in change.cells)]))
    series_id = db.session.scalar(sa.select(Row.series_id).where(Row.id.in_(ids)).limit(1))
    try:
        hand = Hand(sheet, series_id or "", actor)
        stand = hand.rows(ids, removed=change.kind == "remove")
    except NotFound as error:
        raise Conflict(_("The rows of this change are not there any more, so it cannot be taken back.")) from error
    _rewind(hand, {row.id: row for row in stand}, change)
    for row in stand:
        if row.id in change.rows:
            row.deleted_at = None if change.kind == "remove" else clock.now()
    change.undone_at = clock.now()
    audit.record(Action.GRID_UNDONE, sheet.subject, actor, kind=change.kind, change=change.id)
    db.session.flush()


def _rewind(hand: Hand, rows: Mapping[int, Row], change: GridChange) -> None:
    for cell in reversed(change.cells):
        row = rows[cell["row"]]
        if row.id in change.rows:
            continue  # it came with the change, and goes with it
        if edit_of(row, cell["field"]) != cell["new"]:
            raise Conflict(_("Somebody changed “%(field)s” meanwhile: it cannot be taken back.", field=cell["field"]))
        hand.set(row, cell["field"], cell["old"])


def _at(actor: User, row: Row) -> tuple[Hand, Row]:
    """A hand on the row's sheet, and the row as it is now."""
    run = db.session.get_one(Run, row.series_id)
    hand = Hand(run.sheet, row.series_id, actor)
    return hand, hand.row(row.id)
