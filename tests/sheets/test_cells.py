"""What people make of cells: typed, confirmed, put back, pasted, taken back; and nothing is lost on the way."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fsr.audit.models import AuditEvent
from fsr.auth.models import User
from fsr.db import commit, db
from fsr.errors import Conflict, Invalid, NotFound
from fsr.extraction.found import State
from fsr.sheets import cells
from fsr.sheets.models import Row, Run, Sheet
from fsr.sheets.service import cells as verbs
from fsr.sheets.service import rows as whole
from tests.sheets import grids
from tests.sheets.grids import read

TITLE, HOURS, DAY = "Course Title", "CPE Hours", "Completion Date"


@pytest.fixture
def grid(app: Flask, ana: Any) -> Any:
    """Ana, the run and the rows of a grid: of the first the title is missing and the hours are guessed."""
    job, ids = grids.laid(app, ana, 3, **{TITLE: read(None), HOURS: read("2", State.GUESSED, alternatives=())})
    with app.app_context():
        ana_ = db.session.get_one(User, ana.user_id)
        run = db.session.scalars(sa.select(Run).where(Run.job_id == job)).one()
        yield ana_, run, [db.session.get_one(Row, one) for one in ids]


def actions() -> list[str]:
    commit()
    return list(db.session.scalars(sa.select(AuditEvent.action).where(
        AuditEvent.action.like("sheet:%")).order_by(AuditEvent.seq)))


def states(row: Row, *names: str) -> list[State]:
    return [cells.state_of(row.found, row.edits, name) for name in names]


def test_a_typed_value_counts_and_what_was_read_stays(grid: Any) -> None:
    ana, _run, (row, *_others) = grid
    verbs.edit(ana, row, HOURS, " 3,5 ")
    assert (row.values[HOURS], cells.read_value(row.found, HOURS), states(row, HOURS)) == ("3.5", "2", [State.EDITED])
    assert (row.checks, row.version, actions()) == (1, 2, ["sheet:cell:edited"])


def test_typing_what_was_read_is_agreeing_with_it(grid: Any) -> None:
    ana, _run, (row, *_others) = grid
    verbs.edit(ana, row, HOURS, "2.0")
    assert states(row, HOURS) == [State.CONFIRMED]


def test_a_missing_value_can_be_agreed_with_and_is_then_nothing_to_check(grid: Any) -> None:
    ana, _run, (row, *_others) = grid
    verbs.confirm(ana, row, TITLE)
    verbs.confirm(ana, row, HOURS)
    assert (row.values[TITLE], row.values[HOURS], row.checks) == (None, "2", 0)


def test_back_to_what_was_read(grid: Any) -> None:
    ana, _run, (row, *_others) = grid
    verbs.edit(ana, row, HOURS, "8")
    verbs.reset(ana, row, HOURS)
    assert (row.values[HOURS], states(row, HOURS), row.checks) == ("2", [State.GUESSED], 2)


@pytest.mark.parametrize(("name", "text", "says"), [
    (HOURS, "many", "CPE Hours: Type a number, for example 1.5."),
    (DAY, "2026-13-45", "Completion Date: Type a date as month/day/year, for example 03/15/2026."),
    (TITLE, "x" * 2001, "Use at most 2000 characters."),
])
def test_what_does_not_fit_is_refused_with_a_sentence_and_changes_nothing(
    grid: Any, name: str, text: str, says: str,
) -> None:
    ana, _run, (_row, row, *_others) = grid
    before = dict(row.values)
    with pytest.raises(Invalid, match=f"^{says[:30]}") as refused:
        verbs.edit(ana, row, name, text)
    assert (str(refused.value), row.values, row.version) == (says, before, 1)


def test_a_value_that_somebody_else_changed_meanwhile_is_not_overwritten(grid: Any) -> None:
    ana, _run, (row, *_others) = grid
    verbs.edit(ana, row, HOURS, "3", base_version=1)
    verbs.edit(ana, row, TITLE, "Ethics", base_version=1)  # another cell of the row: no conflict
    with pytest.raises(Conflict, match="now it says “3”"):
        verbs.edit(ana, row, HOURS, "4", base_version=1)
    verbs.edit(ana, row, HOURS, "4", base_version=row.version)
    assert row.values[HOURS] == "4"


def test_a_value_that_was_put_back_meanwhile_is_a_conflict_too(grid: Any) -> None:
    ana, _run, (row, *_others) = grid
    verbs.edit(ana, row, HOURS, "3")
    verbs.reset(ana, row, HOURS)
    with pytest.raises(Conflict):
        verbs.confirm(ana, row, HOURS, base_version=2)


def test_a_row_is_saved_as_a_whole_or_not_at_all(grid: Any) -> None:
    ana, _run, (row, *_others) = grid
    with pytest.raises(Invalid) as refused:
        verbs.save_row(ana, row, {TITLE: "Ethics", HOURS: "many", DAY: "soon"})
    assert (sorted(refused.value.fields), row.values[TITLE]) == ([HOURS, DAY], None)
    verbs.save_row(ana, row, {TITLE: "Ethics", HOURS: "2", DAY: "3/9/2026"})
    assert (row.values[TITLE], row.values[DAY], states(row, TITLE, HOURS)) == (
        "Ethics", "2026-03-09", [State.EDITED, State.GUESSED])  # the hours were left as they were


def test_a_block_is_pasted_and_what_goes_beyond_the_last_row_becomes_rows_by_hand(grid: Any) -> None:
    ana, run, rows = grid
    ids = [row.id for row in rows[1:]]
    done = verbs.paste(ana, run, ids, [TITLE, "Provider/Sponsor"], [["A", "B"], ["C", ""], ["E", "F"]])
    added = db.session.scalars(sa.select(Row).where(Row.task_id.is_(None))).one()
    assert (done, [row.values[TITLE] for row in rows], added.values[TITLE]) == (
        verbs.Pasted(4, 1), [None, "A", "C"], "E")
    verbs.undo(ana, run.sheet)
    assert ([row.values[TITLE] for row in rows], added.deleted_at is None) == ([None, "Course 2", "Course 3"], False)


def test_a_block_with_one_bad_value_changes_nothing_and_says_where(grid: Any) -> None:
    ana, run, rows = grid
    with pytest.raises(Invalid, match=r"^Nothing was pasted\. Line 2, CPE Hours: "):
        verbs.paste(ana, run, [row.id for row in rows], [HOURS], [["1"], ["x"]])
    assert [row.values[HOURS] for row in rows] == ["2", "2.5", "3.5"]


def test_one_value_fills_the_block_and_nothing_clears_it(grid: Any) -> None:
    ana, run, rows = grid
    ids = [row.id for row in rows]
    verbs.paste(ana, run, ids, [HOURS], [["8"]])
    assert [row.values[HOURS] for row in rows] == ["8", "8", "8"]
    verbs.paste(ana, run, ids, [HOURS], [[""]])
    assert [row.values[HOURS] for row in rows] == [None, None, None]


def test_too_wide_and_too_large_blocks_are_refused(grid: Any) -> None:
    ana, run, rows = grid
    with pytest.raises(Invalid, match="wider"):
        verbs.paste(ana, run, [rows[0].id], [HOURS], [["1", "2"]])
    with pytest.raises(Invalid, match="at most 10000 cells"):
        verbs.paste(ana, run, [rows[0].id], [HOURS], [["1"], *[["2"]] * 10_000])


def test_undo_takes_ones_own_changes_back_one_after_the_other(grid: Any) -> None:
    ana, run, (row, *others) = grid
    verbs.edit(ana, row, HOURS, "3")
    verbs.edit(ana, row, HOURS, "4")
    whole.remove_rows(ana, run, [others[0].id])
    verbs.undo(ana, run.sheet)
    verbs.undo(ana, run.sheet)
    assert (others[0].deleted_at, row.values[HOURS]) == (None, "3")
    verbs.undo(ana, run.sheet)
    assert (row.values[HOURS], states(row, HOURS)) == ("2", [State.GUESSED])
    with pytest.raises(Conflict, match="nothing to take back"):
        verbs.undo(ana, run.sheet)


def test_undo_does_not_take_away_what_somebody_else_made_of_it(app: Flask, grid: Any, ada: Any) -> None:
    ana, run, (row, *_others) = grid
    verbs.edit(ana, row, HOURS, "3")
    verbs.edit(db.session.get_one(User, ada.user_id), row, HOURS, "9")
    with pytest.raises(Conflict, match="Somebody changed “CPE Hours”"):
        verbs.undo(ana, run.sheet)
    assert row.values[HOURS] == "9"


def test_rows_are_removed_and_brought_back(grid: Any) -> None:
    ana, run, rows = grid
    ids = [row.id for row in rows[:2]]
    whole.remove_rows(ana, run, ids)
    with pytest.raises(NotFound):
        verbs.edit(ana, rows[0], HOURS, "1")
    whole.restore_rows(ana, run, ids)
    assert verbs.edit(ana, rows[0], HOURS, "1").values[HOURS] == "1"
    assert actions() == ["sheet:rows:removed", "sheet:rows:restored", "sheet:cell:edited"]


def test_rows_of_another_sheet_are_out_of_reach(grid: Any) -> None:
    ana, run, _rows = grid
    other = grids.sheet(ana.id)
    rows = grids.rows(other, [grids.record(9)], first=9)
    with pytest.raises(NotFound):
        verbs.paste(ana, run, [rows[0].id], [HOURS], [["1"]])


def test_a_row_by_hand_needs_a_value(grid: Any) -> None:
    ana, run, _rows = grid
    with pytest.raises(Invalid, match="at least one value"):
        whole.add_row(ana, run, {TITLE: "  "})
    row = whole.add_row(ana, run, {HOURS: "1,5 hours"})
    assert (row.task_id, row.values[HOURS], row.set_index) == (None, "1.5", run.set_index)


def test_every_change_counts_the_sheets_version_up(grid: Any) -> None:
    ana, _run, (row, *_others) = grid
    before = db.session.scalar(sa.select(Sheet.version))
    verbs.edit(ana, row, HOURS, "3")
    assert db.session.scalar(sa.select(Sheet.version)) == before + 1


def _steps() -> Any:
    return st.lists(st.tuples(st.sampled_from(["edit", "confirm", "reset"]), st.sampled_from([TITLE, HOURS]),
                              st.sampled_from(["", "1", "2", "7.5"])), max_size=6)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_steps())
def test_whatever_people_do_undo_leads_back_to_what_was_read(grid: Any, steps: list[tuple[str, str, str]]) -> None:
    ana, run, (row, *_others) = grid
    act: dict[str, Callable[[str, str], Any]] = {
        "edit": lambda name, text: verbs.edit(ana, row, name, text),
        "confirm": lambda name, _text: verbs.confirm(ana, row, name),
        "reset": lambda name, _text: verbs.reset(ana, row, name)}
    for verb, name, text in steps:
        act[verb](name, text)
    while True:
        try:
            verbs.undo(ana, run.sheet)
        except Conflict:
            break
    assert (row.values[TITLE], row.values[HOURS], row.checks) == (None, "2", 2)
