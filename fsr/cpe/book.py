"""What a CPE sheet adds to its workbook: the requirements with their sources, and the rows that count nowhere."""

from fsr.cpe import bars, words
from fsr.cpe.rules.bar import Bar, Progress
from fsr.cpe.standing import Standing, standing
from fsr.sheets.models import Run
from fsr.web.i18n import gettext as _
from fsr.workbook import Book, Styled


def add(run: Run, book: Book) -> None:
    """Add the sheet of requirements; nothing where the state's rules are not known."""
    seen = standing(run.sheet, run)
    if seen.progress is not None:
        _requirements(seen, seen.progress, book)


def _requirements(seen: Standing, done: Progress, book: Book) -> None:
    sheet = book.sheet(_("Requirements"), [44, 12, 12, 18, 40, 28, 60])
    sheet.add([Styled(f"{seen.state} · {seen.sheet.name}", "title")])
    for name, value in _facts(seen, done):
        sheet.add([name, value])
    sheet.add([])
    sheet.add([_("Rule"), _("Asked"), _("Counted"), _("State"), _("Note"), _("Written in"), _("Source")], "head")
    for bar in done.bars:
        sheet.add(_line(bar))
    sheet.add([])
    sheet.add([_("Rows that count nowhere"), _("Hours"), "", "", _("Why")], "head")
    for out in done.left_out:
        sheet.add([seen.titles.get(out.row, ""), out.hours, None, None, words.reason(out.reason, seen.titles)])


def _facts(seen: Standing, done: Progress) -> list[tuple[str, str]]:
    licence = seen.licence
    period = bars.window((done.period.start, done.period.end)) if done.period else _("not known")
    said = [(_("Licence"), licence.number), (_("Name on the licence"), licence.holder), (_("Period"), period),
            (_("Rules"), _("%(state)s, version %(version)s", state=done.rules.name, version=done.rules.version))]
    return [(name, value) for name, value in said if value]


def _line(bar: Bar) -> list[str | Styled | None]:
    source = bar.rule.source
    return [bars.title(bar), Styled(bar.required, "number"), Styled(bar.counted, "number"), words.state(bar.state)[0],
            words.own(bar.rule.note), f"{source.section} ({words.source(source)})", source.url]
