"""What the grid says of rows: a duplicate, not CPE, outside the period, an unknown field, another person's name."""

from collections.abc import Iterator, Mapping

from fsr.cpe import words
from fsr.cpe.rules.credit import Credit
from fsr.cpe.rules.reasons import Code, Reason, reason
from fsr.cpe.standing import Standing, standing
from fsr.sheets.grid import Mark
from fsr.sheets.models import Run


def marks(run: Run) -> Mapping[int, list[Mark]]:
    """The marks of the rows that `run` shows, by row."""
    seen = standing(run.sheet, run)
    found: dict[int, dict[str, Mark]] = {}
    for row, why in _reasons(seen):
        text, tone = words.mark(why)
        if why.code is Code.DUPLICATE:
            text = words.duplicate(why, seen.titles)
        if text:
            found.setdefault(row, {}).setdefault(text, Mark(text, tone))
    return {row: list(by_text.values()) for row, by_text in found.items()}


def _reasons(seen: Standing) -> Iterator[tuple[int, Reason]]:
    done = seen.progress
    if done is None:
        return
    nowhere = {out.row for out in done.left_out}
    yield from ((out.row, out.reason) for out in done.left_out)
    for row, credit in seen.rows.credits.items():
        if row not in nowhere and done.period and credit.completed and not done.period.holds(credit.completed):
            yield row, reason(Code.BEFORE)
        elif row not in nowhere and _is_unknown(credit):
            yield row, reason(Code.UNKNOWN_FIELD)
    yield from ((one.row, one.reason) for one in done.warnings if one.row is not None)


def _is_unknown(credit: Credit) -> bool:
    """Whether a field is printed that nobody knows; where none is, its cell says so itself."""
    return any(piece.printed and piece.kind is None for piece in credit.pieces)
