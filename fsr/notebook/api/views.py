"""The endpoints.  A number stands at the end of a path, because it may hold slashes."""


from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr.errors import NotFound
from fsr.notebook.access import get_both, get_page
from fsr.notebook.api import shapes
from fsr.notebook.api.words import batch_answer, items_of, page_json, saved_json, stale_json, status_json, version_said
from fsr.notebook.models import Case, Level, Page
from fsr.notebook.own import own_pages, states
from fsr.notebook.service import batch, saving
from fsr.notebook.service.saving import CaseClosed, Draft, Stale
from fsr.web.api import describe, parse_body

bp = Blueprint("notebook_api", __name__, url_prefix="/api/cases")

NUMBER = {"case_number": {"type": "string", "minLength": 1}}
BY = {"by": {"type": "integer", "minimum": 1,
             "description": "The id of the author of a page that is shared with you; yours if left out."}}


@bp.get("/validate/<path:case_number>", merge_slashes=False)
@describe("Ask whether a case number is known, and whether the case is open", path=NUMBER,
          answers={200: shapes.CaseFound, 404: shapes.CaseUnknown})
def validate(case_number: str) -> ResponseReturnValue:
    """Answer for any number; the texts of a case are another matter."""
    try:
        case, _page = get_both(case_number, current_user)
    except NotFound:
        message = f"Case number '{case_number}' does not exist in the system."
        return jsonify(valid=False, message=message), 404
    status = "open" if case.is_open else "closed"
    return jsonify(valid=True, case_number=case.number, is_closed=not case.is_open, status=status)


@bp.get("/user-cases")
@describe("List the numbers of your pages on open cases, the last changed first", answers={200: shapes.OwnNumbers})
def user_cases() -> ResponseReturnValue:
    """Answer with your own pages only."""
    numbers = [page.case.number for page in own_pages(current_user)]
    return jsonify(user_id=current_user.id, cases=numbers, count=len(numbers))


@bp.post("/status")
@describe("Ask about many case numbers at once", body=shapes.StatusBody, answers={200: shapes.Statuses})
def status() -> ResponseReturnValue:
    """Answer in the order asked."""
    asked = parse_body(shapes.StatusBody).case_numbers or []
    known = states(asked)
    return jsonify(results=[status_json(number, known) for number in asked])


@bp.get("/data")
@describe("Read all your pages on open cases", answers={200: shapes.OwnPages})
def pages() -> ResponseReturnValue:
    """Answer with your own pages only."""
    found = own_pages(current_user)
    return jsonify(user_id=str(current_user.id), count=len(found),
                   cases={page.case.number: page_json(page) for page in found})


@bp.get("/data/<path:case_number>", merge_slashes=False)
@describe("Read your page, or one shared with you; of closed cases too", path=NUMBER, query=BY,
          answers={200: shapes.PageFound, 404: shapes.PageUnknown})
def page(case_number: str) -> ResponseReturnValue:
    """Answer with the page and its version, also as `ETag`."""
    try:
        _case, found = _asked(case_number, Level.READ)
    except NotFound:
        found = None
    if found is None:
        return jsonify(found=False, message="No saved data for this case"), 404
    answer = jsonify(found=True, data=page_json(found))
    answer.set_etag(str(found.version))
    return answer


@bp.put("/data/<path:case_number>", merge_slashes=False)
@describe("Save your page, or one you may write on", body=shapes.SaveBody, path=NUMBER, query=BY,
          answers={200: shapes.PageSaved, 400: shapes.NotSaved, 409: shapes.StalePage, 429: None})
def save(case_number: str) -> ResponseReturnValue:
    """Save the texts sent; with a version nothing is written over unseen, without one it is, and kept."""
    body = parse_body(shapes.SaveBody)
    try:
        case, found = _asked(case_number, Level.WRITE)
        draft, op = Draft(body.problem_statement, body.fsr_notes), request.headers.get("X-Op-Id")
        saved = saving.save(current_user, case, found, draft, base_version=_base(body.base_version), op_id=op)
    except NotFound:
        return jsonify(error="Invalid case number"), 400
    except CaseClosed:
        return jsonify(error="Cannot save data for closed case"), 400
    except Stale as stale:
        return jsonify(stale_json(stale)), 409
    answer = jsonify(saved_json(saved, case.number))
    answer.set_etag(str(saved.version))
    return answer


@bp.post("/data")
@describe("Save several of your pages, each on its own", body=shapes.BatchBody, answers={200: shapes.BatchSaved})
def save_all() -> ResponseReturnValue:
    """Answer with what became of each."""
    sent = parse_body(shapes.BatchBody).cases or []
    return jsonify(batch_answer(batch.save_each(current_user, items_of(sent))))


def _asked(number: str, need: Level) -> tuple[Case, Page | None]:
    case, own = get_both(number, current_user)
    said = request.args.get("by", "")
    if not said or said == str(current_user.id):
        return case, own
    return case, get_page(case, current_user, max(version_said(said), 0), need)


def _base(said: int | None) -> int | None:
    """The version that the client wrote on, by `baseVersion` or `If-Match`; None: it does not say."""
    tag = request.headers.get("If-Match", "").strip()
    if said is not None or tag in ("", "*"):
        return said
    return version_said(tag.removeprefix("W/").strip('"'))
