"""A page as plain text, to be pasted into another system."""

from collections.abc import Iterator

from fsr.notebook.export.sheet import Notes, Sheet, Summary
from fsr.web.i18n import gettext as _
from fsr.web.i18n import when


def plain(sheet: Sheet) -> str:
    """The sheet in lines; texts stand as they were typed."""
    blocks = [_head(sheet), *(_notes(sheet.notes) if sheet.notes else [_("Nothing was written yet.")])]
    blocks += [_summary(one) for one in sheet.summaries]
    if sheet.pictures:
        blocks.append(_block(_("Attachments"), "\n".join(f"{one.number}. {one.title}" for one in sheet.pictures)))
    for notes in sheet.others:
        blocks += [_("Page of %(name)s", name=notes.author), *_notes(notes)]
    return "\n\n".join(blocks) + "\n"


def _head(sheet: Sheet) -> str:
    state = _("open") if sheet.is_open else _("closed on %(when)s", when=when(sheet.closed_at)) if sheet.closed_at \
        else _("closed")
    lines = [" · ".join(filter(None, (_("Case %(number)s", number=sheet.number), sheet.title, state)))]
    if sheet.notes:
        lines.append(f"{sheet.notes.author} · {when(sheet.notes.changed_at)}")
    return "\n".join(lines)


def _notes(notes: Notes) -> Iterator[str]:
    yield _block(_("Problem statement"), notes.problem or "–")
    for entry in notes.entries:
        about = " · ".join(filter(None, (heading(entry.number), entry.author, when(entry.at))))
        yield _block(about, entry.text)


def heading(number: int) -> str:
    """What a line item is called."""
    return _("FSR notes, line item %(number)s", number=number)


def closed_words(one: Summary) -> str:
    """When the case was closed, by whom, and whether it was opened again."""
    words = _("Closed on %(when)s", when=when(one.at)) if not one.by else _(
        "Closed on %(when)s by %(name)s", when=when(one.at), name=one.by)
    return words if one.reopened_at is None else _("%(closed)s, opened again on %(when)s", closed=words,
                                                   when=when(one.reopened_at))


def answers(one: Summary) -> list[tuple[str, str]]:
    """(label, answer) of a closing, those that were given."""
    found = ((_("Symptom"), one.symptom), (_("Fault"), one.fault), (_("Fix"), one.fix))
    return [(label, text) for label, text in found if text]


def _summary(one: Summary) -> str:
    return _block(closed_words(one), "\n".join(f"{label}: {text}" for label, text in answers(one)) or "–")


def _block(title: str, text: str) -> str:
    return f"{title}\n{text.rstrip()}"
