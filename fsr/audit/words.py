"""What users, things and actions are called on the log's page."""

from typing import Any

from flask import Flask

from fsr import subjects
from fsr.audit.models import AuditEvent
from fsr.audit.names import Action
from fsr.subjects import Subject
from fsr.web.i18n import gettext as _


def init_app(app: Flask) -> None:
    """Give templates these words."""
    app.jinja_env.filters.update(action_name=action_name, actor_name=actor_name, subject_title=subject_title,
                                 subject_url=subject_url)


def actors(ids: list[int]) -> list[tuple[str, str]]:
    """(id, name) of the users who did something, by name."""
    return sorted(((str(number), _title(Subject("user", str(number)))) for number in ids), key=lambda pair: pair[1])


def actor_name(event: AuditEvent) -> str:
    """Who did it: a user's name, or what else acts here."""
    if event.actor_id is not None:
        return _title(Subject("user", str(event.actor_id)))
    return _("holder of a link") if event.actor_kind == "share" else _("fsr itself")


def action_name(action: str) -> str:
    """What happened, in words; its code where this version has no words for it."""
    return _words().get(action, action)


def _words() -> dict[str, str]:
    return {
        Action.AUDIT_EXPORTED: _("took the log away as a file"),
        Action.SET_UP: _("finished set-up"), Action.SIGNED_IN: _("signed in"),
        Action.SIGN_IN_FAILED: _("a sign-in was refused"), Action.SESSION_ENDED: _("ended a session"),
        Action.SESSIONS_ENDED: _("ended all sessions"), Action.CONFIRMED: _("gave the password again"),
        Action.USER_CREATED: _("made an account"), Action.USER_INVITED: _("made an invitation"),
        Action.INVITE_REVOKED: _("revoked an invitation"), Action.USER_JOINED: _("used an invitation"),
        Action.PROFILE_EDITED: _("changed the profile"), Action.ROLE_CHANGED: _("changed a role"),
        Action.USER_DEACTIVATED: _("deactivated an account"), Action.USER_REACTIVATED: _("reactivated an account"),
        Action.PASSWORD_CHANGED: _("changed the password"), Action.TOKEN_CREATED: _("made a token"),
        Action.TOKEN_REVOKED: _("revoked a token"),
        Action.DEMO_LOADED: _("loaded demo data"), Action.DEMO_REMOVED: _("removed demo data"),
        Action.JOB_ENQUEUED: _("started background work"), Action.JOB_CANCELLED: _("cancelled background work"),
        Action.JOB_RETRIED: _("tried background work again"),
        Action.DOCUMENT_RECEIVED: _("uploaded a document"), Action.DOCUMENT_READ: _("read a document"),
        Action.DOCUMENT_DELETED: _("deleted a document"), Action.DOCUMENT_RESTORED: _("restored a document"),
        Action.DOCUMENT_DOWNLOADED: _("downloaded a document"),
        Action.COMPARISON_CREATED: _("made a comparison"), Action.COMPARISON_EDITED: _("changed a comparison"),
        Action.COMPARISON_DELETED: _("deleted a comparison"), Action.COMPARISON_RESTORED: _("restored a comparison"),
        Action.COMPARISON_EXPORTED: _("exported a comparison"),
        Action.OFFER_ADDED: _("added an offer"), Action.OFFER_READ: _("read an offer"),
        Action.OFFER_EDITED: _("changed an offer"), Action.OFFER_REMOVED: _("removed an offer"),
        Action.OFFER_RESTORED: _("restored an offer"),
        Action.VALUE_EDITED: _("corrected a value"), Action.VALUE_CONFIRMED: _("confirmed a value"),
        Action.VALUE_RESET: _("put the read value back"),
        Action.LABEL_LEARNED: _("taught a label"), Action.LABEL_EDITED: _("changed a label"),
        Action.LABEL_REMOVED: _("removed a label"),
        Action.CASE_REGISTERED: _("added a case"), Action.CASE_EDITED: _("changed a case"),
        Action.CASE_CLOSED: _("closed a case"), Action.CASE_REOPENED: _("opened a case again"),
        Action.CASE_ASSIGNED: _("gave a case to somebody"), Action.CASE_UNASSIGNED: _("took a case from somebody"),
        Action.CASES_IMPORTED: _("imported cases"), Action.CASES_EXPORTED: _("exported cases"),
        Action.PAGE_ADDED: _("began a notebook page"), Action.PAGE_SAVED: _("saved a notebook page"),
        Action.PAGE_RESTORED: _("restored a notebook page"), Action.PAGE_RESOLVED: _("settled a conflict"),
        Action.PAGE_OPENED: _("opened a notebook page as administrator"),
        Action.PAGE_EXPORTED: _("exported a notebook page"),
        Action.MEMBER_ADDED: _("shared a notebook page"), Action.MEMBER_CHANGED: _("changed a collaborator"),
        Action.MEMBER_REMOVED: _("removed a collaborator"),
        Action.ITEM_FILED: _("filed a line item"), Action.ITEM_EDITED: _("changed a line item"),
        Action.ITEM_TAKEN_BACK: _("took a line item back"),
        Action.ATTACHMENT_ADDED: _("attached a file"), Action.ATTACHMENT_EDITED: _("changed an attachment"),
        Action.ATTACHMENT_REMOVED: _("removed an attachment"),
        Action.ATTACHMENT_RESTORED: _("restored an attachment"),
        Action.SNIPPET_CREATED: _("made a text snippet"), Action.SNIPPET_EDITED: _("changed a text snippet"),
        Action.SNIPPET_REMOVED: _("removed a text snippet"),
        Action.SHEET_CREATED: _("made a sheet"), Action.SHEET_EDITED: _("changed a sheet"),
        Action.SHEET_DELETED: _("deleted a sheet"), Action.SHEET_RESTORED: _("restored a sheet"),
        Action.SHEET_RUN_ADDED: _("prepared a batch of a sheet"), Action.SHEET_RUN_EDITED: _("set up a batch"),
        Action.SHEET_STARTED: _("started reading a batch"), Action.SHEET_CANCELLED: _("stopped reading a batch"),
        Action.SHEET_ENDED: _("a batch was read"),
        Action.SHEET_FILES_ADDED: _("added files to a sheet"), Action.SHEET_FILE_REMOVED: _("removed a file"),
        Action.SHEET_FILE_RESTORED: _("restored a file"), Action.SHEET_TASK_READ: _("read a file of a sheet"),
        Action.SHEET_TASK_FAILED: _("a file of a sheet could not be read"),
        Action.SHEET_TASK_RETRIED: _("had a file of a sheet read again"),
        Action.SHEET_EXPORTED: _("exported a sheet"), Action.CELL_EDITED: _("changed a cell"),
        Action.CELL_CONFIRMED: _("confirmed a cell"), Action.CELL_RESET: _("put what was read back"),
        Action.CELLS_PASTED: _("pasted into a sheet"), Action.ROW_ADDED: _("added a row by hand"),
        Action.ROWS_REMOVED: _("removed rows"), Action.ROWS_RESTORED: _("restored rows"),
        Action.GRID_UNDONE: _("took a change of a sheet back"),
        Action.SHEET_LABEL_LEARNED: _("taught a label"), Action.SHEET_LABEL_EDITED: _("changed a label"),
        Action.SHEET_LABEL_REMOVED: _("removed a label"),
        Action.TEMPLATE_CREATED: _("made a template"), Action.TEMPLATE_EDITED: _("changed a template"),
        Action.TEMPLATE_PUBLISHED: _("published a template"), Action.TEMPLATE_WITHDRAWN: _("made a template private"),
        Action.TEMPLATE_DELETED: _("deleted a template"), Action.TEMPLATE_RESTORED: _("restored a template"),
        Action.TEMPLATE_SUPPLIED: _("brought a template along"),
        Action.CPE_LICENCE_EDITED: _("changed the licence of a sheet"),
        Action.CPE_COURSE_PLANNED: _("planned a course"), Action.CPE_COURSE_CHOSEN: _("ticked a planned course"),
        Action.CPE_COURSE_REMOVED: _("removed a planned course"), Action.CPE_ROW_JUDGED: _("judged a row"),
        Action.CPE_SHEET_ERASED: _("removed a sheet for good"),
        Action.CPE_PACK_EXPORTED: _("took an audit pack away as a file"),
        Action.SHARE_CREATED: _("made a link"), Action.SHARE_EDITED: _("changed a link"),
        Action.SHARE_REPINNED: _("updated what a link shows"), Action.SHARE_REVOKED: _("revoked a link"),
        Action.SHARE_EXPIRED: _("a link expired"), Action.SHARE_OPENED: _("opened a link"),
        Action.SHARE_REPLIED: _("replied through a link"), Action.SHARE_REFUSED: _("a passphrase was refused"),
    }


def subject_title(event: AuditEvent) -> str:
    """What it happened to, by its name as far as it has one."""
    return _title(event.subject) if event.subject else ""


def subject_url(event: AuditEvent, user: Any) -> str | None:
    """Where it is shown, if this user may see it and it is still there."""
    subject = event.subject
    kind = _kind(subject) if subject else None
    if subject is None or kind is None or not kind.may_view(subject.id, user):
        return None
    return kind.url(subject.id)


def _title(subject: Subject) -> str:
    kind = _kind(subject)
    return (kind.title(subject.id) if kind else "") or str(subject)


def _kind(subject: Subject) -> subjects.Kind | None:
    """The kind, or None for one that no package of this version knows: old events outlive features."""
    try:
        return subjects.kind_of(subject)
    except KeyError:
        return None
