"""Verbs on runs: which can be edited, the next one of a series, how far it is prepared, and its end.

An append run continues the series of the run before it and copies nothing but that run's fields, so a batch costs the
same whatever the sheet holds already.
"""

from collections.abc import Sequence
from uuid import uuid4

import sqlalchemy as sa

from fsr import clock
from fsr.audit import service as audit
from fsr.audit.names import Action
from fsr.auth.models import User
from fsr.db import db
from fsr.errors import Conflict, Invalid
from fsr.sheets import access, fieldset
from fsr.sheets.models import Kind, Run, RunField, RunStatus, Sheet, Step, Template
from fsr.sheets.service.common import lock, must_be_editable, take_hold, touch
from fsr.web.i18n import gettext as _


def latest(sheet: Sheet) -> Run:
    """The newest run of the sheet."""
    return access.get_run(sheet)


def editable(sheet: Sheet, actor: User | None = None) -> Run:
    """The one run of the sheet whose files and fields can be changed; the next append run where all were started.

    Two who ask at once get the same one.
    """
    if (run := latest(sheet)).is_editable:
        return run
    lock(sheet.id)
    run = latest(sheet)
    return run if run.is_editable else _next(sheet, run, run.template, actor)


def new_run(
    actor: User, sheet: Sheet, clone_from: Run | None = None, append: bool = False, template: Template | None = None,
) -> Run:
    """Add a run.

    :param clone_from: whose fields, template and description it takes.
    :param append: it shows the rows of `clone_from` too, and adds its own.
    :param template: its fields are taken instead of those of `clone_from`.
    :raises Conflict: `clone_from` is still being prepared, or has been appended to already.
    """
    if append and clone_from is None:
        raise Invalid(_("Say which run to append to."), clone_from_run_id=_("Say which run to append to."))
    lock(sheet.id)
    if clone_from is None or not append:
        return begin(actor, sheet, template or (clone_from.template if clone_from else None), clone_from)
    if clone_from.is_editable:
        raise Conflict(_("That batch was not started yet. Add the files to it."))
    if db.session.scalar(sa.select(Run.id).where(Run.append_from_id == clone_from.id)) is not None:
        raise Conflict(_("That batch has a next one already. Add the files to it."))
    return _next(sheet, clone_from, template or clone_from.template, actor)


def begin(actor: User | None, sheet: Sheet, template: Template | None = None, like: Run | None = None) -> Run:
    """Add the first run of a series of its own, with the fields of `like`, or else of the template."""
    run = Run(job_id=sheet.id, set_index=0, series_id="")
    return _add(run, sheet, template, like, actor)


def _next(sheet: Sheet, before: Run, template: Template | None, actor: User | None) -> Run:
    run = Run(job_id=sheet.id, series_id=before.series_id, set_index=before.set_index + 1, append_from_id=before.id)
    return _add(run, sheet, template, before, actor)


def _add(run: Run, sheet: Sheet, template: Template | None, like: Run | None, actor: User | None) -> Run:
    run.id = str(uuid4())
    run.series_id = run.series_id or run.id
    run.template_id = template.id if template else None
    same = like is not None and like.template_id == run.template_id
    run.template_version = like.template_version if same and like else (template.version if template else None)
    run.description = like.description if like else ""
    db.session.add(run)
    db.session.flush()
    if like is not None and same:
        put_fields(run, fieldset.of(like.fields))
    elif template is not None:
        put_fields(run, fieldset.of(template.fields))
    touch(sheet.id)
    audit.record(Action.SHEET_RUN_ADDED, sheet.subject, actor, run=run.id, after=run.append_from_id)
    return run


def put_fields(run: Run, fields: Sequence[fieldset.Field]) -> None:
    """Give the run these fields in place of those that it had."""
    db.session.execute(sa.delete(RunField).where(RunField.run_id == run.id))
    if fields:
        db.session.execute(sa.insert(RunField), [
            {"run_id": run.id, **fieldset.columns(field, number)} for number, field in enumerate(fields, 1)])
    db.session.expire(run, ["fields"])


def set_step(actor: User, run: Run, step: Step) -> None:
    """Say how far the run is prepared, for whoever comes back to it.

    :raises Conflict: it was started.
    :raises Invalid: the step is the last, which only `submit` takes.
    """
    take_hold(run)
    must_be_editable(run)
    if step is Step.SUBMITTED:
        raise Invalid(_("Start the batch to submit it."), config_step=_("Start the batch to submit it."))
    if run.config_step != step:
        run.config_step = step
        audit.record(Action.SHEET_RUN_EDITED, run.sheet.subject, actor, run=run.id, step=step)


def count(run: Run, *, total: int = 0, completed: int = 0, failed: int = 0) -> None:
    """Add to the counters of a run whose sheet is locked; it is in progress while a task is open, else it has ended."""
    run.tasks_total += total
    run.tasks_completed += completed
    run.tasks_failed += failed
    if run.tasks_completed + run.tasks_failed < run.tasks_total:
        run.status, run.completed_at = RunStatus.IN_PROGRESS, None
        db.session.flush()
    else:
        _end(run)


def _end(run: Run) -> None:
    """Say how the run ended; a CPE sheet gets its next one in the same transaction: it always has one to fill."""
    run.status, run.completed_at = _outcome(run), clock.now()
    sheet = db.session.get_one(Sheet, run.job_id)
    audit.record(Action.SHEET_ENDED, sheet.subject, None, run=run.id, status=run.status,
                 completed=run.tasks_completed, failed=run.tasks_failed)
    db.session.flush()
    if sheet.job_type == Kind.CPE and sheet.deleted_at is None:
        editable(sheet)


def _outcome(run: Run) -> RunStatus:
    if not run.tasks_total:
        return RunStatus.CANCELLED
    if not run.tasks_completed:
        return RunStatus.FAILED
    return RunStatus.PARTIALLY_COMPLETED if run.tasks_failed else RunStatus.COMPLETED
