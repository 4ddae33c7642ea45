"""How a sheet stands: its rows counted by the rules of its state.

To count thousands of rows takes half a second, and one change of a sheet is looked at several times (the grid's marks,
the bars, a rule), so the last counts are kept, by the versions of all that they were made from.  Only what a
transaction that merely reads has seen is kept: of another it is not certain yet.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from threading import Lock

from fsr import clock
from fsr.cpe import licences
from fsr.cpe.credits import Counted, counted, planned
from fsr.cpe.models import CpeLicence, PlannedCourse
from fsr.cpe.rules.bar import Bar, Progress
from fsr.cpe.rules.credit import Credit
from fsr.cpe.rules.progress import progress
from fsr.db import only_reading
from fsr.sheets.models import Run, Sheet
from fsr.web import i18n


@dataclass(frozen=True)
class Standing:
    """A sheet, counted.

    run       whose rows are counted: the newest
    state     name of the state's template; "" where it is gone
    progress  None where the state's rules are not known
    """

    sheet: Sheet
    run: Run
    state: str
    licence: CpeLicence
    rows: Counted
    courses: tuple[PlannedCourse, ...]
    progress: Progress | None

    @cached_property
    def titles(self) -> Mapping[int, str]:
        """What each row, and each planned course, is called: its title, or its file."""
        named = {row: credit.title or self.rows.paths[row] for row, credit in self.rows.credits.items()}
        return named | {credit.row: credit.title for credit in planned(self.courses)}

    @cached_property
    def credits(self) -> Mapping[int, Credit]:
        """The rows and the planned courses that are counted, by row."""
        return {**self.rows.credits, **{credit.row: credit for credit in planned(self.courses)}}

    def bar(self, code: str, year: int) -> Bar | None:
        """The bar of a rule, of that year where it has one; None where the state has no such rule."""
        bars = [bar for bar in self.progress.bars if bar.rule.code == code] if self.progress else []
        return next((bar for bar in bars if bar.year == year), bars[0] if bars else None)


Made = tuple[Counted, Progress | None]
Key = tuple[str, int, int, str, date]


class Kept:
    """The last counts, of a few sheets."""

    MOST = 8

    def __init__(self) -> None:
        self._lock = Lock()
        self._made: OrderedDict[Key, Made] = OrderedDict()

    def get(self, key: Key) -> Made | None:
        """What was made for the key."""
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
            return self._made.get(key)

    def put(self, key: Key, made: Made) -> None:
        """Keep it, and forget what was asked for longest ago."""
        with self._lock:
            self._made[key] = made
            while len(self._made) > self.MOST:
                self._made.popitem(last=False)


_kept = Kept()


def standing(sheet: Sheet, run: Run) -> Standing:
    """How the sheet stands by the rows of `run`; the same number of queries for any number of rows."""
    state = run.template.name if run.template else ""
    licence, courses = licences.licence_of(sheet), licences.planned_of(sheet)
    today = clock.now().astimezone(i18n.zone()).date()
    key = (run.id, sheet.version, licence.version, state, today)
    made = _kept.get(key) if only_reading() else None
    if made is None:
        rows = counted(run)
        made = rows, _progress(state, licence, courses, rows, today)
        if only_reading():
            _kept.put(key, made)
    return Standing(sheet, run, state, licence, made[0], tuple(courses), made[1])


def _progress(
    state: str, licence: CpeLicence, courses: list[PlannedCourse], rows: Counted, today: date,
) -> Progress | None:
    rules = licences.rules_of(state, licence, today)
    if rules is None:
        return None
    return progress(list(rows.credits.values()), licences.for_rules(licence), rules, planned=planned(courses),
                    on=licences.day_in_period(licence, rules, today))
