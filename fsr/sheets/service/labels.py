"""Taught labels: a correction says which printed words stand beside a value; the next paper of that layout is read so.

A label is taught when a person types a value that is printed in the document (a job looks for its place, in a limited
child) or picks another of the values that were read (its label is known already).
"""

import re
from collections.abc import Collection, Sequence

import sqlalchemy as sa

from fsr.audit import service as audit
from fsr.audit.names import Action
from fsr.auth.models import User
from fsr.db import db
from fsr.errors import Conflict, Invalid, NotFound
from fsr.extraction.labels import fold
from fsr.jobs import service as jobs
from fsr.sheets.fieldset import Field
from fsr.sheets.memory import TaughtLabel
from fsr.sheets.models import Row, Run, Sheet, Task
from fsr.sheets.service.hand import line
from fsr.web.i18n import gettext as _

LEARN = "sheets.learn"
LABEL = 160
"""Longest label, in characters: longer ones are sentences."""
_LETTER = re.compile(r"[^\W\d_]{2}")


def teach(actor: User, row: Row, field: Field, value: str | None) -> None:
    """Learn from a value that a person has just put into a cell; ticks and silence teach nothing."""
    if value is None or row.task_id is None or field.data_type == "boolean":
        return
    read = row.found.get(field.name) or {}
    picked = next((other for other in read.get("alternatives", ()) if other["value"] == value and other["label"]), None)
    if picked:
        learn(actor, db.session.get_one(Task, row.task_id), field.name, picked["label"])
        return
    sheet = db.session.get_one(Run, row.series_id).sheet
    jobs.enqueue(
        LEARN, {"row_id": row.id, "field": field.name, "value": value, "user_id": actor.id}, actor=actor,
        subject=sheet.subject, title=_("Learn from a correction"), priority=-5,
        key=f"{LEARN}:{row.id}:{field.name}:{row.version}")


def learn(actor: User, task: Task, name: str, label: str) -> TaughtLabel | None:
    """Remember that beside `label` stands the value of field `name` in papers like the task's.

    None where that is no label, or nobody knows what papers those are.
    """
    facts, words = task.facts or {}, _bare(label)
    sponsor, fingerprint = (facts.get("sponsor") or "")[:200], (facts.get("fingerprint") or "")[:200]
    if not _is_label(words) or not (sponsor or fingerprint):
        return None
    sheet: Sheet = task.run.sheet
    same = {"owner_id": sheet.owner_id, "job_type": sheet.job_type, "sponsor": sponsor, "fingerprint": fingerprint,
            "field": name, "label": words}
    known = db.session.scalar(sa.select(TaughtLabel).filter_by(**same))
    if known:
        return known
    made = TaughtLabel(**same)
    db.session.add(made)
    db.session.flush()
    audit.record(Action.SHEET_LABEL_LEARNED, made.subject, actor, field=name, sheet=sheet.id)
    return made


def _bare(label: str) -> str:
    return line(label).strip(" :.–-")


def _is_label(words: str) -> bool:
    return len(words) <= LABEL and bool(_LETTER.search(words))


def labels_for(owner_id: int, kind: str, sponsor: str | None, fingerprint: str) -> list[tuple[str, str]]:
    """What the owner's corrections taught for papers like this: (field name, label).

    Labels of the sponsor's other layouts count too, for a fingerprint changes with a line more or less, and a label
    does nothing where it is not printed.  Where two layouts use one label for two fields, this layout's wins.
    """
    rows = db.session.execute(
        sa.select(TaughtLabel.field, TaughtLabel.label, TaughtLabel.fingerprint)
        .where(*_like(owner_id, kind, sponsor, fingerprint)).order_by(TaughtLabel.id)).all()
    own = {fold(row.label) for row in rows if row.fingerprint == fingerprint}
    return [(row.field, row.label) for row in rows if row.fingerprint == fingerprint or fold(row.label) not in own]


def used(owner_id: int, kind: str, sponsor: str | None, fingerprint: str, names: Collection[str]) -> None:
    """Count that these fields of a paper were read by what was taught."""
    db.session.execute(
        sa.update(TaughtLabel)
        .where(*_like(owner_id, kind, sponsor, fingerprint), TaughtLabel.field.in_(names))
        .values(used_count=TaughtLabel.used_count + 1).execution_options(synchronize_session=False))


def _like(owner_id: int, kind: str, sponsor: str | None, fingerprint: str) -> tuple[sa.ColumnElement[bool], ...]:
    same_layout = sa.and_(TaughtLabel.fingerprint == fingerprint[:200], TaughtLabel.fingerprint != "")
    same_sponsor = sa.and_(TaughtLabel.sponsor == (sponsor or "")[:200], TaughtLabel.sponsor != "")
    return TaughtLabel.owner_id == owner_id, TaughtLabel.job_type == kind, sa.or_(same_layout, same_sponsor)


def taught_by(owner: User) -> Sequence[TaughtLabel]:
    """Everything that the owner's corrections taught."""
    return db.session.scalars(
        sa.select(TaughtLabel).where(TaughtLabel.owner_id == owner.id)
        .order_by(TaughtLabel.job_type, TaughtLabel.sponsor, TaughtLabel.field, TaughtLabel.id)).all()


def get_label(label_id: int, user: User) -> TaughtLabel:
    """One of the user's own labels.

    :raises NotFound: there is none, or it is somebody else's.
    """
    found = db.session.get(TaughtLabel, label_id)
    if found is None or found.owner_id != user.id:
        raise NotFound(_("There is no such label."))
    return found


def edit_label(actor: User, label: TaughtLabel, text: str, name: str) -> None:
    """Change the words of a label, or the field they stand for.

    :raises Invalid: these words are no label, or there is no field.
    :raises Conflict: the layout has this label for this field already.
    """
    words, field = _bare(text), line(name)
    if not _is_label(words):
        sentence = _("Type the words as they are printed, at most %(count)s characters.", count=LABEL)
        raise Invalid(sentence, label=sentence)
    if not 0 < len(field) <= 100:
        sentence = _("Type the name of the field, at most %(count)s characters.", count=100)
        raise Invalid(sentence, field=sentence)
    same = sa.select(TaughtLabel.id).filter_by(
        owner_id=label.owner_id, job_type=label.job_type, sponsor=label.sponsor, fingerprint=label.fingerprint,
        field=field, label=words).where(TaughtLabel.id != label.id)
    if db.session.scalar(same):
        raise Conflict(_("This label is known for this field already."))
    audit.record(Action.SHEET_LABEL_EDITED, label.subject, actor, old=label.field, new=field)
    label.label, label.field = words, field


def remove_label(actor: User, label: TaughtLabel) -> None:
    """Forget a label; what was read with it stays as it is."""
    audit.record(Action.SHEET_LABEL_REMOVED, label.subject, actor, field=label.field)
    db.session.delete(label)
