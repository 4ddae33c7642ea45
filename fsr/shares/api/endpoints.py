"""`/shares`: the JSON of seed 000, with its defects mended.

GET and PATCH are open to whoever has the token, as there.  Mended: an unknown token is 404 and an ended one 410; the
answer is made from what was shared, never from the payload as it was stored; a stranger's comparison cannot be
shared; PATCH obeys `editable` for every field, and a call that changes nothing is not counted as an edit.
"""

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr.auth import public
from fsr.errors import Invalid, TooLarge
from fsr.shares import gate, service, visits
from fsr.shares.access import open_token
from fsr.shares.api import answers
from fsr.shares.api.bodies import EITHER, Created, EditBody, Edited, ShareBody, ViewPrefs
from fsr.shares.models import Mode, Share
from fsr.shares.service import Terms, Wishes
from fsr.shares.urls import public_url
from fsr.subjects import Subject
from fsr.web.api import describe, parse_body
from fsr.web.i18n import gettext as _
from fsr.web.security import without_csrf

bp = Blueprint("shares_api", __name__)

LARGEST_BODY = 2 * 1024 * 1024
SUBJECTS = {"casco": "comparison"}


@bp.post("/shares")
@describe("Create a share link", body=ShareBody, answers={200: Created, 403: None, 404: None, 413: None, 422: None})
def create() -> ResponseReturnValue:
    """Make a link; its token is in this answer and nowhere else."""
    _must_be_small()
    body = parse_body(ShareBody)
    share, token = _make(body)
    answer = Created(ok=True, token=token, url=public_url(token), title=share.title,
                     view_prefs=ViewPrefs(**share.view_prefs))
    return answer.model_dump()


def _must_be_small() -> None:
    if (request.content_length or 0) > LARGEST_BODY:
        raise TooLarge(_("A share can carry at most 2 MB."))


def _make(body: ShareBody) -> tuple[Share, str]:
    line = body.product_line or "health"
    wishes, terms = _wishes(body), _terms(body, line)
    if line == "health":
        return service.share_values(line, wishes, terms, current_user)
    if body.casco_job_id is None:
        raise Invalid(_("Say which comparison: casco_job_id."), casco_job_id=_("This is needed for casco."))
    return service.share(Subject(SUBJECTS[line], str(body.casco_job_id)), wishes, current_user, terms)


def _wishes(body: ShareBody) -> Wishes:
    return Wishes(
        title=body.title or "", language=body.language or "", contact=body.contact,
        expires_at=service.expiry(body.expires_in_hours), passphrase=body.passphrase,
        mode=Mode.LIVE if body.always_latest else Mode.PINNED, show_evidence=body.show_evidence,
        show_comments=body.show_comments, view_prefs=body.view_prefs.model_dump(), recommended=body.recommended)


def _terms(body: ShareBody, line: str) -> Terms:
    payload = body.model_dump(include=answers.KEPT, exclude_none=True)
    payload |= answers.company_of(body.results or []) | {"product_line": line} if line == "health" else {}
    payload |= body.model_dump(include={"company_name", "employees_count"}, exclude_none=True)
    return Terms(body.editable, body.role, tuple(body.allow_edit_fields), payload)


@bp.get("/shares/<token>")
@public
@describe("Open a share link", public=True, answers={200: EITHER, 403: None, 404: None, 410: None, 429: None},
          query={"count": {"type": "string", "enum": ["0", "1"], "description": "1 counts this as a view"}})
def show(token: str) -> ResponseReturnValue:
    """What the link shows.  A link with a passphrase asks for it in the header X-Share-Passphrase."""
    link = open_token(token)
    gate.must_be_unlocked(link)
    stats = visits.note(link, gate.who()) if _counts(link) else visits.stats(link)
    return answers.answer(link, token, stats)


def _counts(link: Share) -> bool:
    """Whether to count: only where asked to, and never the owner's own look in a browser.

    A program that signs with the owner's token opens the link for somebody else: that is a view.
    """
    asked = request.args.get("count") == "1" or request.headers.get("X-Count-View") == "1"
    by_program = request.headers.get("Authorization", "").startswith("Bearer ")
    own = current_user.is_authenticated and current_user.id == link.owner_id and not by_program
    return asked and not own and request.method == "GET"


@bp.route("/shares/<token>", methods=["PATCH", "POST"])
@public
@without_csrf
@describe("Change what a share link lets its holder change", public=True, body=EditBody,
          answers={200: Edited, 403: None, 404: None, 410: None, 413: None, 422: None, 429: None})
def edit(token: str) -> ResponseReturnValue:
    """Change title, company or view; POST does the same, because some proxies block PATCH."""
    _must_be_small()
    link = open_token(token)
    gate.must_be_unlocked(link)
    body = parse_body(EditBody)
    stats = visits.edit(link, body.model_dump(exclude_unset=True, exclude_none=True))
    return {"ok": True, "token": token, "payload": answers.payload(link), "stats": answers.stats_of(link, stats)}


@bp.after_request
def keep_private(response: Response) -> Response:
    """A link's answers are nobody else's business: no referrer, no index."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
