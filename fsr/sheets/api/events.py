"""`/api/jobs/<id>/events`: what happens to a run, as it happens."""

from functools import partial
from uuid import UUID

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr.errors import Invalid
from fsr.sheets import events
from fsr.sheets.api.asked import RUN, sheet_and_run
from fsr.sheets.api.blueprint import bp
from fsr.web.api import describe
from fsr.web.i18n import gettext as _

TYPE = "text/event-stream"
_WAIT = {"wait": {"type": "integer", "minimum": 0, "maximum": events.LONGEST_SECONDS, "default": events.LONGEST_SECONDS,
                  "description": "Seconds to follow; 0 answers what is known and ends."}}
_WHOLE = {"include_full_state": {"type": "string", "enum": ["true", "false"], "default": "true"}}


@bp.get("/<uuid:job_id>/events")
@describe("Follow a run as it happens", answers={200: TYPE, 422: None, 429: None}, query={**RUN, **_WAIT, **_WHOLE})
def follow(job_id: UUID) -> ResponseReturnValue:
    """Server-sent events, each a JSON object with `type`, `job_id` and `timestamp` (ms since 1970).

    First `full_state`; then `file_uploaded`, `file_deleted`, `config_step_changed`, `job_submitted`, `task_started`,
    `task_completed`, `task_failed`, `workflow_progress`, and `keepalive` after 30 s of silence.  It ends with
    `job_completed`, `job_cancelled`, `job_already_completed` or `error`.
    """
    sheet, run = sheet_and_run(job_id)
    seconds, whole = _seconds(), request.args.get("include_full_state", "true") != "false"
    open_streams, user_id = events.streams(), current_user.id
    end = open_streams.begin(user_id)
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # Flask's documented way to the app itself
    response = Response(events.frames(app, sheet.id, run.id, end, seconds=seconds, whole=whole), mimetype=TYPE)
    response.call_on_close(partial(open_streams.end, user_id, end))
    response.headers["X-Accel-Buffering"] = "no"  # nginx would hold the frames back
    return response


def _seconds() -> int:
    said = request.args.get("wait", str(events.LONGEST_SECONDS))
    if not (said.isascii() and said.isdigit() and int(said[:6]) <= events.LONGEST_SECONDS):
        sentence = _("The time to wait is a number of seconds from 0 to %(most)s.", most=events.LONGEST_SECONDS)
        raise Invalid(sentence, wait=sentence)
    return int(said)
